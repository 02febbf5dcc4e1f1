"""Outcomes put to deputies: those of one paper, and how often each ground was used and overturned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.models.reviews import IntendedOutcome, Outcome, Reception, Review
from tracker.models.suggestions import Suggestion


def outcomes_of(suggestion: Suggestion) -> Sequence[IntendedOutcome]:
    """Every outcome put for this paper with who put it, the latest first; one statement."""
    return db.session.scalars(
        select(IntendedOutcome)
        .where(IntendedOutcome.suggestion_id == suggestion.id)
        .order_by(IntendedOutcome.id.desc())
        .options(joinedload(IntendedOutcome.by))
    ).all()


@dataclass(frozen=True)
class Used:
    """How often a ground was put to a deputy, contested by him, and overturned: contested, then accepted after all."""

    put: int = 0
    contested: int = 0
    overturned: int = 0


def ground_use(*, since: datetime) -> dict[str, Used]:
    """By ground, what became of it since an instant; one statement."""
    contested = IntendedOutcome.reception == Reception.CONTESTED
    accepted = exists().where(
        Review.suggestion_id == IntendedOutcome.suggestion_id,
        Review.outcome == Outcome.ACCEPTED,
        Review.made_at >= IntendedOutcome.made_at,
    )
    rows = db.session.execute(
        select(
            IntendedOutcome.ground,
            func.count(),
            func.sum(case((contested, 1), else_=0)),
            func.sum(case((and_(contested, accepted), 1), else_=0)),
        )
        .where(IntendedOutcome.made_at >= since, IntendedOutcome.ground != "")
        .group_by(IntendedOutcome.ground)
    )
    return {ground: Used(int(put), int(said or 0), int(turned or 0)) for ground, put, said, turned in rows}
