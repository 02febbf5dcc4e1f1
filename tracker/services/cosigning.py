"""Signing together: inviting deputies by a day, their answers, what lapses when nobody answers, names taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker.clock import day_of, end_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.judging_joint import MISSING
from tracker.domain.lifecycle import STEPS
from tracker.domain.limits import COSIGNERS
from tracker.domain.parties import CLOCK, Actor, SignatureState
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.models.people import Membership
from tracker.models.suggestions import Signature, Suggestion
from tracker.queries import law as laws
from tracker.queries.sittings import last_day_for_bills
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._seating import sit_now
from tracker.services._withdrawing import close_offer, take_back_if_agreed

# An invitation further ahead than this is a slip of the pen.
LONGEST_INVITATION = timedelta(days=366)


@transactional
def invite(
    actor: Actor,
    suggestion_id: int,
    membership_ids: Collection[int],
    *,
    now: datetime,
    answer_by: date | None = None,
) -> int:
    """Ask deputies to sign the text as it stands, until a day of Asia/Shanghai; returns the suggestion's id.

    Only deputies of the term the author sits in today can be asked. One who declined or whose signature lapsed is asked
    again. The day is the rulebook's (`invitation`) unless another is given; `Invalid` for one that has passed.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    until = _until(answer_by, is_bill=suggestion.is_bill, now=now)
    sit_now(suggestion, actor, day_of(now))
    asked = _deputies(suggestion, membership_ids, now=now)
    if not asked:
        raise Invalid(deputies="nobody_chosen")
    held = {signature.person_id: signature for signature in suggestion.signatures}
    if len(held.keys() | {one.person_id for one in asked}) > COSIGNERS:
        raise Invalid(deputies="too_many")
    for deputy in asked:
        _ask(suggestion, deputy, held.get(deputy.person_id), until=until, now=now)
    advance(suggestion, Action.INVITE, actor, now=now, facts=_asked_facts([one.person_id for one in asked], until))
    return suggestion.id


@transactional
def ask_again(
    actor: Actor, suggestion_id: int, person_ids: Collection[int], *, now: datetime, answer_by: date | None = None
) -> int:
    """Ask those who have not answered, declined or must sign the changed text anew; returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    until, chosen = _until(answer_by, is_bill=suggestion.is_bill, now=now), set(person_ids)
    missing = [one for one in suggestion.signatures if one.person_id in chosen and one.state in MISSING]
    facts = _asked_facts([one.person_id for one in missing], until)
    advance(suggestion, Action.ASK_AGAIN, actor, now=now, facts=facts)
    if not missing:
        raise Invalid(deputies="nobody_chosen")
    for signature in missing:
        # Whose agreement lapsed with the old text is shown what changed since: what he signed stays known.
        if signature.state is SignatureState.DECLINED or signature.text_no == suggestion.text_no:
            signature.state, signature.text_no = SignatureState.ASKED, suggestion.text_no
            signature.decided_at = None
        signature.answer_by, signature.asked_at = until, now
    return suggestion.id


@transactional
def agree(
    actor: Actor,
    suggestion_id: int,
    *,
    text_no: int,
    now: datetime,
    opinion: str = "",
    opened_at: datetime | None = None,
) -> int:
    """Sign the version that was read; returns the suggestion's id. A text changed meanwhile must be read first.

    `opened_at` is when the page with the text was opened. Raises `Refused` after the day to answer by.
    """
    said = _Said(SignatureState.AGREED, opinion, opened_at)
    return _answer(actor, suggestion_id, Action.AGREE, said, text_no=text_no, now=now)


@transactional
def decline(
    actor: Actor, suggestion_id: int, *, now: datetime, opinion: str = "", opened_at: datetime | None = None
) -> int:
    """Say no to an invitation; returns the suggestion's id."""
    said = _Said(SignatureState.DECLINED, opinion, opened_at)
    return _answer(actor, suggestion_id, Action.DECLINE, said, text_no=None, now=now)


@transactional
def leave(actor: Actor, suggestion_id: int, *, reason: str, now: datetime) -> int:
    """Take one's name back before the paper is registered; returns the suggestion's id.

    What was open between the signers goes on without him: an offer to lead ends, a paper all others want to take back
    is taken back.
    """
    if not reason.strip():
        raise Invalid(reason="missing")
    suggestion = fresh(Suggestion, suggestion_id)
    advance(suggestion, Action.LEAVE, actor, now=now, note=reason)
    for signature in suggestion.signatures:
        if signature.person_id == actor.person_id:
            signature.state, signature.decided_at = SignatureState.DECLINED, now
            signature.opinion = reason
    if suggestion.lead_offered_to_id == actor.person_id:
        close_offer(suggestion, was_taken=False, now=now)
    suggestion.signer_count = len(suggestion.signers)
    take_back_if_agreed(suggestion, now=now)
    return suggestion.id


