"""The clocks of one case, and the notices the calendar rests on for their years."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.permissions import Sight, sight
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.models.calendar import CalendarYear, LawVersion
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion

# What a colleague deputy, who reads the text and the replies, may know of the limits.
OPEN_TO_ALL = (ClockKind.REPLY, ClockKind.SUGGESTION_REPLY)
# What a unit may ask for and who decides lies between the offices; the deputies are told what comes of it.
BETWEEN_OFFICES = (ClockKind.OBJECTION, ClockKind.OBJECTION_DECISION, ClockKind.EXTENSION)


def clocks_of(actor: Actor, suggestion: Suggestion) -> Sequence[Clock]:
    """All clocks of a suggestion this actor may know of: running ones first, then by due date. One statement."""
    wanted = select(Clock).where(Clock.suggestion_id == suggestion.id)
    if sight(actor, suggestion) is not Sight.FULL:
        wanted = wanted.where(Clock.kind.in_(OPEN_TO_ALL))
    elif actor.role in (Role.DEPUTY, Role.ASSISTANT):
        wanted = wanted.where(Clock.kind.not_in(BETWEEN_OFFICES))
    return db.session.scalars(wanted.order_by(Clock.stopped_on.is_not(None), Clock.due_on, Clock.id)).all()


def notices_of(first: int, last: int) -> Sequence[CalendarYear]:
    """The years of the calendar from `first` to `last` that are in the table."""
    years = select(CalendarYear).where(CalendarYear.year.between(first, last)).order_by(CalendarYear.year)
    return db.session.scalars(years).all()


def law_version_of(clock: Clock) -> LawVersion | None:
    """The version of the law that last made the day of a clock; nothing for an empty calendar."""
    return db.session.get(LawVersion, clock.calendar_version)
