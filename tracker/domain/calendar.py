"""Days of the law: which day is a working day, when a limit ends, and why, day by day.

All days are Asia/Shanghai days. The first day is never counted; a period of months ends on the same day number, or on
the last day of a month that has no such day; a last day that is a day of rest moves to the next working day
(《民法典》第二百零一条至第二百零三条, applied by analogy). Months are never turned into days.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Unit(StrEnum):
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"


class DayKind(StrEnum):
    """What a day is by the calendar, whatever is being counted."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"


class DayReason(StrEnum):
    """Why a day is counted, or not, in one particular limit."""

    START_DAY = "start_day"
    COUNTED = "counted"
    MAKEUP_WORKDAY = "makeup_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    IN_MONTH = "in_month"
    MONTH_FULL = "month_full"
    ROLLED = "rolled"
    DUE = "due"


# Past these a limit is a slip of the pen: no rule for suggestions gives more than two years.
LONGEST = {Unit.CALENDAR_DAY: 731, Unit.WORKING_DAY: 731, Unit.MONTH: 24}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calendar days, working days or months; never converted from one into another."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least one day or month")

    @property
    def is_plausible(self) -> bool:
        """Whether somebody may set it; what was set before this was asked is read all the same."""
        return self.amount <= LONGEST[self.unit]


@dataclass(frozen=True, slots=True)
class DayNote:
    """An exception to Monday-to-Friday: a day off of a holiday, or a rest day that is worked."""

    is_workday: bool
    name: str


@dataclass(frozen=True, eq=False)
class Calendar:
    """Monday to Friday plus the exceptions of the table; years without an official notice are only a forecast."""

    days: Mapping[date, DayNote]
    official_years: frozenset[int]
    version: int
    _workdays: dict[int, list[date]] = field(default_factory=dict, init=False, repr=False)

    def is_workday(self, day: date) -> bool:
        note = self.days.get(day)
        return day.weekday() < SATURDAY if note is None else note.is_workday

    def name_of(self, day: date) -> str:
        """The holiday this day belongs to; empty for ordinary days."""
        note = self.days.get(day)
        return "" if note is None else note.name

    def kind_of(self, day: date) -> DayKind:
        weekend = day.weekday() >= SATURDAY
        if self.is_workday(day):
            return DayKind.MAKEUP_WORKDAY if weekend else DayKind.WORKDAY
        return DayKind.WEEKEND if weekend and day not in self.days else DayKind.HOLIDAY

    def is_official(self, year: int) -> bool:
        """Whether the State Council's notice for this year is in the table."""
        return year in self.official_years

    def workdays_of(self, year: int) -> list[date]:
        """All working days of a year in order; built once for each year asked about."""
        known = self._workdays.get(year)
        if known is None:
            length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
            every = (date(year, 1, 1) + timedelta(days=n) for n in range(length))
            known = self._workdays[year] = [day for day in every if self.is_workday(day)]
        return known

    def next_workday(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of an explanation; `ordinal` is the number this day carries in the counting, if it carries one."""

    day: date
    counted: bool
    ordinal: int | None
    reason: DayReason
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """A due date that explains itself; `nominal` is the last day before it was moved off a day of rest."""

    start: date
    limit: Limit
    on: date
    nominal: date
    provisional: bool
    days: tuple[DayMark, ...]

    @property
    def rolled(self) -> bool:
        return self.on != self.nominal


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month a day lies in."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - ONE_DAY


def add_working_days(day: date, amount: int, calendar: Calendar) -> date:
    """The `amount`-th working day after `day`; `day` itself is not counted."""
    year = day.year
    workdays = calendar.workdays_of(year)
    index = bisect_right(workdays, day) + amount - 1
    while index >= len(workdays):
        index -= len(workdays)
        year += 1
        workdays = calendar.workdays_of(year)
    return workdays[index]


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """Working days after `a` up to and including `b`; negative when `b` lies before `a`."""
    if b < a:
        return -working_days_between(b, a, calendar)
    whole = sum(len(calendar.workdays_of(year)) for year in range(a.year, b.year))
    return whole + bisect_right(calendar.workdays_of(b.year), b) - bisect_right(calendar.workdays_of(a.year), a)


def nominal_end(start: date, limit: Limit, calendar: Calendar) -> date:
    """The last day of the limit before any moving off a day of rest."""
    match limit.unit:
        case Unit.WORKING_DAY:
            return add_working_days(start, limit.amount, calendar)
        case Unit.CALENDAR_DAY:
            return start + timedelta(days=limit.amount)
        case Unit.MONTH:
            return add_months(start, limit.amount)


def off_rest_day(day: date, calendar: Calendar, *, weekends: bool = True) -> date:
    """The day, moved past days of rest. Without `weekends` only days off of a holiday move it, not plain weekends."""
    while not calendar.is_workday(day) and (weekends or calendar.kind_of(day) is DayKind.HOLIDAY):
        day += ONE_DAY
    return day


def due_on(start: date, limit: Limit, calendar: Calendar, *, roll: bool = True, weekends: bool = True) -> date:
    """The due date alone: cheap enough to call for every row of a batch."""
    nominal = nominal_end(start, limit, calendar)
    return off_rest_day(nominal, calendar, weekends=weekends) if roll else nominal


def is_provisional(start: date, on: date, calendar: Calendar) -> bool:
    """Whether a counted day lies in a year whose official notice is missing, so that the date may still move."""
    return not all(calendar.is_official(year) for year in range((start + ONE_DAY).year, on.year + 1))


def due(start: date, limit: Limit, calendar: Calendar, *, roll: bool = True, weekends: bool = True) -> Due:
    """The due date with the reason for every day from the start to the end.

    `roll` moves a last day that is a day of rest to the next working day; `weekends` says whether plain weekends count
    as such days of rest too, or only the days off of holidays.
    """
    nominal = nominal_end(start, limit, calendar)
    on = off_rest_day(nominal, calendar, weekends=weekends) if roll else nominal
    marks = tuple(_marks(start, limit, calendar, nominal=nominal, on=on))
    return Due(start, limit, on, nominal, is_provisional(start, on, calendar), marks)


def _marks(start: date, limit: Limit, calendar: Calendar, *, nominal: date, on: date) -> Iterator[DayMark]:
    ordinals = _ordinals(start, limit, calendar)
    day = start
    while day <= on:
        ordinal = ordinals.get(day)
        reason = _reason(day, limit.unit, calendar, ordinal=ordinal, start=start, nominal=nominal, on=on)
        yield DayMark(day, ordinal is not None, ordinal, reason, calendar.kind_of(day), calendar.name_of(day))
        day += ONE_DAY


def _ordinals(start: date, limit: Limit, calendar: Calendar) -> dict[date, int]:
    numbers = range(1, limit.amount + 1)
    return {nominal_end(start, Limit(n, limit.unit), calendar): n for n in numbers}


def _reason(
    day: date, unit: Unit, calendar: Calendar, *, ordinal: int | None, start: date, nominal: date, on: date
) -> DayReason:
    kind = calendar.kind_of(day)
    if day == start:
        return DayReason.START_DAY
    if day == on:
        return DayReason.DUE
    if day >= nominal:
        return DayReason.ROLLED
    if unit is Unit.MONTH:
        return DayReason.IN_MONTH if ordinal is None else DayReason.MONTH_FULL
    if ordinal is None:
        return DayReason.WEEKEND if kind is DayKind.WEEKEND else DayReason.HOLIDAY
    return DayReason.MAKEUP_WORKDAY if kind is DayKind.MAKEUP_WORKDAY else DayReason.COUNTED
