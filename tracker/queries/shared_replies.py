"""The drafts of one unit in the other papers of a group."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.kinds import called
from tracker.domain.letter_texts import Subject, received
from tracker.domain.parties import Actor
from tracker.domain.states import RoundState, TaskState
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.models.tasks import Round, Task


def drafts_beside(actor: Actor, one: Round) -> Sequence[Round]:
    """The drafts of the other papers of the group that this person writes for the same unit, by number, with their
    papers and answers: three statements, however many there are."""
    suggestion = one.suggestion
    paper = joinedload(Round.task).joinedload(Task.suggestion)
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
        .options(
            paper.joinedload(Suggestion.author),
            paper.joinedload(Suggestion.text).selectinload(SuggestionText.requests),
            selectinload(Round.answers),
        )
        .order_by(Suggestion.number_sort, Suggestion.id)
    )
    return db.session.scalars(wanted).all() if suggestion.group_id is not None else ()


def subject_of(suggestion: Suggestion) -> Subject:
    """What a reply to this paper is about."""
    title = called(suggestion.title, suggestion.kind)
    first = received(title, joint=suggestion.signer_count > 1, of_delegation=suggestion.is_delegations)
    return Subject(title, suggestion.title.strip(), suggestion.author.name if suggestion.author else "", first)


def subjects_beside(suggestion: Suggestion) -> list[Subject]:
    """What the other papers of its group are about: one statement, none for a paper in no group."""
    if suggestion.group_id is None:
        return []
    wanted = select(Suggestion).where(Suggestion.group_id == suggestion.group_id, Suggestion.id != suggestion.id)
    return [subject_of(one) for one in db.session.scalars(wanted.options(joinedload(Suggestion.author)))]
