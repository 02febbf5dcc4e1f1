"""Many cases whose dates move at once: what is loaded beforehand, and what is recorded and told afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.recount import Move, told_of
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Notice
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services._record import Entry, write_events

MOVE_DUE_DATE = "move_due_date"


class Why(Protocol):
    """By whom and for what reason."""

    @property
    def actor(self) -> Actor: ...
    @property
    def reason(self) -> str: ...
    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Moving:
    """The rows of some cases, afresh; `beside` keeps tasks, rounds and promises at hand, so that none is asked for
    alone."""

    suggestions: dict[int, Suggestion]
    running: dict[int, list[Clock]]
    units: dict[int, int]
    beside: list[object]


def moving(ids: Sequence[int]) -> Moving:
    """Everything of these cases that a moved date may touch; a fixed number of statements."""
    afresh = {"populate_existing": True}
    suggestions = db.session.scalars(select(Suggestion).where(Suggestion.id.in_(ids)), execution_options=afresh)
    wanted = select(Clock).where(Clock.suggestion_id.in_(ids), Clock.stopped_on.is_(None))
    running: dict[int, list[Clock]] = defaultdict(list)
    for clock in db.session.scalars(wanted, execution_options=afresh):
        running[clock.suggestion_id].append(clock)
    tasks = db.session.scalars(select(Task).where(Task.suggestion_id.in_(ids)), execution_options=afresh).all()
    rounds = db.session.scalars(select(Round).where(Round.task_id.in_([task.id for task in tasks]))).all()
    promises = db.session.scalars(select(Commitment).where(Commitment.suggestion_id.in_(ids))).all()
    of_task = {task.id: task.unit_id for task in tasks}
    of_round = {one.id: of_task[one.task_id] for one in rounds}
    units = {
        clock.id: unit
        for clocks in running.values()
        for clock in clocks
        if (unit := of_task.get(clock.task_id or 0) or of_round.get(clock.round_id or 0))
    }
    return Moving({one.id: one for one in suggestions}, running, units, [*tasks, *rounds, *promises])


def record_moves(moved: Iterable[tuple[list[Move], Moving]], why: Why) -> None:
    """An event for each case, naming every clock with its days, and a notice for everybody concerned."""
    found = list(moved)
    entries = [
        Entry(
            case=(days[0].running.suggestion_id, None, None),
            note=why.reason,
            facts={"moved": [_told(move) for move in days], "clocks": [move.running.clock_id for move in days]},
        )
        for days, _held in found
    ]
    notices: list[dict[str, object]] = []
    for event, (days, held) in zip(write_events(why.actor, MOVE_DUE_DATE, entries, now=why.now), found, strict=True):
        told = {one for move in days for one in told_of(move, held.units.get(move.running.clock_id))}
        notices += [
            {"event_seq": event.seq, "party": party, "unit_id": unit_id, "made_at": why.now}
            for party, unit_id in sorted(told, key=str)
        ]
    if notices:
        db.session.execute(insert(Notice), notices)


def _told(move: Move) -> list[str]:
    return [move.running.kind.value, move.running.due_on.isoformat(), move.end.on.isoformat()]
