"""The cases behind a figure, as of the day it was counted: every number can be looked into."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor
from tracker.domain.statistics import Measure
from tracker.models.figures import FigureEntry
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.figures import Scope, conditions
from tracker.queries.scope import visible_to

E = FigureEntry


@dataclass(frozen=True)
class Behind:
    """One case behind a figure; of papers there is no share, of shares no reply, and so on."""

    suggestion_id: int
    number: str
    title: str
    unit: str
    task_id: int | None
    round_id: int | None
    commitment_id: int | None
    times: int
    kind: Kind = Kind.SUGGESTION


_VALUES: dict[By, Any] = {
    By.DELEGATION: E.delegation_id,
    By.CATEGORY: E.category_id,
    By.UNIT: E.unit_id,
}


def _is_part(by: By, part: str) -> ColumnElement[bool]:
    if by is By.WHOLE:
        return true()
    if by is By.KEY:
        return E.is_key == (part == "1")
    if by is By.LETTER:
        return and_(E.letter == part, E.task_id.is_not(None))
    column: ColumnElement[Any] = _VALUES[by]
    return column.is_(None) if not part else column == int(part)


def behind(
    actor: Actor,
    measures: Collection[Measure],
    scope: Scope,
    *,
    by: By = By.WHOLE,
    part: str = "",
    on: date,
    most: int,
) -> tuple[list[Behind], int, int]:
    """The cases a figure counts as of a day: those the actor may read (at most so many, by number), how many these are
    in all, and what the figure itself says. One that counts several times, such as ratings of one reply, says so."""
    things = (E.suggestion_id, E.task_id, E.round_id, E.commitment_id)
    counted = (
        select(*things, func.sum(E.number).label("times"))
        .where(E.measure.in_(measures), E.day <= on, _is_part(by, part), *conditions(scope))
        .group_by(*things)
        .having(func.sum(E.number) > 0)
        .subquery()
    )
    figure = db.session.scalar(select(func.coalesce(func.sum(counted.c.times), 0))) or 0
    seen = select(counted, Suggestion.number, Suggestion.title, Suggestion.kind).join(
        Suggestion, Suggestion.id == counted.c.suggestion_id
    )
    seen = seen.where(visible_to(actor))
    number = db.session.scalar(select(func.count()).select_from(seen.subquery())) or 0
    order = (Suggestion.number_sort, Suggestion.id, counted.c.task_id, counted.c.round_id, counted.c.commitment_id)
    rows = db.session.execute(seen.order_by(*order).limit(most)).all()
    units = _units_of([row.task_id for row in rows if row.task_id is not None])
    return [_behind(row, units) for row in rows], number, figure


def _behind(row: Any, units: Mapping[int | None, str]) -> Behind:
    what = (row.task_id, row.round_id, row.commitment_id)
    named = (row.number or "", row.title, units.get(row.task_id, ""))
    return Behind(row.suggestion_id, *named, *what, row.times, row.kind)


def _units_of(task_ids: Sequence[int]) -> dict[int | None, str]:
    wanted = select(Task.id, Unit.short_name).join(Unit, Unit.id == Task.unit_id).where(Task.id.in_(task_ids))
    return {row.id: row.short_name for row in db.session.execute(wanted)}
