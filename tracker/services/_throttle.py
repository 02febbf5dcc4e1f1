"""Guessing takes time: failures per name and per source, in a table, so that all processes share them (AU-02).

Every attempt is counted as a failure before it is judged and taken back when it succeeds; otherwise a hundred attempts
at the same moment would all be judged before the first is counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.db import db, transactional
from tracker.domain.login_names import folded
from tracker.domain.throttles import BY_NAME, BY_SOURCE, CODES_BY_SOURCE, KNOWN_FOR, Pace
from tracker.models.people import Account, LoginSession, Throttle
from tracker.queries.who import digest

RATING_CODE = "rating_code"
_OF_THEIR_OWN = {RATING_CODE: CODES_BY_SOURCE}


class Throttled(Exception):
    """Too many failures for this name or from this source; nothing was looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Attempt:
    """One attempt that was let through: the rows its success will clear."""

    by_name: str
    by_source: str


@transactional
def admit(purpose: str, name: str, *, source: str, now: datetime) -> Attempt:
    """Let an attempt through and count it. Raises `Throttled`; one that has to wait does not lengthen the wait."""
    attempt = attempt_of(purpose, name, source=source, now=now)
    paces = {attempt.by_name: BY_NAME, attempt.by_source: _OF_THEIR_OWN.get(purpose, BY_SOURCE)}
    rows = {key: db.session.get(Throttle, key) for key in paces}
    until = max((row.wait_until for row in rows.values() if row and row.wait_until), default=now)
    if until > now:
        raise Throttled(math.ceil((until - now).total_seconds()))
    for key, pace in paces.items():
        _count(rows[key] or _new(key, now), pace, now=now)
    return attempt


def attempt_of(purpose: str, name: str, *, source: str, now: datetime) -> Attempt:
    """The rows of such an attempt, also for one whose success shows in a later request.

    What is no guess at a password has a row of its own per source: many who ask there for codes must not keep a whole
    building from logging in.
    """
    lane = f"{purpose}:" if purpose in _OF_THEIR_OWN else ""
    return Attempt(_name_key(purpose, name, source, now), f"from:{lane}{source[:64]}")


def forgive(attempt: Attempt, *, now: datetime) -> None:
    """The attempt succeeded: inside another service's transaction.

    A source gets only its own attempt back: somebody with an account of his own must not wash his guesses away.
    """
    if (by_name := db.session.get(Throttle, attempt.by_name)) is not None:
        db.session.delete(by_name)
    if (by_source := db.session.get(Throttle, attempt.by_source)) is not None:
        by_source.failures = max(0, by_source.failures - 1)
        by_source.wait_until = None


def _name_key(purpose: str, name: str, source: str, now: datetime) -> str:
    whose = digest(folded(name))[:32]
    known = select(LoginSession.id).join(Account, Account.id == LoginSession.account_id)
    known = known.where(
        func.lower(Account.login_name) == folded(name),
        LoginSession.source == source,
        LoginSession.started_at > now - KNOWN_FOR,
    )
    if source and db.session.scalar(known.limit(1)) is not None:
        return f"{purpose}:{whose}:{digest(source)[:32]}"
    return f"{purpose}:{whose}"


def _new(key: str, now: datetime) -> Throttle:
    row = Throttle(key=key, failures=0, last_at=now)
    db.session.add(row)
    return row


def _count(row: Throttle, pace: Pace, *, now: datetime) -> None:
    if row.last_at < now - pace.forgotten_after:
        row.failures = 0
    row.failures += 1
    row.last_at = now
    wait = pace.wait(row.failures)
    row.wait_until = now + wait if wait else None
