"""Asking the signers of a joint paper to agree that it is taken back, and their answers (撤回, handbook c.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._withdrawing import end_request, open_request, take_back_if_agreed


@transactional
def ask(actor: Actor, suggestion_id: int, *, reason: str, now: datetime, files: Sequence[str] = ()) -> int:
    """The lead asks every other signer; what they said to an earlier request counts no more. Returns the id.

    Raises `Refused` once a reply is out, while an earlier request runs, and for who signs alone.
    """
    if not reason.strip():
        raise Invalid(reason="missing")
    suggestion = fresh(Suggestion, suggestion_id)
    open_request(suggestion, actor, reason=reason, now=now, files=files)
    return suggestion.id


@transactional
def consent(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """A signer agrees; the last one's consent takes the paper back in the same step. Returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    advance(suggestion, Action.CONSENT_WITHDRAWAL, actor, now=now)
    own = next(one for one in suggestion.signatures if one.person_id == actor.person_id)
    own.agrees_to_withdraw = True
    take_back_if_agreed(suggestion, now=now)
    return suggestion.id


@transactional
def refuse(actor: Actor, suggestion_id: int, *, reason: str, would_lead: bool = False, now: datetime) -> int:
    """A signer does not agree: the request is over and the paper goes on. Returns the suggestion's id.

    `would_lead` tells the lead that this signer would carry it on in his place.
    """
    if not reason.strip():
        raise Invalid(reason="missing")
    suggestion = fresh(Suggestion, suggestion_id)
    facts = {"would_lead": would_lead}
    advance(suggestion, Action.REFUSE_WITHDRAWAL, actor, now=now, note=reason, facts=facts)
    end_request(suggestion)
    db.session.flush()
    return suggestion.id


@transactional
def recall(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """The lead no longer wants to take it back; returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    advance(suggestion, Action.RECALL_WITHDRAWAL, actor, now=now)
    end_request(suggestion)
    db.session.flush()
    return suggestion.id
