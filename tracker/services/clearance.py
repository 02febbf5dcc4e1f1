"""The reply on its way out: taken back, let pass by the office, signed, checked for form and letter, sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.states import ClearanceStage
from tracker.models.tasks import Round
from tracker.queries import law as laws
from tracker.services._advance import advance
from tracker.services._clearing import Remark, forget_passes, give_back, signing_facts
from tracker.services._files import drafted, keys_of
from tracker.services._load import Invalid, fresh
from tracker.services.replies import fit_as_letter, send_out


@transactional
def recall(actor: Actor, round_id: int, *, version: int, now: datetime) -> int:
    """The handler takes the draft back while it lies with the unit's own people. Returns the round's id."""
    one = fresh(Round, round_id, version=version)
    advance(one, Action.RECALL_DRAFT, actor, now=now, facts={"version": one.versions_sent})
    one.stage = None
    forget_passes(one)
    db.session.flush()
    return one.id


@transactional
def pass_review(actor: Actor, round_id: int, *, version: int, now: datetime) -> int:
    """The office lets the draft pass to who signs. Returns the round's id. Raises `Refused` for who wrote it."""
    one = fresh(Round, round_id, version=version)
    advance(one, Action.PASS_REVIEW, actor, now=now, facts={"version": one.versions_sent})
    one.stage = ClearanceStage.SIGN
    one.reviewed_by_id, one.reviewed_at = actor.person_id, now
    db.session.flush()
    return one.id


@transactional
def sign(actor: Actor, round_id: int, *, document_no: str, version: int, now: datetime) -> int:
    """Sign what is checked before it goes out. Returns the round's id. Raises `Invalid` as `replies.send_up` does."""
    one = fresh(Round, round_id, version=version)
    require(actor, Action.SIGN, one, today=day_of(now))
    fit_as_letter(one, document_no, now=now)
    one.document_no = document_no
    facts = {"version": one.versions_sent, "document_no": document_no} | signing_facts(one, now=now)
    advance(one, Action.SIGN, actor, now=now, facts=facts)
    one.stage, one.signed_by_id, one.signed_at = ClearanceStage.CHECK, actor.person_id, now
    db.session.flush()
    return one.id


@transactional
def pass_check(actor: Actor, round_id: int, *, letter: str, words: str, version: int, now: datetime) -> int:
    """Let the signed reply go out to every signer; returns the suggestion's id.

    `letter` is the class as the checker sees it, kept beside the unit's own and never in its place; where it differs
    `words` say why. Raises `Invalid` for a letter the rulebook does not know, for one without a word, and as
    `replies.send_up` does.
    """
    one = fresh(Round, round_id, version=version)
    require(actor, Action.PASS_CHECK, one, today=day_of(now))
    book = laws.rulebook_of(one.suggestion.assigned_on, one.opened_on)
    if letter and letter not in {each.letter for each in book.result_classes}:
        raise Invalid(checked_letter="unknown")
    differs = bool(letter) and letter != one.letter
    if differs and not words.strip():
        raise Invalid(check_words="missing")
    fit_as_letter(one, one.document_no, now=now)
    one.checked_letter, one.check_words = (letter if differs else ""), words
    one.checked_by_id, one.checked_at = actor.person_id, now
    facts = {"checked_letter": letter} if differs else {}
    files = keys_of(drafted(one))
    return send_out(one, Action.PASS_CHECK, actor, replied_on=day_of(now), facts=facts, files=files, now=now)


@transactional
def send_back_check(
    actor: Actor, round_id: int, *, note: str, remarks: Sequence[Remark] = (), version: int, now: datetime
) -> int:
    """The checker sends a signed reply back; it is signed again after. Returns the round's id."""
    one = fresh(Round, round_id, version=version)
    return give_back(one, Action.SEND_BACK_CHECK, actor, note=note, remarks=remarks, now=now)
