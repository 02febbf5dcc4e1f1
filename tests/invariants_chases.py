"""What must hold of chasing (催办) whatever happened: sums agree with the record, what is answered is not pressed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from tracker.db import db
from tracker.domain.states import TaskState
from tracker.models.chases import Chase
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task


def chases() -> Iterator[str]:
    """Every invariant of chasing that does not hold, in words."""
    open_ones: dict[int, list[Chase]] = {}
    for one in db.session.scalars(select(Chase).where(Chase.ended_on.is_(None))):
        open_ones.setdefault(one.task_id, []).append(one)
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
