"""The whole life of a suggestion in a real browser: written, signed together, reviewed, assigned, handled, replied to,
rated and closed, by the people whose work each step is, in the words they read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.conftest import POSTGRES
from tests.journeys.people import Person
from tests.journeys.walks import passes_review, says_how_it_is_published
from tests.turns import few_of
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Who = Callable[[str], Person]
# The server reads the real clock too.
PROMISED_BY = (clock.day_of(clock.now()) + timedelta(days=300)).isoformat()


@dataclass(frozen=True)
class Way:
    """How one walk through differs from another."""

    title: str
    scripts: bool
    deputy_width: int
    with_co_unit: bool
    document_no: str


WAYS = {
    "with scripts, lead and co-unit": Way("在老城区小学周边设置护学通道", True, 1280, True, "临教复〔2026〕12号"),
    "without scripts, lead and co-unit": Way("把临江步道的无障碍坡道连成一线", False, 1280, True, "临教复〔2026〕13号"),
    "with scripts, deputies on the phone, one unit": Way(
        "给乡镇中学配备专职心理教师", True, 360, False, "临教复〔2026〕14号"
    ),
}
DEPUTIES = {"lin", "fang"}
# One with every commit, in turn; on the second engine always the same.
TRIED = ["without scripts, lead and co-unit"] if POSTGRES else few_of(1, [*WAYS], "life")


@pytest.mark.parametrize("how", TRIED)
def test_from_an_empty_page_to_a_closed_case(people: Callable[..., Person], how: str) -> None:
    way = WAYS[how]
    met: dict[str, Person] = {}

    def who(login: str) -> Person:
        if login not in met:
            width = way.deputy_width if login in DEPUTIES else 1280
            met[login] = people(login, width=width, scripts=way.scripts)
        return met[login]

    is_written_and_signed_together(who, way)
    is_reviewed_and_numbered(who, way)
    is_assigned_and_distributed(who, way)
    is_signed_for_and_given_on(who, way)
    if way.with_co_unit:
        gets_an_opinion(who, way)
    is_replied_to(who, way)
    is_rated_by_both(who, way)
    tells_its_story(who, way)


def is_written_and_signed_together(who: Who, way: Way) -> None:
    lin = who("lin")
    lin.follow("写建议", within=lin.page.get_by_role("navigation", name="去处" if way.deputy_width > 800 else "常用"))
    lin.fill("标题", way.title)
    lin.fill("现在有什么问题", "上学放学的半小时里，接送车辆和步行学生挤在一处，去年擦碰7起。")
    lin.fill("第1项请求", "在校门两侧各50米划设护学通道，早晚高峰禁止停车。")
    lin.press("再加一项请求")
    lin.fill("第2项请求", "把护学岗经费列入下一年度部门预算。")
    lin.pick("类别", "教育科技")
    lin.tick("走访")
    lin.tick("同意全文公开")
    lin.press("请代表附议")
    lin.reads("请代表附议", way.title)
    lin.tick("方舒")
    lin.press("邀请选中的代表")
    lin.reads("已邀请1位代表", "方舒", "等待答复")

    fang = who("fang")
    fang.take_up("请答复附议", way.title)
    fang.reads(way.title, "接送车辆和步行学生挤在一处", "您是否附议")
    fang.press("同意附议")
    fang.reads("您已附议")

    lin.take_up("请提交", way.title)
    lin.press("预览公文样，准备提交")
    lin.reads("提交前再看一遍", "方舒", "把护学岗经费列入下一年度部门预算")
    lin.press("提交给市人大")
    lin.reads("已提交给市人大", "回执", "接下来")


def is_reviewed_and_numbered(who: Who, way: Way) -> None:
    chen = who("chen")
    chen.take_up("请审查", way.title)
    chen.reads("林若溪", "方舒", "现在立案是")
    chen.press("开始审查")
    chen.press("立案编号")
    chen.reads("已立案", way.title)


def is_assigned_and_distributed(who: Who, way: Way) -> None:
    chen, du = who("chen"), who("du")
    chen.take_up("请交办", way.title)
    chen.fill("再找一个单位", "市教育局、市交通运输局" if way.with_co_unit else "市教育局")
    chen.press("加到上面")
    chen.choose("市教育局怎么办", "主办")
    if way.with_co_unit:
        chen.choose("市交通运输局怎么办", "会办")
    chen.press("看看会发出什么")
    chen.reads("核对以后再交办", "临江市教育局", "这些日子是怎么算的")
    chen.press("交办这一件")
    chen.reads("已交办", "市教育局")

    du.take_up("请转办", way.title)
    du.fill("说明", "请按职责办理。")
    du.press("看看会发出什么")
    du.reads("核对以后再转办", "市教育局")
    du.press("转办这2件次" if way.with_co_unit else "转办这一件")
    du.reads("已转办")


def is_signed_for_and_given_on(who: Who, way: Way) -> None:
    he = who("he")
    he.take_up("请签收", way.title)
    he.reads("签收只表示收到", "把护学岗经费列入下一年度部门预算")
    he.pick("经办人", "景行（经办人）")
    he.press("签收")
    he.reads("已签收", way.title)


def gets_an_opinion(who: Who, way: Way) -> None:
    luo, jiang = who("luo"), who("jiang")
    luo.take_up("请签收", way.title)
    luo.press("签收")
    luo.follow("交给经办人")
    luo.pick("经办人", "姜雨桐（经办人）")
    luo.press("交给他")
    luo.reads("已交给经办人")

    jiang.take_up("请会办", way.title)
    jiang.fill("会办意见", "护学通道的标线由本局施划，六月底前完成。")
    jiang.fill("签发人", "苏婉清")
    jiang.press("看看交出去的样子")
    jiang.reads("核对以后再交出", "六月底前完成")
    jiang.press("交给市教育局")
    jiang.reads("会办意见已交给市教育局")

    jing = who("jing")
    jing.take_up("请看会办", way.title)
    jing.press("采用这份意见")
    jing.reads("已采用市交通运输局的会办意见")


def is_replied_to(who: Who, way: Way) -> None:
    jing, cheng = who("jing"), who("cheng")
    jing.take_up("请起草答复", way.title)
    jing.follow("先记沟通")
    jing.pick("和哪位代表", "林若溪（领衔）")
    jing.tick("现场办公")
    jing.tick("办理中")
    jing.fill("本单位谁去的", "程远，副局长；景行，科员")
    jing.tick("分管负责人")
    jing.fill("谈了什么", "在校门口一起看了早高峰，代表最关心禁停时段。")
    jing.press("记下这次沟通")
    jing.reads("沟通已记下", "待代表确认")

    lin = who("lin")
    lin.take_up("请确认沟通", way.title)
    lin.reads("在校门口一起看了早高峰", "分管负责人：程远")
    lin.press("确认属实")
    lin.reads("已确认这次沟通", "代表已确认")

    jing.take_up("请起草答复", way.title)
    jing.fill("第1项的答复", "已在校门两侧各50米划设护学通道，早晚高峰禁止停车。")
    jing.choose("第1项的办理结果", "A 已经解决")
    jing.fill("第2项的答复", "护学岗经费已报下一年度部门预算。")
    jing.choose("第2项的办理结果", "B 正在解决")
    jing.fill("做到什么", "护学岗经费列入预算并拨付", which=-1)
    jing.fill("完成日期", PROMISED_BY, which=-1)
    jing.fill("责任人", "程远", which=-1)
    jing.fill("正文开头", "您提出的建议收悉，感谢您对学生安全的关心。")
    jing.fill("联系人", "景行")
    jing.fill("联系电话", "8555 0142")
    says_how_it_is_published(jing)
    jing.press("下一步：核对")
    jing.reads("送审前再看一遍", "已在校门两侧各50米划设护学通道", "主动公开（全文）")
    jing.press("送审核人")
    jing.reads("已送审核人")
    passes_review(who, way.title)

    cheng.take_up("请签发", way.title)
    cheng.reads("护学岗经费列入预算并拨付", "送达2名代表")
    cheng.fill("文号", way.document_no)
    cheng.press("签发并送达代表")
    cheng.reads("答复已送达代表", "林若溪", "方舒")


def is_rated_by_both(who: Who, way: Way) -> None:
    for login, level, reason in (("fang", "基本满意", "第二项还要看明年的预算。"), ("lin", "满意", "")):
        deputy = who(login)
        deputy.take_up("请评价", way.title)
        deputy.reads("请您评价这次答复", "谁能看到您的评价")
        answer, process = deputy.group("您对答复内容满意吗"), deputy.group("您对办理过程满意吗")
        assert not answer.get_by_role("radio", checked=True).count(), "nothing is chosen beforehand"
        deputy.tick(level, within=answer)
        if reason:
            deputy.fill("哪里还不够？", reason, within=answer)
        deputy.tick("满意", within=process)
        deputy.press("提交给市人大")
        deputy.reads("满意")


# Every step as each reader may know it; (who reads it, the sentence).
STORY = [
    ("lin", "林若溪代表开始起草。"),
    ("lin", "林若溪代表请方舒在…以前答复附议。"),
    ("lin chen", "方舒代表同意附议。"),
    ("lin chen jing", "林若溪代表提交本建议，1名代表附议。"),
    ("lin chen", "陈思远（代表工作机构）开始审查。"),
    ("lin chen jing", "陈思远（代表工作机构）审查立案，编为第…号。"),
    ("lin chen jing", "陈思远（代表工作机构）交办：{shares}。"),
    ("lin chen jing", "杜衡（督查室）转办给市教育局。"),
    ("lin chen jing", "杜衡（督查室）转办给市交通运输局。"),
    ("lin chen jing", "市教育局签收了本件。"),
    ("chen jing", "何晓岚（市教育局）交给景行经办。"),
    ("lin chen jing", "市交通运输局签收了本件。"),
    ("chen jing", "罗一平（市交通运输局）交给姜雨桐经办。"),
    ("chen jing", "市交通运输局向主办单位提交会办意见，签发人苏婉清。"),
    ("chen jing", "景行（市教育局）采用市交通运输局的会办意见。"),
    ("lin chen jing", "市教育局{today}与林若溪代表沟通（现场办公），参加的有程远，副局长；景行，科员。"),
    ("lin chen jing", "林若溪代表确认{today}沟通（现场办公）的记录。"),
    ("jing", "景行（市教育局）把答复送审。"),
    ("jing", "沈嘉禾（市教育局）审核通过答复稿。"),
    ("lin chen jing", "市教育局答复代表（{document_no}，B类），送达2名代表。"),
    ("lin chen jing", "各承办单位都已答复代表。"),
    ("lin chen", "方舒代表评价答复：基本满意。"),
    ("lin chen", "林若溪代表评价答复：满意。"),
    ("lin chen jing", "市教育局的答复评价结束，2名代表评价，结果为“满意”。"),
    ("lin chen jing", "本件办结。"),
]


def tells_its_story(who: Who, way: Way) -> None:
    for login in ("lin", "chen", "jing"):
        reader = who(login)
        reader.open("/suggestions")
        reader.follow(way.title)
        reader.reads("办结", way.title)
        assert [_without_numbers(words) for words in reader.story()] == _story(login, way)


def _without_numbers(words: str) -> str:
    """The number of a paper and the day an invitation runs to are the rulebook's to say."""
    return re.sub(r"在\d+月\d+日以前", "在…以前", re.sub(r"第\d+号", "第…号", words))


def _story(login: str, way: Way) -> list[str]:
    today = clock.day_of(clock.now())
    shares = "市教育局主办，市交通运输局会办" if way.with_co_unit else "市教育局独办"
    told = [
        words.format(shares=shares, document_no=way.document_no, today=f"{today.month}月{today.day}日")
        for readers, words in STORY
        if login in readers.split()
    ]
    return [words for words in told if way.with_co_unit or "市交通运输局" not in words]
