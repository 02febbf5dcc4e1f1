"""Objections of one suggestion: to one share through every unit that held it, what heard units said, what runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.procedures import Explanation, Extension, HeardOn, Hearing, Objection
from tracker.models.record import Clock
from tracker.models.tasks import Task


def _wanted() -> Select[Objection]:
    return select(Objection).options(
        joinedload(Objection.unit),
        joinedload(Objection.better_unit),
        joinedload(Objection.by),
        joinedload(Objection.ruled_by),
    )


def of_suggestion(suggestion_id: int) -> Sequence[Objection]:
    """Every objection to any share of a suggestion, oldest first, with units and people: one statement."""
    return db.session.scalars(_wanted().where(Objection.suggestion_id == suggestion_id).order_by(Objection.id)).all()


def last_of(task: Task) -> Objection | None:
    """The latest objection to this share by the unit that holds it."""
    return db.session.scalars(_wanted().where(Objection.task_id == task.id).order_by(Objection.id.desc())).first()


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


def hearings_on(suggestion_id: int) -> Sequence[Any]:
    """What the units named as better ones were asked and said on the objections to a suggestion, oldest first."""
    return db.session.execute(_hearings().where(Hearing.suggestion_id == suggestion_id)).all()


def said_on(objection_id: int, unit_id: int) -> Sequence[Any]:
    """What one unit was asked and said on one objection: one statement."""
    return db.session.execute(_hearings().where(Hearing.objection_id == objection_id, Hearing.unit_id == unit_id)).all()


def _hearings() -> Select[*tuple[Any, ...]]:
    better = aliased(Unit)
    return (
        select(
            Hearing.say,
            Hearing.words,
            Hearing.answer_by,
            Hearing.said_at,
            Hearing.closed_on,
            Hearing.objection_id,
            Unit.short_name.label("unit"),
            better.short_name.label("better_unit"),
            Person.name.label("said_by"),
        )
        .join(Unit, Unit.id == Hearing.unit_id)
        .outerjoin(better, better.id == Hearing.better_unit_id)
        .outerjoin(Person, Person.id == Hearing.said_by_id)
        .where(Hearing.on == HeardOn.OBJECTION)
        .order_by(Hearing.id)
    )


def running_on(task: Task, kind: ClockKind) -> Clock | None:
    """The running limit of this kind on this share."""
    return db.session.scalars(
        select(Clock).where(Clock.task_id == task.id, Clock.kind == kind, Clock.stopped_on.is_(None))
    ).first()


def extensions_of(suggestion_id: int) -> Sequence[Extension]:
    """Every request for more time of a suggestion, oldest first: one statement."""
    wanted = (
        select(Extension)
        .where(Extension.suggestion_id == suggestion_id)
        .options(joinedload(Extension.by), joinedload(Extension.decided_by))
    )
    return db.session.scalars(wanted.order_by(Extension.id)).all()


def explanations_of(task_ids: Sequence[int]) -> Sequence[Any]:
    """What the deputies were told about delays of these shares, oldest first: one statement."""
    return db.session.execute(
        select(Explanation.task_id, Explanation.words, Explanation.made_at, Person.name)
        .outerjoin(Person, Person.id == Explanation.by_id)
        .where(Explanation.task_id.in_(task_ids))
        .order_by(Explanation.id)
    ).all()
