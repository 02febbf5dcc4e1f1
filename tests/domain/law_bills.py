"""Cells of bills, of the first check and of the bill group, written by hand from the handbook (c.1, c.3, c.9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.domain.law_cases import TODAY, Case, Paper, Signed, paper
from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import Sight
from tracker.domain.states import SuggestionState

A, S = Action, SuggestionState
YES, NO = True, False
YESTERDAY = TODAY - timedelta(days=1)


def bill(state: SuggestionState = S.SUBMITTED, **facts: Any) -> Paper:
    """A bill with as many signers as its rulebook asks: ten."""
    signed = [Signed(person_id, SignatureState.AGREED) for person_id in range(100, 109)]
    return paper(state, **({"kind": Kind.BILL, "signatures": signed, "bill_signers_needed": 10} | facts))


def nine(state: SuggestionState = S.COSIGNING) -> Paper:
    """The same with one too few."""
    one = bill(state)
    return bill(state, signatures=one.signatures[1:])


def _one_gone(state: SuggestionState = S.IN_REVIEW, *, seat_until: date = YESTERDAY) -> Paper:
    one = bill(state, submitted_on=TODAY)
    one.signatures[0].seat_until = seat_until
    return one


def unchecked(**facts: Any) -> Paper:
    """Handed in in a session whose rulebook has the delegation look first."""
    return paper(S.SUBMITTED, **({"needs_check": True} | facts))


def _shut(state: SuggestionState = S.COSIGNING, **facts: Any) -> Paper:
    return bill(state, bills_close_on=YESTERDAY, **facts)


UNMET: dict[Guard, Callable[[Action], tuple[Case, str]]] = {
    Guard.IS_BILL: lambda _a: (paper(S.SUBMITTED), "bill_group"),
    Guard.IS_NO_BILL: lambda _a: (bill(), "bill_group"),
    Guard.BILL_HAS_SIGNERS: lambda a: (nine(), "author") if a is A.SUBMIT else (nine(S.IN_REVIEW), "bill_group"),
    Guard.BILLS_ARE_TAKEN: lambda _a: (_shut(), "author"),
    Guard.MAY_CHANGE_KIND: lambda _a: (paper(S.DRAFT, bills_close_on=YESTERDAY), "author"),
    Guard.CHECK_IS_OPEN: lambda _a: (paper(S.SUBMITTED), "clerk"),
    Guard.CHECK_IS_DONE: lambda a: (
        bill(needs_check=True) if a in (A.PUT_ON_AGENDA, A.REFER, A.REFUSE_BILL, A.CONVERT) else unchecked(),
        "desk",
    ),
    Guard.CLERK_IS_CHECKING: lambda _a: (paper(S.SUBMITTED), "clerk"),
}
DECISIONS = (A.PUT_ON_AGENDA, A.REFER, A.REFUSE_BILL, A.CONVERT)
BY_HAND: list[tuple[str, Case, str, Action, bool]] = [
    # c.1 and c.11, invariant 1
    ("a bill with nine signers is not valid", nine(), "author", A.SUBMIT, NO),
    ("one with ten is", bill(S.COSIGNING), "author", A.SUBMIT, YES),
    ("a suggestion without co-signers is valid", paper(S.DRAFT, signatures=[]), "author", A.SUBMIT, YES),
    ("nine deputies and one whose seat has ended do not", _one_gone(S.COSIGNING), "author", A.SUBMIT, NO),
    ("whose seat ends later has proposed it", _one_gone(seat_until=TODAY), "desk", A.PUT_ON_AGENDA, YES),
    *[("nine do not bring it before the congress", nine(S.SUBMITTED), "desk", one, NO) for one in DECISIONS[:2]],
    *[("but it can be refused or turned", nine(S.SUBMITTED), "desk", one, YES) for one in DECISIONS[2:]],
    # c.3, row 3: the cut-off the Presidium set
    ("after the cut-off no bill comes in", _shut(), "author", A.SUBMIT, NO),
    ("but a suggestion does", paper(S.COSIGNING, bills_close_on=YESTERDAY), "author", A.SUBMIT, YES),
    ("a bill sent back comes again", _shut(S.RETURNED, submitted_on=YESTERDAY), "author", A.SUBMIT, YES),
    ("a draft bill may always become a suggestion", _shut(), "author", A.TURN, YES),
    ("nobody turns another's draft", bill(S.COSIGNING), "desk", A.TURN, NO),
    # c.3, row 3: the delegation's clerk passes or sends back
    ("the clerk checks his delegation's papers", unchecked(), "clerk", A.CHECK, YES),
    ("not another delegation's", unchecked(), "clerk_elsewhere", A.CHECK, NO),
    ("the desk checks in his place", unchecked(), "desk", A.CHECK, YES),
    ("the bill group does not", unchecked(), "bill_group", A.CHECK, NO),
    ("the clerk sends back with a reason", unchecked(), "clerk", A.RETURN, YES),
    ("not once he has passed it on", unchecked(checked_on=TODAY), "clerk", A.RETURN, NO),
    ("until then nothing is taken up", unchecked(), "bill_group", A.TAKE_UP, NO),
    ("nor registered", unchecked(), "desk", A.ACCEPT, NO),
    ("afterwards it is", unchecked(checked_on=TODAY), "desk", A.ACCEPT, YES),
    ("with the session the check ends", unchecked(session_closes_on=YESTERDAY), "desk", A.ACCEPT, YES),
    # (b): the bill group has the papers of the session and every bill
    ("the bill group reviews what came in in a session", paper(S.SUBMITTED), "bill_group", A.ACCEPT, YES),
    ("not what came in between sessions", paper(S.SUBMITTED, in_session=False), "bill_group", A.ACCEPT, NO),
    ("it assigns", paper(S.REGISTERED), "bill_group", A.ASSIGN, YES),
    ("it does not decide on re-handling", paper(S.IN_HANDLING), "bill_group", A.CLOSE, NO),
    # c.9: what the Presidium decides
    *[("the Presidium's decision is entered", bill(S.IN_REVIEW), "bill_group", one, YES) for one in DECISIONS],
    *[("by the desk too", bill(), "desk", one, YES) for one in DECISIONS],
    *[("not by the author", bill(), "author", one, NO) for one in DECISIONS],
    *[("not on a suggestion", paper(S.IN_REVIEW), "desk", one, NO) for one in DECISIONS],
    ("a bill is not registered as a suggestion", bill(), "desk", A.ACCEPT, NO),
    ("nor refused as one", bill(), "desk", A.REFUSE, NO),
    ("the committee reports", bill(S.WITH_COMMITTEE), "committee", A.CONCLUDE, YES),
    ("another committee does not", bill(S.WITH_COMMITTEE), "committee_elsewhere", A.CONCLUDE, NO),
    ("nothing follows a report", bill(S.CONCLUDED), "desk", A.CONCLUDE, NO),
    ("nor a conversion", bill(S.CONVERTED), "desk", A.PUT_ON_AGENDA, NO),
]
SIGHTS: list[tuple[str, Case, str, Sight]] = [
    ("the bill group reads the papers of the session", paper(S.SUBMITTED), "bill_group", Sight.FULL),
    ("no others", paper(S.SUBMITTED, in_session=False), "bill_group", Sight.NOTHING),
    ("but every bill", bill(in_session=False), "bill_group", Sight.FULL),
    ("no draft", bill(S.COSIGNING), "bill_group", Sight.NOTHING),
    ("deputies read a bill on the agenda", bill(S.ON_AGENDA), "deputy", Sight.OPEN),
    ("not one that waits for a decision", bill(), "deputy", Sight.NOTHING),
]
