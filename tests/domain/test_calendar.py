"""Counting days: the agreed dates, a naive count beside ours, another library beside the table, and the reasons."""

import random
from calendar import monthrange
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.calendar import (
    Calendar,
    DayKind,
    DayNote,
    DayReason,
    Limit,
    Unit,
    add_months,
    due,
    due_on,
    working_days_between,
)

from .calendars import shipped

W, D, M = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH
DAY = timedelta(days=1)

# start, limit, due: the dates agreed with the handbook of the domain
AGREED = [
    ("2025-01-24", 7, W, "2025-02-10"),
    ("2025-04-25", 5, W, "2025-05-06"),
    ("2025-09-24", 10, W, "2025-10-14"),
    ("2026-02-11", 5, W, "2026-02-25"),
    ("2026-04-29", 5, W, "2026-05-09"),
    ("2026-09-18", 7, W, "2026-09-29"),
    ("2026-09-28", 20, W, "2026-10-30"),
    ("2024-11-30", 3, M, "2025-02-28"),
    ("2026-03-31", 3, M, "2026-06-30"),
    ("2026-03-31", 6, M, "2026-09-30"),
    ("2026-02-04", 3, M, "2026-05-06"),
    ("2025-07-05", 3, M, "2025-10-09"),
    # the pictures of intent: received 29 April, seven working days; assigned 7 May
    ("2026-04-29", 7, W, "2026-05-12"),
    ("2026-05-07", 7, D, "2026-05-14"),
    ("2026-05-07", 1, M, "2026-06-08"),
    ("2026-05-07", 3, M, "2026-08-07"),
    ("2026-05-07", 6, M, "2026-11-09"),
]


@pytest.mark.parametrize(("start", "amount", "unit", "end"), AGREED)
def test_agreed_dates(start: str, amount: int, unit: Unit, end: str) -> None:
    first, limit = date.fromisoformat(start), Limit(amount, unit)
    assert due_on(first, limit, shipped()) == date.fromisoformat(end)
    assert due(first, limit, shipped()).on == date.fromisoformat(end)


@pytest.mark.parametrize(("start", "nominal"), [("2026-02-04", "2026-05-04"), ("2025-07-05", "2025-10-05")])
def test_a_moved_date_remembers_where_it_came_from(start: str, nominal: str) -> None:
    found = due(date.fromisoformat(start), Limit(3, M), shipped())
    assert found.nominal == date.fromisoformat(nominal)
    assert found.rolled


def _naive(start: date, limit: Limit, calendar: Calendar) -> date:
    """Day by day, as a clerk would with a finger on the wall calendar."""
    day = start
    if limit.unit is M:
        year, month = start.year, start.month
        for _ in range(limit.amount):
            month += 1
            if month == 13:
                year, month = year + 1, 1
        number = start.day
        while number > monthrange(year, month)[1]:
            number -= 1
        day = date(year, month, number)
    else:
        left = limit.amount
        while left:
            day += DAY
            if limit.unit is D or _worked(day, calendar):
                left -= 1
    while not _worked(day, calendar):
        day += DAY
    return day


def _worked(day: date, calendar: Calendar) -> bool:
    if day in calendar.days:
        return calendar.days[day].is_workday
    return day.isoweekday() <= 5


def _table() -> list[tuple[date, Limit]]:
    dice = random.Random(20260113)
    starts = [date(2004, 1, 1) + timedelta(days=dice.randrange(365 * 24)) for _ in range(240)]
    ends = [date(year, month, monthrange(year, month)[1]) for year in (2023, 2024, 2025) for month in range(1, 13)]
    limits = [Limit(n, W) for n in (1, 5, 7, 10, 20, 30)] + [Limit(n, D) for n in (1, 5, 7, 10, 30)]
    limits += [Limit(n, M) for n in (1, 2, 3, 6)]
    return [(start, dice.choice(limits)) for start in starts] + [(end, Limit(n, M)) for end in ends for n in (1, 3, 6)]


def test_a_naive_count_over_the_same_table_agrees() -> None:
    table = _table()
    assert len(table) >= 200
    wrong = [
        (start, limit, ours, theirs)
        for start, limit in table
        if (ours := due_on(start, limit, shipped())) != (theirs := _naive(start, limit, shipped()))
    ]
    assert wrong == []


@given(
    start=st.dates(date(2004, 1, 1), date(2028, 6, 30)),
    limit=st.builds(Limit, st.integers(1, 60), st.sampled_from([W, D]))
    | st.builds(Limit, st.integers(1, 6), st.just(M)),
    roll=st.booleans(),
    weekends=st.booleans(),
)
def test_every_explanation_is_whole(start: date, limit: Limit, roll: bool, weekends: bool) -> None:
    found = due(start, limit, shipped(), roll=roll, weekends=weekends)
    assert found.on == due_on(start, limit, shipped(), roll=roll, weekends=weekends)
    assert [mark.day for mark in found.days] == [start + n * DAY for n in range((found.on - start).days + 1)]
    assert [mark.ordinal for mark in found.days if mark.counted] == list(range(1, limit.amount + 1))
    assert all(mark.counted == (mark.ordinal is not None) for mark in found.days)
    assert found.days[0].reason is DayReason.START_DAY
    assert found.days[-1].reason is DayReason.DUE
    if roll and weekends:
        assert shipped().is_workday(found.on)


