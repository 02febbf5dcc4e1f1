"""Promises in the hand: who may do what about one, and where one condition is not met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.domain.law_cases import TODAY, Case, promise
from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.ladder import Side
from tracker.domain.lifecycle import STEPS
from tracker.domain.states import CommitmentState

A, C = Action, CommitmentState
PASSED = TODAY - timedelta(days=1)
FAR_OFF = TODAY + timedelta(days=200)
QUIET_SINCE = TODAY - timedelta(days=91)
ELSEWHERE = 2
_FIRST = {
    A.TAKE_UP_PROMISE: C.SETTLED,
    A.LEAVE_PROMISE: C.SETTLED,
    A.NOT_SO: C.FULFILLED,
    A.SHUT_COMMITMENT_RATING: C.FULFILLED,
    A.LAPSE_COMMITMENT_RATING: C.FULFILLED,
}
_ACTS_AS = {A.NOT_SO: "author", A.ASK_MOVE: "unit_signer", A.ASK_DROP: "unit_signer", A.RECALL_CHANGE: "unit_signer"}


def situations() -> Iterator[tuple[str, Case]]:
    """One of every state, and those in which something is open."""
    for state in C:
        late = state is C.PAST_DUE
        yield f"commitment {state}", promise(state, due_on=PASSED if late else TODAY)
    yield "commitment open, its day has passed", promise(C.OPEN, due_on=PASSED)
    yield "commitment open, to be moved or dropped", promise(C.OPEN, change_is_open=True)
    yield (
        "commitment fulfilled, a deputy says not so",
        promise(C.FULFILLED, is_disputed=True, dispute_awaits_answer=True),
    )
    yield "commitment open, owed by another unit", promise(C.OPEN, unit_id=ELSEWHERE)


def _unmet(action: Action, **facts: object) -> tuple[Case, str]:
    state = _FIRST.get(action, C.OPEN)
    by = STEPS[action].by
    who = _ACTS_AS.get(action, "desk" if "desk" in by else "handler" if "handler" in by else "clock")
    return promise(state, **facts), who


UNMET = {
    Guard.PROMISE_PRESSES: lambda a: _unmet(a, due_on=FAR_OFF),
    Guard.PROMISE_PAUSE_IS_OVER: lambda a: _unmet(a, chased={Side.DESK: TODAY + timedelta(days=2)}),
    Guard.REMINDER_IS_DUE: _unmet,
    Guard.NOTHING_MOVED: _unmet,
    Guard.PROMISE_IS_DUE: _unmet,
    Guard.NO_CHANGE_OPEN: lambda a: _unmet(a, change_is_open=True),
    Guard.CHANGE_IS_OPEN: _unmet,
    Guard.NO_DISPUTE_OPEN: lambda a: _unmet(a, is_disputed=True),
    Guard.DISPUTE_IS_OPEN: _unmet,
    Guard.DISPUTE_AWAITS_ANSWER: lambda a: _unmet(a, is_disputed=True),
    Guard.IS_DISSATISFIED: _unmet,
}

YES, NO = True, False
BY_HAND = [
    ("the handler notes how far a promise is", promise(C.OPEN), "handler", A.NOTE_PROGRESS, YES),
    ("the receiver does so where nobody has it in hand", promise(C.PAST_DUE), "receiver", A.NOTE_PROGRESS, YES),
    ("a colleague does not", promise(C.OPEN), "colleague", A.NOTE_PROGRESS, NO),
    ("the deputy does not write the unit's progress", promise(C.OPEN), "author", A.NOTE_PROGRESS, NO),
    ("only the signing leader asks for another day", promise(C.OPEN), "unit_signer", A.ASK_MOVE, YES),
    ("the handler does not", promise(C.OPEN), "handler", A.ASK_MOVE, NO),
    ("one request at a time", promise(C.OPEN, change_is_open=True), "unit_signer", A.ASK_DROP, NO),
    ("the desk decides it", promise(C.OPEN, change_is_open=True), "desk", A.GRANT_CHANGE, YES),
    ("the coordinator does not", promise(C.OPEN, change_is_open=True), "coordinator", A.GRANT_CHANGE, NO),
    ("the unit cannot grant it to itself", promise(C.OPEN, change_is_open=True), "unit_signer", A.GRANT_CHANGE, NO),
    ("nothing is granted that was not asked for", promise(C.OPEN), "desk", A.GRANT_CHANGE, NO),
    ("on its day a promise is not late", promise(C.OPEN), "clock", A.FALL_DUE, NO),
    ("from the day after it is", promise(C.OPEN, due_on=PASSED), "clock", A.FALL_DUE, YES),
    ("why it is late is said of a late one only", promise(C.OPEN), "handler", A.EXPLAIN_UNKEPT, NO),
    ("the signing leader reports it kept", promise(C.PAST_DUE), "unit_signer", A.FULFIL, YES),
    ("the handler cannot", promise(C.OPEN), "handler", A.FULFIL, NO),
    ("a deputy may say that it is not so", promise(C.FULFILLED), "cosigner", A.NOT_SO, YES),
    ("one who did not sign may not", promise(C.FULFILLED), "deputy", A.NOT_SO, NO),
    ("a rating that is over is not the last word", promise(C.SETTLED), "author", A.NOT_SO, YES),
    ("the desk takes up one that did not satisfy", promise(C.SETTLED, is_dissatisfied=True), "desk",
     A.TAKE_UP_PROMISE, YES),
    ("or explains why it stays", promise(C.SETTLED, is_dissatisfied=True), "desk", A.LEAVE_PROMISE, YES),
    ("nothing is to decide about one that did", promise(C.SETTLED), "desk", A.TAKE_UP_PROMISE, NO),
    ("the unit does not decide it", promise(C.SETTLED, is_dissatisfied=True), "unit_signer", A.LEAVE_PROMISE, NO),
    ("the desk settles it", promise(C.FULFILLED, is_disputed=True), "desk", A.SETTLE_NOT_SO, YES),
    ("no rating ends while it is open", promise(C.FULFILLED, is_disputed=True), "clock", A.SHUT_COMMITMENT_RATING, NO),
    ("where another unit owes it, its receiver acts", promise(C.OPEN, unit_id=ELSEWHERE), "receiver_elsewhere",
     A.NOTE_PROGRESS, YES),
    ("and its leader", promise(C.OPEN, unit_id=ELSEWHERE), "signer_elsewhere", A.FULFIL, YES),
    ("and not the unit that replied", promise(C.OPEN, unit_id=ELSEWHERE), "handler", A.NOTE_PROGRESS, NO),
    ("a deputy chases a promise that is late", promise(C.PAST_DUE, due_on=PASSED), "author", A.CHASE_PROMISE, YES),
    ("who co-signed too, when it is near", promise(C.OPEN), "cosigner", A.CHASE_PROMISE, YES),
    ("nobody while it is far off and moves", promise(C.OPEN, due_on=FAR_OFF), "desk", A.CHASE_PROMISE, NO),
    ("what nobody has said anything of is chased however far off", promise(C.OPEN, due_on=FAR_OFF,
     promised_on=QUIET_SINCE), "desk", A.CHASE_PROMISE, YES),
    ("the coordinator of its system chases", promise(C.PAST_DUE), "coordinator", A.CHASE_PROMISE, YES),
    ("the committee of its field", promise(C.PAST_DUE), "committee", A.CHASE_PROMISE, YES),
    ("a unit does not chase itself", promise(C.PAST_DUE), "handler", A.CHASE_PROMISE, NO),
    ("another deputy does not", promise(C.PAST_DUE), "deputy", A.CHASE_PROMISE, NO),
    ("not within the pause of one's side", promise(C.OPEN, chased={Side.DEPUTY: TODAY + timedelta(days=1)}), "author",
     A.CHASE_PROMISE, NO),
    ("another side has its own", promise(C.OPEN, chased={Side.DEPUTY: TODAY + timedelta(days=1)}), "desk",
     A.CHASE_PROMISE, YES),
    ("what is reported kept is not chased", promise(C.FULFILLED), "author", A.CHASE_PROMISE, NO),
    ("what was dropped is over", promise(C.DROPPED), "unit_signer", A.FULFIL, NO),
]  # fmt: skip
