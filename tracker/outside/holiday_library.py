"""What the `holidays` library knows of China's days off: fills the calendar once, never judges a date at run time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.domain.calendar import ONE_DAY, SATURDAY
from tracker.domain.notices import NoticeDay

FIRST_YEAR = 2004
_SPRING = ("农历除夕", "春节")
_SWAP = re.compile(r"由 (\d{4}-\d{2}-\d{2}) 调休")
_IN_LIEU = "（补假）"


@dataclass(frozen=True)
class LibraryYear:
    """One calendar year; official where the library holds the swaps of a notice, else only what the law fixes."""

    year: int
    official: bool
    days: tuple[NoticeDay, ...]


def years_known(first: int, last: int) -> list[LibraryYear]:
    """The exceptions of the years from `first` to `last`; takes half a second for the import alone."""
    import holidays

    # One year more on each side: a swap may cross New Year.
    china = holidays.China(years=range(first - 1, last + 2), language="zh_CN")
    return [_year(china, year) for year in range(first, last + 1)]


def _year(china: Any, year: int) -> LibraryYear:
    swapped = {int(match[1][:4]) for name in china.values() if (match := _SWAP.search(name))}
    swapped |= {day.year for day, name in china.items() if _SWAP.search(name)}
    official = year in swapped
    days = _runs_of_rest(china, year) if official else _fixed(china, year)
    return LibraryYear(year, official, tuple(days))


def _fixed(china: Any, year: int) -> Iterator[NoticeDay]:
    """The statutory days themselves. Which day is given in lieu or swapped is the notice's to say."""
    for day in _days_of(year):
        name = china.get(day)
        if name and _IN_LIEU not in name:
            yield NoticeDay(day, False, "、".join(_plain(name)))


def _runs_of_rest(china: Any, year: int) -> Iterator[NoticeDay]:
    names = _names_of_rest(china, year)
    swaps = {date.fromisoformat(match[1]): day for day, name in china.items() if (match := _SWAP.search(name))}
    for day in _days_of(year):
        if day in names:
            yield NoticeDay(day, False, names[day])
        elif day.weekday() >= SATURDAY and china.is_working_day(day):
            yield NoticeDay(day, True, names[swaps[day]])


def _names_of_rest(china: Any, year: int) -> dict[date, str]:
    """Each day of rest that touches a holiday, under that holiday's name; a notice counts such weekends in."""
    names: dict[date, str] = {}
    for run in _runs(china, date(year - 1, 12, 1), date(year + 1, 1, 31)):
        own = [name for day in run if day in china and not _SWAP.search(china[day]) for name in _plain(china[day])]
        joint = "、".join(dict.fromkeys(own))
        names |= dict.fromkeys(run, joint) if joint else {}
    return names


def _runs(china: Any, first: date, last: date) -> Iterator[list[date]]:
    run: list[date] = []
    for day in _from_to(first, last):
        if china.is_working_day(day):
            yield run
            run = []
        else:
            run.append(day)
    yield run


def _plain(name: str) -> list[str]:
    """The holidays of a day by their short names; two may fall on one day."""
    names = [one.strip().removesuffix(_IN_LIEU) for one in name.split(";")]
    return ["春节" if one.startswith(_SPRING) else one for one in names]


def _days_of(year: int) -> Iterable[date]:
    return _from_to(date(year, 1, 1), date(year, 12, 31))


def _from_to(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first) // ONE_DAY + 1))
