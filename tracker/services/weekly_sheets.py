"""Settling the sheet of the weekly meeting (例会一页纸): its figures stay as they are printed; one that was
settled by mistake is kept as void."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.weekly_sheets import WeeklySheet
from tracker.queries.figures import Scope
from tracker.queries.weekly_sheets import content, last_of, may_be_void
from tracker.services._load import Invalid, Missing
from tracker.services._office import require
from tracker.services._record import write_event


@transactional
def settle(actor: Actor, of: str, scope: Scope, *, of_words: str, again: bool = False, now: datetime) -> int:
    """Keep the figures of now as the next sheet, with those of the sheet before beside them; returns its id.

    Raises `Invalid` while the figures are being counted anew: half of them would be kept for good; and for a second
    sheet of the same session with the figures of the same day, unless it is asked for with `again`.
    """
    person_id = require(actor, Capability.KEEP_SHEETS)
    found = content(actor, of, scope, of_words=of_words)
    if found is None:
        raise Invalid(of="still_counting")
    before = last_of(of)
    if before is not None and before.day.isoformat() == found["through"] and not again:
        raise Invalid(again="settled_today")
    last = db.session.scalar(select(func.max(WeeklySheet.no))) or 0
    one = WeeklySheet(
        no=last + 1,
        day=date.fromisoformat(found["through"]),
        of=of,
        content=found,
        made_by_id=person_id,
        made_at=now,
    )
    db.session.add(one)
    db.session.flush()
    write_event(actor, "settle_weekly_sheet", now=now, subject=f"weekly_sheet:{one.id}", facts={"no": one.no, "of": of})
    return one.id


@transactional
def void(actor: Actor, sheet_id: int, *, reason: str, now: datetime) -> int:
    """Keep the latest sheet of its session or term as void, and say why; returns its id. The next one compares with the
    sheet before it; its number is not given again.

    Raises `Invalid` without a reason, for one that is void, and for one that a later sheet has compared itself with.
    """
    person_id = require(actor, Capability.KEEP_SHEETS)
    one = db.session.get(WeeklySheet, sheet_id, populate_existing=True)
    if one is None:
        raise Missing("weekly_sheet")
    if not may_be_void(one):
        raise Invalid(sheet="not_the_latest_sheet")
    if not reason.strip():
        raise Invalid(reason="missing")
    one.voided_at, one.voided_by_id, one.void_reason = now, person_id, reason.strip()
    write_event(
        actor, "void_weekly_sheet", now=now, subject=f"weekly_sheet:{one.id}", facts={"no": one.no}, note=reason
    )
    return one.id
