"""What somebody did today, and how many due dates lie ahead day by day: the quiet parts of home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, and_, bindparam, func, or_, select

from tracker.clock import SHANGHAI, day_of
from tracker.db import UtcDateTime, db
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.lifecycle import QUIET
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import TaskState
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import ME, MY_UNIT, TODAY, stands, values, written
from tracker.queries.scope import sees

DAYS_AHEAD = 13
# So many of someone's latest acts are looked through; a busier day shows its latest part.
LOOKED_AT, SHOWN = 60, 10
_OWED = (TaskState.SIGNED_FOR, TaskState.HANDLING)
_WORK = (ClockKind.REPLY, ClockKind.CO_OPINION, ClockKind.CO_OPINION_AGAIN, ClockKind.REHANDLE_REPLY)


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of today."""

    action: str
    at: datetime
    facts: dict[str, Any]
    suggestion_id: int
    title: str
    kind: Kind


def done_today(actor: Actor, *, now: datetime) -> list[Deed]:
    """The latest acts of this hat since midnight in Shanghai, newest first: one statement."""
    midnight = datetime.combine(day_of(now), datetime.min.time(), SHANGHAI)
    asked = values(actor) | {"my_hat": actor.membership_id, "midnight": midnight}
    return [Deed(*row) for row in db.session.execute(_deeds(actor.role), asked)]


# Brought in from a file: hundreds at once, and nobody's work of the day.
TAKEN_IN = frozenset({Action.ARCHIVE, Action.MOVE_IN})


@cache
def _deeds(role: Role | None) -> Select[*tuple[Any, ...]]:
    latest = (
        select(Event.seq).where(Event.person_id == ME).order_by(Event.seq.desc()).limit(written(LOOKED_AT)).subquery()
    )
    return (
        select(Event.action, Event.at, Event.facts, Suggestion.id, Suggestion.title, Suggestion.kind)
        .join(latest, latest.c.seq == Event.seq)
        .join(Suggestion, Suggestion.id == Event.suggestion_id)
        .where(
            Event.membership_id == bindparam("my_hat", type_=Integer),
            Event.at >= bindparam("midnight", type_=UtcDateTime()),
            Event.action.not_in([action.value for action in QUIET | TAKEN_IN]),
            sees(role),
        )
        .order_by(Event.seq.desc())
        .limit(written(SHOWN))
    )


def due_by_day(actor: Actor, *, today: date) -> list[tuple[date, int]]:
    """How many fall due on each of the next days: cases for the desk, its own shares for a unit. One statement."""
    wanted = _due(actor.role)
    if wanted is None:
        return []
    asked = values(actor, today=today) | {"last": today + timedelta(days=DAYS_AHEAD)}
    return [(day, count) for day, count in db.session.execute(wanted, asked)]


@cache
def _due(role: Role | None) -> Select[*tuple[Any, ...]] | None:
    last = bindparam("last", type_=Date)
    if role is Role.DESK:
        cases = select(Suggestion.due_sort, func.count()).where(Suggestion.due_sort.between(TODAY, last))
        return cases.group_by(Suggestion.due_sort)
    if role in UNIT_ROLES:
        # What is owed next: until it has signed for a share the unit owes that, then the reply or the opinion.
        signing = and_(Task.state == TaskState.ASSIGNED, Clock.kind == ClockKind.SIGN_FOR)
        working = and_(Task.state.in_(_OWED), Clock.kind.in_(_WORK))
        owed = and_(Clock.stopped_on.is_(None), Clock.due_on.between(TODAY, last), or_(signing, working))
        # From the few shares that are open: those a unit ever had are many.
        ours = and_(Task.unit_id == MY_UNIT, stands(Task.state, TaskState.ASSIGNED, *_OWED))
        shares = select(Clock.due_on, func.count()).join(Task, Task.id == Clock.task_id)
        return shares.where(ours, owed).group_by(Clock.due_on)
    return None
