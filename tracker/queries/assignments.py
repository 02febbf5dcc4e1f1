"""What waits to be assigned, with what speaks for which unit; what was assigned on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.limits import BATCH
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.routing import (
    PROPOSED_AT_MOST,
    Candidate,
    Doubt,
    DutyWords,
    Habit,
    Helper,
    candidates,
    doubt,
    helpers,
)
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState
from tracker.models.organs import Category, Unit
from tracker.models.people import Person
from tracker.models.record import Clock
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Task
from tracker.queries.asker import TODAY, stands, values
from tracker.queries.duties import TO_ASSIGN, TO_CIRCULATE
from tracker.queries.routing import past_of, successors
from tracker.queries.routing_habits import Bounce, bounces, habits, helped
from tracker.queries.scope import sees
from tracker.queries.writing import proposable_units

_TO_ASSIGN = (ClockKind.ASSIGN, ClockKind.KICK_OFF)


@dataclass(frozen=True)
class Line:
    """One paper that waits, the units something speaks for, who may help, and what was sent back."""

    row: Any
    ranked: tuple[Candidate, ...]
    requests: tuple[int, ...]
    helpers: tuple[Helper, ...] = ()
    # By unit, what became of papers of its category, and the ruling on a paper like this one.
    habits: Mapping[int, Habit] = field(default_factory=dict)
    bounces: Mapping[int, Bounce] = field(default_factory=dict)

    @property
    def doubt(self) -> Doubt:
        """Choose, check or sure."""
        return doubt(self.ranked)


class Wait(StrEnum):
    """What registered papers wait for: to be shown to the units first, for the units' word, to be assigned."""

    TO_CIRCULATE = "to_circulate"
    CIRCULATING = "circulating"
    TO_ASSIGN = "to_assign"


_WAITS = {
    Wait.TO_CIRCULATE: TO_CIRCULATE,
    Wait.CIRCULATING: and_(
        stands(Suggestion.state, SuggestionState.REGISTERED),
        Suggestion.circulates,
        Suggestion.circulated_until >= TODAY,
    ),
    Wait.TO_ASSIGN: TO_ASSIGN,
}


def how_many(actor: Actor, *, today: date, wait: Wait = Wait.TO_ASSIGN) -> int:
    """How many papers wait for this, on a day of Asia/Shanghai."""
    return counts(actor, today=today)[wait]


def counts(actor: Actor, *, today: date) -> dict[Wait, int]:
    """How many papers wait for what; one statement."""
    each = [func.count().filter(condition) for condition in _WAITS.values()]
    registered = stands(Suggestion.state, SuggestionState.REGISTERED)
    wanted = select(*each).select_from(Suggestion).where(sees(actor.role), registered)
    return dict(zip(_WAITS, db.session.execute(wanted, values(actor, today=today)).one(), strict=True))


def lines(
    actor: Actor,
    units: Sequence[Unit],
    *,
    today: date,
    page: int = 1,
    size: int = BATCH,
    wait: Wait = Wait.TO_ASSIGN,
) -> list[Line]:
    """Papers that wait, nearest due date first: a fixed handful of statements."""
    waiting = _rows().where(sees(actor.role), _WAITS[wait])
    ordered = waiting.order_by(Suggestion.due_sort, Suggestion.id).limit(size).offset(size * (page - 1))
    return _lines(db.session.execute(ordered, values(actor, today=today)).all(), actor, units, today=today)


def lines_of(actor: Actor, ids: Collection[int], units: Sequence[Unit], *, today: date) -> dict[int, Line]:
    """The same of named papers, whatever became of them meanwhile."""
    wanted = _rows().where(sees(actor.role), Suggestion.id.in_(ids))
    found = _lines(db.session.execute(wanted, values(actor)).all(), actor, units, today=today)
    return {line.row.id: line for line in found}


def next_waiting(actor: Actor, *, today: date, wait: Wait = Wait.TO_ASSIGN) -> int | None:
    """The paper whose turn is first."""
    waiting = select(Suggestion.id).where(sees(actor.role), _WAITS[wait])
    return db.session.scalar(waiting.order_by(Suggestion.due_sort, Suggestion.id).limit(1), values(actor, today=today))


def sent_on(actor: Actor, day: date) -> Sequence[Suggestion]:
    """What was assigned on a day, with its units, by number."""
    return db.session.scalars(
        select(Suggestion)
        .where(sees(actor.role), Suggestion.assigned_on == day, Suggestion.state != SuggestionState.ARCHIVED)
        .order_by(Suggestion.number_sort, Suggestion.id)
        .options(joinedload(Suggestion.author), selectinload(Suggestion.tasks).joinedload(Task.unit)),
        values(actor),
    ).all()


