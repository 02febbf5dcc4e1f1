"""Ratings in the hand: on paper, by link, of a promise; and where one condition is not met."""

from __future__ import annotations

from datetime import timedelta

from tests.domain.law_cases import TODAY, Promise, Signed, Turn, promise, turn
from tracker.domain.actions import Action, Machine
from tracker.domain.guards import Guard
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import SignatureState
from tracker.domain.states import CommitmentState, RoundState

A, C, R = Action, CommitmentState, RoundState
SHUT = TODAY - timedelta(days=1)
DESK = 10


def on_paper(entered_by: int = 9, **facts: object) -> Turn:
    """A rating came on paper and waits for a second person."""
    return turn(R.DELIVERED, open_paper_ratings=1, paper_ratings_entered_by=(entered_by,), **facts)


def signed_by(person_id: int, one: Turn | Promise | None = None) -> Turn | Promise:
    """A reply to a paper, or a promise of one, that this person has signed as a deputy."""
    one = one or turn(R.DELIVERED)
    one.suggestion.signatures = [Signed(person_id, SignatureState.AGREED)]
    return one


def _promise_of(action: Action) -> CommitmentState:
    return C.PAST_DUE if action is A.SHUT_UNKEPT_RATING else C.FULFILLED


def promise_on_paper(entered_by: int = 9, **facts: object) -> Promise:
    return promise(C.FULFILLED, open_paper_ratings=1, paper_ratings_entered_by=(entered_by,), **facts)


def _of(action: Action, **facts: object) -> Turn | Promise:
    """A reply that is out, or a promise that is reported kept, by what the act is about."""
    is_promise = STEPS[action].machine is Machine.COMMITMENT
    return promise(C.FULFILLED, **facts) if is_promise else turn(R.DELIVERED, **facts)


_MINE = {"open_paper_ratings": 1, "paper_ratings_entered_by": (DESK,)}
UNMET = {
    Guard.QUALITY_IS_ASKED: lambda _a: (turn(R.DELIVERED, asks_quality=False), "unit_signer"),
    Guard.SOMEBODY_HAS_TO_RATE: lambda a: (_of(a, somebody_rated=True, all_rated=True), "desk"),
    Guard.LINKS_MAY_GO_OUT: lambda a: (_of(a, rating_due_on=SHUT), "desk"),
    Guard.PAPER_RATING_AWAITS_ME: lambda a: (_of(a, **_MINE), "desk"),
    Guard.PAPER_RATING_IS_OPEN: lambda a: (_of(a), "desk"),
    Guard.IMPLEMENTATION_WINDOW_IS_OPEN: lambda _a: (promise(C.FULFILLED, rating_due_on=SHUT), "author"),
    Guard.IMPLEMENTATION_RATING_IS_OVER: lambda _a: (promise(C.FULFILLED, somebody_rated=True), "clock"),
    Guard.NOBODY_RATED_IMPLEMENTATION: lambda _a: (
        promise(C.FULFILLED, rating_due_on=SHUT, somebody_rated=True),
        "clock",
    ),
    Guard.UNKEPT_WINDOW_IS_OVER: lambda a: (promise(_promise_of(a)), "clock"),
}

