"""Many papers at once with what judging an act on each needs: a fixed number of statements, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.scope import sees


def papers_of(actor: Actor, ids: Collection[int]) -> Sequence[Suggestion]:
    """Those of these papers that the actor may read, by number: whoever asks by other ids finds nothing."""
    tasks = selectinload(Suggestion.tasks)
    wanted = (
        select(Suggestion)
        .where(Suggestion.id.in_(ids), sees(actor.role))
        .options(
            joinedload(Suggestion.author),
            joinedload(Suggestion.session),
            undefer(Suggestion.lead_seat_until),
            selectinload(Suggestion.signatures),
            selectinload(Suggestion.entries),
            selectinload(Suggestion.hearings),
            tasks.joinedload(Task.unit),
            tasks.joinedload(Task.handler),
            tasks.selectinload(Task.rounds),
        )
        .order_by(Suggestion.number_sort, Suggestion.id)
    )
    return db.session.scalars(wanted, values(actor)).all()