def task_clocks(suggestion_id: int) -> Sequence[Clock]:
    """Every running clock of a paper and its tasks, in the order in which they fall due."""
    return db.session.scalars(
        select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.stopped_on.is_(None)).order_by(Clock.due_on)
    ).all()


def _rows() -> Any:
    to_assign = and_(Clock.suggestion_id == Suggestion.id, Clock.kind.in_(_TO_ASSIGN), Clock.stopped_on.is_(None))
    return (
        select(
            Suggestion.id,
            Suggestion.version,
            Suggestion.state,
            Suggestion.number,
            Suggestion.title,
            Suggestion.signer_count,
            Suggestion.category_id,
            Suggestion.proposed_unit_id,
            Suggestion.circulates,
            Suggestion.circulated_until,
            Suggestion.group_id,
            Person.name.label("author"),
            Category.name.label("category"),
            SuggestionText.id.label("text_id"),
            SuggestionText.problem,
            Clock.id.label("clock_id"),
            Clock.kind.label("clock_kind"),
            Clock.due_on,
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
        .outerjoin(
            SuggestionText,
            and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no),
        )
        .outerjoin(Clock, to_assign)
    )


def proposed_for(actor: Actor, ids: Collection[int], *, today: date) -> dict[int, tuple[int, ...]]:
    """By paper, the units proposed for it, the likeliest first, at most three."""
    found = db.session.execute(_rows().where(sees(actor.role), Suggestion.id.in_(ids)), values(actor)).all()
    ranked = _ranked(found, actor, proposable_units(today=today), today=today)
    return {line.row.id: tuple(one.unit_id for one in line.ranked[:PROPOSED_AT_MOST]) for line, _asked in ranked}


def sent_back(
    actor: Actor, lines: Collection[Line], chosen: Mapping[int, Collection[int]]
) -> dict[int, dict[int, Bounce]]:
    """By paper and chosen unit, the ruling on a paper like it; one statement."""
    return bounces(actor, [(line.row.id, line.row.title, line.row.category_id) for line in lines], chosen)


def _lines(rows: Sequence[Any], actor: Actor, units: Sequence[Unit], *, today: date) -> list[Line]:
    found = _ranked(rows, actor, units, today=today)
    firsts = {line.row.id: [one.unit_id for one in line.ranked[:PROPOSED_AT_MOST]] for line, _asked in found}
    before = sent_back(actor, [line for line, _asked in found], firsts)
    categories = {row.category_id for row in rows if row.category_id}
    beside = helped(categories, actor, moved=successors(), today=today)
    duties, known = DutyWords(units), {unit.id for unit in units}
    whole = []
    for line, asked in found:
        lead = firsts[line.row.id][:1]
        often = beside.get(line.row.category_id, {}).get(lead[0], {}) if lead else {}
        by_request = {no: duties.in_text(body) for no, body in asked}
        helping = helpers(by_request, {unit: times for unit, times in often.items() if unit in known}, but=lead)
        whole.append(replace(line, helpers=helping, bounces=before.get(line.row.id, {})))
    return whole


def _ranked(
    rows: Sequence[Any], actor: Actor, units: Sequence[Unit], *, today: date
) -> list[tuple[Line, tuple[tuple[int, str], ...]]]:
    """Each paper with the units something speaks for; and its requests."""
    requests, moved = _requests({row.text_id for row in rows}), successors()
    usual = habits({row.category_id for row in rows if row.category_id}, actor, moved=moved, today=today)
    asked = {row.id: requests.get(row.text_id, ()) for row in rows}
    told = {row.id: "\n".join((row.title, *(body for _no, body in asked[row.id]))) for row in rows}
    past = past_of(told.values(), actor, moved=moved, today=today)
    duties, known = DutyWords(units), {unit.id for unit in units}
    found = []
    for row in rows:
        words, said = duties.in_text(f"{told[row.id]}\n{row.problem or ''}", title=row.title), past.of(told[row.id])
        if actor.role is Role.BILL_GROUP:
            # It may not open every paper that was counted: what they came to is not told in figures.
            said = {unit_id: replace(one, told=()) for unit_id, one in said.items()}
        of_field = usual.get(row.category_id, {})
        ranked = candidates(words, proposed_id=row.proposed_unit_id, habits=of_field, spoken=said)
        usable = tuple(one for one in ranked if one.unit_id in known)
        found.append((Line(row, usable, tuple(no for no, _body in asked[row.id]), habits=of_field), asked[row.id]))
    return found


def _requests(text_ids: Iterable[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    rows = db.session.execute(
        select(Request.text_id, Request.no, Request.body)
        .where(Request.text_id.in_(list(text_ids)))
        .order_by(Request.text_id, Request.no)
    )
    for text_id, no, body in rows:
        found[text_id] = (*found.get(text_id, ()), (no, body))
    return found
