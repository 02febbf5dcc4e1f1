"""Rulings on objections as precedents (退件先例): searched, and those like the share one looks at.

Read by the desk, by coordinators for their system and by units for theirs; what is confidential only by those whose
own objection it is, and by the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.organs import Category, Unit
from tracker.models.procedures import Hearing, Objection
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.scope import sees

SHANGHAI = ZoneInfo("Asia/Shanghai")
# So many are shown beside a form.
BESIDE = 5

_HOLDER, _BETTER, _NEW = aliased(Unit, name="holder"), aliased(Unit, name="better"), aliased(Unit, name="taker")
_NEW_TASK = aliased(Task, name="new_task")


@dataclass(frozen=True)
class Wanted:
    """What is looked for; nothing given finds everything."""

    words: str = ""
    unit_id: int | None = None
    category_id: int | None = None
    year: int | None = None
    is_upheld: bool | None = None


def search(actor: Actor, wanted: Wanted, *, page: int) -> Sequence[Any]:
    """One page of rulings, the latest first: one statement."""
    found = _rows().where(*ruled(), may_read(actor), *_like(wanted))
    order = (Objection.ruled_at.desc(), Objection.id.desc())
    return db.session.execute(found.order_by(*order).limit(PAGE).offset(PAGE * (page - 1))).all()


def how_many(actor: Actor, wanted: Wanted) -> int:
    """How many rulings there are like that."""
    counted = rows_from(select(func.count())).where(*ruled(), may_read(actor), *_like(wanted))
    return int(db.session.execute(counted).scalar_one())


def one(actor: Actor, objection_id: int) -> Any | None:
    """One objection this actor may read: a ruling like those in the list, one of its own unit's that is open, or one on
    which its unit was asked for its word."""
    theirs = Objection.unit_id == (actor.unit_id or 0)
    readable = or_(and_(*ruled(), may_read(actor)), theirs, _was_heard(actor))
    return db.session.execute(_rows().where(Objection.id == objection_id, readable)).one_or_none()


def may_open(actor: Actor, suggestion_id: int) -> bool:
    """Whether the actor may read the case itself."""
    wanted = select(Suggestion.id).where(Suggestion.id == suggestion_id, sees(actor.role))
    return db.session.execute(wanted, values(actor)).first() is not None


def own_open(actor: Actor) -> Sequence[Any]:
    """The objections of the actor's own unit that wait for a ruling, oldest first."""
    found = _rows().where(Objection.unit_id == (actor.unit_id or 0), Objection.is_upheld.is_(None))
    return db.session.execute(found.order_by(Objection.id).limit(PAGE)).all()


def heard_on(actor: Actor) -> Sequence[Any]:
    """The latest objections on which the actor's unit was asked for its word, whatever became of them."""
    return db.session.execute(_rows().where(_was_heard(actor)).order_by(Objection.id.desc()).limit(PAGE)).all()


def _was_heard(actor: Actor) -> ColumnElement[bool]:
    return exists(
        select(Hearing.id).where(Hearing.objection_id == Objection.id, Hearing.unit_id == (actor.unit_id or 0))
    )


def beside(actor: Actor, task: Task, unit_ids: Sequence[int]) -> Sequence[Any]:
    """The latest rulings about these units or about papers of the same category."""
    near: list[ColumnElement[bool]] = [Objection.unit_id.in_(unit_ids), Objection.better_unit_id.in_(unit_ids)]
    if task.suggestion.category_id is not None:
        near.append(Suggestion.category_id == task.suggestion.category_id)
    found = _rows().where(*ruled(), may_read(actor), or_(*near), Objection.task_id != task.id)
    return db.session.execute(found.order_by(Objection.ruled_at.desc(), Objection.id.desc()).limit(BESIDE)).all()


def years(actor: Actor) -> list[int]:
    """The years in which there were rulings this actor may read, the latest first."""
    first, last = db.session.execute(
        rows_from(select(func.min(Objection.ruled_at), func.max(Objection.ruled_at))).where(*ruled(), may_read(actor))
    ).one()
    if first is None:
        return []
    return list(range(last.astimezone(SHANGHAI).year, first.astimezone(SHANGHAI).year - 1, -1))


def ruled() -> tuple[ColumnElement[bool], ...]:
    """The condition on `Objection` of those that somebody ruled on."""
    # One that nobody ruled on is no precedent.
    return Objection.is_upheld.is_not(None), Objection.ruled_by_id.is_not(None)


def may_read(actor: Actor) -> ColumnElement[bool]:
    """The condition for exactly the rulings this actor may read, of rows from `rows_from`."""
    if actor.role is Role.DESK:
        return true()
    open_ones = Suggestion.is_confidential.is_(False)
    if actor.role is Role.COORDINATOR:
        return and_(open_ones, or_(_HOLDER.system == actor.system, _NEW.system == actor.system))
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        system = select(Unit.system).where(Unit.id == actor.unit_id).scalar_subquery()
        theirs = or_(Objection.unit_id == actor.unit_id, _NEW_TASK.unit_id == actor.unit_id)
        return or_(theirs, and_(open_ones, _HOLDER.system == system))
    return Objection.id.is_(None)


def _like(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in wanted.words.split()[:5]:
        texts = (Suggestion.title, Objection.duty_clause, Objection.ruling, Suggestion.number)
        found.append(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    if wanted.unit_id is not None:
        units = (Objection.unit_id, Objection.better_unit_id, _NEW_TASK.unit_id)
        found.append(or_(*(unit == wanted.unit_id for unit in units)))
    if wanted.category_id is not None:
        found.append(Suggestion.category_id == wanted.category_id)
    if wanted.year is not None:
        found += [Objection.ruled_at >= _first(wanted.year), Objection.ruled_at < _first(wanted.year + 1)]
    if wanted.is_upheld is not None:
        found.append(Objection.is_upheld.is_(wanted.is_upheld))
    return found


def _first(year: int) -> datetime:
    # The last year one may ask for has a first day after it all the same.
    day = date(min(year, 9998), 1, 1) if year >= 1900 else date(1900, 1, 1)
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _rows() -> Any:
    return rows_from(
        select(
            Objection.id,
            Objection.no,
            Objection.reason,
            Objection.duty_clause,
            Objection.signer_name,
            Objection.made_at,
            Objection.to_arbiter,
            Objection.is_upheld,
            Objection.ruling,
            Objection.ruled_at,
            Objection.ruled_by_id,
            Objection.recalled_for,
            Objection.unheard_for,
            Objection.arbiter_name,
            Objection.decided_on,
            Objection.document_no,
            Objection.unit_id,
            Objection.suggestion_id,
            Suggestion.title,
            Suggestion.number,
            Category.path.label("category"),
            _HOLDER.short_name.label("unit"),
            _BETTER.short_name.label("better_unit"),
            _NEW.short_name.label("new_unit"),
            Task.role,
        )
    )


def rows_from(wanted: Any) -> Any:
    """The statement with an objection's paper, share and units beside it."""
    return (
        wanted.select_from(Objection)
        .join(Suggestion, Suggestion.id == Objection.suggestion_id)
        .join(Task, Task.id == Objection.task_id)
        .join(_HOLDER, _HOLDER.id == Objection.unit_id)
        .join(_BETTER, _BETTER.id == Objection.better_unit_id)
        .outerjoin(_NEW_TASK, _NEW_TASK.id == Objection.new_task_id)
        .outerjoin(_NEW, _NEW.id == _NEW_TASK.unit_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
    )
