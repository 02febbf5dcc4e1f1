"""Changes of the law that wait for a second person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from tracker.db import db
from tracker.models.calendar import CalendarChange, Decision, RulebookEdition
from tracker.queries.asker import stands


def open_to(person: ColumnElement[Any]) -> dict[str, ColumnElement[int]]:
    """How many proposals on the calendar and on the rulebook a person may decide; not one's own."""
    tables: dict[str, Any] = {"calendars": CalendarChange, "rulebooks": RulebookEdition}
    return {
        kind: select(func.count())
        .where(stands(table.decision, Decision.OPEN), table.proposed_by_id.is_distinct_from(person))
        .scalar_subquery()
        for kind, table in tables.items()
    }


def waiting_for(person_id: int) -> tuple[int, int]:
    """How many of each this person may decide. One statement."""
    found = open_to(literal(person_id))
    row = db.session.execute(select(found["calendars"], found["rulebooks"])).one()
    return row[0] or 0, row[1] or 0
