"""A real case to show a template with: the latest one that has such a paper and that its reader may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from tracker.db import db
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.states import PRIVATE, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.procedures import Extension, Objection
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import documents
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.queries.documents import Listed
from tracker.queries.scope import visible_to

K = PaperKind
LOOKED_AT = 5


@dataclass(frozen=True)
class Sample:
    """The case and the paper of it that is shown."""

    suggestion: Suggestion
    listed: Listed

    def paper(self, *, today: date) -> Paper | None:
        return documents.paper(self.suggestion, self.listed.kind, self.listed.thing_id, today=today)


def sample_case(actor: Actor, kind: PaperKind) -> Sample | None:
    """The latest case with a paper of this kind; nothing where there is none among the last few that may have one."""
    for suggestion_id in db.session.scalars(_likely(actor, kind).limit(LOOKED_AT)).all():
        suggestion = find_suggestion(actor, suggestion_id)
        if suggestion is None:
            continue
        for one in documents.listed(actor, suggestion, beside(suggestion)):
            if one.kind is kind and not one.is_draft:
                return Sample(suggestion, one)
    return None


def _likely(actor: Actor, kind: PaperKind) -> Select[int]:
    wanted = select(Suggestion.id).where(
        visible_to(actor), Suggestion.state.not_in([*PRIVATE, SuggestionState.ARCHIVED])
    )
    return wanted.where(*_has(kind)).order_by(Suggestion.id.desc())


def _has(kind: PaperKind) -> Iterator[ColumnElement[bool]]:
    tasks = select(Task.suggestion_id)
    if kind is K.REFUSAL:
        yield Suggestion.state == SuggestionState.NOT_ACCEPTED
    elif kind is K.WITHDRAWAL:
        yield Suggestion.state == SuggestionState.WITHDRAWN
    elif kind is K.OBJECTION:
        yield Suggestion.id.in_(select(Objection.suggestion_id))
    elif kind is K.EXTENSION:
        yield Suggestion.id.in_(select(Extension.suggestion_id))
    elif kind is K.OPINION:
        yield Suggestion.id.in_(tasks.where(Task.role == TaskRole.CO))
    elif kind is K.REHANDLING:
        yield Suggestion.id.in_(tasks.join(Round, Round.task_id == Task.id).where(Round.no > 1))
    elif kind is K.COMMITMENTS:
        yield Suggestion.id.in_(select(Commitment.suggestion_id))
    elif kind in (K.REPLY, K.FORM):
        yield Suggestion.id.in_(tasks.where(Task.replied_on.is_not(None)))
    elif kind is K.NOTICE:
        yield Suggestion.assigned_on.is_not(None)
