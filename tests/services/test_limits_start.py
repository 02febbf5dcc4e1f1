"""Each limit runs from the day its rule names: receipt, closing of the session, assignment, dissatisfaction."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tests.builders import a_registered, a_submitted, an_assigned, closed, fetch, handle_again
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock
from tracker.services import reviews

LATER = NOW + timedelta(days=5)


def _clock(suggestion_id: int, kind: ClockKind) -> Clock:
    db.session.rollback()
    return db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.kind == kind)).one()


def test_assigning_is_counted_from_receipt_not_from_registration(world: World) -> None:
    suggestion_id = a_submitted(world)
    version = fetch(suggestion_id).version
    category = world.categories["教育科技"]
    reviews.accept(world.chen, suggestion_id, category_id=category, version=version, now=LATER)
    clock = _clock(suggestion_id, ClockKind.ASSIGN)
    assert (clock.started_on, clock.due_on) == (TODAY, date(2026, 4, 13))


def test_the_reply_is_counted_from_assignment(world: World) -> None:
    suggestion_id = an_assigned(world)
    clock = _clock(suggestion_id, ClockKind.REPLY)
    assert (clock.started_on, clock.due_on) == (TODAY, date(2026, 7, 1))
    whole = _clock(suggestion_id, ClockKind.SUGGESTION_REPLY)
    assert (whole.started_on, whole.due_on) == (TODAY, date(2026, 10, 8))


def test_between_sessions_no_kick_off_runs(world: World) -> None:
    suggestion_id = a_registered(world)
    kinds = set(db.session.scalars(select(Clock.kind).where(Clock.suggestion_id == suggestion_id)))
    assert ClockKind.KICK_OFF not in kinds


def test_re_handling_is_counted_from_the_dissatisfied_rating(world: World) -> None:
    suggestion_id = closed(world, level=Level.DISSATISFIED)
    handle_again(world, suggestion_id, now=LATER)
    clock = _clock(suggestion_id, ClockKind.REHANDLE_REPLY)
    assert (clock.started_on, clock.due_on) == (TODAY, date(2026, 5, 6))
    assert fetch(suggestion_id).tasks[0].due_on == date(2026, 5, 6)