@transactional
def lapse_due(*, now: datetime, most: int = 200) -> int:
    """Let invitations lapse whose day is over, as the worker does; returns on how many papers. Repeatable."""
    today = day_of(now)
    overdue = (Signature.state == SignatureState.ASKED, Signature.answer_by < today)
    wanted = select(Signature.suggestion_id).join(Suggestion, Suggestion.id == Signature.suggestion_id).where(*overdue)
    open_ = wanted.where(Suggestion.state.in_(sorted(STEPS[Action.LAPSE_INVITATION].frm)))
    ids = db.session.scalars(open_.distinct().order_by(Signature.suggestion_id).limit(most)).all()
    for suggestion_id in ids:
        _lapse(fresh(Suggestion, suggestion_id), today, now=now)
    return len(ids)


def _lapse(suggestion: Suggestion, today: date, *, now: datetime) -> None:
    silent = [
        one
        for one in suggestion.signatures
        if one.state is SignatureState.ASKED and one.answer_by is not None and one.answer_by < today
    ]
    facts = {"silent": [one.person_id for one in silent]}
    advance(suggestion, Action.LAPSE_INVITATION, CLOCK, now=now, facts=facts)
    for signature in silent:
        # The end of the last day, however late the worker looked.
        signature.state, signature.decided_at = SignatureState.LAPSED, end_of(signature.answer_by or today)


def default_until(now: datetime, *, is_bill: bool) -> date | None:
    """The last day to answer an invitation of this hour, by the rulebook; None where the city sets none.

    Of a bill never later than bills are taken: who signs after that has signed nothing.
    """
    today = day_of(now)
    until = laws.rulebook_for(today).due_on(ClockKind.INVITATION, today, laws.calendar_now())
    closes = last_day_for_bills(now) if is_bill else None
    return min((day for day in (until, closes) if day is not None), default=None)


def _until(answer_by: date | None, *, is_bill: bool, now: datetime) -> date | None:
    today = day_of(now)
    if answer_by is None:
        return default_until(now, is_bill=is_bill)
    closes = last_day_for_bills(now) if is_bill else None
    if closes is not None and answer_by > closes:
        raise Invalid(answer_by="answer_after_bills")
    if answer_by < today:
        raise Invalid(answer_by="answer_in_past")
    if answer_by > today + LONGEST_INVITATION:
        raise Invalid(answer_by="answer_too_far")
    return answer_by


def _asked_facts(person_ids: list[int], until: date | None) -> dict[str, object]:
    return {"asked": person_ids, "answer_by": until.isoformat() if until else None}


@dataclass(frozen=True)
class _Said:
    """The answer to an invitation."""

    state: SignatureState
    opinion: str
    opened_at: datetime | None


def _answer(
    actor: Actor, suggestion_id: int, action: Action, said: _Said, *, text_no: int | None, now: datetime
) -> int:
    suggestion = fresh(Suggestion, suggestion_id)
    if text_no is not None and text_no != suggestion.text_no:
        raise Invalid(text="text_has_changed")
    facts: dict[str, object] = {"text": suggestion.text_no}
    if said.opened_at is not None:
        facts["opened_at"] = said.opened_at.isoformat()
    advance(suggestion, action, actor, now=now, note=said.opinion, facts=facts)
    signature = next(one for one in suggestion.signatures if one.person_id == actor.person_id)
    signature.state, signature.opinion, signature.opened_at = said.state, said.opinion, said.opened_at
    signature.text_no = suggestion.text_no
    signature.membership_id = actor.membership_id
    signature.decided_at = now
    suggestion.signer_count = len(suggestion.signers)
    # Who will not sign the corrected text keeps nobody from taking the paper back.
    take_back_if_agreed(suggestion, now=now)
    return suggestion.id


def _ask(
    suggestion: Suggestion, deputy: Membership, held: Signature | None, *, until: date | None, now: datetime
) -> None:
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
                answer_by=until,
            )
        )
    elif held.state is not SignatureState.AGREED:
        held.state, held.text_no, held.asked_at, held.decided_at = SignatureState.ASKED, suggestion.text_no, now, None
        held.answer_by, held.opinion, held.opened_at = until, "", None


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
