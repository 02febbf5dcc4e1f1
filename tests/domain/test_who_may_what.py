"""Who may do what, when: the whole table as a reviewed file, and cells written by hand from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.domain import law_bills, law_chases, law_further, law_joint, law_promises, law_ratings
from tests.domain.law_cases import (
    ACTORS,
    TODAY,
    Case,
    Paper,
    Signed,
    Turn,
    asking,
    disputed,
    entered_for,
    paper,
    relations,
    share,
    turn,
    uncoordinated,
)
from tracker.domain.actions import Action
from tracker.domain.entries import Entered
from tracker.domain.guards import Guard
from tracker.domain.kinds import Kind
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import Party, SignatureState, TaskRole
from tracker.domain.permissions import Sight, sight, why_not
from tracker.domain.roles import System
from tracker.domain.states import ClearanceStage, RoundState, SuggestionState, TaskState
from tracker.domain.whys import Why

GOLDEN = Path(__file__).parents[1] / "golden" / "matrix.txt"
A, S, T, R, K = Action, SuggestionState, TaskState, RoundState, ClearanceStage


def test_there_is_an_actor_for_every_relation() -> None:
    assert {party for held in relations().values() for party in held} == set(Party)


def test_the_matrix_is_the_reviewed_one() -> None:
    """Delete the file and run again to make it anew; then read what changed."""
    made = "\n".join(_matrix()) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


def _matrix() -> Iterator[str]:
    yield "# Party, how much of the suggestion it may read, what it may do. The paper is complete and signed by two."
    for title, case in _situations():
        yield f"\n## {title}"
        outside = []
        for name, actor in ACTORS.items():
            reads = sight(actor, case.suggestion)
            acts = [action for action in Action if why_not(actor, action, case, today=TODAY) is None]
            if acts or reads is not Sight.NOTHING:
                yield f"{name:22} {reads:8} {' '.join(acts) or '-'}"
            else:
                outside.append(name)
        yield f"nothing at all: {', '.join(outside)}"
    yield "\n## where one condition is not met, why not"
    for action, step in STEPS.items():
        for guard in step.when:
            case, actor = UNMET[guard](action)
            yield f"{action:22} {guard:24} {why_not(ACTORS[actor], action, case, today=TODAY)}"


def _situations() -> Iterator[tuple[str, Case]]:
    for state in S:
        tasks = [share(T.HANDLING)] if state in (S.IN_HANDLING, S.CLOSED, S.ARCHIVED) else []
        yield f"suggestion {state}", paper(state, tasks=tasks)
    for state in (S.SUBMITTED, S.IN_REVIEW, S.RETURNED):
        yield f"suggestion {state}, signed by its author alone", paper(state, signatures=[])
    yield "suggestion in_review, an outcome lies with the deputy", _put("refuse")
    yield "suggestion in_review, the deputy agreed to a refusal", _put("refuse", "agreed")
    yield "suggestion in_review, the deputy contested a letter", _put("letter", "contested")
    for state in (S.SUBMITTED, S.IN_HANDLING):
        yield f"suggestion {state}, to be taken back if all agree", paper(state, withdrawal_asked_on=TODAY)
        yield f"suggestion {state}, its lead offered to another", paper(state, lead_offered_to_id=7)
    yield "suggestion withdrawn, with a number", paper(S.WITHDRAWN, number="20260001")
    for role in (TaskRole.SOLE, TaskRole.CO):
        for task_state in T:
            yield f"task {task_state}, {role}", share(task_state, role)
    for round_state in R:
        yield f"round {round_state}", turn(round_state, somebody_rated=round_state is R.RATED)
    yield "task handling, objected to", _objected()
    yield "task handling, objected to again", _objected(objection_is_arbiters=True)
    yield "task handling, the deputies were told of a delay", share(T.HANDLING, delay_explained_on=TODAY)
    yield "task handling, more time was asked for", _asked_for_time()
    yield "round rated, dissatisfied", turn(R.RATED, somebody_rated=True, awaits_decision=True)
    yield "round delivered, everybody rated", turn(R.DELIVERED, somebody_rated=True, all_rated=True)
    yield "round delivered, window shut, nobody rated", turn(R.DELIVERED, rating_due_on=TODAY.replace(day=1, month=3))
    yield from law_promises.situations()
    yield from law_further.situations()
    yield from law_chases.situations()


SHUT = TODAY.replace(month=3)
UNMET = {
    **law_bills.UNMET,
    **law_joint.UNMET,
    **law_promises.UNMET,
    **law_ratings.UNMET,
    **law_further.UNMET,
    **law_chases.UNMET,
    Guard.ANOTHER_REVIEWS: lambda _a: (paper(S.IN_REVIEW), "desk"),
    Guard.NO_OUTCOME_IS_OPEN: lambda _a: (_put("refuse"), "desk"),
    Guard.OUTCOME_AWAITS_ANSWER: lambda _a: (_put("refuse", until=SHUT), "author"),
    Guard.OUTCOME_HAS_LAPSED: lambda _a: (_put("refuse"), "clock"),
    Guard.OUTCOME_STANDS: lambda _a: (paper(S.IN_REVIEW), "desk"),
    Guard.REFUSAL_WAS_PUT: lambda _a: (_put("refuse", "contested"), "desk"),
    Guard.LETTER_WAS_PUT: lambda _a: (_put("letter"), "desk"),
    Guard.MAY_CIRCULATE: lambda _a: (paper(S.REGISTERED), "desk"),
    Guard.CIRCULATION_IS_OPEN: lambda _a: (_circulating(SHUT), "heard"),
    Guard.CIRCULATION_MAY_END: lambda _a: (paper(S.REGISTERED), "desk"),
    Guard.CIRCULATION_IS_OVER: lambda _a: (_circulating(TODAY), "desk"),
    Guard.IS_IN_NO_GROUP: lambda _a: (paper(S.REGISTERED, group_id=1), "desk"),
    Guard.IS_IN_A_GROUP: lambda _a: (paper(S.REGISTERED), "desk"),
    Guard.IS_KEY: lambda _a: (paper(S.REGISTERED), "desk"),
    Guard.MAY_LINK: lambda _a: (paper(S.SUBMITTED), "author"),
    Guard.PAPER_IS_COMPLETE: lambda _a: (paper(S.DRAFT, gaps=("title",)), "author"),
    Guard.INVITATION_IS_OPEN: lambda _a: (paper(S.COSIGNING, signatures=[_expired()]), "invitee"),
    Guard.INVITATIONS_HAVE_LAPSED: lambda _a: (paper(S.COSIGNING), "clock"),
    Guard.SOMEBODY_IS_MISSING: lambda _a: (paper(S.COSIGNING, signatures=[_agreed()]), "author"),
    Guard.MAY_BE_WITHDRAWN: lambda _a: (paper(S.SUBMITTED), "author"),
    Guard.MAY_ASK_WITHDRAWAL: lambda _a: (paper(S.SUBMITTED, signatures=[]), "author"),
    Guard.WITHDRAWAL_IS_ASKED: lambda a: (paper(S.SUBMITTED), "author" if a is A.RECALL_WITHDRAWAL else "cosigner"),
    Guard.CONSENT_IS_AWAITED: lambda _a: (
        paper(S.SUBMITTED, withdrawal_asked_on=TODAY, signatures=[_agreed(agrees_to_withdraw=True)]),
        "cosigner",
    ),
    Guard.MAY_OFFER_LEAD: lambda _a: (paper(S.SUBMITTED, signatures=[]), "author"),
    Guard.LEAD_IS_OFFERED: lambda _a: (paper(S.SUBMITTED), "author"),
    Guard.EVERY_REPLY_IS_OUT: lambda _a: (paper(S.IN_HANDLING, every_reply_is_out=False), "clock"),
    Guard.EVERY_ROUND_IS_SETTLED: lambda _a: (paper(S.IN_HANDLING, every_round_is_settled=False), "clock"),
    Guard.IS_CO_TASK: lambda _a: (share(T.HANDLING, TaskRole.LEAD), "handler"),
    Guard.IS_REPLY_TASK: lambda a: (
        (share(T.REPLIED, TaskRole.CO), "desk") if a is A.RESUME else (share(T.HANDLING, TaskRole.CO), "unit_signer")
    ),
    Guard.LEAD_IS_AT_WORK: lambda a: (_lead_has_replied(a), "lead_handler"),
    Guard.OPINION_AWAITS_WORD: lambda _a: (share(T.REPLIED, TaskRole.CO), "lead_handler"),
    Guard.NO_DISAGREEMENT_OPEN: lambda _a: (share(T.HANDLING, TaskRole.CO, disagreement_is_open=True), "handler"),
    Guard.DISAGREEMENT_AWAITS_ME: lambda _a: (share(T.HANDLING, TaskRole.CO, disagreement_asks=4), "handler"),
    Guard.DECIDES_DISAGREEMENT: lambda _a: (share(T.HANDLING, TaskRole.CO), "coordinator"),
    Guard.CONTACT_AWAITS_ME: lambda _a: (share(T.HANDLING, contacts_await=(2,)), "author"),
    Guard.TASK_IS_IN_HAND: lambda a: (_not_in_hand(a), _CLEARING.get(a, "handler")),
    Guard.MAY_OBJECT: lambda _a: (share(T.ASSIGNED, objection_due_on=SHUT), "receiver"),
    Guard.IS_HEARD_HERE: lambda _a: (_heard_elsewhere(), "heard"),
    Guard.RECALLS_OBJECTION: lambda _a: (share(T.HANDLING), "receiver"),
    Guard.RULES_OBJECTION: lambda _a: (share(T.HANDLING), "coordinator"),
    Guard.MAY_ASK_EXTENSION: lambda _a: (share(T.HANDLING), "handler"),
    Guard.DECIDES_EXTENSION: lambda _a: (share(T.HANDLING), "coordinator"),
    Guard.REPLY_IS_COMPLETE: lambda a: (
        turn(R.DRAFTING, reply_gaps=("class-2",)) if a is A.SEND_UP else _on_its_way(a, reply_gaps=("class-2",)),
        _CLEARING[a],
    ),
    Guard.LIES_AT_UNIT: lambda _a: (turn(R.IN_CLEARANCE, stage=K.CHECK), "handler"),
    Guard.REVIEWS_DRAFT: lambda _a: (turn(R.IN_CLEARANCE), "reviewer"),
    Guard.SENDS_DRAFT_BACK: lambda _a: (turn(R.IN_CLEARANCE, stage=K.REVIEW), "unit_signer"),
    Guard.SIGNS_REPLY: lambda a: (turn(R.IN_CLEARANCE, stage=K.REVIEW, needs_check=a is A.SIGN), "unit_signer"),
    Guard.CHECK_FOLLOWS: lambda _a: (turn(R.IN_CLEARANCE), "unit_signer"),
    Guard.NO_CHECK_FOLLOWS: lambda _a: (turn(R.IN_CLEARANCE, needs_check=True), "unit_signer"),
    Guard.CHECKS_REPLY: lambda _a: (turn(R.IN_CLEARANCE, needs_check=True), "coordinator"),
    Guard.WINDOW_IS_OPEN: lambda _a: (turn(R.DELIVERED, rating_due_on=SHUT), "author"),
    Guard.RATING_IS_OVER: lambda _a: (turn(R.DELIVERED, somebody_rated=True), "clock"),
    Guard.NOBODY_RATED_IN_TIME: lambda _a: (turn(R.DELIVERED), "clock"),
    Guard.AWAITS_DECISION: lambda _a: (turn(R.RATED), "desk"),
    Guard.ENTRY_AWAITS_ME: lambda _a: (paper(S.SUBMITTED), "author"),
    Guard.ENTRY_IS_DISPUTED: lambda a: (_undisputed(a), "desk"),
    Guard.PAPER_IS_NOT_DENIED: lambda a: (_denied(a), "desk"),
    Guard.TASK_IS_SIGNED_FOR: lambda _a: (_not_signed_for(), "desk"),
}


def _entered_bill(state: SuggestionState) -> Case:
    one = entered_for(1)
    one.state, one.kind = state, Kind.BILL
    return one


def _undisputed(action: Action) -> Case:
    if action is A.VOID_REPLY:
        return turn(R.DELIVERED)
    states = {A.VOID_SIGN_FOR: T.SIGNED_FOR, A.REOPEN: T.REPLIED}
    return share(states[action]) if action in states else paper(S.SUBMITTED)


def _denied(action: Action) -> Case:
    one = disputed(S.REGISTERED if action is A.ASSIGN else S.IN_REVIEW)
    one.kind = Kind.BILL if action in (A.PUT_ON_AGENDA, A.REFER, A.CONVERT) else Kind.SUGGESTION
    return one


def _not_signed_for() -> Case:
    one = turn(R.DRAFTING)
    one.task.state = T.ASSIGNED
    return one


def _agreed(**facts: object) -> Signed:
    return Signed(2, SignatureState.AGREED, **facts)  # type: ignore[arg-type]


def _asked_by_one_who_left(**facts: object) -> Case:
    left = {"withdrawal_asked_on": TODAY, "lead_seat_until": TODAY - timedelta(days=1)}
    return paper(S.SUBMITTED, signatures=[_agreed(**facts)], **left)  # type: ignore[arg-type]


def _expired() -> Signed:
    return Signed(3, SignatureState.ASKED, answer_by=TODAY - timedelta(days=1))


def _lead_has_replied(action: Action) -> Case:
    state = T.HANDLING if action is not A.ACCEPT_OPINION and action is not A.SEND_BACK_OPINION else T.REPLIED
    one = share(state, TaskRole.CO, opinion_awaits_word=True)
    one.suggestion.tasks[1].state = T.REPLIED
    return one


def _disputed(**facts: object) -> Case:
    """Unit 1 helps, unit 4 leads; both of the government unless told otherwise."""
    return share(T.HANDLING, TaskRole.CO, disagreement_is_open=True, **facts)


def _heard_elsewhere() -> Case:
    one = share(T.HANDLING)
    asking(one.suggestion)
    return one


def _put(kind: str, reception: str | None = None, *, by: int = 10, until: date = TODAY) -> Paper:
    """The desk's ten put it to the deputy, who has until today to answer."""
    held = {"intended": kind, "intended_by_id": by, "intended_until": until, "reception": reception}
    return paper(S.IN_REVIEW, **held)


