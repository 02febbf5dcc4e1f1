"""Settling the sheet of the weekly meeting (例会一页纸): its figures are kept as they are printed, for good."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.weekly_sheets import WeeklySheet
from tracker.queries.figures import Scope
from tracker.queries.weekly_sheets import content
from tracker.services._load import Invalid
from tracker.services._office import require
from tracker.services._record import write_event


@transactional
def settle(actor: Actor, of: str, scope: Scope, *, of_words: str, now: datetime) -> int:
    """Keep the figures of now as the next sheet, with those of the sheet before beside them; returns its id.

    Raises `Invalid` while the figures are being counted anew: half of them would be kept for good.
    """
    person_id = require(actor, Capability.KEEP_SHEETS)
    found = content(actor, of, scope, of_words=of_words)
    if found is None:
        raise Invalid(of="still_counting")
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
