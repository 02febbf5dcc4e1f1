"""Hand-over lists on the pages: drawn up by the desk, confirmed by both units, seen by nobody else."""

from __future__ import annotations

from tests import builders, situations_entries
from tests.builders import fetch, task_of
from tests.conftest import Browsers
from tests.world import World


def draw_up(browse: Browsers, world: World, case: int):
    chen, address = browse("chen"), f"/units/{world.units['市教育局']}/hand-over"
    chen.open(address)
    chosen = {"tasks": str(task_of(world, case)), "successor": str(world.units["市交通运输局"])}
    return chen.send(address, reason="机构改革方案", **chosen)


def test_a_list_is_drawn_up_and_confirmed_by_both(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    page = draw_up(browse, world, case)
    assert "等双方确认" in page.words
    for login in ("he", "su"):
        one = browse(login)
        assert "单位撤并的交接清单1份" in one.open("/").words
        assert "请您确认" in one.open("/hand-overs").words
        one.open("/hand-overs/1")
        one.send("/hand-overs/1/confirm")
        assert "交接清单" not in one.open("/").words
    assert fetch(case).tasks[0].unit_id == world.units["市交通运输局"]
    page = browse("lin").open(f"/suggestions/{case}")
    assert "撤并，本件由市交通运输局接办，期限不变" in page.words
    assert "市教育局签收了本件" in page.words
    assert "已移交" in browse("chen").open("/hand-overs/1/paper").words


def test_what_is_missing_is_said_and_the_ticks_stay(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    chen, address = browse("chen"), f"/units/{world.units['市教育局']}/hand-over"
    chen.open(address)
    page = chen.send(address, status=422, reason="机构改革方案")
    assert "请至少选一个" in page.words
    page = chen.send(address, status=422, tasks=str(task_of(world, case)))
    assert "请选一项" in page.words
    assert page.data(address)["tasks"]


def test_nobody_else_sees_a_list(browse: Browsers, world: World) -> None:
    draw_up(browse, world, builders.in_hand(world))
    for login in ("zheng", "lin", "du", "jing", "tian", "an"):
        browse(login).open("/hand-overs/1", status=404)


def test_a_unit_with_open_work_is_led_to_the_list(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    page = browse("chen").open(f"/units/{world.units['市教育局']}/end")
    assert "列交接清单" in page.words


def test_a_cancelled_list_moves_nothing(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    draw_up(browse, world, case)
    chen = browse("chen")
    chen.open("/hand-overs/1")
    page = chen.send("/hand-overs/1/cancel")
    assert "已作废" in page.words
    assert fetch(case).tasks[0].unit_id == world.units["市教育局"]


def test_who_handed_it_over_reads_the_case_and_not_what_the_successor_writes(browse: Browsers, world: World) -> None:
    case = situations_entries.handed_over(world)
    one = fetch(case).tasks[0].rounds[0].id
    jing = browse("jing")
    assert "市交通运输局" in jing.open(f"/suggestions/{case}").words
    jing.open(f"/suggestions/{case}/rounds/{one}/letter", status=404)
    browse("su").open(f"/suggestions/{case}/rounds/{one}/letter")


def test_the_list_says_what_becomes_of_two_shares_that_meet(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    assert "接办单位会办本件，移交后它的会办任务结束" in draw_up(browse, world, case).words
    assert "它的会办任务结束" in browse("luo").open("/hand-overs/1").words


def test_a_unit_on_an_open_list_is_led_there_before_it_is_ended(browse: Browsers, world: World) -> None:
    draw_up(browse, world, builders.in_hand(world))
    page = browse("chen").open(f"/units/{world.units['市交通运输局']}/end")
    assert "涉及它的交接清单还没有生效" in page.words
    assert any(href.endswith("/hand-overs/1") for href, _words in page.links)


def test_who_takes_over_reads_on_the_list_what_it_is_about(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    draw_up(browse, world, case)
    taking = browse("su").open("/hand-overs/1")
    assert "经办人：景行" in taking.words and "记过0次沟通" in taking.words
    assert fetch(case).text.requests[0].body[:10] in taking.words
    opened = f"/suggestions/{case}"
    assert opened not in [href for href, _words in taking.links], "it may not open the paper before it has it"
    browse("su").open(opened, status=404)
    assert opened in [href for href, _words in browse("he").open("/hand-overs/1").links]
