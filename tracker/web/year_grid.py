"""A whole year as twelve small months, and the days in which two calendars differ."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date

from tracker.domain.calendar import Calendar, DayKind
from tracker.web.month_grid import weekday_words
from tracker.web.spoken import gettext as _

LOOKS = {
    DayKind.WORKDAY: "",
    DayKind.WEEKEND: "rest",
    DayKind.HOLIDAY: "holiday",
    DayKind.MAKEUP_WORKDAY: "makeup",
}


@dataclass(frozen=True)
class SmallDay:
    """A day number with its look and what a reader of the screen is told."""

    number: int
    look: str
    words: str


@dataclass(frozen=True)
class SmallMonth:
    """Weeks from Monday; None stands for days of the neighbouring months."""

    title: str
    weeks: list[list[SmallDay | None]]


def months_of(year: int, calendar: Calendar) -> list[SmallMonth]:
    """The twelve months of a year."""
    return [_month(date(year, month, 1), calendar) for month in range(1, 13)]


def _month(first: date, calendar: Calendar) -> SmallMonth:
    length = monthrange(first.year, first.month)[1]
    days = [_day(first + timedelta(days=n), calendar) for n in range(length)]
    cells: list[SmallDay | None] = [None] * first.weekday() + days + [None] * (-(first.weekday() + length) % 7)
    return SmallMonth(format_date(first, "LLLL"), [cells[n : n + 7] for n in range(0, len(cells), 7)])


def _day(day: date, calendar: Calendar) -> SmallDay:
    kind = calendar.kind_of(day)
    return SmallDay(day.day, LOOKS[kind], kind_words(day, calendar) if kind is not DayKind.WORKDAY else "")


def kind_words(day: date, calendar: Calendar) -> str:
    """春节放假, 春节调休上班, 周末, 工作日."""
    kind, name = calendar.kind_of(day), calendar.name_of(day)
    if kind is DayKind.HOLIDAY:
        return _("%(name)s放假", name=name)
    if kind is DayKind.MAKEUP_WORKDAY:
        return _("%(name)s调休上班", name=name)
    return _("周末休息") if kind is DayKind.WEEKEND else _("工作日")


def differences(year: int, before: Calendar, after: Calendar) -> Iterator[tuple[date, str, str, str]]:
    """Day, weekday, what it is now and what it would be; the December before counts in."""
    day = date(year - 1, 12, 1)
    while day <= date(year + 1, 1, 31):
        was, becomes = kind_words(day, before), kind_words(day, after)
        if was != becomes:
            yield day, weekday_words(day), was, becomes
        day += timedelta(days=1)
