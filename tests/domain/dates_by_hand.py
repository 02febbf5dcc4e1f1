"""Due dates counted by a tiny counter of their own, over days off typed from the notices; run alone, as a program,
it prints what the product says of the same, so that the time zone of the machine can be varied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

# 国办发明电〔2023〕7号, 〔2024〕12号 and 〔2025〕7号, month.day.
OFF = {
    2024: "1.1 2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.17 4.4 4.5 4.6 5.1 5.2 5.3 5.4 5.5 6.8 6.9 6.10 9.15 9.16 9.17 "
    "10.1 10.2 10.3 10.4 10.5 10.6 10.7",
    2025: "1.1 1.28 1.29 1.30 1.31 2.1 2.2 2.3 2.4 4.4 4.5 4.6 5.1 5.2 5.3 5.4 5.5 5.31 6.1 6.2 "
    "10.1 10.2 10.3 10.4 10.5 10.6 10.7 10.8",
    2026: "1.1 1.2 1.3 2.15 2.16 2.17 2.18 2.19 2.20 2.21 2.22 2.23 4.4 4.5 4.6 5.1 5.2 5.3 5.4 5.5 6.19 6.20 6.21 "
    "9.25 9.26 9.27 10.1 10.2 10.3 10.4 10.5 10.6 10.7",
}
WORK = {
    2024: "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    2025: "1.26 2.8 4.27 9.28 10.11",
    2026: "1.4 2.14 2.28 5.9 9.20 10.10",
}
# (kind, amount, unit): the limits that matter most, as the shipped rulebook has them.
LIMITS = (
    ("reply", 3, "month"), ("suggestion_reply", 6, "month"), ("co_opinion", 1, "month"),
    ("rating", 20, "working_day"), ("assign", 7, "working_day"), ("kick_off", 30, "calendar_day"),
)  # fmt: skip
# Ends of months, the day before leap days that are not, days of rest and make-up days, the days before long holidays.
STARTS = [
    *("2024-01-31", "2024-02-04", "2024-02-18", "2024-02-28", "2024-02-29", "2024-04-28", "2024-08-30", "2024-08-31"),
    *("2024-09-14", "2024-11-29", "2024-11-30", "2025-01-24", "2025-01-26", "2025-01-31", "2025-02-04", "2025-02-08"),
    *("2025-02-28", "2025-03-31", "2025-04-03", "2025-04-25", "2025-04-27", "2025-04-30", "2025-05-30", "2025-05-31"),
    *("2025-06-30", "2025-07-05", "2025-07-31", "2025-08-29", "2025-08-31", "2025-09-24", "2025-09-28", "2025-09-30"),
    *("2025-10-08", "2025-10-11", "2025-10-31", "2025-11-29", "2025-11-30", "2025-12-31", "2026-01-04", "2026-01-30"),
    *("2026-01-31", "2026-02-04", "2026-02-11", "2026-02-14", "2026-02-27", "2026-02-28", "2026-03-30", "2026-03-31"),
    *("2026-04-03", "2026-04-29", "2026-04-30", "2026-05-09", "2026-05-29", "2026-05-31", "2026-06-30"),
]


def _days(table: dict[int, str]) -> set[date]:
    return {date(year, *map(int, one.split("."))) for year, line in table.items() for one in line.split()}


_OFF, _WORK = _days(OFF), _days(WORK)


def is_worked(day: date) -> bool:
    return day in _WORK or (day.weekday() < 5 and day not in _OFF)


def by_hand(start: date, amount: int, unit: str) -> date:
    """Day after day, and month after month, with fingers."""
    day = start
    if unit == "month":
        month = start.month - 1 + amount
        year, month = start.year + month // 12, month % 12 + 1
        number = start.day
        while True:
            try:
                day = date(year, month, number)
                break
            except ValueError:
                number -= 1
    elif unit == "calendar_day":
        for _n in range(amount):
            day += timedelta(days=1)
    else:
        while amount:
            day += timedelta(days=1)
            amount -= is_worked(day)
    while not is_worked(day):
        day += timedelta(days=1)
    return day


def table() -> Iterator[tuple[str, date, date]]:
    """Kind, start and due date, every limit from every start."""
    for kind, amount, unit in LIMITS:
        for start in map(date.fromisoformat, STARTS):
            yield kind, start, by_hand(start, amount, unit)


def _as_the_product_says() -> None:
    from tests.domain.calendars import shipped
    from tracker.clock import day_of
    from tracker.domain.rulebook import ClockKind
    from tracker.domain.rulebook_text import parse
    from tracker.rulebooks import shipped_text

    book = parse(shipped_text(), source="2021-01-01-shenzhen", shipped=shipped_text())
    for kind, start, _due in table():
        # The last second of the day in Beijing, when it is still the morning of that day in New York.
        late = datetime(start.year, start.month, start.day, 15, 59, 59, tzinfo=UTC)
        print(kind, day_of(late), book.due_on(ClockKind(kind), day_of(late), shipped()), day_of(late.astimezone()))


if __name__ == "__main__":
    _as_the_product_says()
