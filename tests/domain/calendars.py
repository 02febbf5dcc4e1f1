"""The calendar as shipped, read without a database."""

import tomllib
from functools import cache
from pathlib import Path

from tracker.domain.calendar import Calendar, DayNote
from tracker.domain.notices import read_notice

# A whole notice for 2027, as the second half of 2026 would bring it; invented.
NOTICE_2027 = """元旦：1月1日至3日放假，共3天。
春节：2月5日至11日放假调休，共7天。1月31日、2月14日上班。
清明节：4月3日至5日放假，共3天。
劳动节：5月1日放假，共1天。
端午节：6月9日放假，共1天。
国庆节、中秋节：9月15日、10月1日至3日放假。"""

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
