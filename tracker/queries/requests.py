"""Objections and requests for more time that wait for this actor's decision, the nearest due date first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.procedures import Extension, Hearing, Objection
from tracker.models.record import Clock
from tracker.models.suggestions import FAR, Suggestion
from tracker.models.tasks import Task
from tracker.queries import duties_objections as waiting
from tracker.queries.asker import values
from tracker.queries.scope import sees


def objections(actor: Actor) -> Sequence[Any]:
    """Objections to rule on, with what the heard unit has said: one statement."""
    better = aliased(Unit)
    said = select(Hearing.say).where(Hearing.objection_id == Objection.id).limit(1).scalar_subquery()
    wanted = (
        select(*_FACTS, Objection.no, Objection.to_arbiter, Objection.reason, better.short_name.label("better_unit"))
        .add_columns(said.label("said"))
        .select_from(Task)
        .join(Objection, and_(Objection.task_id == Task.id, Objection.is_upheld.is_(None)))
        .join(better, better.id == Objection.better_unit_id)
    )
    return _asked(actor, wanted, to_rule(actor), ClockKind.OBJECTION_DECISION)


def extensions(actor: Actor) -> Sequence[Any]:
    """Requests for more time to decide on: one statement."""
    wanted = (
        select(*_FACTS, Task.version, Extension.reason, Extension.was_due_on, Extension.asked_until)
        .select_from(Task)
        .join(Extension, and_(Extension.task_id == Task.id, Extension.is_granted.is_(None)))
    )
    return _asked(actor, wanted, to_decide(actor), ClockKind.EXTENSION)


def decided(actor: Actor, task_ids: Collection[int]) -> dict[int, Any]:
    """By share, the last request for more time on which somebody has decided already: one statement."""
    wanted = (
        select(Task.id.label("task_id"), Suggestion.id.label("suggestion_id"), Suggestion.number)
        .add_columns(Unit.short_name.label("unit"), Extension.is_granted, Extension.granted_until)
        .add_columns(Extension.decision, Extension.decided_at, Person.name)
        .join(Extension, Extension.task_id == Task.id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Person, Person.id == Extension.decided_by_id)
        .where(sees(actor.role), Task.id.in_(task_ids), Extension.is_granted.is_not(None))
        .order_by(Extension.id)
    )
    return {row.task_id: row for row in db.session.execute(wanted, values(actor))}


def how_many(actor: Actor) -> int:
    """How many wait for this actor, of both kinds."""
    counted = [select(func.count(Task.id)).where(one).scalar_subquery() for one in (to_rule(actor), to_decide(actor))]
    return int(db.session.execute(select(counted[0] + counted[1]), values(actor)).scalar_one())


def to_rule(actor: Actor) -> ColumnElement[bool]:
    return waiting.RULED_BY_COORDINATOR if actor.role is Role.COORDINATOR else waiting.RULED_BY_DESK


def to_decide(actor: Actor) -> ColumnElement[bool]:
    return waiting.REQUESTS_OF_COORDINATOR if actor.role is Role.COORDINATOR else waiting.REQUESTS_OF_DESK


_FACTS = (
    Task.id.label("task_id"),
    Task.role,
    Task.due_on.label("reply_due_on"),
    Suggestion.id.label("suggestion_id"),
    Suggestion.title,
    Suggestion.number,
    Unit.short_name.label("unit"),
    Clock.due_on,
)


def _asked(actor: Actor, wanted: Any, where: ColumnElement[bool], kind: ClockKind) -> Sequence[Any]:
    clock = and_(Clock.task_id == Task.id, Clock.kind == kind, Clock.stopped_on.is_(None))
    found = (
        wanted.join(Suggestion, Suggestion.id == Task.suggestion_id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Clock, clock)
        .where(where)
        .order_by(func.coalesce(Clock.due_on, FAR), Task.id)
        .limit(PAGE * 4)
    )
    return db.session.execute(found, values(actor)).all()
