"""Appraisal: lines, totals and places of what was counted, as tables of cases."""

from __future__ import annotations

import pytest

from tracker.domain.appraisal import (
    Correction,
    Effect,
    Grade,
    Indicator,
    Kind,
    Line,
    Reckoning,
    Scheme,
    corrected,
    has_work,
    is_ranked,
    judge,
    ranks,
    summed,
)
from tracker.domain.appraisal_checks import Flaw, flaws
from tracker.domain.statistics import Measure, Rate
from tracker.rulebooks.appraisals import shipped_schemes

M = Measure
SHIPPED = {one.code: one for one in shipped_schemes()}
SHENZHEN = SHIPPED["shenzhen-2007"].scheme
SIGNING, REPLYING, SATISFACTION = SHENZHEN.indicators
GOOD, FAIR, FAIL = Grade.GOOD, Grade.FAIR, Grade.FAIL


def share(weight: int = 25_00, rate: Rate = Rate.ON_TIME) -> Indicator:
    return Indicator("one", "按时答复", Kind.SHARE, rate=rate, weight=weight)


def each(effect: Effect, **how: int) -> Indicator:
    return Indicator("late", "逾期", Kind.EACH, effect, measures=(M.REPLIED_LATE,), **how)


def by_hand(effect: Effect = Effect.SCORE, **how: int) -> Indicator:
    return Indicator("hand", "领导重视", Kind.MANUAL, effect, **how)


# Shenzhen 2007 (domain f.3): what was counted, and the grade it makes.
# fmt: off
SIGNED = (
    ({M.SIGNED_IN_TIME: 10},                                      GOOD),
    ({M.SIGNED_IN_TIME: 9,    M.SIGNED_LATE: 1},                  FAIR),  # exactly 90 %
    ({M.SIGNED_IN_TIME: 899,  M.SIGNED_LATE: 101},                FAIL),
    ({M.SIGNED_IN_TIME: 8999, M.UNSIGNED_LATE: 1001},             FAIL),
    ({M.SIGNED_IN_TIME: 999,  M.SIGNED_LATE: 1},                  FAIR),
    ({M.UNSIGNED: 4},                                             None),  # nothing has fallen due
)
REPLIED = (
    ({M.REPLIED_IN_TIME: 10, M.REPLIED_IN_3_MONTHS: 10},                                    GOOD),
    ({M.REPLIED_IN_TIME: 10, M.REPLIED_IN_3_MONTHS: 8},                                     GOOD),  # exactly 80 %
    ({M.REPLIED_IN_TIME: 10, M.REPLIED_IN_3_MONTHS: 7},                                     FAIR),
    ({M.REPLIED_IN_TIME: 9,  M.REPLIED_IN_3_MONTHS: 9, M.REPLIED_LATE: 1},                  FAIR),
    ({M.REPLIED_IN_TIME: 9,  M.REPLIED_IN_3_MONTHS: 9, M.OVERDUE: 1},                       FAIL),
    ({M.REPLIED_IN_TIME: 9,  M.REPLIED_IN_3_MONTHS: 9, M.REPLIED_LATE: 1, M.PAST_6_MONTHS: 1}, FAIL),
    ({M.REPLIED_IN_TIME: 9,  M.REPLIED_IN_3_MONTHS: 9, M.RUNNING: 3},                       GOOD),
    ({M.RUNNING: 3},                                                                        None),
)
SATISFIED = (
    ({M.OWED: 10, M.LAST_SATISFIED: 8,  M.LAST_BASICALLY: 2},                        GOOD),  # exactly 80 %
    ({M.OWED: 10, M.LAST_SATISFIED: 7,  M.LAST_BASICALLY: 3},                        FAIR),
    ({M.OWED: 10, M.LAST_SATISFIED: 9,  M.LAST_DISSATISFIED: 1},                     FAIL),
    ({M.OWED: 10, M.LAST_SATISFIED: 7,  M.LAST_SILENT: 3},                           FAIR),
    ({},                                                                            None),
)
# fmt: on
TABLE = [
    (one, counts, grade)
    for one, rows in ((SIGNING, SIGNED), (REPLYING, REPLIED), (SATISFACTION, SATISFIED))
    for counts, grade in rows
]


@pytest.mark.parametrize(("indicator", "counts", "grade"), TABLE)
def test_shenzhens_grades_are_those_of_its_table(indicator: Indicator, counts: dict[M, int], grade: Grade) -> None:
    line = judge(indicator, counts)
    assert line.grade is grade and line.is_judged is (grade is not None)
    assert line.points is None, "grades carry no points where none are given for them"


@pytest.mark.parametrize(
    ("grades", "whole"),
    [
        ((GOOD, GOOD, GOOD), GOOD),
        ((GOOD, GOOD, FAIR), GOOD),
        ((GOOD, FAIR, FAIR), FAIR),
        ((FAIR, FAIR, FAIR), FAIR),
        ((GOOD, GOOD, FAIL), FAIL),
        ((GOOD, None, GOOD), GOOD),
        ((None, None, None), None),
    ],
)
def test_shenzhens_whole_fails_with_any_fail_and_is_good_with_two(
    grades: tuple[Grade | None, ...], whole: Grade
) -> None:
    lines = [Line(one, grade=grade) for one, grade in zip(SHENZHEN.indicators, grades, strict=True)]
    assert summed(SHENZHEN, lines).grade is whole


