"""A real case to show a template with: the latest one that has such a paper and that its reader may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from tracker.db import db
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.ladder import Form
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.states import PRIVATE, SuggestionState
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.escalations import Escalation
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
    if (has := _HAS.get(kind)) is not None:
        wanted = wanted.where(has)
    return wanted.order_by(Suggestion.id.desc())


def _among(ids: Select[int]) -> ColumnElement[bool]:
    return Suggestion.id.in_(ids)


_SHARES = select(Task.suggestion_id)
_ANSWERED = _among(_SHARES.where(Task.replied_on.is_not(None)))
_HAS: dict[PaperKind, ColumnElement[bool]] = {
    K.REFUSAL: Suggestion.state == SuggestionState.NOT_ACCEPTED,
    K.WITHDRAWAL: Suggestion.state == SuggestionState.WITHDRAWN,
    K.NOTICE: Suggestion.assigned_on.is_not(None),
    K.OBJECTION: _among(select(Objection.suggestion_id)),
    K.EXTENSION: _among(select(Extension.suggestion_id)),
    K.OPINION: _among(_SHARES.where(Task.role == TaskRole.CO)),
    K.REPLY: _ANSWERED,
    K.FORM: _ANSWERED,
    K.CHASE: _among(select(Chase.suggestion_id).where(Chase.serial.is_not(None), Chase.form == Form.CHASE)),
    K.SUPERVISION: _among(select(Chase.suggestion_id).where(Chase.form == Form.SUPERVISION)),
    K.REHANDLING: _among(_SHARES.join(Round, Round.task_id == Task.id).where(Round.no > 1)),
    K.ESCALATION: _among(select(Escalation.suggestion_id)),
    K.MINUTES: _among(select(Escalation.suggestion_id).where(Escalation.came_to.is_not(None))),
    K.COMMITMENTS: _among(select(Commitment.suggestion_id)),
    K.SECOND: _among(select(Commitment.suggestion_id).where(Commitment.second_document_no != "")),
}
