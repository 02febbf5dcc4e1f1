"""Reorganised units: open work goes by a list both sides confirm; no day moves, and who answered stays who answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, fetch, task_of
from tests.invariants import broken
from tests.situations import SITUATIONS
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.domain.permissions import Sight, sight, why_not
from tracker.domain.states import RoundState, TaskState
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Membership
from tracker.models.procedures import HandOver
from tracker.models.record import Clock, Event
from tracker.queries.cases import find_suggestion
from tracker.services import assignments, hand_overs, handling, ratings, replies, units
from tracker.services._load import Invalid, Missing
from tracker.services.hand_overs import Plan
from tracker.services.units import UnitFacts

LATER = NOW + timedelta(days=9)
EDUCATION, TRAFFIC, COURT = "市教育局", "市交通运输局", "市中级人民法院"


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


def confirmed_list(world: World, case: int, *, giving: str, taking: str) -> int:
    """A list of one share, confirmed by both."""
    made = draw_up(world, case, giving=giving, taking=taking)
    people = {EDUCATION: world.he, TRAFFIC: world.luo, COURT: world.zheng}
    confirm(people[giving], made)
    confirm(people[taking], made)
    return made


def with_a_third(world: World) -> int:
    """Education leads, traffic is co-unit, a third co-unit still waits with the coordinator."""
    police = units.add(world.chen, UnitFacts("临江市公安局", "市公安局", has_coordinator=True), now=NOW)
    world.units["市公安局"] = police
    shares = (*LEAD_AND_CO, ("市公安局", TaskRole.CO, ()))
    case = builders.an_assigned(world, shares=shares, distributed=False)
    sent = {task.id: task.unit_id for task in fetch(case).tasks if task.unit_id != police}
    assignments.distribute(world.du, case, sent, now=NOW)
    return case


def test_a_share_that_still_waits_can_be_sent_on_after_two_others_met(world: World) -> None:
    case = with_a_third(world)
    confirmed_list(world, case, giving=TRAFFIC, taking=EDUCATION)
    ended = [task for task in fetch(case).tasks if task.state is TaskState.ENDED]
    assert [(task.came_from.short_name, task.was_replaced) for task in ended] == [(TRAFFIC, True)]
    third = next(task for task in fetch(case).tasks if task.unit_id == world.units["市公安局"])
    assignments.distribute(world.du, case, {third.id: third.unit_id}, now=LATER)
    assert task_of(world, case, "市公安局") == third.id and third.state is TaskState.ASSIGNED
    assert broken(world, today=TODAY) == []


def test_a_share_is_still_not_sent_to_a_unit_that_has_another(world: World) -> None:
    case = with_a_third(world)
    third = task_of(world, case, "市公安局")
    with pytest.raises(Invalid, match="unit_twice"):
        assignments.distribute(world.du, case, {third: world.units[TRAFFIC]}, now=LATER, note="改由交通局")


def test_a_unit_that_takes_over_a_separate_share_answers_both(world: World) -> None:
    case = builders.in_hand(world, shares=builders.SEPARATE)
    handling.sign_for(world.zheng, task_of(world, case, COURT), handler_id=world.han.person_id, now=NOW)
    confirmed_list(world, case, giving=COURT, taking=EDUCATION)
    held = [(task.unit.short_name, task.part, task.state) for task in fetch(case).tasks]
    assert held == [(EDUCATION, [1], TaskState.HANDLING), (EDUCATION, [2], TaskState.SIGNED_FOR)]
    assert broken(world, today=TODAY) == []


def test_an_opinion_that_was_given_stays_beside_the_lead_and_the_letter_does_not_hear_itself(world: World) -> None:
    case = SITUATIONS["co_replied"].reach(world)
    confirmed_list(world, case, giving=EDUCATION, taking=TRAFFIC)
    lead, co = fetch(case).tasks
    assert (co.state, co.was_replaced, co.opinion.body) == (TaskState.REPLIED, False, "没有意见。")
    assert replies.closing_of(lead.rounds[0], {co.unit_id: TRAFFIC}, today=TODAY) == ""
    assert broken(world, today=TODAY) == []


def test_who_decides_on_more_time_follows_the_unit(world: World) -> None:
    case = SITUATIONS["extension_asked"].reach(world)
    assert fetch(case).tasks[0].extension_is_coordinators
    made = draw_up(world, case, taking=COURT)
    confirm(world.he, made)
    confirm(world.zheng, made)
    task = fetch(case).tasks[0]
    assert task.extension_is_open and not task.extension_is_coordinators
    assert why_not(world.chen, Action.REFUSE_EXTENSION, task, today=day_of(LATER)) is None


def test_a_unit_on_an_open_list_does_not_end_and_one_that_ended_takes_nothing(world: World) -> None:
    case = builders.in_hand(world)
    made = draw_up(world, case)
    with pytest.raises(Invalid, match="on_open_list"):
        units.end(world.chen, world.units[TRAFFIC], successor_id=None, version=1, now=LATER)
    db.session.rollback()
    confirm(world.he, made)
    db.session.get_one(Unit, world.units[TRAFFIC]).ended_on = TODAY
    db.session.commit()
    with pytest.raises(Invalid, match="taking_has_ended"):
        confirm(world.luo, made)
    db.session.rollback()
    assert fetch(case).tasks[0].unit_id == world.units[EDUCATION]
