"""The secret address of a person's calendar feed: made, made anew, taken back."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.models.calendar_feeds import CalendarFeed
from tracker.queries.calendar_feeds import feed_of
from tracker.queries.who import digest
from tracker.services._load import Missing
from tracker.services._record import write_event

KEY_BYTES = 32


@transactional
def make(actor: Actor, *, now: datetime) -> str:
    """A new address for the actor himself; an earlier one is dead from now on. Returns its key, which is told once."""
    if actor.person_id is None:
        raise Missing("person")
    _take_back(actor.person_id, now=now)
    key = secrets.token_urlsafe(KEY_BYTES)
    feed = CalendarFeed(person_id=actor.person_id, key_digest=digest(key), made_at=now)
    db.session.add(feed)
    db.session.flush()
    write_event(actor, "make_calendar_feed", now=now, subject=f"calendar_feed:{feed.id}")
    return key


@transactional
def revoke(actor: Actor, *, now: datetime) -> int:
    """Take the address back: calendar programs are told nothing any more. Returns its id, 0 where there was none."""
    feed = feed_of(actor.person_id or 0)
    if feed is None:
        return 0
    _take_back(feed.person_id, now=now)
    write_event(actor, "revoke_calendar_feed", now=now, subject=f"calendar_feed:{feed.id}")
    return feed.id


def _take_back(person_id: int, *, now: datetime) -> None:
    live = (CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    db.session.execute(update(CalendarFeed).where(*live).values(revoked_at=now))
