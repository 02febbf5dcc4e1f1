"""The drafts of one unit in the other papers of a group."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.states import RoundState, TaskState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task


def drafts_beside(actor: Actor, one: Round) -> Sequence[Round]:
    """The drafts of the other papers of the group that this person writes for the same unit, by number."""
    suggestion = one.suggestion
    wanted = (
        select(Round)
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(
            Suggestion.group_id == suggestion.group_id,
            Suggestion.id != suggestion.id,
            Task.unit_id == one.task.unit_id,
            Task.handler_id == actor.person_id,
            Task.state == TaskState.HANDLING,
            Round.state == RoundState.DRAFTING,
        )
        .order_by(Suggestion.number_sort, Suggestion.id)
    )
    return db.session.scalars(wanted).all() if suggestion.group_id is not None else ()
