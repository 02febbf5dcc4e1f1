"""Promises inside another act's transaction: made with a delivered reply, replaced, opened again, fallen due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.permissions import may
from tracker.domain.promises import is_same
from tracker.domain.states import OWED, CommitmentState
from tracker.models.commitments import Commitment, CommitmentChange
from tracker.models.replies import Answer
from tracker.models.tasks import Round
from tracker.services._advance import advance
from tracker.services._rating import drop_promise_papers
from tracker.services._rating_links import take_back_links
from tracker.services._succession import present_unit


def promise_all(one: Round, *, now: datetime) -> None:
    """Write down every promise of a reply that goes out, each a case of its own from now on.

    The same promise of an earlier reply, word for word and for no later a day, is carried on by the new one. Any other
    stays owed beside it: a new reply is no way to move, weaken or drop what was promised.
    """
    for answer in one.answers:
        if answer.is_promise:
            _carry_on(one, promise(one, answer, now=now), now=now)


def promise(one: Round, answer: Answer, *, now: datetime) -> Commitment:
    """The promise of one answer, owed by the unit it names, or the one that has that unit's work now."""
    assert answer.promise_due_on is not None
    made = Commitment(
        suggestion_id=one.task.suggestion_id,
        round_id=one.id,
        unit_id=present_unit(answer.promise_unit_id or one.task.unit_id).id,
        request_no=answer.request_no,
        promise=answer.promise,
        measure=answer.promise_measure,
        due_on=answer.promise_due_on,
        first_due_on=answer.promise_due_on,
        promised_on=day_of(now),
        owner=answer.promise_owner,
    )
    with db.session.no_autoflush:
        made.suggestion, made.round = one.suggestion, one
    advance(made, Action.PROMISE, CLOCK, now=now, facts=promise_facts(made))
    if made.unit_id != one.task.unit_id:
        advance(made, Action.ENTRUST_PROMISE, CLOCK, now=now, facts={"to_unit": made.unit_id})
    return made


def entrust(one: Commitment, unit_id: int, *, now: datetime) -> None:
    """Another unit owes it from now on, with the work it went along with; the people there are told."""
    facts = {"from_unit": one.unit_id, "to_unit": unit_id}
    one.unit_id = unit_id
    with db.session.no_autoflush:
        advance(one, Action.ENTRUST_PROMISE, CLOCK, now=now, facts=facts)
    db.session.expire(one, ["unit"])


def entrust_to_present(one: Commitment, *, now: datetime) -> None:
    """What was over while its unit was dissolved is owed by the unit that has its work now."""
    present = present_unit(one.unit_id).id
    if present != one.unit_id:
        entrust(one, present, now=now)


def promise_facts(made: Commitment) -> dict[str, object]:
    """What the record says of a promise that is made."""
    return {"promise": made.promise, "until": made.due_on.isoformat(), "unit": made.unit_id}


def _carry_on(one: Round, made: Commitment, *, now: datetime) -> None:
    earlier = select(Commitment).where(
        Commitment.round_id.in_([each.id for each in one.task.rounds if each is not one]),
        Commitment.request_no == made.request_no,
        Commitment.state.in_(OWED),
        Commitment.unit_id == made.unit_id,
        Commitment.due_on >= made.due_on,
    )
    for old in db.session.scalars(earlier.order_by(Commitment.id)).all():
        if not is_same(old.promise, made.promise):
            continue
        advance(old, Action.REPLACE_COMMITMENT, CLOCK, now=now, facts={"by": made.id})
        old.replaced_by_id = made.id
        made.percent, made.progress_on = old.percent, old.progress_on
        close_window(old, now=now)
        end_change(old, now=now)


def void_all(one: Round, *, now: datetime) -> None:
    """Take back the promises of a reply its unit never sent; what they had replaced is owed again as it was."""
    ours = select(Commitment).where(Commitment.round_id == one.id).order_by(Commitment.id)
    for old in db.session.scalars(ours).all():
        if not may(CLOCK, Action.REPLACE_COMMITMENT, old, today=day_of(now)):
            continue
        advance(old, Action.REPLACE_COMMITMENT, CLOCK, now=now, facts={"void": True})
        close_window(old, now=now)
        end_change(old, now=now)
        _stand_again(old, now=now)


def _stand_again(void: Commitment, *, now: datetime) -> None:
    for old in db.session.scalars(select(Commitment).where(Commitment.replaced_by_id == void.id)).all():
        advance(old, Action.STAND_AGAIN, CLOCK, now=now)
        old.replaced_by_id = None
        entrust_to_present(old, now=now)
        fall_due(old, now=now)


def end_change(one: Commitment, *, now: datetime) -> None:
    """A request to move or drop a promise that is over needs no decision any more."""
    change = one.open_change
    if change is not None:
        change.closed_at = now
    one.change_is_open = False


def close_window(one: Commitment, *, now: datetime) -> None:
    """Nobody rates what is not reported any more, by whatever way."""
    drop_promise_papers(one, now=now)
    take_back_links(one, now=now)
    one.rating_due_on = one.rating_shut_on = None


def reopen(one: Commitment, *, now: datetime) -> None:
    """Owed again: the report of it is taken back, or it has a later day. Past its day it is late at once."""
    entrust_to_present(one, now=now)
    advance(one, Action.REOPEN_COMMITMENT, CLOCK, now=now)
    if one.fulfilled_on is not None:
        one.percent = _before_report(one)
    one.fulfilled_on, one.signed_by_id, one.second_document_no, one.second_reply = None, None, "", ""
    close_window(one, now=now)
    put_level_aside(one)
    fall_due(one, now=now)


def _before_report(one: Commitment) -> int:
    """How far it was by the last note of progress, or by what it carries on: the report is taken back with its hundred
    per cent."""
    if one.progress:
        return one.progress[-1].percent
    carried = select(Commitment.percent).where(Commitment.replaced_by_id == one.id).order_by(Commitment.id.desc())
    return db.session.scalar(carried.limit(1)) or 0


def put_level_aside(one: Commitment) -> None:
    """What deputies said before stays said: another window follows, and its level stands beside."""
    one.earlier_level = one.implementation or one.earlier_level
    one.implementation = one.explained_on = None


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
