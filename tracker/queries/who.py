"""Who asks: the log-in, the person, the worn hat and the others, and what sits now, in one statement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from tracker.clock import day_of
from tracker.db import UtcDateTime, begin_reading, db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role, System
from tracker.models.calendar import LawVersion
from tracker.models.organs import Congress, CongressSession, Delegation, Term, Unit
from tracker.models.people import Account, LoginSession, Membership, Person
from tracker.queries import law
from tracker.queries.commitment_duties import SOON, needing
from tracker.queries.notices import unread_of


@dataclass(frozen=True)
class Hat:
    """One membership as the top bar shows it."""

    id: int
    role: Role
    post: str
    place: str
    unit_id: int | None
    system: System | None
    delegation_id: int | None
    category_ids: frozenset[int]
    assists_id: int | None = None
    is_principal: bool = False
    # Promises that need something from it now.
    promises: int = 0


@dataclass(frozen=True)
class Sitting:
    """The latest session of our congress and whether it sits on the day asked."""

    congress: str
    term: str
    session: str
    in_session: bool
    takes_bills: bool = False


@dataclass(frozen=True)
class Me:
    """Who is logged in. `actor` carries the worn hat into the domain."""

    login_id: int
    account_id: int
    person_id: int
    name: str
    must_change: bool
    seen_at: datetime
    hat: Hat | None
    hats: tuple[Hat, ...]
    sitting: Sitting
    # Notices not read yet, under whatever hat, counted up to a hundred.
    unread: int = 0

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.account_id)

    @property
    def actor(self) -> Actor:
        hat = self.hat
        if hat is None:
            # Nobody's role: an administrator's, without the capability that only a hat brings.
            return Actor(self.person_id, None, Role.AUDITOR)
        where = (hat.unit_id, hat.system, hat.delegation_id, hat.category_ids, hat.assists_id)
        committee = hat.place if hat.role is Role.COMMITTEE else ""
        return Actor(self.person_id, hat.id, hat.role, *where, hat.is_principal, committee)


def digest(key: str) -> str:
    """Digest under which a session key or one-time code is stored."""
    return hashlib.sha256(key.encode()).hexdigest()


def who_asks(key: str, *, now: datetime, idle_since: datetime) -> Me | None:
    """The person of a live log-in session, or None when it ended, expired, idled or its account was stopped.

    The first question of a page: with it begins what the page reads, whoever asks; an empty key is nobody's.
    """
    begin_reading()
    if not key:
        return None
    today = day_of(now)
    rows = db.session.execute(
        _STATEMENT,
        {"today": today, "near": today + SOON, "digest": digest(key), "now": now, "idle_since": idle_since},
    ).all()
    if not rows:
        return None
    law.note(rows[0].law_number or 0, rows[0].law_token or "")
    hats = tuple(_hat(row) for row in rows if row.hat_id is not None and _holds(row, today))
    first = rows[0]
    worn = next((hat for hat in hats if hat.id == first.worn_id), hats[0] if hats else None)
    sitting = Sitting(
        first.congress or "",
        first.term or "",
        first.session or "",
        bool(first.closes_on and first.closes_on >= today),
        _takes_bills(first, now),
    )
    return Me(
        first.login_id,
        first.account_id,
        first.person_id,
        first.name,
        first.must_change,
        first.seen_at,
        worn,
        hats,
        sitting,
        first.unread or 0,
    )


_LATEST = (
    select(CongressSession.id)
    .join(Term, Term.id == CongressSession.term_id)
    .join(Congress, Congress.id == Term.congress_id)
    .where(Congress.is_ours, CongressSession.opens_on <= bindparam("today", type_=Date))
    .order_by(CongressSession.opens_on.desc())
    .limit(1)
    .scalar_subquery()
)

_ASSISTED = aliased(Person)
_PROMISES = needing(Membership.role.expression, Membership.unit_id.expression)

_STATEMENT = (
    select(
        LoginSession.id.label("login_id"),
        LoginSession.membership_id.label("worn_id"),
        LoginSession.seen_at,
        Account.id.label("account_id"),
        Account.must_change,
        Person.id.label("person_id"),
        Person.name,
        unread_of(Person.id.expression).label("unread"),
        Membership.id.label("hat_id"),
        Membership.role,
        Membership.post,
        Membership.unit_id,
        Membership.system,
        Membership.delegation_id,
        Membership.committee,
        Membership.category_ids,
        Membership.assists_id,
        _ASSISTED.name.label("assisted"),
        Membership.is_principal,
        _PROMISES.label("promises"),
        Membership.starts_on,
        Membership.ends_on,
        Unit.short_name.label("unit"),
        Delegation.name.label("delegation"),
        CongressSession.name.label("session"),
        CongressSession.closes_on,
        CongressSession.bills_until,
        Term.name.label("term"),
        Congress.short_name.label("congress"),
        LawVersion.number.label("law_number"),
        LawVersion.token.label("law_token"),
    )
    .join(Account, Account.id == LoginSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(_ASSISTED, _ASSISTED.id == Membership.assists_id)
    .outerjoin(Unit, Unit.id == Membership.unit_id)
    .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
    # SQLAlchemy finds the left side in the condition, so the condition has to name one.
    .outerjoin(Congress, and_(Congress.is_ours, LoginSession.id.is_not(None)))
    .outerjoin(CongressSession, CongressSession.id == _LATEST)
    .outerjoin(Term, Term.id == CongressSession.term_id)
    # Read along, so that a page which goes by the law need not ask for its version.
    .outerjoin(LawVersion, LawVersion.number == select(func.max(LawVersion.number)).scalar_subquery())
    .where(
        LoginSession.digest == bindparam("digest"),
        LoginSession.ended_at.is_(None),
        LoginSession.ends_at > bindparam("now", type_=UtcDateTime()),
        LoginSession.seen_at > bindparam("idle_since", type_=UtcDateTime()),
        Account.is_active,
    )
    .order_by(Membership.id)
)


def _hat(row: Any) -> Hat:
    place = row.unit or row.delegation or row.committee or row.assisted or ""
    return Hat(
        row.hat_id,
        row.role,
        row.post,
        place,
        row.unit_id,
        row.system,
        row.delegation_id,
        frozenset(row.category_ids or ()),
        row.assists_id,
        row.is_principal,
        row.promises or 0,
    )


def _takes_bills(row: Any, now: datetime) -> bool:
    """Until the hour the Presidium set, else while the session sits."""
    if row.bills_until is not None:
        return bool(now <= row.bills_until)
    return bool(row.closes_on and row.closes_on >= day_of(now))


def _holds(row: Any, today: date) -> bool:
    starts, ends = row.starts_on, row.ends_on
    return starts <= today and (ends is None or today <= ends)


def hat_ended_on(person_id: int, hat_id: int, today: date) -> date | None:
    """The last day of a hat of this person that no longer holds today (Asia/Shanghai)."""
    wanted = select(Membership.ends_on).where(Membership.id == hat_id, Membership.person_id == person_id)
    return db.session.scalar(wanted.where(Membership.ends_on < today))
