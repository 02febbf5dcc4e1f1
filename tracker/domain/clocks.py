"""Which action starts and stops which clock. How long a clock runs stands in the rulebook; this is code, that is data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from tracker.domain.actions import Action, Machine
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind

A, K, M = Action, ClockKind, Machine
REPLYING = frozenset({TaskRole.SOLE, TaskRole.LEAD, TaskRole.SEPARATE})
CO = frozenset({TaskRole.CO})

# What the Presidium decides on a bill.
DECIDING = {A.PUT_ON_AGENDA, A.REFER, A.REFUSE_BILL, A.CONVERT}


@dataclass(frozen=True)
class Hand:
    """One clock: what it belongs to, what starts it, what stops it, for which shares of the work."""

    kind: ClockKind
    machine: Machine
    starts: frozenset[Action]
    stops: frozenset[Action]
    roles: frozenset[TaskRole] = frozenset(TaskRole)


# fmt: off
HANDS = (
    Hand(K.REVIEW,             M.SUGGESTION, frozenset({A.SUBMIT, A.ENTER_PAPER, A.BORN_OF_BILL}), frozenset({A.ACCEPT, A.RETURN, A.REFUSE, A.AS_LETTER, A.WITHDRAW, A.VOID_PAPER} | DECIDING)),
    Hand(K.CORRECTION,         M.SUGGESTION, frozenset({A.RETURN}),                                frozenset({A.SUBMIT, A.SET_ASIDE, A.WITHDRAW, A.VOID_PAPER})),
    Hand(K.INTENDED,           M.SUGGESTION, frozenset({A.PUT_OUTCOME}),                           frozenset({A.AGREE_OUTCOME, A.CONTEST_OUTCOME, A.LAPSE_OUTCOME, A.RECALL_OUTCOME, A.ACCEPT, A.RETURN, A.REFUSE, A.AS_LETTER, A.WITHDRAW, A.VOID_PAPER})),
    Hand(K.ASSIGN,             M.SUGGESTION, frozenset({A.ACCEPT, A.MOVE_IN}),                     frozenset({A.ASSIGN, A.WITHDRAW, A.VOID_PAPER})),
    Hand(K.KICK_OFF,           M.SUGGESTION, frozenset({A.ACCEPT, A.MOVE_IN}),                     frozenset({A.ASSIGN, A.WITHDRAW, A.VOID_PAPER})),
    Hand(K.PRE_ASSIGNMENT,     M.SUGGESTION, frozenset({A.PRE_ASSIGN}),                            frozenset({A.CLOSE_CIRCULATION, A.ASSIGN, A.WITHDRAW, A.VOID_PAPER})),
    Hand(K.SUGGESTION_REPLY,   M.SUGGESTION, frozenset({A.ASSIGN}),                                frozenset({A.COMPLETE, A.CLOSE, A.WITHDRAW, A.VOID_PAPER})),
    Hand(K.DISTRIBUTE,         M.TASK,       frozenset({A.OPEN_WITH_COORDINATOR}),                 frozenset({A.DISTRIBUTE, A.END})),
    Hand(K.SIGN_FOR,           M.TASK,       frozenset({A.OPEN, A.DISTRIBUTE}),                    frozenset({A.SIGN_FOR, A.ENTER_SIGN_FOR, A.END})),
    Hand(K.OBJECTION,          M.TASK,       frozenset({A.OPEN, A.DISTRIBUTE}),                    frozenset({A.OBJECT, A.REPLIED, A.OPINE, A.END})),
    Hand(K.OBJECTION_DECISION, M.TASK,       frozenset({A.OBJECT}),                                frozenset({A.UPHOLD_OBJECTION, A.REJECT_OBJECTION, A.RECALL_OBJECTION, A.DROP_OBJECTION, A.END})),
    Hand(K.EXTENSION,          M.TASK,       frozenset({A.ASK_EXTENSION}),                         frozenset({A.GRANT_EXTENSION, A.REFUSE_EXTENSION, A.DROP_EXTENSION, A.END})),
    Hand(K.CO_OPINION,         M.TASK,       frozenset({A.OPEN, A.DISTRIBUTE}),                    frozenset({A.OPINE, A.END}),                      CO),
    Hand(K.CO_OPINION_AGAIN,   M.TASK,       frozenset({A.SEND_BACK_OPINION}),                     frozenset({A.OPINE, A.END}),                      CO),
    Hand(K.DISAGREEMENT,       M.TASK,       frozenset({A.RAISE_DISAGREEMENT}),                    frozenset({A.DECIDE_DISAGREEMENT, A.DROP_DISAGREEMENT, A.END}), CO),
    Hand(K.REPLY,              M.TASK,       frozenset({A.OPEN, A.DISTRIBUTE}),                    frozenset({A.REPLIED, A.END}),                    REPLYING),
    Hand(K.REHANDLE_REPLY,     M.TASK,       frozenset({A.RESUME}),                                frozenset({A.REPLIED, A.END}),                    REPLYING),
    Hand(K.OFFICE_CHECK,       M.ROUND,      frozenset({A.SIGN}),                                  frozenset({A.SEND_BACK_CHECK, A.PASS_CHECK, A.DROP_CHECK})),
    Hand(K.RATING,             M.ROUND,      frozenset({A.DELIVER, A.PASS_CHECK, A.ENTER_REPLY}),  frozenset({A.SHUT_RATING, A.LAPSE, A.VOID_REPLY})),
    Hand(K.REHANDLE_DECISION,  M.ROUND,      frozenset({A.SHUT_RATING}),                           frozenset({A.REHANDLE, A.EXPLAIN, A.ESCALATE})),
    Hand(K.ESCALATION,         M.ROUND,      frozenset({A.ESCALATE}),                              frozenset({A.CLOSE_ESCALATION})),
    Hand(K.PROMISE_CHANGE,     M.COMMITMENT, frozenset({A.ASK_MOVE, A.ASK_DROP}),                  frozenset({A.RECALL_CHANGE, A.GRANT_CHANGE, A.REFUSE_CHANGE, A.FULFIL, A.REPLACE_COMMITMENT})),
    Hand(K.IMPLEMENTATION,     M.COMMITMENT, frozenset({A.FALL_DUE, A.FULFIL}),                    frozenset({A.FULFIL, A.REOPEN_COMMITMENT, A.DROP_COMMITMENT, A.REPLACE_COMMITMENT, A.SHUT_COMMITMENT_RATING, A.LAPSE_COMMITMENT_RATING, A.SHUT_UNKEPT_RATING})),
)
# fmt: on

STARTING = frozenset(action for hand in HANDS for action in hand.starts)

# A session's papers are kicked off together after it closes; between sessions each is assigned on its own limit.
IN_SESSION_ONLY = frozenset({K.KICK_OFF})
BETWEEN_SESSIONS_ONLY = frozenset({K.ASSIGN})

AMBER_DAYS = 5


class Standing(StrEnum):
    """How a running clock stands today; derived, never stored."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"
    NONE = "none"


def standing(due_on: date | None, today: date, *, stopped: bool = False) -> Standing:
    """Standing of a due date seen on a day of Asia/Shanghai; amber from five calendar days before."""
    if due_on is None:
        return Standing.NONE
    if stopped:
        return Standing.DONE
    if today > due_on:
        return Standing.OVERDUE
    if due_on - today <= timedelta(days=AMBER_DAYS):
        return Standing.DUE_SOON
    return Standing.ON_TIME


@cache
def started_by(machine: Machine, action: Action, *, role: TaskRole | None, in_session: bool) -> tuple[Hand, ...]:
    """The clocks an action starts on a case of this machine."""
    skipped = BETWEEN_SESSIONS_ONLY if in_session else IN_SESSION_ONLY
    return tuple(
        hand
        for hand in HANDS
        if hand.machine is machine
        and action in hand.starts
        and (role is None or role in hand.roles)
        and hand.kind not in skipped
    )


@cache
def stopped_by(machine: Machine, action: Action) -> frozenset[ClockKind]:
    """The clocks an action stops on a case of this machine."""
    return frozenset(hand.kind for hand in HANDS if hand.machine is machine and action in hand.stops)
