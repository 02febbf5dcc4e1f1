"""A score as it is written down when an appraisal is closed, and read back: nothing is counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracker.domain.appraisal import Grade, Indicator, Line, Total
from tracker.domain.statistics import Measure
from tracker.models.appraisals import Appraisal, AppraisalResult
from tracker.queries.appraisal_evidence import Group, groups_of
from tracker.queries.appraisal_scores import Score, Scored
from tracker.queries.appraisals import Appraised, results
from tracker.queries.figure_cases import Behind


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


def frozen_groups(result: AppraisalResult, one: Indicator) -> list[Group]:
    """The cases behind a line as they were written down."""
    cases = result.facts["cases"]
    found, seen = [], set()
    for kind, measures in groups_of(one):
        rows = {tuple(row[3:6]): row for measure in measures for row in cases.get(measure.value, ())}
        left = [row for key, row in rows.items() if kind != "below" or key not in seen]
        seen |= set(rows) if kind == "good" else set()
        found.append(Group(kind, measures, [_behind(row) for row in left]))
    return found


def _behind(row: list[Any]) -> Behind:
    suggestion_id, number, title, task_id, round_id, commitment_id, times = row
    return Behind(suggestion_id, number, title, "", task_id, round_id, commitment_id, times)


__all__ = ["frozen", "frozen_groups", "read", "written"]
