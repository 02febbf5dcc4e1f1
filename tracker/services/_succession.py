"""A share that lies with a unit that is no more goes along to the unit that went on with its work."""

from __future__ import annotations

from datetime import datetime

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.states import RoundState
from tracker.models.organs import Unit
from tracker.models.tasks import Task
from tracker.services._advance import advance
from tracker.services._load import fresh

_AT_WORK_ON = (RoundState.DRAFTING, RoundState.IN_CLEARANCE)


def present_unit(unit_id: int) -> Unit:
    """The unit, or the one that has its work now, however many reorganisations lie between."""
    unit, seen = fresh(Unit, unit_id), {unit_id}
    while unit.ended_on is not None and unit.successor_id is not None and unit.successor_id not in seen:
        seen.add(unit.successor_id)
        unit = fresh(Unit, unit.successor_id)
    return unit


def go_along(task: Task, *, now: datetime) -> Unit:
    """Move a share that is over to the present unit where its own is no more; who answered stays who answered."""
    if task.unit.ended_on is None:
        return task.unit
    taking = present_unit(task.unit_id)
    if taking.id == task.unit_id:
        return taking
    facts = {"from_unit": task.unit_id, "to_unit": taking.id}
    with db.session.no_autoflush:
        for one in task.rounds:
            if one.state not in _AT_WORK_ON:
                one.by_unit_id = one.by_unit_id or task.unit_id
        task.came_from_id, task.unit_id, task.system = task.unit_id, taking.id, taking.system
        advance(task, Action.MOVE_ALONG, CLOCK, now=now, facts=facts)
    db.session.expire(task, ["unit", "came_from"])
    return taking
