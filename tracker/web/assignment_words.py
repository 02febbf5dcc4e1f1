"""What an assignment will start, in words: before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.calendar import Due
from tracker.domain.consequences import ClockStart, Law
from tracker.domain.forecasts import Forecast, kinds, of_share, of_suggestion
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.models.calendar import CalendarYear
from tracker.models.organs import Unit
from tracker.models.record import Clock
from tracker.queries.due_dates import notices_of
from tracker.queries.law import Explanation
from tracker.services.assignments import Share
from tracker.web import due_words
from tracker.web.due_tags import before_words
from tracker.web.labels import CLOCKS
from tracker.web.law_labels import STARTS
from tracker.web.month_grid import weeks
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


@dataclass(frozen=True)
class Explained:
    """One date with its day-by-day explanation, as the components of `due.html` take it."""

    label: str
    when_words: str
    title: str
    sentence: str
    weeks: list[Any]
    facts: list[due_words.Fact]
    is_provisional: bool


@dataclass(frozen=True)
class Notice:
    """What one unit is sent: its role, its part, the way it takes, and by when it owes what."""

    unit: Unit
    role: TaskRole
    part: tuple[int, ...]
    forecast: Forecast
    limits: list[tuple[str, str, str]]
    asked: str = ""


def notices(shares: Iterable[Share], units: dict[int, Unit], law: Law, *, today: date) -> list[Notice]:
    """What would be sent today, one for each unit."""
    found = []
    for share in shares:
        unit = units[share.unit_id]
        forecast = of_share(share.role, law, today=today, through_coordinator=unit.has_coordinator)
        found.append(Notice(unit, share.role, share.part, forecast, _limits(forecast, today), share.asked))
    return found


def _limits(forecast: Forecast, today: date) -> list[tuple[str, str, str]]:
    """Label, date and remark of each limit of a unit."""
    rows = []
    if forecast.distribute:
        rows.append((str(CLOCKS[ClockKind.DISTRIBUTE]), _by(forecast.distribute, today), _("由督查室转办")))
    late = {one.kind: one for one in forecast.at_latest}
    for start in forecast.at_once:
        other = late.get(start.kind)
        note = _("到期那天才转办的，%(when)s", when=_by(other, today)) if other and other != start else ""
        rows.append((str(CLOCKS[start.kind]), _by(start, today), note))
    return rows


def _by(start: ClockStart, today: date) -> str:
    return _("%(day)s前", day=day_words(start.due_on, year=start.due_on.year != today.year))


def _before(start: ClockStart, today: date) -> str:
    return before_words(start.kind, start.due_on, today=today)


def date_strip(found: Sequence[Forecast], *, today: date) -> list[tuple[str, str, bool]]:
    """The dates of the whole plan on one line: T0, then each kind of limit once."""
    strip = [(_("交办日"), day_words(today), True)]
    for start in kinds(found):
        strip.append((str(CLOCKS[start.kind]), _by(start, today), start.kind is ClockKind.REPLY))
    return strip


def plan_dates(found: Sequence[Forecast], law: Law, *, today: date) -> list[Explained]:
    """The dates of a plan assigned today, the suggestion's own limit last."""
    return explained((*kinds(found), *of_suggestion(law, today=today)), law, today=today)


def explained(
    starts: Sequence[ClockStart], law: Law, *, today: date, first_assigned: Sequence[date] = ()
) -> list[Explained]:
    """Each date with every day counted or skipped and why; `first_assigned` are the days suggestions' own limits run
    from, which end a share's clock where that would run longer."""
    years = {start.due_on.year for start in starts} | {today.year}
    known = notices_of(min(years), max(years))
    caps = [law.book.due(ClockKind.SUGGESTION_REPLY, day, law.calendar) for day in first_assigned]
    ends = {cap.on: cap for cap in caps if cap is not None}
    return [_explained(start, law, known, ends, today=today) for start in starts]


def _explained(
    start: ClockStart, law: Law, known: Sequence[CalendarYear], ends: dict[date, Due], *, today: date
) -> Explained:
    due, cap = law.book.due(start.kind, start.started_on, law.calendar), None
    if start.is_capped:
        cap = ends.get(start.due_on)
    # A clock that does not run yet: it is built to be explained, never stored.
    clock = Clock(kind=start.kind, started_on=start.started_on, due_on=start.due_on)
    told = Explanation(clock, law.book.rule(start.kind), law.book, law.calendar, due, cap, False)
    years = [year for year in known if start.started_on.year <= year.year <= start.due_on.year]
    words = str(STARTS[told.rule.start])
    return Explained(
        str(CLOCKS[start.kind]),
        _before(start, today),
        due_words.title(told),
        due_words.sentence(told),
        weeks(cap or due, law.calendar, today=today, start_words=words) if due else [],
        due_words.facts(told, years),
        start.is_provisional,
    )
