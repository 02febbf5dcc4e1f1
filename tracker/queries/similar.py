"""Papers that look like one, by the words that few papers use, with who had them. A proposal, no verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from tracker.db import db
from tracker.domain.alike import VERY_ALIKE
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import ON_RECORD, SuggestionState
from tracker.models.organs import CongressSession, Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.alike_candidates import most_alike
from tracker.queries.alike_texts import text_of
from tracker.queries.asker import values
from tracker.queries.scope import sees

OPEN = (SuggestionState.REGISTERED, SuggestionState.IN_HANDLING)
KNOWN = (*sorted(ON_RECORD), SuggestionState.ARCHIVED)
WAITING = (SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW)


@dataclass(frozen=True)
class Similar:
    """One paper that looks alike, with the units that had it. `alike` is from 0 to 1."""

    id: int
    version: int
    number: str
    title: str
    state: SuggestionState
    author: str
    session: str
    submitted_on: date | None
    group_id: int | None
    units: tuple[str, ...]
    alike: float

    @property
    def is_very_alike(self) -> bool:
        """Whether it is probably the same matter."""
        return self.alike >= VERY_ALIKE


def similar_to(
    actor: Actor, suggestion: Suggestion, *, open_only: bool = False, most: int = 6, without: Collection[int] = ()
) -> list[Similar]:
    """The most alike papers this actor may read, the most alike first; at most nine statements.

    `open_only`: those that can be handled together now; else all on record, imported history too.
    """
    skip = {suggestion.id, *without}
    scores = most_alike(actor, text_of(suggestion), OPEN if open_only else KNOWN, most=most, without=skip)
    return _scored(actor, scores)


def under_review(actor: Actor, suggestion: Suggestion, *, most: int = 3) -> list[Similar]:
    """Papers handed in and not decided that are probably the same matter, or the same paper entered twice."""
    skip, mine = {suggestion.id}, text_of(suggestion)
    return _scored(actor, most_alike(actor, mine, WAITING, least=VERY_ALIKE, most=most, without=skip))


def _scored(actor: Actor, scores: Mapping[int, float]) -> list[Similar]:
    return _with_units(_rows(actor, Suggestion.id.in_(scores)), scores) if scores else []


def named(actor: Actor, ids: Collection[int]) -> dict[int, Similar]:
    """The same facts of named papers, as far as this actor may read them."""
    rows = _rows(actor, Suggestion.id.in_(ids)) if ids else ()
    return {one.id: one for one in _with_units(rows, {})}


def numbered(actor: Actor, numbers: Iterable[str]) -> dict[str, int]:
    """Ids by number, of our papers this actor may read."""
    found = db.session.execute(_numbered(actor.role), values(actor) | {"numbers": list(numbers)})
    return {number: suggestion_id for number, suggestion_id in found if number}


@cache
def _numbered(role: Role | None) -> Select[*tuple[Any, ...]]:
    asked = Suggestion.number.in_(bindparam("numbers", expanding=True))
    # In an order no index offers: followed for its order, one would be walked to its end.
    return select(Suggestion.number, Suggestion.id).where(sees(role), asked).order_by(Suggestion.id + 0)


def _rows(actor: Actor, *conditions: ColumnElement[bool]) -> Sequence[Any]:
    wanted = (
        select(
            Suggestion.id,
            Suggestion.version,
            Suggestion.number,
            Suggestion.title,
            Suggestion.state,
            Suggestion.submitted_on,
            Suggestion.group_id,
            Person.name.label("author"),
            CongressSession.name.label("session"),
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .where(sees(actor.role), *conditions)
        .order_by(Suggestion.id)
    )
    return db.session.execute(wanted, values(actor)).all()


def _with_units(rows: Sequence[Any], scores: Mapping[int, float]) -> list[Similar]:
    units = _units([row.id for row in rows])
    found = [
        Similar(
            row.id,
            row.version,
            row.number or "",
            row.title,
            row.state,
            row.author or "",
            row.session or "",
            row.submitted_on,
            row.group_id,
            units.get(row.id, ()),
            scores.get(row.id, 0.0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.alike, -one.id))


def _units(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    if not ids:
        return {}
    wanted = (
        select(Task.suggestion_id, Unit.short_name)
        .join(Unit, Unit.id == Task.unit_id)
        # A share still with the coordinator only names a unit.
        .where(Task.suggestion_id.in_(ids), Task.was_replaced.is_(False), Task.assigned_on.is_not(None))
        .order_by(Task.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for suggestion_id, unit in db.session.execute(wanted):
        found[suggestion_id] = (*found.get(suggestion_id, ()), unit)
    return found
