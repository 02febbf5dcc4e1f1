"""More time: which days may be, what an added month comes to, and never past the longest."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.calendars import shipped
from tracker.domain.calendar import Limit, Unit
from tracker.domain.more_time import Present, by_limit, until_day, wrong_day
from tracker.domain.rulebook import Rulebook
from tracker.domain.rulebook_text import parse
from tracker.rulebooks import shipped_text

DUE, LATEST, TODAY = date(2026, 7, 1), date(2026, 10, 8), date(2026, 6, 1)
PRESENT = Present(DUE, LATEST, TODAY)


def book() -> Rulebook:
    return parse(shipped_text(), source="2021-01-01-shenzhen", shipped=shipped_text())


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, "missing"),
        (DUE, "not_later_than_due"),
        (date(2026, 7, 2), ""),
        (LATEST, ""),
        (date(2026, 10, 9), "beyond_the_longest"),
    ],
)
def test_a_day_is_after_the_present_one_and_within_the_longest(until: date | None, code: str) -> None:
    assert wrong_day(until, PRESENT) == code


def test_a_day_that_has_passed_cannot_be_given() -> None:
    assert wrong_day(date(2026, 7, 9), Present(DUE, LATEST, date(2026, 7, 9))) == "day_has_passed"


@pytest.mark.parametrize(
    ("amount", "unit", "nominal", "until", "code"),
    [
        (1, Unit.MONTH, date(2026, 8, 1), date(2026, 8, 3), ""),
        (2, Unit.MONTH, date(2026, 9, 1), date(2026, 9, 1), ""),
        (3, Unit.MONTH, date(2026, 10, 1), date(2026, 10, 8), ""),
        (4, Unit.MONTH, date(2026, 11, 1), date(2026, 11, 2), "beyond_the_longest"),
        (10, Unit.WORKING_DAY, date(2026, 7, 15), date(2026, 7, 15), ""),
        (3, Unit.CALENDAR_DAY, date(2026, 7, 4), date(2026, 7, 6), ""),
    ],
)
def test_an_added_period_is_counted_from_the_day_that_runs_and_rolled(
    amount: int, unit: Unit, nominal: date, until: date, code: str
) -> None:
    found = by_limit(Limit(amount, unit), PRESENT, shipped(), book())
    assert (found.nominal, found.until, found.wrong) == (nominal, until, code)
    assert found.more == (until - DUE).days


def test_a_named_day_is_that_day_even_if_it_is_a_day_of_rest() -> None:
    found = until_day(date(2026, 8, 1), PRESENT, shipped())
    assert (found.until, found.rolled, found.more, found.more_working) == (date(2026, 8, 1), False, 31, 22)
