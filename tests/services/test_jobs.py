"""The worker's jobs: what time does by itself, once however often it is asked."""

from datetime import timedelta

from sqlalchemy import select

from tests import builders
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState
from tracker.models.record import Clock, Job
from tracker.services import jobs, ratings

LATER = NOW + timedelta(days=60)


def test_silence_shuts_the_window_and_closes_the_case(world: World) -> None:
    suggestion_id = builders.delivered(world)
    jobs.run_due(now=NOW)
    assert builders.round_of(world, suggestion_id).state is RoundState.DELIVERED
    jobs.run_due(now=LATER)
    suggestion = builders.fetch(suggestion_id)
    assert suggestion.tasks[0].rounds[0].state is RoundState.NO_FEEDBACK
    assert (suggestion.state, suggestion.headline) == (SuggestionState.CLOSED, None)


def test_one_of_two_signers_is_enough_when_the_window_shuts(world: World) -> None:
    suggestion_id = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, suggestion_id)
    ratings.rate(world.fang, one.id, builders.verdicts(Level.BASICALLY), version=one.version, now=NOW)
    jobs.run_due(now=LATER)
    one = builders.round_of(world, suggestion_id)
    assert (one.state, one.headline) == (RoundState.RATED, Level.BASICALLY)


def test_a_day_has_each_recurring_job_once(world: World) -> None:
    assert jobs.run_due(now=NOW) == len(jobs.RECURRING)
    assert jobs.run_due(now=NOW + timedelta(hours=1)) == 0
    assert len(db.session.scalars(select(Job.key)).all()) == len(jobs.RECURRING)


def test_a_failing_job_waits_and_the_others_go_on(world: World, monkeypatch) -> None:
    def broken(_payload: dict, *, now) -> None:
        raise RuntimeError("no route to mail")

    monkeypatch.setitem(jobs.HANDLERS, "sweep", broken)
    assert jobs.run_due(now=NOW) == len(jobs.RECURRING) - 1
    job = db.session.scalars(select(Job).where(Job.kind == "sweep")).one()
    assert job.done_at is None and "no route to mail" in job.error and job.due_at > NOW


def test_a_worker_that_looks_late_moves_no_date(world: World) -> None:
    silent, unhappy = builders.delivered(world), builders.delivered(world, cosigned=True)
    one = builders.round_of(world, unhappy)
    ratings.rate(world.lin, one.id, builders.verdicts(Level.DISSATISFIED), version=one.version, now=NOW)
    jobs.run_due(now=LATER)
    closed = builders.fetch(silent)
    assert closed.closed_on == closed.tasks[0].rounds[0].rating_due_on
    one = builders.round_of(world, unhappy)
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.REHANDLE_DECISION)).one()
    assert (one.headline, clock.started_on) == (Level.DISSATISFIED, one.rating_due_on)