@given(st.dates(date(2004, 1, 1), date(2026, 12, 1)), st.integers(1, 40))
def test_counting_between_undoes_adding(start: date, amount: int) -> None:
    end = due_on(start, Limit(amount, W), shipped())
    assert working_days_between(start, end, shipped()) == amount
    assert working_days_between(end, start, shipped()) == -amount


def test_the_table_agrees_with_another_library() -> None:
    day, differing = date(2004, 1, 1), []
    while day.year < 2027:
        if shipped().is_workday(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += DAY
    # The notice for New Year 2006 made this Saturday a working day; the other library begins that notice a day late.
    assert differing == [date(2005, 12, 31)]


def _days_off(year: int) -> str:
    return " ".join(
        f"{day:%m-%d}" for day, note in sorted(shipped().days.items()) if day.year == year and not note.is_workday
    )


def _makeup(year: int) -> str:
    return " ".join(
        f"{day:%m-%d}" for day, note in sorted(shipped().days.items()) if day.year == year and note.is_workday
    )


def test_the_verified_years_are_as_the_notices_say() -> None:
    assert _makeup(2025) == "01-26 02-08 04-27 09-28 10-11"
    assert _makeup(2026) == "01-04 02-14 02-28 05-09 09-20 10-10"
    assert _days_off(2026) == (
        "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03 "
        "05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07"
    )
    assert _days_off(2025) == (
        "01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 "
        "05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08"
    )


def test_the_reasons_of_the_labour_day_example() -> None:
    found = due(date(2026, 4, 29), Limit(7, W), shipped())
    told = {f"{mark.day:%m-%d}": (mark.reason.value, mark.ordinal, mark.name) for mark in found.days}
    assert told["04-29"] == ("start_day", None, "")
    assert told["04-30"] == ("counted", 1, "")
    assert told["05-01"] == ("holiday", None, "劳动节")
    assert told["05-03"] == ("holiday", None, "劳动节")
    assert told["05-09"] == ("makeup_workday", 5, "劳动节")
    assert told["05-10"] == ("weekend", None, "")
    assert told["05-12"] == ("due", 7, "")


def test_months_are_marked_and_only_the_tail_rolls() -> None:
    found = due(date(2026, 2, 4), Limit(3, M), shipped())
    told = {f"{mark.day:%m-%d}": (mark.reason.value, mark.ordinal) for mark in found.days}
    assert told["03-04"] == ("month_full", 1)
    assert told["03-05"] == ("in_month", None)
    assert told["05-01"] == ("in_month", None)
    assert told["05-04"] == ("rolled", 3)
    assert told["05-05"] == ("rolled", None)
    assert told["05-06"] == ("due", None)


def test_calendar_days_count_days_of_rest_too() -> None:
    found = due(date(2026, 4, 29), Limit(5, D), shipped())
    assert [(mark.ordinal, mark.reason.value) for mark in found.days] == [
        (None, "start_day"),
        (1, "counted"),
        (2, "counted"),
        (3, "counted"),
        (4, "counted"),
        (5, "rolled"),
        (None, "rolled"),
        (None, "due"),
    ]


def test_rolling_is_a_switch_and_so_are_plain_weekends() -> None:
    start, one_month = date(2026, 5, 7), Limit(1, M)
    assert due_on(start, one_month, shipped(), roll=False) == date(2026, 6, 7)
    assert due_on(start, one_month, shipped(), weekends=False) == date(2026, 6, 7)
    assert due_on(start, one_month, shipped()) == date(2026, 6, 8)
    holiday = date(2025, 7, 5)
    assert due_on(holiday, Limit(3, M), shipped(), weekends=False) == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "provisional"),
    [
        ("2026-12-31", 1, W, True),
        ("2026-12-30", 1, W, False),
        ("2026-12-01", 30, D, False),
        ("2026-11-25", 3, M, True),
        ("2025-11-30", 3, M, False),
    ],
)
def test_a_date_that_leans_on_a_year_without_notice_says_so(
    start: str, amount: int, unit: Unit, provisional: bool
) -> None:
    assert due(date.fromisoformat(start), Limit(amount, unit), shipped()).provisional is provisional


def test_a_year_outside_the_table_is_counted_but_never_silently() -> None:
    found = due(date(2031, 1, 1), Limit(3, W), shipped())
    assert found.on == date(2031, 1, 6)
    assert found.provisional


def test_kinds_of_days() -> None:
    kinds = [shipped().kind_of(date(2026, 5, day)) for day in (6, 16, 2, 9)]
    assert kinds == [DayKind.WORKDAY, DayKind.WEEKEND, DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY]


def test_a_month_without_the_day_number_ends_on_its_last_day() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Limit(0, W)


def test_a_bare_calendar_knows_monday_to_friday() -> None:
    bare = Calendar({date(2026, 1, 1): DayNote(False, "元旦")}, frozenset(), version=0)
    assert due_on(date(2025, 12, 31), Limit(1, W), bare) == date(2026, 1, 2)
