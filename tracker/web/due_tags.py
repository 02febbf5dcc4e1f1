"""A limit as a tag or a cell of a table: how it stands, in how many days, by when what is to be done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.domain.clocks import Standing, standing
from tracker.domain.rulebook import ClockKind
from tracker.queries.law import calendar_now
from tracker.web.addresses import address
from tracker.web.labels import CLOCK_VERBS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, standing_words


class DueTag(NamedTuple):
    """The arguments of the macros `clock_tag` and `clock_cell`: standing, bold words, and the date with its verb."""

    standing: str
    words: str
    when_words: str


class LinkedTag(NamedTuple):
    """The same with the macros' fourth place: where the limit explains itself."""

    standing: str
    words: str
    when_words: str
    href: str


def due_tag(
    kind: ClockKind | None,
    due_on: date | None,
    *,
    today: date,
    stopped: bool = False,
    provisional: bool | None = None,
) -> DueTag | None:
    """「还有4天」「4月8日前审查」, or nothing where no limit runs.

    `provisional` is what the clock says; of a day alone it is told by its year, which every counted day ends in.
    """
    stands = standing(due_on, today, stopped=stopped)
    if stands is Standing.NONE or due_on is None or kind is None:
        return None
    when = before_words(kind, due_on, today=today)
    if not stopped and (is_forecast(due_on) if provisional is None else provisional):
        when = marked(when)
    return DueTag(stands.value, standing_words(stands, due_on, today), when)


def is_forecast(due_on: date) -> bool:
    """Whether the State Council's notice for the year of this day is missing, so that the day may still move."""
    return not calendar_now().is_official(due_on.year)


def marked(words: str) -> str:
    """A day that may still move says so wherever it stands."""
    return _("%(day)s（暂定）", day=words)


def due_link(
    kind: ClockKind | None,
    due_on: date | None,
    *,
    today: date,
    case: int,
    share: int | None = None,
    provisional: bool | None = None,
) -> LinkedTag | None:
    """The same with the address of the day-by-day explanation, for the macros' fourth place; `case` is the suggestion's
    id, `share` the task's where the limit is of one unit."""
    tag = due_tag(kind, due_on, today=today, provisional=provisional)
    if tag is None or kind is None or due_on is None:
        return None
    return LinkedTag(*tag, explained_at(case, kind, due_on, share=share))


def explained_at(case: int, kind: ClockKind, due_on: date, *, share: int | None = None) -> str:
    """Where a limit explains itself, for pages that know the day and not the clock."""
    of_share = f"&share={share}" if share is not None else ""
    return f"{address('due_dates.find', suggestion_id=case)}?kind={kind.value}&day={due_on.isoformat()}{of_share}"


def before_words(kind: ClockKind, due_on: date, *, today: date) -> str:
    """4月8日前审查, with the year when it is another one."""
    day = day_words(due_on, year=due_on.year != today.year)
    return _("%(day)s前%(verb)s", day=day, verb=CLOCK_VERBS[kind])
