"""Reorganised units: open work goes by a list both sides confirm; no day moves, and who answered stays who answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, task_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.permissions import Sight, sight
from tracker.domain.states import RoundState, TaskState
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Membership
from tracker.models.procedures import HandOver
from tracker.models.record import Clock, Event
from tracker.queries.cases import find_suggestion
from tracker.services import hand_overs, ratings, units
from tracker.services._load import Invalid, Missing
from tracker.services.hand_overs import Plan
from tracker.services.units import UnitFacts

LATER = NOW + timedelta(days=9)
EDUCATION, TRAFFIC = "市教育局", "市交通运输局"


def draw_up(world: World, *cases: int, giving: str = EDUCATION, taking: str = TRAFFIC) -> int:
    tasks = [task_of(world, case, giving) for case in cases]
    plan = Plan(world.units[giving], world.units[taking], tasks, "机构改革方案")
    return hand_overs.draw_up(world.chen, plan, now=LATER)


def confirm(actor, made: int) -> None:
    db.session.rollback()
    hand_overs.confirm(actor, made, version=db.session.get_one(HandOver, made).version, now=LATER)


def hand_over(world: World, *cases: int) -> None:
    made = draw_up(world, *cases)
    confirm(world.he, made)
    confirm(world.luo, made)


def dates(case: int) -> list[tuple]:
    wanted = select(Clock.kind, Clock.due_on, Clock.stopped_on).where(Clock.suggestion_id == case).order_by(Clock.id)
    return [tuple(row) for row in db.session.execute(wanted)]


def test_nothing_moves_before_both_have_confirmed(world: World) -> None:
    case = builders.in_hand(world)
    made = draw_up(world, case)
    confirm(world.he, made)
    assert fetch(case).tasks[0].unit_id == world.units[EDUCATION]
    confirm(world.su, made)
    assert fetch(case).tasks[0].unit_id == world.units[TRAFFIC]


def test_a_share_at_work_waits_for_a_handler_of_the_new_unit_and_its_days_stay(world: World) -> None:
    case = builders.in_hand(world)
    before, due = dates(case), fetch(case).tasks[0].due_on
    hand_over(world, case)
    task = fetch(case).tasks[0]
    assert (task.state, task.handler_id, task.due_on) == (TaskState.SIGNED_FOR, None, due)
    assert dates(case) == before
    last = db.session.scalars(select(Event).where(Event.task_id == task.id).order_by(Event.seq.desc())).first()
    assert last is not None
    assert (last.action, last.person_id) == ("hand_over", None)
    assert last.facts["from_unit"] == world.units[EDUCATION]
    assert last.facts["to_unit"] == world.units[TRAFFIC]


def test_one_not_signed_for_is_signed_for_by_the_new_unit(world: World) -> None:
    case = builders.an_assigned(world)
    hand_over(world, case)
    assert fetch(case).tasks[0].state is TaskState.ASSIGNED


def test_a_proposal_stays_with_its_coordinator(world: World) -> None:
    case = builders.an_assigned(world, distributed=False)
    hand_over(world, case)
    task = fetch(case).tasks[0]
    assert (task.state, task.unit_id) == (TaskState.WITH_COORDINATOR, world.units[TRAFFIC])


def test_a_letter_that_is_out_stays_its_units_and_its_promises_go_on_with_the_successor(world: World) -> None:
    case = builders.delivered(world)
    hand_over(world, case)
    task = fetch(case).tasks[0]
    assert task.state is TaskState.REPLIED
    assert task.rounds[0].state is RoundState.DELIVERED
    assert task.rounds[0].unit.short_name == EDUCATION
    promised = db.session.scalars(select(Commitment.unit_id).where(Commitment.suggestion_id == case))
    assert set(promised) == {world.units[TRAFFIC]}


def test_handling_again_is_the_successors(world: World) -> None:
    case = builders.closed(world, level=builders.Level.DISSATISFIED)
    hand_over(world, case)
    one = fetch(case).tasks[0].rounds[0]
    ratings.rehandle(world.chen, one.id, reason="第二项没有答复", version=one.version, now=LATER)
    task = fetch(case).tasks[0]
    assert (task.state, task.unit_id) == (TaskState.HANDLING, world.units[TRAFFIC])
    assert task.handler_is_gone(TODAY)
    assert task.rounds[1].unit.short_name == TRAFFIC


def test_a_unit_that_now_leads_owes_itself_no_opinion(world: World) -> None:
    case = builders.in_hand(world, shares=LEAD_AND_CO)
    hand_over(world, case)
    states = {task.role.value: task.state for task in fetch(case).tasks}
    assert states == {"lead": TaskState.SIGNED_FOR, "co": TaskState.ENDED}


def test_its_people_go_on_reading_and_may_do_nothing_more(world: World) -> None:
    case = builders.in_hand(world)
    hand_over(world, case)
    assert find_suggestion(world.jing, case) is not None
    assert sight(world.jing, fetch(case)) is Sight.FULL
    assert find_suggestion(world.jiang, case) is not None


def test_two_persons_confirm(world: World) -> None:
    case = builders.in_hand(world)
    made = draw_up(world, case)
    with pytest.raises(Missing):
        confirm(world.jing, made)  # a handler is neither receiver nor signer
    with pytest.raises(Missing):
        confirm(world.zheng, made)  # another unit's receiver
    with pytest.raises(Missing):
        confirm(world.chen, made)  # the desk only where nobody is left
    confirm(world.he, made)
    with pytest.raises(Invalid, match="already_confirmed"):
        confirm(world.cheng, made)
    db.session.add(
        Membership(person_id=world.he.person_id, role=world.luo.role, unit_id=world.units[TRAFFIC], starts_on=TODAY)
    )
    db.session.commit()
    both = world.luo.__class__(world.he.person_id, 1, world.luo.role, world.units[TRAFFIC])
    with pytest.raises(Invalid, match="same_person"):
        confirm(both, made)


def test_the_desk_confirms_for_a_unit_that_has_nobody_left(world: World) -> None:
    case = builders.in_hand(world)
    made = draw_up(world, case)
    for hat in db.session.scalars(select(Membership).where(Membership.unit_id == world.units[EDUCATION])):
        hat.ends_on = TODAY
    db.session.commit()
    confirm(world.lu, made)
    confirm(world.luo, made)
    assert fetch(case).tasks[0].unit_id == world.units[TRAFFIC]


def test_a_share_stands_on_one_open_list_and_a_cancelled_one_frees_it(world: World) -> None:
    case = builders.in_hand(world)
    made = draw_up(world, case)
    with pytest.raises(Invalid, match="not_to_hand_over"):
        draw_up(world, case)
    db.session.rollback()
    hand_overs.cancel(world.chen, made, version=1, now=LATER)
    with pytest.raises(Invalid, match="list_cancelled"):
        confirm(world.he, made)
    hand_over(world, case)
    assert fetch(case).tasks[0].unit_id == world.units[TRAFFIC]


def test_a_unit_can_be_split_and_ends_when_its_lists_are_confirmed(world: World) -> None:
    first, second = builders.in_hand(world), builders.an_assigned(world)
    facts = UnitFacts("临江市学前教育局", "市学前教育局")
    units.add(world.chen, facts, now=NOW)
    new = db.session.scalars(select(Unit.id).where(Unit.short_name == "市学前教育局")).one()
    db.session.rollback()
    with pytest.raises(Invalid, match="has_open_tasks"):
        units.end(world.chen, world.units[EDUCATION], successor_id=new, version=1, now=LATER)
    hand_over(world, first)
    plan = Plan(world.units[EDUCATION], new, [task_of(world, second)])
    made = hand_overs.draw_up(world.chen, plan, now=LATER)
    confirm(world.he, made)
    # The new unit has people only when the security administrator has given them hats.
    receiver = world.luo.__class__(world.luo.person_id, world.luo.membership_id, world.luo.role, new)
    confirm(receiver, made)
    units.end(world.chen, world.units[EDUCATION], successor_id=new, version=1, now=LATER)
    db.session.rollback()
    assert db.session.get_one(Unit, world.units[EDUCATION]).ended_on is not None
