"""The wall of due dates ahead: two weeks day by day, rest days said, the highest day in its heading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import format_date

from tracker.domain.calendar import Calendar
from tracker.queries.ahead import DAYS_AHEAD
from tracker.queries.law import calendar_now
from tracker.web.addresses import fixed
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

# From so many on one day the wall says so in its heading.
PEAK = 5

Row = tuple[str, int, str, str | None, str]


def wall(counts: Sequence[tuple[date, int]], *, today: date, linked: bool) -> dict[str, Any] | None:
    """The arguments of the macro `wall`; nothing when nothing falls due. `linked` days open their list."""
    if not counts:
        return None
    found, calendar = dict(counts), calendar_now()
    highest = max(found, key=lambda day: (found[day], -day.toordinal()))
    peak = highest if found[highest] >= PEAK else None
    title = _("%(day)s有%(n)s件同日到期", day=day_words(peak), n=found[peak]) if peak else _("今后两周到期的")
    days = [today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]
    rows = [_row(day, found.get(day, 0), calendar, marks=(today, peak), linked=linked) for day in days]
    return {"title": title, "note": _("今后两周共%(n)s件", n=sum(found.values())), "days": rows}


def _row(day: date, count: int, calendar: Calendar, *, marks: tuple[date, date | None], linked: bool) -> Row:
    today, peak = marks
    works = calendar.is_workday(day)
    kind = "today" if day == today else "peak" if day == peak else "" if works or count else "rest"
    href = None
    if linked and count:
        href = f"{fixed('register.show')}?due_from={day}&due_to={day}"
    return _name(day, today, made_up=works and day.weekday() > 4), count, kind, href, calendar.name_of(day)


def _name(day: date, today: date, *, made_up: bool) -> str:
    weekday = format_date(day, "EEEEE")
    if day == today:
        return _("今天 %(weekday)s", weekday=weekday)
    told = f"{day_words(day) if day.month != today.month else format_date(day, _('d日'))} {weekday}"
    return _("%(day)s 上班", day=told) if made_up else told
