"""Deputies and units whose names have the words in them, units by their duty words too: each leads to its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from tracker.db import db
from tracker.domain.finding import Query, folded, stands_in
from tracker.domain.parties import Actor
from tracker.domain.roles import ADMIN_ROLES, Role
from tracker.domain.routing import duty_words
from tracker.models.organs import Congress, Delegation, Term, Unit
from tracker.models.people import Membership, Person

# So many of each are named; a longer list is searched where people and units are kept.
NAMED = 5


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit, and which of its duty words the words were found in."""

    id: int
    short_name: str
    name: str
    duties: tuple[str, ...] = ()


def deputies(actor: Actor, query: Query) -> Sequence[Any]:
    """Deputies with all the words in their name: id, name, delegation of the latest term. One statement.

    Their names stand on papers, and are told to whoever reads papers.
    """
    if not query or actor.role is None or actor.role in ADMIN_ROLES:
        return ()
    latest = (
        select(func.max(Membership.id))
        .where(Membership.person_id == Person.id, Membership.role == Role.DEPUTY)
        .correlate(Person)
        .scalar_subquery()
    )
    wanted = (
        select(Person.id, Person.name, Delegation.name.label("delegation"), Term.name.label("term"))
        .join(Membership, Membership.id == latest)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .outerjoin(Term, Term.id == Membership.term_id)
        .where(*(_in(Person.name, term.run) for term in query.terms))
    )
    latest_first = (Term.ordinal.desc().nulls_last(), Person.id)
    return db.session.execute(wanted.order_by(*latest_first).limit(NAMED)).all()


def units(actor: Actor, query: Query) -> list[NamedUnit]:
    """Our units that are called so, or whose duties are. One statement: there are some hundred."""
    if not query or actor.role is None or actor.role in ADMIN_ROLES:
        return []
    ours = and_(Congress.id == Unit.congress_id, Congress.is_ours)
    wanted = select(Unit.id, Unit.short_name, Unit.name, Unit.other_names, Unit.duty_words).join(Congress, ours)
    called, charged = [], []
    for row in db.session.execute(wanted.order_by(Unit.short_name, Unit.id)):
        if stands_in(query, [folded(name) for name in (row.short_name, row.name, row.other_names)]):
            called.append(NamedUnit(row.id, row.short_name, row.name))
        elif duties := _charged_with(query, row.duty_words):
            charged.append(NamedUnit(row.id, row.short_name, row.name, duties))
    return [*called, *charged][:NAMED]


def _charged_with(query: Query, words: str) -> tuple[str, ...]:
    """The duty words in which every word of the query is found, one each at least."""
    duties = [(duty, folded(duty)) for duty in duty_words(words)]
    found = {duty: None for term in query.terms for duty, text in duties if term.is_in(text)}
    every = all(any(term.is_in(text) for _duty, text in duties) for term in query.terms)
    return tuple(found) if every else ()


def _in(column: Any, run: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = func.lower(column).contains(run, autoescape=True)
    return found
