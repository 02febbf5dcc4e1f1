"""Which running due dates a proposed change of calendar or rulebook would move, for the person who approves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from tracker.db import db
from tracker.domain.calendar import Calendar, DayNote
from tracker.domain.notices import NoticeDay
from tracker.domain.recount import Before, Move, Running, end_of, moves
from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.models.calendar import CalendarChange, CalendarDay, Decision, RulebookEdition, YearStatus
from tracker.models.organs import Unit
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.dossier import MOVE_DUE_DATE
from tracker.queries.law import books_now, calendar_now, rulebook_named


def days_of(change: CalendarChange) -> tuple[NoticeDay, ...]:
    """The exceptions of a proposed notice."""
    return tuple(NoticeDay(date.fromisoformat(day), is_workday, name) for day, is_workday, name in change.days)


def calendar_with(change: CalendarChange) -> Calendar:
    """The calendar as it would be with a proposed notice in place of what is there for its year."""
    now = calendar_now()
    others = select(CalendarDay.day, CalendarDay.is_workday, CalendarDay.name).where(
        CalendarDay.notice_year != change.year
    )
    days = {row.day: DayNote(row.is_workday, row.name) for row in db.session.execute(others)}
    days |= {one.day: DayNote(one.is_workday, one.name) for one in days_of(change)}
    official = now.official_years - {change.year}
    if change.status is YearStatus.OFFICIAL:
        official |= {change.year}
    return Calendar(days, official, now.version + 1)


def calendar_moves(change: CalendarChange, after: Calendar) -> list[Move]:
    """Running clocks that touch the year of the notice and would change under `after`."""
    first, last = date(change.year - 1, 12, 1), date(change.year + 1, 1, 31)
    before = calendar_now()
    books = {book.edition: book for book in books_now()}
    rows = _running(Clock.due_on >= first, Clock.started_on <= last)
    return list(
        moves(
            (running, Before(books[rules], before), Before(books[rules], after))
            for running, rules in rows
            if rules in books
        )
    )


def rulebook_moves(edition: RulebookEdition, after: Rulebook) -> list[Move]:
    """Running clocks that a correction of provisional limits would move; a later book moves none.

    A clock goes by the name of the last correction that moved it, so those of every earlier text of the book are asked.
    """
    if not edition.corrects_running:
        return []
    calendar, begins = calendar_now(), rulebook_named(edition.based_on).valid_from
    books = {book.edition: book for book in books_now() if book.valid_from == begins}
    rows = _running(Clock.rules_of.in_(list(books)))
    return list(moves((running, Before(books[rules], calendar), Before(after, calendar)) for running, rules in rows))


def _running(*where: ColumnElement[bool]) -> Iterable[tuple[Running, str]]:
    columns = (
        Clock.id,
        Clock.suggestion_id,
        Clock.kind,
        Clock.started_on,
        Suggestion.assigned_on,
        Clock.due_on,
        Clock.is_provisional,
        Clock.rules_of,
    )
    rows = db.session.execute(
        select(*columns)
        .join(Suggestion, Suggestion.id == Clock.suggestion_id)
        .where(Clock.stopped_on.is_(None), *where)
        .order_by(Clock.due_on, Clock.id)
    )
    return ((Running(*row[:-1]), row[-1]) for row in rows)


class Moved(NamedTuple):
    """A due date that an approved notice has moved, from the record of the case."""

    suggestion_id: int
    number: str
    title: str
    kind: ClockKind
    clock_id: int
    was: date
    becomes: date


def moved_by(change: CalendarChange) -> list[Moved]:
    """What an approved notice has moved, by case; one statement. What moved is written in the same breath as it was
    approved, so they share their moment."""
    if change.decision is not Decision.APPROVED:
        return []
    found = db.session.execute(
        select(Event.facts, Suggestion.id, Suggestion.number, Suggestion.title)
        .join(Suggestion, Suggestion.id == Event.suggestion_id)
        .where(Event.action == MOVE_DUE_DATE, Event.at == change.decided_at, Event.note == change.document_no)
        .order_by(Suggestion.id, Event.seq)
    )
    return [
        Moved(case, number or "", title, ClockKind(kind), clock, date.fromisoformat(was), date.fromisoformat(becomes))
        for facts, case, number, title in found
        for (kind, was, becomes), clock in zip(facts["moved"], facts["clocks"], strict=True)
    ]


def titles_of(moves: Iterable[Move]) -> dict[int, tuple[str, str, str]]:
    """By clock: number and title of its suggestion, and the unit it runs for, if it is one unit's; one statement."""
    ids = {move.running.clock_id for move in moves}
    rows = db.session.execute(
        select(Clock.id, Suggestion.number, Suggestion.title, Unit.short_name)
        .join(Suggestion, Suggestion.id == Clock.suggestion_id)
        .outerjoin(Round, Round.id == Clock.round_id)
        .outerjoin(Task, Task.id == func.coalesce(Clock.task_id, Round.task_id))
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .where(Clock.id.in_(ids))
    )
    return {row.id: (row.number or "", row.title, row.short_name or "") for row in rows}


def changed_since(at: datetime) -> frozenset[int]:
    """The suggestions something has happened to since an instant."""
    return frozenset(db.session.scalars(select(Suggestion.id).where(Suggestion.changed_at >= at)))


@dataclass(frozen=True)
class Recount:
    """Every running clock counted anew: by kind how many end as the law says and how many on another day, how many lean
    on a forecast, and how many of those do not say so."""

    agree: Counter[ClockKind]
    otherwise: Counter[ClockKind]
    provisional: int
    unmarked: int


def recounted() -> Recount:
    """All running clocks against the calendar of today and the books they remember: one statement beside the law."""
    calendar, books = calendar_now(), {book.edition: book for book in books_now()}
    agree, otherwise, provisional, unmarked = Counter[ClockKind](), Counter[ClockKind](), 0, 0
    for running, rules in _running():
        end = end_of(running, books[rules], calendar) if rules in books else None
        explained = end is not None and end.on == running.due_on
        (agree if explained else otherwise)[running.kind] += 1
        if explained and end is not None and end.is_provisional:
            provisional += 1
            unmarked += not running.is_provisional
    return Recount(agree, otherwise, provisional, unmarked)
