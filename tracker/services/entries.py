"""Paper beside screen (代录): staff enter what came on paper; whoever it belongs to confirms or disputes it.

An entered paper is a filed paper and goes on; it stays marked until its side has spoken. Ratings have a
stricter way of their own, with two named persons (`paper_ratings.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.entries import Entered, awaits
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.permissions import require
from tracker.domain.roles import Role
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Signature, Suggestion
from tracker.services._advance import advance
from tracker.services._entering import Came, as_handed_in, birth_of, files_of, note_entry, recount, seat_on, twins_of
from tracker.services._files import bind
from tracker.services._load import Invalid, fresh
from tracker.services._withdrawing import close_offer
from tracker.services.submissions import Paper, refuse_marked, write_text


@dataclass(frozen=True)
class PaperSigner:
    """A deputy's seat and the day of signing that stands on the paper (Asia/Shanghai)."""

    membership_id: int
    signed_on: date


@transactional
def enter_paper(
    actor: Actor, paper: Paper, lead: PaperSigner, others: Sequence[PaperSigner], came: Came, *, now: datetime
) -> int:
    """Enter a whole paper with the deputies who signed it; it is filed on the day it came in. Returns its id.

    A bill counts as handed in at the hour it came on paper: the session must have taken bills then, and as many must
    have signed as the rulebook of that day asks (ten by the congress law). Raises `Invalid` for a paper that is not
    complete or is marked as secret (PB-10), for a day nobody can mean, for a deputy without a seat that day or named
    twice, and where neither a scan nor the place of the original is given.
    """
    refuse_marked(paper)
    came.check(day_of(now))
    seats = [seat_on(one.membership_id, came.received_on) for one in (lead, *others)]
    _check_signers(actor, [seat.person_id for seat in seats], [lead, *others], came)
    suggestion = birth_of(paper, seats[0], came, now=now)
    _check_place(actor, suggestion)
    if suggestion.is_bill and len(seats) < suggestion.bill_signers_needed:
        raise Invalid(signers="too_few_for_bill")
    held = files_of(came, actor, suggestion)
    facts = came.facts(held) | {"for_person": seats[0].person_id, "cosigners": [one.person_id for one in seats[1:]]}
    facts["on_paper_of"] = lead.signed_on.isoformat()
    facts |= {"kind": paper.kind.value} if suggestion.is_bill else {}
    event = advance(suggestion, Action.ENTER_PAPER, actor, now=now, facts=facts)
    write_text(suggestion, paper, actor, now=now)
    as_handed_in(suggestion)
    bind(held, event)
    note_entry(actor, suggestion, Entered.SUGGESTION, came, lead.signed_on, person_id=seats[0].person_id, now=now)
    for ordinal, (one, seat) in enumerate(zip(others, seats[1:], strict=True), start=1):
        _sign(suggestion, seat.person_id, one, ordinal, now=now)
        note_entry(actor, suggestion, Entered.SIGNATURE, came, one.signed_on, person_id=seat.person_id, now=now)
    recount(suggestion)
    return suggestion.id


@transactional
def enter_signature(actor: Actor, suggestion_id: int, signer: PaperSigner, came: Came, *, now: datetime) -> int:
    """Enter one more co-signer of a paper that has no number yet; returns the paper's id.

    Whose signature was disputed is entered again by the desk alone, once it has looked into it.
    """
    suggestion = fresh(Suggestion, suggestion_id)
    require(actor, Action.ENTER_SIGNATURE, suggestion, today=day_of(now))
    came.check(day_of(now))
    seat = seat_on(signer.membership_id, came.received_on, field="signer")
    signature = next((one for one in suggestion.signatures if one.person_id == seat.person_id), None)
    if seat.person_id == suggestion.author_id or (signature and signature.state is SignatureState.AGREED):
        raise Invalid(signer="already_signed")
    if seat.person_id == actor.person_id:
        raise Invalid(signer="own_entry")
    if signer.signed_on > came.received_on:
        raise Invalid(signed_on="signed_after_receipt")
    _check_signed_this(suggestion, signature, signer.signed_on)
    _check_not_denied(actor, suggestion, seat.person_id)
    held = files_of(came, actor, suggestion)
    facts = came.facts(held) | {"for_person": seat.person_id, "on_paper_of": signer.signed_on.isoformat()}
    event = advance(suggestion, Action.ENTER_SIGNATURE, actor, now=now, facts=facts)
    bind(held, event)
    if signature is None:
        last = db.session.scalar(select(func.max(Signature.ordinal)).where(Signature.suggestion_id == suggestion.id))
        _sign(suggestion, seat.person_id, signer, (last or 0) + 1, now=now)
    else:
        signature.state, signature.text_no, signature.decided_at = SignatureState.AGREED, suggestion.text_no, None
    note_entry(actor, suggestion, Entered.SIGNATURE, came, signer.signed_on, person_id=seat.person_id, now=now)
    recount(suggestion)
    return suggestion.id


def _check_not_denied(actor: Actor, suggestion: Suggestion, person_id: int) -> None:
    """Nobody puts a name back that its deputy has denied, but the desk that has seen the original and asked him."""
    mine = [one for one in suggestion.entries if one.person_id == person_id and one.what is Entered.SIGNATURE]
    if any(one.is_unsettled for one in mine):
        raise Invalid(signer="denied_unsettled")
    if any(one.is_disputed for one in mine) and actor.role is not Role.DESK:
        raise Invalid(signer="denied_before")


