"""Which session of our congress sits, and until when it takes bills."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.models.organs import Congress, CongressSession, Term


def session_on(now: datetime) -> tuple[CongressSession | None, bool]:
    """Our congress's latest session begun by today and whether it is sitting today (Asia/Shanghai)."""
    today = day_of(now)
    sitting = db.session.scalars(
        select(CongressSession)
        .join(Term)
        .join(Congress)
        .where(Congress.is_ours, CongressSession.opens_on <= today)
        .order_by(CongressSession.opens_on.desc())
        .limit(1)
    ).first()
    return sitting, bool(sitting and sitting.closes_on >= today)


def last_day_for_bills(now: datetime) -> date | None:
    """Until which day bills are taken (Asia/Shanghai); None while no session takes any."""
    sitting, _sits = session_on(now)
    return sitting.bills_close_on if sitting is not None and sitting.takes_bills(now) else None
