"""The chasing ladder of a share: its clocks that run, its steps with their days, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from tracker.db import db
from tracker.domain.ladder import ANSWERS, CHASED, Planned, Running, due_by_itself, next_step, planned
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import law as laws


def running_of(task: Task) -> list[Running]:
    """The clocks a share can be chased for that run now: one statement."""
    return clocks_of([task.id]).get(task.id, [])


def clocks_of(task_ids: Sequence[int]) -> Mapping[int, list[Running]]:
    """The same for many shares: one statement."""
    found: dict[int, list[Running]] = defaultdict(list)
    if task_ids:
        wanted = select(Clock.task_id, Clock.kind, Clock.due_on).where(
            Clock.task_id.in_(task_ids), Clock.stopped_on.is_(None), Clock.kind.in_(sorted(CHASED))
        )
        for row in db.session.execute(wanted.order_by(Clock.id)):
            found[row.task_id].append(Running(row.kind, row.due_on))
    return found


def due_by_time(today: date) -> list[int]:
    """The shares of which a step waits that is left to time, longest late first: two statements beside the law."""
    return [task.id for task, _step in due_steps(today)]


def due_steps(today: date, *, among: Sequence[int] | None = None) -> list[tuple[Task, Planned]]:
    """The same with the step each waits for, of all shares or among some: two statements beside the law."""
    tasks = db.session.scalars(_late(today, among)).all()
    running = clocks_of([task.id for task in tasks])
    found = []
    for task in tasks:
        step = due_by_itself(plan_of(task, running.get(task.id, ()), today), task.steps_issued, today)
        if step is not None:
            found.append((task, step))
    return found


def _late(today: date, among: Sequence[int] | None) -> Select[Task]:
    """The shares a clock of which has run out, longest first, with all that judging them asks for."""
    late = (
        select(Clock.task_id)
        .where(Clock.stopped_on.is_(None), Clock.due_on < today, Clock.kind.in_(sorted(CHASED)))
        .where(Clock.task_id.is_not(None))
    )
    at_unit = (TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
    wanted = (
        select(Task)
        .join(Task.suggestion)
        .where(Task.id.in_(late), Task.state.in_(at_unit), Suggestion.state == SuggestionState.IN_HANDLING)
        .options(contains_eager(Task.suggestion))
        .order_by(Task.due_on, Task.id)
    )
    return wanted if among is None else wanted.where(Task.id.in_(among))


def plan_of(task: Task, running: Iterable[Running], today: date) -> tuple[Planned, ...]:
    """Every step of its ladder with its day, by the rulebook the case goes by."""
    book = laws.rulebook_of(task.suggestion.assigned_on, today)
    return planned(book.chasing.ladder, running, laws.calendar_now())


def next_of(task: Task, running: Iterable[Running], today: date) -> Planned | None:
    """What comes next for a share: its step, day and due day; nothing where no clock runs."""
    return next_step(plan_of(task, running, today), task.steps_issued, today)


def owed_clock(task: Task, running: Iterable[Running]) -> ClockKind:
    """The clock whose due day is that of the share: what its unit owes."""
    kinds = [one.clock for one in running if one.clock in ANSWERS and one.due_on == task.due_on]
    return kinds[0] if kinds else ClockKind.REPLY
