"""A key item that binds a group and runs for years, from proposal to the end, through the screens; what waits for whom
on the way is on home until it is done."""

from __future__ import annotations

from tests import keying
from tests.builders import a_registered, fetch, in_hand
from tests.conftest import Browsers
from tests.invariants_keys import keys
from tests.keying import a_paper, item_of, marks, proposed
from tests.page import Browser
from tests.services.test_groups import line, merge
from tests.web.test_key_items import PROPOSED, newest, number_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.key_items import KeyStage
from tracker.models.joint import HandlingGroup
from tracker.queries.stages import tally
from tracker.services import groups

DAYS = {"lines-0-plan_due_on": "2026-05-01", "lines-0-report_due_on": "2026-09-30", "lines-0-verdict": "accept"}


def decide(chen: Browser, meeting: str) -> None:
    chen.open("/key-items/decisions")
    page = chen.send("/decisions", button=("step", "check"), meeting=meeting, **DAYS)
    assert "核对以后再登记" in page.words
    assert "已登记1件的决定" in chen.send("/decisions", button=("step", "send")).words


def reported(browse: Browsers, item: int) -> None:
    cheng = browse("cheng")
    cheng.open(f"/key-items/{item}/report")
    assert "报告已提交主任会议" in cheng.send("/report", button=("hand_in", "1"), body="护学岗都有了。").words


def concluded(ou: Browser, item: int, goes_on: str) -> None:
    ou.open(f"/key-items/{item}/conclusion")
    ou.send("/conclusion", result="看过，护学岗在岗。", goes_on=goes_on)


def test_a_group_is_bound_whole_for_two_years_and_let_go_at_the_end(browse: Browsers, world: World) -> None:
    cases = [in_hand(world), a_registered(world)]
    group = merge(world, *cases)
    ou, chen = browse("ou"), browse("chen")
    ou.open("/key-items/new")
    ou.send("/new", button=("step", "send"), numbers=number_of(cases[0]), whole_groups="y", **PROPOSED)
    first = newest()
    decide(chen, "第四十次主任会议")
    assert [marks(one)[0] for one in cases] == [True, True]
    late = a_registered(world)
    version = db.session.get_one(HandlingGroup, group, populate_existing=True).version
    groups.add(world.chen, group, [line(late)], version=version, why="同一个校门口", differ="路段不同", now=NOW)
    assert "建议3件" in chen.open(f"/key-items/{first}").words and marks(late) == (True, False)
    reported(browse, first)
    concluded(ou, first, "on")
    second = newest()
    assert (
        second != first
        and "接续2026年重点督办" in ou.page.words
        and "下一年2027年" in ou.open(f"/key-items/{first}").words
    )
    assert all(marks(one)[0] for one in (*cases, late)), "nothing vanishes between two years"
    page = ou.open(f"/key-items/{second}/proposal")
    held = page.data("/proposal")
    assert (
        held["criteria"] == ["city_wide", "raised_by_many"] and held["whole_groups"] == "y" and held["year"] == "2027"
    )
    assert "已经修改" in ou.send("/proposal", button=("step", "send"), title="小学门口交通安全（第二年）").words
    decide(chen, "第五十二次主任会议")
    words = chen.open(f"/suggestions/{late}").words
    assert "2026年重点督办" in words and "2027年重点督办" in words and "继续列入" in words
    assert list(keys()) == [] and item_of(second).stage is KeyStage.RUNNING
    reported(browse, second)
    concluded(ou, second, "end")
    assert not any(marks(one)[0] for one in (*cases, late))
    assert not db.session.get_one(HandlingGroup, group, populate_existing=True).is_key
    assert "建议3件" in chen.open(f"/key-items/{second}").words, "what it held to the end stays in its story"


def waits(world: World) -> dict[str, set[str]]:
    """Who has which line about key items on home."""
    db.session.rollback()
    found = {
        who: {code for code, n in tally(actor, today=TODAY).decisions.items() if code.startswith("key_") and n}
        for who, actor in world.actors.items()
    }
    return {who: codes for who, codes in found.items() if codes}


def test_home_says_what_waits_for_whom_until_it_is_done(browse: Browsers, world: World) -> None:
    case = a_paper(world)
    item = proposed(world, case)
    assert waits(world) == {"chen": {"key_to_decide"}, "lu": {"key_to_decide"}}
    keying.key_decisions.decide(world.chen, keying.MEETING, [keying.a_verdict(item)], now=NOW)
    drafts = {"jing": {"key_to_draft"}, "he": {"key_to_draft"}}
    assert waits(world) == {"ou": {"key_to_plan"}, "cheng": {"key_to_report"}} | drafts
    assert "还没有人起草的督办件1项" in browse("jing").open("/").words
    keying.planned(world, item)
    assert waits(world) == {"cheng": {"key_to_report"}} | drafts
    version = keying.key_reports.draft(world.jing, item, "草稿", version=0, now=NOW)
    assert waits(world) == {"cheng": {"key_to_report"}}
    keying.held(world, item)
    answering = {who: {"key_to_answer"} for who in ("jing", "he")}
    assert waits(world) == {"cheng": {"key_to_report", "key_to_answer"}} | answering
    demand = item_of(item).events[0].demands[0].id
    keying.key_supervision.answer(world.jing, item, demand, "排好了。", version=keying.at(item), now=NOW)
    keying.key_reports.hand_in(world.cheng, item, "都有了。", version=version, now=NOW)
    assert waits(world) == {"ou": {"key_to_conclude"}}
    keying.concluded(world, item, goes_on=True)
    assert waits(world) == {"chen": {"key_to_decide"}, "lu": {"key_to_decide"}}
    assert fetch(case).is_key
