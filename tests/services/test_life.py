"""The whole life of a suggestion through the services."""

from datetime import timedelta

from sqlalchemy import select

from tests import builders
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.record import Clock
from tracker.services import submissions


def test_a_satisfied_deputy_closes_the_case(world: World) -> None:
    suggestion = builders.fetch(builders.closed(world))
    assert suggestion.state is SuggestionState.CLOSED
    assert suggestion.headline is Level.SATISFIED
    assert (suggestion.submitted_on, suggestion.assigned_on, suggestion.closed_on) == (TODAY, TODAY, TODAY)
    assert [task.state for task in suggestion.tasks] == [TaskState.ENDED]
    assert suggestion.tasks[0].rounds[0].state is RoundState.RATED
    assert suggestion.due_on is None


def test_a_dissatisfied_answer_waits_for_the_desk(world: World) -> None:
    suggestion = builders.fetch(builders.closed(world, level=Level.DISSATISFIED))
    assert suggestion.state is SuggestionState.IN_HANDLING
    assert suggestion.tasks[0].rounds[0].awaits_decision
    assert suggestion.due_kind == "rehandle_decision"


def test_a_corrected_paper_keeps_its_place_but_its_limits_begin_anew(world: World) -> None:
    suggestion_id = builders.returned(world)
    later = NOW + timedelta(days=30)
    submissions.submit(world.lin, suggestion_id, version=builders.fetch(suggestion_id).version, now=later)
    suggestion = builders.fetch(suggestion_id)
    assert suggestion.submitted_on == TODAY, "the place in the queue is that of the first filing"
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.REVIEW, Clock.stopped_on.is_(None))).one()
    assert clock.started_on == TODAY + timedelta(days=30)
