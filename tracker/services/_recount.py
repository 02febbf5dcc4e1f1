"""Moving running due dates after the law has changed, inside the transaction of the approval, with an event each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, select

from tracker.db import db
from tracker.domain.ladder import CHASED
from tracker.domain.parties import Actor
from tracker.domain.recount import Move
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.procedures import HeardOn, Hearing
from tracker.models.record import Clock
from tracker.models.reviews import IntendedOutcome, Outcome, Review
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services._advance import keep_nearest
from tracker.services._moving import Moving, moving, record_moves
from tracker.services._pressing import remember

# So many cases are in memory at a time.
CASES = 500


def move_clocks(
    moves: Iterable[Move], actor: Actor, *, reason: str, version: int, now: datetime, book: str = ""
) -> int:
    """Write the new dates; returns how many days moved. `book` names the rulebook the clocks now follow."""
    change = Change(actor, reason, version, now, book)
    by_case = [list(group) for _case_id, group in groupby(sorted(moves, key=_case), key=_case)]
    chunks = (by_case[at : at + CASES] for at in range(0, len(by_case), CASES))
    return sum(_move_cases(cases, change) for cases in chunks)


@dataclass(frozen=True)
class Change:
    """Who changed the law, why, and what its version is now."""

    actor: Actor
    reason: str
    version: int
    now: datetime
    book: str


def _case(move: Move) -> int:
    return move.running.suggestion_id


def _move_cases(cases: Sequence[list[Move]], change: Change) -> int:
    held = moving([group[0].running.suggestion_id for group in cases])
    moved = [one for one in ((_move_case(group, held, change), group) for group in cases) if one[0]]
    db.session.flush()
    remember(_chased([move for days, _group in moved for move in days], held))
    record_moves([(days, held) for days, _group in moved], change)
    return sum(len(days) for days, _group in moved)


def _chased(days: Sequence[Move], held: Moving) -> set[int]:
    """The shares whose clock moved to another day: it may have had that day before, with steps of the ladder issued."""
    shares = {clock.id: clock.task_id for clocks in held.running.values() for clock in clocks}
    found = {shares[move.running.clock_id] for move in days if move.running.kind in CHASED}
    return {task_id for task_id in found if task_id is not None}


def _move_case(moves: list[Move], held: Moving, change: Change) -> list[Move]:
    """The new dates of one case; returns the moves of its days."""
    suggestion_id = moves[0].running.suggestion_id
    suggestion, running = held.suggestions[suggestion_id], held.running[suggestion_id]
    clocks = {clock.id: clock for clock in running}
    for move in moves:
        clock = clocks[move.running.clock_id]
        clock.due_on, clock.is_capped, clock.is_provisional = move.end.on, move.end.is_capped, move.end.is_provisional
        clock.calendar_version = change.version
        clock.rules_of = change.book or clock.rules_of
        _keep_date(clock)
    moved = [move for move in moves if move.moves_day]
    if moved:
        suggestion.changed_at = change.now
        keep_nearest(suggestion, running)
    return moved


_TASK_DATES = frozenset({ClockKind.REPLY, ClockKind.CO_OPINION, ClockKind.CO_OPINION_AGAIN, ClockKind.REHANDLE_REPLY})


def _keep_date(clock: Clock) -> None:
    """Write the day where guards, lists and letters read it: on the row it is about."""
    if clock.task_id is not None and clock.round_id is None and clock.kind in _TASK_DATES:
        db.session.get_one(Task, clock.task_id).due_on = clock.due_on
    elif clock.kind in _KEPT:
        _KEPT[clock.kind](clock)


def _objection_day(clock: Clock) -> None:
    db.session.get_one(Task, clock.task_id).objection_due_on = clock.due_on


def _rating_day(clock: Clock) -> None:
    db.session.get_one(Round, clock.round_id).rating_due_on = clock.due_on


def _correction_day(clock: Clock) -> None:
    returned = select(Review).where(Review.suggestion_id == clock.suggestion_id, Review.outcome == Outcome.RETURNED)
    for one in db.session.scalars(returned.order_by(Review.id.desc()).limit(1)):
        one.answer_by = clock.due_on


def _intended_day(clock: Clock) -> None:
    db.session.get_one(Suggestion, clock.suggestion_id).intended_until = clock.due_on
    mine = IntendedOutcome.suggestion_id == clock.suggestion_id, IntendedOutcome.reception.is_(None)
    for one in db.session.scalars(select(IntendedOutcome).where(*mine)):
        one.answer_by = clock.due_on


def _circulation_day(clock: Clock) -> None:
    db.session.get_one(Suggestion, clock.suggestion_id).circulated_until = clock.due_on
    _hearing_days(clock, Hearing.suggestion_id == clock.suggestion_id, Hearing.on == HeardOn.DRAFT)


def _ruling_day(clock: Clock) -> None:
    """The unit that is heard may speak until the ruling is due."""
    _hearing_days(clock, Hearing.task_id == clock.task_id, Hearing.on == HeardOn.OBJECTION)


def _hearing_days(clock: Clock, *which: ColumnElement[bool]) -> None:
    for one in db.session.scalars(select(Hearing).where(*which, Hearing.closed_on.is_(None))):
        one.answer_by = clock.due_on


def _implementation_day(clock: Clock) -> None:
    db.session.get_one(Commitment, clock.commitment_id).rating_due_on = clock.due_on


_KEPT: dict[ClockKind, Callable[[Clock], None]] = {
    ClockKind.OBJECTION: _objection_day,
    ClockKind.OBJECTION_DECISION: _ruling_day,
    ClockKind.RATING: _rating_day,
    ClockKind.CORRECTION: _correction_day,
    ClockKind.INTENDED: _intended_day,
    ClockKind.PRE_ASSIGNMENT: _circulation_day,
    ClockKind.IMPLEMENTATION: _implementation_day,
}
