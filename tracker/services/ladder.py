"""The steps of the chasing ladder: 催办单 by time itself, 督办通知 and the line for the chair meeting by an office."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.ladder import Form, Rung, key_of, office_step, side_of
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may, require
from tracker.domain.rulebook import ClockKind
from tracker.models.chases import Chase
from tracker.models.tasks import Task
from tracker.queries import law as laws
from tracker.queries.ladder import due_by_time, due_steps, owed_clock, running_of
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._pressing import DAY_OF, note, remember
from tracker.services.chases import Said, facts_of, write

log = logging.getLogger(__name__)

# So many shares are judged again and chased under one write lock; nobody else waits longer than that takes.
BATCH = 10
_ACTS = {Form.SUPERVISION: Action.SUPERVISE, Form.CHAIR: Action.PUT_TO_CHAIR, Form.CHASE: Action.ISSUE_CHASE}


def issue_due(*, now: datetime) -> int:
    """Issue what the ladder leaves to time and whose day has come, as the worker does; returns how many.

    Of one share only the highest step, once for a due day, dated when it really goes out: a paper is not back-dated.
    None where the clock has stopped or was moved, where the unit waits for an office's word on an objection or more
    time, and where its signed reply lies with the office that checks it. Repeatable without harm.

    What is due is looked for before the write lock is taken; under it every share is judged again, a few at a time.
    What goes wrong with one share holds up no other: the rest goes out, then it is raised, so that somebody is told.
    """
    due = due_by_time(day_of(now))
    db.session.rollback()
    issued, wrong = 0, dict[int, Exception]()
    for start in range(0, len(due), BATCH):
        some = due[start : start + BATCH]
        try:
            issued += _issue_some(some, now=now)
        except Exception:
            log.exception("the ladder took none of %s steps at once: one by one", len(some))
            issued += _one_by_one(some, wrong, now=now)
    if wrong:
        raise ExceptionGroup(f"the ladder took {issued} steps and none for shares {sorted(wrong)}", [*wrong.values()])
    return issued


def _one_by_one(task_ids: Sequence[int], wrong: dict[int, Exception], *, now: datetime) -> int:
    """Each in a transaction of its own; what went wrong is put into `wrong` under its share."""
    issued = 0
    for task_id in task_ids:
        try:
            issued += _issue_some([task_id], now=now)
        except Exception as error:
            log.exception("the ladder took no step for share %s", task_id)
            wrong[task_id] = error
    return issued


@transactional
def _issue_some(task_ids: Sequence[int], *, now: datetime) -> int:
    today, issued = day_of(now), 0
    remember(task_ids)
    for task, step in due_steps(today, among=task_ids):
        if may(CLOCK, Action.ISSUE_CHASE, task, today=today):
            rung = step.rung
            what = _Step(rung.form, step.clock, step.due_on, rung.weight, rung, step.on)
            _issue(CLOCK, task, what, Said(), now=now)
            issued += 1
    return issued


@transactional
def supervise(actor: Actor, task_id: int, said: Said, *, now: datetime) -> int:
    """Issue a 督办通知 about a share that is late, once for its due day. Returns the suggestion's id.

    The ladder says from which day on it is proposed; an office may do so from the first day the share is late.
    """
    return _by_office(actor, task_id, Form.SUPERVISION, said, now=now)


@transactional
def put_to_chair(actor: Actor, task_id: int, said: Said, *, now: datetime) -> int:
    """Put a share that is late on the list for the chair meeting, once for its due day. Returns the suggestion's id."""
    return _by_office(actor, task_id, Form.CHAIR, said, now=now)


def _by_office(actor: Actor, task_id: int, form: Form, said: Said, *, now: datetime) -> int:
    task, today = fresh(Task, task_id), day_of(now)
    remember([task.id])
    require(actor, _ACTS[form], task, today=today)
    wrong = {} if said.words.strip() else {"words": "missing"}
    if said.answer_by is not None and said.answer_by < today:
        wrong["answer_by"] = "day_is_past"
    if wrong or task.due_on is None:
        raise Invalid(**wrong)
    clock = owed_clock(task, running_of(task))
    law = laws.rulebook_of(task.suggestion.assigned_on, today).chasing
    # Without a step in the rulebook an office's act weighs as its chase does, and all whom the law names are told.
    found = office_step(law.ladder, form, clock)
    weight = found.weight if found is not None else law.weights[side_of(actor.role)]
    _issue(actor, task, _Step(form, clock, task.due_on, weight, found), said, now=now)
    return task.suggestion_id


@dataclass(frozen=True)
class _Step:
    """What is issued: for which clock and due day, by which step of the rulebook, planned for which day."""

    form: Form
    clock: ClockKind
    due_on: date
    weight: int
    rung: Rung | None
    planned_on: date | None = None

    @property
    def key(self) -> str:
        return key_of(self.rung.code if self.rung is not None else self.form.value, self.clock)


def _issue(actor: Actor, task: Task, step: _Step, said: Said, *, now: datetime) -> None:
    one = Chase(form=step.form, side=side_of(actor.role), words=said.words, answer_by=said.answer_by)
    one.step, one.clock, one.due_on, one.weight = step.key, step.clock, step.due_on, step.weight
    one.name = step.rung.name if step.rung is not None else ""
    write(one, task, actor, now=now)
    facts = facts_of(one) | {"days_late": (day_of(now) - step.due_on).days}
    facts |= {"planned_on": step.planned_on.isoformat()} if step.planned_on is not None else {}
    among = frozenset({*step.rung.to, *step.rung.copies}) if step.rung is not None else None
    how: dict[str, Any] = {"note": said.words, "facts": facts, "files": said.files, "among": among}
    advance(task, _ACTS[step.form], actor, now=now, **how)
    kept: dict[str, Any] = {"ladder_steps": (task.ladder_steps or {}) | {step.key: step.due_on.isoformat()}}
    note(task, **kept, **({DAY_OF[step.form]: step.due_on} if step.form in DAY_OF else {}))
