"""What follows a second dissatisfied rating, and looking back on a reply: who may do what, and where not."""

from __future__ import annotations

from collections.abc import Iterator

from tests.domain.law_cases import Case, turn
from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.lifecycle import STEPS
from tracker.domain.states import RoundState

A, R = Action, RoundState


def _again(**facts: object) -> Case:
    return turn(R.RATED, somebody_rated=True, awaits_decision=True, no=2, **facts)


def _met() -> Case:
    return turn(R.RATED, somebody_rated=True, no=2, escalation_is_open=True)


def _looked_back_on() -> Case:
    return turn(R.RATED, somebody_rated=True, look_backs_open=1)


def situations() -> Iterator[tuple[str, Case]]:
    yield "round rated, dissatisfied once more", _again()
    yield "round rated, taken up", _met()
    yield "round rated, looked back on", _looked_back_on()


def _unmet(action: Action) -> tuple[Case, str]:
    by = STEPS[action].by
    who = next(name for name in ("desk", "unit_signer", "author", "clock") if name in by)
    return turn(R.RATED, somebody_rated=True), who


UNMET = {
    Guard.MAY_ESCALATE: lambda _a: (turn(R.RATED, somebody_rated=True, awaits_decision=True), "desk"),
    Guard.ESCALATION_IS_OPEN: _unmet,
    Guard.IS_LOOKED_BACK_ON: _unmet,
}

YES, NO = True, False
BY_HAND = [
    # c.3, 17: only who was dissatisfied twice is taken further
    ("the desk takes a second dissatisfied rating up", _again(), "desk", A.ESCALATE, YES),
    ("not the first", turn(R.RATED, awaits_decision=True), "desk", A.ESCALATE, NO),
    ("it may still be handled again", _again(), "desk", A.REHANDLE, YES),
    ("or explained", _again(), "desk", A.EXPLAIN, YES),
    ("the deputy cannot take it up", _again(), "author", A.ESCALATE, NO),
    ("one step at a time", _met(), "desk", A.ESCALATE, NO),
    ("the desk writes down what it came to", _met(), "desk", A.CLOSE_ESCALATION, YES),
    ("the unit does not", _met(), "unit_signer", A.CLOSE_ESCALATION, NO),
    # k: look-back
    ("the handler fills the form in", _looked_back_on(), "handler", A.FILL_LOOK_BACK, YES),
    ("not where nobody looks back", turn(R.RATED), "handler", A.FILL_LOOK_BACK, NO),
    ("the committee of the field checks", _looked_back_on(), "committee", A.CHECK_LOOK_BACK, YES),
    ("not that of another", _looked_back_on(), "committee_elsewhere", A.CHECK_LOOK_BACK, NO),
    ("the unit does not check itself", _looked_back_on(), "unit_signer", A.CHECK_LOOK_BACK, NO),
    ("a co-signer rates anew", _looked_back_on(), "cosigner", A.RATE_LOOK_BACK, YES),
    ("another deputy does not", _looked_back_on(), "deputy", A.RATE_LOOK_BACK, NO),
    ("the desk does not rate", _looked_back_on(), "desk", A.RATE_LOOK_BACK, NO),
    ("the desk changes the letter", _looked_back_on(), "desk", A.CHANGE_LETTER, YES),
    ("the desk moves the days of it", _looked_back_on(), "desk", A.MOVE_LOOK_BACK, YES),
    ("the unit does not", _looked_back_on(), "unit_signer", A.MOVE_LOOK_BACK, NO),
    ("the desk takes a line off", _looked_back_on(), "desk", A.DROP_LOOK_BACK, YES),
    ("the committee does not", _looked_back_on(), "committee", A.DROP_LOOK_BACK, NO),
    ("the unit only proposes one", _looked_back_on(), "unit_signer", A.CHANGE_LETTER, NO),
]
