"""What must hold of chasing (催办) whatever happened: sums agree with the record, what is answered is not pressed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from tracker.db import db
from tracker.domain.states import OWED, TaskState
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task


def chases() -> Iterator[str]:
    """Every invariant of chasing that does not hold, in words."""
    open_ones: dict[int, list[Chase]] = {}
    of_promises: dict[int, list[Chase]] = {}
    for one in db.session.scalars(select(Chase).where(Chase.ended_on.is_(None))):
        if one.commitment_id is not None:
            of_promises.setdefault(one.commitment_id, []).append(one)
        else:
            open_ones.setdefault(one.task_id, []).append(one)
    yield from _of_promises(of_promises)
    for task in db.session.scalars(select(Task).order_by(Task.id)):
        held = open_ones.get(task.id, [])
        kept = (task.chases, task.pressure, task.chases_open)
        found = (len(held), sum(one.weight for one in held), sum(one.awaits for one in held))
        if kept != found:
            yield f"share {task.id} keeps {kept} of chases, the record has {found}"
        if held and task.state in (TaskState.REPLIED, TaskState.ENDED):
            yield f"share {task.id} is {task.state} and still chased"
    for suggestion in db.session.scalars(select(Suggestion).order_by(Suggestion.id)):
        sums = (sum(one.chases for one in suggestion.tasks), sum(one.pressure for one in suggestion.tasks))
        if (suggestion.chases, suggestion.pressure) != sums:
            yield f"suggestion {suggestion.id} keeps {(suggestion.chases, suggestion.pressure)}, its shares {sums}"


def _of_promises(of_promises: dict[int, list[Chase]]) -> Iterator[str]:
    for promise in db.session.scalars(select(Commitment).order_by(Commitment.id)):
        held = of_promises.get(promise.id, [])
        kept = (promise.chases, promise.pressure, promise.chases_open)
        found = (len(held), sum(one.weight for one in held), sum(one.awaits for one in held))
        if kept != found:
            yield f"promise {promise.id} keeps {kept} of chases, the record has {found}"
        if held and promise.state not in OWED:
            yield f"promise {promise.id} is {promise.state} and still chased"
