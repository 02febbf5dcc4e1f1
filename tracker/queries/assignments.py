"""What waits to be assigned, with what speaks for which unit; what was assigned on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.limits import BATCH
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.routing import Candidate, Doubt, DutyWords, candidates, doubt
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState
from tracker.models.organs import Category, Unit
from tracker.models.people import Person
from tracker.models.record import Clock
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Task
from tracker.queries.asker import TODAY, stands, values
from tracker.queries.duties import TO_ASSIGN, TO_CIRCULATE
from tracker.queries.scope import sees

YEARS_BACK = 3
LOOKED_AT = 500
_TO_ASSIGN = (ClockKind.ASSIGN, ClockKind.KICK_OFF)


@dataclass(frozen=True)
class Line:
    """One paper that waits, the units something speaks for, and how much looking it needs."""

    row: Any
    ranked: tuple[Candidate, ...]
    requests: tuple[int, ...]

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
    """Papers that wait, nearest due date first: four statements however many."""
    waiting = _rows().where(sees(actor.role), _WAITS[wait])
    ordered = waiting.order_by(Suggestion.due_sort, Suggestion.id).limit(size).offset(size * (page - 1))
    return _lines(db.session.execute(ordered, values(actor, today=today)).all(), units, today=today)


def lines_of(actor: Actor, ids: Collection[int], units: Sequence[Unit], *, today: date) -> dict[int, Line]:
    """The same of named papers, whatever became of them meanwhile."""
    wanted = _rows().where(sees(actor.role), Suggestion.id.in_(ids))
    found = _lines(db.session.execute(wanted, values(actor)).all(), units, today=today)
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


def _lines(rows: Sequence[Any], units: Sequence[Unit], *, today: date) -> list[Line]:
    requests = _requests({row.text_id for row in rows})
    led = led_lately({row.category_id for row in rows if row.category_id}, today=today)
    duties, known = DutyWords(units), {unit.id for unit in units}
    found = []
    for row in rows:
        asked = requests.get(row.text_id, ())
        words = duties.in_text("\n".join((row.title, row.problem or "", *(body for _no, body in asked))))
        ranked = candidates(words, proposed_id=row.proposed_unit_id, led=led.get(row.category_id, {}))
        usable = tuple(one for one in ranked if one.unit_id in known)
        found.append(Line(row, usable, tuple(no for no, _body in asked)))
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


def led_lately(category_ids: Collection[int], *, today: date) -> dict[int, dict[int, int]]:
    """By category, how many papers each unit led or had alone in the last years; one statement.

    Of a very full category the latest `LOOKED_AT` papers are looked through.
    """
    if not category_ids:
        return {}
    since = date(today.year - YEARS_BACK + 1, 1, 1)
    papers = union_all(*(_latest_of(category_id, since) for category_id in sorted(category_ids))).subquery()
    rows = db.session.execute(
        select(papers.c.category_id, Task.unit_id, func.count())
        .join(Task, Task.suggestion_id == papers.c.id)
        .where(Task.role.in_((TaskRole.SOLE, TaskRole.LEAD)), Task.was_replaced.is_(False))
        .group_by(papers.c.category_id, Task.unit_id)
    )
    found: dict[int, dict[int, int]] = {}
    for category_id, unit_id, count in rows:
        found.setdefault(category_id or 0, {})[unit_id] = count
    return found


def _latest_of(category_id: int, since: date) -> Select[*tuple[Any, ...]]:
    latest = (
        select(Suggestion.id, Suggestion.category_id)
        .where(Suggestion.category_id == category_id, Suggestion.assigned_on >= since)
        .order_by(Suggestion.assigned_on.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    return select(latest.c.id, latest.c.category_id)