def _not_in_hand(action: Action) -> Case:
    one = turn(R.DRAFTING) if action is A.DRAFT_REPLY else _on_its_way(action)
    one.task.state = T.SIGNED_FOR
    return one


# Who does what to a reply on its way out.
_CLEARING = {
    A.SEND_UP: "handler",
    A.RECALL_DRAFT: "handler",
    A.PASS_REVIEW: "reviewer",
    A.SEND_BACK: "unit_signer",
    A.SIGN: "unit_signer",
    A.DELIVER: "unit_signer",
    A.SEND_BACK_CHECK: "coordinator",
    A.PASS_CHECK: "coordinator",
}


def _on_its_way(action: Action, **facts: object) -> Turn:
    """A reply that lies where this is done to it."""
    stages = {A.PASS_REVIEW: K.REVIEW, A.SEND_BACK_CHECK: K.CHECK, A.PASS_CHECK: K.CHECK}
    checked = action in (A.SIGN, A.SEND_BACK_CHECK, A.PASS_CHECK)
    return turn(R.IN_CLEARANCE, stage=stages.get(action, K.SIGN), needs_check=checked, **facts)


def _asked_for_its_word() -> Paper:
    whole = paper(S.REGISTERED)
    asking(whole)
    return whole


def _circulating(until: date | None = TODAY) -> Case:
    """A draft distribution among the units; `until` None: still to be sent out."""
    one = paper(S.REGISTERED, circulates=True, circulated_until=until)
    if until is not None:
        asking(one)
    return one


