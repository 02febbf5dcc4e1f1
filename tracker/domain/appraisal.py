"""Appraisal (绩效考核): a scheme of indicators and a unit's counts make lines, points or grades, a total and a rank.

Points are whole numbers of hundredths of a point, thresholds of hundredths of a per cent, so that a line is the same on
every screen and paper. What is counted and how a rate is made stands in `statistics.py` and nowhere here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from tracker.domain.statistics import COUNTED, RATES, Counted, Counts, Measure, Rate, is_few, total

# Full marks of a scheme by points.
FULL = 100_00
WHOLE = 100_00
# Of the marks of a scheme, so many must have been judged for a unit to be ranked, where a scheme says nothing else.
HALF = 50_00


class Kind(StrEnum):
    """How an indicator is reckoned."""

    SHARE = "share"  # full points times a rate
    GRADE = "grade"  # good, pass or fail by thresholds
    EACH = "each"  # so many points for each case
    MANUAL = "manual"  # entered for each unit, with a reason


class Effect(StrEnum):
    """Whether points belong to the full marks, or are added to or deducted from what came of them."""

    SCORE = "score"
    ADD = "add"
    DEDUCT = "deduct"


class Grade(StrEnum):
    """Shenzhen's three (深圳 2007): 良好, 合格, 不合格."""

    GOOD = "good"
    FAIR = "fair"
    FAIL = "fail"


class Reckoning(StrEnum):
    """What a scheme comes to: points out of a hundred, or one grade."""

    POINTS = "points"
    GRADES = "grades"


@dataclass(frozen=True)
class Indicator:
    """One line of a scheme. `none_for_good` and `none_for_pass` name what must not have happened at all."""

    code: str
    name: str
    kind: Kind
    effect: Effect = Effect.SCORE
    rate: Rate | None = None
    measures: tuple[Measure, ...] = ()
    weight: int = 0
    per_case: int = 0
    cap: int = 0
    good_from: int = WHOLE
    pass_from: int = 0
    pass_points: int = 0
    none_for_good: tuple[Measure, ...] = ()
    none_for_pass: tuple[Measure, ...] = ()
    words: str = ""
    is_provisional: bool = False

    @property
    def counts_for(self) -> tuple[Measure, ...]:
        """What speaks for the unit: the numerator of its rate."""
        return RATES[self.rate].numerator if self.rate else ()

    @property
    def counts_of(self) -> tuple[Measure, ...]:
        """What it is judged by: the denominator of its rate, or the cases that bring points."""
        return RATES[self.rate].denominator if self.rate else self.measures

    @property
    def evidence(self) -> tuple[Measure, ...]:
        """All it looks at, each once."""
        named = (*self.counts_for, *self.counts_of, *self.none_for_good, *self.none_for_pass)
        return tuple(dict.fromkeys(named))

    @property
    def most(self) -> int:
        """The most points this can bring, add or deduct."""
        return self.weight if self.effect is Effect.SCORE else self.cap


@dataclass(frozen=True)
class Scheme:
    """How units are appraised; by grades, `goods_needed` lines must be good for the whole to be. `rank_from`: lines of
    so many marks must have been judged for a place; nought ranks every unit that had work and came to points."""

    reckoning: Reckoning
    indicators: tuple[Indicator, ...]
    goods_needed: int = 2
    rank_from: int = HALF


@dataclass(frozen=True)
class Correction:
    """What a decision on an objection of a unit put in place of what was reckoned."""

    points: int | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class Line:
    """One indicator of one unit. No points and no grade where there was nothing to judge; deducted points are negative.

    `part` of `whole` cases; of an indicator by cases `part` alone; of one by hand `whole` is 1 once points were given.
    """

    indicator: Indicator
    part: int = 0
    whole: int = 0
    points: int | None = None
    grade: Grade | None = None
    is_corrected: bool = False

    @property
    def is_judged(self) -> bool:
        return self.points is not None or self.grade is not None

    @property
    def is_ungiven(self) -> bool:
        """Whether it waits for somebody's points; an addition or deduction counts nought until then."""
        return self.indicator.kind is Kind.MANUAL and not self.whole and not self.points and not self.is_corrected

    @property
    def is_few(self) -> bool:
        """Whether it rests on so few cases that one of them decides."""
        return self.indicator.rate is not None and is_few(self.whole)


@dataclass(frozen=True)
class Total:
    """What the lines come to. `full` are the full marks of the lines that were judged, `earned` their points, `extra`
    what is added or deducted; `points` the total out of a hundred, never below nothing."""

    points: int | None = None
    grade: Grade | None = None
    earned: int = 0
    full: int = 0
    extra: int = 0

    @property
    def is_rescaled(self) -> bool:
        return self.points is not None and self.full != FULL


