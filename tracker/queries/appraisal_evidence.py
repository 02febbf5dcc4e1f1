"""The cases behind a line of a score, as far as the reader may open them, and all of them where a result is frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.appraisal import Indicator
from tracker.domain.breakdowns import By
from tracker.domain.limits import COUNTED as MOST
from tracker.domain.parties import Actor
from tracker.domain.statistics import Measure
from tracker.models.appraisals import Appraisal
from tracker.models.figures import FigureEntry
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.appraisal_scores import scope_of
from tracker.queries.figure_cases import Behind, behind
from tracker.queries.scope import visible_to

E = FigureEntry


@dataclass(frozen=True)
class Group:
    """Cases that count alike in a line: for the unit, against it, or as what must not have happened."""

    kind: str
    measures: tuple[Measure, ...]
    rows: list[Behind]
    hidden: int = 0


def groups_of(one: Indicator) -> list[tuple[str, tuple[Measure, ...]]]:
    """Which figures of a line count for a unit, which only below the line, and which rule a grade out."""
    good = one.counts_for
    below = tuple(each for each in one.counts_of if each not in good)
    never = tuple(dict.fromkeys((*one.none_for_pass, *one.none_for_good)))
    if not one.rate:
        return [("cases", below)] if below else []
    # Of a denominator that is no sum with the numerator in it (all shares), the rest is what is not in the numerator.
    found = [("good", good), ("below", below), ("never", tuple(each for each in never if each not in below))]
    return [(kind, measures) for kind, measures in found if measures]


def groups(actor: Actor, appraisal: Appraisal, one: Indicator, unit_id: int, *, on: date) -> list[Group]:
    """The cases of a line by how they count; three statements for each group."""
    found = []
    for kind, measures in groups_of(one):
        rows, number, figure = behind(
            actor, measures, scope_of(appraisal), by=By.UNIT, part=str(unit_id), on=on, most=MOST
        )
        hidden = figure - sum(row.times for row in rows) if number <= len(rows) else 0
        found.append(Group(kind, measures, rows, max(0, hidden)))
    if [each.kind for each in found][:2] == ["good", "below"] and not set(one.counts_for) <= set(one.counts_of):
        found[1] = _without(found[1], found[0])
    return found


def _without(whole: Group, part: Group) -> Group:
    """The cases of a whole that are not in a part of it; both count one for each share."""
    inside = {(row.task_id, row.round_id, row.commitment_id) for row in part.rows}
    rows = [row for row in whole.rows if (row.task_id, row.round_id, row.commitment_id) not in inside]
    return Group(whole.kind, whole.measures, rows, max(0, whole.hidden - part.hidden))


def share_of_unit(actor: Actor, task_id: int, unit_id: int) -> Any:
    """The paper of a share of this unit, if the reader may open it: its id, number, title and session."""
    wanted = (
        select(Suggestion.id.label("suggestion_id"), Suggestion.number, Suggestion.title, Suggestion.session_id)
        .join(Task, Task.suggestion_id == Suggestion.id)
        .where(Task.id == task_id, Task.unit_id == unit_id, visible_to(actor))
    )
    return db.session.execute(wanted).one_or_none()


def everything(appraisal: Appraisal, measures: Collection[Measure], *, on: date) -> dict[int, dict[str, list[Any]]]:
    """All cases behind some figures by unit and figure, for a result that is written down: one statement."""
    things = (E.unit_id, E.measure, E.suggestion_id, E.task_id, E.round_id, E.commitment_id)
    counted = (
        select(*things, func.sum(E.number).label("times"))
        .where(
            E.measure.in_(measures),
            E.session_id == appraisal.session_id,
            E.task_id.is_not(None),
            E.unit_id.is_not(None),
            E.day <= on,
        )
        .group_by(*things)
        .having(func.sum(E.number) > 0)
        .subquery()
    )
    wanted = select(counted, Suggestion.number, Suggestion.title).join(
        Suggestion, Suggestion.id == counted.c.suggestion_id
    )
    order = (Suggestion.number_sort, Suggestion.id, counted.c.task_id, counted.c.round_id, counted.c.commitment_id)
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(wanted.order_by(*order)):
        told = [row.suggestion_id, row.number or "", row.title, row.task_id, row.round_id, row.commitment_id, row.times]
        found[row.unit_id][row.measure.value].append(told)
    return found
