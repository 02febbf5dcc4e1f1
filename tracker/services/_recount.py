"""Moving running due dates after the law has changed, inside the transaction of the approval, with an event each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.recount import Move
from tracker.domain.rulebook import ClockKind
from tracker.models.procedures import HeardOn, Hearing
from tracker.models.record import Clock
from tracker.models.reviews import IntendedOutcome, Outcome, Review
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services._advance import keep_nearest
from tracker.services._record import write_event

MOVE_DUE_DATE = "move_due_date"


def move_clocks(
    moves: Iterable[Move], actor: Actor, *, reason: str, version: int, now: datetime, book: str = ""
) -> int:
    """Write the new dates; returns how many days moved. `book` names the rulebook the clocks now follow."""
    by_case = groupby(sorted(moves, key=_case), key=_case)
    return sum(
        _move_case(suggestion_id, list(group), actor, reason=reason, version=version, now=now, book=book)
        for suggestion_id, group in by_case
    )


def _case(move: Move) -> int:
    return move.running.suggestion_id


def _move_case(
    suggestion_id: int, moves: list[Move], actor: Actor, *, reason: str, version: int, now: datetime, book: str
) -> int:
    suggestion = db.session.get_one(Suggestion, suggestion_id, populate_existing=True)
    running = list(
        db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.stopped_on.is_(None)))
    )
    clocks = {clock.id: clock for clock in running}
    for move in moves:
        clock = clocks[move.running.clock_id]
        clock.due_on, clock.is_capped, clock.is_provisional = move.end.on, move.end.is_capped, move.end.is_provisional
        clock.calendar_version = version
        clock.rules_of = book or clock.rules_of
        _keep_date(clock)
    moved = [move for move in moves if move.moves_day]
    if moved:
        suggestion.changed_at = now
        keep_nearest(suggestion, running)
        _record(suggestion_id, moved, actor, reason=reason, now=now)
    db.session.flush()
    return len(moved)


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


_KEPT: dict[ClockKind, Callable[[Clock], None]] = {
    ClockKind.OBJECTION: _objection_day,
    ClockKind.OBJECTION_DECISION: _ruling_day,
    ClockKind.RATING: _rating_day,
    ClockKind.CORRECTION: _correction_day,
    ClockKind.INTENDED: _intended_day,
    ClockKind.PRE_ASSIGNMENT: _circulation_day,
}


def _record(suggestion_id: int, moved: list[Move], actor: Actor, *, reason: str, now: datetime) -> None:
    days = [[move.running.kind.value, move.running.due_on.isoformat(), move.end.on.isoformat()] for move in moved]
    write_event(
        actor,
        MOVE_DUE_DATE,
        now=now,
        case=(suggestion_id, None, None),
        note=reason,
        facts={"moved": days},
    )
