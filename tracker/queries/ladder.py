"""The chasing ladder of a share: its clocks that run, its steps with their days, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.domain.ladder import ANSWERS, CHASED, Planned, Running, next_step, planned
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock
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
