"""A paper is sent back with passages marked, corrected, compared, meant to be refused, contested, decided by another
person as a letter, and filed anew by its deputy: in a real browser, in the words the people read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TITLE = "转交街坊关于中山路夜间噪声的来信"
PASSAGE = "有时候很吵"


def test_a_paper_that_was_not_accepted_was_heard_twice_and_comes_again(people: Callable[..., Person]) -> None:
    lin, chen, lu = people("lin", width=360), people("chen"), people("lu")
    is_handed_in(lin)
    is_sent_back_with_a_mark(chen)
    is_corrected(lin)
    is_compared_and_meant_to_be_refused(chen)
    is_contested(lin)
    is_decided_by_somebody_else(chen, lu)
    is_put_as_a_letter_and_agreed(lu, lin)
    is_filed_anew(lin)


def is_handed_in(lin: Person) -> None:
    lin.open("/suggestions/new")
    lin.fill("标题", TITLE)
    lin.fill("现在有什么问题", f"居民来信说，中山路夜里{PASSAGE}，希望有人管。")
    lin.fill("第1项请求", "请有关部门管一管中山路夜间的噪声。")
    lin.pick("类别", "城建交通")
    lin.tick("同意全文公开")
    lin.press("预览公文样，准备提交")
    lin.press("提交给市人大")
    lin.reads("已提交给市人大")


def is_sent_back_with_a_mark(chen: Person) -> None:
    chen.take_up("请审查", TITLE)
    chen.press("开始审查")
    select(chen, PASSAGE)
    chen.page.get_by_role("button", name="退回时标出这一处").click()
    chen.fill("怎么改", "请写明几点到几点、是什么声音。")
    chen.fill("请代表改什么", "请把时段写具体。")
    chen.press("退回代表修改")
    chen.reads("已退回代表修改", "请把时段写具体。")


def is_corrected(lin: Person) -> None:
    lin.take_up("请修改", TITLE)
    lin.reads("标出1处", PASSAGE, "请写明几点到几点、是什么声音。", "还没有改")
    lin.fill("现在有什么问题", "居民来信说，中山路夜里23点以后仍有工地打桩声，希望有人管。")
    lin.press("预览公文样，准备提交")
    lin.press("提交给市人大")


def is_compared_and_meant_to_be_refused(chen: Person) -> None:
    chen.take_up("请审查", TITLE)
    chen.reads("审查时对照：上次退回以后改了什么", "标出的1处，已改1处", "23点以后仍有工地打桩声")
    chen.press("开始审查")
    chen.unfold("拟不作为建议处理、按来信处理、建议撤回")
    chen.follow("写拟处理意见")
    chen.tick("不作为建议处理")
    chen.tick("代转群众来信来访的")
    assert "代转群众来信来访" in chen.page.get_by_label("告知代表的话").input_value(), "the model letter of the ground"
    chen.press("告知领衔代表")
    chen.reads("已告知领衔代表", "等他")


def is_contested(lin: Person) -> None:
    lin.take_up("请答复拟处理意见", TITLE)
    lin.reads("代表工作机构拟不作为建议处理，请您答复", "第九条", "还没有作决定")
    lin.fill("您的意见", "这是沿街三个小区共同的问题，不只是转一封信。")
    lin.press("有不同意见")
    lin.reads("改由另一位同志决定", "这是沿街三个小区共同的问题")


def is_decided_by_somebody_else(chen: Person, lu: Person) -> None:
    chen.take_up("请审查", TITLE)
    chen.reads("要由另一位同志作决定", "这是沿街三个小区共同的问题")
    lu.take_up("请审查", TITLE)
    lu.reads("陈思远")
    lu.follow("接手审查")
    lu.press("接手审查")
    lu.reads("已接手")
    lu.take_up("请审查", TITLE)
    lu.follow("收回拟处理意见")
    lu.fill("为什么收回", "改为按来信转送，听听代表的意见。")
    lu.press("收回拟处理意见")
    lu.reads("已收回拟处理意见")


def is_put_as_a_letter_and_agreed(lu: Person, lin: Person) -> None:
    lu.unfold("拟不作为建议处理、按来信处理、建议撤回")
    lu.follow("写拟处理意见")
    lu.tick("作为代表来信处理")
    lu.tick("代转群众来信来访的")
    lu.fill("告知代表的话", "来信反映的噪声拟转市生态环境局阅处，结果告诉您。")
    lu.press("告知领衔代表")
    lin.take_up("请答复拟处理意见", TITLE)
    lin.press("没有不同意见")
    lin.reads("您没有不同意见")
    lu.take_up("请审查", TITLE)
    lu.follow("决定作为代表来信处理")
    lu.fill("转送哪里", "市生态环境局")
    lu.press("决定作为代表来信处理")
    lu.reads("已作为代表来信处理")


def is_filed_anew(lin: Person) -> None:
    lin.open("/suggestions?mine=1")
    lin.follow(TITLE)
    lin.reads("转送市生态环境局")
    story = "".join(lin.story())
    for words in ("退回修改，标出1处", "提出不同意见", "接手审查（原由陈思远审查）", "收回拟处理意见"):
        assert words in story, (words, story)
    lin.follow("重新提出")
    lin.press("另起一份草稿")
    lin.reads("已另起一份草稿")
    assert lin.page.get_by_role("textbox", name="标题").input_value() == TITLE


def select(person: Person, words: str) -> None:
    """Drag over these words of the paper."""
    person.page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.querySelector("[data-marked]"), NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) { continue; }
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw new Error("not on the page: " + words);
        }""",
        words,
    )
