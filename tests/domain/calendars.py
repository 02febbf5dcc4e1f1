"""The calendar as shipped, read without a database."""

import tomllib
from functools import cache
from pathlib import Path

from tracker.domain.calendar import Calendar, DayNote
from tracker.domain.notices import read_notice

SHIPPED = Path(__file__).parents[2] / "tracker" / "rulebooks" / "calendar.toml"


@cache
def shipped() -> Calendar:
    years = {int(year): table for year, table in tomllib.loads(SHIPPED.read_text(encoding="utf-8")).items()}
    days = {
        one.day: DayNote(one.is_workday, one.name)
        for year, table in years.items()
        for one in read_notice(table["notice"], year)
    }
    return Calendar(days, frozenset(year for year, table in years.items() if table["official"]), version=1)
