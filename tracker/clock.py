"""What time it is: read once per request or command and handed down as `now=`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The calendar day of an instant in Asia/Shanghai; a UTC day would be yesterday until eight in the morning."""
    return instant.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """The last moment of a day of Asia/Shanghai."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
