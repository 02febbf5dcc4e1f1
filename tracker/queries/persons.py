"""Persons and their hats, as every list of people is searched and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.people import Account, Membership, Person


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to; empty means everything."""

    words: str = ""
    role: Role | None = None
    delegation_id: int | None = None
    unit_id: int | None = None


def sought(what: Sought, day: date) -> ColumnElement[bool]:
    """The condition on `Person` for the words and for a hat held on that day (Asia/Shanghai)."""
    parts: list[ColumnElement[bool]] = []
    if what.words:
        parts.append(_named(what.words))
    hat = _hat(what)
    if hat:
        parts.append(exists().where(Membership.person_id == Person.id, held_on(day), *hat))
    return and_(True, *parts)


def held_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition on `Membership` that the hat may be worn on that day."""
    return and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))


_PLACES = (joinedload(Membership.unit), joinedload(Membership.delegation), joinedload(Membership.assists))


def hats_of(person_ids: Iterable[int]) -> dict[int, list[Membership]]:
    """Every hat of these persons with its place, ended ones too; one statement."""
    found: dict[int, list[Membership]] = {}
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.person_id.in_(list(person_ids)))
        .options(*_PLACES, joinedload(Membership.term))
        .order_by(Membership.id)
    )
    for hat in rows:
        found.setdefault(hat.person_id, []).append(hat)
    return found


def person_of(person_id: int) -> Person | None:
    """A person with the account, if there is one."""
    return db.session.get(Person, person_id, options=[joinedload(Person.account)])


def hat_of(hat_id: int) -> Membership | None:
    """A hat with its person and place."""
    return db.session.get(Membership, hat_id, options=(joinedload(Membership.person), *_PLACES))


def actor_called(login: str, *, day: date) -> Actor | None:
    """The holder of an account under the first hat he may wear on that day (Asia/Shanghai); None where he has none."""
    hats = select(Membership).join(Account, Account.person_id == Membership.person_id)
    hats = hats.where(Account.login_name == login, Account.is_active, held_on(day)).options(*_PLACES)
    found = db.session.scalars(hats.order_by(Membership.id).limit(1)).first()
    return worn(found) if found is not None else None


def namesakes(name: str) -> Sequence[Person]:
    """Who is already known under a name."""
    return db.session.scalars(select(Person).where(Person.name == name).order_by(Person.id).limit(10)).all()


def _named(words: str) -> ColumnElement[bool]:
    def has(column: object) -> ColumnElement[bool]:
        return column.icontains(words, autoescape=True)  # type: ignore[attr-defined,no-any-return]

    certificate = exists().where(Membership.person_id == Person.id, has(Membership.certificate_no))
    # Said by itself: within a list of accounts, the account would else be the one of the list.
    login = select(Account.id).where(Account.person_id == Person.id, has(Account.login_name)).correlate(Person).exists()
    return or_(has(Person.name), has(Person.phone), has(Person.employer), certificate, login)


def _hat(what: Sought) -> list[ColumnElement[bool]]:
    return [
        column == value
        for column, value in (
            (Membership.role, what.role),
            (Membership.delegation_id, what.delegation_id),
            (Membership.unit_id, what.unit_id),
        )
        if value is not None
    ]


def worn(hat: Membership) -> Actor:
    """The person under this hat, as the domain knows him."""
    where = (hat.unit_id, hat.system, hat.delegation_id, frozenset(hat.category_ids), hat.assists_id)
    return Actor(hat.person_id, hat.id, hat.role, *where, hat.is_principal, hat.committee)
