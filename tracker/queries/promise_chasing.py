"""Promises that may be chased (催办承诺): late, near their day, or quiet for a quarter, with who was last said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.limits import PAGE, PROMISE_QUIET, PROMISE_REMINDERS
from tracker.domain.parties import Actor
from tracker.domain.permissions import why_not
from tracker.domain.states import OWED, CommitmentState
from tracker.domain.whys import Why
from tracker.models.chases import Chase
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import stands
from tracker.queries.chases import of_promises
from tracker.queries.commitments import in_ledger

SIZE = PAGE


class Which(StrEnum):
    """What is looked at."""

    ALL = "all"
    LATE = "late"
    NEAR = "near"
    QUIET = "quiet"
    CHASED = "chased"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Line:
    """A promise with the chases since its day was last set, and why this reader may not chase it now."""

    promise: Commitment
    chases: Sequence[Chase]
    why: Why | None


def lines(actor: Actor, which: Which, *, today: date, page: int = 1, size: int = SIZE) -> list[Line]:
    """One page, what is pressed hardest first, then what is due first: three statements, however many lines."""
    order = (Commitment.pressure.desc(), Commitment.due_on, Commitment.id)
    wanted = _owed(actor, select(Commitment)).where(_of(which, today)).order_by(*order)
    loaded = (
        wanted.limit(size)
        .offset(size * (page - 1))
        .options(
            joinedload(Commitment.unit),
            joinedload(Commitment.suggestion).joinedload(Suggestion.author),
            joinedload(Commitment.round).joinedload(Round.task),
            selectinload(Commitment.progress),
        )
    )
    found = db.session.scalars(loaded).unique().all()
    told = of_promises([one.id for one in found])
    return [Line(one, told.get(one.id, []), why_not(actor, Action.CHASE_PROMISE, one, today=today)) for one in found]


def counts(actor: Actor, *, today: date) -> dict[Which, int]:
    """How many promises there are of each kind: one statement."""
    sums = [func.sum(case((_of(which, today), 1), else_=0)) for which in Which]
    row = db.session.execute(_owed(actor, select(*sums).select_from(Commitment))).one()
    return {which: int(number or 0) for which, number in zip(Which, row, strict=True)}


def _owed(actor: Actor, wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.join(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .join(Round, Round.id == Commitment.round_id)
        .join(Task, Task.id == Round.task_id)
        .where(in_ledger(actor), stands(Commitment.state, *sorted(OWED)))
    )


def _of(which: Which, today: date) -> ColumnElement[bool]:
    """The SQL twin of `domain.promises.presses`, in its parts."""
    late = or_(Commitment.state == CommitmentState.PAST_DUE, Commitment.due_on < today)
    near = and_(~late, Commitment.due_on <= today + max(PROMISE_REMINDERS))
    heard = func.coalesce(Commitment.progress_on, Commitment.promised_on)
    quiet = heard < today - PROMISE_QUIET
    kinds = {
        Which.LATE: late,
        Which.NEAR: near,
        Which.QUIET: quiet,
        Which.CHASED: Commitment.chases > 0,
        Which.UNANSWERED: Commitment.chases_open > 0,
    }
    return kinds.get(which, or_(late, near, quiet, Commitment.chases > 0))
