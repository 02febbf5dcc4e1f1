"""What was kept for somebody whose log-in ran out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.models.record import KeptText

KEPT_FOR = timedelta(hours=24)


def kept_text(person_id: int, key: str, *, now: datetime) -> KeptText | None:
    """The text kept under this key if it is this person's and not older than 24 hours."""
    return db.session.scalars(
        select(KeptText).where(KeptText.key == key, KeptText.person_id == person_id, KeptText.made_at > now - KEPT_FOR)
    ).one_or_none()
