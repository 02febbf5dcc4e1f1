"""Keeping what was typed when a log-in ran out or a page may not store it yet, for its person alone and for a day."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from tracker.db import db, transactional
from tracker.models.people import Account, LoginSession
from tracker.models.record import KeptText
from tracker.queries.kept import aside_key, past
from tracker.queries.who import digest
from tracker.services._load import Invalid


@transactional
def keep(session_key: str, *, path: str, fields: list[Any], now: datetime) -> str | None:
    """Keep the fields for the person of that (ended) session; returns the key, or None for a session never known."""
    person_id = db.session.scalar(
        select(Account.person_id)
        .join(LoginSession, LoginSession.account_id == Account.id)
        .where(LoginSession.digest == digest(session_key))
    )
    if person_id is None:
        return None
    db.session.execute(delete(KeptText).where(past(now)))
    key = secrets.token_urlsafe(32)
    db.session.add(KeptText(key=key, person_id=person_id, path=path[:500], fields=fields, made_at=now))
    return key


@transactional
def keep_aside(person_id: int, *, path: str, fields: list[Any], now: datetime) -> str:
    """Keep what is being written on a page until it is saved there; the later words take the place of the earlier."""
    key = aside_key(person_id, path)
    db.session.execute(delete(KeptText).where(or_(past(now), KeptText.key == key)))
    db.session.add(KeptText(key=key, person_id=person_id, path=path[:500], fields=fields, made_at=now))
    return key


@transactional
def put_aside(
    person_id: int, key: str, *, path: str, fields: list[Any], until: datetime, now: datetime, over: datetime | None
) -> str:
    """Put aside what somebody wants to finish later, until its own day; the later words replace the earlier.

    `over` is when those were put aside that the person has seen. Raises `Invalid` where others lie there: nothing is
    replaced unseen.
    """
    held = db.session.scalars(select(KeptText).where(KeptText.key == key, ~past(now))).first()
    if held is not None and held.made_at != over and held.fields != fields:
        raise Invalid(later="put_aside_elsewhere")
    db.session.execute(delete(KeptText).where(or_(past(now), KeptText.key == key)))
    row = KeptText(key=key, person_id=person_id, path=path[:500], fields=fields, made_at=now, kept_until=until)
    db.session.add(row)
    return key
