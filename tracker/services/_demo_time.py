"""When things happen in the demo congress: working days up to the last full one before now, office hours, sessions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from tracker.clock import SHANGHAI, day_of
from tracker.domain.calendar import ONE_DAY, Calendar, add_months

OPENS, CLOSES = 8 * 60 + 35, 17 * 60 + 50
NOON = range(12 * 60, 14 * 60)
YEARS = 8
SETTLES = timedelta(days=4)


@dataclass(frozen=True)
class Sitting:
    """A session: its number in the term and its days."""

    ordinal: int
    opens_on: date
    closes_on: date


def sittings(today: date, count: int) -> list[Sitting]:
    """The last sessions, oldest first: a working week in the middle of January, and today lies after the last one."""
    year = today.year
    if today <= _week(year)[1] + SETTLES:
        year -= 1
    return [Sitting(6 - ago, *_week(year - ago)) for ago in reversed(range(count))]


def _week(year: int) -> tuple[date, date]:
    opens = date(year, 1, 8)
    while opens.weekday():
        opens += ONE_DAY
    return opens, opens + timedelta(days=4)


class Days:
    """Working days by number; `last` is the last full one before now."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        today = day_of(now)
        years = range(today.year - YEARS, today.year + 2)
        self._all = [day for year in years for day in calendar.workdays_of(year)]
        self.last = self.up_to(today - ONE_DAY)

    def __getitem__(self, number: int) -> date:
        return self._all[number]

    def up_to(self, day: date) -> int:
        """The number of the last working day that is not after `day`."""
        return bisect_right(self._all, day) - 1

    def months_before(self, day: date, months: int) -> int:
        """The working day a limit of so many months that ends about `day` runs from."""
        return self.up_to(add_months(day, -months))


class Pace:
    """Goes through working days and hours; never past the last full working day, where it says so."""

    def __init__(self, days: Days, number: int, rng: Random) -> None:
        self._days, self._rng = days, rng
        self.number = number
        self._minute = self._morning()

    def branch(self) -> Pace:
        """Another one that goes on from here by itself."""
        return Pace(self._days, self.number, self._rng).not_before(self._minute)

    def not_before(self, minute: int) -> Pace:
        """Let the next hour of this day lie after a minute of it."""
        self._minute = max(self._minute, minute + 1)
        return self

    def on(self, days: int) -> Pace:
        """Go so many working days on, or a little later the same day."""
        if days > 0:
            self.number += days
            self._minute = self._morning()
        else:
            left = CLOSES - self._minute
            self._minute += min(self._rng.randint(4, 70), max(1, left // 2))
        return self

    @property
    def is_past(self) -> bool:
        """Whether this day has been."""
        return self.number <= self._days.last

    @property
    def day(self) -> date:
        return self._days[self.number]

    @property
    def at(self) -> datetime:
        """The instant."""
        hour, minute = divmod(self._minute, 60)
        day = self.day
        return datetime(
            day.year, day.month, day.day, hour, minute, self._rng.randrange(60), tzinfo=SHANGHAI
        ).astimezone(UTC)

    def _morning(self) -> int:
        minute = self._rng.randint(OPENS, CLOSES - 150)
        return minute + 120 if minute in NOON else minute
