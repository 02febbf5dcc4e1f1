"""Changes of the law that wait for a second person."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.db import db
from tracker.models.calendar import CalendarChange, Decision, RulebookEdition


def waiting_for(person_id: int) -> tuple[int, int]:
    """How many proposals on the calendar and on the rulebook this person may decide; not one's own. One statement."""
    calendar, rulebook = (
        select(func.count()).where(table.decision == Decision.OPEN, table.proposed_by_id != person_id).scalar_subquery()
        for table in (CalendarChange, RulebookEdition)
    )
    row = db.session.execute(select(calendar, rulebook)).one()
    return row[0] or 0, row[1] or 0
