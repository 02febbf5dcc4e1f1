"""One case with what judgement needs, found only inside what the actor may read: fetching is authorising."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import Actor, Party
from tracker.domain.roles import Role
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.models.tasks import Round, Task
from tracker.queries.scope import visible_to


def find_suggestion(actor: Actor, suggestion_id: int) -> Suggestion | None:
    """The suggestion if the actor may read it, with text, signatures, tasks and rounds: six statements."""
    return (
        db.session.scalars(
            select(Suggestion)
            .where(Suggestion.id == suggestion_id, visible_to(actor))
            .options(
                joinedload(Suggestion.author),
                joinedload(Suggestion.session),
                joinedload(Suggestion.delegation),
                joinedload(Suggestion.category),
                joinedload(Suggestion.proposed_unit),
                joinedload(Suggestion.text).selectinload(SuggestionText.requests),
                selectinload(Suggestion.signatures),
                selectinload(Suggestion.tasks).options(
                    joinedload(Task.unit),
                    joinedload(Task.handler),
                    joinedload(Task.opinion),
                    selectinload(Task.rounds).options(
                        joinedload(Round.signed_by),
                        selectinload(Round.answers),
                        selectinload(Round.ratings),
                        selectinload(Round.deliveries),
                    ),
                ),
            )
        )
        .unique()
        .one_or_none()
    )


def find_task(suggestion: Suggestion, task_id: int) -> Task | None:
    """A task through its suggestion, never by bare id (rule R3)."""
    return next((task for task in suggestion.tasks if task.id == task_id), None)


def find_round(suggestion: Suggestion, round_id: int) -> Round | None:
    """A round through its suggestion."""
    return next((one for task in suggestion.tasks for one in task.rounds if one.id == round_id), None)


# Acts whose line everybody may read who may read the case at all.
_TOLD_TO_ALL = sorted(step.action.value for step in STEPS.values() if Party.DEPUTY in step.seen_by)


def last_event(actor: Actor, suggestion_id: int) -> tuple[Event, str | None] | None:
    """The newest event of a case that this actor may read, and who did it: what a refused or stale form is told."""
    told = () if actor.role is Role.DESK else (Event.action.in_(_TOLD_TO_ALL),)
    row = db.session.execute(
        select(Event, Person.name)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.suggestion_id == suggestion_id, *told)
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None
