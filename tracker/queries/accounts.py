"""Accounts as their pages and the log-in ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.limits import CODES_AT_ONCE
from tracker.domain.login_names import folded
from tracker.domain.roles import Role
from tracker.models.organs import Congress, Unit
from tracker.models.people import AccessCode, Account, LoginSession, Membership, Person
from tracker.models.record import Job
from tracker.queries.persons import Sought, hats_of, held_on, sought


class Standing(StrEnum):
    """How an account stands; its words are in `web/account_words.py`."""

    WAITING = "waiting"
    ACTIVE = "active"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Line:
    """A person in a list of accounts, with hats held on the day asked; `account` None: there is none yet."""

    person: Person
    account: Account | None
    hats: list[Membership]
    seen_at: datetime | None = None
    code_until: datetime | None = None


def standing_of(account: Account) -> Standing:
    """Whether the account waits for its first password, is in use, or is stopped."""
    if not account.is_active:
        return Standing.STOPPED
    return Standing.WAITING if account.password_hash is None else Standing.ACTIVE


def account_named(name: str) -> Account | None:
    """The account of a typed log-in name; capitals, full width and blanks around it make no difference."""
    text = folded(name)
    return db.session.scalars(
        select(Account)
        .where(or_(Account.login_name == text, func.lower(Account.login_name) == text))
        .options(joinedload(Account.person))
        .order_by((Account.login_name == text).desc(), Account.id)
        .limit(1)
    ).first()


def account_of(account_id: int) -> Account | None:
    """An account with its person."""
    return db.session.get(Account, account_id, options=[joinedload(Account.person)])


def known_words(account: Account) -> list[str]:
    """What everybody here knows about this account: no password may be made of it."""
    places = select(Unit.name, Unit.short_name).join(Membership, Membership.unit_id == Unit.id)
    found = [account.login_name, account.person.name, account.person.phone, account.person.email]
    for row in db.session.execute(places.where(Membership.person_id == account.person_id)):
        found.extend(row)
    for row in db.session.execute(select(Congress.name, Congress.short_name).where(Congress.is_ours)):
        found.extend(row)
    return [word for word in found if word]


def account_lines(
    what: Sought, standing: Standing | None, *, now: datetime, day: date, skip: int, size: int
) -> Sequence[Line]:
    """One page of accounts by name; two statements."""
    rows = db.session.execute(
        _accounts(what, standing, day)
        .add_columns(_seen(), _code_until(now))
        .options(joinedload(Account.person))
        .order_by(Person.name, Account.id)
        .offset(skip)
        .limit(size)
    ).all()
    hats = _held(hats_of(account.person_id for account, _seen_at, _code in rows), day)
    return [Line(account.person, account, hats.get(account.person_id, []), seen, code) for account, seen, code in rows]


def account_count(what: Sought, standing: Standing | None, *, day: date) -> int:
    """How many accounts the list has."""
    return db.session.scalar(select(func.count()).select_from(_accounts(what, standing, day).subquery())) or 0


def without_account(what: Sought, *, day: date, skip: int, size: int) -> Sequence[Line]:
    """People who hold a hat and cannot log in yet; two statements."""
    found = db.session.scalars(_unserved(what, day).order_by(Person.name, Person.id).offset(skip).limit(size)).all()
    hats = _held(hats_of(person.id for person in found), day)
    return [Line(person, None, hats.get(person.id, [])) for person in found]


def without_account_count(what: Sought, *, day: date) -> int:
    """How many of them."""
    return db.session.scalar(select(func.count()).select_from(_unserved(what, day).subquery())) or 0


def waiting_lines(what: Sought, *, now: datetime, day: date) -> Sequence[Line]:
    """Every account that waits for its first password, in the order slips are handed out: by place, then name."""
    lines = account_lines(what, Standing.WAITING, now=now, day=day, skip=0, size=CODES_AT_ONCE)
    return sorted(lines, key=lambda line: (_place(line.hats), line.person.name))


def chosen_lines(account_ids: Sequence[int], *, day: date) -> Sequence[Line]:
    """These accounts for the slips, in the same order."""
    found = db.session.scalars(
        select(Account).where(Account.id.in_(account_ids)).options(joinedload(Account.person))
    ).all()
    hats = _held(hats_of(account.person_id for account in found), day)
    lines = [Line(account.person, account, hats.get(account.person_id, [])) for account in found]
    return sorted(lines, key=lambda line: (_place(line.hats), line.person.name))


def live_sessions(account_id: int, *, now: datetime, idle_since: datetime) -> Sequence[LoginSession]:
    """The sessions by which somebody could act right now, the latest used first."""
    return db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.ends_at > now,
            LoginSession.seen_at > idle_since,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()


def names_taken() -> set[str]:
    """Every log-in name there is, as names are compared."""
    return {folded(name) for name in db.session.scalars(select(Account.login_name))}


def code_good_until(account_id: int, *, now: datetime) -> datetime | None:
    """Until when a one-time code that was given out can still be used; None when there is none."""
    return db.session.scalar(
        select(func.max(AccessCode.expires_at)).where(
            AccessCode.account_id == account_id, AccessCode.used_at.is_(None), AccessCode.expires_at > now
        )
    )


def unsent_mails(batch: str) -> tuple[int, int]:
    """Of a batch of mails: how many are still to go, and how many of these have failed at least once."""
    open_ones = select(Job.error).where(Job.key.startswith(f"mail_code:{batch}:"), Job.done_at.is_(None))
    errors = list(db.session.scalars(open_ones))
    return len(errors), sum(1 for error in errors if error)


def has_demo_accounts() -> bool:
    """Whether anybody could log in with a demo password."""
    return bool(db.session.scalar(select(exists().where(Account.is_demo))))


def holders(role: Role, day: date) -> list[str]:
    """The names of those who hold a role on a day and whose account is not stopped."""
    return list(
        db.session.scalars(
            select(Person.name)
            .join(Membership, Membership.person_id == Person.id)
            .join(Account, Account.person_id == Person.id)
            .where(Membership.role == role, held_on(day), Account.is_active)
            .order_by(Person.id)
        )
    )


def _accounts(what: Sought, standing: Standing | None, day: date) -> Select[Account]:
    statement = select(Account).join(Person, Person.id == Account.person_id).where(sought(what, day))
    if standing is Standing.STOPPED:
        return statement.where(~Account.is_active)
    if standing is not None:
        empty = Account.password_hash.is_(None)
        return statement.where(Account.is_active, empty if standing is Standing.WAITING else ~empty)
    return statement


def _unserved(what: Sought, day: date) -> Select[Person]:
    has_account = exists().where(Account.person_id == Person.id)
    has_hat = exists().where(Membership.person_id == Person.id, held_on(day))
    return select(Person).where(sought(what, day), has_hat, ~has_account)


def _seen() -> ScalarSelect[datetime]:
    return select(func.max(LoginSession.seen_at)).where(LoginSession.account_id == Account.id).scalar_subquery()


def _code_until(now: datetime) -> ScalarSelect[datetime]:
    return (
        select(func.max(AccessCode.expires_at))
        .where(AccessCode.account_id == Account.id, AccessCode.used_at.is_(None), AccessCode.expires_at > now)
        .scalar_subquery()
    )


def _held(hats: dict[int, list[Membership]], day: date) -> dict[int, list[Membership]]:
    return {person: [hat for hat in worn if hat.holds_on(day)] for person, worn in hats.items()}


def _place(hats: list[Membership]) -> tuple[str, str]:
    first = next(iter(hats), None)
    if first is None:
        return ("", "")
    return (first.delegation.name if first.delegation else "", first.unit.short_name if first.unit else first.committee)
