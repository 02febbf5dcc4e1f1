"""Assignment lists (交办清单): what was given to a unit on a day or in a session, as far as its reader may know; and
the suggestion of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from tracker.clock import end_of
from tracker.db import db
from tracker.domain.documents import Label, Paper, PaperKind
from tracker.domain.kinds import Kind, called
from tracker.domain.limits import PAGE
from tracker.domain.numbering import bare
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import TaskState
from tracker.models.organs import Congress, Unit
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.documents_case import Office
from tracker.queries.law import rulebook_for
from tracker.queries.places import congress_name
from tracker.queries.scope import visible_to

# Lines of one list: a meeting gives out a few hundred.
LINES = 2000
# Who gives work out, and who receives it.
READERS = frozenset({Role.DESK, Role.BILL_GROUP, Role.COORDINATOR, *UNIT_ROLES})


@dataclass(frozen=True, slots=True)
class Batch:
    """What one unit was given on one day."""

    unit_id: int
    unit: str
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Which batches: of a unit, with a suggestion whose number begins so, of a year (Asia/Shanghai)."""

    unit_id: int | None = None
    number: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of batches, how many there are in all, and what they can be narrowed by."""

    batches: list[Batch]
    total: int
    page: int
    units: list[tuple[int, str]]
    years: list[int]


def numbered(number: str) -> int | None:
    """The id of our suggestion or bill of this number: one statement."""
    wanted = select(Suggestion.id).join(Congress, Congress.id == Suggestion.congress_id)
    wanted = wanted.where(Suggestion.number == bare(number), Congress.is_ours, Suggestion.source_key == "")
    return db.session.scalars(wanted.order_by(Suggestion.kind == Kind.PROPOSAL).limit(1)).first()


def batches(actor: Actor, sought: Sought, *, page: int) -> Found:
    """One page of the batches whose lists this actor may have, the latest first: three statements."""
    rows = (
        _tasks(select(Task.unit_id, Unit.short_name, Task.assigned_on, func.count()), actor)
        .where(*_sought(sought))
        .group_by(Task.unit_id, Unit.short_name, Task.assigned_on)
    )
    total = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    page = min(page, max(1, -(-total // PAGE)))
    rows = rows.order_by(Task.assigned_on.desc(), Unit.short_name, Task.unit_id).limit(PAGE).offset((page - 1) * PAGE)
    found = [Batch(unit_id, unit, on, count) for unit_id, unit, on, count in db.session.execute(rows) if on is not None]
    spans = _tasks(select(Task.unit_id, Unit.short_name, func.min(Task.assigned_on), func.max(Task.assigned_on)), actor)
    spans = spans.group_by(Task.unit_id, Unit.short_name).order_by(Unit.short_name, Task.unit_id)
    held = list(db.session.execute(spans))
    days = [day for _id, _name, *ends in held for day in ends if day is not None]
    years = list(range(max(days).year, min(days).year - 1, -1)) if days else []
    return Found(found, total, page, [(unit_id, name) for unit_id, name, *_ends in held], years)


def _tasks(columns: Select[*tuple[Any, ...]], actor: Actor) -> Select[*tuple[Any, ...]]:
    joined = columns.join(Unit, Unit.id == Task.unit_id).join(Suggestion, Suggestion.id == Task.suggestion_id)
    return joined.where(*_given(actor))


def _sought(sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if sought.unit_id is not None:
        wanted.append(Task.unit_id == sought.unit_id)
    if sought.number:
        wanted.append(Suggestion.number.istartswith(bare(sought.number), autoescape=True))
    if sought.year is not None:
        wanted.append(Task.assigned_on.between(date(sought.year, 1, 1), date(sought.year, 12, 31)))
    return wanted


def _given(actor: Actor) -> list[ColumnElement[bool]]:
    """Shares given out and still held that this actor deals with; rule AZ-05: no list shows more than the cases do."""
    if actor.role not in READERS:
        return [Task.id.is_(None)]
    held = [visible_to(actor), Task.assigned_on.is_not(None), Task.was_replaced.is_(False)]
    held += [Task.state != TaskState.WITH_COORDINATOR]
    if actor.role in UNIT_ROLES:
        held.append(Task.unit_id == actor.unit_id)
    elif actor.role is Role.COORDINATOR:
        held.append(Task.system == actor.system)
    return held


def assignment_list(actor: Actor, unit_id: int, on: date, *, now_on: date) -> Paper | None:
    """交办清单 of one unit and day; nothing where this actor knows of no such share. Five statements at most."""
    tasks = db.session.scalars(
        select(Task)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(*_given(actor), Task.unit_id == unit_id, Task.assigned_on == on)
        .order_by(Suggestion.number_sort, Task.id)
        .limit(LINES)
        .options(joinedload(Task.unit), joinedload(Task.suggestion).joinedload(Suggestion.author))
    ).all()
    if not tasks:
        return None
    where = Office(congress_name(), rulebook_for(on))
    others = _others([task.suggestion_id for task in tasks], unit_id)
    unit = tasks[0].unit.name
    rows = [_row(task, where, others.get(task.suggestion_id, [])) for task in tasks]
    sealed = {"unit_id": unit_id, "on": on, "tasks": [[task.id, task.role.value, task.suggestion_id] for task in tasks]}
    shown = {
        "unit": unit,
        "rows": rows,
        "scope": f"{on.year}年{on.month}月{on.day}日交办",
        "made_on": now_on,
        "number_words": "",
        "title": "",
        "case_kind": Kind.SUGGESTION,
        "occasion": None,
        "lead": "",
        "delegation": "",
        "is_delegations": False,
        "several": False,
    }
    label = Label(unit=unit, on=on)
    return Paper(PaperKind.LIST, unit_id, int(f"{on:%Y%m%d}"), label, sealed, shown, at=end_of(on))


def _row(task: Task, where: Office, others: Sequence[str]) -> dict[str, object]:
    paper = task.suggestion
    return {
        "number": where.book.numbering.words(paper.number or ""),
        "title": called(paper.title, paper.kind),
        "lead": paper.author.name if paper.author else "",
        "role": where.role(task.role),
        "others": others,
        "due": task.due_on,
    }


def _others(suggestion_ids: Sequence[int], unit_id: int) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(Task.suggestion_id, Unit.short_name)
        .join(Unit, Unit.id == Task.unit_id)
        .where(Task.suggestion_id.in_(suggestion_ids), Task.unit_id != unit_id, Task.was_replaced.is_(False))
        .where(Task.state != TaskState.WITH_COORDINATOR)
        .order_by(Task.id)
    )
    found: dict[int, list[str]] = {}
    for suggestion_id, name in rows:
        found.setdefault(suggestion_id, []).append(name)
    return found


__all__ = ["READERS", "Batch", "Found", "Sought", "assignment_list", "batches", "numbered"]
