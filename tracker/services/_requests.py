"""What is open about a share and nobody has answered yet, when the share goes on without it or ends."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.states import ClearanceStage, RoundState
from tracker.models.procedures import Disagreement, Extension, Hearing, Objection, Say
from tracker.models.tasks import Task
from tracker.services._advance import advance


def drop_open(task: Task, *, now: datetime) -> None:
    """End an objection and a request for more time that are still open: the reply is out.

    Who replies has accepted the share; the row says that nobody ruled.
    """
    if task.objection_is_open:
        drop_objection(task, now=now)
    if task.extension_is_open:
        drop_extension(task, now=now)


def drop_all(task: Task, *, now: datetime) -> None:
    """End whatever is open about a share that ends, a disagreement too. Called before the task itself ends."""
    drop_open(task, now=now)
    if task.disagreement_is_open:
        drop_disagreement(task, now=now)
    drop_check(task, now=now)


def drop_check(task: Task, *, now: datetime) -> None:
    """What was signed is checked no longer, because its unit has it no longer; the draft stays as it was."""
    for one in task.rounds:
        if one.state is RoundState.IN_CLEARANCE and one.stage is ClearanceStage.CHECK:
            advance(one, Action.DROP_CHECK, CLOCK, now=now)
            one.stage = one.signed_by_id = one.signed_at = None


def drop_disagreement(task: Task, *, now: datetime) -> None:
    """Nobody decides it any more; both views stay, without a decision."""
    one = db.session.scalars(
        select(Disagreement).where(Disagreement.task_id == task.id, Disagreement.decided_at.is_(None))
    ).one()
    one.decided_at = now
    task.disagreement_is_open = False
    advance(task, Action.DROP_DISAGREEMENT, CLOCK, now=now, facts={"point": one.point})


def drop_objection(task: Task, *, now: datetime) -> None:
    """Nobody rules on it any more; the unit it named is heard no longer."""
    one = open_objection(task)
    one.is_upheld, one.ruled_at = False, now
    close_hearings(task, on=day_of(now))
    task.objection_is_open = task.objection_is_arbiters = False
    advance(task, Action.DROP_OBJECTION, CLOCK, now=now)


def drop_extension(task: Task, *, now: datetime) -> None:
    """Nobody decides on it any more."""
    one = open_extension(task)
    one.is_granted, one.decided_at = False, now
    task.extension_is_open = False
    advance(task, Action.DROP_EXTENSION, CLOCK, now=now)


def open_objection(task: Task) -> Objection:
    """The objection that waits for a ruling; the flag on the task says that there is one."""
    return db.session.scalars(
        select(Objection).where(Objection.task_id == task.id, Objection.is_upheld.is_(None))
    ).one()


def open_extension(task: Task) -> Extension:
    """The request that waits for a decision; the flag on the task says that there is one."""
    return db.session.scalars(
        select(Extension).where(Extension.task_id == task.id, Extension.is_granted.is_(None))
    ).one()


def close_hearings(task: Task, *, on: date) -> None:
    """End every hearing about this share; who said nothing has no objection. `on` is a day of Asia/Shanghai."""
    open_ones = select(Hearing).where(Hearing.task_id == task.id, Hearing.closed_on.is_(None))
    for one in db.session.scalars(open_ones):
        one.closed_on, one.say = on, one.say or Say.SILENT
        task.suggestion.open_hearings -= 1
    db.session.flush()
    db.session.expire(task.suggestion, ["hearings"])
