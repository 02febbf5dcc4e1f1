"""A score as it is written down when an appraisal is closed, and read back: nothing is counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.appraisal import Grade, Indicator, Line, Total
from tracker.domain.parties import Actor
from tracker.domain.statistics import Measure
from tracker.models.appraisals import Appraisal, AppraisalResult
from tracker.models.suggestions import Suggestion
from tracker.queries.appraisal_evidence import Group, groups_of
from tracker.queries.appraisal_scores import Score, Scored
from tracker.queries.appraisals import Appraised, results
from tracker.queries.figure_cases import Behind
from tracker.queries.scope import visible_to


def written(score: Score, cases: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A score as plain values: what was counted, each line, the total, the cases by figure, the points by hand."""
    total = score.total
    return {
        "counts": {measure.value: number for measure, number in score.counts.items() if number},
        "lines": {one.line.indicator.code: _scored(one) for one in score.lines},
        "total": [total.points, total.grade.value if total.grade else None, total.earned, total.full, total.extra],
        "has_work": score.has_work,
        "cases": dict(cases),
        "given": dict(given),
    }


def _scored(one: Scored) -> dict[str, Any]:
    return {"line": _line(one.line), "was": _line(one.was), "left_out": one.left_out}


def _line(one: Line) -> list[Any]:
    return [one.part, one.whole, one.points, one.grade.value if one.grade else None, one.is_corrected]


def frozen(appraisal: Appraisal) -> list[Score]:
    """Every unit's score as it was when the appraisal was closed, by place and name: one statement."""
    found = [read(appraisal, one) for one in results(appraisal).values()]
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.unit.name))


def read(appraisal: Appraisal, one: AppraisalResult) -> Score:
    """The score of one row."""
    told = one.facts
    lines = [_read_scored(each, told["lines"][each.code]) for each in appraisal.scheme.indicators]
    points, grade, *rest = told["total"]
    counts = Counter({Measure(code): number for code, number in told["counts"].items() if code in set(Measure)})
    unit = Appraised(one.unit_id, one.unit_name, one.system)
    return Score(unit, counts, lines, Total(points, _grade(grade), *rest), told["has_work"], one.rank)


def _read_scored(indicator: Indicator, told: Mapping[str, Any]) -> Scored:
    return Scored(_read_line(indicator, told["line"]), _read_line(indicator, told["was"]), 0, told["left_out"])


def _read_line(indicator: Indicator, told: list[Any]) -> Line:
    part, whole, points, grade, is_corrected = told
    return Line(indicator, part, whole, points, _grade(grade), is_corrected)


def _grade(code: str | None) -> Grade | None:
    return Grade(code) if code else None


def frozen_groups(actor: Actor, result: AppraisalResult, one: Indicator) -> list[Group]:
    """The cases behind a line as they were written down, those the reader may read today (rule R1); the others are
    counted as they were and not told: one statement."""
    cases = result.facts["cases"]
    found, counted = [], set()
    for kind, measures in groups_of(one):
        rows = {tuple(row[3:6]): row for measure in measures for row in cases.get(measure.value, ())}
        left = [_behind(row) for key, row in rows.items() if kind != "below" or key not in counted]
        counted |= set(rows) if kind == "good" else set()
        found.append((kind, measures, left))
    ids = sorted({row.suggestion_id for _kind, _measures, rows in found for row in rows})
    seen = set(db.session.scalars(select(Suggestion.id).where(Suggestion.id.in_(ids), visible_to(actor))))
    return [_seen(kind, measures, rows, seen) for kind, measures, rows in found]


def _seen(kind: str, measures: tuple[Measure, ...], rows: list[Behind], seen: Collection[int]) -> Group:
    hidden = sum(row.times for row in rows if row.suggestion_id not in seen)
    return Group(kind, measures, [row for row in rows if row.suggestion_id in seen], hidden)


def _behind(row: list[Any]) -> Behind:
    suggestion_id, number, title, task_id, round_id, commitment_id, times = row
    return Behind(suggestion_id, number, title, "", task_id, round_id, commitment_id, times)


__all__ = ["frozen", "frozen_groups", "read", "written"]
