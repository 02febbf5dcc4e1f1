"""How much a share is pressed (催办), kept on the share and its suggestion inside another act's transaction.

Written past the versions of both: a chase changes nothing of the case, and a form somebody of the unit has open on it
stays good.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from tracker.db import db
from tracker.domain.actions import Action
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

# With these the unit has answered, or owes nothing any more.
ENDS = frozenset({Action.REPLIED, Action.OPINE, Action.END})
_EASED: dict[str, Any] = {"chases": 0, "pressure": 0, "chases_open": 0, "chase_again": {}}


def ease(case: Suggestion | Task | Round | Commitment, action: Action, *, today: date) -> None:
    """Take the pressure off a share whose answer goes out or that ends; what was chased stays on record."""
    if action not in ENDS or not isinstance(case, Task) or not case.chases:
        return
    ended = update(Chase).where(Chase.task_id == case.id, Chase.ended_on.is_(None)).values(ended_on=today)
    db.session.execute(ended, execution_options={"synchronize_session": "fetch"})
    note(case, **_EASED)


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
