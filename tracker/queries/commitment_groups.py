"""How promises stand, as the ledger (承诺台账) groups them."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, or_

from tracker.domain.ratings import Level
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment

C = CommitmentState
SOON = timedelta(days=30)


class Group(StrEnum):
    """How a promise stands, as the ledger groups them."""

    LATE = "late"
    DISSATISFIED = "dissatisfied"
    DISPUTED = "disputed"
    SOON = "soon"
    RUNNING = "running"
    KEPT = "kept"
    DROPPED = "dropped"


# So many of each group on the first page; those that press are shown before those that run.
SHOWN = {
    Group.LATE: 10,
    Group.DISSATISFIED: 5,
    Group.DISPUTED: 5,
    Group.SOON: 10,
    Group.RUNNING: 3,
    Group.KEPT: 2,
    Group.DROPPED: 2,
}


def group_of(today: date) -> Any:
    """In which group a promise stands on a day of Asia/Shanghai; one past its day is late before the worker looks.

    What is reported kept is not counted as kept while a deputy denies it or is not satisfied with it.
    """
    reported = Commitment.state.in_((C.FULFILLED, C.SETTLED))
    return case(
        (Commitment.state == C.DROPPED, Group.DROPPED.value),
        (
            and_(Commitment.state == C.SETTLED, Commitment.implementation == Level.DISSATISFIED),
            Group.DISSATISFIED.value,
        ),
        (and_(reported, Commitment.is_disputed), Group.DISPUTED.value),
        (reported, Group.KEPT.value),
        (or_(Commitment.state == C.PAST_DUE, Commitment.due_on < today), Group.LATE.value),
        (Commitment.due_on <= today + SOON, Group.SOON.value),
        else_=Group.RUNNING.value,
    )
