"""A word on a day that somebody chose by hand: it stands as it is, nothing moves it off a rest day."""

from __future__ import annotations

from datetime import date

from tracker.queries.law import calendar_now
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def rest_day(day: date | None) -> list[str]:
    """That a day (Asia/Shanghai) is no working day; nothing of one that is, or of none."""
    calendar = calendar_now()
    if day is None or calendar.is_workday(day):
        return []
    return [_("%(day)s是休息日，不会自动顺延。", day=day_words(day, year=True))]
