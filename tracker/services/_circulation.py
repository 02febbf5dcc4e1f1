"""The end of a round of asking the units (预交办), inside the transaction of whoever brings it about."""

from __future__ import annotations

from datetime import date, datetime

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.procedures import HeardOn, Hearing, Say
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance


def open_drafts(suggestion: Suggestion) -> list[Hearing]:
    """The units asked about the draft distribution, whether they have spoken or not, while the round is open."""
    return [one for one in suggestion.hearings if one.on is HeardOn.DRAFT and one.closed_on is None]


def close_drafts(suggestion: Suggestion, *, on: date) -> None:
    """Nobody is asked any more from a day of Asia/Shanghai on; what was not said by then is silence."""
    for one in open_drafts(suggestion):
        one.say, one.closed_on = one.say or Say.SILENT, on
        suggestion.open_hearings -= 1


def end_circulation(actor: Actor, suggestion: Suggestion, *, on: date, now: datetime) -> None:
    """Whoever has not spoken is silent, which is no objection; dated `on`, a day of Asia/Shanghai.

    Raises `Refused` when no round is open, or when time itself would end one before its day.
    """
    silent = [one for one in open_drafts(suggestion) if one.say is None]
    advance(suggestion, Action.CLOSE_CIRCULATION, actor, now=now, facts={"silent": len(silent)})
    close_drafts(suggestion, on=on)
    suggestion.circulates = False
