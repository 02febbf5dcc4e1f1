"""What becomes of running due dates when the calendar or a rulebook changes; nothing is touched here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import Calendar, is_provisional
from tracker.domain.rulebook import ClockKind, Rulebook


@dataclass(frozen=True, slots=True)
class End:
    """Where a limit ends: the day, whether the suggestion's own end cut it short, whether it may still move."""

    on: date
    is_capped: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Running:
    """A running clock as counting sees it; days of Asia/Shanghai."""

    clock_id: int
    suggestion_id: int
    kind: ClockKind
    started_on: date
    first_assigned_on: date | None
    due_on: date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A running clock whose due date or provisional mark would change."""

    running: Running
    end: End

    @property
    def moves_day(self) -> bool:
        return self.end.on != self.running.due_on


def end_of(running: Running, book: Rulebook, calendar: Calendar) -> End | None:
    """Where this clock ends by this book and calendar; None where the book sets no limit."""
    on = book.due_on(running.kind, running.started_on, calendar)
    if on is None:
        return None
    # A unit's clock runs from its own assignment but never past the suggestion's own, which never moves.
    whole = None
    if running.kind is ClockKind.REPLY and running.first_assigned_on is not None:
        whole = book.due_on(ClockKind.SUGGESTION_REPLY, running.first_assigned_on, calendar)
    capped = whole is not None and whole < on
    last = whole if capped and whole is not None else on
    return End(last, capped, is_provisional(running.started_on, last, calendar))


@dataclass(frozen=True)
class Before:
    """The law that made the present dates."""

    book: Rulebook
    calendar: Calendar


After = Before


def moves(clocks: Iterable[tuple[Running, Before, After]]) -> Iterator[Move]:
    """The clocks that change. A date that the old law does not explain was set by hand or granted: it stays."""
    for running, before, after in clocks:
        was, becomes = end_of(running, before.book, before.calendar), end_of(running, after.book, after.calendar)
        if was is None or becomes is None or was.on != running.due_on:
            continue
        if (becomes.on, becomes.is_provisional) != (running.due_on, running.is_provisional):
            yield Move(running, becomes)
