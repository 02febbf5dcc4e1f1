"""Before a paper is assigned its units are shown the draft; each says once whether it is its business."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.parties import TaskRole
from tracker.domain.permissions import Sight, sight
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused, Why
from tracker.models.procedures import Say
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.services import assignments, circulation
from tracker.services._load import Invalid
from tracker.services.assignments import Plan, Share
from tracker.services.circulation import Word

NEXT_WEEK = NOW + timedelta(days=10)


def to_circulate(world: World) -> int:
    """A registered paper of a city that circulates; the switch itself is tested with the rulebook."""
    case = builders.a_registered(world)
    db.session.get_one(Suggestion, case).circulates = True
    db.session.commit()
    return case


def a_plan(world: World, case: int) -> Plan:
    shares = [
        Share(world.units["市教育局"], TaskRole.LEAD),
        Share(world.units["市交通运输局"], TaskRole.CO, asked="请说明标线怎么划"),
    ]
    return Plan(case, fetch(case).version, shares)


def circulating(world: World) -> int:
    case = to_circulate(world)
    circulation.pre_assign(world.chen, a_plan(world, case), answer_by=None, now=NOW)
    return case


def test_the_usual_day_leaves_a_working_day_to_assign_the_paper(world: World) -> None:
    case = to_circulate(world)
    late = NOW + timedelta(days=7)
    circulation.pre_assign(world.chen, a_plan(world, case), answer_by=None, now=late)
    found = fetch(case)
    limit = db.session.scalar(select(Clock.due_on).where(Clock.suggestion_id == case, Clock.kind == ClockKind.ASSIGN))
    assert limit and found.circulated_until and day_of(late) <= found.circulated_until < limit
    overdue = circulation.last_day(None, assign_by=TODAY - timedelta(days=1), now=NOW)
    assert overdue == circulation.last_day(None, assign_by=None, now=NOW) > TODAY


def test_nothing_is_assigned_before_the_units_were_asked(world: World) -> None:
    case = to_circulate(world)
    with pytest.raises(Refused) as refused:
        assignments.assign(world.chen, a_plan(world, case), now=NOW)
    assert refused.value.why is Why.STILL_TO_CIRCULATE


def test_where_the_city_does_not_circulate_nobody_is_asked(world: World) -> None:
    case = builders.a_registered(world)
    with pytest.raises(Refused) as refused:
        circulation.pre_assign(world.chen, a_plan(world, case), answer_by=None, now=NOW)
    assert refused.value.why is Why.NOT_CIRCULATED_HERE


def test_the_units_are_asked_and_read_the_paper_until_the_round_is_over(world: World) -> None:
    case = circulating(world)
    assert [(one.role, one.asked) for one in fetch(case).hearings] == [("lead", ""), ("co", "请说明标线怎么划")]
    assert sight(world.he, fetch(case)) is Sight.FULL and sight(world.zheng, fetch(case)) is Sight.NOTHING
    circulation.speak(world.he, case, Word(Say.OURS), now=NOW)
    assert sight(world.he, fetch(case)) is Sight.FULL and sight(world.luo, fetch(case)) is Sight.FULL
    circulation.speak(world.luo, case, Word(Say.OURS), now=NOW)
    assert sight(world.he, fetch(case)) is Sight.NOTHING and fetch(case).open_hearings == 0


def test_what_a_unit_said_may_be_said_anew_while_the_round_is_open(world: World) -> None:
    case = circulating(world)
    circulation.speak(world.he, case, Word(Say.NOT_OURS, None, "属市交通运输局"), now=NOW)
    with pytest.raises(Invalid) as refused:
        circulation.speak(world.jing, case, Word(Say.OURS), now=NOW)
    assert refused.value.problems == {"say": "said_meanwhile"}
    circulation.speak(world.he, case, Word(Say.OURS, over=fetch(case).hearings[0].version), now=NOW)
    assert [one.say for one in fetch(case).hearings] == [Say.OURS, None] and fetch(case).circulates


def test_the_clock_of_the_rulebook_runs_or_the_day_the_desk_sets(world: World) -> None:
    held = select(Clock).where(Clock.kind == ClockKind.PRE_ASSIGNMENT)
    case = circulating(world)
    # Five working days after 1 April 2026; the sixth is Tomb-Sweeping's holiday.
    assert fetch(case).circulated_until == db.session.scalars(held).one().due_on == date(2026, 4, 9)
    other = to_circulate(world)
    circulation.pre_assign(world.chen, a_plan(world, other), answer_by=date(2026, 4, 3), now=NOW)
    mine = db.session.scalars(held.where(Clock.suggestion_id == other)).one()
    assert mine.due_on == fetch(other).circulated_until == date(2026, 4, 3)


def test_a_day_that_is_past_is_refused(world: World) -> None:
    case = to_circulate(world)
    with pytest.raises(Invalid) as refused:
        circulation.pre_assign(world.chen, a_plan(world, case), answer_by=TODAY - timedelta(days=1), now=NOW)
    assert refused.value.problems == {"answer_by": "day_is_past"}


def test_when_the_last_unit_has_spoken_it_may_be_assigned(world: World) -> None:
    case = circulating(world)
    circulation.speak(world.he, case, Word(Say.OURS), now=NOW)
    with pytest.raises(Refused) as refused:
        assignments.assign(world.chen, a_plan(world, case), now=NOW)
    assert refused.value.why is Why.IS_CIRCULATING
    circulation.speak(world.su, case, Word(Say.NOT_OURS, world.units["市委宣传部"], "本局没有这项职责"), now=NOW)
    assignments.assign(world.chen, a_plan(world, case), now=NOW)
    assert fetch(case).state == "in_handling" and fetch(case).tasks[1].asked == "请说明标线怎么划"
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.PRE_ASSIGNMENT)).one()
    assert clock.stopped_on == TODAY


def test_a_unit_that_says_it_is_not_its_business_says_why(world: World) -> None:
    case = circulating(world)
    with pytest.raises(Invalid) as refused:
        circulation.speak(world.he, case, Word(Say.NOT_OURS), now=NOW)
    assert refused.value.problems == {"words": "not_ours_why"}
    with pytest.raises(Invalid) as refused:
        circulation.speak(world.he, case, Word(Say.NOT_OURS, world.units["市教育局"], "x"), now=NOW)
    assert refused.value.problems == {"better": "own_unit"}


def test_silence_is_no_objection_and_is_kept_as_silence(world: World) -> None:
    case = circulating(world)
    circulation.speak(world.he, case, Word(Say.OURS), now=NOW)
    assert circulation.close_due(now=NEXT_WEEK) == 1 and circulation.close_due(now=NEXT_WEEK) == 0
    assert [one.say for one in fetch(case).hearings] == [Say.OURS, Say.SILENT]
    assert fetch(case).hearings[1].closed_on == date(2026, 4, 9)


def test_a_passed_day_counts_though_the_worker_is_late(world: World) -> None:
    case = circulating(world)
    with pytest.raises(Refused):
        circulation.speak(world.he, case, Word(Say.OURS), now=NEXT_WEEK)
    assignments.assign(world.chen, a_plan(world, case), now=NEXT_WEEK)
    assert {one.say for one in fetch(case).hearings} == {Say.SILENT}
    assert fetch(case).open_hearings == 0


def test_the_desk_ends_it_early_and_may_ask_again(world: World) -> None:
    case = circulating(world)
    circulation.close(world.chen, case, version=fetch(case).version, now=NOW)
    circulation.pre_assign(world.chen, a_plan(world, case), answer_by=None, now=NOW)
    assert [one.say for one in fetch(case).hearings] == [Say.SILENT, Say.SILENT, None, None]
    circulation.speak(world.he, case, Word(Say.OURS), now=NOW)
    circulation.speak(world.luo, case, Word(Say.OURS), now=NOW)
    story = select(Event.action).where(Event.suggestion_id == case).order_by(Event.seq.desc()).limit(1)
    assert db.session.scalar(story) == "close_circulation" and not fetch(case).circulates


def test_many_drafts_go_out_all_or_none(world: World) -> None:
    one, other = to_circulate(world), builders.a_registered(world)
    with pytest.raises(Invalid) as refused:
        plans = [a_plan(world, one), a_plan(world, other)]
        circulation.pre_assign_batch(world.chen, plans, answer_by=None, now=NOW)
    assert refused.value.problems == {f"line-{other}": "not_open"}
    assert not fetch(one).hearings


def test_a_unit_speaks_on_several_drafts_at_once(world: World) -> None:
    cases = [circulating(world), circulating(world)]
    said = {cases[0]: Word(Say.OURS), cases[1]: Word(Say.NOT_OURS, None, "属市交通运输局")}
    circulation.speak_batch(world.he, said, now=NOW)
    assert [fetch(case).hearings[0].say for case in cases] == [Say.OURS, Say.NOT_OURS]