@transactional
def confirm(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Say that everything entered here for this actor is right; returns the paper's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    _answer(actor, suggestion, Action.CONFIRM_ENTRY, words="", now=now)
    return suggestion.id


@transactional
def dispute(actor: Actor, suggestion_id: int, *, words: str, now: datetime) -> int:
    """Say what is wrong with what was entered here for this actor; returns the paper's id.

    A disputed signature counts no longer. What becomes of a disputed paper, receipt or reply is for the desk to decide
    (`disputed_entries.settle`).
    """
    suggestion = fresh(Suggestion, suggestion_id)
    require(actor, Action.DISPUTE_ENTRY, suggestion, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    _answer(actor, suggestion, Action.DISPUTE_ENTRY, words=words, now=now)
    return suggestion.id


def _answer(actor: Actor, suggestion: Suggestion, action: Action, *, words: str, now: datetime) -> None:
    require(actor, action, suggestion, today=day_of(now))
    mine = [one for one in suggestion.entries if awaits(one, actor)]
    facts: dict[str, Any] = {"what": sorted({one.what.value for one in mine})}
    if action is Action.DISPUTE_ENTRY:
        facts |= _signers_left(suggestion, mine)
    advance(suggestion, action, actor, now=now, note=words, facts=facts)
    for one in mine:
        one.answered_by_id, one.answered_at = actor.person_id, now
        one.is_disputed, one.words = action is Action.DISPUTE_ENTRY, words
        if one.is_disputed and one.what is Entered.SIGNATURE:
            _take_back(suggestion, one, now=now)
        for twin in twins_of(one):
            twin.answered_by_id, twin.answered_at = one.answered_by_id, now
            twin.is_disputed, twin.words = one.is_disputed, one.words
            recount(twin.suggestion)
    recount(suggestion)


def _signers_left(suggestion: Suggestion, disputed: Sequence[PaperEntry]) -> dict[str, Any]:
    """How many had signed and sign on, where a signature is disputed: figures of earlier days say what was then."""
    denied = {one.person_id for one in disputed if one.what is Entered.SIGNATURE}
    signed = [one for one in suggestion.signatures if one.state is SignatureState.AGREED]
    number, gone = len(suggestion.signers), sum(one.person_id in denied for one in signed)
    return {"signers": [number, number - gone]} if gone else {}


def _take_back(suggestion: Suggestion, entry: PaperEntry, *, now: datetime) -> None:
    if suggestion.lead_offered_to_id == entry.person_id:
        # Who says that he never signed it does not lead it on either.
        close_offer(suggestion, was_taken=False, now=now)
    for signature in suggestion.signatures:
        if signature.person_id == entry.person_id and signature.state is SignatureState.AGREED:
            signature.state, signature.decided_at = SignatureState.DECLINED, entry.answered_at


def _check_signed_this(suggestion: Suggestion, signature: Signature | None, signed_on: date) -> None:
    """A name on paper stands under the text of its day: not under one written since, nor against a later word of his.

    The text of a paper entered here is older than the day it was typed: the first one is as it was signed.
    """
    is_as_entered = suggestion.text_no == 1 and any(one.what is Entered.SUGGESTION for one in suggestion.entries)
    if suggestion.text is not None and not is_as_entered and signed_on < day_of(suggestion.text.made_at):
        raise Invalid(signed_on="signed_older_text")
    if signature is None or signature.decided_at is None:
        return
    # A dispute is no such word: it says that what was entered is wrong, and this mends it.
    disputes = {one.answered_at for one in suggestion.entries if one.is_disputed}
    own_word = signature.state is SignatureState.DECLINED and signature.decided_at not in disputes
    if own_word and signed_on < day_of(signature.decided_at):
        raise Invalid(signed_on="signed_before_leaving")


def _sign(suggestion: Suggestion, person_id: int, one: PaperSigner, ordinal: int, *, now: datetime) -> None:
    # When he signed stands on the paper and with the entry; nobody has signed anything here.
    db.session.add(
        Signature(
            suggestion_id=suggestion.id,
            person_id=person_id,
            membership_id=one.membership_id,
            ordinal=ordinal,
            state=SignatureState.AGREED,
            text_no=suggestion.text_no,
            asked_at=now,
        )
    )


def _check_place(actor: Actor, suggestion: Suggestion) -> None:
    """Said at the field, so that nobody loses a typed paper to a refusal of the law."""
    if actor.role is Role.DELEGATION_CLERK and suggestion.delegation_id != actor.delegation_id:
        raise Invalid(lead="other_delegation")
    if actor.role is Role.BILL_GROUP and not suggestion.in_session:
        raise Invalid(received_on="not_in_session")


def _check_signers(actor: Actor, persons: Sequence[int], signed: Sequence[PaperSigner], came: Came) -> None:
    if actor.person_id in persons:
        raise Invalid(lead="own_entry")
    if len(set(persons)) != len(persons):
        raise Invalid(signers="signer_twice")
    if signed[0].signed_on > came.received_on:
        raise Invalid(signed_on="signed_after_receipt")
    if any(one.signed_on > came.received_on for one in signed[1:]):
        raise Invalid(signers="signed_after_receipt")


__all__ = ["Came", "PaperSigner", "confirm", "dispute", "enter_paper", "enter_signature"]
