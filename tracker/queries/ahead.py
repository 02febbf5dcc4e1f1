"""What somebody did today, and how many due dates lie ahead day by day: the quiet parts of home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from tracker.clock import SHANGHAI, day_of
from tracker.db import db
from tracker.domain.lifecycle import QUIET
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import TaskState
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.scope import visible_to

DAYS_AHEAD = 13
# So many of someone's latest acts are looked through; a busier day shows its latest part.
LOOKED_AT, SHOWN = 60, 10
_OWED = (TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of today."""

    action: str
    at: datetime
    facts: dict[str, Any]
    suggestion_id: int
    title: str


def done_today(actor: Actor, *, now: datetime) -> list[Deed]:
    """The latest acts of this hat since midnight in Shanghai, newest first: one statement."""
    midnight = datetime.combine(day_of(now), datetime.min.time(), SHANGHAI)
    latest = (
        select(Event.seq)
        .where(Event.person_id == actor.person_id)
        .order_by(Event.seq.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    rows = db.session.execute(
        select(Event.action, Event.at, Event.facts, Suggestion.id, Suggestion.title)
        .join(latest, latest.c.seq == Event.seq)
        .join(Suggestion, Suggestion.id == Event.suggestion_id)
        .where(
            Event.membership_id == actor.membership_id,
            Event.at >= midnight,
            Event.action.not_in([action.value for action in QUIET]),
            visible_to(actor),
        )
        .order_by(Event.seq.desc())
        .limit(SHOWN)
    )
    return [Deed(*row) for row in rows]


def due_by_day(actor: Actor, *, today: date) -> Sequence[tuple[date, int]]:
    """How many fall due on each of the next days: cases for the desk, its own shares for a unit. One statement."""
    last = today + timedelta(days=DAYS_AHEAD)
    if actor.role is Role.DESK:
        cases = select(Suggestion.due_sort, func.count()).where(Suggestion.due_sort.between(today, last))
        return [(day, n) for day, n in db.session.execute(cases.group_by(Suggestion.due_sort))]
    if actor.role in UNIT_ROLES:
        shares = select(Task.due_on, func.count()).where(
            Task.unit_id == actor.unit_id, Task.state.in_(_OWED), Task.due_on.between(today, last)
        )
        return [(day, n) for day, n in db.session.execute(shares.group_by(Task.due_on)) if day is not None]
    return []
