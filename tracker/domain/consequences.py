"""What follows from an act, worked out without touching anything: new state, clocks to start and stop, whom to tell.

`services/_advance.py` writes these one by one; `services/adopt.py` writes them in bulk. A test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.actions import Machine
from tracker.domain.calendar import Calendar, is_provisional
from tracker.domain.clocks import started_by, stopped_by
from tracker.domain.lifecycle import SIGNERS, Step
from tracker.domain.parties import Party, TaskRole
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind, Rulebook, StartEvent
from tracker.domain.states import PRIVATE, State


@dataclass(frozen=True)
class Law:
    """What is in force: the rulebook of a day and the calendar as the desk keeps it."""

    book: Rulebook
    calendar: Calendar


@dataclass(frozen=True)
class Days:
    """The days of a case that clocks start from; days of Asia/Shanghai."""

    today: date
    received_on: date | None = None
    session_closes_on: date | None = None
    in_session: bool = False
    is_bill: bool = False
    first_assigned_on: date | None = None
    task_role: TaskRole | None = None
    headline: Level | None = None
    dissatisfied_on: date | None = None


@dataclass(frozen=True)
class ClockStart:
    """A clock to be started."""

    kind: ClockKind
    started_on: date
    due_on: date
    is_provisional: bool
    is_capped: bool


@dataclass(frozen=True)
class Consequences:
    """Everything one act brings about."""

    from_state: State | None
    to_state: State
    starts: tuple[ClockStart, ...]
    stops: frozenset[ClockKind]
    tells: tuple[Party, ...]


class HasState(Protocol):
    """A case of any machine."""

    @property
    def machine(self) -> Machine: ...
    @property
    def state(self) -> State | None: ...


def consequences(step: Step, case: HasState, days: Days, law: Law) -> Consequences:
    """The pure half of acting."""
    to_state = step.to or case.state
    assert to_state is not None, "a birth names its state"
    return Consequences(
        from_state=case.state,
        to_state=to_state,
        starts=clock_starts(step, days, law),
        stops=stopped_by(step.machine, step.action),
        # A paper nobody has handed in is told of to nobody but its signers.
        tells=tuple(sorted(step.tells & SIGNERS if to_state in PRIVATE else step.tells)),
    )


def clock_starts(step: Step, days: Days, law: Law) -> tuple[ClockStart, ...]:
    """The clocks an act starts; a limit that is off in the rulebook starts none."""
    hands = started_by(step.machine, step.action, role=days.task_role, in_session=days.in_session)
    found = (_start(hand.kind, days, law) for hand in hands)
    return tuple(one for one in found if one is not None)


# A bill waits for the Presidium, which no limit of the review binds.
_FOR_SUGGESTIONS = frozenset({ClockKind.REVIEW})
# Only a headline of dissatisfied puts the desk under a limit to decide.
_FOR_DISSATISFIED = frozenset({ClockKind.REHANDLE_DECISION})


def _start(kind: ClockKind, days: Days, law: Law) -> ClockStart | None:
    if kind in _FOR_SUGGESTIONS and days.is_bill:
        return None
    if kind in _FOR_DISSATISFIED and days.headline is not Level.DISSATISFIED:
        return None
    start = _starting_day(law.book.rule(kind).start, days)
    due = law.book.due_on(kind, start, law.calendar)
    if due is None:
        return None
    cap = _cap(kind, days, law)
    capped = cap is not None and cap < due
    on = cap if capped and cap is not None else due
    return ClockStart(kind, start, on, is_provisional(start, on, law.calendar), capped)


def _starting_day(event: StartEvent, days: Days) -> date:
    if event is StartEvent.RECEIVED and days.received_on:
        return days.received_on
    if event is StartEvent.SESSION_CLOSED and days.session_closes_on:
        return days.session_closes_on
    if event is StartEvent.FIRST_ASSIGNED and days.first_assigned_on:
        return days.first_assigned_on
    if event is StartEvent.DISSATISFIED and days.dissatisfied_on:
        return days.dissatisfied_on
    return days.today


def _cap(kind: ClockKind, days: Days, law: Law) -> date | None:
    # A unit's clock runs from its own assignment but never past the suggestion's own, which never moves.
    if kind is not ClockKind.REPLY or days.first_assigned_on is None:
        return None
    return law.book.due_on(ClockKind.SUGGESTION_REPLY, days.first_assigned_on, law.calendar)
