"""The facts of papers about a matter that was taken up (升级协调): the notice of the meeting, and its minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.clock import day_of
from tracker.domain.documents import Paper, PaperKind
from tracker.models.escalations import Escalation
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion
from tracker.queries import escalations
from tracker.queries.cases import find_round
from tracker.queries.documents_case import Office, label_of, sealed_of, shown_of
from tracker.queries.documents_past import signatories, signers_at, unit_at


def meeting_notice(suggestion: Suggestion, escalation_id: int, where: Office) -> Paper | None:
    """协调会议通知 as it was sent out, whatever the meeting came to: two statements."""
    held = _held(suggestion, escalation_id)
    if held is None:
        return None
    on, unit = day_of(held.made_at), unit_at(held.round.task, held.made_at)
    sealed = sealed_of(suggestion) | _sealed(held, unit) | {"on": on}
    shown = _shown(suggestion, unit, where, held.made_at)
    label = label_of(suggestion, where, unit=where.desk, on=on)
    return Paper(PaperKind.ESCALATION, suggestion.id, escalation_id, label, sealed, shown, at=held.made_at)


def minutes(suggestion: Suggestion, escalation_id: int, where: Office) -> Paper | None:
    """协调会议纪要 with what the meeting came to; none while it is planned: two statements."""
    held = _held(suggestion, escalation_id)
    if held is None or held.came_to is None or held.closed_at is None:
        return None
    on, unit = day_of(held.closed_at), unit_at(held.round.task, held.closed_at)
    sealed = (
        sealed_of(suggestion)
        | _sealed(held, unit)
        | {
            "held_on": held.held_on,
            "held_place": held.where_held,
            "chaired_by": held.chaired_by,
            "who_came": held.who_came,
            "words": held.words,
            "document_no": held.document_no,
            "came_to": held.came_to.value,
            "on": on,
        }
    )
    shown = _shown(suggestion, unit, where, held.closed_at)
    label = label_of(suggestion, where, document_no=held.document_no, unit=where.desk, on=on)
    return Paper(PaperKind.MINUTES, suggestion.id, escalation_id, label, sealed, shown, at=held.closed_at)


def _held(suggestion: Suggestion, escalation_id: int) -> Escalation | None:
    every = escalations.of_suggestion(suggestion.id)
    held = next((one for one in every if one.id == escalation_id), None)
    return held if held is not None and find_round(suggestion, held.round_id) is not None else None


def _sealed(held: Escalation, unit: Unit) -> dict[str, Any]:
    return {
        "unit_id": unit.id,
        "way": held.way.value,
        "reason": held.reason,
        "planned_on": held.planned_on,
        "place": held.place,
        "times": held.round.no,
        "before": held.round.document_no,
        "before_on": held.round.delivered_on,
    }


def _shown(suggestion: Suggestion, unit: Unit, where: Office, at: datetime) -> dict[str, Any]:
    names = [one.name for one in signatories(signers_at(suggestion, at).ids)]
    told = {"unit": unit.name, "by_coordinator": unit.has_coordinator, "to": names}
    return shown_of(suggestion, where, at) | told


__all__ = ["meeting_notice", "minutes"]
