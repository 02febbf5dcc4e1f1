"""What lies beside a case in tables of its own, so that a page asks only for what is there: one statement."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, or_, select

from tracker.db import db
from tracker.models.attachments import Attachment
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.contacts import Contact
from tracker.models.escalations import Escalation
from tracker.models.joint import GroupMembership, LeadChange, PaperEntry, SuggestionLink
from tracker.models.key_items import KeyPaper
from tracker.models.look_backs import LookBackLine
from tracker.models.procedures import Disagreement, Explanation, Extension, Hearing, Objection
from tracker.models.ratings import QualityRating
from tracker.models.reviews import IntendedOutcome
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.models.tellings import Sending, SendingState, Telling


def beside(suggestion: Suggestion) -> frozenset[str]:
    """The names of the tables below that hold anything about this suggestion."""
    row = db.session.execute(_statement(), {"of": suggestion.id}).one()._mapping
    return frozenset(name for name, there in row.items() if there)


def _rounds(of: Any) -> Any:
    return select(Round.id).join(Task, Task.id == Round.task_id).where(Task.suggestion_id == of)


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    of = bindparam("of", type_=Integer)
    tables: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "attachments": (Attachment.key, Attachment.suggestion_id == of),
        "links": (SuggestionLink.id, or_(SuggestionLink.later_id == of, SuggestionLink.earlier_id == of)),
        "groups": (GroupMembership.id, GroupMembership.suggestion_id == of),
        "lead_changes": (LeadChange.id, LeadChange.suggestion_id == of),
        "entries": (PaperEntry.id, PaperEntry.suggestion_id == of),
        "outcomes": (IntendedOutcome.id, IntendedOutcome.suggestion_id == of),
        "contacts": (Contact.id, Contact.task_id.in_(select(Task.id).where(Task.suggestion_id == of))),
        "hearings": (Hearing.id, Hearing.suggestion_id == of),
        "objections": (Objection.id, Objection.suggestion_id == of),
        "extensions": (Extension.id, Extension.suggestion_id == of),
        "chases": (Chase.id, Chase.suggestion_id == of),
        "escalations": (Escalation.id, Escalation.suggestion_id == of),
        "second_replies": (
            Commitment.id,
            and_(Commitment.suggestion_id == of, Commitment.second_document_no != ""),
        ),
        "key_items": (KeyPaper.id, and_(KeyPaper.suggestion_id == of, KeyPaper.bound_on.is_not(None))),
        "look_backs": (LookBackLine.id, LookBackLine.round_id.in_(_rounds(of))),
        "quality_ratings": (QualityRating.id, QualityRating.round_id.in_(_rounds(of))),
        "disagreements": (Disagreement.id, Disagreement.suggestion_id == of),
        "explanations": (Explanation.id, Explanation.task_id.in_(select(Task.id).where(Task.suggestion_id == of))),
    }
    failed = select(Sending.id).where(Sending.state.in_((SendingState.FAILED, SendingState.SETTLED)))
    tables["undelivered"] = (Telling.id, and_(Telling.suggestion_id == of, Telling.sending_id.in_(failed)))
    return select(*(exists(select(key).where(held)).label(name) for name, (key, held) in tables.items()))
