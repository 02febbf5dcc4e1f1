"""Another deputy leads a paper (更换领衔代表): the offer, the answer, and what changes with it, which is little."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, SignatureState, is_seated
from tracker.domain.roles import Role
from tracker.domain.states import OWED, CommitmentState, RoundState
from tracker.models.commitments import Commitment
from tracker.models.joint import LeadChange
from tracker.models.people import Membership
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Delivery
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._withdrawing import close_offer, lapse_request


@transactional
def offer(
    actor: Actor, suggestion_id: int, *, person_id: int | None, reason: str, now: datetime, files: Sequence[str] = ()
) -> int:
    """The lead, or the desk for one who cannot act, asks a signer to lead on; returns the suggestion's id.

    Of a delegation's paper any deputy of that delegation may be asked. Raises `Invalid` for anybody else, and without
    a reason.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    facts = {"lead": person_id}
    advance(suggestion, Action.OFFER_LEAD, actor, now=now, note=reason, facts=facts, files=files)
    if person_id is None or person_id not in candidates(suggestion, today=day_of(now)):
        raise Invalid(person="unknown")
    if not reason.strip():
        raise Invalid(reason="missing")
    suggestion.lead_offered_to_id = person_id
    db.session.add(
        LeadChange(
            suggestion_id=suggestion.id,
            from_person_id=suggestion.author_id,
            to_person_id=person_id,
            reason=reason,
            offered_by_id=actor.person_id,
            offered_at=now,
        )
    )
    db.session.flush()
    return suggestion.id


@transactional
def take(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Lead the paper from now on; returns the suggestion's id.

    Who led it before stays a signer while his seat lasts. Number, replies, deliveries and ratings stay as they are; a
    request to take the paper back ends, for it was the former lead's, and the story says so.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    seat, today = fresh(Membership, actor.membership_id or 0), day_of(now)
    former, former_seat = suggestion.author_id, suggestion.author_membership_id
    facts = {"lead": actor.person_id, "former": former} | _unsigned(suggestion, actor.person_id)
    facts |= _was_and_is(suggestion, seat, today=today)
    advance(suggestion, Action.TAKE_LEAD, actor, now=now, facts=facts)
    _keep_as_signer(suggestion, former, former_seat, today=today, now=now)
    for signature in suggestion.signatures:
        if signature.person_id == actor.person_id:
            signature.state, signature.membership_id = SignatureState.LEADS, seat.id
    suggestion.author_id, suggestion.author_membership_id = seat.person_id, seat.id
    suggestion.delegation_id = seat.delegation_id
    close_offer(suggestion, was_taken=True, now=now)
    lapse_request(suggestion, former, has_left=False, now=now)
    _may_rate(suggestion, seat.person_id, now=now)
    db.session.flush()
    db.session.expire(suggestion, ["author", "delegation"])
    suggestion.signer_count = len(suggestion.signers)
    return suggestion.id


@transactional
def decline(actor: Actor, suggestion_id: int, *, reason: str = "", now: datetime) -> int:
    """Do not lead it: everything stays as it is. Returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    advance(suggestion, Action.DECLINE_LEAD, actor, now=now, note=reason)
    close_offer(suggestion, was_taken=False, now=now)
    db.session.flush()
    return suggestion.id


@transactional
def recall(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Take the offer back before it is answered; returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    advance(suggestion, Action.RECALL_LEAD, actor, now=now)
    close_offer(suggestion, was_taken=None, now=now)
    db.session.flush()
    return suggestion.id


def candidates(suggestion: Suggestion, *, today: date) -> list[int]:
    """Persons who may be asked to lead it, on a day of Asia/Shanghai: who signed, for a delegation its deputies."""
    found = [
        one.person_id for one in suggestion.signatures if one.state is SignatureState.AGREED and is_seated(one, today)
    ]
    if suggestion.is_delegations:
        seats = select(Membership).where(
            Membership.delegation_id == suggestion.delegation_id, Membership.role == Role.DEPUTY
        )
        found += [one.person_id for one in db.session.scalars(seats.order_by(Membership.id)) if one.holds_on(today)]
    return [one for one in dict.fromkeys(found) if one != suggestion.author_id]


def _unsigned(suggestion: Suggestion, person_id: int | None) -> dict[str, Any]:
    """Of a delegation's paper one may come to lead who was asked to sign and did not: papers before it name him not."""
    held = next((one for one in suggestion.signatures if one.person_id == person_id), None)
    return {"had_signed": False} if held is not None and held.state is not SignatureState.AGREED else {}


def _was_and_is(suggestion: Suggestion, seat: Membership, *, today: date) -> dict[str, Any]:
    """Delegation and number of signers before and after: figures of earlier days say what was then."""
    former = suggestion.author_id
    others = {one.person_id for one in suggestion.signatures if one.state is SignatureState.AGREED}
    stays = _signs_on(suggestion, former, today=today)
    return {
        "delegation": [suggestion.delegation_id, seat.delegation_id],
        "signers": [len(suggestion.signers), 1 + len(others - {seat.person_id, former}) + stays],
    }


def _signs_on(suggestion: Suggestion, person_id: int | None, *, today: date) -> bool:
    """Whether the former lead stays a signer: while his seat lasts.

    The contact person of a delegation's paper goes as he came: only where he had signed it himself he signs on.
    """
    held = any(one.person_id == person_id for one in suggestion.signatures)
    if person_id is None or (suggestion.is_delegations and not held):
        return False
    seats = select(Membership).where(Membership.person_id == person_id, Membership.role == Role.DEPUTY)
    return any(one.holds_on(today) for one in db.session.scalars(seats))


def _may_rate(suggestion: Suggestion, person_id: int, *, now: datetime) -> None:
    """A reply that waits for its rating waits for the new lead too; what was delivered to others stays."""
    for one in [one for task in suggestion.tasks for one in task.rounds if one.state is RoundState.DELIVERED]:
        own = next((each for each in one.deliveries if each.person_id == person_id), None)
        if own is None:
            one.deliveries.append(Delivery(person_id=person_id, delivered_at=now))
        else:
            own.may_rate = True
    _is_asked_of_promises(suggestion, person_id, now=now)


def _is_asked_of_promises(suggestion: Suggestion, person_id: int, *, now: datetime) -> None:
    """What a reply promised is asked of the new lead too; of the reply itself, which is rated, he says nothing more."""
    living = select(Commitment.round_id).where(
        Commitment.suggestion_id == suggestion.id, Commitment.state.in_((*OWED, CommitmentState.FULFILLED))
    )
    rounds = set(db.session.scalars(living))
    for one in [one for task in suggestion.tasks for one in task.rounds if one.id in rounds]:
        if all(each.person_id != person_id for each in one.deliveries):
            one.deliveries.append(Delivery(person_id=person_id, delivered_at=now, may_rate=False))


def _keep_as_signer(
    suggestion: Suggestion, person_id: int | None, seat_id: int | None, *, today: date, now: datetime
) -> None:
    """The former lead signs on; one whose seat has ended stands in the history only."""
    held = next((one for one in suggestion.signatures if one.person_id == person_id), None)
    if person_id is None or not _signs_on(suggestion, person_id, today=today):
        if held is not None:
            held.state = SignatureState.LAPSED
        return
    if held is None:
        held = Signature(person_id=person_id, ordinal=len(suggestion.signatures) + 1, asked_at=now)
        suggestion.signatures.append(held)
    held.state, held.membership_id, held.text_no = SignatureState.AGREED, seat_id, suggestion.text_no
    held.decided_at = now
