"""What waits because of objections to shares and requests for more time: the SQL of who speaks, rules and decides."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.domain.states import TaskState
from tracker.models.organs import Unit
from tracker.models.procedures import Hearing
from tracker.models.tasks import Task
from tracker.queries.asker import MY_SYSTEM, MY_UNIT, TODAY, stands

_AT_UNIT = stands(Task.state, TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
_AT_WORK = stands(Task.state, TaskState.SIGNED_FOR, TaskState.HANDLING)
_COORDINATED: ColumnElement[bool] = exists(
    select(Unit.id).where(Unit.id == Task.unit_id, Unit.has_coordinator).correlate(Task)
)

# The objection points to a unit outside the share's system.
_LEAVES: ColumnElement[bool] = exists(
    select(Hearing.id)
    .join(Unit, Unit.id.in_((Hearing.unit_id, Hearing.better_unit_id)))
    .where(Hearing.task_id == Task.id, Hearing.closed_on.is_(None), Unit.system != Task.system)
    .correlate(Task)
)

# A unit is asked whether a share is its own, has said nothing, and its day has not passed.
TO_HEAR = and_(
    Hearing.unit_id == MY_UNIT,
    Hearing.closed_on.is_(None),
    Hearing.say.is_(None),
    Hearing.answer_by >= TODAY,
    Hearing.task_id == Task.id,
    Task.objection_is_open,
    _AT_UNIT,
)
# Open objections, and by whom they are ruled on: the coordinator of the system; the desk where there is none, for
# what may leave the system, and for the arbiter.
_OBJECTED = and_(Task.objection_is_open, _AT_UNIT)
RULED_BY_COORDINATOR = and_(
    _OBJECTED, Task.system == MY_SYSTEM, Task.objection_is_arbiters.is_(False), _COORDINATED, ~_LEAVES
)  # fmt: skip
RULED_BY_DESK = and_(_OBJECTED, or_(Task.objection_is_arbiters, ~_COORDINATED, _LEAVES))
# Requests for more time, by who decides: settled when they were asked. Of one share the objection comes first.
_ASKED = and_(Task.extension_is_open, _AT_WORK)
_DECIDED_BY_COORDINATOR = and_(_ASKED, Task.system == MY_SYSTEM, Task.extension_is_coordinators)
_DECIDED_BY_DESK = and_(_ASKED, Task.extension_is_coordinators.is_(False))
DECIDED_BY_COORDINATOR = and_(_DECIDED_BY_COORDINATOR, ~RULED_BY_COORDINATOR)
DECIDED_BY_DESK = and_(_DECIDED_BY_DESK, ~RULED_BY_DESK)
# The same for the page that lists both.
REQUESTS_OF_COORDINATOR, REQUESTS_OF_DESK = _DECIDED_BY_COORDINATOR, _DECIDED_BY_DESK
