"""What became of papers of the same category in the last years: who led them, who sent them back, who helped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, select, union_all
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.likeness import ALIKE, likeness, pairs
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.routing import Habit
from tracker.models.procedures import Objection
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.precedents import may_read, ruled
from tracker.queries.precedents import rows_from as precedent_rows
from tracker.queries.scope import sees

YEARS_BACK = 3
# Of a very full category the latest papers are looked through; of many rulings the latest.
LOOKED_AT, RULINGS = 500, 600
_LEADS = (TaskRole.SOLE, TaskRole.LEAD)


@dataclass(frozen=True)
class Bounce:
    """A ruling on a unit's objection to a paper like this one; `is_same_field` when it was of the same category."""

    objection_id: int
    title: str
    is_upheld: bool
    is_same_field: bool


def habits(
    category_ids: Collection[int], actor: Actor, *, moved: dict[int, int], today: date
) -> dict[int, dict[int, Habit]]:
    """By category and unit, of papers this actor may open and that were assigned in the last years; one statement.

    `moved` names the successor of each unit that has ended.
    """
    if not category_ids:
        return {}
    papers = _papers(category_ids, actor, today=today)
    objected = _objected(Objection.ruled_by_id.is_not(None))
    wanted = (
        select(
            papers.c.category_id,
            Task.unit_id,
            func.count().filter(Task.was_replaced.is_(False)),
            func.count(),
            func.count().filter(objected),
            func.count().filter(_objected(Objection.is_upheld.is_(True))),
        )
        .join(Task, Task.suggestion_id == papers.c.id)
        .where(Task.role.in_(_LEADS))
        .group_by(papers.c.category_id, Task.unit_id)
    )
    found: dict[int, dict[int, Habit]] = {}
    for category_id, unit_id, *numbers in db.session.execute(wanted, values(actor)):
        of, unit = found.setdefault(category_id or 0, {}), moved.get(unit_id, unit_id)
        held = of.get(unit, Habit())
        before = (held.led, held.had, held.objected, held.upheld)
        of[unit] = Habit(*(a + b for a, b in zip(before, numbers, strict=True)))
    return found


def helped(
    category_ids: Collection[int], actor: Actor, *, moved: dict[int, int], today: date
) -> dict[int, dict[int, dict[int, int]]]:
    """By category and leading unit, how often each other unit helped (会办) in the last years; one statement."""
    if not category_ids:
        return {}
    papers, co = _papers(category_ids, actor, today=today), aliased(Task)
    wanted = (
        select(papers.c.category_id, Task.unit_id, co.unit_id, func.count())
        .join(Task, Task.suggestion_id == papers.c.id)
        .join(co, co.suggestion_id == papers.c.id)
        .where(Task.role == TaskRole.LEAD, Task.was_replaced.is_(False))
        .where(co.role == TaskRole.CO, co.was_replaced.is_(False))
        .group_by(papers.c.category_id, Task.unit_id, co.unit_id)
    )
    found: dict[int, dict[int, dict[int, int]]] = {}
    for category_id, lead, other, times in db.session.execute(wanted, values(actor)):
        of = found.setdefault(category_id or 0, {}).setdefault(moved.get(lead, lead), {})
        of[moved.get(other, other)] = of.get(moved.get(other, other), 0) + times
    return found


def bounces(
    actor: Actor, papers: Iterable[tuple[int, str, int | None]], named: Mapping[int, Collection[int]]
) -> dict[int, dict[int, Bounce]]:
    """By paper and unit, the ruling nearest to a paper: of its category, else with a title like its own.

    `papers` are id, title and category; `named` the units in question of each. Only rulings this actor may read, the
    latest first; one statement.
    """
    units = {unit_id for ids in named.values() for unit_id in ids}
    if not units:
        return {}
    wanted = precedent_rows(
        select(Objection.id, Objection.unit_id, Objection.is_upheld, Suggestion.title, Suggestion.category_id)
    ).where(*ruled(), may_read(actor), Objection.unit_id.in_(units))
    rows = db.session.execute(wanted.order_by(Objection.ruled_at.desc(), Objection.id.desc()).limit(RULINGS)).all()
    by_unit: dict[int, list[tuple[Any, frozenset[str]]]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append((row, pairs(row.title)))
    found: dict[int, dict[int, Bounce]] = {}
    for suggestion_id, title, category_id in papers:
        mine = pairs(title)
        for unit_id in named.get(suggestion_id, ()):
            nearest = _nearest(mine, category_id, by_unit.get(unit_id, []))
            if nearest is not None:
                found.setdefault(suggestion_id, {})[unit_id] = nearest
    return found


def _nearest(
    mine: frozenset[str], category_id: int | None, rows: Iterable[tuple[Any, frozenset[str]]]
) -> Bounce | None:
    best, rank = None, (0.0, False)
    for row, theirs in rows:
        alike, same = likeness(mine, theirs), category_id is not None and row.category_id == category_id
        if (same or alike >= ALIKE) and (best is None or (alike if alike >= ALIKE else 0.0, same) > rank):
            best, rank = row, (alike if alike >= ALIKE else 0.0, same)
    return Bounce(best.id, best.title, best.is_upheld, rank[1]) if best is not None else None


def _objected(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = select(Objection.id).where(Objection.task_id == Task.id, Objection.unit_id == Task.unit_id, condition)
    return exists(theirs.correlate(Task))


def _papers(category_ids: Collection[int], actor: Actor, *, today: date) -> Subquery:
    since = date(today.year - YEARS_BACK + 1, 1, 1)
    return union_all(*(_latest_of(category_id, actor, since) for category_id in sorted(category_ids))).subquery()


def _latest_of(category_id: int, actor: Actor, since: date) -> Select[*tuple[Any, ...]]:
    latest = (
        select(Suggestion.id, Suggestion.category_id)
        .where(Suggestion.category_id == category_id, Suggestion.assigned_on >= since, sees(actor.role))
        .order_by(Suggestion.assigned_on.desc(), Suggestion.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    return select(latest.c.id, latest.c.category_id)
