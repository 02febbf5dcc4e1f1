"""What time does to promises: reminders before they fall due, falling due, and telling all that nothing moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.limits import PROMISE_QUIET, PROMISE_REMINDERS
from tracker.domain.parties import CLOCK
from tracker.domain.permissions import may
from tracker.domain.states import OWED, CommitmentState, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._promises import fall_due

MOST = 200


@transactional
def fall_due_all(*, now: datetime, most: int = MOST) -> int:
    """Mark promises whose day is over, as the worker does; returns how many. Repeatable without harm."""
    due = _open().where(Commitment.state == CommitmentState.OPEN, Commitment.due_on < day_of(now))
    return sum(fall_due(one, now=now) for one in _some(due, most))


@transactional
def remind_all(*, now: datetime, most: int = MOST) -> int:
    """Remind units of promises that fall due within a month, and once more within a week; returns how many."""
    today, found = day_of(now), 0
    for before in sorted(PROMISE_REMINDERS):
        due = _open().where(
            Commitment.state == CommitmentState.OPEN,
            Commitment.due_on >= today,
            Commitment.due_on <= today + before,
            or_(Commitment.reminded_on.is_(None), Commitment.reminded_on <= today - before),
        )
        for one in _some(due, most - found):
            found += _remind(one, now=now)
    return found


def _remind(one: Commitment, *, now: datetime) -> bool:
    today = day_of(now)
    if not may(CLOCK, Action.REMIND_PROMISE, one, today=today):
        return False
    facts = {"due_on": one.due_on.isoformat(), "days": (one.due_on - today).days}
    _tell(one, Action.REMIND_PROMISE, Commitment.reminded_on, now=now, facts=facts)
    return True


@transactional
def tell_quiet_all(*, now: datetime, most: int = MOST) -> int:
    """Tell deputies and units of promises of which nobody has said anything for a quarter; returns how many."""
    today = day_of(now)
    before = today - PROMISE_QUIET
    days = (Commitment.promised_on, Commitment.progress_on, Commitment.quiet_told_on)
    quiet = _open().where(
        Commitment.state.in_(OWED),
        Commitment.promised_on.is_not(None),
        *(func.coalesce(day, Commitment.promised_on) < before for day in days),
    )
    found = 0
    for one in _some(quiet, most):
        since = max(day for day in (one.promised_on, one.progress_on, one.quiet_told_on) if day)
        if may(CLOCK, Action.TELL_QUIET, one, today=today):
            facts = {"since": since.isoformat()}
            _tell(one, Action.TELL_QUIET, Commitment.quiet_told_on, now=now, facts=facts)
            found += 1
    return found


def _tell(
    one: Commitment, action: Action, day: InstrumentedAttribute[date | None], *, now: datetime, facts: dict[str, Any]
) -> None:
    """Tell those the law names, and note the day past the version of the promise: open forms on it stay good."""
    advance(one, action, CLOCK, now=now, facts=facts)
    noted = update(Commitment).where(Commitment.id == one.id).values({day: day_of(now)})
    db.session.execute(noted, execution_options={"synchronize_session": False})
    db.session.expire(one, [day.key])


def _open() -> Select[Commitment]:
    # Imported history has no acts, by people or by time.
    live = Suggestion.state != SuggestionState.ARCHIVED
    return select(Commitment).join(Suggestion, Suggestion.id == Commitment.suggestion_id).where(live)


def _some(wanted: Select[Commitment], most: int) -> Sequence[Commitment]:
    return db.session.scalars(wanted.order_by(Commitment.due_on, Commitment.id).limit(max(most, 0))).all()
