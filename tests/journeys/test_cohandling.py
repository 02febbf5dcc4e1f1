"""One lead and two co-units in a real browser: asked request by request, an opinion sent back and given again, a
dispute decided by the coordinator, and a reply that says which opinion was not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.people import Person
from tests.journeys.walks import (
    Matter,
    Who,
    company,
    is_assigned,
    is_handed_in,
    is_sent_on,
    is_sent_up,
    is_signed_for,
    passes_review,
    says_how_it_is_published,
)
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TITLE = "在地铁口和校门之间修一条连廊"
TRAFFIC = "市交通运输局"
MATTER = Matter(TITLE, "地铁口到校门要横穿六车道，雨天学生挤在路边等灯。", "修一条有顶的连廊。")
# The server reads the real clock too.
PROMISED_BY = (clock.day_of(clock.now()) + timedelta(days=200)).isoformat()


def test_opinions_are_asked_sent_back_disputed_and_missed(people: Callable[..., Person]) -> None:
    who = company(people)
    comes_to_a_lead_and_two_co_units(who)
    is_asked_request_by_request(who)
    has_its_opinion_sent_back_and_gives_another(who)
    is_disputed_and_decided(who)
    is_replied_to_without_the_courts_opinion(who)


def comes_to_a_lead_and_two_co_units(who: Who) -> None:
    is_handed_in(who("lin"), MATTER)
    is_assigned(who("chen"), TITLE, {"市教育局": "主办", TRAFFIC: "会办", "市中级人民法院": "会办"})
    is_sent_on(who("du"), TITLE, button="转办这2件次")
    is_signed_for(who("he"), TITLE, "景行")
    is_signed_for(who("luo"), TITLE, "姜雨桐")


def _dossier(person: Person) -> None:
    person.open("/suggestions")
    person.follow(TITLE)


def is_asked_request_by_request(who: Who) -> None:
    jing, jiang = who("jing"), who("jiang")
    _dossier(jing)
    jing.follow(f"向会办单位提要求（{TRAFFIC}）")
    jing.press(f"告知{TRAFFIC}")
    _is_told(jing, "请至少写一项要会办单位说明什么")
    jing.fill("请会办单位说明什么", "连廊跨路的净高要多少，能不能先做方案。")
    jing.press(f"告知{TRAFFIC}")
    jing.reads("已告知市交通运输局", "会办要求", "第1项：连廊跨路的净高要多少")
    jiang.open("/tasks")
    jiang.reads("请会办：第1项：连廊跨路的净高要多少")


def has_its_opinion_sent_back_and_gives_another(who: Who) -> None:
    jing, jiang = who("jing"), who("jiang")
    jiang.take_up("请会办", TITLE)
    jiang.reads("请本单位说明的", "连廊跨路的净高要多少")
    _opines(jiang, "没有意见。")
    jing.take_up("请看会办", TITLE)
    jing.reads("没有意见。", "有没有实质内容")
    jing.unfold("没有实质内容，退回")
    jing.press("退回，请重报")
    _is_told(jing, "请填写这一项")
    jing.fill("缺什么", "没有写净高，也没有写能不能做方案。")
    jing.press("退回，请重报")
    jing.reads("已退回市交通运输局", "会办意见已退回，等它重报")

    jiang.take_up("请重报会办", TITLE)
    jiang.reads("退回了第1次的会办意见", "没有写净高")
    assert jiang.holds("会办意见") == "没有意见。"
    _opines(jiang, "净高不低于五米，本局六月底前提出方案。")
    jing.take_up("请看会办", TITLE)
    jing.reads("净高不低于五米", "以前的意见", "没有写净高")
    jing.press("采用这份意见")
    jing.reads("已采用市交通运输局的会办意见", "第2次", "已退回")


def _is_told(person: Person, *words: str) -> None:
    """What is wrong stands on the page; the browser itself notes that it came with 422."""
    person.reads(*words)
    person.complaints.clear()


def _opines(jiang: Person, words: str) -> None:
    jiang.fill("会办意见", words)
    jiang.fill("签发人", "苏婉清")
    jiang.press("看看交出去的样子")
    jiang.press("交给市教育局")
    jiang.reads("会办意见已交给市教育局")


def is_disputed_and_decided(who: Who) -> None:
    jing, jiang, du = who("jing"), who("jiang"), who("du")
    _dossier(jing)
    jing.follow(f"提出分歧（{TRAFFIC}）")
    jing.reads("先商量；商量不成的，在这里提出", "由督查室在")
    jing.fill("分歧在哪一点", "连廊由谁出资")
    jing.fill("本单位的意见", "跨市政道路，应由交通部门出资。")
    jing.press("提出分歧")
    jing.reads("分歧已提出", "应由交通部门出资", "还没有写意见")

    jiang.take_up("请写意见", TITLE)
    jiang.reads("连廊由谁出资", "应由交通部门出资")
    jiang.fill("本单位的意见", "为学生修建，应列入教育经费。")
    jiang.press("交出本单位的意见")
    jiang.reads("本单位的意见已记下")

    du.take_up("请协调分歧", TITLE)
    du.reads("市教育局（主办）", "应由交通部门出资", "市交通运输局（会办）", "应列入教育经费")
    du.fill("决定", "由市交通运输局立项，两家各出一半。")
    du.press("作出决定")
    du.reads("决定已告知两个单位")
    _dossier(jiang)
    jiang.reads("杜衡", "两个单位照此办理", "两家各出一半")


def is_replied_to_without_the_courts_opinion(who: Who) -> None:
    jing, cheng, lin = who("jing"), who("cheng"), who("lin")
    jing.take_up("请起草答复", TITLE)
    jing.reads("分歧已有决定，照此办理", "两家各出一半", "市中级人民法院的会办意见还没有到")
    jing.fill("第1项的答复", "由市交通运输局立项修建连廊，经费两家各半。")
    jing.choose("第1项的办理结果", "B 正在解决")
    jing.fill("做到什么", "连廊开工", which=-1)
    jing.fill("完成日期", PROMISED_BY, which=-1)
    jing.fill("责任人", "程远", which=-1)
    jing.fill("正文开头", "您提出的建议收悉，感谢您对学生出行的关心。")
    jing.fill("联系人", "景行")
    jing.fill("联系电话", "8555 0142")
    jing.fill("为什么没有与代表沟通", "代表在外地学习，约定答复后见面。")
    says_how_it_is_published(jing)
    jing.press("下一步：核对")
    _is_told(jing, "还差1处", "市中级人民法院的会办意见还没有到，请再等一等，或者写明为什么不等")
    jing.follow("市中级人民法院的会办意见还没有到，请再等一等，或者写明为什么不等")
    jing.fill("为什么不等就答复", "法院的意见不影响连廊立项。")
    is_sent_up(jing)
    jing.reads("已送审核人")
    passes_review(who, TITLE)

    cheng.take_up("请签发", TITLE)
    cheng.reads("法院的意见不影响连廊立项", "答复时尚未收到市中级人民法院的会办意见")
    cheng.fill("文号", "临教复〔2026〕61号")
    cheng.press("签发并送达代表")
    cheng.reads("答复已送达代表")
    _dossier(lin)
    lin.reads("办理中听取了市交通运输局的会办意见。", "答复时尚未收到市中级人民法院的会办意见。")
    assert "应列入教育经费" not in lin.text, "what the units disputed is between offices"
