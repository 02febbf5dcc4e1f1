"""A running look-back (回头看) changed: other days, and lines that should not have been on the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.look_backs import days_moved
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services.look_back_lines import open_line, rated_by
from tracker.services.look_backs import running

L = LookBackLine
# Whom another day concerns: those who have not done yet what is owed by it.
_CONCERNED: dict[str, ColumnElement[bool]] = {
    "fill_by": L.filled_at.is_(None),
    "check_by": L.finding.is_(None),
    "rate_by": L.rating_shut_on.is_(None),
}


@transactional
def move_days(
    actor: Actor, look_back_id: int, days: Mapping[str, date | None], *, reason: str, version: int, now: datetime
) -> int:
    """Give each side more time: `days` by field, of Asia/Shanghai. The units concerned are told. Returns its id.

    Raises `Invalid` for a day that is over, moves backward or gets out of order.
    """
    require(actor, Capability.KEEP_LOOK_BACKS)
    one = running(look_back_id, version=version)
    before = {name: getattr(one, name) for name in _CONCERNED}
    wrong = days_moved(before, days, day_of(now)) | ({} if reason.strip() else {"reason": "missing"})
    if wrong:
        raise Invalid(**wrong)
    moved = [name for name in _CONCERNED if days[name] != before[name]]
    for name in moved:
        setattr(one, name, days[name])
    told = {name: getattr(one, name).isoformat() for name in _CONCERNED}
    facts = told | {"was": {name: before[name].isoformat() for name in moved}}
    write_event(actor, "move_look_back_days", now=now, subject=f"look_back:{one.id}", note=reason, facts=facts)
    for each in _rounds(one, moved):
        advance(each, Action.MOVE_LOOK_BACK, actor, now=now, note=reason, facts=facts | {"name": one.name})
    return one.id


@transactional
def take_off(actor: Actor, line_id: int, *, reason: str, version: int, now: datetime) -> int:
    """Take a line off in which nobody has said anything: its row stays and says why, and nobody does anything in it any
    more. Returns the id of its campaign.

    Raises `Invalid` once something is said in it, and when the unit has missed its day: that is said, not taken away.
    """
    line = open_line(actor, line_id, Action.DROP_LOOK_BACK, version=version, now=now)
    wrong = {} if reason.strip() else {"drop_reason": "missing"}
    if line.has_begun or rated_by(line):
        wrong["drop_reason"] = "line_has_begun"
    elif day_of(now) > line.look_back.fill_by:
        wrong["drop_reason"] = "unit_missed_its_day"
    if wrong:
        raise Invalid(**wrong)
    one, campaign = fresh(Round, line.round_id), line.look_back
    others = L.look_back_id == campaign.id, L.round_id == one.id, L.id != line.id, L.taken_off_at.is_(None)
    facts = {"line": line.id, "name": campaign.name, "commitment": line.commitment_id}
    facts["left"] = db.session.scalar(select(func.count(L.id)).where(*others))
    advance(one, Action.DROP_LOOK_BACK, actor, now=now, note=reason, facts=facts)
    one.look_backs_open -= 1
    line.taken_off_at, line.taken_off_by_id, line.why_taken_off = now, actor.person_id, reason
    db.session.flush()
    return campaign.id


def _rounds(one: LookBack, moved: list[str]) -> list[Round]:
    """The replies whose units are still expected to do something by a day that was moved."""
    beside = joinedload(Round.task)
    concerned = select(L.round_id).where(
        L.look_back_id == one.id, L.taken_off_at.is_(None), or_(*(_CONCERNED[name] for name in moved))
    )
    wanted = (
        select(Round)
        .options(beside.joinedload(Task.suggestion).joinedload(Suggestion.session), beside.joinedload(Task.unit))
        .where(Round.id.in_(concerned))
        .order_by(Round.id)
    )
    return list(db.session.scalars(wanted))
