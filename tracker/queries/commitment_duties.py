"""What promises wait for on home: counted for whoever wears such a hat, with the parameters of `asker`."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, or_, select

from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.domain.states import OWED, CommitmentState
from tracker.models.commitments import Commitment, CommitmentChange, CommitmentDispute
from tracker.models.tasks import Round, Task
from tracker.queries.asker import MY_UNIT, TODAY, stands

SOON = timedelta(days=30)
# The day up to which a promise counts as near; filled with that of today, like TODAY itself.
NEAR = bindparam("near", type_=Date)
KEEPING = frozenset({Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_SIGNER})
ANSWERING = frozenset({Role.UNIT_HANDLER, Role.UNIT_SIGNER})

_OPEN = stands(Commitment.state, CommitmentState.OPEN)
# Deputies are not satisfied with what was reported, and nobody has taken it up or told them why it stays.
_TO_DECIDE = (
    stands(Commitment.state, CommitmentState.SETTLED),
    stands(Commitment.implementation, Level.DISSATISFIED),
    Commitment.explained_on.is_(None),
)
# Named in another unit's reply, or come over with its work, and nothing said of it yet.
_ENTRUSTED = (
    Commitment.progress_on.is_(None),
    Commitment.round_id.in_(select(Round.id).join(Task, Task.id == Round.task_id).where(Task.unit_id != MY_UNIT)),
)
_LATE = or_(stands(Commitment.state, CommitmentState.PAST_DUE), and_(_OPEN, Commitment.due_on < TODAY))


def waiting(role: Role | None) -> dict[str, ColumnElement[int]]:
    """How many promises of a unit are late, near or disputed; what the desk has to decide about any."""
    if role is Role.DESK:
        changes = select(func.count()).select_from(CommitmentChange).where(CommitmentChange.closed_at.is_(None))
        disputes = select(func.count()).select_from(CommitmentDispute).where(CommitmentDispute.settled_at.is_(None))
        left = select(func.count()).select_from(Commitment).where(*_TO_DECIDE)
        return {
            "promise_changes": changes.scalar_subquery(),
            "promise_disputes": disputes.scalar_subquery(),
            "promises_dissatisfied": left.scalar_subquery(),
        }
    if role not in KEEPING:
        return {}
    found = {"promises_late": _of_unit(_LATE), "promises_soon": _of_unit(_OPEN, Commitment.due_on.between(TODAY, NEAR))}
    found["promises_entrusted"] = _of_unit(_OPEN, Commitment.due_on > NEAR, *_ENTRUSTED)
    if role in ANSWERING:
        asked = select(CommitmentDispute.commitment_id).where(
            CommitmentDispute.settled_at.is_(None), CommitmentDispute.answered_at.is_(None)
        )
        found["promises_disputed"] = _of_unit(Commitment.id.in_(asked))
    return found


def still_owed(unit_id: int) -> Select[Commitment]:
    """The promises a unit answers for: owed, or reported kept and not settled yet."""
    owed = (*OWED, CommitmentState.FULFILLED)
    return select(Commitment).where(Commitment.unit_id == unit_id, Commitment.state.in_(owed))


def owed_promises(unit_id: int) -> int:
    """How many these are."""
    return db.session.scalar(select(func.count()).select_from(still_owed(unit_id).subquery())) or 0


def _of_unit(*where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(Commitment).where(Commitment.unit_id == MY_UNIT, *where).scalar_subquery()
