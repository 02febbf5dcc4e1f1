"""What was kept for somebody whose log-in ran out, or who has not saved yet."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.db import db
from tracker.domain.characters import UNSAVABLE
from tracker.models.record import FormToken, KeptText

KEPT_FOR = timedelta(hours=24)


def past(now: datetime) -> ColumnElement[bool]:
    """What has lain long enough: for a day, or until the day it was put aside for."""
    aside = and_(KeptText.kept_until.is_(None), KeptText.made_at < now - KEPT_FOR)
    return or_(aside, KeptText.kept_until < now)


def still_kept(now: datetime) -> ColumnElement[bool]:
    """The rest; spelled out, for of what has no such day neither would be true."""
    aside = and_(KeptText.kept_until.is_(None), KeptText.made_at > now - KEPT_FOR)
    return or_(aside, KeptText.kept_until >= now)


def kept_text(person_id: int, key: str, *, now: datetime) -> KeptText | None:
    """The text kept under this key if it is this person's and not older than 24 hours."""
    return db.session.scalars(
        select(KeptText).where(KeptText.key == key, KeptText.person_id == person_id, still_kept(now))
    ).one_or_none()


def kept_lately(person_id: int, *, now: datetime) -> list[KeptText]:
    """What was kept for this person when a log-in ran out, the latest first; not what pages keep by themselves."""
    recent = KeptText.made_at > now - KEPT_FOR
    wanted = select(KeptText).where(KeptText.person_id == person_id, recent, KeptText.kept_until.is_(None))
    found = db.session.scalars(wanted.order_by(KeptText.made_at.desc()).limit(10)).all()
    return [one for one in found if one.key != aside_key(person_id, one.path)]


def is_token(key: str) -> bool:
    """Whether a form of ours can bear it: with signs no table holds it is none, and PostgreSQL would not look it up."""
    return bool(key) and not UNSAVABLE.search(key)


def was_acted(person_id: int, key: str) -> bool:
    """Whether this person's form with that token has acted."""
    return is_token(key) and db.session.get(FormToken, (person_id, key[:64])) is not None


def aside_key(person_id: int, path: str) -> str:
    """Under which the unsaved words of one person on one page are kept; the person is checked again on reading."""
    return hashlib.sha256(f"aside {person_id} {path}".encode()).hexdigest()


def kept_aside(person_id: int, path: str, *, since: datetime, now: datetime) -> KeptText | None:
    """What this person wrote on that page after `since` and has not saved."""
    found = kept_text(person_id, aside_key(person_id, path), now=now)
    return found if found is not None and found.made_at > since else None
