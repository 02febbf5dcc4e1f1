"""Accounts: made, stopped and started by the system administrator; the first ones by the operator of the server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.limits import CODES_AT_ONCE
from tracker.domain.login_names import folded, is_login_name
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role
from tracker.models.people import Account, Membership, Person
from tracker.queries.accounts import account_named, holders, names_taken
from tracker.services import codes, log_ins
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import NOBODY, require
from tracker.services._record import write_event


class AlreadyThere(Exception):
    """There is somebody with this role already; further ones are appointed in the application."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@transactional
def create(actor: Actor, person_id: int, login_name: str, *, now: datetime) -> int:
    """Make an account, without a password until its code is used; returns its id. Raises `Invalid` on `login_name`."""
    require(actor, Capability.KEEP_ACCOUNTS)
    person = fresh(Person, person_id)
    if person.account is not None:
        raise Invalid(login_name="has_account")
    return _make(actor, person, _free_name(login_name), now=now).id


@transactional
def create_many(actor: Actor, person_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Make accounts with proposed log-in names; whoever has one already is passed over. Returns the new ids."""
    require(actor, Capability.KEEP_ACCOUNTS)
    if not person_ids:
        raise Invalid(people="nobody_chosen")
    if len(person_ids) > CODES_AT_ONCE:
        raise Invalid(people="too_many")
    people = list(db.session.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)))
    if len(people) != len(set(person_ids)):
        raise Missing("person")
    taken = names_taken()
    made = []
    for person in people:
        if person.account is None:
            name = proposed_name(person, taken)
            taken.add(name)
            made.append(_make(actor, person, name, now=now).id)
    return made


@transactional
def stop(actor: Actor, account_id: int, *, now: datetime, note: str = "") -> int:
    """Stop an account: its sessions end at once, nobody logs in any more. Raises `Invalid` for one's own."""
    account = _of_another(actor, account_id)
    account.is_active = False
    ended = log_ins.end_all(account.id, now=now)
    return _note(actor, "stop_account", account, now=now, note=note, sessions=ended)


@transactional
def start(actor: Actor, account_id: int, *, now: datetime) -> int:
    """Let a stopped account log in again."""
    account = _of_another(actor, account_id)
    account.is_active = True
    return _note(actor, "start_account", account, now=now)


@transactional
def end_sessions(actor: Actor, account_id: int, *, now: datetime) -> int:
    """End every session of somebody else's account; returns how many there were."""
    account = _of_another(actor, account_id)
    ended = log_ins.end_all(account.id, now=now)
    _note(actor, "end_sessions", account, now=now, sessions=ended)
    return ended


@transactional
def demand_change(actor: Actor, account_id: int, *, now: datetime) -> int:
    """Let nobody past the next page before the password is changed."""
    account = _of_another(actor, account_id)
    if account.password_hash is None:
        raise Invalid(account="not_activated")
    account.must_change = True
    return _note(actor, "demand_change", account, now=now)


@transactional
def appoint_first(name: str, login_name: str, code: str, *, role: Role, days: int, now: datetime) -> int:
    """The operator's way into an empty installation: the first system or security administrator, with a one-time code.

    Raises `AlreadyThere` when somebody holds the role, `Invalid` on the log-in name. Returns the account's id.
    """
    if there := holders(role, day_of(now)):
        raise AlreadyThere(there[0])
    free = _free_name(login_name)
    person = Person(name=name)
    db.session.add(person)
    db.session.flush()
    hat = Membership(person_id=person.id, role=role, starts_on=day_of(now))
    db.session.add(hat)
    db.session.flush()
    account = _make(NOBODY, person, free, now=now)
    codes.store_first(account, code, days=days, now=now)
    write_event(NOBODY, "give_hat", now=now, subject=f"person:{person.id}", facts={"hat": hat.id, "role": role.value})
    write_event(NOBODY, "issue_code", now=now, subject=f"account:{account.id}", facts={"by": "server"})
    return account.id


def proposed_name(person: Person, taken: set[str]) -> str:
    """A log-in name that is free: the deputy's certificate number, else u and the person's number."""
    for hat in person.memberships:
        wished = folded(hat.certificate_no)
        if is_login_name(wished) and wished not in taken:
            return wished
    return next(name for name in (f"u{person.id}", f"u{person.id}.2", f"u{person.id}.3") if name not in taken)


def _make(actor: Actor, person: Person, login_name: str, *, now: datetime) -> Account:
    account = Account(person_id=person.id, login_name=login_name, made_at=now)
    db.session.add(account)
    db.session.flush()
    _note(actor, "make_account", account, now=now, person=person.id)
    return account


def _free_name(typed: str) -> str:
    name = folded(typed)
    if not name:
        raise Invalid(login_name="missing")
    if not is_login_name(name):
        raise Invalid(login_name="bad_login_name")
    if account_named(name) is not None:
        raise Invalid(login_name="login_name_taken")
    return name


def _of_another(actor: Actor, account_id: int) -> Account:
    person_id = require(actor, Capability.KEEP_ACCOUNTS)
    account = fresh(Account, account_id)
    if account.person_id == person_id:
        raise Invalid(account="own_account")
    return account


def _note(actor: Actor, action: str, account: Account, *, now: datetime, note: str = "", **facts: object) -> int:
    write_event(actor, action, now=now, subject=f"account:{account.id}", note=note, facts=facts)
    return account.id


__all__ = [
    "AlreadyThere",
    "appoint_first",
    "create",
    "create_many",
    "demand_change",
    "end_sessions",
    "proposed_name",
    "start",
    "stop",
]
