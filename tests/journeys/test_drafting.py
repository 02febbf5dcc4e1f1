"""The drafting desk in a real browser: the checks come with the automatic save, one is put away and stays away, counted
requests are taken apart, the paper is handed in all the same, and the desk puts the rest into its letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TITLE = "给柳堤路口装行人信号灯"


def test_a_draft_is_read_while_it_is_written(people: Callable[..., Person]) -> None:
    lin, chen = people("lin"), people("chen")
    is_written(lin)
    is_put_away_for_this_draft(lin)
    is_taken_apart(lin)
    is_handed_in_all_the_same(lin)
    is_put_into_the_letter(chen)


def is_written(lin: Person) -> None:
    lin.open("/suggestions/new")
    lin.reads("边写边看")
    lin.fill("标题", TITLE)
    lin.fill("现在有什么问题", "我家楼下的路口没有信号灯，早高峰每小时过街的有312人。")
    lin.fill("为什么会这样", "急")
    lin.fill("第1项请求", "一、进一步加强管理工作；二、在柳堤路口增设行人信号灯。")
    lin.waits_for("处可以再看看")
    lin.reads("3处可以再看看", "一格里有2项请求", "原因写得很短")


def is_put_away_for_this_draft(lin: Person) -> None:
    lin.page.locator("#checks summary", has_text="我家").click()
    lin.page.get_by_role("button", name="不再提醒这一条").first.click()
    lin.reads("收起了1条")
    # Under the field it is gone too, and neither the next save nor a look from anew brings it back.
    assert lin.page.get_by_text("这里写到“我家”").filter(visible=True).count() == 0
    with lin.page.expect_response("**/autosave"):
        lin.fill("为什么会这样", "太急")
    lin.reads("收起了1条")
    assert lin.page.get_by_text("这里写到“我家”").filter(visible=True).count() == 0
    lin.page.reload()
    lin.reads("收起了1条")
    lin.page.get_by_role("button", name="再看一遍").click()
    assert lin.page.locator("#checks summary", has_text="我家").is_visible()


def is_taken_apart(lin: Person) -> None:
    lin.page.get_by_role("button", name="拆成一格一项").click()
    boxes = lin.page.locator("[data-request] textarea")
    boxes.nth(1).wait_for()
    assert [one.input_value() for one in boxes.all()] == ["进一步加强管理工作。", "在柳堤路口增设行人信号灯。"]
    lin.reads("请求比较笼统")


def is_handed_in_all_the_same(lin: Person) -> None:
    lin.pick("类别", "城建交通")
    lin.tick("同意全文公开")
    lin.press("预览公文样，准备提交")
    lin.reads("只是提醒", "第1项请求：写到“加强”")
    lin.press("提交给市人大")
    lin.reads("已提交给市人大")


def is_put_into_the_letter(chen: Person) -> None:
    chen.take_up("请审查", TITLE)
    chen.reads("写到“我家”")
    chen.unfold("写作检查")
    chen.follow("放进“退回修改”里请代表改")
    assert "第1项请求：写到“加强”" in chen.page.get_by_label("请代表改什么").input_value()
