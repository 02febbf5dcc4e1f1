"""Finding in a real browser: from any page by the keyboard, narrowed and widened again, straight to a number; what
looks alike shown at review and read side by side; a unit proposed at the meeting."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import Person
from tests.journeys.walks import Matter, company, is_assigned, is_finished, is_handed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PROBLEM = "芦苇小学校门直接开在车行道上，上学放学的半小时里，接送车辆和步行学生挤在一处，去年有3名学生被剐蹭。"
REQUEST = "在校门两侧各50米划设护学通道，早晚高峰禁止停车。"
FIRST = Matter("在芦苇小学门口划设护学通道", PROBLEM, REQUEST)
AGAIN = Matter("尽快在芦苇小学门口划设护学通道", PROBLEM, REQUEST)
OTHER = Matter("给湿地公园补种芦苇", "湿地公园北岸的芦苇去年冬天枯死了三成。", "春天补种北岸的芦苇。", "城建交通")


def test_from_a_word_to_the_paper_that_looks_alike(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"lin"})
    lin, chen = who("lin"), who("chen")
    is_handed_in(lin, FIRST)
    is_assigned(chen, FIRST.title, {"市教育局": "主办"})
    is_handed_in(lin, OTHER)
    is_numbered(chen, OTHER.title)
    is_found_by_the_keyboard(chen)
    is_narrowed_and_widened(chen)
    is_opened_by_its_number(chen)
    is_shown_while_it_is_written_again(lin)
    is_read_side_by_side_at_review(chen)
    is_proposed_a_unit(chen)


def is_numbered(chen: Person, title: str) -> None:
    chen.take_up("请审查", title)
    chen.press("立案编号")


def is_found_by_the_keyboard(chen: Person) -> None:
    chen.open("/notices")
    chen.page.keyboard.press("/")
    chen.page.keyboard.type("芦苇")
    chen.page.keyboard.press("Enter")
    chen.page.wait_for_url("**/search?**")
    chen.reads("2件", FIRST.title, OTHER.title, "接送车辆和步行学生挤在一处")
    marks = {one.inner_text() for one in chen.page.locator("ol.found mark").all()}
    assert marks == {"芦苇"}
    chen.page.locator("body").press("ArrowDown")
    chen.page.keyboard.press("Enter")
    chen.page.wait_for_url("**/suggestions/*")


def is_narrowed_and_widened(chen: Person) -> None:
    chen.open("/search?q=芦苇")
    chen.page.locator("select[name=category]").select_option(label="城建交通")
    chen.page.get_by_role("main").get_by_role("button", name="检索", exact=True).click()
    chen.page.wait_for_url("**category=**")
    chen.reads("1件", OTHER.title)
    assert FIRST.title not in chen.text
    chen.follow("全部清除")
    chen.reads("2件", FIRST.title)


def is_opened_by_its_number(chen: Person) -> None:
    row = chen.page.get_by_role("listitem").filter(has_text=FIRST.title)
    number = row.locator(".found__facts span").first.inner_text()
    chen.follow(FIRST.title)
    here = chen.page.url
    chen.open(f"/search?q=第{number}号")
    assert number.isdigit() and chen.page.url == here


def is_shown_while_it_is_written_again(lin: Person) -> None:
    lin.open("/suggestions/new")
    lin.fill("标题", AGAIN.title)
    lin.fill("现在有什么问题", AGAIN.problem)
    lin.waits_for("以前提过？")
    lin.reads(FIRST.title)
    is_finished(lin, AGAIN)


def is_read_side_by_side_at_review(chen: Person) -> None:
    chen.take_up("请审查", AGAIN.title)
    chen.reads(FIRST.title)
    chen.follow("对照着看")
    chen.reads("异同", "很相近", "那件后来怎么样")
    # What both say leads from one to the other.
    chen.page.locator("a.said-too").first.click()
    assert "#theirs-" in chen.page.url
    is_numbered(chen, AGAIN.title)


def is_proposed_a_unit(chen: Person) -> None:
    chen.take_up("请交办", AGAIN.title)
    chen.reads("市教育局", "1件")
    chen.choose("市教育局怎么办", "主办")
    chen.press("看看会发出什么")
    chen.press("交办这一件")
    chen.open("/assignments/proposed")
    chen.reads("1件")