def test_the_shipped_schemes_have_no_flaw_and_say_what_is_provisional() -> None:
    assert [flaws(one.scheme) for one in SHIPPED.values()] == [[], []]
    assert all(one.is_provisional for one in SHIPPED.values())
    assert "暂定" in SHIPPED["shenzhen-2007"].note and "推定" in SHIPPED["shenzhen-2007"].note
    weights = {one.code: one.weight // 100 for one in SHIPPED["hundred-points"].scheme.indicators if one.weight}
    assert weights == {
        "signing": 5,
        "contact": 15,
        "co_opinion": 10,
        "on_time": 25,
        "satisfaction": 20,
        "solving": 10,
        "implementation": 15,
    }
    assert all(one.is_provisional for one in SHIPPED["hundred-points"].scheme.indicators)


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [(3, 4, 18_75), (0, 4, 0), (4, 4, 25_00), (1, 3, 8_33), (2, 3, 16_67), (1, 8, 3_13), (0, 0, None)],
)
def test_a_share_of_full_points_is_rounded_to_a_hundredth(part: int, whole: int, points: int | None) -> None:
    line = judge(share(), {M.REPLIED_IN_TIME: part, M.REPLIED_LATE: whole - part})
    assert (line.part, line.whole, line.points) == (part, whole, points)


@pytest.mark.parametrize(
    ("indicator", "cases", "points"),
    [
        (each(Effect.DEDUCT, per_case=1_50, cap=5_00), 2, -3_00),
        (each(Effect.DEDUCT, per_case=1_50, cap=5_00), 9, -5_00),
        (each(Effect.ADD, per_case=50, cap=3_00), 4, 2_00),
        (each(Effect.ADD, per_case=50, cap=3_00), 40, 3_00),
        (each(Effect.SCORE, per_case=4_00, weight=10_00), 2, 2_00),
        (each(Effect.SCORE, per_case=4_00, weight=10_00), 3, 0),  # never below nothing
        (each(Effect.DEDUCT, per_case=1_50, cap=5_00), 0, 0),
    ],
)
def test_points_for_each_case_stop_at_the_cap(indicator: Indicator, cases: int, points: int) -> None:
    assert judge(indicator, {M.REPLIED_LATE: cases}).points == points


@pytest.mark.parametrize(
    ("indicator", "entered", "points"),
    [
        (by_hand(weight=10_00), 8_00, 8_00),
        (by_hand(weight=10_00), 12_00, 10_00),
        (by_hand(weight=10_00), None, None),
        (by_hand(Effect.DEDUCT, cap=5_00), 2_00, -2_00),
        (by_hand(Effect.DEDUCT, cap=5_00), 9_00, -5_00),
        (by_hand(Effect.DEDUCT, cap=5_00), None, 0),
        (by_hand(Effect.ADD, cap=3_00), 3_00, 3_00),
    ],
)
def test_points_by_hand_stay_within_their_bounds(indicator: Indicator, entered: int | None, points: int | None) -> None:
    assert judge(indicator, {}, entered=entered).points == points


@pytest.mark.parametrize(("entered", "ungiven"), [(None, True), (0, False), (2_00, False)])
def test_nought_by_hand_is_not_the_same_as_nothing_given_yet(entered: int | None, ungiven: bool) -> None:
    for one in (by_hand(weight=10_00), by_hand(Effect.ADD, cap=3_00), by_hand(Effect.DEDUCT, cap=5_00)):
        assert judge(one, {}, entered=entered).is_ungiven is ungiven


def a_scheme(*indicators: Indicator) -> Scheme:
    return Scheme(Reckoning.POINTS, indicators)


def total_of(*lines: Line) -> object:
    return summed(a_scheme(*(one.indicator for one in lines)), lines)


def test_lines_that_could_not_be_judged_are_left_out_and_the_rest_stands_for_the_whole() -> None:
    done, idle = share(60_00), share(40_00)
    found = total_of(Line(done, 1, 2, 30_00), Line(idle))
    assert (found.points, found.earned, found.full, found.is_rescaled) == (50_00, 30_00, 60_00, True)
    whole = total_of(Line(done, 1, 2, 30_00), Line(idle, 1, 1, 40_00))
    assert (whole.points, whole.is_rescaled) == (70_00, False)


def test_nothing_judged_makes_no_total() -> None:
    assert total_of(Line(share(60_00)), Line(share(40_00))).points is None


