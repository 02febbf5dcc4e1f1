"""What units said of the suggestions they replied to; who may read it is said by `domain.rating_sight`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.models.ratings import QualityRating


def current_of(round_id: int) -> QualityRating | None:
    """What counts now of this reply's unit: one statement."""
    wanted = select(QualityRating).where(QualityRating.round_id == round_id, QualityRating.is_current)
    return db.session.scalars(wanted.options(joinedload(QualityRating.person))).one_or_none()


def of_rounds(round_ids: Collection[int]) -> Sequence[QualityRating]:
    """What counts now of these replies' units, in the order in which it was said: one statement."""
    wanted = select(QualityRating).where(QualityRating.round_id.in_(round_ids), QualityRating.is_current)
    return db.session.scalars(wanted.options(joinedload(QualityRating.person)).order_by(QualityRating.id)).all()
