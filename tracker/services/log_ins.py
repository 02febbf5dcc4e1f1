"""Log-in sessions (rule R22): opened, kept alive, turned to another hat, ended."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.models.people import Account, LoginSession, Membership
from tracker.queries.who import digest
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._record import write_event

SEEN_EVERY = timedelta(minutes=5)


@transactional
def open_log_in(account_id: int, *, hours: int, now: datetime, source: str = "", agent: str = "") -> str:
    """Begin a session for an account that has just proved itself; returns the new random key, whose digest is kept."""
    return begin(fresh(Account, account_id), hours=hours, now=now, source=source, agent=agent)


def begin(
    account: Account, *, hours: int, now: datetime, source: str = "", agent: str = "", recorded: bool = True
) -> str:
    """The same inside another service's transaction: always a new key, so none can be planted.

    Not `recorded` where another act stands for it in the record, such as a changed password.
    """
    key = secrets.token_urlsafe(32)
    hat = _first_hat(account, now=now)
    db.session.add(
        LoginSession(
            digest=digest(key),
            account_id=account.id,
            membership_id=hat,
            started_at=now,
            seen_at=now,
            ends_at=now + timedelta(hours=hours),
            source=source[:64],
            agent=agent[:200],
        )
    )
    if recorded:
        actor = Actor(account.person_id, hat, None)
        write_event(actor, "log_in", now=now, subject=f"account:{account.id}", facts={"source": source[:64]})
    return key


@transactional
def keep_alive(login_id: int, *, now: datetime) -> int:
    """Note that the session was used; a session ended meanwhile is not brought back (AU-08)."""
    db.session.execute(
        update(LoginSession).where(LoginSession.id == login_id, LoginSession.ended_at.is_(None)).values(seen_at=now)
    )
    return login_id


@transactional
def wear(login_id: int, membership_id: int, *, now: datetime) -> int:
    """Turn the session to another hat of the same person; returns the hat's id."""
    login = fresh(LoginSession, login_id)
    hat = fresh(Membership, membership_id)
    if hat.person_id != login.account.person_id or login.ended_at is not None:
        raise Missing("membership")
    if not hat.holds_on(day_of(now)):
        raise Invalid(hat="unknown")
    login.membership_id = hat.id
    login.account.last_hat_id = hat.id
    write_event(Actor(hat.person_id, hat.id, hat.role), "change_hat", now=now, subject=f"membership:{hat.id}")
    return hat.id


@transactional
def close(login_id: int, *, now: datetime) -> int:
    """Log out: the key is dead from now on, wherever it was copied."""
    login = fresh(LoginSession, login_id)
    if login.ended_at is None:
        login.ended_at = now
        actor = Actor(login.account.person_id, login.membership_id, None)
        write_event(actor, "log_out", now=now, subject=f"account:{login.account_id}")
    return login.id


@transactional
def close_one(actor: Actor, login_id: int, *, now: datetime) -> int:
    """End one of one's own sessions, seen in the list of them."""
    login = fresh(LoginSession, login_id)
    if login.account.person_id != actor.person_id:
        raise Missing("login_session")
    if login.ended_at is None:
        login.ended_at = now
        write_event(actor, "end_session", now=now, subject=f"account:{login.account_id}")
    return login.id


@transactional
def close_everywhere(actor: Actor, account_id: int, *, now: datetime) -> int:
    """Log out on every device, this one too; returns how many sessions ended."""
    account = fresh(Account, account_id)
    if account.person_id != actor.person_id:
        raise Missing("account")
    ended = end_all(account.id, now=now)
    write_event(actor, "log_out_everywhere", now=now, subject=f"account:{account.id}", facts={"sessions": ended})
    return ended


def end_all(account_id: int, *, now: datetime, but: int | None = None) -> int:
    """End every session of an account inside another service's transaction; returns how many."""
    ended = db.session.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None), LoginSession.id != (but or 0))
        .values(ended_at=now)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def _first_hat(account: Account, *, now: datetime) -> int | None:
    held = [
        one.id
        for one in db.session.scalars(
            select(Membership).where(Membership.person_id == account.person_id).order_by(Membership.id)
        )
        if one.holds_on(day_of(now))
    ]
    return account.last_hat_id if account.last_hat_id in held else next(iter(held), None)