@pytest.mark.parametrize(
    ("counts", "judged", "rank_from", "ranked"),
    [
        ({M.OWED: 4}, 60_00, 50_00, True),
        ({M.OWED: 4}, 50_00, 50_00, True),  # exactly half
        ({M.OWED: 4}, 49_99, 50_00, False),
        ({M.CO_OWED: 3}, 60_00, 50_00, False),  # opinions alone, nothing to reply to
        ({M.CO_OWED: 3}, 10_00, 0, True),  # a scheme that ranks all that came to points
        ({}, 60_00, 0, False),
    ],
)
def test_a_unit_is_ranked_where_enough_of_the_scheme_could_be_judged(
    counts: dict[M, int], judged: int, rank_from: int, ranked: bool
) -> None:
    done, idle = share(judged), share(100_00 - judged)
    scheme = Scheme(Reckoning.POINTS, (done, idle), rank_from=rank_from)
    assert is_ranked(scheme, counts, summed(scheme, [Line(done, 1, 1, judged), Line(idle)])) is ranked
    assert not is_ranked(scheme, counts, summed(scheme, [Line(done), Line(idle)])), "nothing came of it"


def test_a_total_never_falls_below_nothing_and_additions_come_on_top() -> None:
    full, minus = share(100_00), by_hand(Effect.DEDUCT, cap=90_00)
    assert total_of(Line(full, 1, 10, 10_00), Line(minus, points=-90_00)).points == 0
    plus = by_hand(Effect.ADD, cap=5_00)
    assert total_of(Line(full, 10, 10, 100_00), Line(plus, points=5_00)).points == 105_00


def test_a_grade_may_carry_points() -> None:
    one = Indicator("g", "签收", Kind.GRADE, rate=Rate.SIGNING, weight=20_00, pass_from=90_00, pass_points=12_00)
    assert judge(one, {M.SIGNED_IN_TIME: 9, M.SIGNED_LATE: 1}).points == 12_00
    assert corrected(judge(one, {M.SIGNED_LATE: 1}), Correction(grade=GOOD)).points == 20_00


@pytest.mark.parametrize(
    ("indicator", "given", "points"),
    [
        (share(), 20_00, 20_00),
        (share(), 99_00, 25_00),
        (each(Effect.DEDUCT, per_case=1_00, cap=5_00), 1_00, -1_00),
        (each(Effect.DEDUCT, per_case=1_00, cap=5_00), 0, 0),
    ],
)
def test_a_correction_keeps_the_sign_and_bounds_of_its_line(indicator: Indicator, given: int, points: int) -> None:
    line = corrected(judge(indicator, {M.REPLIED_LATE: 4}), Correction(points=given))
    assert line.points == points and line.is_corrected


def test_equals_share_a_place_and_the_next_one_counts_them() -> None:
    assert ranks({"a": 9000, "b": 8000, "c": 9000, "d": 100}) == {"a": 1, "c": 1, "b": 3, "d": 4}
    assert ranks({}) == {}


def test_few_cases_are_said_to_be_few() -> None:
    assert judge(share(), {M.REPLIED_IN_TIME: 4}).is_few and not judge(share(), {M.REPLIED_IN_TIME: 5}).is_few
    assert not judge(share(), {}).is_few
    assert has_work({M.CO_OWED: 1}) and not has_work({M.PROMISED: 3})


BROKEN = (
    (a_scheme(), Flaw.NOTHING),
    (a_scheme(share(99_99)), Flaw.NOT_A_HUNDRED),
    (a_scheme(share(0)), Flaw.NO_WEIGHT),
    (a_scheme(share(100_00, Rate.COMPLETION)), Flaw.NOT_BY_UNIT),
    (a_scheme(Indicator("x", "x", Kind.SHARE, weight=100_00)), Flaw.NO_SOURCE),
    (a_scheme(share(100_00), each(Effect.DEDUCT, per_case=1_00)), Flaw.NO_CAP),
    (a_scheme(share(100_00), each(Effect.DEDUCT, cap=1_00)), Flaw.NOTHING_EACH),
    (a_scheme(share(100_00), Indicator("y", "y", Kind.SHARE, Effect.ADD, Rate.ON_TIME, cap=1_00)), Flaw.ONLY_SCORE),
    (
        a_scheme(Indicator("z", "z", Kind.EACH, measures=(M.OVERDUE, M.UNKEPT), weight=100_00, per_case=1_00)),
        Flaw.MIXED_UNITS,
    ),
    (
        a_scheme(Indicator("g", "g", Kind.GRADE, rate=Rate.SIGNING, weight=100_00, good_from=80_00, pass_from=90_00)),
        Flaw.THRESHOLDS,
    ),
    (a_scheme(Indicator("g", "g", Kind.GRADE, rate=Rate.SIGNING, weight=100_00, pass_points=101_00)), Flaw.FAIR_POINTS),
    (Scheme(Reckoning.GRADES, (share(),)), Flaw.ONLY_GRADES),
    (Scheme(Reckoning.GRADES, SHENZHEN.indicators, 4), Flaw.GOODS_NEEDED),
)


@pytest.mark.parametrize(("scheme", "flaw"), BROKEN)
def test_what_is_wrong_with_a_scheme_is_found(scheme: Scheme, flaw: Flaw) -> None:
    assert flaw in {one.flaw for one in flaws(scheme)}
