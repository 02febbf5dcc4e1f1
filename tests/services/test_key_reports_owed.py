"""Whether a key item is reported follows who answers for its papers, however that comes about; asked of one that has
the paper of one unit that has reported, and of another that has not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import builders, keying
from tests.builders import a_registered, an_assigned, fetch, task_of
from tests.invariants import broken
from tests.keying import EDUCATION, REPORT_BY, a_paper, at, decided, item_of
from tests.services.test_groups import line, merge
from tests.services.test_hand_overs import hand_over
from tests.services.test_look_backs import begun
from tests.situations_objections import TRAFFIC, a_claim, task_at
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.key_items import KeyStage
from tracker.domain.parties import TaskRole
from tracker.models.joint import HandlingGroup
from tracker.models.organs import Unit
from tracker.queries.board_key_items import key_lines
from tracker.queries.figures import Scope
from tracker.services import acts, assignments, groups, key_reports, key_supervision, objections, rulings, units
from tracker.services._load import Invalid
from tracker.services.assignments import Plan, Share
from tracker.services.key_supervision import Conclusion
from tracker.services.rulings import Ruling

LATER = NOW + timedelta(days=9)
AFTER = datetime(2026, 10, 12, 2, tzinfo=NOW.tzinfo)
OF_TRAFFIC = ((TRAFFIC, TaskRole.SOLE, ()),)
OVER = Conclusion("三所小学门口都看过，护学岗在岗。", None, goes_on=False)


def of_traffic(world: World) -> int:
    return an_assigned(world, shares=OF_TRAFFIC)


def stands(item_id: int) -> tuple[KeyStage, date | None]:
    item = item_of(item_id)
    return item.stage, item.reported_on


def is_late(world: World, item_id: int) -> bool:
    """What the board says once the day of the reports is past."""
    (one,) = [each for each in key_lines(world.chen, Scope(), today=AFTER.date()) if each.item.id == item_id]
    db.session.rollback()
    return one.report_is_late


def is_still_owed(world: World, item_id: int) -> None:
    """It is late once its day is past, and nobody closes the year without a word on the report that is not there."""
    assert stands(item_id) == (KeyStage.RUNNING, None) and is_late(world, item_id)
    with pytest.raises(Invalid) as refused:
        key_supervision.conclude(world.ou, item_id, OVER, version=at(item_id), now=AFTER)
    assert refused.value.problems == {"without_report": "say_why_without_report"}
    key_reports.hand_in(world.su, item_id, "路口的护学岗由我局落实。", version=0, now=LATER)
    assert stands(item_id) == (KeyStage.REPORTED, LATER.date())
    assert broken(world, today=TODAY) == []


def is_reported(world: World, item_id: int, on: date = TODAY) -> None:
    """As of the day the last of those who answer for it reported; the year is closed without a further word."""
    assert on <= REPORT_BY and stands(item_id) == (KeyStage.REPORTED, on)
    assert not is_late(world, item_id) and broken(world, today=TODAY) == []
    key_supervision.conclude(world.ou, item_id, OVER, version=at(item_id), now=AFTER)
    assert item_of(item_id).stage is KeyStage.CONCLUDED


def add_to(world: World, group_id: int, case: int) -> None:
    version = db.session.get_one(HandlingGroup, group_id, populate_existing=True).version
    groups.add(world.chen, group_id, [line(case)], version=version, why="同一个校门口", differ="路段不同", now=LATER)


def half_reported(world: World) -> tuple[int, int]:
    """The education bureau has reported, the traffic bureau owes; with the paper of the latter."""
    late = of_traffic(world)
    item = decided(world, a_paper(world), late)
    keying.reported(world, item)
    assert stands(item) == (KeyStage.RUNNING, None)
    return item, late


def test_the_unit_of_a_paper_that_joins_with_its_group_owes_its_report(world: World) -> None:
    first = a_paper(world)
    group = merge(world, first, an_assigned(world))
    item = decided(world, first, whole_groups=True)
    keying.reported(world, item)
    assert stands(item) == (KeyStage.REPORTED, TODAY)
    add_to(world, group, of_traffic(world))
    is_still_owed(world, item)


def test_a_paper_that_is_taken_back_leaves_no_report_owing(world: World) -> None:
    late = a_registered(world)
    item = decided(world, a_paper(world), late)
    plan = Plan(late, fetch(late).version, [Share(world.units[TRAFFIC], TaskRole.SOLE)])
    assignments.assign(world.chen, plan, now=NOW)
    assignments.distribute(world.du, late, {task_of(world, late, TRAFFIC): world.units[TRAFFIC]}, now=NOW)
    keying.reported(world, item)
    assert stands(item) == (KeyStage.RUNNING, None)
    # After the day the reports were due: what was in time does not become late by it.
    acts.act(world.lin, Action.WITHDRAW, late, now=AFTER, note="先调研")
    is_reported(world, item)


def test_a_paper_that_leaves_the_group_it_came_with_leaves_no_report_owing(world: World) -> None:
    first, late = a_paper(world), of_traffic(world)
    merge(world, first, late, an_assigned(world))
    item = decided(world, first, whole_groups=True)
    keying.reported(world, item)
    assert stands(item) == (KeyStage.RUNNING, None)
    groups.split(world.chen, late, version=fetch(late).version, why="不是一回事", now=AFTER)
    is_reported(world, item)


def test_what_was_reported_stays_so_when_the_last_paper_is_taken_back(world: World) -> None:
    item, late = half_reported(world)
    key_reports.hand_in(world.su, item, "路口的护学岗由我局落实。", version=0, now=LATER)
    for paper in item_of(item).papers:
        acts.act(world.lin, Action.WITHDRAW, paper.suggestion_id, now=LATER, note="先调研")
        assert stands(item)[0] is KeyStage.REPORTED
    assert not [one for one in item_of(item).papers if one.stands] and fetch(late).is_key is False
    assert broken(world, today=TODAY) == []


def test_the_unit_an_objection_sends_a_share_to_owes_its_report(world: World) -> None:
    case = a_paper(world)
    item = decided(world, case)
    keying.reported(world, item)
    one = task_at(world, case)
    objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    ruling = Ruling("道路设施属交通运输部门职责。", world.units[TRAFFIC], unheard_for="两局已当面商定。")
    one = task_at(world, case)
    rulings.uphold(world.du, one.id, ruling, version=one.version, now=NOW)
    is_still_owed(world, item)


def test_a_share_that_goes_to_a_unit_that_has_reported_leaves_no_report_owing(world: World) -> None:
    item, late = half_reported(world)
    one = task_at(world, late, TRAFFIC)
    objections.object_to(world.luo, one.id, a_claim(world, EDUCATION, "苏婉清"), version=one.version, now=NOW)
    ruling = Ruling("护学岗属教育部门职责。", world.units[EDUCATION], unheard_for="两局已当面商定。")
    one = task_at(world, late, TRAFFIC)
    rulings.uphold(world.du, one.id, ruling, version=one.version, now=LATER)
    is_reported(world, item)


def test_the_unit_that_takes_a_share_over_owes_its_report(world: World) -> None:
    case = a_paper(world)
    item = decided(world, case)
    keying.reported(world, item)
    hand_over(world, case)
    is_still_owed(world, item)


def test_the_unit_that_goes_on_with_the_work_of_one_that_is_no_more_owes_its_report(world: World) -> None:
    """A share that is over goes along where a look-back asks about it."""
    case = builders.closed(world)
    item = decided(world, case)
    keying.reported(world, item)
    begun(world)
    old = db.session.get_one(Unit, world.units[EDUCATION])
    units.end(world.chen, old.id, successor_id=world.units[TRAFFIC], version=old.version, now=NOW)
    is_still_owed(world, item)


def test_the_unit_a_coordinator_sends_a_share_on_to_owes_its_report(world: World) -> None:
    """While it lay with the coordinator nobody but the education bureau had to answer."""
    late = an_assigned(world, shares=OF_TRAFFIC, distributed=False)
    item = decided(world, a_paper(world), late)
    keying.reported(world, item)
    assert stands(item) == (KeyStage.REPORTED, TODAY)
    assignments.distribute(world.du, late, {task_of(world, late, TRAFFIC): world.units[TRAFFIC]}, now=NOW)
    is_still_owed(world, item)


def test_the_unit_a_paper_is_first_assigned_to_owes_its_report(world: World) -> None:
    late, court = a_registered(world), "市中级人民法院"
    item = decided(world, a_paper(world), late)
    keying.reported(world, item)
    plan = Plan(late, fetch(late).version, [Share(world.units[court], TaskRole.SOLE)])
    assignments.assign(world.chen, plan, now=NOW)
    assert stands(item) == (KeyStage.RUNNING, None)
