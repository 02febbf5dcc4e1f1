"""A limit as a tag or a cell of a table: how it stands, in how many days, by when what is to be done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.domain.clocks import Standing, standing
from tracker.domain.rulebook import ClockKind
from tracker.web.labels import CLOCK_VERBS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, standing_words


class DueTag(NamedTuple):
    """The arguments of the macros `clock_tag` and `clock_cell`: standing, bold words, and the date with its verb."""

    standing: str
    words: str
    when_words: str


def due_tag(kind: ClockKind | None, due_on: date | None, *, today: date, stopped: bool = False) -> DueTag | None:
    """「还有4天」「4月8日前审查」, or nothing where no limit runs."""
    stands = standing(due_on, today, stopped=stopped)
    if stands is Standing.NONE or due_on is None or kind is None:
        return None
    return DueTag(stands.value, standing_words(stands, due_on, today), before_words(kind, due_on, today=today))


def before_words(kind: ClockKind, due_on: date, *, today: date) -> str:
    """4月8日前审查, with the year when it is another one."""
    day = day_words(due_on, year=due_on.year != today.year)
    return _("%(day)s前%(verb)s", day=day, verb=CLOCK_VERBS[kind])
