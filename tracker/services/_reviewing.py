"""Who has a paper in review: set by beginning it and by taking it over; inside other services."""

from __future__ import annotations

from datetime import datetime

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance

BEGINNING = frozenset({Action.TAKE_UP, Action.TAKE_OVER})


def begin(action: Action, actor: Actor, suggestion: Suggestion, *, now: datetime) -> int:
    """Begin or take over the review; returns the suggestion's id."""
    before = suggestion.reviewer_id if action is Action.TAKE_OVER else None
    advance(suggestion, action, actor, now=now, facts={"before": before} if before else None)
    suggestion.reviewer_id, suggestion.review_since = actor.person_id, now
    return suggestion.id
