"""Three talks with one deputy in a real browser: she confirms one and corrects one on her phone, and lets one lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.people import Person
from tests.journeys.walks import Matter, Who, company, is_assigned, is_handed_in, is_sent_on, is_signed_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TITLE = "给社区图书角配夜间管理员"
MATTER = Matter(TITLE, "图书角晚上六点就关门，下班的人借不到书。", "夜间配一名管理员。")
SAID = {
    "办理前": "到图书角看了晚上的情况，代表最关心开到几点。",
    "办理中": "带着初步方案听意见，代表同意先试三个点。",
}


def test_talks_count_once_their_deputy_says_so(people: Callable[..., Person]) -> None:
    who = company(people, on_phones=["lin"])
    comes_to_the_education_bureau(who)
    for phase, said in SAID.items():
        is_talked_about(who("jing"), phase, said)
    does_not_count_yet(who("jing"))
    is_confirmed_and_corrected_on_the_phone(who("lin"))
    is_talked_about(who("jing"), "办理中", "电话告知经费已批。")
    shows_what_counts(who)


def comes_to_the_education_bureau(who: Who) -> None:
    is_handed_in(who("lin"), MATTER)
    is_assigned(who("chen"), TITLE, {"市教育局": "主办"})
    is_sent_on(who("du"), TITLE)
    is_signed_for(who("he"), TITLE, "景行")


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
