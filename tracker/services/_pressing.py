"""How much a share is pressed (催办), kept on the share and its suggestion inside another act's transaction.

Written past the versions of both: a chase changes nothing of the case, and a form somebody of the unit has open on it
stays good.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, update

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.ladder import Form
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.chases import OF_SHARE

# With these the unit has answered, or owes nothing any more.
ENDS = frozenset({Action.REPLIED, Action.OPINE, Action.END})
# What eases a promise: kept, or no longer owed, or owed by another day; and what answers those who chased it.
PROMISE_ENDS = frozenset({Action.FULFIL, Action.GRANT_CHANGE, Action.DROP_COMMITMENT, Action.REPLACE_COMMITMENT})
PROMISE_ANSWERS = frozenset({Action.NOTE_PROGRESS, Action.EXPLAIN_UNKEPT, Action.ASK_MOVE, Action.ASK_DROP})
# Where a share keeps for which due day an office issued its step.
DAY_OF = {Form.SUPERVISION: "supervised_for", Form.CHAIR: "put_to_chair_for"}
_EASED: dict[str, Any] = {"chases": 0, "pressure": 0, "chases_open": 0, "chase_again": {}}


def ease(case: Suggestion | Task | Round | Commitment, action: Action, event: Event, *, today: date) -> None:
    """Take the pressure off a share whose answer goes out or that ends, or off a promise; what was chased stays on
    record."""
    if isinstance(case, Commitment):
        _ease_promise(case, action, event, today)
        return
    if action not in ENDS or not isinstance(case, Task) or not case.chases:
        return
    still = OF_SHARE, Chase.task_id == case.id, Chase.ended_on.is_(None)
    ended = update(Chase).where(*still).values(ended_on=today)
    db.session.execute(ended, execution_options={"synchronize_session": "fetch"})
    note(case, **_EASED)


def _ease_promise(one: Commitment, action: Action, event: Event, today: date) -> None:
    """What the unit says of a promise answers everybody who chased it; once it is kept, moved or dropped it is no
    longer pressed."""
    if not one.chases:
        return
    quietly: dict[str, Any] = {"synchronize_session": "fetch"}
    waiting = Chase.commitment_id == one.id, Chase.ended_on.is_(None)
    if action in PROMISE_ENDS:
        db.session.execute(update(Chase).where(*waiting).values(ended_on=today), execution_options=quietly)
        note_promise(one, **_EASED)
    elif action in PROMISE_ANSWERS and one.chases_open:
        said = {"answer": event.note, "answered_by_id": event.person_id, "answered_at": event.at}
        unanswered = update(Chase).where(*waiting, Chase.answered_at.is_(None))
        db.session.execute(unanswered.values(said), execution_options=quietly)
        note_promise(one, chases_open=0)


def note_promise(one: Commitment, **values: Any) -> None:
    """Set how a promise is pressed, past its version."""
    db.session.flush()
    changed = update(Commitment).where(Commitment.id == one.id).values(values)
    db.session.execute(changed, execution_options={"synchronize_session": False})
    db.session.expire(one, list(values))


def note(task: Task, **values: Any) -> None:
    """Set how a share is pressed, and the sum on its suggestion."""
    quietly: dict[str, Any] = {"synchronize_session": False}
    db.session.flush()
    db.session.execute(update(Task).where(Task.id == task.id).values(values), execution_options=quietly)
    held = select(func.sum(Task.chases), func.sum(Task.pressure)).where(Task.suggestion_id == task.suggestion_id)
    chases, pressure = db.session.execute(held).one()
    whole = update(Suggestion).where(Suggestion.id == task.suggestion_id).values(chases=chases, pressure=pressure)
    db.session.execute(whole, execution_options=quietly)
    db.session.expire(task, list(values))
    db.session.expire(task.suggestion, ["chases", "pressure"])


def remember(task_ids: Collection[int]) -> None:
    """Let shares remember the steps that were issued for the due days they have now: two statements where none was
    forgotten.

    A share remembers of each step the last due day it was issued for. A day that moves away and back has had its steps
    all the same.
    """
    if not task_ids:
        return
    db.session.flush()
    runs = and_(Clock.task_id == Chase.task_id, Clock.kind == Chase.clock, Clock.due_on == Chase.due_on)
    wanted = select(Chase).join(Clock, runs).where(Chase.task_id.in_(task_ids), Chase.step.is_not(None))
    issued: dict[int, list[Chase]] = {}
    for one in db.session.scalars(wanted.where(Clock.stopped_on.is_(None)).order_by(Chase.id)):
        issued.setdefault(one.task_id, []).append(one)
    for task in db.session.scalars(select(Task).where(Task.id.in_(sorted(issued))).order_by(Task.id)):
        _remember(task, issued[task.id])


def _remember(task: Task, issued: list[Chase]) -> None:
    steps = {one.step: one.due_on.isoformat() for one in issued if one.step and one.due_on}
    days = {DAY_OF[one.form]: one.due_on for one in issued if one.form in DAY_OF and one.due_on == task.due_on}
    known = task.ladder_steps or {}
    if steps.items() <= known.items() and all(getattr(task, name) == day for name, day in days.items()):
        return
    note(task, ladder_steps=known | steps, **days)
