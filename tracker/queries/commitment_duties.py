"""What promises wait for on home: counted for whoever wears such a hat, with the parameters of `asker`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, func, literal_column, null, or_, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.domain.states import OWED, CommitmentState
from tracker.models.commitments import Commitment, CommitmentChange, CommitmentDispute
from tracker.models.suggestions import FAR, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import MY_UNIT, TODAY, stands

SOON = timedelta(days=30)
# The day up to which a promise counts as near; filled with that of today, like TODAY itself.
NEAR = bindparam("near", type_=Date)
KEEPING = frozenset({Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_SIGNER})
ANSWERING = frozenset({Role.UNIT_HANDLER, Role.UNIT_SIGNER})

_OPEN = stands(Commitment.state, CommitmentState.OPEN)
_LATE = or_(stands(Commitment.state, CommitmentState.PAST_DUE), and_(_OPEN, Commitment.due_on < TODAY))
_NEAR = and_(_OPEN, Commitment.due_on.between(TODAY, NEAR))
# Named in another unit's reply, or come over with its work, and nothing said of it yet.
_PROMISED_BY = select(Task.unit_id).join(Round, Round.task_id == Task.id).where(Round.id == Commitment.round_id)
_ENTRUSTED = and_(
    _OPEN,
    Commitment.due_on > NEAR,
    Commitment.progress_on.is_(None),
    _PROMISED_BY.correlate(Commitment).scalar_subquery() != Commitment.unit_id,
)
# Chased, and nothing said since.
_CHASED = and_(stands(Commitment.state, *sorted(OWED)), Commitment.chases_open > 0)
_UNANSWERED = and_(CommitmentDispute.settled_at.is_(None), CommitmentDispute.answered_at.is_(None))
_DENIED = Commitment.id.in_(select(CommitmentDispute.commitment_id).where(_UNANSWERED))
# Deputies are not satisfied with what was reported, and nobody has taken it up or told them why it stays.
_TO_DECIDE = and_(
    stands(Commitment.state, CommitmentState.SETTLED),
    stands(Commitment.implementation, Level.DISSATISFIED),
    Commitment.explained_on.is_(None),
)

# The ids of promises, and the day by which each is owed or has to be decided about where there is one.
Which = Select[Any, Any]
_NO_DAY = null().cast(Date).label("due_on")


def _for_desk() -> dict[str, Which]:
    change, dispute = CommitmentChange, CommitmentDispute
    changes = select(change.commitment_id.label("id"), change.decide_by.label("due_on"))
    return {
        "promise_changes": changes.where(change.closed_at.is_(None)),
        "promise_disputes": select(dispute.commitment_id.label("id"), _NO_DAY).where(dispute.settled_at.is_(None)),
        "promises_dissatisfied": select(Commitment.id, _NO_DAY).where(_TO_DECIDE),
    }


@cache
def _kinds(role: Role | None) -> dict[str, Which]:
    """What waits, by kind: of a unit what is late, near or disputed; for the desk what it has to decide about any."""
    if role is Role.DESK:
        return _for_desk()
    if role not in KEEPING:
        return {}
    owed = select(Commitment.id, Commitment.due_on).where(Commitment.unit_id == MY_UNIT)
    found = {
        "promises_late": owed.where(_LATE),
        "promises_soon": owed.where(_NEAR),
        "promises_entrusted": owed.where(_ENTRUSTED),
        "promises_chased": owed.where(_CHASED),
    }
    if role in ANSWERING:
        denied = select(Commitment.id, _NO_DAY).where(Commitment.unit_id == MY_UNIT, _DENIED)
        found["promises_disputed"] = denied
    return found


def waiting(role: Role | None) -> dict[str, ColumnElement[int]]:
    """How many promises of each kind wait for whoever wears such a hat."""
    return {kind: _many(which) for kind, which in _kinds(role).items()}


@dataclass(frozen=True, slots=True)
class Nearest:
    """The promise of one kind that comes first; the day by which it is owed or has to be decided about."""

    commitment_id: int
    promise: str
    request_no: int
    number: str
    due_on: date | None


def with_nearest(wanted: Select[*tuple[Any, ...]], role: Role | None) -> Select[*tuple[Any, ...]]:
    """The statement that counts them, with the promise of each kind that comes first read along."""
    kinds = _kinds(role)
    if kinds:
        wanted = wanted.select_from(select(literal_column("1").label("one")).subquery("once"))
    for kind, which in kinds.items():
        one, paper, held = aliased(Commitment), aliased(Suggestion), which.subquery()
        first = select(held.c.id).order_by(func.coalesce(held.c.due_on, FAR), held.c.id).limit(1)
        # Where it is the promise's own day, that of the first is the nearest; it need not be looked for again.
        is_own = which.selected_columns.due_on.shares_lineage(Commitment.__table__.c.due_on)
        day = one.due_on if is_own else select(func.min(held.c.due_on)).scalar_subquery()
        said = (one.id, one.promise, one.request_no, func.coalesce(paper.number, ""), day)
        wanted = wanted.add_columns(*(each.label(f"near_{kind}_{n}") for n, each in enumerate(said)))
        wanted = wanted.outerjoin(one, one.id == first.scalar_subquery()).outerjoin(
            paper, paper.id == one.suggestion_id
        )
    return wanted


def nearest(role: Role | None, row: Mapping[str, Any]) -> dict[str, Nearest]:
    """What was read along, by kind; nothing of a kind of which there is none."""
    found = {kind: Nearest(*(row[f"near_{kind}_{n}"] for n in range(5))) for kind in _kinds(role)}
    return {kind: one for kind, one in found.items() if one.commitment_id is not None}


def needing(role: ColumnElement[Role], unit_id: ColumnElement[int | None]) -> ColumnElement[int]:
    """How many promises need something from whoever wears a hat of this role now: of a unit each once, for the desk
    each request, denial and report there is to decide about."""
    denied = and_(stands(role, *sorted(ANSWERING)), _DENIED)
    pressing = and_(stands(Commitment.state, *sorted(OWED)), or_(_LATE, _NEAR, _ENTRUSTED, _CHASED))
    ours = select(func.count()).select_from(Commitment).where(Commitment.unit_id == unit_id, or_(pressing, denied))
    decided = [_many(which) for which in _for_desk().values()]
    return case(
        (stands(role, *sorted(KEEPING)), ours.scalar_subquery()),
        (stands(role, Role.DESK), decided[0] + decided[1] + decided[2]),
        else_=0,
    )


def still_owed(unit_id: int) -> Select[Commitment]:
    """The promises a unit answers for: owed, or reported kept and not settled yet."""
    owed = (*OWED, CommitmentState.FULFILLED)
    return select(Commitment).where(Commitment.unit_id == unit_id, Commitment.state.in_(owed))


def owed_promises(unit_id: int) -> int:
    """How many these are."""
    return db.session.scalar(select(func.count()).select_from(still_owed(unit_id).subquery())) or 0


def _many(which: Which) -> ColumnElement[int]:
    return select(func.count()).select_from(which.subquery()).scalar_subquery()