YES, NO = True, False
_ONCE = {"somebody_rated": True}
BY_HAND = [
    ("the desk enters a rating that came on paper", turn(R.DELIVERED), "desk", A.ENTER_RATING, YES),
    ("also after the last day, while the round is open: the service looks at the day it was signed",
     turn(R.DELIVERED, rating_due_on=SHUT), "desk", A.ENTER_RATING, YES),
    ("not once it is shut", turn(R.RATED), "desk", A.ENTER_RATING, NO),
    ("not before the reply", turn(R.IN_CLEARANCE), "desk", A.ENTER_RATING, NO),
    ("the coordinator enters none", turn(R.DELIVERED), "coordinator", A.ENTER_RATING, NO),
    ("the clerk enters none", turn(R.DELIVERED), "clerk", A.ENTER_RATING, NO),
    ("the unit enters none", turn(R.DELIVERED), "unit_signer", A.ENTER_RATING, NO),
    ("an administrator enters none", turn(R.DELIVERED), "system_admin", A.ENTER_RATING, NO),
    ("another person of the desk confirms it", on_paper(), "desk", A.CONFIRM_RATING, YES),
    ("who entered it does not", on_paper(DESK), "desk", A.CONFIRM_RATING, NO),
    ("but may send it back", on_paper(DESK), "desk", A.REJECT_RATING, YES),
    ("the deputy does not confirm it: he rates himself", on_paper(), "author", A.CONFIRM_RATING, NO),
    ("nor under the hat of the desk", signed_by(DESK, on_paper()), "desk", A.CONFIRM_RATING, NO),
    ("who signed sends none back either", signed_by(DESK, on_paper()), "desk", A.REJECT_RATING, NO),
    ("and enters none of another signer", signed_by(DESK), "desk", A.ENTER_RATING, NO),
    ("nor of a promise", signed_by(DESK, promise(C.FULFILLED)), "desk", A.ENTER_COMMITMENT_RATING, NO),
    ("links he does send out: a link opens nothing to him", signed_by(DESK), "desk", A.MAKE_RATING_LINKS, YES),
    ("a window does not lapse over a paper that waits", on_paper(rating_due_on=SHUT), "clock", A.LAPSE, NO),
    ("nor shut", on_paper(rating_due_on=SHUT, **_ONCE), "clock", A.SHUT_RATING, NO),
    ("links go out while the window is open", turn(R.DELIVERED), "desk", A.MAKE_RATING_LINKS, YES),
    ("nobody else makes them", turn(R.DELIVERED), "coordinator", A.MAKE_RATING_LINKS, NO),
    ("the unit rates the suggestion: its receiver", turn(R.DELIVERED), "receiver", A.RATE_QUALITY, YES),
    ("who handled it", turn(R.DELIVERED), "handler", A.RATE_QUALITY, YES),
    ("and who signs for it", turn(R.DELIVERED), "unit_signer", A.RATE_QUALITY, YES),
    ("not who checks its drafts", turn(R.DELIVERED), "reviewer", A.RATE_QUALITY, NO),
    ("nor a colleague", turn(R.DELIVERED), "colleague", A.RATE_QUALITY, NO),
    ("nor another unit", turn(R.DELIVERED), "signer_elsewhere", A.RATE_QUALITY, NO),
    ("nor the desk", turn(R.DELIVERED), "desk", A.RATE_QUALITY, NO),
    ("nor a deputy", turn(R.DELIVERED), "author", A.RATE_QUALITY, NO),
    ("not before its reply is out", turn(R.IN_CLEARANCE), "unit_signer", A.RATE_QUALITY, NO),
    ("not once the deputies' ratings are open", turn(R.RATED), "unit_signer", A.RATE_QUALITY, NO),
    ("nor after the window, though the worker is late",
     turn(R.DELIVERED, rating_due_on=SHUT), "unit_signer", A.RATE_QUALITY, NO),
    ("not who took the share over after the reply", turn(R.DELIVERED, by_unit_id=9), "receiver", A.RATE_QUALITY, NO),
    ("nor somebody whose own suggestion it is", signed_by(24), "unit_signer", A.RATE_QUALITY, NO),
    ("a signer rates a promise that is reported kept", promise(C.FULFILLED), "cosigner", A.RATE_COMMITMENT, YES),
    ("and one that is past its day", promise(C.PAST_DUE), "author", A.RATE_COMMITMENT, YES),
    ("not one that is still to fall due", promise(C.OPEN), "author", A.RATE_COMMITMENT, NO),
    ("not after its window", promise(C.PAST_DUE, rating_shut_on=TODAY), "author", A.RATE_COMMITMENT, NO),
    ("nor where the lead rates for all", promise(C.FULFILLED, may_not_rate=(2,)), "cosigner", A.RATE_COMMITMENT, NO),
    ("no other deputy", promise(C.FULFILLED), "deputy", A.RATE_COMMITMENT, NO),
    ("no assistant", promise(C.FULFILLED), "assistant", A.RATE_COMMITMENT, NO),
    ("not the unit", promise(C.FULFILLED), "unit_signer", A.RATE_COMMITMENT, NO),
    ("not the desk", promise(C.FULFILLED), "desk", A.RATE_COMMITMENT, NO),
    ("the desk enters what came on paper about a promise",
     promise(C.PAST_DUE), "desk", A.ENTER_COMMITMENT_RATING, YES),
    ("not before it is asked about", promise(C.OPEN), "desk", A.ENTER_COMMITMENT_RATING, NO),
    ("nor once its window has shut",
     promise(C.PAST_DUE, rating_shut_on=TODAY), "desk", A.ENTER_COMMITMENT_RATING, NO),
    ("the unit enters none", promise(C.FULFILLED), "unit_signer", A.ENTER_COMMITMENT_RATING, NO),
    ("another of the desk confirms it", promise_on_paper(), "desk", A.CONFIRM_COMMITMENT_RATING, YES),
    ("who entered it does not", promise_on_paper(DESK), "desk", A.CONFIRM_COMMITMENT_RATING, NO),
    ("its window waits for that", promise_on_paper(rating_due_on=SHUT, **_ONCE), "clock", A.SHUT_COMMITMENT_RATING, NO),
    ("links to a promise go out while it is asked about", promise(C.FULFILLED), "desk", A.MAKE_COMMITMENT_LINKS, YES),
    ("from nobody else", promise(C.FULFILLED), "coordinator", A.MAKE_COMMITMENT_LINKS, NO),
    ("the window of a promise shuts when its day is over",
     promise(C.FULFILLED, rating_due_on=SHUT, **_ONCE), "clock", A.SHUT_COMMITMENT_RATING, YES),
    ("without a rating it lapses", promise(C.FULFILLED, rating_due_on=SHUT), "clock", A.LAPSE_COMMITMENT_RATING, YES),
    ("one that is not kept only shuts its window",
     promise(C.PAST_DUE, rating_due_on=SHUT), "clock", A.SHUT_UNKEPT_RATING, YES),
]  # fmt: skip
