"""Signing for many at once: all or none."""

import pytest

from tests import builders
from tests.builders import fetch, task_of
from tests.world import NOW, World
from tracker.domain.states import TaskState
from tracker.services import handling
from tracker.services._load import Invalid


def test_many_are_signed_for_and_given_to_one_handler(world: World) -> None:
    cases = [builders.an_assigned(world) for _ in range(3)]
    ids = [task_of(world, one) for one in cases]
    assert handling.sign_for_batch(world.he, ids, handler_id=world.jing.person_id, now=NOW) == ids
    assert {(fetch(one).tasks[0].state, fetch(one).tasks[0].handler_id) for one in cases} == {
        (TaskState.HANDLING, world.jing.person_id)
    }


def test_without_a_handler_they_are_only_signed_for(world: World) -> None:
    case = builders.an_assigned(world)
    handling.sign_for_batch(world.he, [task_of(world, case)], now=NOW)
    assert fetch(case).tasks[0].state is TaskState.SIGNED_FOR


def test_one_of_another_unit_stops_them_all(world: World) -> None:
    own = builders.an_assigned(world)
    others = builders.an_assigned(world, shares=builders.SEPARATE)
    court = task_of(world, others, "市中级人民法院")
    with pytest.raises(Invalid) as raised:
        handling.sign_for_batch(world.he, [task_of(world, own), court, 9999], now=NOW)
    assert raised.value.problems == {f"line-{court}": "not_open", "line-9999": "not_open"}
    assert fetch(own).tasks[0].state is TaskState.ASSIGNED


def test_a_handler_of_another_unit_is_not_taken(world: World) -> None:
    case = builders.an_assigned(world)
    task_id = task_of(world, case)
    with pytest.raises(Invalid) as raised:
        handling.sign_for_batch(world.he, [task_id], handler_id=world.han.person_id, now=NOW)
    assert raised.value.problems == {f"line-{task_id}": "not_of_this_unit"}


def test_nothing_ticked_is_said(world: World) -> None:
    with pytest.raises(Invalid) as raised:
        handling.sign_for_batch(world.he, [], now=NOW)
    assert raised.value.problems == {"lines": "nobody_chosen"}