def _objected(*, answer_by: date = TODAY, to: System = System.GOVERNMENT, **facts: object) -> Case:
    one = share(T.HANDLING, objection_is_open=True, objections=1, **facts)
    asking(one.suggestion)
    one.suggestion.hearings[0].answer_by, one.suggestion.hearings[0].systems = answer_by, (to,)
    return one


def _asked_for_time(**facts: object) -> Case:
    return share(T.HANDLING, delay_explained_on=TODAY, extension_is_open=True, **facts)


YES, NO = True, False

# Written from the handbook, row by row, without looking at the table.
# (what the rule says, the case, who, what, may they)
BY_HAND: list[tuple[str, Case, str, Action, bool]] = [
    # c.3, 1 DRAFT: the deputy acts
    ("a deputy hands in her draft", paper(S.DRAFT, signatures=[]), "author", A.SUBMIT, YES),
    ("a deputy invites", paper(S.DRAFT, signatures=[]), "author", A.INVITE, YES),
    ("nobody writes in another's draft", paper(S.DRAFT, signatures=[]), "deputy", A.REVISE, NO),
    ("the desk does not see drafts", paper(S.DRAFT, signatures=[]), "desk", A.ACCEPT, NO),
    ("a draft is not reviewed", paper(S.DRAFT), "desk", A.TAKE_UP, NO),
    # c.3, 2 COSIGNING: co-signers agree or decline
    ("the one asked agrees", paper(S.COSIGNING), "invitee", A.AGREE, YES),
    ("the one asked declines", paper(S.COSIGNING), "invitee", A.DECLINE, YES),
    ("one not asked cannot sign", paper(S.COSIGNING), "deputy", A.AGREE, NO),
    ("the author does not sign for others", paper(S.COSIGNING), "author", A.AGREE, NO),
    ("a co-signer does not hand in", paper(S.COSIGNING), "cosigner", A.SUBMIT, NO),
    ("a co-signer does not write", paper(S.COSIGNING), "cosigner", A.REVISE, NO),
    ("silence ends with handing in", paper(S.SUBMITTED), "invitee", A.AGREE, NO),
    # c.3, 3 and 4 SUBMITTED, IN_REVIEW: the desk
    ("the desk registers", paper(S.SUBMITTED), "desk", A.ACCEPT, YES),
    ("the desk registers what is in review", paper(S.IN_REVIEW), "desk", A.ACCEPT, YES),
    # c.2, BJ1 13: the desk talks to the deputy before it does not accept
    ("nothing is refused before the deputy was told", paper(S.IN_REVIEW), "desk", A.REFUSE, NO),
    ("the desk tells him what it intends", paper(S.IN_REVIEW), "desk", A.PUT_OUTCOME, YES),
    ("one intention at a time", _put("refuse"), "desk", A.PUT_OUTCOME, NO),
    ("he says nothing against it", _put("refuse"), "author", A.AGREE_OUTCOME, YES),
    ("or sees it otherwise", _put("refuse"), "author", A.CONTEST_OUTCOME, YES),
    ("his co-signers leave that to him", _put("refuse"), "cosigner", A.CONTEST_OUTCOME, NO),
    ("an assistant does not answer for him", _put("refuse"), "assistant", A.AGREE_OUTCOME, NO),
    ("while he thinks nothing is refused", _put("refuse"), "desk", A.REFUSE, NO),
    ("but it may be registered any time", _put("refuse"), "desk", A.ACCEPT, YES),
    ("and taken back", _put("refuse"), "desk", A.RECALL_OUTCOME, YES),
    ("agreed to, it is decided", _put("refuse", "agreed"), "desk", A.REFUSE, YES),
    ("as what was put and nothing else", _put("refuse", "agreed"), "desk", A.AS_LETTER, NO),
    ("a letter likewise", _put("letter", "agreed"), "desk", A.AS_LETTER, YES),
    ("contested, not by who put it", _put("refuse", "contested"), "desk", A.REFUSE, NO),
    ("but by another", _put("refuse", "contested", by=99), "desk", A.REFUSE, YES),
    ("a day that passed is silence though the worker is late", _put("refuse", until=SHUT), "desk", A.REFUSE, YES),
    ("and then he answers no more", _put("refuse", until=SHUT), "author", A.CONTEST_OUTCOME, NO),
    ("nobody makes him silent early", _put("refuse"), "clock", A.LAPSE_OUTCOME, NO),
    # c.2: the right to file anew
    ("what was not accepted is filed anew", paper(S.NOT_ACCEPTED), "author", A.REFILE, YES),
    ("or what was taken back", paper(S.WITHDRAWN), "author", A.REFILE, YES),
    ("an assistant prepares it", paper(S.NOT_ACCEPTED), "assistant", A.REFILE, YES),
    ("others do not", paper(S.NOT_ACCEPTED), "cosigner", A.REFILE, NO),
    ("a colleague takes a review over", paper(S.IN_REVIEW, reviewer_id=99), "desk", A.TAKE_OVER, YES),
    ("not one's own", paper(S.IN_REVIEW), "desk", A.TAKE_OVER, NO),
    ("the desk sends back", paper(S.IN_REVIEW), "desk", A.RETURN, YES),
    ("the author does not register herself", paper(S.SUBMITTED), "author", A.ACCEPT, NO),
    ("a unit has nothing to register", paper(S.SUBMITTED), "receiver", A.ACCEPT, NO),
    ("the coordinator does not register", paper(S.SUBMITTED), "coordinator", A.ACCEPT, NO),
    ("a handed-in paper is not rewritten", paper(S.SUBMITTED), "author", A.REVISE, NO),
    ("one sent back is", paper(S.RETURNED), "author", A.REVISE, YES),
    ("and handed in again", paper(S.RETURNED), "author", A.SUBMIT, YES),
    ("a number is given once", paper(S.REGISTERED), "desk", A.ACCEPT, NO),
    ("a refusal is final, one may file anew", paper(S.NOT_ACCEPTED), "author", A.SUBMIT, NO),
    # c.4 withdrawal: before the reply, joint papers only if all agree
    ("alone one takes back", paper(S.SUBMITTED, signatures=[]), "author", A.WITHDRAW, YES),
    ("a joint paper not alone", paper(S.SUBMITTED), "author", A.WITHDRAW, NO),
    ("a co-signer does not take back", paper(S.SUBMITTED), "cosigner", A.WITHDRAW, NO),
    ("the desk does not take back", paper(S.IN_REVIEW, signatures=[]), "desk", A.WITHDRAW, NO),
    ("after registration too", paper(S.REGISTERED, signatures=[]), "author", A.WITHDRAW, YES),
    ("and in handling", paper(S.IN_HANDLING, signatures=[]), "author", A.WITHDRAW, YES),
    ("not once a reply is out", paper(S.IN_HANDLING, signatures=[], a_reply_is_out=True), "author", A.WITHDRAW, NO),
    ("the lead asks the signers first", paper(S.IN_HANDLING), "author", A.ASK_WITHDRAWAL, YES),
    ("who signs alone need not ask", paper(S.IN_HANDLING, signatures=[]), "author", A.ASK_WITHDRAWAL, NO),
    ("nobody consents unasked", paper(S.SUBMITTED), "cosigner", A.CONSENT_WITHDRAWAL, NO),
    ("a co-signer consents", paper(S.SUBMITTED, withdrawal_asked_on=TODAY), "cosigner", A.CONSENT_WITHDRAWAL, YES),
    ("or refuses", paper(S.SUBMITTED, withdrawal_asked_on=TODAY), "cosigner", A.REFUSE_WITHDRAWAL, YES),
    ("one only invited has no say", paper(S.SUBMITTED, withdrawal_asked_on=TODAY), "invitee", A.REFUSE_WITHDRAWAL, NO),
    ("one refusal of time is none", paper(S.SUBMITTED, withdrawal_asked_on=TODAY), "clock", A.WITHDRAW, NO),
    (
        "all consented",
        paper(S.SUBMITTED, withdrawal_asked_on=TODAY, signatures=[_agreed(agrees_to_withdraw=True)]),
        "author",
        A.WITHDRAW,
        YES,
    ),
    (
        "whose seat has ended is not waited for",
        paper(S.SUBMITTED, signatures=[_agreed(seat_until=TODAY - timedelta(days=1))]),
        "author",
        A.WITHDRAW,
        YES,
    ),
    # c.3, 2: signatures only before the closing day; a name may be taken back
    ("not after the day to answer", paper(S.COSIGNING, signatures=[_expired()]), "invitee", A.AGREE, NO),
    ("time lets it lapse", paper(S.COSIGNING, signatures=[_expired()]), "clock", A.LAPSE_INVITATION, YES),
    ("the lead asks again", paper(S.COSIGNING), "author", A.ASK_AGAIN, YES),
    ("a co-signer takes his name back", paper(S.IN_REVIEW), "cosigner", A.LEAVE, YES),
    ("not once it is registered", paper(S.REGISTERED), "cosigner", A.LEAVE, NO),
    ("the lead cannot leave", paper(S.SUBMITTED), "author", A.LEAVE, NO),
    # the lead is passed on to one who signed, by the lead or by the desk
    ("the lead offers it", paper(S.IN_HANDLING), "author", A.OFFER_LEAD, YES),
    ("the desk knows of no drafts", paper(S.COSIGNING), "desk", A.OFFER_LEAD, NO),
    ("there must be somebody", paper(S.IN_HANDLING, signatures=[]), "author", A.OFFER_LEAD, NO),
    ("whom it is offered takes it", paper(S.IN_HANDLING, lead_offered_to_id=7), "successor", A.TAKE_LEAD, YES),
    ("or declines", paper(S.IN_HANDLING, lead_offered_to_id=7), "successor", A.DECLINE_LEAD, YES),
    ("with the seat it lapses", paper(S.IN_HANDLING, lead_offered_to_id=7), "clock", A.LAPSE_LEAD, YES),
    ("not without an offer", paper(S.IN_HANDLING), "clock", A.LAPSE_LEAD, NO),
    # a request to take it back is his who made it, and ends with his seat
    ("with the seat a request lapses", _asked_by_one_who_left(), "clock", A.LAPSE_WITHDRAWAL, YES),
    ("nobody agrees to it any more", _asked_by_one_who_left(), "cosigner", A.CONSENT_WITHDRAWAL, NO),
    ("nor does time carry it out", _asked_by_one_who_left(agrees_to_withdraw=True), "clock", A.WITHDRAW, NO),
    ("nobody takes it by himself", paper(S.IN_HANDLING), "cosigner", A.TAKE_LEAD, NO),
    ("it is passed on before it is over", paper(S.CLOSED), "author", A.OFFER_LEAD, NO),
    # c.10: a promise outlives the paper, and somebody has to say whether it was kept
    ("after that while a promise is open", paper(S.CLOSED, open_promises=("",)), "author", A.OFFER_LEAD, YES),
    ("and is taken on then", paper(S.CLOSED, lead_offered_to_id=7), "successor", A.TAKE_LEAD, YES),
    # an assistant prepares everything but signing, handing in and rating
    ("an assistant writes", paper(S.DRAFT), "assistant", A.REVISE, YES),
    ("and invites", paper(S.DRAFT), "assistant", A.INVITE, YES),
    ("but does not hand in", paper(S.DRAFT), "assistant", A.SUBMIT, NO),
    ("nor take back", paper(S.SUBMITTED, signatures=[]), "assistant", A.WITHDRAW, NO),
    ("nor rate", turn(R.DELIVERED), "assistant", A.RATE, NO),
    ("nor for another deputy", paper(S.DRAFT), "assistant_elsewhere", A.REVISE, NO),
    # c.3, 5 to 7: assignment by the desk, distribution by the government's office
    ("the desk assigns", paper(S.REGISTERED), "desk", A.ASSIGN, YES),
    # c.3, 5 and 6: where the city does so, the units see the draft first
    ("a draft goes to the units first", _circulating(None), "desk", A.PRE_ASSIGN, YES),
    ("nothing is assigned before", _circulating(None), "desk", A.ASSIGN, NO),
    ("nor while they are asked", _circulating(), "desk", A.ASSIGN, NO),
    ("a passed day is over though the worker is late", _circulating(SHUT), "desk", A.ASSIGN, YES),
    ("a unit that is asked speaks", _circulating(), "heard", A.SPEAK, YES),
    ("until its day has passed", _circulating(SHUT), "heard", A.SPEAK, NO),
    ("one that is not asked does not", _circulating(), "receiver_elsewhere", A.SPEAK, NO),
    ("the desk does not speak for a unit", _circulating(), "desk", A.SPEAK, NO),
    ("the desk ends it early", _circulating(), "desk", A.CLOSE_CIRCULATION, YES),
    ("time does not before the day", _circulating(), "clock", A.CLOSE_CIRCULATION, NO),
    ("but after it", _circulating(SHUT), "clock", A.CLOSE_CIRCULATION, YES),
    ("elsewhere papers are assigned at once", paper(S.REGISTERED), "desk", A.PRE_ASSIGN, NO),
    # c.5: handled together, never one instead of the other
    ("the desk merges", paper(S.REGISTERED), "desk", A.JOIN_GROUP, YES),
    ("what is in handling too", paper(S.IN_HANDLING), "desk", A.JOIN_GROUP, YES),
    ("nobody merges before it is on record", paper(S.IN_REVIEW), "desk", A.JOIN_GROUP, NO),
    ("a paper is in one group", paper(S.REGISTERED, group_id=1), "desk", A.JOIN_GROUP, NO),
    ("the coordinator does not merge", paper(S.REGISTERED), "coordinator", A.JOIN_GROUP, NO),
    ("one is split out even when closed", paper(S.CLOSED, group_id=1), "desk", A.LEAVE_GROUP, YES),
    ("a deputy links her draft", paper(S.DRAFT), "author", A.LINK, YES),
    ("a co-signer does not", paper(S.COSIGNING), "cosigner", A.LINK, NO),
    ("the desk links what was handed in", paper(S.CLOSED), "desk", A.LINK, YES),
    ("not drafts", paper(S.DRAFT), "desk", A.LINK, NO),
    ("the coordinator does not assign", paper(S.REGISTERED), "coordinator", A.ASSIGN, NO),
    ("what is assigned is not assigned again", paper(S.IN_HANDLING), "desk", A.ASSIGN, NO),
    ("the office distributes", share(T.WITH_COORDINATOR), "coordinator", A.DISTRIBUTE, YES),
    ("another system's office does not", share(T.WITH_COORDINATOR), "coordinator_elsewhere", A.DISTRIBUTE, NO),
    ("the desk does not distribute", share(T.WITH_COORDINATOR), "desk", A.DISTRIBUTE, NO),
    ("the unit proposed has nothing yet", share(T.WITH_COORDINATOR), "receiver", A.SIGN_FOR, NO),
    # c.3, 8: the unit's receiver signs for and routes
    ("the receiver signs for", share(T.ASSIGNED), "receiver", A.SIGN_FOR, YES),
    ("the handler does not sign for", share(T.ASSIGNED), "colleague", A.SIGN_FOR, NO),
    ("another unit does not sign for", share(T.ASSIGNED), "receiver_elsewhere", A.SIGN_FOR, NO),
    ("the receiver gives it on", share(T.SIGNED_FOR), "receiver", A.GIVE, YES),
    ("and again when the handler is away", share(T.HANDLING), "receiver", A.GIVE, YES),
    ("it is signed for before it is given", share(T.ASSIGNED), "receiver", A.GIVE, NO),
    ("the handler does not pass it on", share(T.HANDLING), "handler", A.GIVE, NO),
    # c.3, 9 and e.4: the unit objects within its window, once the second time only by its head; others rule
    ("the receiver objects", share(T.ASSIGNED), "receiver", A.OBJECT, YES),
    ("and the signing leader, also once it is in hand", share(T.HANDLING), "unit_signer", A.OBJECT, YES),
    ("the handler does not", share(T.HANDLING), "handler", A.OBJECT, NO),
    ("another unit does not", share(T.ASSIGNED), "receiver_elsewhere", A.OBJECT, NO),
    ("what lies with the coordinator is nobody's to object to", share(T.WITH_COORDINATOR), "receiver", A.OBJECT, NO),
    ("late ones are not considered", share(T.ASSIGNED, objection_due_on=SHUT), "receiver", A.OBJECT, NO),
    ("one at a time", share(T.ASSIGNED, objection_is_open=True), "receiver", A.OBJECT, NO),
    ("not once the reply is sent up", share(T.HANDLING, reply_is_up=True), "receiver", A.OBJECT, NO),
    ("not by who has answered already", share(T.HANDLING, has_answered=True), "receiver", A.OBJECT, NO),
    ("a second one not by the receiver", share(T.ASSIGNED, objections=1), "receiver", A.OBJECT, NO),
    ("nor by a leader who is not the head", share(T.ASSIGNED, objections=1), "unit_signer", A.OBJECT, NO),
    ("but by the head of the unit", share(T.ASSIGNED, objections=1), "principal", A.OBJECT, YES),
    ("not a third time, after the arbiter", share(T.ASSIGNED, objections=2), "principal", A.OBJECT, NO),
    ("the unit goes on while it is not ruled", share(T.SIGNED_FOR, objection_is_open=True), "receiver", A.GIVE, YES),
    ("the better unit is heard", _objected(), "heard", A.HEAR, YES),
    ("not after its day", _objected(answer_by=SHUT), "heard", A.HEAR, NO),
    ("nobody else is", _objected(), "receiver_elsewhere", A.HEAR, NO),
    ("the coordinator of the system rules", _objected(), "coordinator", A.UPHOLD_OBJECTION, YES),
    ("not another's", _objected(), "coordinator_elsewhere", A.UPHOLD_OBJECTION, NO),
    ("not the desk", _objected(), "desk", A.REJECT_OBJECTION, NO),
    ("not the unit itself", _objected(), "unit_signer", A.REJECT_OBJECTION, NO),
    ("what may leave the system is the desk's", _objected(to=System.COURT), "desk", A.UPHOLD_OBJECTION, YES),
    ("who also refuses it", _objected(to=System.COURT), "desk", A.REJECT_OBJECTION, YES),
    ("and not the coordinator's", _objected(to=System.COURT), "coordinator", A.UPHOLD_OBJECTION, NO),
    ("where there is no coordinator the desk does", _objected(has_coordinator=False), "desk", A.UPHOLD_OBJECTION, YES),
    ("the unit may take it back", _objected(), "receiver", A.RECALL_OBJECTION, YES),
    ("also when it is before the arbiter", _objected(objection_is_arbiters=True), "principal", A.RECALL_OBJECTION, YES),
    ("not who did not sign it", _objected(objection_is_arbiters=True), "receiver", A.RECALL_OBJECTION, NO),
    ("nobody else", _objected(), "coordinator", A.RECALL_OBJECTION, NO),
    ("nothing to take back", share(T.HANDLING), "receiver", A.RECALL_OBJECTION, NO),
    ("the arbiter's ruling the desk enters", _objected(objection_is_arbiters=True), "desk", A.REJECT_OBJECTION, YES),
    ("not the office", _objected(objection_is_arbiters=True), "coordinator", A.REJECT_OBJECTION, NO),
    # c.3, 10b and c.7: told first, asked before the day, decided by others
    ("the handler tells the deputies", share(T.HANDLING), "handler", A.EXPLAIN_DELAY, YES),
    ("a co-unit has no word to the deputies", share(T.HANDLING, TaskRole.CO), "handler", A.EXPLAIN_DELAY, NO),
    ("asked after that", share(T.HANDLING, delay_explained_on=TODAY), "handler", A.ASK_EXTENSION, YES),
    ("not before", share(T.HANDLING), "handler", A.ASK_EXTENSION, NO),
    ("not late", share(T.HANDLING, delay_explained_on=SHUT, due_on=SHUT), "handler", A.ASK_EXTENSION, NO),
    ("no second while one is open", _asked_for_time(), "handler", A.ASK_EXTENSION, NO),
    ("the office decides where the city says so", _asked_for_time(), "coordinator", A.GRANT_EXTENSION, YES),
    ("else the desk", _asked_for_time(extension_is_coordinators=False), "desk", A.GRANT_EXTENSION, YES),
    ("not both", _asked_for_time(), "desk", A.GRANT_EXTENSION, NO),
    ("not the unit", _asked_for_time(), "unit_signer", A.GRANT_EXTENSION, NO),
    # c.3, 10: the handler contacts, drafts
    ("the handler notes a contact", share(T.HANDLING), "handler", A.NOTE_CONTACT, YES),
    ("a colleague does not", share(T.HANDLING), "colleague", A.NOTE_CONTACT, NO),
    ("the handler drafts", turn(R.DRAFTING), "handler", A.DRAFT_REPLY, YES),
    ("a colleague does not draft", turn(R.DRAFTING), "colleague", A.DRAFT_REPLY, NO),
    ("the deputy does not draft", turn(R.DRAFTING), "author", A.DRAFT_REPLY, NO),
    ("the desk does not draft", turn(R.DRAFTING), "desk", A.DRAFT_REPLY, NO),
    # c.3, 10a: the co-unit gives an opinion to the lead
    ("a co-unit gives its opinion", share(T.HANDLING, TaskRole.CO), "handler", A.OPINE, YES),
    ("a lead replies instead", share(T.HANDLING, TaskRole.LEAD), "handler", A.OPINE, NO),
    # c.3, 11 and 12: the leader signs; b: sign; c.11 6: class and promise
    ("the handler sends up", turn(R.DRAFTING), "handler", A.SEND_UP, YES),
    ("not with gaps", turn(R.DRAFTING, reply_gaps=("promise-2",)), "handler", A.SEND_UP, NO),
    ("the signing leader delivers", turn(R.IN_CLEARANCE), "unit_signer", A.DELIVER, YES),
    ("the handler does not sign", turn(R.IN_CLEARANCE), "handler", A.DELIVER, NO),
    ("the reviewer does not sign", turn(R.IN_CLEARANCE), "reviewer", A.DELIVER, NO),
    ("another unit's leader does not", turn(R.IN_CLEARANCE), "signer_elsewhere", A.DELIVER, NO),
    ("the leader sends back", turn(R.IN_CLEARANCE), "unit_signer", A.SEND_BACK, YES),
    ("nothing goes out without clearance", turn(R.DRAFTING), "unit_signer", A.DELIVER, NO),
    # c.3, 11 and 11a: office, leader, and the check of form and letter where a city has it
    ("the office reads it first", turn(R.IN_CLEARANCE, stage=K.REVIEW), "reviewer", A.PASS_REVIEW, YES),
    ("and may send it back", turn(R.IN_CLEARANCE, stage=K.REVIEW), "reviewer", A.SEND_BACK, YES),
    ("before that nobody signs", turn(R.IN_CLEARANCE, stage=K.REVIEW), "principal", A.DELIVER, NO),
    ("afterwards the office is through with it", turn(R.IN_CLEARANCE), "reviewer", A.SEND_BACK, NO),
    (
        "nobody reviews what he wrote",
        turn(R.IN_CLEARANCE, stage=K.REVIEW, drafted_by_id=23),
        "reviewer",
        A.PASS_REVIEW,
        NO,
    ),
    (
        "nor what he sent up",
        turn(R.IN_CLEARANCE, stage=K.REVIEW, sent_up_by_id=23),
        "reviewer",
        A.PASS_REVIEW,
        NO,
    ),
    ("the handler takes it back", turn(R.IN_CLEARANCE), "handler", A.RECALL_DRAFT, YES),
    ("not once it is signed", turn(R.IN_CLEARANCE, stage=K.CHECK), "handler", A.RECALL_DRAFT, NO),
    ("who may sign is the rulebook's", turn(R.IN_CLEARANCE, principal_signs=True), "unit_signer", A.DELIVER, NO),
    ("the principal does", turn(R.IN_CLEARANCE, principal_signs=True), "principal", A.DELIVER, YES),
    (
        "who signed before does not sign again",
        turn(R.IN_CLEARANCE, another_signs=True, signed_before=frozenset({24})),
        "unit_signer",
        A.DELIVER,
        NO,
    ),
    (
        "where the principal did, another does",
        turn(R.IN_CLEARANCE, principal_signs=True, another_signs=True, signed_before=frozenset({25})),
        "unit_signer",
        A.DELIVER,
        YES,
    ),
    (
        "where all did, nobody is shut out",
        turn(R.IN_CLEARANCE, another_signs=True, signed_before=frozenset({24, 25})),
        "unit_signer",
        A.DELIVER,
        YES,
    ),
    (
        "where it is checked, signing does not deliver",
        turn(R.IN_CLEARANCE, needs_check=True),
        "principal",
        A.DELIVER,
        NO,
    ),
    ("it goes to the check", turn(R.IN_CLEARANCE, needs_check=True), "principal", A.SIGN, YES),
    ("the coordinator lets it out", turn(R.IN_CLEARANCE, stage=K.CHECK), "coordinator", A.PASS_CHECK, YES),
    ("or back", turn(R.IN_CLEARANCE, stage=K.CHECK), "coordinator", A.SEND_BACK_CHECK, YES),
    ("another system's does not", turn(R.IN_CLEARANCE, stage=K.CHECK), "coordinator_elsewhere", A.PASS_CHECK, NO),
    ("nor the desk in its place", turn(R.IN_CLEARANCE, stage=K.CHECK), "desk", A.PASS_CHECK, NO),
    (
        "but where nobody holds a post there",
        uncoordinated(turn(R.IN_CLEARANCE, stage=K.CHECK)),
        "desk",
        A.PASS_CHECK,
        YES,
    ),
    (
        "nobody checks what he signed",
        turn(R.IN_CLEARANCE, stage=K.CHECK, signed_by_id=13),
        "coordinator",
        A.PASS_CHECK,
        NO,
    ),
    ("nobody checks what is not signed", turn(R.IN_CLEARANCE), "coordinator", A.PASS_CHECK, NO),
    ("what is sent up is not rewritten", turn(R.IN_CLEARANCE), "handler", A.DRAFT_REPLY, NO),
    # c.3, 13; c.11 7: only the entitled deputy rates, and the unit never
    ("the lead deputy rates", turn(R.DELIVERED), "author", A.RATE, YES),
    ("co-signers rate too", turn(R.DELIVERED), "cosigner", A.RATE, YES),
    ("one who did not sign does not", turn(R.DELIVERED), "invitee", A.RATE, NO),
    ("another deputy does not", turn(R.DELIVERED), "deputy", A.RATE, NO),
    ("the unit does not rate itself", turn(R.DELIVERED), "handler", A.RATE, NO),
    ("nor its leader", turn(R.DELIVERED), "unit_signer", A.RATE, NO),
    ("nor the desk", turn(R.DELIVERED), "desk", A.RATE, NO),
    ("nor an administrator", turn(R.DELIVERED), "system_admin", A.RATE, NO),
    ("not before there is a reply", turn(R.IN_CLEARANCE), "author", A.RATE, NO),
    ("not after the window", turn(R.DELIVERED, rating_due_on=SHUT), "author", A.RATE, NO),
    # c.6 and c.3, 10a: the lead asks, takes the opinion or sends it back; its signer and the co-unit do not
    ("the lead's handler asks a co-unit", share(T.HANDLING, TaskRole.CO), "lead_handler", A.ASK_CO, YES),
    ("his colleague does not", share(T.HANDLING, TaskRole.CO), "lead_colleague", A.ASK_CO, NO),
    ("nobody is asked in handling alone", share(T.HANDLING), "handler", A.ASK_CO, NO),
    (
        "he takes an opinion",
        share(T.REPLIED, TaskRole.CO, opinion_awaits_word=True),
        "lead_handler",
        A.ACCEPT_OPINION,
        YES,
    ),
    (
        "or sends it back",
        share(T.REPLIED, TaskRole.CO, opinion_awaits_word=True),
        "lead_handler",
        A.SEND_BACK_OPINION,
        YES,
    ),
    ("not the co-unit", share(T.REPLIED, TaskRole.CO, opinion_awaits_word=True), "handler", A.SEND_BACK_OPINION, NO),
    ("not what was judged", share(T.REPLIED, TaskRole.CO), "lead_handler", A.SEND_BACK_OPINION, NO),
    ("either side raises a disagreement", share(T.HANDLING, TaskRole.CO), "handler", A.RAISE_DISAGREEMENT, YES),
    ("also the lead", share(T.REPLIED, TaskRole.CO), "lead_handler", A.RAISE_DISAGREEMENT, YES),
    ("one at a time", _disputed(), "lead_handler", A.RAISE_DISAGREEMENT, NO),
    ("not a unit alone", share(T.HANDLING), "handler", A.RAISE_DISAGREEMENT, NO),
    ("the other side answers", _disputed(disagreement_asks=1), "handler", A.ANSWER_DISAGREEMENT, YES),
    ("not who raised it", _disputed(disagreement_asks=1), "lead_handler", A.ANSWER_DISAGREEMENT, NO),
    ("in one system the coordinator decides", _disputed(), "coordinator", A.DECIDE_DISAGREEMENT, YES),
    ("with the share it ends", _disputed(), "clock", A.DROP_DISAGREEMENT, YES),
    ("and not the desk", _disputed(), "desk", A.DECIDE_DISAGREEMENT, NO),
    ("without a coordinator the desk", _disputed(has_coordinator=False), "desk", A.DECIDE_DISAGREEMENT, YES),
    ("the units do not", _disputed(), "handler", A.DECIDE_DISAGREEMENT, NO),
    # e.5: the deputy confirms what was noted of a talk with him
    ("the deputy confirms a talk", share(T.HANDLING, contacts_await=(1,)), "author", A.CONFIRM_CONTACT, YES),
    ("also when all is over", share(T.ENDED, contacts_await=(1,)), "author", A.CORRECT_CONTACT, YES),
    ("not one with another", share(T.HANDLING, contacts_await=(1,)), "cosigner", A.CONFIRM_CONTACT, NO),
    ("the unit does not confirm itself", share(T.HANDLING, contacts_await=(1,)), "handler", A.CONFIRM_CONTACT, NO),
    # c.3, 15 and 16: the desk decides
    ("the desk orders re-handling", turn(R.RATED, awaits_decision=True), "desk", A.REHANDLE, YES),
    ("or explains", turn(R.RATED, awaits_decision=True), "desk", A.EXPLAIN, YES),
    ("the deputy cannot order it", turn(R.RATED, awaits_decision=True), "author", A.REHANDLE, NO),
    ("the coordinator cannot", turn(R.RATED, awaits_decision=True), "coordinator", A.REHANDLE, NO),
    ("a satisfied deputy leaves nothing to decide", turn(R.RATED), "desk", A.REHANDLE, NO),
    # b: the delegation's staff enter paper originals; who it belongs to confirms, never who entered it
    ("the delegation's clerk enters a co-signer", paper(S.SUBMITTED), "clerk", A.ENTER_SIGNATURE, YES),
    ("not of another delegation", paper(S.SUBMITTED), "clerk_elsewhere", A.ENTER_SIGNATURE, NO),
    ("not once it is registered", paper(S.REGISTERED), "desk", A.ENTER_SIGNATURE, NO),
    ("the deputy does not enter others", paper(S.SUBMITTED), "author", A.ENTER_SIGNATURE, NO),
    ("the lead confirms what was entered for her", entered_for(1), "author", A.CONFIRM_ENTRY, YES),
    ("or disputes it", entered_for(1), "author", A.DISPUTE_ENTRY, YES),
    ("a co-signer not what is another's", entered_for(1), "cosigner", A.CONFIRM_ENTRY, NO),
    ("the clerk does not confirm", entered_for(1), "clerk", A.CONFIRM_ENTRY, NO),
    ("a bill on the agenda is still confirmed", _entered_bill(S.ON_AGENDA), "author", A.CONFIRM_ENTRY, YES),
    ("or one sent back", _entered_bill(S.RETURNED), "author", A.DISPUTE_ENTRY, YES),
    ("the desk looks into a dispute", disputed(S.CLOSED, Entered.REPLY), "desk", A.SETTLE_ENTRY, YES),
    ("who entered it does not", disputed(S.IN_REVIEW), "clerk", A.SETTLE_ENTRY, NO),
    ("nor the unit's coordinator", disputed(S.IN_HANDLING), "coordinator", A.SETTLE_ENTRY, NO),
    ("a paper its lead denies gets no number", disputed(S.IN_REVIEW), "desk", A.ACCEPT, NO),
    ("and goes to no unit", disputed(S.REGISTERED), "desk", A.ASSIGN, NO),
    ("a denied signature keeps no paper", disputed(S.IN_REVIEW, Entered.SIGNATURE), "desk", A.ACCEPT, YES),
    ("what is confirmed is not confirmed again", entered_for(1, is_open=False), "author", A.CONFIRM_ENTRY, NO),
    ("the desk enters a receipt on paper", share(T.ASSIGNED), "desk", A.ENTER_SIGN_FOR, YES),
    ("the coordinator of the system too", share(T.ASSIGNED), "coordinator", A.ENTER_SIGN_FOR, YES),
    ("the clerk does not sign for units", share(T.ASSIGNED), "clerk", A.ENTER_SIGN_FOR, NO),
    ("a reply on paper is entered by the desk", turn(R.DRAFTING), "desk", A.ENTER_REPLY, YES),
    ("a unit enters none: it signs here", turn(R.DRAFTING), "unit_signer", A.ENTER_REPLY, NO),
    ("nobody rates for a deputy; what comes on paper is an act of its own", turn(R.DELIVERED), "desk", A.RATE, NO),
    # a reorganised unit: by the list both confirm, never by a button
    ("nobody hands over by hand", share(T.HANDLING), "desk", A.HAND_OVER, NO),
    ("nor moves it along", share(T.ASSIGNED), "coordinator", A.MOVE_ALONG, NO),
    # b: administrators never touch cases
    ("an administrator does not accept", paper(S.SUBMITTED), "system_admin", A.ACCEPT, NO),
    ("nor the one for grants", paper(S.REGISTERED), "security_admin", A.ASSIGN, NO),
    ("nor the auditor", turn(R.IN_CLEARANCE), "auditor", A.DELIVER, NO),
]

