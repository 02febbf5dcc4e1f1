"""What becomes of running due dates when the calendar or a rulebook changes; nothing is touched here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import Calendar, is_provisional
from tracker.domain.parties import UNIT_SIDE, Party
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


def digest(found: Iterable[Move]) -> str:
    """What a preview showed, in a few letters: the same for the same clocks moved between the same days."""
    lines = sorted(
        f"{one.running.clock_id} {one.running.due_on} {one.end.on} {one.end.is_provisional:d}{one.end.is_capped:d}"
        for one in found
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24]


P, K = Party, ClockKind
_DEPUTIES, _AT_UNIT, _OFFICES = (P.AUTHOR, P.COSIGNER), (P.RECEIVER, P.HANDLER), (P.DESK, P.COORDINATOR)
# Who works by a limit, or waits for it, and is told when its day moves.
CONCERNED: dict[ClockKind, tuple[Party, ...]] = {
    K.INVITATION: (P.INVITEE,),
    K.REVIEW: (P.DESK,),
    K.CORRECTION: (P.AUTHOR,),
    K.INTENDED: (P.AUTHOR,),
    K.ASSIGN: (P.DESK,),
    K.KICK_OFF: (P.DESK,),
    K.PRE_ASSIGNMENT: (P.DESK, P.HEARD),
    K.DISTRIBUTE: (P.COORDINATOR,),
    K.SIGN_FOR: (P.RECEIVER,),
    K.OBJECTION: (P.RECEIVER,),
    K.OBJECTION_DECISION: _OFFICES,
    K.CO_OPINION: _AT_UNIT,
    K.CO_OPINION_AGAIN: _AT_UNIT,
    K.DISAGREEMENT: _OFFICES,
    K.EXTENSION: _OFFICES,
    K.REPLY: _DEPUTIES + _AT_UNIT,
    K.OFFICE_CHECK: _OFFICES,
    K.SUGGESTION_REPLY: (P.DESK,),
    K.RATING: _DEPUTIES,
    K.REHANDLE_DECISION: (P.DESK,),
    K.REHANDLE_REPLY: _DEPUTIES + _AT_UNIT,
    K.ESCALATION: (P.DESK,),
    K.PROMISE_CHANGE: (P.DESK,),
    K.IMPLEMENTATION: _DEPUTIES,
    K.PUBLICATION: (P.DESK,),
}


def told_of(move: Move, unit_id: int | None) -> Iterator[tuple[Party, int | None]]:
    """Who is told of a moved day, the people of a unit by their unit; marks that change without the day tell nobody."""
    for party in CONCERNED[move.running.kind] if move.moves_day else ():
        if party not in UNIT_SIDE:
            yield party, None
        elif unit_id is not None:
            yield party, unit_id
