"""Chasing a unit about a share it has not answered (催办): by deputies and offices, and what the unit says to that.

The steps of the ladder are in `ladder.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.ladder import Form, Side, side_of
from tracker.domain.limits import BATCH
from tracker.domain.parties import Actor
from tracker.domain.permissions import require, why_not
from tracker.domain.whys import Why
from tracker.models.chases import Chase
from tracker.models.tasks import Task
from tracker.queries import law as laws
from tracker.queries.chases import OF_SHARE
from tracker.queries.ladder import owed_clock, running_of
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._numbers import next_serial
from tracker.services._pressing import note

# What goes out on paper; a deputy writes none, and the list for the chair meeting is a list.
PAPERS = frozenset({Form.CHASE, Form.SUPERVISION})


@dataclass(frozen=True)
class Said:
    """What somebody says to the unit, and until when it is asked to answer (a day of Asia/Shanghai)."""

    words: str = ""
    answer_by: date | None = None
    files: Sequence[str] = ()


@transactional
def chase(
    actor: Actor,
    task_id: int,
    said: Said = Said(),
    *,
    now: datetime,
) -> int:
    """Chase a share that its unit has not answered; what is said is optional. Returns the suggestion's id.

    Of an office it is a numbered paper (催办单), of a deputy a word on record; both weigh as the rulebook says. Raises
    `Refused` within the pause of this side (calendar days of the rulebook), and `Invalid` for a day that has passed.
    """
    task = fresh(Task, task_id)
    require(actor, Action.CHASE, task, today=day_of(now))
    if said.answer_by is not None and said.answer_by < day_of(now):
        raise Invalid(answer_by="day_is_past")
    _chase(actor, task, said, now=now)
    return task.suggestion_id


@transactional
def chase_batch(actor: Actor, task_ids: Sequence[int], *, words: str, now: datetime) -> list[list[Any]]:
    """Chase every share of a list that may be chased now; returns each with why it was not, or nothing where it was.

    Raises `Invalid` where nothing was chosen or more than a batch may hold.
    """
    ids = list(dict.fromkeys(task_ids))
    if not ids or len(ids) > BATCH:
        raise Invalid(picks="too_many" if ids else "nobody_chosen")
    found = {one.id: one for one in db.session.scalars(select(Task).where(Task.id.in_(ids)))}
    come: list[list[Any]] = []
    for task_id in ids:
        task = found.get(task_id)
        why = why_not(actor, Action.CHASE, task, today=day_of(now)) if task is not None else Why.NOT_VISIBLE
        if why is None and task is not None:
            _chase(actor, task, Said(words), now=now)
        come.append([task_id, why.value if why is not None else ""])
    return come


def _chase(actor: Actor, task: Task, said: Said, *, now: datetime) -> None:
    side, today = side_of(actor.role), day_of(now)
    law = laws.rulebook_of(task.suggestion.assigned_on, today).chasing
    one = Chase(form=Form.CHASE, side=side, words=said.words, answer_by=said.answer_by)
    # The paper tells the day as it was when it was sent.
    one.weight, one.due_on, one.clock = law.weights[side], task.due_on, owed_clock(task, running_of(task))
    write(one, task, actor, now=now)
    facts = facts_of(one) | {"again_on": law.again_on(today).isoformat()}
    advance(task, Action.CHASE, actor, now=now, note=said.words, facts=facts, files=said.files)
    # Judged before: from now on this side waits.
    note(task, chase_again=(task.chase_again or {}) | {side.value: facts["again_on"]})


def write(one: Chase, task: Task, actor: Actor, *, now: datetime) -> None:
    """Put a chase on record and its weight on the share; on paper it takes the next number of its series.

    Only of a share whose act is judged: what is refused undoes it with the transaction.
    """
    one.count = task.chases + 1
    keep(one, task, actor, now=now)
    note(task, chases=one.count, pressure=task.pressure + one.weight, chases_open=task.chases_open + 1)


def keep(one: Chase, task: Task, actor: Actor, *, now: datetime) -> None:
    """Put a chase on record as somebody's of now, with the next number of its series where it is a paper."""
    one.suggestion_id, one.task_id = task.suggestion_id, task.id
    one.by_id, one.made_at = actor.person_id, now
    if one.form in PAPERS and one.side is not Side.DEPUTY:
        one.series = f"{one.form}-{day_of(now).year}"
        one.serial = next_serial(one.series)
    db.session.add(one)


def facts_of(one: Chase) -> dict[str, Any]:
    """What the record says of a chase."""
    told: dict[str, Any] = {"chase": one.id, "form": one.form.value, "side": one.side.value, "count": one.count}
    told |= {"weight": one.weight}
    if one.serial is not None:
        told |= {"series": one.series, "serial": one.serial}
    if one.answer_by is not None:
        told |= {"answer_by": one.answer_by.isoformat()}
    if one.due_on is not None:
        told |= {"due_on": one.due_on.isoformat()}
    if one.name:
        told |= {"name": one.name}
    return told


@transactional
def answer(actor: Actor, task_id: int, *, words: str, now: datetime, files: Sequence[str] = ()) -> int:
    """Say how far the matter is to everybody whose chase waits; the pressure stays until the reply itself goes out.

    Returns the suggestion's id.
    """
    task = fresh(Task, task_id)
    require(actor, Action.ANSWER_CHASE, task, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    waiting = OF_SHARE, Chase.task_id == task.id, Chase.answered_at.is_(None), Chase.ended_on.is_(None)
    count = db.session.scalar(select(func.count()).select_from(Chase).where(*waiting))
    advance(task, Action.ANSWER_CHASE, actor, now=now, note=words, facts={"answered": count}, files=files)
    told = {"answer": words, "answered_by_id": actor.person_id, "answered_at": now}
    db.session.execute(update(Chase).where(*waiting).values(told), execution_options={"synchronize_session": "fetch"})
    note(task, chases_open=0)
    return task.suggestion_id
