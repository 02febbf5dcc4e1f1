"""A due date drawn as weeks from Monday: which cell carries which number, reason and mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date

from tracker.domain.calendar import Calendar, DayKind, DayMark, DayReason, Due, Unit
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

WEEK = timedelta(days=7)
WORTH_SEEING = frozenset({DayReason.START_DAY, DayReason.MONTH_FULL, DayReason.ROLLED, DayReason.DUE})


@dataclass(frozen=True)
class Cell:
    """One day of the grid; `kind` is counted, skipped or outside, `mark` start, today, due or nothing."""

    date_words: str
    kind: str
    number: int | None
    reason: str
    mark: str


Week = list[Cell] | str


def weeks(due: Due, calendar: Calendar, *, today: date, start_words: str) -> list[Week]:
    """The weeks from the start to the due date. In a limit of months the weeks in which nothing happens are told in a
    line instead of drawn."""
    marks = {mark.day: mark for mark in due.days}
    found: list[Week] = []
    for monday, quiet in _spans(due, today):
        if quiet:
            found.append(_quiet_words(monday, quiet))
        else:
            days = [monday + timedelta(days=n) for n in range(7)]
            cells = _Cells(calendar, marks, due, today, start_words)
            found.append([cells.cell(day, first=not found and day == monday) for day in days])
    return found


def _spans(due: Due, today: date) -> Iterator[tuple[date, int]]:
    """Mondays to draw (0), or the Monday at which so many quiet weeks begin."""
    worth = {_monday(mark.day) for mark in due.days if mark.reason in WORTH_SEEING} | {_monday(today)}
    monday, quiet = _monday(due.start), 0
    while monday <= due.on:
        if due.limit.unit is not Unit.MONTH or monday in worth:
            if quiet:
                yield monday - quiet * WEEK, quiet
            yield monday, 0
            quiet = 0
        else:
            quiet += 1
        monday += WEEK


def _quiet_words(monday: date, count: int) -> str:
    last = monday + count * WEEK - timedelta(days=1)
    return _("%(first)s至%(last)s按月计，不逐日数", first=day_words(monday), last=day_words(last))


@dataclass(frozen=True)
class _Cells:
    calendar: Calendar
    marks: dict[date, DayMark]
    due: Due
    today: date
    start_words: str

    def cell(self, day: date, *, first: bool) -> Cell:
        words = day_words(day) if first or day.day == 1 else _("%(n)s日", n=day.day)
        mark = self.marks.get(day)
        if mark is None:
            kind = "outside" if self.calendar.is_workday(day) else "skipped"
            return Cell(words, kind, None, _("今天") if day == self.today else "", "today" if day == self.today else "")
        kind = "skipped" if self._is_skipped(mark) else "counted"
        return Cell(words, kind, mark.ordinal, self._reason(mark), self._frame(mark))

    def _is_skipped(self, mark: DayMark) -> bool:
        if mark.reason in (DayReason.WEEKEND, DayReason.HOLIDAY, DayReason.ROLLED):
            return True
        return mark.reason is DayReason.IN_MONTH and not self.calendar.is_workday(mark.day)

    def _frame(self, mark: DayMark) -> str:
        if mark.reason is DayReason.DUE:
            return "due"
        if mark.day == self.today:
            return "today"
        return "start" if mark.reason is DayReason.START_DAY else ""

    def _reason(self, mark: DayMark) -> str:
        if mark.reason is DayReason.DUE:
            return _("到期")
        if mark.reason is DayReason.START_DAY:
            return _("%(what)s，不算", what=self.start_words)
        if mark.reason is DayReason.ROLLED:
            return _("%(name)s，顺延", name=rest_words(mark))
        if mark.reason is DayReason.MONTH_FULL:
            return _("满%(n)s个月", n=mark.ordinal)
        if mark.day == self.today:
            return _("今天")
        if mark.kind is DayKind.MAKEUP_WORKDAY:
            return _("调休上班")
        return "" if mark.kind is DayKind.WORKDAY else rest_words(mark)


def rest_words(mark: DayMark) -> str:
    """劳动节, or 星期日 for a plain weekend."""
    return mark.name or weekday_words(mark.day)


def weekday_words(day: date) -> str:
    """星期二."""
    return format_date(day, "EEEE")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
