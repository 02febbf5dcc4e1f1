"""Three talks with one deputy in a real browser: she confirms one and corrects one on her phone, and lets one lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Who = Callable[[str], Person]
TITLE = "给社区图书角配夜间管理员"
SAID = {
    "办理前": "到图书角看了晚上的情况，代表最关心开到几点。",
    "办理中": "带着初步方案听意见，代表同意先试三个点。",
}


def test_talks_count_once_their_deputy_says_so(people: Callable[..., Person]) -> None:
    met: dict[str, Person] = {}

    def who(login: str) -> Person:
        if login not in met:
            met[login] = people(login, width=360 if login == "lin" else 1280)
        return met[login]

    comes_to_the_education_bureau(who)
    for phase, said in SAID.items():
        is_talked_about(who("jing"), phase, said)
    does_not_count_yet(who("jing"))
    is_confirmed_and_corrected_on_the_phone(who("lin"))
    is_talked_about(who("jing"), "办理中", "电话告知经费已批。")
    shows_what_counts(who)


def comes_to_the_education_bureau(who: Who) -> None:
    lin, chen, du, he = who("lin"), who("chen"), who("du"), who("he")
    lin.follow("写建议", within=lin.page.get_by_role("navigation", name="常用"))
    lin.fill("标题", TITLE)
    lin.fill("现在有什么问题", "图书角晚上六点就关门，下班的人借不到书。")
    lin.fill("第1项请求", "夜间配一名管理员。")
    lin.pick("类别", "教育科技")
    lin.tick("同意全文公开")
    lin.press("预览公文样，准备提交")
    lin.press("提交给市人大")
    chen.take_up("请审查", TITLE)
    chen.press("立案编号")
    chen.take_up("请交办", TITLE)
    chen.fill("再找一个单位", "市教育局")
    chen.press("加到上面")
    chen.choose("市教育局怎么办", "主办")
    chen.press("看看会发出什么")
    chen.press("交办这一件")
    du.take_up("请转办", TITLE)
    du.press("看看会发出什么")
    du.press("转办这一件")
    he.take_up("请签收", TITLE)
    he.pick("经办人", "景行（经办人）")
    he.press("签收")


def is_talked_about(jing: Person, phase: str, said: str) -> None:
    jing.open("/suggestions")
    jing.follow(TITLE)
    jing.follow("记沟通", exact=True)
    jing.pick("和哪位代表", "林若溪（领衔）")
    jing.choose("怎么联系的", "电话")
    jing.choose("在哪个阶段", phase)
    jing.fill("本单位谁去的", "程远，副局长")
    jing.choose("其中职务最高的", "分管负责人")
    jing.fill("谈了什么", said)
    jing.press("记下这次沟通")
    jing.reads("沟通已记下，等代表确认")


def does_not_count_yet(jing: Person) -> None:
    jing.take_up("请起草答复", TITLE)
    jing.reads("记过2次沟通，代表还没有确认，暂时不算")


def is_confirmed_and_corrected_on_the_phone(lin: Person) -> None:
    lin.take_up("请确认沟通", TITLE)
    lin.reads("市教育局记了与您的沟通", SAID["办理前"], "还有1条")
    lin.press("确认属实")
    lin.reads("已确认这次沟通", SAID["办理中"])
    lin.unfold("记得不对，或者没有这次沟通")
    lin.press("交出更正")
    lin.reads("请选一项", "请写实际是怎样的")
    lin.complaints.clear()  # the browser itself notes that the page came with 422
    lin.choose("有没有这次沟通", "有，只是记得不对")
    lin.fill("实际是怎样的", "我说的是先试五个点。")
    lin.press("交出更正")
    lin.reads("更正已记下，和原来的记录一起保留", "代表更正：我说的是先试五个点。")


def shows_what_counts(who: Who) -> None:
    jing, chen = who("jing"), who("chen")
    jing.reads("与代表的沟通", "3次，2次代表已确认", "办理前：1次，代表已确认", "待代表确认")
    jing.reads("我说的是先试五个点", SAID["办理中"], "有记录待代表确认，确认以前不作数")
    jing.take_up("请起草答复", TITLE)
    assert "为什么没有与代表沟通" not in jing.text
    chen.open("/suggestions")
    chen.follow(TITLE)
    chen.reads("3次，2次代表已确认", "林若溪代表更正")
    lin = who("lin")
    lin.open("/")
    lin.reads("请确认沟通")
