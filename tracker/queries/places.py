"""Where people sit: the present term, its delegations, the units and systems, as choices of a form or a filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.organs import Category, Congress, Delegation, Term, Unit
from tracker.models.people import Account, Membership, Person
from tracker.queries.persons import held_on


def our_term(day: date) -> Term | None:
    """The term of our own congress on a day (Asia/Shanghai)."""
    return db.session.scalars(
        select(Term)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Congress.is_ours, Term.starts_on <= day)
        .order_by(Term.starts_on.desc())
        .limit(1)
    ).first()


def delegations(day: date) -> Sequence[tuple[int, str]]:
    """Id and name of the delegations of the present term."""
    term = our_term(day)
    return _pairs(select(Delegation.id, Delegation.name).where(Delegation.term_id == (term.id if term else 0)))


def seated_deputies(day: date) -> Sequence[tuple[int, str]]:
    """Person id and "name, delegation" of the deputies of the present term who hold their seat that day."""
    term = our_term(day)
    rows = db.session.execute(
        select(Person.id, Person.name, Delegation.name)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.role == Role.DEPUTY, Membership.term_id == (term.id if term else 0), held_on(day))
        .order_by(Membership.delegation_id, Membership.id)
    )
    return [(one, f"{name} {place}" if place else name) for one, name, place in rows]


def units_in_use() -> Sequence[tuple[int, str]]:
    """Id and short name of the units that may have people of their own."""
    return _pairs(
        select(Unit.id, Unit.short_name)
        .where(Unit.is_assignable, Unit.ended_on.is_(None))
        .order_by(Unit.short_name, Unit.id)
    )


def receiving_units(day: date) -> frozenset[int]:
    """The units that have somebody to sign for what comes: a receiver in office on that day with an account in use."""
    wanted = (
        select(Membership.unit_id)
        .join(Account, Account.person_id == Membership.person_id)
        .where(Membership.role == Role.UNIT_RECEIVER, held_on(day), Account.is_active)
    )
    return frozenset(unit_id for unit_id in db.session.scalars(wanted) if unit_id is not None)


def fields_of_work() -> Sequence[tuple[int, str]]:
    """Id and path of our own categories: the field of a committee."""
    return _pairs(
        select(Category.id, Category.path)
        .where(Category.scheme == "", Category.ended_on.is_(None))
        .order_by(Category.path)
    )


def congress_name() -> str:
    """The short name of our congress, for pages nobody is logged in to; empty before the set-up."""
    return db.session.scalar(select(Congress.short_name).where(Congress.is_ours)) or ""


def _pairs(statement: object) -> Sequence[tuple[int, str]]:
    return [(one, name) for one, name in db.session.execute(statement)]  # type: ignore[call-overload]
