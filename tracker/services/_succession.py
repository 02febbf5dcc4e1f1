"""A share that lies with a unit that is no more goes along to the unit that went on with its work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.states import RoundState
from tracker.models.key_items import KeyDemand, KeyEvent, KeyPaper
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.organs import Unit
from tracker.models.tasks import Round, Task
from tracker.services._advance import advance
from tracker.services._key_acts import settle_reports_on
from tracker.services._load import fresh
from tracker.services._routing import follow

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
    settle_reports_on(task.suggestion)
    follow([task.suggestion_id])
    db.session.expire(task, ["unit", "came_from"])
    return taking


def lines_go_along(round_ids: Sequence[int], from_id: int, to_id: int) -> None:
    """Whoever has the share now fills in the forms of look-backs that run; a closed campaign stays as it was."""
    runs = select(LookBack.id).where(LookBack.closed_on.is_(None))
    on = LookBackLine.taken_off_at.is_(None)
    theirs = LookBackLine.round_id.in_(round_ids), LookBackLine.unit_id == from_id, on
    db.session.execute(update(LookBackLine).where(*theirs, LookBackLine.look_back_id.in_(runs)).values(unit_id=to_id))


def looked_back_on_go_along(unit: Unit, *, now: datetime) -> None:
    """The shares of a unit that has ended which a running look-back asks about: its successor answers for them."""
    wanted = (
        select(Round)
        .join(LookBackLine, LookBackLine.round_id == Round.id)
        .join(LookBack, LookBack.id == LookBackLine.look_back_id)
        .where(LookBack.closed_on.is_(None), LookBackLine.unit_id == unit.id, LookBackLine.taken_off_at.is_(None))
        .distinct()
    )
    for one in db.session.scalars(wanted).all():
        taking = go_along(one.task, now=now)
        lines_go_along([one.id], unit.id, taking.id)


def demands_go_along(suggestion_ids: Sequence[int], from_id: int, to_id: int) -> None:
    """Whoever has the share now answers what its former unit was told in the supervision of a key item."""
    of = select(KeyEvent.id).join(KeyPaper, KeyPaper.item_id == KeyEvent.item_id)
    theirs = KeyDemand.unit_id == from_id, KeyDemand.answered_at.is_(None)
    bound = KeyPaper.suggestion_id.in_(suggestion_ids), KeyPaper.bound_on.is_not(None)
    asked = KeyDemand.event_id.in_(of.where(*bound))
    db.session.execute(update(KeyDemand).where(*theirs, asked).values(unit_id=to_id))
