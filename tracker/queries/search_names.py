"""Deputies and units whose names have the words in them, units by their duty words too: each leads to its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, func, select

from tracker.db import db
from tracker.domain.finding import Query, folded, stands_in
from tracker.domain.parties import Actor
from tracker.domain.roles import ADMIN_ROLES, Role
from tracker.domain.routing import duties_in
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
    words = {f"name_{at}": f"%{term.run}%" for at, term in enumerate(query.terms)}
    return db.session.execute(_deputies(len(query.terms)), words).all()


@lru_cache(16)
def _deputies(terms: int) -> Select[*tuple[Any, ...]]:
    latest = (
        select(func.max(Membership.id))
        .where(Membership.person_id == Person.id, Membership.role == Role.DEPUTY)
        .correlate(Person)
        .scalar_subquery()
    )
    # A term holds letters and digits alone: it needs no escaping.
    named = (func.lower(Person.name).like(bindparam(f"name_{at}", type_=String)) for at in range(terms))
    wanted = (
        select(Person.id, Person.name, Delegation.name.label("delegation"), Term.name.label("term"))
        .join(Membership, Membership.id == latest)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .outerjoin(Term, Term.id == Membership.term_id)
        .where(*named)
    )
    return wanted.order_by(Term.ordinal.desc().nulls_last(), Person.id).limit(NAMED)


def units(actor: Actor, query: Query) -> list[NamedUnit]:
    """Our units that are called so, or whose duties are. One statement: there are some hundred."""
    if not query or actor.role is None or actor.role in ADMIN_ROLES:
        return []
    called, charged = [], []
    for unit_id, short_name, name, other_names, duty_words in db.session.execute(_UNITS):
        names, duties = _folded(short_name, name, other_names, duty_words)
        if stands_in(query, names):
            called.append(NamedUnit(unit_id, short_name, name))
        elif stands_in(query, duties):
            charged.append(NamedUnit(unit_id, short_name, name, _charged_with(query, duty_words)))
    return [*called, *charged][:NAMED]


_UNITS = (
    select(Unit.id, Unit.short_name, Unit.name, Unit.other_names, Unit.duty_words)
    .join(Congress, and_(Congress.id == Unit.congress_id, Congress.is_ours))
    .order_by(Unit.short_name, Unit.id)
)


# The names of units change seldom, and are asked for with every search.
@lru_cache(1024)
def _folded(*words: str) -> tuple[list[str], list[str]]:
    *names, duty_words = words
    duties = "\n".join(duty for duty, _clause in duties_in(duty_words))
    return [folded("\n".join(names))], [folded(duties)]


@lru_cache(1024)
def _duties(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((duty, folded(duty)) for duty in dict.fromkeys(duty for duty, _clause in duties_in(words)))


def _charged_with(query: Query, words: str) -> tuple[str, ...]:
    """The duty words in which words of the query are found."""
    return tuple({duty: None for term in query.terms for duty, text in _duties(words) if term.is_in(text)})
