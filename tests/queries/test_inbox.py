"""Home shows a line exactly where the life cycle has something for this person to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import builders
from tests.world import PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.duties import OWED, duty
from tracker.domain.lifecycle import Action
from tracker.domain.permissions import open_actions
from tracker.domain.ratings import Level
from tracker.models.suggestions import Suggestion
from tracker.queries.inbox import lines
from tracker.services import handling

# What may be done though nobody waits for it.
OPTIONAL = {
    Action.INVITE,
    Action.SUBMIT,  # with REVISE, whose line stands until the paper is handed in
    Action.DECLINE,
    Action.DISCARD,
    Action.WITHDRAW,
    Action.TAKE_UP,
    Action.RETURN,
    Action.REFUSE,
    Action.NOTE_CONTACT,
    Action.SEND_UP,  # with DRAFT_REPLY
    Action.EXPLAIN,
}
SOMETIMES = {Action.GIVE, Action.OPINE, Action.RATE}


def signed_for(world: World) -> int:
    suggestion_id = builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    for receiver, unit in ((world.he, "市教育局"), (world.luo, "市交通运输局")):
        handling.sign_for(receiver, builders.task_of(world, suggestion_id, unit), now=builders.NOW)
    return suggestion_id


def co_unit_at_work(world: World) -> int:
    suggestion_id = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    task_id = builders.task_of(world, suggestion_id, "市交通运输局")
    handling.sign_for(world.luo, task_id, handler_id=world.jiang.person_id, now=builders.NOW)
    return suggestion_id


EVERY: dict[str, Callable[[World], int]] = {
    **{state.value: build for state, build in builders.SUGGESTIONS.items()},
    **{f"round {state.value}": build for state, build in builders.ROUNDS.items()},
    "with the coordinator": lambda world: builders.an_assigned(world, distributed=False),
    "signed for by two": signed_for,
    "lead and co at work": co_unit_at_work,
    "separate": lambda world: builders.an_assigned(world, shares=builders.SEPARATE),
    "delivered to two signers": lambda world: builders.delivered(world, cosigned=True),
    "one of two has rated": lambda world: builders.closed(world, cosigned=True),
    "dissatisfied": lambda world: builders.closed(world, level=Level.DISSATISFIED),
}


def everything(world: World) -> list[Suggestion]:
    made = [build(world) for build in EVERY.values()]
    db.session.rollback()
    return [db.session.get_one(Suggestion, one) for one in made]


def cases(suggestion: Suggestion):
    yield suggestion, (suggestion.id, None, None)
    for task in suggestion.tasks:
        yield task, (suggestion.id, task.id, None)
        for one in task.rounds:
            yield one, (suggestion.id, task.id, one.id)


def test_lines_are_what_duty_says(world: World) -> None:
    papers = everything(world)
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        owed = {
            (found, case_id)
            for paper in papers
            for case, case_id in cases(paper)
            if (found := duty(actor, case, today=TODAY))
        }
        shown = {(line.action, line.case_id) for line in lines(actor, today=TODAY, size=1000)}
        assert shown == owed, login


def test_whoever_can_do_something_that_is_waited_for_has_a_line(world: World) -> None:
    papers = everything(world)
    for login, *_ in PEOPLE:
        actor = world.actors[login]
        for paper in papers:
            for case, case_id in cases(paper):
                waited_for = set(open_actions(actor, case, today=TODAY)) - OPTIONAL - SOMETIMES
                if waited_for:
                    assert duty(actor, case, today=TODAY) in waited_for, (login, case_id, waited_for)


def test_every_action_is_owed_or_optional() -> None:
    from tracker.domain.lifecycle import CONSEQUENCES, STEPS

    acts = {action for action, step in STEPS.items() if not step.is_birth} - CONSEQUENCES
    assert acts == OPTIONAL | set(OWED)


@pytest.mark.parametrize("size", [1, 3])
def test_pages_follow_each_other_without_gap(world: World, size: int) -> None:
    everything(world)
    whole = [line.case_id for line in lines(world.chen, today=TODAY, size=1000)]
    pages = []
    for page in range(1, len(whole) // size + 2):
        pages += [line.case_id for line in lines(world.chen, today=TODAY, page=page, size=size)]
    assert pages == whole
