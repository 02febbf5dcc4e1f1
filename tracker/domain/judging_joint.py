"""Conditions on what the signers of a paper do together: invitations by a day, taking back, changing the lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.facts import JudgedSuggestion
from tracker.domain.guards import Guard
from tracker.domain.parties import CLOCK, SignatureFacts, SignatureState, is_seated
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import PRIVATE, SuggestionState
from tracker.domain.whys import Why

if TYPE_CHECKING:
    from tracker.domain.judging import Asked

UNDER_PEN = PRIVATE | {SuggestionState.RETURNED}
MISSING = frozenset({SignatureState.ASKED, SignatureState.LAPSED, SignatureState.DECLINED})


def valid_signers(paper: JudgedSuggestion, today: date) -> int:
    """How many sign it together, the lead included: who holds a seat on the day it is handed in (Asia/Shanghai).

    Ten propose a bill (organic law, article 22): whose seat ends later did so, who takes his name back did not.
    """
    day = today if paper.state in UNDER_PEN else paper.submitted_on or today
    return 1 + sum(one.state is SignatureState.AGREED and is_seated(one, day) for one in paper.signatures)


def has_a_say(paper: JudgedSuggestion, one: SignatureFacts) -> bool:
    """Whether the paper is this signer's as well: it is not taken back without him (Shanghai, article 10).

    Of a paper sent back also his who signed what was handed in and has not signed the new text yet: the lead does not
    rid himself of the others by changing a word.
    """
    renews = paper.state is SuggestionState.RETURNED and one.text_no < paper.text_no
    return one.state is SignatureState.AGREED or (one.state is SignatureState.LAPSED and renews)


def _others(asked: Asked) -> list[SignatureFacts]:
    """Who has a say beside the lead and still holds a seat; nobody waits for those whose seat has ended."""
    paper = asked.case.suggestion
    others = [one for one in paper.signatures if one.person_id != paper.author_id]
    return [one for one in others if has_a_say(paper, one) and is_seated(one, asked.today)]


def _lead_is_seated(asked: Asked) -> bool:
    until = asked.case.suggestion.lead_seat_until
    return until is not None and asked.today <= until


def _asker_has_left(asked: Asked) -> bool:
    """Whether who asks to take the paper back holds no seat any more: a request is no longer his to make."""
    return asked.case.suggestion.withdrawal_asked_on is not None and not _lead_is_seated(asked)


def _somebody_could_lead(asked: Asked) -> bool:
    signed = any(one.state is SignatureState.AGREED for one in _others(asked))
    return asked.case.suggestion.is_delegations or signed


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
    if _asker_has_left(asked):
        return Why.ASKER_HAS_LEFT
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
    if asked.case.suggestion.withdrawal_asked_on is None:
        return Why.NO_WITHDRAWAL_ASKED
    if asked.actor == CLOCK:
        return None
    if _asker_has_left(asked):
        return Why.ASKER_HAS_LEFT
    return None if _is_leads_or_signers(asked) else Why.NOT_YOURS


def _is_leads_or_signers(asked: Asked) -> bool:
    paper, own = asked.case.suggestion, _own(asked)
    return asked.actor.person_id == paper.author_id or (own is not None and has_a_say(paper, own))


def _consent_is_awaited(asked: Asked) -> Why | None:
    paper, own = asked.case.suggestion, _own(asked)
    if paper.withdrawal_asked_on is None:
        return Why.NO_WITHDRAWAL_ASKED
    if _asker_has_left(asked):
        return Why.ASKER_HAS_LEFT
    if paper.a_reply_is_out:
        return Why.REPLY_IS_OUT
    if not _is_leads_or_signers(asked):
        return Why.NOT_YOURS
    return Why.CONSENT_IS_GIVEN if own is not None and own.agrees_to_withdraw else None


def _may_offer_lead(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if paper.state in PRIVATE and asked.actor.person_id != paper.author_id:
        return Why.NOT_VISIBLE
    if paper.lead_offered_to_id is not None:
        return Why.LEAD_IS_OFFERED
    # The desk acts for who cannot act himself any more, not behind the back of who can. A delegation's paper is not
    # its contact person's own.
    if asked.actor.role is Role.DESK and _lead_is_seated(asked) and not paper.is_delegations:
        return Why.LEAD_HOLDS_SEAT
    if not _somebody_could_lead(asked):
        return Why.NOBODY_TO_LEAD
    # Asked last, for it is looked up: a closed paper needs somebody only while deputies are asked about a promise.
    return Why.NOTHING_TO_LEAD if paper.state is SuggestionState.CLOSED and not paper.open_promises else None


def _correction_is_over(asked: Asked) -> Why | None:
    """That the day to hand a returned paper in again has passed, or that nobody is left who could."""
    paper = asked.case.suggestion
    if paper.due_kind == ClockKind.CORRECTION and paper.due_on is not None and asked.today > paper.due_on:
        return None
    # A lead without a seat is waited for no longer than somebody else may take the paper on.
    left = not _lead_is_seated(asked) and (paper.due_on is None or not _somebody_could_lead(asked))
    return None if left else Why.CORRECTION_RUNS


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
    Guard.CORRECTION_IS_OVER: _correction_is_over,
}
