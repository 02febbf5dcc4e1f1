"""Promises inside another act's transaction: made with a delivered reply, replaced, opened again, fallen due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.permissions import may
from tracker.domain.states import OWED, CommitmentState
from tracker.models.commitments import Commitment, CommitmentChange
from tracker.models.replies import Answer
from tracker.models.tasks import Round
from tracker.services._advance import advance
from tracker.services._load import fresh


def promise_all(one: Round, *, now: datetime) -> None:
    """Write down every promise of a reply that goes out, each a case of its own from now on.

    A promise of an earlier reply of the same share for the same request is replaced unless the new day is later: a new
    reply is no way to move a promise, so the old one stays owed beside it.
    """
    for answer in one.answers:
        if answer.is_promise:
            _replace(one, promise(one, answer, now=now), now=now)


def promise(one: Round, answer: Answer, *, now: datetime) -> Commitment:
    """The promise of one answer."""
    assert answer.promise_due_on is not None
    made = Commitment(
        suggestion_id=one.task.suggestion_id,
        round_id=one.id,
        unit_id=answer.promise_unit_id or one.task.unit_id,
        request_no=answer.request_no,
        promise=answer.promise,
        measure=answer.promise_measure,
        due_on=answer.promise_due_on,
        first_due_on=answer.promise_due_on,
        promised_on=day_of(now),
        owner=answer.promise_owner,
    )
    return _born(made, one, now=now)


def _born(made: Commitment, one: Round, *, now: datetime) -> Commitment:
    with db.session.no_autoflush:
        made.suggestion, made.round = one.suggestion, one
    advance(made, Action.PROMISE, CLOCK, now=now, facts=promise_facts(made))
    return made


def promise_facts(made: Commitment) -> dict[str, object]:
    """What the record says of a promise that is made."""
    return {"promise": made.promise, "until": made.due_on.isoformat(), "unit": made.unit_id}


def _replace(one: Round, made: Commitment, *, now: datetime) -> None:
    earlier = select(Commitment).where(
        Commitment.round_id.in_([each.id for each in one.task.rounds if each is not one]),
        Commitment.request_no == made.request_no,
        Commitment.state.in_(OWED),
        Commitment.due_on >= made.due_on,
    )
    for old in db.session.scalars(earlier.order_by(Commitment.id)).all():
        advance(old, Action.REPLACE_COMMITMENT, CLOCK, now=now, facts={"by": made.id})
        old.replaced_by_id = made.id
        close_window(old)
        end_change(old, now=now)


def void_all(one: Round, *, now: datetime) -> None:
    """Take back the promises of a reply its unit never sent; what they had replaced is owed again as it was."""
    ours = select(Commitment).where(Commitment.round_id == one.id).order_by(Commitment.id)
    for old in db.session.scalars(ours).all():
        if not may(CLOCK, Action.REPLACE_COMMITMENT, old, today=day_of(now)):
            continue
        advance(old, Action.REPLACE_COMMITMENT, CLOCK, now=now, facts={"void": True})
        close_window(old)
        end_change(old, now=now)
        _stand_again(old, now=now)


def _stand_again(void: Commitment, *, now: datetime) -> None:
    for old in db.session.scalars(select(Commitment).where(Commitment.replaced_by_id == void.id)).all():
        again = Commitment(
            suggestion_id=old.suggestion_id, round_id=old.round_id, unit_id=old.unit_id, request_no=old.request_no,
            promise=old.promise, measure=old.measure, due_on=old.due_on, first_due_on=old.first_due_on,
            promised_on=old.promised_on, owner=old.owner, moves=old.moves, percent=old.percent,
            progress_on=old.progress_on,
        )  # fmt: skip
        old.replaced_by_id = _born(again, fresh(Round, old.round_id), now=now).id
        db.session.add_all(_copy(change, again) for change in old.changes if change.is_granted)


def _copy(change: CommitmentChange, again: Commitment) -> CommitmentChange:
    """The leave by which a promise was moved goes on with it."""
    return CommitmentChange(
        commitment_id=again.id, kind=change.kind, reason=change.reason, was_due_on=change.was_due_on,
        asked_until=change.asked_until, by_id=change.by_id, made_at=change.made_at, decide_by=change.decide_by,
        is_granted=True, granted_until=change.granted_until, decision=change.decision,
        decided_by_id=change.decided_by_id, closed_at=change.closed_at,
    )  # fmt: skip


def end_change(one: Commitment, *, now: datetime) -> None:
    """A request to move or drop a promise that is over needs no decision any more."""
    change = one.open_change
    if change is not None:
        change.closed_at = now
    one.change_is_open = False


def close_window(one: Commitment) -> None:
    """Nobody rates what is not reported any more."""
    one.rating_due_on = one.rating_shut_on = None


def reopen(one: Commitment, *, now: datetime) -> None:
    """Owed again: the report of it is taken back, or it has a later day. Past its day it is late at once."""
    advance(one, Action.REOPEN_COMMITMENT, CLOCK, now=now)
    one.fulfilled_on, one.signed_by_id, one.second_document_no, one.second_reply = None, None, "", ""
    close_window(one)
    one.implementation = None
    fall_due(one, now=now)


def fall_due(one: Commitment, *, now: datetime) -> bool:
    """Mark a promise as past its day where it is; whether it was. Deputies may rate it from the day they are told."""
    if one.state is not CommitmentState.OPEN or not may(CLOCK, Action.FALL_DUE, one, today=day_of(now)):
        return False
    advance(one, Action.FALL_DUE, CLOCK, now=now, facts={"due_on": one.due_on.isoformat()})
    return True


def change_of(one: Commitment) -> CommitmentChange:
    """The request that waits for a decision."""
    change = one.open_change
    assert change is not None, "the guard found it"
    return change
