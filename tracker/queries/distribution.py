"""What a coordinator has to send on: the shares of its system that only name a unit so far."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, func, select

from tracker.db import db
from tracker.domain.limits import BATCH
from tracker.domain.parties import Actor
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import TaskState
from tracker.models.people import Person
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.scope import sees


def how_many(actor: Actor) -> tuple[int, int]:
    """How many shares wait, of how many papers."""
    waiting = select(func.count(), func.count(Task.suggestion_id.distinct())).where(*_waiting(actor))
    shares, papers = db.session.execute(waiting).one()
    return int(shares), int(papers)


def shares(actor: Actor, *, page: int = 1, group_id: int | None = None) -> Sequence[Any]:
    """Shares that wait, nearest due date first, those of one paper together, or those of one group; one statement."""
    of_group = () if group_id is None else (Suggestion.group_id == group_id,)
    found = _rows().where(sees(actor.role), *_waiting(actor), *of_group)
    ordered = found.order_by(Clock.due_on, Suggestion.id, Task.id)
    return db.session.execute(ordered.limit(BATCH).offset(BATCH * (page - 1)), values(actor)).all()


def shares_of(actor: Actor, ids: Collection[int]) -> dict[int, Any]:
    """Named shares of the actor's system, whatever became of them meanwhile."""
    wanted = _rows().where(sees(actor.role), Task.id.in_(ids), Task.system == actor.system)
    return {row.task_id: row for row in db.session.execute(wanted, values(actor))}


def next_waiting(actor: Actor) -> int | None:
    """The paper whose share has to be sent on first."""
    return next((row.id for row in shares(actor)), None)


def _waiting(actor: Actor) -> tuple[Any, ...]:
    return Task.state == TaskState.WITH_COORDINATOR, Task.system == actor.system


def _rows() -> Any:
    clock = and_(Clock.task_id == Task.id, Clock.kind == ClockKind.DISTRIBUTE, Clock.stopped_on.is_(None))
    return (
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            Suggestion.signer_count,
            Suggestion.assigned_on,
            Suggestion.group_id,
            Person.name.label("author"),
            Task.id.label("task_id"),
            Task.role,
            Task.part,
            Task.state,
            Task.unit_id,
            Clock.due_on,
        )
        .join(Task, Task.suggestion_id == Suggestion.id)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Clock, clock)
    )
