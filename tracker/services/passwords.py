"""Proving who one is: log-in, first password by one-time code, change of password.

Nothing here is one transaction: hashing takes 20 ms that nobody else should wait for. Each does up to three short ones:
the attempt is counted, then judged outside, then entered where everything is checked afresh.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.db import db, transactional
from tracker.domain.codes import bare
from tracker.domain.login_names import folded
from tracker.domain.parties import Actor
from tracker.domain.passwords import weakness
from tracker.models.people import AccessCode, Account
from tracker.queries.accounts import account_named, known_words
from tracker.queries.who import digest
from tracker.services import log_ins
from tracker.services._hashes import hash_of, is_outdated, proves
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import NOBODY
from tracker.services._record import write_event
from tracker.services._throttle import Attempt, Throttled, admit, forgive

__all__ = ["Device", "NotProven", "Throttled", "activate", "change", "code_digest", "log_in"]


class NotProven(Exception):
    """Name and password, or name and code, do not belong together; which of them is wrong is not said."""


@dataclass(frozen=True)
class Device:
    """Where somebody logs in from, and for how many hours at most."""

    source: str
    agent: str
    hours: int


def log_in(login_name: str, password: str, *, device: Device, demo: bool, now: datetime) -> str:
    """Open a session and return its key; `demo` says whether demo accounts may log in.

    Raises `Throttled`, or `NotProven` alike for an unknown name, a wrong password, a stopped or unused account.
    """
    attempt = admit("name", login_name, source=device.source, now=now)
    account = account_named(login_name)
    stored = account.password_hash if account else None
    proven = proves(password, stored)
    if account is None or stored is None or not proven or not account.is_active or (account.is_demo and not demo):
        _refuse("log_in_failed", login_name, account.id if account else None, source=device.source, now=now)
        raise NotProven
    better = hash_of(password) if is_outdated(stored) else stored
    return _enter(account.id, attempt, stored, better, device=device, now=now)


def activate(login_name: str, code: str, password: str, *, device: Device, now: datetime) -> str:
    """Set a password by one-time code, end every session of the account and log in; returns the new session's key.

    Raises `Throttled`, `NotProven`, or `Invalid` for a weak password, which leaves the code good.
    """
    attempt = admit("code", login_name, source=device.source, now=now)
    account = account_named(login_name)
    if account is None or not account.is_active or _good_code(account.id, code, now=now) is None:
        _refuse("code_failed", login_name, account.id if account else None, source=device.source, now=now)
        raise NotProven
    if weak := weakness(password, known_words(account)):
        _take_back(attempt, now=now)
        raise Invalid(new_password=weak)
    return _redeem(account.id, code, attempt, hash_of(password), device=device, now=now)


def change(actor: Actor, old: str, new: str, *, account_id: int, device: Device, now: datetime) -> str:
    """Change one's own password: every session ends, this device gets a new one; returns its key.

    Raises `Throttled`, or `Invalid` on `old_password` or `new_password`.
    """
    account = db.session.get(Account, account_id)
    if account is None or account.person_id != actor.person_id:
        raise Missing("account")
    stored = account.password_hash
    attempt = admit("change", account.login_name, source=device.source, now=now)
    if not proves(old, stored):
        _refuse("change_failed", account.login_name, account_id, source=device.source, now=now)
        raise Invalid(old_password="wrong_password")  # noqa: S106 - the code of a sentence
    if problem := "password_same" if old == new else weakness(new, known_words(account)):
        _take_back(attempt, now=now)
        raise Invalid(new_password=problem)
    return _renew(actor, account_id, attempt, stored or "", hash_of(new), device=device, now=now)


def code_digest(account_id: int, code: str) -> str:
    """What is stored of a one-time code; bound to its account, so that one guess is not a guess at all of them."""
    return digest(f"{account_id}:{bare(code)}")


@transactional
def _enter(account_id: int, attempt: Attempt, proven: str, better: str, *, device: Device, now: datetime) -> str:
    account = fresh(Account, account_id)
    if not account.is_active or account.password_hash != proven:
        raise NotProven  # stopped or changed while the password was being judged
    account.password_hash = better
    forgive(attempt, now=now)
    return log_ins.begin(account, hours=device.hours, source=device.source, agent=device.agent, now=now)


@transactional
def _redeem(account_id: int, code: str, attempt: Attempt, hashed: str, *, device: Device, now: datetime) -> str:
    account, found = fresh(Account, account_id), _good_code(account_id, code, now=now)
    if found is None or not account.is_active:
        raise NotProven
    found.used_at = now
    for other in _open_codes(account_id, now=now):
        other.expires_at = now
    account.password_hash, account.must_change = hashed, False
    account.activated_at = account.activated_at or now
    log_ins.end_all(account_id, now=now)
    forgive(attempt, now=now)
    actor = Actor(account.person_id, None, None)
    facts = {"source": device.source[:64], "purpose": found.purpose.value, "batch": found.batch}
    write_event(actor, "set_password", now=now, subject=f"account:{account_id}", facts=facts)
    return log_ins.begin(account, hours=device.hours, source=device.source, agent=device.agent, now=now)


@transactional
def _renew(
    actor: Actor, account_id: int, attempt: Attempt, proven: str, hashed: str, *, device: Device, now: datetime
) -> str:
    account = fresh(Account, account_id)
    if not account.is_active or account.password_hash != proven:
        raise Missing("account")
    account.password_hash, account.must_change = hashed, False
    ended = log_ins.end_all(account_id, now=now)
    for code in _open_codes(account_id, now=now):
        code.expires_at = now
    forgive(attempt, now=now)
    facts = {"source": device.source[:64], "sessions": ended}
    write_event(actor, "change_password", now=now, subject=f"account:{account_id}", facts=facts)
    return log_ins.begin(account, hours=device.hours, source=device.source, agent=device.agent, now=now, recorded=False)


@transactional
def _refuse(action: str, typed: str, account_id: int | None, *, source: str, now: datetime) -> int:
    """Record a failure. Of an unknown name only so much of a digest is kept that it cannot be turned back: people type
    their password into the wrong box."""
    subject = f"account:{account_id}" if account_id else f"name:{digest(folded(typed))[:8]}"
    return write_event(NOBODY, action, now=now, subject=subject, facts={"source": source[:64]}).seq


@transactional
def _take_back(attempt: Attempt, *, now: datetime) -> int:
    forgive(attempt, now=now)
    return 0


def _good_code(account_id: int, code: str, *, now: datetime) -> AccessCode | None:
    wanted = code_digest(account_id, code)
    return next((one for one in _open_codes(account_id, now=now) if one.digest == wanted), None)


def _open_codes(account_id: int, *, now: datetime) -> list[AccessCode]:
    return list(
        db.session.scalars(
            select(AccessCode).where(
                AccessCode.account_id == account_id, AccessCode.used_at.is_(None), AccessCode.expires_at > now
            )
        )
    )
