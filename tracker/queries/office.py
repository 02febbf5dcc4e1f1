"""Counts of the work of those who keep the system and hold no case: accounts, grants, the record."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select

from tracker.clock import SHANGHAI
from tracker.db import db
from tracker.domain.limits import COUNTED
from tracker.domain.roles import ADMIN_ROLES, Role
from tracker.models.people import Account, LoginSession, Membership, Person
from tracker.models.record import Event

ENDS_SOON = timedelta(days=30)


def office_counts(role: Role, *, now: datetime, today: date) -> dict[str, int]:
    """By code, in the order in which they are shown; empty for roles that work on cases. One statement."""
    counts = {
        Role.SYSTEM_ADMIN: _accounts(now),
        Role.SECURITY_ADMIN: _grants(today),
        Role.AUDITOR: _record(today),
    }.get(role)
    if counts is None:
        return {}
    row = db.session.execute(select(*(one.scalar_subquery().label(code) for code, one in counts.items()))).one()
    return {code: number or 0 for code, number in row._asdict().items()}


def _accounts(now: datetime) -> dict[str, Select[int]]:
    live = select(func.count()).select_from(LoginSession)
    everybody = select(func.count()).select_from(Account)
    return {
        "accounts": everybody.where(Account.is_active),
        "not_activated": everybody.where(Account.is_active, Account.password_hash.is_(None)),
        "stopped": everybody.where(Account.is_active.is_(False)),
        "logged_in": live.where(LoginSession.ended_at.is_(None), LoginSession.ends_at > now),
    }


def _grants(today: date) -> dict[str, Select[int]]:
    hats = select(func.count()).select_from(Membership).where(Membership.starts_on <= today)
    holding = hats.where(or_(Membership.ends_on.is_(None), Membership.ends_on >= today))
    worn = select(Membership.person_id).where(or_(Membership.ends_on.is_(None), Membership.ends_on >= today))
    return {
        "hats": holding,
        "admin_hats": holding.where(Membership.role.in_(sorted(ADMIN_ROLES))),
        "ending": hats.where(Membership.ends_on.between(today, today + ENDS_SOON)),
        "without_hat": select(func.count())
        .select_from(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Account.is_active, Person.id.not_in(worn)),
    }


def _record(today: date) -> dict[str, Select[int]]:
    midnight = datetime.combine(today, datetime.min.time(), SHANGHAI)
    latest = select(Event.at).order_by(Event.seq.desc()).limit(COUNTED).subquery()
    # Sequence numbers have no gap, so the last one is the count.
    return {
        "events": select(func.max(Event.seq)),
        "events_today": select(func.count()).select_from(latest).where(latest.c.at >= midnight),
    }
