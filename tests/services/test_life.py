"""The whole life of a suggestion through the services."""

from tests import builders
from tests.world import TODAY, World
from tracker.domain.ratings import Level
from tracker.domain.states import RoundState, SuggestionState, TaskState


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