# (what the rule says, the paper, who, how much)
SIGHTS: list[tuple[str, Case, str, Sight]] = [
    ("drafts are their author's", paper(S.DRAFT, signatures=[]), "desk", Sight.NOTHING),
    ("who is asked to sign reads all", paper(S.COSIGNING), "invitee", Sight.FULL),
    ("the desk reads everything handed in", paper(S.SUBMITTED), "desk", Sight.FULL),
    ("other deputies read what is on record", paper(S.REGISTERED), "deputy", Sight.OPEN),
    ("but not before", paper(S.SUBMITTED), "deputy", Sight.NOTHING),
    ("nor what is confidential", paper(S.REGISTERED, is_confidential=True), "deputy", Sight.NOTHING),
    ("a unit reads its own cases", share(T.ASSIGNED), "handler", Sight.FULL),
    ("not those of others", share(T.ASSIGNED), "handler_elsewhere", Sight.NOTHING),
    ("a unit that is asked for its word reads what it is asked about", _asked_for_its_word(), "heard", Sight.FULL),
    ("nothing once that is over", share(T.ASSIGNED), "heard", Sight.NOTHING),
    ("nor what was taken away from it", share(T.ENDED, was_replaced=True), "receiver", Sight.NOTHING),
    ("a committee its field", paper(S.REGISTERED), "committee", Sight.FULL),
    ("not another's", paper(S.REGISTERED), "committee_elsewhere", Sight.NOTHING),
    ("the delegation's clerk its papers", paper(S.SUBMITTED), "clerk", Sight.FULL),
    ("a unit that handed it over reads on", share(T.HANDLING, unit_id=2, came_from_id=1), "handler", Sight.FULL),
    ("an assistant her deputy's papers", paper(S.DRAFT), "assistant", Sight.FULL),
    ("not another's", paper(S.REGISTERED), "assistant_elsewhere", Sight.NOTHING),
    ("whom the lead is offered reads all", paper(S.SUBMITTED, lead_offered_to_id=7), "successor", Sight.FULL),
    ("a numbered paper taken back stays", paper(S.WITHDRAWN, number="20260001"), "committee", Sight.FULL),
    ("but not for other deputies", paper(S.WITHDRAWN, number="20260001"), "deputy", Sight.NOTHING),
    ("administrators no content", paper(S.CLOSED), "system_admin", Sight.NOTHING),
    ("the auditor no content", paper(S.CLOSED), "auditor", Sight.NOTHING),
]


