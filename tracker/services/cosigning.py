"""Signing together: inviting deputies, agreeing, declining."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.limits import COSIGNERS
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.roles import Role
from tracker.models.people import Membership
from tracker.models.suggestions import Signature, Suggestion
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh


@transactional
def invite(actor: Actor, suggestion_id: int, membership_ids: Collection[int], *, now: datetime) -> int:
    """Ask deputies to sign the text as it stands; returns the suggestion's id.

    Only deputies of the author's own term can be asked. One who declined or whose signature lapsed is asked again.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    asked = _deputies(suggestion, membership_ids, now=now)
    if not asked:
        raise Invalid(deputies="nobody_chosen")
    held = {signature.person_id: signature for signature in suggestion.signatures}
    if len(held.keys() | {one.person_id for one in asked}) > COSIGNERS:
        raise Invalid(deputies="too_many")
    for deputy in asked:
        _ask(suggestion, deputy, held.get(deputy.person_id), now=now)
    advance(suggestion, Action.INVITE, actor, now=now, facts={"asked": [one.person_id for one in asked]})
    return suggestion.id


@transactional
def agree(actor: Actor, suggestion_id: int, *, text_no: int, now: datetime) -> int:
    """Sign the version that was read; returns the suggestion's id. A text changed meanwhile must be read first."""
    return _answer(actor, suggestion_id, Action.AGREE, SignatureState.AGREED, text_no=text_no, now=now)


@transactional
def decline(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Say no to an invitation; returns the suggestion's id."""
    return _answer(actor, suggestion_id, Action.DECLINE, SignatureState.DECLINED, text_no=None, now=now)


def _answer(
    actor: Actor, suggestion_id: int, action: Action, state: SignatureState, *, text_no: int | None, now: datetime
) -> int:
    suggestion = fresh(Suggestion, suggestion_id)
    if text_no is not None and text_no != suggestion.text_no:
        raise Invalid(text="text_has_changed")
    advance(suggestion, action, actor, now=now, facts={"text": suggestion.text_no})
    signature = next(one for one in suggestion.signatures if one.person_id == actor.person_id)
    signature.state = state
    signature.text_no = suggestion.text_no
    signature.membership_id = actor.membership_id
    signature.decided_at = now
    suggestion.signer_count = len(suggestion.signers)
    return suggestion.id


def _ask(suggestion: Suggestion, deputy: Membership, held: Signature | None, *, now: datetime) -> None:
    if held is None:
        ordinal = len(suggestion.signatures) + 1
        suggestion.signatures.append(
            Signature(
                person_id=deputy.person_id,
                membership_id=deputy.id,
                ordinal=ordinal,
                state=SignatureState.ASKED,
                text_no=suggestion.text_no,
                asked_at=now,
            )
        )
    elif held.state is not SignatureState.AGREED:
        held.state, held.text_no, held.asked_at, held.decided_at = SignatureState.ASKED, suggestion.text_no, now, None


def _deputies(suggestion: Suggestion, membership_ids: Collection[int], *, now: datetime) -> list[Membership]:
    author = fresh(Membership, suggestion.author_membership_id or 0)
    found = db.session.scalars(
        select(Membership)
        .where(
            Membership.id.in_(membership_ids),
            Membership.role == Role.DEPUTY,
            Membership.term_id == author.term_id,
            Membership.person_id != suggestion.author_id,
        )
        .order_by(Membership.id)
    )
    today = day_of(now)
    return [one for one in found if one.holds_on(today)]
