"""A deputy says of a promise that it is not so (反映不实); the unit answers, and the desk finds out which it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment, CommitmentDispute
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._promises import entrust_to_present, reopen


@transactional
def not_so(
    actor: Actor, commitment_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """Say that what the unit reported is not so; one at a time, until it is settled. Returns the promise's id."""
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.NOT_SO, one, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    entrust_to_present(one, now=now)
    advance(one, Action.NOT_SO, actor, now=now, note=words, files=files)
    db.session.add(CommitmentDispute(commitment_id=one.id, person_id=actor.person_id, words=words, made_at=now))
    one.is_disputed = True
    return one.id


@transactional
def answer(
    actor: Actor, commitment_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """The unit's word on it. Returns the promise's id."""
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.ANSWER_NOT_SO, one, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    advance(one, Action.ANSWER_NOT_SO, actor, now=now, note=words, files=files)
    dispute = _of(one)
    dispute.answer, dispute.answered_by_id, dispute.answered_at = words, actor.person_id, now
    return one.id


@dataclass(frozen=True)
class Finding:
    """What the desk found: whether the deputy is right, and how that was found out."""

    is_upheld: bool | None
    words: str
    files: Sequence[str] = ()


@transactional
def settle(actor: Actor, commitment_id: int, finding: Finding, *, version: int, now: datetime) -> int:
    """Settle it. Where the deputy is right, a report that the promise is kept is taken back: it is owed again.

    Raises `Invalid` without a finding or its words. Returns the promise's id.
    """
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.SETTLE_NOT_SO, one, today=day_of(now))
    wrong = {} if finding.words.strip() else {"words": "missing"}
    if finding.is_upheld is None:
        wrong["outcome"] = "choose_one"
    if wrong:
        raise Invalid(**wrong)
    facts = {"upheld": bool(finding.is_upheld), "who": one_who(one)}
    advance(one, Action.SETTLE_NOT_SO, actor, now=now, note=finding.words, facts=facts, files=finding.files)
    dispute = _of(one)
    dispute.is_upheld, dispute.settlement = finding.is_upheld, finding.words
    dispute.settled_by_id, dispute.settled_at = actor.person_id, now
    one.is_disputed = False
    if finding.is_upheld and one.state in (CommitmentState.FULFILLED, CommitmentState.SETTLED):
        reopen(one, now=now)
    return one.id


@dataclass(frozen=True)
class Decision:
    """What the desk decides about a report deputies are not satisfied with: taken up again, or why it stays."""

    is_taken_up: bool | None
    words: str
    files: Sequence[str] = ()


@transactional
def decide(actor: Actor, commitment_id: int, decision: Decision, *, version: int, now: datetime) -> int:
    """Take a promise up again that was rated dissatisfied, or tell its deputies why it stays as it is.

    Taken up, it is owed again, late where its day has passed; what was said of it stays. Raises `Invalid` without a
    decision or its words. Returns the promise's id.
    """
    one = fresh(Commitment, commitment_id, version=version)
    action = Action.TAKE_UP_PROMISE if decision.is_taken_up else Action.LEAVE_PROMISE
    require(actor, action, one, today=day_of(now))
    wrong = {} if decision.words.strip() else {"words": "missing"}
    if decision.is_taken_up is None:
        wrong["outcome"] = "choose_one"
    if wrong:
        raise Invalid(**wrong)
    advance(one, action, actor, now=now, note=decision.words, files=decision.files)
    if decision.is_taken_up:
        reopen(one, now=now)
    else:
        one.explained_on = day_of(now)
    return one.id


def one_who(one: Commitment) -> int:
    """Who said that it is not so."""
    return _of(one).person_id


def _of(one: Commitment) -> CommitmentDispute:
    dispute = one.open_dispute
    assert dispute is not None, "the guard found it"
    return dispute
