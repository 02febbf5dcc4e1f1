"""What of reports waits for a hat, as counts for home: the summaries a unit is to hand in."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from tracker.models.reports import Report


def waiting_summaries(unit: ColumnElement[int]) -> ColumnElement[int]:
    """How many summaries of a unit are not handed in: any of its people may write, so all of them are told."""
    return select(func.count(Report.id)).where(Report.unit_id == unit, Report.finished_at.is_(None)).scalar_subquery()
