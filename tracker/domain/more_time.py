"""More time for a reply (延期): which days may be asked for or granted, and what would come of one.

Days are Asia/Shanghai days. So long as the suggestion's first assignment is not six months ago (or what the rulebook
says), time may be given; a granted day is the day itself, on whatever weekday it falls (c.7; c.11, invariant 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import Calendar, Limit, nominal_end, off_rest_day, working_days_between
from tracker.domain.rulebook import ClockKind, Rulebook, Switch


@dataclass(frozen=True, slots=True)
class Present:
    """The reply as it stands: when it is due, until when time may be given at most, and today."""

    due_on: date | None
    latest: date
    today: date


def wrong_day(until: date | None, present: Present) -> str:
    """The code of what is wrong with a day asked for or granted; empty when it may be."""
    if until is None:
        return "missing"
    if present.due_on is not None and until <= present.due_on:
        return "not_later_than_due"
    if until <= present.today:
        return "day_has_passed"
    return "beyond_the_longest" if until > present.latest else ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What more time would come to. `nominal` is the day before it was moved off a day of rest; nothing is written."""

    until: date
    nominal: date
    wrong: str
    more: int
    more_working: int

    @property
    def rolled(self) -> bool:
        return self.until != self.nominal


def until_day(until: date, present: Present, calendar: Calendar) -> WhatIf:
    """If the reply were put off to a named day."""
    return _what_if(until, until, present, calendar)


def by_limit(limit: Limit, present: Present, calendar: Calendar, book: Rulebook) -> WhatIf:
    """If so many days, working days or months were added to the day that runs, as the rulebook counts a reply."""
    assert present.due_on is not None, "more time is counted from a day"
    nominal = nominal_end(present.due_on, limit, calendar)
    until = nominal
    if book.rule(ClockKind.REPLY).roll:
        until = off_rest_day(nominal, calendar, weekends=book.is_on(Switch.WEEKEND_ROLL))
    return _what_if(until, nominal, present, calendar)


def _what_if(until: date, nominal: date, present: Present, calendar: Calendar) -> WhatIf:
    due = present.due_on or present.today
    working = working_days_between(due, until, calendar)
    return WhatIf(until, nominal, wrong_day(until, present), (until - due).days, working)
