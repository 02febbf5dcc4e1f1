"""Chasing a share (催办): who may, when again, what the unit says to it, and when an office may press further."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.domain.law_cases import TODAY, Case, Share, share
from tracker.domain.actions import Action
from tracker.domain.guards import Guard
from tracker.domain.ladder import Side
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import TaskRole
from tracker.domain.states import TaskState

A, T = Action, TaskState
DUE = TODAY - timedelta(days=8)


def _late(role: TaskRole = TaskRole.SOLE, **facts: object) -> Share:
    return share(T.HANDLING, role, due_on=DUE, **facts)


def _chased(side: Side, days: int = 2) -> Share:
    return share(T.HANDLING, chases_open=1, chased={side: TODAY + timedelta(days=days)})


def situations() -> Iterator[tuple[str, Case]]:
    yield "task handling, chased by a deputy", _chased(Side.DEPUTY)
    yield "task handling, late", _late()
    yield "task handling, late, its reply with the office that checks", _late(lies_with_check=True)
    yield "task handling, late, supervised and on the chair's list", _late(supervised_for=DUE, put_to_chair_for=DUE)


def _who(action: Action) -> str:
    return "clock" if "clock" in STEPS[action].by else "desk"


UNMET = {
    Guard.PAUSE_IS_OVER: lambda _a: (_chased(Side.DEPUTY), "author"),
    Guard.REPLY_IS_NOT_AT_CHECK: lambda a: (_late(lies_with_check=True), _who(a)),
    Guard.NOTHING_PENDS: lambda a: (_late(objection_is_open=True), _who(a)),
    Guard.SHARE_IS_LATE: lambda a: (share(T.HANDLING), _who(a)),
    Guard.NOT_SUPERVISED_YET: lambda _a: (_late(supervised_for=DUE), "desk"),
    Guard.NOT_PUT_TO_CHAIR_YET: lambda _a: (_late(put_to_chair_for=DUE), "desk"),
    Guard.CHASE_AWAITS_ANSWER: lambda _a: (share(T.HANDLING), "handler"),
}

YES, NO = True, False
BY_HAND = [
    ("the deputy who leads chases", share(T.HANDLING), "author", A.CHASE, YES),
    ("who co-signed too", share(T.SIGNED_FOR), "cosigner", A.CHASE, YES),
    ("a share nobody signed for", share(T.ASSIGNED), "author", A.CHASE, YES),
    ("another deputy does not", share(T.HANDLING), "deputy", A.CHASE, NO),
    ("who was only asked to sign does not", share(T.HANDLING), "invitee", A.CHASE, NO),
    ("an assistant does not chase for the deputy", share(T.HANDLING), "assistant", A.CHASE, NO),
    ("the desk chases", share(T.HANDLING), "desk", A.CHASE, YES),
    ("the coordinator of its system", share(T.HANDLING), "coordinator", A.CHASE, YES),
    ("not that of another", share(T.HANDLING), "coordinator_elsewhere", A.CHASE, NO),
    ("the committee of the field", share(T.HANDLING), "committee", A.CHASE, YES),
    ("not that of another field", share(T.HANDLING), "committee_elsewhere", A.CHASE, NO),
    ("a unit does not chase itself", share(T.HANDLING), "receiver", A.CHASE, NO),
    ("nor time", share(T.HANDLING), "clock", A.CHASE, NO),
    ("a co-unit's share is chased too", share(T.HANDLING, TaskRole.CO), "desk", A.CHASE, YES),
    ("not what was replied to", share(T.REPLIED), "author", A.CHASE, NO),
    ("not what waits for the coordinator", share(T.WITH_COORDINATOR), "desk", A.CHASE, NO),
    ("not what an office holds", share(T.HANDLING, lies_with_check=True), "author", A.CHASE, NO),
    # d.7: not more often than every three days
    ("not within the pause", _chased(Side.DEPUTY), "author", A.CHASE, NO),
    ("the pause is the deputies' together", _chased(Side.DEPUTY), "cosigner", A.CHASE, NO),
    ("another side has its own", _chased(Side.DEPUTY), "desk", A.CHASE, YES),
    ("on the day it ends", _chased(Side.DEPUTY, days=0), "author", A.CHASE, YES),
    ("the handler answers", _chased(Side.DEPUTY), "handler", A.ANSWER_CHASE, YES),
    ("the signer may too", _chased(Side.DEPUTY), "unit_signer", A.ANSWER_CHASE, YES),
    ("the deputy does not answer", _chased(Side.DEPUTY), "author", A.ANSWER_CHASE, NO),
    ("nobody answers what was not asked", share(T.HANDLING), "handler", A.ANSWER_CHASE, NO),
    # e.12: 催办单, 督办通知
    ("time issues its note", _late(), "clock", A.ISSUE_CHASE, YES),
    ("nobody presses that button", _late(), "desk", A.ISSUE_CHASE, NO),
    ("not while more time is asked for", _late(extension_is_open=True), "clock", A.ISSUE_CHASE, NO),
    ("the coordinator supervises what is late", _late(), "coordinator", A.SUPERVISE, YES),
    ("the desk too", _late(), "desk", A.SUPERVISE, YES),
    ("a deputy does not", _late(), "author", A.SUPERVISE, NO),
    ("the committee does not", _late(), "committee", A.SUPERVISE, NO),
    ("not on the day itself", share(T.HANDLING), "desk", A.SUPERVISE, NO),
    ("once for a due day", _late(supervised_for=DUE), "desk", A.SUPERVISE, NO),
    (
        "again when it was moved and passed once more",
        _late(supervised_for=DUE - timedelta(days=30)),
        "desk",
        A.SUPERVISE,
        YES,
    ),
    ("an office states why a share is late", _late(), "coordinator", A.STATE_LATENESS, YES),
    ("not before it is", share(T.HANDLING), "desk", A.STATE_LATENESS, NO),
    ("a unit does not excuse itself", _late(), "unit_signer", A.STATE_LATENESS, NO),
    ("nor does a deputy or a committee", _late(), "committee", A.STATE_LATENESS, NO),
    ("only the desk reports to the chair meeting", _late(), "desk", A.PUT_TO_CHAIR, YES),
    ("not the coordinator", _late(), "coordinator", A.PUT_TO_CHAIR, NO),
    ("of replies only", _late(TaskRole.CO), "desk", A.PUT_TO_CHAIR, NO),
]
