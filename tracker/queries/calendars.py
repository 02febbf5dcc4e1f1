"""The calendar as its pages show it: the years, the days of one, the proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.notices import NoticeDay
from tracker.models.calendar import CalendarChange, CalendarDay, CalendarYear, Decision

RECENT = 20


@dataclass(frozen=True)
class YearLine:
    """One year with its number of days off and of rest days worked."""

    year: CalendarYear
    off: int
    worked: int


def year_lines() -> list[YearLine]:
    """All years, newest first; two statements."""
    counts = select(CalendarDay.notice_year, CalendarDay.is_workday, func.count()).group_by(
        CalendarDay.notice_year, CalendarDay.is_workday
    )
    found = {(year, worked): count for year, worked, count in db.session.execute(counts)}
    years = db.session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc()))
    return [YearLine(one, found.get((one.year, False), 0), found.get((one.year, True), 0)) for one in years]


def year_of(year: int) -> CalendarYear | None:
    """One year of the calendar."""
    return db.session.get(CalendarYear, year)


def notice_days(year: int) -> list[NoticeDay]:
    """What the notice of a year names."""
    rows = db.session.scalars(select(CalendarDay).where(CalendarDay.notice_year == year).order_by(CalendarDay.day))
    return [NoticeDay(row.day, row.is_workday, row.name) for row in rows]


def changes(*, still_open: bool) -> Sequence[CalendarChange]:
    """Proposals with their persons: those that wait, or the latest that were decided; newest first."""
    waits = CalendarChange.decision == Decision.OPEN
    return db.session.scalars(
        select(CalendarChange)
        .where(waits if still_open else ~waits)
        .options(joinedload(CalendarChange.proposed_by), joinedload(CalendarChange.decided_by))
        .order_by(CalendarChange.id.desc())
        .limit(RECENT)
    ).all()


def change_of(change_id: int) -> CalendarChange | None:
    """One proposal with the persons who proposed and decided it."""
    persons = (joinedload(CalendarChange.proposed_by), joinedload(CalendarChange.decided_by))
    return db.session.get(CalendarChange, change_id, options=persons)
