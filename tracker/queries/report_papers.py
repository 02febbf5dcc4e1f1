"""The papers a report lists one by one: those given out, or those that are late, with unit, role and due day.

Unit, role and due day are those the ledger of figures has for the day of the report, whatever became of them since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from tracker.db import db
from tracker.domain.kinds import called
from tracker.domain.parties import TaskRole
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import ReportKind
from tracker.domain.statistics import Measure
from tracker.models.figures import FigureEntry
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.figures import holds

M, E = Measure, FigureEntry
_LISTED = {ReportKind.MEETING: (M.OWED, M.CO_OWED), ReportKind.BULLETIN: (M.OVERDUE, M.CO_OVERDUE)}
ROLES = {TaskRole.SOLE: "独办", TaskRole.LEAD: "主办", TaskRole.CO: "会办", TaskRole.SEPARATE: "分办"}
_REPLYING = {M.SOLE: TaskRole.SOLE, M.LEAD: TaskRole.LEAD, M.SEPARATE: TaskRole.SEPARATE}
# Nobody reads the title of a confidential paper in a list that goes to all units.
CONFIDENTIAL = "（标题不公开）"
_AT_ONCE = 500


def listed(kind: ReportKind, shares: Sequence[tuple[int, Counter[Measure]]], *, on: date) -> list[list[object]]:
    """Lines of (id of the paper, number, title, unit, role, due day) as of a day, by unit and number; a statement for
    every few hundred shares. Nothing is cut: a list that leaves some out would be wrong."""
    if kind not in _LISTED:
        return []
    of = {task_id: counts for task_id, counts in shares if any(counts[one] > 0 for one in _LISTED[kind])}
    rows = [row for some in _pieces(sorted(of)) for row in db.session.execute(_shares(some, _LISTED[kind], on))]
    lines = [(row, _role(of[row.task_id])) for row in rows]
    lines.sort(key=lambda one: (one[0].unit_name, one[1] is TaskRole.CO, one[0].number_sort, one[0].task_id))
    return [
        [
            row.suggestion_id,
            row.number or "",
            CONFIDENTIAL if row.is_confidential else called(row.title, row.kind),
            row.unit_name,
            ROLES[role],
            row.due_on.isoformat() if row.due_on else "",
        ]
        for row, role in lines
    ]


def _role(counts: Counter[Measure]) -> TaskRole:
    return next((role for measure, role in _REPLYING.items() if counts[measure] > 0), TaskRole.CO)


def as_listed_today(kept: Mapping[str, Any]) -> Frozen:
    """What a report stores, without the titles of listed papers that became confidential since: one statement for
    every few hundred. The stored list stays as it was frozen."""
    closed = confidential_among({one[0] for one in kept["papers"]})
    papers = [[*one[:2], CONFIDENTIAL if one[0] in closed else one[2], *one[3:]] for one in kept["papers"]]
    return Frozen({**kept, "papers": papers})


def confidential_among(ids: Iterable[int]) -> set[int]:
    """Those of these papers that are confidential now, whatever they were when a list of them was written down."""
    wanted = select(Suggestion.id).where(Suggestion.is_confidential)
    pieces = _pieces(sorted(set(ids)))
    return {one for some in pieces for one in db.session.scalars(wanted.where(Suggestion.id.in_(some)))}


def _shares(ids: Sequence[int], measures: Sequence[Measure], on: date) -> Select[*tuple[Any, ...]]:
    """A share owes a reply or an opinion, never both: one entry of these holds on the day."""
    return (
        select(
            E.task_id,
            E.due_on,
            E.suggestion_id,
            Suggestion.number,
            Suggestion.number_sort,
            Suggestion.title,
            Suggestion.kind,
            Suggestion.is_confidential,
            Unit.short_name.label("unit_name"),
        )
        .join(Suggestion, Suggestion.id == E.suggestion_id)
        .join(Unit, Unit.id == E.unit_id)
        .where(E.suggestion_id.in_(select(Task.suggestion_id).where(Task.id.in_(ids))), E.task_id.in_(ids))
        .where(E.round_id.is_(None), E.commitment_id.is_(None), E.measure.in_(measures), holds(on))
    )


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
