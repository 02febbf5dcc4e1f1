"""Conditions on what the signers of a paper do together: invitations by a day, taking back, changing the lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.domain.guards import Guard
from tracker.domain.parties import SignatureFacts, SignatureState, is_seated
from tracker.domain.states import PRIVATE
from tracker.domain.whys import Why

if TYPE_CHECKING:
    from tracker.domain.judging import Asked

MISSING = frozenset({SignatureState.ASKED, SignatureState.LAPSED, SignatureState.DECLINED})


def _others(asked: Asked) -> list[SignatureFacts]:
    """Who signed beside the lead and still holds a seat; nobody waits for those whose seat has ended."""
    paper = asked.case.suggestion
    return [
        one
        for one in paper.signatures
        if one.state is SignatureState.AGREED and one.person_id != paper.author_id and is_seated(one, asked.today)
    ]


def _own(asked: Asked) -> SignatureFacts | None:
    found = (one for one in asked.case.suggestion.signatures if one.person_id == asked.actor.person_id)
    return next(found, None)


def _invitation_is_open(asked: Asked) -> Why | None:
    own = _own(asked)
    until = own.answer_by if own is not None else None
    return Why.INVITATION_EXPIRED if until is not None and asked.today > until else None


def _invitations_have_lapsed(asked: Asked) -> Why | None:
    for one in asked.case.suggestion.signatures:
        if one.state is SignatureState.ASKED and one.answer_by is not None and asked.today > one.answer_by:
            return None
    return Why.INVITATIONS_RUN


def _somebody_is_missing(asked: Asked) -> Why | None:
    missing = any(one.state in MISSING for one in asked.case.suggestion.signatures)
    return None if missing else Why.NOBODY_MISSING


def _may_be_withdrawn(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if paper.a_reply_is_out:
        return Why.REPLY_IS_OUT
    if all(one.agrees_to_withdraw for one in _others(asked)) and (paper.withdrawal_asked_on or not _others(asked)):
        return None
    return Why.WITHDRAWAL_WAITS if paper.withdrawal_asked_on else Why.OTHERS_SIGNED


def _may_ask_withdrawal(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if paper.a_reply_is_out:
        return Why.REPLY_IS_OUT
    if paper.withdrawal_asked_on is not None:
        return Why.WITHDRAWAL_WAITS
    return None if _others(asked) else Why.NOBODY_ELSE_SIGNED


def _withdrawal_is_asked(asked: Asked) -> Why | None:
    return None if asked.case.suggestion.withdrawal_asked_on is not None else Why.NO_WITHDRAWAL_ASKED


def _consent_is_awaited(asked: Asked) -> Why | None:
    paper, own = asked.case.suggestion, _own(asked)
    if paper.withdrawal_asked_on is None:
        return Why.NO_WITHDRAWAL_ASKED
    if paper.a_reply_is_out:
        return Why.REPLY_IS_OUT
    return Why.CONSENT_IS_GIVEN if own is not None and own.agrees_to_withdraw else None


def _may_offer_lead(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if paper.state in PRIVATE and asked.actor.person_id != paper.author_id:
        return Why.NOT_VISIBLE
    if paper.lead_offered_to_id is not None:
        return Why.LEAD_IS_OFFERED
    return None if paper.is_delegations or _others(asked) else Why.NOBODY_TO_LEAD


def _lead_is_offered(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if paper.state in PRIVATE and asked.actor.person_id != paper.author_id:
        return Why.NOT_VISIBLE
    return None if paper.lead_offered_to_id is not None else Why.NO_LEAD_OFFERED


GUARDS: dict[Guard, Callable[[Asked], Why | None]] = {
    Guard.INVITATION_IS_OPEN: _invitation_is_open,
    Guard.INVITATIONS_HAVE_LAPSED: _invitations_have_lapsed,
    Guard.SOMEBODY_IS_MISSING: _somebody_is_missing,
    Guard.MAY_BE_WITHDRAWN: _may_be_withdrawn,
    Guard.MAY_ASK_WITHDRAWAL: _may_ask_withdrawal,
    Guard.WITHDRAWAL_IS_ASKED: _withdrawal_is_asked,
    Guard.CONSENT_IS_AWAITED: _consent_is_awaited,
    Guard.MAY_OFFER_LEAD: _may_offer_lead,
    Guard.LEAD_IS_OFFERED: _lead_is_offered,
}
