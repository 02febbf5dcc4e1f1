"""The end of a round of asking the units (预交办), inside the transaction of whoever brings it about."""

from __future__ import annotations

from datetime import date, datetime

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.procedures import HeardOn, Hearing, Say
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance


def open_drafts(suggestion: Suggestion) -> list[Hearing]:
    """The units still asked about the draft distribution."""
    return [one for one in suggestion.hearings if one.on is HeardOn.DRAFT and one.closed_on is None]


def end_circulation(actor: Actor, suggestion: Suggestion, *, on: date, now: datetime) -> None:
    """Whoever has not spoken is silent, which is no objection; dated `on`, a day of Asia/Shanghai.

    Raises `Refused` when no round is open, or when time itself would end one before its day.
    """
    silent = open_drafts(suggestion)
    advance(suggestion, Action.CLOSE_CIRCULATION, actor, now=now, facts={"silent": len(silent)})
    for one in silent:
        one.say, one.closed_on = Say.SILENT, on
    suggestion.open_hearings -= len(silent)
    suggestion.circulates = False