def judge(indicator: Indicator, counts: Counts, *, entered: int | None = None) -> Line:
    """One line of what was counted; `entered` are the points somebody gave by hand."""
    if indicator.kind is Kind.MANUAL:
        return _manual(indicator, entered)
    part, whole = total(counts, indicator.counts_for), total(counts, indicator.counts_of)
    if indicator.kind is Kind.EACH:
        return Line(indicator, whole, 0, _for_each(indicator, whole))
    if not whole:
        return Line(indicator, part, whole)
    if indicator.kind is Kind.SHARE:
        return Line(indicator, part, whole, _part_of(indicator.weight, part, whole))
    grade = _grade(indicator, counts, part, whole)
    return Line(indicator, part, whole, _points_of(indicator, grade), grade)


def corrected(line: Line, correction: Correction) -> Line:
    """The same line as a decision left it; points are given without sign, as the indicator adds or deducts them."""
    one = line.indicator
    if correction.grade is not None:
        points = _points_of(one, correction.grade)
        return replace(line, grade=correction.grade, points=points, is_corrected=True)
    if correction.points is None:
        return line
    points = min(max(correction.points, 0), one.most)
    return replace(line, points=-points if one.effect is Effect.DEDUCT else points, is_corrected=True)


def _manual(indicator: Indicator, entered: int | None) -> Line:
    if entered is None:
        # What nobody added or deducted is nought; what is part of the full marks waits to be given.
        return Line(indicator, points=None if indicator.effect is Effect.SCORE else 0)
    points = min(max(entered, 0), indicator.most)
    return Line(indicator, whole=1, points=-points if indicator.effect is Effect.DEDUCT else points)


def _for_each(indicator: Indicator, cases: int) -> int:
    points = indicator.per_case * cases
    if indicator.effect is Effect.SCORE:
        return max(0, indicator.weight - points)
    points = min(points, indicator.cap)
    return points if indicator.effect is Effect.ADD else -points


def _grade(indicator: Indicator, counts: Counts, part: int, whole: int) -> Grade:
    def reaches(threshold: int) -> bool:
        return part * WHOLE >= threshold * whole

    if not reaches(indicator.pass_from) or total(counts, indicator.none_for_pass):
        return Grade.FAIL
    is_good = reaches(indicator.good_from) and not total(counts, indicator.none_for_good)
    return Grade.GOOD if is_good else Grade.FAIR


def _points_of(indicator: Indicator, grade: Grade) -> int | None:
    if not indicator.weight:
        return None
    return {Grade.GOOD: indicator.weight, Grade.FAIR: indicator.pass_points, Grade.FAIL: 0}[grade]


def _part_of(points: int, part: int, whole: int) -> int:
    """Half a hundredth is rounded up."""
    return (2 * points * part + whole) // (2 * whole)


def summed(scheme: Scheme, lines: Sequence[Line]) -> Total:
    """What the lines come to. Lines with nothing to judge are left out, and the rest stands for the whole."""
    if scheme.reckoning is Reckoning.GRADES:
        return Total(grade=_overall([one.grade for one in lines if one.grade is not None], scheme.goods_needed))
    in_marks = [one for one in lines if one.indicator.effect is Effect.SCORE and one.points is not None]
    full = sum(one.indicator.weight for one in in_marks)
    earned = sum(one.points or 0 for one in in_marks)
    extra = sum(one.points or 0 for one in lines if one.indicator.effect is not Effect.SCORE)
    if not full:
        return Total(extra=extra)
    base = earned if full == FULL else _part_of(FULL, earned, full)
    return Total(max(0, base + extra), None, earned, full, extra)


def _overall(grades: Sequence[Grade], goods_needed: int) -> Grade | None:
    """Any fail is a fail; with enough good ones and none failed it is good, else a pass (深圳 2007)."""
    if not grades:
        return None
    if Grade.FAIL in grades:
        return Grade.FAIL
    return Grade.GOOD if grades.count(Grade.GOOD) >= goods_needed else Grade.FAIR


U = TypeVar("U", bound=Hashable)


def ranks(points: Mapping[U, int]) -> dict[U, int]:
    """Places by points, the highest first; equals share a place, and the next one counts them all."""
    return {unit: 1 + sum(other > own for other in points.values()) for unit, own in points.items()}


# What is said beside a score of how much and how hard the work was; never folded into it.
VOLUME: Sequence[Measure] = (
    Measure.OWED,
    Measure.LEAD,
    Measure.SEPARATE,
    Measure.CO_OWED,
    Measure.EXTENDED,
    Measure.OBJECTED,
    Measure.DELIVERED_AGAIN,
    Measure.PROMISED,
)


def has_work(counts: Counts) -> bool:
    """Whether a unit had anything to do; one that had not is not ranked."""
    return total(counts, (Measure.OWED, Measure.CO_OWED)) > 0


def is_ranked(scheme: Scheme, counts: Counts, found: Total) -> bool:
    """Whether a total may be laid beside others: a unit that owes no reply, or of which little could be judged, would
    come first with a hundred points for one opinion handed in."""
    if not has_work(counts) or found.points is None:
        return False
    return not scheme.rank_from or (total(counts, (Measure.OWED,)) > 0 and found.full >= scheme.rank_from)


def is_by_unit(measure: Measure) -> bool:
    """Whether a figure is of shares, replies or promises: of papers no unit has any."""
    return COUNTED[measure] is not Counted.PAPER
