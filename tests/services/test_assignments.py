"""Assigning: which plans may be sent, what a batch does when one line is wrong, the coordinator's second step."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from tests import builders
from tests.builders import fetch
from tests.world import NOW, World
from tracker.domain.limits import BATCH, UNITS_PER_CASE
from tracker.domain.parties import TaskRole
from tracker.domain.states import SuggestionState, TaskState
from tracker.domain.whys import Refused
from tracker.services import assignments
from tracker.services._load import Invalid, Stale
from tracker.services.assignments import Plan, Share, problems

SOLE, LEAD, CO, SEPARATE = TaskRole.SOLE, TaskRole.LEAD, TaskRole.CO, TaskRole.SEPARATE
REQUESTS = (1, 2, 3)


def shares(*roles: TaskRole, parts: tuple[tuple[int, ...], ...] = ()) -> list[Share]:
    held = [*parts, *[()] * len(roles)]
    return [Share(no, role, held[no]) for no, role in enumerate(roles)]


@pytest.mark.parametrize("roles", [roles for n in range(1, 5) for roles in product(TaskRole, repeat=n)], ids=str)
def test_exactly_one_sole_or_lead_with_co_units_or_several_separate_ones(roles: tuple[TaskRole, ...]) -> None:
    """Every mixture of up to four units, against invariant 2 said in other words."""
    together = all(role is SEPARATE for role in roles)
    parts = tuple(REQUESTS for _role in roles) if together else ()
    may_be_sent = (
        roles == (SOLE,)
        or (sorted(roles).count(LEAD) == 1 and len(roles) > 1 and set(roles) == {LEAD, CO})
        or (together and len(roles) > 1)
    )
    assert (problems(shares(*roles, parts=parts), REQUESTS) == {}) is may_be_sent


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ((), "nobody_chosen"),
        ((CO,), "one_lead"),
        ((CO, CO), "one_lead"),
        ((LEAD, LEAD, CO), "one_lead"),
        ((SOLE, CO), "one_lead"),
        ((SOLE, LEAD), "one_lead"),
        ((LEAD,), "lead_needs_co"),
        ((SEPARATE, LEAD), "separate_alone"),
        ((SEPARATE, CO), "separate_alone"),
        ((SEPARATE,), "separate_needs_two"),
    ],
)
def test_each_wrong_mixture_is_named(roles: tuple[TaskRole, ...], code: str) -> None:
    assert problems(shares(*roles), REQUESTS) == {"units": code}


@pytest.mark.parametrize("first", [(), (1,), (2,), (1, 2), (1, 2, 3)])
@pytest.mark.parametrize("second", [(), (3,), (2, 3), (1, 2, 3)])
def test_separate_parts_together_cover_every_request(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    found = problems(shares(SEPARATE, SEPARATE, parts=(first, second)), REQUESTS)
    if not first or not second:
        assert found == {"parts": "part_empty"}
    elif {*first, *second} == set(REQUESTS):
        assert found == {}
    else:
        assert found == {"parts": "parts_do_not_cover"}


def test_a_part_names_only_requests_that_are_there() -> None:
    found = problems(shares(SEPARATE, SEPARATE, parts=((1, 2, 3), (4,))), REQUESTS)
    assert found == {"parts": "parts_do_not_cover"}


def test_a_unit_is_named_once() -> None:
    assert problems([Share(1, LEAD), Share(1, CO)], REQUESTS) == {"units": "unit_twice"}


def test_no_more_units_than_a_case_may_have() -> None:
    many = [Share(0, LEAD), *(Share(no, CO) for no in range(1, UNITS_PER_CASE + 1))]
    assert problems(many, REQUESTS) == {"units": "too_many"}
    assert problems(many[:-1], REQUESTS) == {}


def plan(world: World, suggestion_id: int, unit: str = "市中级人民法院", **how: object) -> Plan:
    return Plan(suggestion_id, fetch(suggestion_id).version, [Share(world.units[unit], SOLE)], **how)  # type: ignore[arg-type]


def test_an_earlier_reply_date_is_kept_beside_the_legal_one(world: World) -> None:
    suggestion_id = builders.a_registered(world)
    assignments.assign(world.chen, plan(world, suggestion_id, agreed_due_on=date(2026, 5, 29)), now=NOW)
    task = fetch(suggestion_id).tasks[0]
    assert (task.agreed_due_on, task.due_on) == (date(2026, 5, 29), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 4, 1), "agreed_in_past"), (date(2026, 7, 2), "agreed_after_legal")]
)
def test_an_agreed_date_lies_between_today_and_the_legal_one(world: World, day: date, code: str) -> None:
    suggestion_id = builders.a_registered(world)
    with pytest.raises(Invalid) as raised:
        assignments.assign(world.chen, plan(world, suggestion_id, agreed_due_on=day), now=NOW)
    assert raised.value.problems == {"agreed_due_on": code}
    assert fetch(suggestion_id).state is SuggestionState.REGISTERED


def test_a_batch_is_sent_as_a_whole(world: World) -> None:
    ids = [builders.a_registered(world) for _ in range(3)]
    assert assignments.assign_batch(world.chen, [plan(world, one) for one in ids], now=NOW) == ids
    assert {fetch(one).state for one in ids} == {SuggestionState.IN_HANDLING}


def test_one_wrong_line_stops_the_batch_and_every_wrong_line_is_named(world: World) -> None:
    good, stale, gone, wrong = (builders.a_registered(world) for _ in range(4))
    plans = [plan(world, one) for one in (good, stale, gone)]
    plans[1] = Plan(stale, plans[1].version - 1, plans[1].shares)
    assignments.assign(world.chen, plans[2], now=NOW)
    plans[2] = plan(world, gone)
    plans.append(Plan(wrong, fetch(wrong).version, [Share(world.units["市教育局"], LEAD)]))
    with pytest.raises(Invalid) as raised:
        assignments.assign_batch(world.lu, plans, now=NOW)
    assert raised.value.problems == {
        f"line-{stale}": "changed_meanwhile",
        f"line-{gone}": "not_open",
        f"line-{wrong}": "lead_needs_co",
    }
    assert fetch(good).state is SuggestionState.REGISTERED


@pytest.mark.parametrize("count", [0, BATCH + 1])
def test_a_batch_has_at_least_one_line_and_not_too_many(world: World, count: int) -> None:
    with pytest.raises(Invalid) as raised:
        assignments.assign_batch(world.chen, [Plan(no, 1, []) for no in range(count)], now=NOW)
    assert list(raised.value.problems) == ["lines"]


def test_nobody_but_the_desk_assigns(world: World) -> None:
    suggestion_id = builders.a_registered(world)
    for other in (world.lin, world.du, world.he, world.xi):
        with pytest.raises(Refused):
            assignments.assign(other, plan(world, suggestion_id), now=NOW)


def test_a_stale_plan_is_refused(world: World) -> None:
    suggestion_id = builders.a_registered(world)
    old = plan(world, suggestion_id)
    with pytest.raises(Stale):
        assignments.assign(world.chen, Plan(old.suggestion_id, old.version - 1, old.shares), now=NOW)


def waiting(world: World) -> tuple[int, dict[int, int]]:
    suggestion_id = builders.an_assigned(world, distributed=False)
    return suggestion_id, {task.id: task.unit_id for task in fetch(suggestion_id).tasks}


def test_the_coordinator_sends_many_on_at_once(world: World) -> None:
    batch = dict(waiting(world) for _ in range(3))
    assert assignments.distribute_batch(world.du, batch, now=NOW) == list(batch)
    assert {fetch(one).tasks[0].state for one in batch} == {TaskState.ASSIGNED}


def test_a_batch_of_the_coordinator_is_all_or_none(world: World) -> None:
    first, second = waiting(world), waiting(world)
    wrong = dict.fromkeys(second[1], world.units["市中级人民法院"])
    with pytest.raises(Invalid) as raised:
        assignments.distribute_batch(world.du, {first[0]: first[1], second[0]: wrong}, now=NOW)
    assert raised.value.problems == {f"line-{second[0]}": "other_system"}
    assert fetch(first[0]).tasks[0].state is TaskState.WITH_COORDINATOR


def test_the_coordinator_may_not_give_two_shares_to_one_unit(world: World) -> None:
    suggestion_id = builders.an_assigned(world, shares=builders.LEAD_AND_CO, distributed=False)
    chosen = {task.id: world.units["市教育局"] for task in fetch(suggestion_id).tasks}
    with pytest.raises(Invalid):
        assignments.distribute(world.du, suggestion_id, chosen, now=NOW)
    assert {task.state for task in fetch(suggestion_id).tasks} == {TaskState.WITH_COORDINATOR}