@pytest.mark.parametrize(
    ("rule", "case", "who", "action", "allowed"),
    [
        *BY_HAND,
        *law_bills.BY_HAND,
        *law_joint.BY_HAND,
        *law_promises.BY_HAND,
        *law_ratings.BY_HAND,
        *law_further.BY_HAND,
        *law_chases.BY_HAND,
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_rules_say(rule: str, case: Case, who: str, action: Action, allowed: bool) -> None:
    why = why_not(ACTORS[who], action, case, today=TODAY)
    assert (why is None) is allowed, (rule, why)


@pytest.mark.parametrize(
    ("rule", "case", "who", "much"), [*SIGHTS, *law_bills.SIGHTS], ids=lambda value: str(value)[:40]
)
def test_the_rules_let_one_read(rule: str, case: Case, who: str, much: Sight) -> None:
    assert sight(ACTORS[who], case.suggestion) is much, rule


def test_nobody_but_time_does_what_only_follows() -> None:
    for name, actor in ACTORS.items():
        for action in (A.COMPLETE, A.CLOSE, A.SHUT_RATING, A.LAPSE, A.END):
            cases = [case for _title, case in _situations() if case.machine is STEPS[action].machine]
            reasons = {why_not(actor, action, case, today=TODAY) for case in cases}
            assert name == "clock" or reasons <= {Why.NOT_YOURS, Why.NOT_VISIBLE}, (name, action)
