"""The yearly notice of days off, read from its own words and written back in the same form.

A line is one holiday: 「春节：2月15日至23日放假调休，共9天。2月14日、2月28日上班。」. Remarks in brackets are skipped,
and so are lines that have only one of a name, a day, and the word 放假 or 上班.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NoReturn

from .calendar import ONE_DAY, SATURDAY

OFF, WORK = "放假", "上班"
LONGEST = 15
# The festivals of the State Council's rule on days off; those marked True came with its change for 2008.
FESTIVALS = (
    ("元旦", False), ("春节", False), ("清明节", True), ("劳动节", False), ("端午节", True), ("中秋节", True),
    ("国庆节", False),
)  # fmt: skip

_REMARK = re.compile(r"（[^（）]*）|\([^()]*\)")
_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.、])\s*")
_CLAUSES = re.compile(r"[。；;，,]")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DAY}(?:\s*[至到—–~-]+\s*{_DAY})?")


class NoticeProblem(StrEnum):
    """Why a line cannot be taken."""

    EMPTY = "empty"
    NO_NAME = "no_name"
    NO_VERB = "no_verb"
    NO_DAY = "no_day"
    NO_SUCH_DAY = "no_such_day"
    NO_MONTH = "no_month"
    OTHER_YEAR = "other_year"
    TOO_LONG = "too_long"
    WORK_ON_WORKDAY = "work_on_workday"
    TWICE = "twice"
    FESTIVAL_MISSING = "festival_missing"


class NoticeError(ValueError):
    """A line that cannot be taken: its number from 1 (0 for the whole), the problem, and the words it is about."""

    def __init__(self, line: int, problem: NoticeProblem, words: str) -> None:
        super().__init__(f"line {line}: {problem}: {words}")
        self.line, self.problem, self.words = line, problem, words


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One exception of a notice: a day off, or a rest day that is worked, and the holiday it belongs to."""

    day: date
    is_workday: bool
    name: str


def read_notice(text: str, year: int) -> tuple[NoticeDay, ...]:
    """The exceptions of the notice for a year, in order; days of the neighbouring December and January may be named.

    Raises NoticeError at the first line that cannot be taken.
    """
    found: dict[date, NoticeDay] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for one in _Line(number, _NUMBER.sub("", _REMARK.sub("", line)), year).days():
            if found.setdefault(one.day, one) != one:
                raise NoticeError(number, NoticeProblem.TWICE, one.day.isoformat())
    if not found:
        raise NoticeError(0, NoticeProblem.EMPTY, "")
    return tuple(found[day] for day in sorted(found))


def require_whole(days: Iterable[NoticeDay], year: int) -> None:
    """Raise NoticeError for the published notice of a year that leaves a festival out; two may stand on one line."""
    if missing := festivals_missing(days, year):
        raise NoticeError(0, NoticeProblem.FESTIVAL_MISSING, "、".join(missing))


def festivals_missing(days: Iterable[NoticeDay], year: int) -> list[str]:
    """The festivals of the law that have no day off among these days."""
    named = "".join({one.name for one in days if not one.is_workday})
    return [name for name, is_new in FESTIVALS if (year >= 2008 or not is_new) and name.removesuffix("节") not in named]


class _Line:
    """One line being read; a month, with its year, holds for the bare days after it, as in 2月15日至23日."""

    def __init__(self, number: int, text: str, year: int) -> None:
        self.number, self.text, self.notice_year = number, text, year
        self.year, self.month = year, 0

    def days(self) -> Iterator[NoticeDay]:
        name, colon, rest = self.text.replace(":", "：").partition("：")
        named, dated = bool(colon), bool(_SPAN.search(self.text))
        spoken = OFF in self.text or WORK in self.text
        # Two of the three make it a line of the notice, whose third is then missed; salutation and advice have one.
        if named + dated + spoken < 2:
            return
        name = name.strip()
        if not colon or not name:
            self.refuse(NoticeProblem.NO_NAME, self.text)
        for clause in _CLAUSES.split(rest):
            yield from self.clause(clause, name)

    def clause(self, clause: str, name: str) -> Iterator[NoticeDay]:
        spans = list(_SPAN.finditer(clause))
        verb = OFF if OFF in clause else WORK if WORK in clause else ""
        if spans and not verb:
            self.refuse(NoticeProblem.NO_VERB, clause.strip())
        if verb and not spans:
            self.refuse(NoticeProblem.NO_DAY, clause.strip())
        for span in spans:
            for day in self.span(span):
                if verb == WORK and day.weekday() < SATURDAY:
                    self.refuse(NoticeProblem.WORK_ON_WORKDAY, day.isoformat())
                yield NoticeDay(day, verb == WORK, name)

    def span(self, span: re.Match[str]) -> Iterator[date]:
        first = self.day(*span.groups()[:3])
        last = self.day(*span.groups()[3:]) if span[6] else first
        if not 0 <= (last - first).days < LONGEST:
            self.refuse(NoticeProblem.TOO_LONG, span[0])
        while first <= last:
            yield first
            first += ONE_DAY

    def day(self, year: str | None, month: str | None, day: str) -> date:
        if year or month:
            self.year = int(year) if year else self.notice_year
        self.month = int(month) if month else self.month
        if not self.month:
            self.refuse(NoticeProblem.NO_MONTH, f"{day}日")
        try:
            found = date(self.year, self.month, int(day))
        except ValueError:
            self.refuse(NoticeProblem.NO_SUCH_DAY, f"{self.month}月{day}日")
        ours = {self.notice_year: range(1, 13), self.notice_year - 1: (12,), self.notice_year + 1: (1,)}
        if found.month not in ours.get(found.year, ()):
            self.refuse(NoticeProblem.OTHER_YEAR, found.isoformat())
        return found

    def refuse(self, problem: NoticeProblem, words: str) -> NoReturn:
        raise NoticeError(self.number, problem, words)


def write_notice(days: Iterable[NoticeDay], year: int) -> str:
    """The same exceptions as a notice would put them, one holiday a line, in the order of their first day off."""
    by_name: dict[str, list[NoticeDay]] = {}
    for one in sorted(days, key=lambda one: (one.is_workday, one.day)):
        by_name.setdefault(one.name, []).append(one)
    return "\n".join(f"{name}：{_sentences(rows, year)}" for name, rows in by_name.items())


def _sentences(rows: list[NoticeDay], year: int) -> str:
    off = [one.day for one in rows if not one.is_workday]
    work = [one.day for one in rows if one.is_workday]
    parts = (("、".join(_span(run, year) for run in _runs(days)), verb) for days, verb in ((off, OFF), (work, WORK)))
    return "".join(f"{spans}{verb}。" for spans, verb in parts if spans)


def _runs(days: list[date]) -> Iterator[list[date]]:
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        yield [day for _, day in run]


def _span(run: list[date], year: int) -> str:
    return _day(run[0], year) if len(run) == 1 else f"{_day(run[0], year)}至{_day(run[-1], year)}"


def _day(day: date, year: int) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day.year != year else f"{day.month}月{day.day}日"
