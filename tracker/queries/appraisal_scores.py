"""What units come to under a scheme as of a day: lines, totals, places, and the cases left out of them.

A few statements for all units at once: kept sums as of today, the ledger as of another day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from tracker.db import db
from tracker.domain.appraisal import (
    Indicator,
    Line,
    Scheme,
    Total,
    corrected,
    has_work,
    is_ranked,
    judge,
    ranks,
    summed,
)
from tracker.domain.breakdowns import By
from tracker.domain.statistics import Counts, Measure
from tracker.models.appraisals import Appraisal, AppraisalContest, Outcome
from tracker.models.figures import FigureEntry
from tracker.queries.appraisals import Appraised, contests, correction_of, entries
from tracker.queries.figures import Scope, figures

E = FigureEntry
# The counts of one share of one unit: what is taken away where it is left out.
Left = Mapping[tuple[int, int], Counter[Measure]]


@dataclass(frozen=True)
class Scored:
    """One line, what it would be without decisions on objections, and how many objections it has had."""

    line: Line
    was: Line
    open_contests: int = 0
    left_out: int = 0

    @property
    def is_changed(self) -> bool:
        now, was = self.line, self.was
        return (now.points, now.grade, now.part, now.whole) != (was.points, was.grade, was.part, was.whole)


@dataclass(frozen=True)
class Score:
    """What one unit comes to; no place where it had no work, by grades, or where too little could be judged."""

    unit: Appraised
    counts: Counts
    lines: Sequence[Scored]
    total: Total
    has_work: bool
    rank: int | None = None

    @property
    def is_apart(self) -> bool:
        """Whether it came to points that are too few to be ranked; asked of all units at once or of a final score."""
        return self.has_work and self.rank is None and self.total.points is not None


def scope_of(one: Appraisal) -> Scope:
    """The papers a scheme looks at: those of its session, handed in while it sat and after."""
    return Scope((one.session_id,))


def day_of_score(one: Appraisal, through: date) -> date:
    """As of which day units are scored: today, and from the end of the period on its last day."""
    return min(one.ends_on, through)


def scores(one: Appraisal, units: Sequence[Appraised], *, on: date, all_units: bool = False) -> list[Score]:
    """Each unit's score as of a day, with places where `all_units` says that these are all of them."""
    ids = [unit.id for unit in units]
    scope = scope_of(one) if all_units else Scope((one.session_id,), None, tuple(ids))
    counted = figures(scope, By.UNIT, on=on)
    by_hand, said = entries(one.series, ids), contests(one.series, ids)
    scheme, left = one.scheme, _left_out(one, said, on)
    found = []
    for unit in units:
        counts = counted.get(str(unit.id), Counter())
        given = {code: entry.points for (unit_id, code), entry in by_hand.items() if unit_id == unit.id}
        ours = [each for each in said if each.unit_id == unit.id]
        found.append(_score(scheme, unit, counts, given, ours, left))
    return placed(scheme, found) if all_units else found


def _score(
    scheme: Scheme,
    unit: Appraised,
    counts: Counts,
    given: Mapping[str, int],
    said: Sequence[AppraisalContest],
    left: Left,
) -> Score:
    lines = [_line(one, unit, counts, given.get(one.code), said, left) for one in scheme.indicators]
    return Score(unit, counts, lines, summed(scheme, [each.line for each in lines]), has_work(counts))


def _line(
    one: Indicator, unit: Appraised, counts: Counts, given: int | None, said: Sequence[AppraisalContest], left: Left
) -> Scored:
    ours = [each for each in said if each.code == one.code]
    out = {each.task_id for each in ours if each.outcome is Outcome.ACCEPTED and each.excludes and each.task_id}
    remaining = Counter(dict(counts))
    for task_id in out:
        remaining.subtract(left.get((unit.id, task_id), Counter()))
    line = judge(one, remaining, entered=given)
    correction = correction_of(ours, unit.id, one.code)
    return Scored(
        corrected(line, correction) if correction else line,
        judge(one, counts, entered=given),
        sum(each.outcome is Outcome.OPEN for each in ours),
        len(out),
    )


def tried(scheme: Scheme, session_id: int, units: Sequence[Appraised], *, on: date) -> list[Score]:
    """What the units would come to under a scheme by what is counted of one session as of a day: nothing given by
    hand, nothing objected to. One statement."""
    counted = figures(Scope((session_id,)), By.UNIT, on=on)
    return placed(scheme, [_score(scheme, unit, counted.get(str(unit.id), Counter()), {}, (), {}) for unit in units])


@dataclass(frozen=True)
class Hard:
    """Of the shares a unit owes a reply to, or an opinion: how many, under key supervision, signed jointly."""

    whole: int = 0
    key: int = 0
    joint: int = 0


def hardness(one: Appraisal, *, on: date) -> dict[int, Hard]:
    """How hard the work of each unit was, beside its score and never in it: one statement."""
    joint = (
        select(E.suggestion_id)
        .where(E.measure == Measure.JOINT, E.session_id == one.session_id, E.day <= on)
        .group_by(E.suggestion_id)
        .having(func.sum(E.number) > 0)
    )
    is_joint = case((E.suggestion_id.in_(joint), E.number), else_=0)
    is_key = case((E.is_key, E.number), else_=0)
    wanted = (
        select(E.unit_id, func.sum(E.number), func.sum(is_key), func.sum(is_joint))
        .where(E.measure.in_((Measure.OWED, Measure.CO_OWED)), E.unit_id.is_not(None))
        .where(E.session_id == one.session_id, E.day <= on)
        .group_by(E.unit_id)
    )
    return {unit_id: Hard(*counts) for unit_id, *counts in db.session.execute(wanted) if unit_id is not None}


def placed(scheme: Scheme, found: Sequence[Score]) -> list[Score]:
    """The same with places among those of which enough could be judged."""
    points = {one.unit.id: one.total.points or 0 for one in found if is_ranked(scheme, one.counts, one.total)}
    places = ranks(points)
    return [Score(one.unit, one.counts, one.lines, one.total, one.has_work, places.get(one.unit.id)) for one in found]


def _left_out(one: Appraisal, said: Sequence[AppraisalContest], on: date) -> Left:
    """What the shares that were left out count by themselves: one statement, none where there are none."""
    ids = {each.task_id for each in said if each.outcome is Outcome.ACCEPTED and each.excludes}
    if not ids:
        return {}
    wanted = (
        select(E.unit_id, E.task_id, E.measure, func.sum(E.number))
        .where(E.task_id.in_(ids), E.unit_id.is_not(None), E.session_id == one.session_id, E.day <= on)
        .group_by(E.unit_id, E.task_id, E.measure)
    )
    found: dict[tuple[int, int], Counter[Measure]] = defaultdict(Counter)
    for unit_id, task_id, measure, number in db.session.execute(wanted):
        if unit_id is not None and task_id is not None and number:
            found[unit_id, task_id][measure] += number
    return found
