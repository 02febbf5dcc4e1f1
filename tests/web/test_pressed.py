"""What presses on a board at this moment: chases, supervision and key items, each number with its list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from tests import builders
from tests.builders import SEPARATE, task_of
from tests.conftest import Browsers
from tests.keying import decided, item_of
from tests.situations_chases import LONG_AGO, late, supervised
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.lateness import LateReason
from tracker.models.key_items import KeyItem
from tracker.services import chases, late_reasons
from tracker.services.chases import Said
from tracker.services.figures import keep_up


def pressing(world: World) -> dict[str, int]:
    """One share of the education bureau supervised, one chased and answered; one of the court's chased."""
    made = {"supervised": supervised(world), "answered": late(world)}
    chases.chase(world.lin, task_of(world, made["answered"]), Said(), now=NOW)
    chases.answer(world.jing, task_of(world, made["answered"]), words="下周答复。", now=NOW)
    made["court"] = builders.an_assigned(world, shares=SEPARATE, now=LONG_AGO)
    chases.chase(world.chen, task_of(world, made["court"], "市中级人民法院"), Said(), now=NOW)
    keep_up(now=NOW, most=None)
    return made


LATE = "逾期12天（期限给90天，一共用了102天）：承办单位办理102天。"


def tile(page, name: str) -> str:
    found = re.search(rf"{name}(\d+)", page.words)
    assert found, name
    return found[1]


def test_each_hat_reads_what_presses_in_its_sphere_and_opens_as_many(browse: Browsers, world: World) -> None:
    pressing(world)
    for who, chased, unanswered, sent in (("chen", 3, 2, 1), ("du", 2, 1, 1), ("cheng", 2, 1, 1), ("ou", 3, 2, 1)):
        browser = browse(who)
        page = browser.open("/board?of=all")
        numbers = tile(page, "催办中"), tile(page, "催了没有回应"), tile(page, "已发督办通知")
        assert numbers == (str(chased), str(unanswered), str(sent)), who
        for href, words in page.links:
            if "/board/pressed" in href and words.isdigit():
                listed = browser.open(href)
                assert f"{words}件次" in listed.words and listed.body.count('data-head="承办单位"') == int(words), href


def test_the_units_of_a_board_say_how_often_they_are_chased(browse: Browsers, world: World) -> None:
    pressing(world)
    page = browse("chen").open("/board?of=all")
    unit = f"unit={world.units['市教育局']}"
    href, words = next((href, words) for href, words in page.links if "/board/pressed" in href and unit in href)
    assert "催了4次" in page.words and "1件次没有回应" in page.words and "包括会办的和还没有到期的" in page.words
    listed = browse("chen").open(href)
    rows = listed.body.count('data-head="承办单位"')
    assert words == f"{rows}件次", "the number counts what its list does"
    assert "列入主任会议名单1件次" in page.words


def test_a_list_says_why_each_share_is_late_to_those_who_are_told(browse: Browsers, world: World) -> None:
    case = pressing(world)["answered"]
    late_reasons.state(world.du, task_of(world, case), LateReason.MATTER, words="等批复", now=NOW)
    for who in ("chen", "du", "cheng"):
        words = browse(who).open("/board/pressed?what=chased&of=all").words
        assert (
            "逾期12天（期限给90天，一共用了102天）：承办单位办理102天。" in words
            and "认定原因：事项本身的原因" in words
        ), who
    assert "承办单位办理" not in browse("ou").open("/board/pressed?what=chased&of=all").words


def test_nobody_reads_of_others_through_an_address(browse: Browsers, world: World) -> None:
    pressing(world)
    for who in ("lin", "tian", "xi"):
        browse(who).open("/board/pressed?what=chased", status=404)
    browse("cheng").open(f"/board/pressed?what=chased&unit={world.units['市中级人民法院']}", status=404)
    browse("du").open("/board/pressed?what=chased&system=court", status=404)
    browse("chen").open("/board/pressed?what=nothing", status=404)
    assert "现在没有这样的" in browse("gu").open("/board/pressed?what=supervised&of=all").words


def test_key_items_stand_on_the_board_with_what_is_late_and_what_comes_next(browse: Browsers, world: World) -> None:
    item = decided(world, builders.in_hand(world))
    held = db.session.get_one(KeyItem, item)
    held.report_due_on = TODAY - timedelta(days=1)
    db.session.commit()
    keep_up(now=NOW, most=None)
    page = browse("chen").open("/board?of=all")
    assert "1项重点督办在办，1项有逾期" in page.words and "报告逾期" in page.words and "有逾期的1项" in page.words
    assert item_of(item).title in page.words
    assert item_of(item).title in browse("ou").open("/board/pressed?what=key_late&of=all").words


def test_a_board_asks_as_often_however_much_presses(browse: Browsers, world: World) -> None:
    pressing(world)
    asked = {who: statements_of(browse(who), "/board?of=all") for who in ("chen", "du", "cheng")}
    lists = statements_of(browse("chen"), "/board/pressed?what=chased&of=all")
    for _ in range(3):
        chases.chase(world.chen, task_of(world, late(world)), Said(), now=NOW)
    keep_up(now=NOW, most=None)
    assert {who: statements_of(browse(who), "/board?of=all") for who in asked} == asked
    assert statements_of(browse("chen"), "/board/pressed?what=chased&of=all") == lists


@pytest.mark.parametrize("what", ["supervised", "chair"])
def test_a_signer_s_home_says_what_waits_until_it_is_answered(browse: Browsers, world: World, what: str) -> None:
    case = supervised(world)
    verb = {"supervised": "请过问", "chair": "请准备说明"}[what]
    cheng = browse("cheng")
    page = cheng.open("/")
    href = next(href for href, words in page.links if words.startswith(verb))
    assert "1件次" in cheng.open(href).words
    chases.answer(world.cheng, task_of(world, case), words="本周五答复。", now=NOW)
    assert verb not in cheng.open("/").words


def test_the_desk_s_home_says_when_the_day_of_the_chair_meeting_has_come(browse: Browsers, world: World) -> None:
    late(world)
    assert "请列入主任会议名单" not in browse("chen").open("/").words
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        assert "请列入主任会议名单" in browse("chen").open("/").words
        # The coordinator supervises; only the desk reports to the chair meeting.
        assert "请列入主任会议名单" not in browse("du").open("/").words


def test_the_late_cases_of_a_board_say_why_and_are_counted_by_reason(browse: Browsers, world: World) -> None:
    cases = [late(world), late(world), late(world)]
    late_reasons.state(world.du, task_of(world, cases[0]), LateReason.OFFICES, words="退件裁定二十天", now=NOW)
    keep_up(now=NOW, most=None)
    for who in ("chen", "du", "cheng"):
        words = browse(who).open("/board/cases?measures=overdue&of=all").words
        assert "按逾期的原因：承办单位办理2件次，等待机关决定1件次。" in words, who
        assert words.count(LATE) == 3 and "杜衡2026年4月1日" in words
    assert "按逾期的原因" not in browse("ou").open("/board/cases?measures=overdue&of=all").words
