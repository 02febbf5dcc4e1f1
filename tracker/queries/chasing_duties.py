"""What the chasing ladder leaves to somebody: 督办通知 and the list for the chair meeting to an office, and to a unit's
signing leader what of both is not answered. Counted with the parameters of `asker` and those below."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, exists, or_

from tracker.domain.ladder import Form, day_of_step, office_step
from tracker.domain.parties import TaskRole
from tracker.domain.roles import Role, System
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import ClearanceStage, TaskState
from tracker.models.tasks import Round, Task
from tracker.queries import law as laws
from tracker.queries.asker import MY_SYSTEM, MY_UNIT, stands
from tracker.queries.counting import counted

# The last due day for which an office is asked by now to supervise, or to report to the chair meeting.
SUPERVISED_FROM = bindparam("supervised_from", type_=Date)
CHAIR_FROM = bindparam("chair_from", type_=Date)
SUPERVISING = (Role.DESK, Role.COORDINATOR)


def days(role: Role | None, today: date) -> dict[str, date]:
    """The values of these parameters for a hat, on a day of Asia/Shanghai."""
    if role not in SUPERVISING:
        return {"supervised_from": today, "chair_from": today}
    return {"supervised_from": _from(Form.SUPERVISION, today), "chair_from": _from(Form.CHAIR, today)}


def _from(form: Form, today: date) -> date:
    """The last due day whose step of this form has come by today; the rulebook may have no such step."""
    rung = office_step(laws.rulebook_for(today).chasing.ladder, form, ClockKind.REPLY)
    if rung is None:
        return date.min
    due, calendar = today - timedelta(days=rung.days), laws.calendar_now()
    while day_of_step(rung, due, calendar) > today:
        due -= timedelta(days=1)
    return due


def waiting(role: Role | None) -> dict[str, ColumnElement[int]]:
    """How many shares wait for a step of this hat, by kind."""
    if role is Role.UNIT_SIGNER:
        return {"supervised": _unanswered(Task.supervised_for), "on_chair_list": _unanswered(Task.put_to_chair_for)}
    found = {}
    if role in SUPERVISING:
        ours = Task.system == MY_SYSTEM if role is Role.COORDINATOR else stands(Task.system, *System)
        found["to_supervise"] = _by_office(ours, SUPERVISED_FROM, Task.supervised_for)
    if role is Role.DESK:
        replies = stands(Task.role, *(one for one in TaskRole if one is not TaskRole.CO))
        found["to_chair"] = _by_office(stands(Task.system, *System), CHAIR_FROM, Task.put_to_chair_for, replies)
    return found


def _at_unit() -> ColumnElement[bool]:
    return stands(Task.state, TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)


def _by_office(
    ours: ColumnElement[bool], last: ColumnElement[date], issued_for: Any, *more: ColumnElement[bool]
) -> ColumnElement[int]:
    at_check = exists().where(Round.task_id == Task.id, stands(Round.stage, ClearanceStage.CHECK))
    again = or_(issued_for.is_(None), issued_for != Task.due_on)
    pends = or_(Task.objection_is_open, Task.extension_is_open)
    return counted(Task, ours, _at_unit(), Task.due_on <= last, again, ~pends, ~at_check, *more)


def _unanswered(issued_for: Any) -> ColumnElement[int]:
    """Until the unit says how far it is, or the reply goes out."""
    return counted(Task, Task.unit_id == MY_UNIT, _at_unit(), issued_for == Task.due_on, Task.chases_open > 0)
