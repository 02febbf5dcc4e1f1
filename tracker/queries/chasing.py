"""The list for chasing (催办): shares that are late, near due or already chased, with who was last said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ladder import Planned, waits_for_office
from tracker.domain.lateness import Lateness
from tracker.domain.limits import BATCH
from tracker.domain.parties import Actor
from tracker.domain.permissions import why_not
from tracker.domain.roles import Role, System
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState, TaskState
from tracker.domain.whys import Why
from tracker.models.chases import Chase
from tracker.models.late_reasons import StatedReason
from tracker.models.organs import Unit
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import late_reasons
from tracker.queries import law as laws
from tracker.queries.asker import MY_FIELD, MY_SYSTEM, TODAY, stands, values
from tracker.queries.chases import of_shares
from tracker.queries.ladder import clocks_of, next_of, plan_of
from tracker.queries.scope import sees

# A page ends with a whole unit once so many stand on it: what one unit owes is chased in one go.
ENOUGH = 30


class Which(StrEnum):
    """What is looked at."""

    ALL = "all"
    LATE = "late"
    NEAR = "near"
    CHASED = "chased"
    UNANSWERED = "unanswered"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Line:
    """A share with the chases since its last answer, the step that comes next, the one an office may issue now, and
    why this reader may not chase it now."""

    task: Task
    chases: Sequence[Chase]
    next: Planned | None
    waits: Planned | None
    why: Why | None
    # Of what is late where this reader is told: what the record says, and what was stated last.
    late: Lateness | None = None
    stated: StatedReason | None = None


def lines(
    actor: Actor, which: Which, *, today: date, unit_id: int | None = None, skip: int = 0, size: int = BATCH
) -> list[Line]:
    """A stretch of the list, by unit, what is pressed hardest first, units and their shares: nine statements at most,
    however many lines."""
    hardest = func.max(Task.pressure).over(partition_by=Task.unit_id).desc()
    soonest = func.min(Task.due_on).over(partition_by=Task.unit_id)
    order = (hardest, soonest, Task.unit_id, Task.pressure.desc(), Task.due_on, Task.id)
    wanted = _open(actor).where(_of(which, today)).order_by(*order)
    if unit_id is not None:
        wanted = wanted.where(Task.unit_id == unit_id)
    return _lines(actor, wanted.limit(size).offset(skip), today=today)


def stretches(actor: Actor, which: Which, *, today: date, unit_id: int | None = None) -> list[tuple[int, int]]:
    """The pages of the list, each as how many come before it and how many it holds; units are whole on a page, but for
    one that owes more than may be chased at once. One statement."""
    order = (func.max(Task.pressure).desc(), func.min(Task.due_on), Task.unit_id)
    wanted = _open(actor).where(_of(which, today)).with_only_columns(func.count()).group_by(Task.unit_id)
    if unit_id is not None:
        wanted = wanted.where(Task.unit_id == unit_id)
    found, held, skip = [], 0, 0
    for number in db.session.scalars(wanted.order_by(*order), values(actor, today=today)).all():
        if held and (held >= ENOUGH or held + number > BATCH):
            found.append((skip, held))
            skip, held = skip + held, 0
        held += number
        while held > BATCH:
            found.append((skip, BATCH))
            skip, held = skip + BATCH, held - BATCH
    return [*found, (skip, held)]


def lines_of(actor: Actor, task_ids: Sequence[int], *, today: date) -> list[Line]:
    """Named shares of this reader, whatever became of them meanwhile."""
    return _lines(actor, _open(actor, still=False).where(Task.id.in_(task_ids)).order_by(Task.id), today=today)


def counts(actor: Actor, *, today: date) -> dict[Which, int]:
    """How many shares there are of each kind: one statement."""
    sums = [func.sum(case((_of(which, today), 1), else_=0)) for which in Which]
    wanted = _open(actor).with_only_columns(*sums).order_by(None)
    row = db.session.execute(wanted, values(actor, today=today)).one()
    return {which: int(number or 0) for which, number in zip(Which, row, strict=True)}


def units(actor: Actor, *, today: date) -> Sequence[Any]:
    """The units with such shares, and how many: one statement."""
    wanted = _open(actor).where(_of(Which.ALL, today)).join(Unit, Unit.id == Task.unit_id)
    wanted = wanted.with_only_columns(Unit.id, Unit.short_name, func.count().label("n")).group_by(
        Unit.id, Unit.short_name
    )
    return db.session.execute(wanted.order_by(Unit.id), values(actor, today=today)).all()


def _open(actor: Actor, *, still: bool = True) -> Any:
    wanted = select(Task).join(Suggestion, Suggestion.id == Task.suggestion_id).where(sees(actor.role), _ours(actor))
    if not still:
        return wanted
    at_unit = stands(Task.state, TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
    return wanted.where(at_unit, stands(Suggestion.state, SuggestionState.IN_HANDLING))


def _ours(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.COORDINATOR:
        return Task.system == MY_SYSTEM  # type: ignore[no-any-return]
    # Naming every system lets the index of system and state serve.
    everywhere = stands(Task.system, *System)
    if actor.role is Role.COMMITTEE:
        return and_(everywhere, or_(Suggestion.is_key.is_(True), Suggestion.category_id.in_(MY_FIELD)))
    return everywhere


def _of(which: Which, today: date) -> ColumnElement[bool]:
    unsigned = exists().where(
        Clock.task_id == Task.id, Clock.stopped_on.is_(None), Clock.kind == ClockKind.SIGN_FOR, Clock.due_on < TODAY
    )
    near_days = laws.rulebook_for(today).chasing.near_days
    late = or_(Task.due_on < TODAY, and_(Task.state == TaskState.ASSIGNED, unsigned))
    near = and_(Task.due_on >= TODAY, Task.due_on <= today + timedelta(days=near_days))
    kinds = {
        Which.LATE: late,
        Which.NEAR: near,
        Which.CHASED: Task.chases > 0,
        Which.UNANSWERED: Task.chases_open > 0,
        Which.CHAIR: and_(Task.put_to_chair_for.is_not(None), Task.put_to_chair_for == Task.due_on),
    }
    return kinds.get(which, or_(late, near, Task.chases > 0))


def _lines(actor: Actor, wanted: Any, *, today: date) -> list[Line]:
    loaded = wanted.options(
        joinedload(Task.unit),
        joinedload(Task.handler),
        joinedload(Task.suggestion).joinedload(Suggestion.author),
        selectinload(Task.rounds),
    )
    tasks = db.session.scalars(loaded, values(actor, today=today)).unique().all()
    ids = [task.id for task in tasks]
    clocks, told = clocks_of(ids), of_shares(ids)
    told_why = ids if actor.role in (Role.DESK, Role.COORDINATOR) else ()
    late, stated = late_reasons.proposed(told_why, today), late_reasons.stated(told_why)
    found = []
    for task in tasks:
        running = clocks.get(task.id, [])
        waits = waits_for_office(plan_of(task, running, today), task.steps_issued, today)
        why = why_not(actor, Action.CHASE, task, today=today)
        beside = late.get(task.id), stated.get(task.id)
        found.append(Line(task, told.get(task.id, []), next_of(task, running, today), waits, why, *beside))
    return found
