"""Taking a paper back (撤回) and all that ends with it, inside the transaction of whoever brings it about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of, end_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may
from tracker.domain.states import TaskState
from tracker.models.joint import LeadChange
from tracker.models.suggestions import Suggestion
from tracker.queries.signing import last_note
from tracker.services._advance import advance
from tracker.services._grouping import take_out
from tracker.services._key_marks import end_with
from tracker.services._outcomes import end_with as end_outcome
from tracker.services._requests import drop_all


def take_back(
    suggestion: Suggestion,
    actor: Actor,
    *,
    now: datetime,
    note: str,
    facts: dict[str, Any] | None = None,
    action: Action = Action.WITHDRAW,
) -> None:
    """Withdraw the paper: number, texts and what was done so far stay, everything that still runs stops.

    `action`: what ends it, where it is not taken back but was never rightly there.

    Raises `Refused` when a reply is out or not every signer has agreed (handbook c.4).
    """
    end_outcome(suggestion, actor, now=now)
    advance(suggestion, action, actor, now=now, note=note, facts=facts)
    suggestion.withdrawal_asked_on = None
    close_offer(suggestion, was_taken=None, now=now)
    _end_hearings(suggestion, now=now)
    if suggestion.group_id is not None:
        take_out(CLOCK, suggestion, why="本件已撤回", now=now, was_withdrawn=True)
    end_with(suggestion, why="本件已撤回", now=now)
    for task in suggestion.tasks:
        if task.state is not TaskState.ENDED:
            drop_all(task, now=now)
            advance(task, Action.END, CLOCK, now=now)
    db.session.flush()


def set_aside(suggestion: Suggestion, actor: Actor, *, now: datetime, note: str) -> None:
    """A returned paper is waited for no longer; what its signers had open among themselves ends with it."""
    advance(suggestion, Action.SET_ASIDE, actor, now=now, note=note)
    close_offer(suggestion, was_taken=None, now=now)
    end_request(suggestion)
    db.session.flush()


def take_back_if_agreed(suggestion: Suggestion, *, now: datetime) -> bool:
    """Carry out what was asked of the signers once every one of them who still holds a seat has agreed."""
    db.session.flush()
    if suggestion.withdrawal_asked_on is None or not may(CLOCK, Action.WITHDRAW, suggestion, today=day_of(now)):
        return False
    # The units read why they stop, though not what the signers said to each other.
    take_back(suggestion, CLOCK, now=now, note=last_note(suggestion, Action.ASK_WITHDRAWAL))
    return True


def open_request(
    suggestion: Suggestion, actor: Actor, *, reason: str, now: datetime, files: Sequence[str] = ()
) -> None:
    """Ask every other signer; what they said to an earlier request counts no more."""
    advance(suggestion, Action.ASK_WITHDRAWAL, actor, now=now, note=reason, files=files)
    end_request(suggestion)
    suggestion.withdrawal_asked_on = day_of(now)
    db.session.flush()


def end_request(suggestion: Suggestion) -> None:
    """Nobody is asked to agree to taking it back any more."""
    suggestion.withdrawal_asked_on = None
    for signature in suggestion.signatures:
        signature.agrees_to_withdraw = None


def close_offer(suggestion: Suggestion, *, was_taken: bool | None, now: datetime) -> LeadChange | None:
    """Answer the open offer to lead, if there is one: taken, declined, or (None) taken back."""
    if suggestion.lead_offered_to_id is None:
        return None
    suggestion.lead_offered_to_id = None
    change = db.session.scalars(
        select(LeadChange).where(LeadChange.suggestion_id == suggestion.id, LeadChange.answered_at.is_(None))
    ).one()
    change.was_taken, change.answered_at = was_taken, now
    return change


def lapse_offer(suggestion: Suggestion, last_day: date, *, now: datetime) -> None:
    """The open offer to lead ends with the seat of who was asked, at the end of its last day (Asia/Shanghai)."""
    if suggestion.state in STEPS[Action.LAPSE_LEAD].frm:
        advance(suggestion, Action.LAPSE_LEAD, CLOCK, now=now, facts={"lead": suggestion.lead_offered_to_id})
    close_offer(suggestion, was_taken=False, now=end_of(last_day))
    db.session.flush()


def lapse_request(suggestion: Suggestion, former_id: int | None, *, has_left: bool, now: datetime) -> None:
    """The open request to take it back ends with who made it: his seat is over, or another deputy leads now."""
    if suggestion.withdrawal_asked_on is not None and suggestion.state in STEPS[Action.LAPSE_WITHDRAWAL].frm:
        facts = {"former": former_id} | ({"has_left": True} if has_left else {})
        advance(suggestion, Action.LAPSE_WITHDRAWAL, CLOCK, now=now, facts=facts)
    end_request(suggestion)
    db.session.flush()


def _end_hearings(suggestion: Suggestion, *, now: datetime) -> None:
    suggestion.circulates = False
    if not suggestion.open_hearings:
        return
    for one in suggestion.hearings:
        if one.closed_on is None:
            one.closed_on = day_of(now)
    suggestion.open_hearings = 0
