"""Objections and their rulings: of one share through every unit that held it, and as precedents (退件先例)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.models.procedures import Objection
from tracker.models.tasks import Task


def of_suggestion(suggestion_id: int) -> Sequence[Objection]:
    """Every objection to any share of a suggestion, oldest first, with units and people: one statement."""
    wanted = (
        select(Objection)
        .where(Objection.suggestion_id == suggestion_id)
        .options(
            joinedload(Objection.unit),
            joinedload(Objection.better_unit),
            joinedload(Objection.by),
            joinedload(Objection.ruled_by),
        )
    )
    return db.session.scalars(wanted.order_by(Objection.id)).all()


def chain(task: Task, found: Sequence[Objection]) -> list[Objection]:
    """Of these objections those to this share of the work, over all units that held it."""
    came_from = {one.new_task_id: one for one in found if one.new_task_id is not None}
    ids, at = {task.id}, task.id
    while at in came_from:
        at = came_from[at].task_id
        ids.add(at)
    return [one for one in found if one.task_id in ids]


def refused_before(task: Task) -> set[int]:
    """Units that held this share before and whose objection was upheld."""
    return {one.unit_id for one in chain(task, of_suggestion(task.suggestion_id)) if one.is_upheld}
