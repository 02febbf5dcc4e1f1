"""Moving running due dates after the law has changed, inside the transaction of the approval, with an event each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.recount import Move
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock
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
    if clock.task_id is not None and clock.round_id is None and clock.kind in _TASK_DATES:
        db.session.get_one(Task, clock.task_id).due_on = clock.due_on
    if clock.task_id is not None and clock.kind is ClockKind.OBJECTION:
        db.session.get_one(Task, clock.task_id).objection_due_on = clock.due_on
    if clock.round_id is not None and clock.kind is ClockKind.RATING:
        db.session.get_one(Round, clock.round_id).rating_due_on = clock.due_on


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
