"""What becomes of an outcome put to the deputy when something else is done to the paper; inside other services."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select

from tracker.clock import SHANGHAI, day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.models.reviews import IntendedOutcome, Reception
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance

LAST_MOMENT = time(23, 59, 59)


def last_put(suggestion: Suggestion) -> IntendedOutcome | None:
    """The outcome put last, whatever became of it."""
    return db.session.scalars(
        select(IntendedOutcome)
        .where(IntendedOutcome.suggestion_id == suggestion.id)
        .order_by(IntendedOutcome.id.desc())
        .limit(1)
    ).first()


def receive(
    suggestion: Suggestion, reception: Reception, *, by_id: int | None, at: datetime, answer: str = ""
) -> IntendedOutcome:
    """Write what became of the open outcome on its row and on the case."""
    outcome = last_put(suggestion)
    assert outcome is not None
    if outcome.reception is None:
        outcome.reception, outcome.answer = reception, answer
        outcome.answered_by_id, outcome.answered_at = by_id, at
    suggestion.reception = outcome.reception.value
    return outcome


def forget(suggestion: Suggestion) -> None:
    """Nothing is intended any more; the rows keep what was."""
    suggestion.intended = suggestion.intended_by_id = suggestion.intended_until = suggestion.reception = None


def end_with(suggestion: Suggestion, actor: Actor, *, now: datetime) -> None:
    """The paper takes another way while something was intended: what lies open is recalled, or silence if it was."""
    if suggestion.intended is None:
        return
    if suggestion.reception is None:
        lapse_if_over(suggestion, now=now)
    if suggestion.reception is None:
        receive(suggestion, Reception.RECALLED, by_id=actor.person_id, at=now)
    forget(suggestion)


def lapse_if_over(suggestion: Suggestion, *, now: datetime) -> bool:
    """Record silence where the day to answer by is over and nobody has yet; dated at the end of that day."""
    until = suggestion.intended_until
    if suggestion.intended is None or suggestion.reception is not None or until is None or day_of(now) <= until:
        return False
    kind = suggestion.intended
    advance(suggestion, Action.LAPSE_OUTCOME, CLOCK, now=now, facts={"kind": kind, "until": until.isoformat()})
    end = datetime.combine(until, LAST_MOMENT, tzinfo=SHANGHAI)
    receive(suggestion, Reception.SILENT, by_id=None, at=end)
    return True
