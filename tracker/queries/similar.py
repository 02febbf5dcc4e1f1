"""Papers that look like one: of the same field or hand, by the words of title and requests. A proposal, no verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.db import db
from tracker.domain.likeness import ALIKE, VERY_ALIKE, likeness, pairs
from tracker.domain.parties import Actor
from tracker.domain.states import ON_RECORD, SuggestionState
from tracker.models.organs import CongressSession, Unit
from tracker.models.people import Person
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.scope import sees

# So many papers of the field are compared by their titles, so many of those by their requests too.
COMPARED, READ = 1000, 60
OPEN = (SuggestionState.REGISTERED, SuggestionState.IN_HANDLING)
KNOWN = (*sorted(ON_RECORD), SuggestionState.ARCHIVED)


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
    """The most alike papers this actor may read, the most alike first; at most four statements.

    `open_only`: those that can be handled together now; else all on record before it, imported history too.
    """
    rows = _rows(actor, _near(suggestion), Suggestion.state.in_(OPEN if open_only else KNOWN))
    mine = pairs(suggestion.title)
    by_title = {row.id: likeness(mine, pairs(row.title)) for row in rows if row.id not in {suggestion.id, *without}}
    read = sorted(by_title, key=lambda one: -by_title[one])[:READ]
    by_text = _by_requests(suggestion, read)
    scores = {one: max(by_title[one], by_text.get(one, 0.0)) for one in read}
    best = [one for one in sorted(read, key=lambda one: -scores[one]) if scores[one] >= ALIKE][:most]
    return _with_units([row for row in rows if row.id in best], scores)


def under_review(actor: Actor, suggestion: Suggestion, *, most: int = 3) -> list[Similar]:
    """Papers handed in and not decided that are probably the same matter, or the same paper entered twice."""
    waiting = Suggestion.state.in_((SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW))
    mine = pairs(suggestion.title)
    rows = _rows(actor, waiting, Suggestion.id != suggestion.id)
    scores = {row.id: likeness(mine, pairs(row.title)) for row in rows}
    best = sorted((row for row in rows if scores[row.id] >= VERY_ALIKE), key=lambda row: -scores[row.id])[:most]
    return _with_units(best, scores) if best else []


def named(actor: Actor, ids: Collection[int]) -> dict[int, Similar]:
    """The same facts of named papers, as far as this actor may read them."""
    rows = _rows(actor, Suggestion.id.in_(ids)) if ids else ()
    return {one.id: one for one in _with_units(rows, {})}


def numbered(actor: Actor, numbers: Iterable[str]) -> dict[str, int]:
    """Ids by number, of our papers this actor may read."""
    wanted = select(Suggestion.number, Suggestion.id).where(sees(actor.role), Suggestion.number.in_(list(numbers)))
    found = db.session.execute(wanted.order_by(Suggestion.id), values(actor))
    return {number: suggestion_id for number, suggestion_id in found if number}


def _near(suggestion: Suggestion) -> ColumnElement[bool]:
    same_hand = Suggestion.author_id == suggestion.author_id
    if suggestion.category_id is None:
        # Nothing is known of its field yet: the latest of all are looked through.
        return Suggestion.id != suggestion.id
    return or_(Suggestion.category_id == suggestion.category_id, same_hand)


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
        .order_by(Suggestion.submitted_on.desc().nulls_last(), Suggestion.id.desc())
        .limit(COMPARED)
    )
    return db.session.execute(wanted, values(actor)).all()


def _by_requests(suggestion: Suggestion, ids: Sequence[int]) -> dict[int, float]:
    mine = pairs("\n".join(one.body for one in suggestion.text.requests) if suggestion.text else "")
    if not mine or not ids:
        return {}
    text = and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no)
    wanted = (
        select(Suggestion.id, Request.body)
        .join(SuggestionText, text)
        .join(Request, Request.text_id == SuggestionText.id)
        .where(Suggestion.id.in_(ids))
        .order_by(Suggestion.id, Request.no)
    )
    bodies: dict[int, str] = {}
    for suggestion_id, body in db.session.execute(wanted):
        bodies[suggestion_id] = f"{bodies.get(suggestion_id, '')}\n{body}"
    return {suggestion_id: likeness(mine, pairs(body)) for suggestion_id, body in bodies.items()}


def _with_units(rows: Sequence[Any], scores: dict[int, float]) -> list[Similar]:
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
    return sorted(found, key=lambda one: (-one.alike, one.id))


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
