"""What stands on the desk's home beside the lines of its cases: lists to confirm for a unit, leads to be found."""

from __future__ import annotations

from datetime import timedelta

from tests import builders
from tests.builders import fetch, task_of
from tests.conftest import Browsers
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.models.people import Membership
from tracker.models.procedures import HandOver
from tracker.services import groups, hand_overs, leads, replies

YESTERDAY = TODAY - timedelta(days=1)


def leaves_office(world: World, *logins: str) -> None:
    for login in logins:
        hat = db.session.get_one(Membership, world.actors[login].membership_id)
        hat.starts_on, hat.ends_on = TODAY - timedelta(days=400), YESTERDAY
    db.session.commit()


def a_list(world: World) -> int:
    task = task_of(world, builders.in_hand(world))
    plan = hand_overs.Plan(world.units["市教育局"], world.units["市交通运输局"], [task])
    return hand_overs.draw_up(world.chen, plan, now=NOW)


def test_a_list_the_desk_confirms_in_a_units_stead_stands_on_its_home(browse: Browsers, world: World) -> None:
    one, chen = a_list(world), browse("chen")
    assert "交接清单" not in chen.open("/").words
    leaves_office(world, "he", "cheng")
    page = chen.open("/")
    assert "单位撤并的交接清单1份" in page.words and "移交单位已经没有能确认的人" in page.words
    assert "请您确认" in chen.open("/hand-overs").words
    version = db.session.get_one(HandOver, one).version
    db.session.rollback()
    hand_overs.confirm(world.chen, one, version=version, now=NOW)
    assert "交接清单" not in chen.open("/").words


def test_a_paper_whose_lead_left_office_waits_until_somebody_was_asked_to_lead_on(
    browse: Browsers, world: World
) -> None:
    case, alone, chen = builders.in_hand(world, cosigned=True), builders.in_hand(world), browse("chen")
    assert "领衔代表已离任" not in chen.open("/").words
    leaves_office(world, "lin")
    page = chen.open("/")
    # Nobody could lead the other: it goes on as it is, and nothing waits.
    assert "领衔代表已离任的建议1件" in page.words and "领衔代表离任" in page.words
    assert "/seats/leaderless" in [href for href, _words in page.links]
    assert fetch(alone).author_id == fetch(case).author_id
    leads.offer(world.chen, case, person_id=world.fang.person_id, reason="原领衔代表已离任", now=NOW)
    assert "领衔代表已离任" not in chen.open("/").words


def test_lists_are_paged_and_cost_the_same_however_many(browse: Browsers, world: World) -> None:
    a_list(world)
    chen = browse("chen")
    before = statements_of(chen, "/hand-overs")
    giving, taking = world.units["市教育局"], world.units["市交通运输局"]
    db.session.add_all(HandOver(from_unit_id=giving, to_unit_id=taking, made_at=NOW) for _ in range(PAGE))
    db.session.commit()
    assert statements_of(chen, "/hand-overs") == before
    assert len(chen.open("/hand-overs?page=2").links) < len(chen.open("/hand-overs").links)
    assert "第1份" in chen.open("/hand-overs?page=2").words


def test_drafts_of_a_group_are_read_at_the_same_cost_however_many(browse: Browsers, world: World) -> None:
    assert shared_page(browse, world, 2) == shared_page(browse, world, 5)


def shared_page(browse: Browsers, world: World, many: int) -> int:
    cases = [builders.in_hand(world) for _ in range(many)]
    pairs = [(case, fetch(case).version) for case in cases]
    groups.merge(world.chen, pairs, name=f"{many}件", why="同一个校门口", differ="路段不同", now=NOW)
    one = builders.round_of(world, cases[0])
    replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    return statements_of(browse("jing"), f"/suggestions/{cases[0]}/rounds/{one.id}/shared")
