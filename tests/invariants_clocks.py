"""What must hold of every limit that runs, whatever anybody has done: it can end, and ends on the day guards read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.actions import Machine
from tracker.domain.clocks import HANDS
from tracker.domain.lifecycle import STEPS
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

# The model of each machine, and which of the ids of an act is its own.
KEPT_IN: dict[Machine, tuple[type[Any], int]] = {
    Machine.SUGGESTION: (Suggestion, 0),
    Machine.TASK: (Task, 1),
    Machine.ROUND: (Round, 2),
    Machine.COMMITMENT: (Commitment, 3),
}


def clocks() -> Iterator[str]:
    reach = {step.action: step for step in STEPS.values()}
    for clock in db.session.scalars(select(Clock).where(Clock.stopped_on.is_(None))):
        ids = (clock.suggestion_id, clock.task_id, clock.round_id, clock.commitment_id)
        model, place = KEPT_IN[clock.machine]
        key = ids[place]
        row = db.session.get(model, key)
        assert row is not None, clock.id
        stops = {action for hand in HANDS if hand.kind is clock.kind for action in hand.stops}
        open_to = _reachable({row.state}, clock.machine.value)
        if not any(reach[action].frm & open_to for action in stops if action in reach):
            yield f"the clock {clock.kind} of {clock.machine} {key} ({row.state}) can never end"


def days() -> Iterator[str]:
    """The day a running limit ends is the day guards and letters read."""
    kept = {
        ClockKind.INTENDED: (Clock.suggestion_id, Suggestion, Suggestion.intended_until),
        ClockKind.PRE_ASSIGNMENT: (Clock.suggestion_id, Suggestion, Suggestion.circulated_until),
        ClockKind.OBJECTION: (Clock.task_id, Task, Task.objection_due_on),
        ClockKind.RATING: (Clock.round_id, Round, Round.rating_due_on),
        ClockKind.IMPLEMENTATION: (Clock.commitment_id, Commitment, Commitment.rating_due_on),
    }
    for kind, (key, model, day) in kept.items():
        rows = select(Clock.due_on, model.id, day).join(model, model.id == key)
        for due_on, number, read in db.session.execute(rows.where(Clock.kind == kind, Clock.stopped_on.is_(None))):
            if due_on != read:
                yield f"the clock {kind} of {number} ends on {due_on}, and {read} is read"


def _reachable(states: set[object], machine: str) -> set[object]:
    found, before = set(states), set()
    while found != before:
        before = set(found)
        for step in STEPS.values():
            if step.machine.value == machine and step.to is not None and step.frm & found:
                found.add(step.to)
    return found
