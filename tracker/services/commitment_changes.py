"""Moving or dropping a promise (改期、不再兑现): the unit asks, the desk decides; until then nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.calendar import add_months
from tracker.domain.limits import PROMISE_MONTHS
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import ChangeKind, Commitment, CommitmentChange
from tracker.queries import law as laws
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._promises import change_of, close_window, reopen


@dataclass(frozen=True)
class Change:
    """What is asked, and why; `until` is the new day, nothing where the promise is to be dropped."""

    kind: ChangeKind
    reason: str
    until: date | None = None
    files: Sequence[str] = ()


@transactional
def ask(actor: Actor, commitment_id: int, change: Change, *, version: int, now: datetime) -> int:
    """Ask for a later day, or to be let off; deputies and desk are told, the promise stays as it is.

    Returns the promise's id.
    """
    action = Action.ASK_MOVE if change.kind is ChangeKind.MOVE else Action.ASK_DROP
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, action, one, today=day_of(now))
    wrong = {} if change.reason.strip() else {"reason": "missing"}
    until = change.until if change.kind is ChangeKind.MOVE else None
    if change.kind is ChangeKind.MOVE:
        wrong |= wrong_day(one, until, today=day_of(now))
    if wrong:
        raise Invalid(**wrong)
    facts = {"was": one.due_on.isoformat()} | ({"until": until.isoformat()} if until else {})
    advance(one, action, actor, now=now, note=change.reason, facts=facts, files=change.files)
    book = laws.rulebook_of(one.suggestion.assigned_on, day_of(now))
    db.session.add(
        CommitmentChange(
            commitment_id=one.id,
            kind=change.kind,
            reason=change.reason,
            was_due_on=one.due_on,
            asked_until=until,
            by_id=actor.person_id,
            made_at=now,
            decide_by=book.due_on(ClockKind.PROMISE_CHANGE, day_of(now), laws.calendar_now()),
        )
    )
    one.change_is_open = True
    return one.id


def wrong_day(one: Commitment, until: date | None, *, today: date) -> dict[str, str]:
    """What is wrong with a day asked for or granted; nothing when it may be. Days of Asia/Shanghai."""
    if until is None:
        return {"until": "missing"}
    if until <= one.due_on:
        return {"until": "not_later_than_promised"}
    if until <= today:
        return {"until": "day_has_passed"}
    return {"until": "promise_too_far"} if until > add_months(today, PROMISE_MONTHS) else {}


@transactional
def recall(actor: Actor, commitment_id: int, *, words: str, version: int, now: datetime) -> int:
    """Take the request back before it is decided. Returns the promise's id."""
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, Action.RECALL_CHANGE, one, today=day_of(now))
    if not words.strip():
        raise Invalid(words="missing")
    change = change_of(one)
    advance(one, Action.RECALL_CHANGE, actor, now=now, note=words, facts={"kind": change.kind.value})
    change.closed_at, one.change_is_open = now, False
    return one.id


@dataclass(frozen=True)
class Decision:
    """The desk's word on a request; `until` is the day granted, which may be another than the one asked for."""

    words: str = ""
    until: date | None = None
    files: Sequence[str] = ()


@transactional
def grant(actor: Actor, commitment_id: int, decision: Decision, *, version: int, now: datetime) -> int:
    """Let the promise be moved, or dropped. Past its day it is owed again where the new one is still to come.

    Raises `Refused` for who asked himself, `Invalid` for a day no promise may have. Returns the promise's id.
    """
    one, change = _asked(actor, Action.GRANT_CHANGE, commitment_id, version=version, now=now)
    moves = change.kind is ChangeKind.MOVE
    if moves and (wrong := wrong_day(one, decision.until, today=day_of(now))):
        raise Invalid(**wrong)
    until = decision.until if moves else None
    facts = _facts(change) | ({"until": until.isoformat()} if until else {})
    advance(one, Action.GRANT_CHANGE, actor, now=now, note=decision.words, facts=facts, files=decision.files)
    _close(one, change, actor, decision.words, now=now)
    change.is_granted, change.granted_until = True, until
    if until is None:
        advance(one, Action.DROP_COMMITMENT, CLOCK, now=now)
        one.dropped_on = day_of(now)
        close_window(one, now=now)
        return one.id
    one.due_on, one.moves = until, one.moves + 1
    if one.state is CommitmentState.PAST_DUE:
        reopen(one, now=now)
    return one.id


@transactional
def refuse(actor: Actor, commitment_id: int, decision: Decision, *, version: int, now: datetime) -> int:
    """Let the promise stand as it was given, with a reason. Returns the promise's id."""
    one, change = _asked(actor, Action.REFUSE_CHANGE, commitment_id, version=version, now=now)
    if not decision.words.strip():
        raise Invalid(words="missing")
    advance(one, Action.REFUSE_CHANGE, actor, now=now, note=decision.words, facts=_facts(change), files=decision.files)
    _close(one, change, actor, decision.words, now=now)
    change.is_granted = False
    return one.id


def _asked(
    actor: Actor, action: Action, commitment_id: int, *, version: int, now: datetime
) -> tuple[Commitment, CommitmentChange]:
    one = fresh(Commitment, commitment_id, version=version)
    require(actor, action, one, today=day_of(now))
    change = change_of(one)
    if change.by_id == actor.person_id:
        raise Refused(Why.SAME_PERSON, action)
    return one, change


def _facts(change: CommitmentChange) -> dict[str, str]:
    wanted = {"wanted": change.asked_until.isoformat()} if change.asked_until else {}
    return {"kind": change.kind.value, "was": change.was_due_on.isoformat()} | wanted


def _close(one: Commitment, change: CommitmentChange, actor: Actor, words: str, *, now: datetime) -> None:
    change.decision, change.decided_by_id, change.closed_at = words, actor.person_id, now
    one.change_is_open = False
