"""A key item in a real browser: proposed by a committee, decided on by the meeting, planned, inspected, answered,
reported by the principal, looked back on, and put before the meeting again for next year."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import survey_world
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())
PLAN_BY, ANSWER_BY, REPORT_BY = (TODAY + timedelta(days=days) for days in (20, 40, 120))
TITLE, MEETING = "小学门口交通安全", "第四十次主任会议"


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with one suggestion on which the education bureau works."""
    made = Template(tmp_path_factory.mktemp("key"), f"key_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        builders.in_hand(survey_world())
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_a_matter_is_supervised_for_a_year_and_goes_on(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"lin", "cheng"})
    is_proposed_from_its_page(who("ou"))
    is_decided_on(who("chen"))
    is_planned_and_inspected(who("ou"))
    the_unit_answers_and_reports(who)
    is_looked_back_on_and_goes_on(who)


def is_proposed_from_its_page(ou: Person) -> None:
    ou.open("/suggestions/1")
    ou.follow("提请重点督办")
    ou.press("查一下这些建议")
    ou.reads("找到的1件", "1名代表提出")
    ou.fill("督办的题目", TITLE)
    ou.tick("全市性或者社会关注度高")
    ou.fill("理由", "家长反映集中，几家单位要一起办。")
    ou.press("提请主任会议")
    ou.reads("已经提请，等主任会议决定", f"{TODAY.year}年重点督办")


def is_decided_on(chen: Person) -> None:
    chen.open("/")
    chen.follow("重点督办、领办的提请1项")
    chen.fill("会议", MEETING)
    chen.choose("决定", "列入")
    chen.fill("督办方案的期限", PLAN_BY.isoformat())
    chen.fill("向主任会议报告的期限", REPORT_BY.isoformat())
    chen.press("核对")
    chen.reads("核对以后再登记", TITLE)
    chen.press("登记决定，告知各方")
    chen.reads("已登记1件的决定")


def is_planned_and_inspected(ou: Person) -> None:
    ou.open("/")
    ou.follow("还没有方案的督办件1项")
    ou.follow(TITLE)
    ou.follow("写督办方案")
    ou.fill("督办方案", "先听打算，再到现场看。")
    ou.press("保存督办方案")
    ou.follow("登记督办活动")
    ou.pick("什么活动", "视察")
    ou.fill("日期", TODAY.isoformat())
    ou.fill("地点", "三所小学门口")
    ou.fill("参加的人", "委员五人，代表一人")
    ou.fill("看到、听到的情况", "两所没有护学岗。")
    ou.pick("承办单位", "市教育局")
    ou.fill("哪一天以前回复", ANSWER_BY.isoformat())
    ou.fill("要求做什么", "开学前排好护学岗。")
    ou.press("登记，告知有要求的单位")
    ou.reads("督办活动已登记", "两所没有护学岗。")


def the_unit_answers_and_reports(who: Who) -> None:
    he, jing, cheng = who("he"), who("jing"), who("cheng")
    he.open("/")
    he.follow("有要求等回复的督办件1项")
    he.follow(TITLE)
    he.follow("回复这一项")
    he.fill("回复", "八月二十日前排好。")
    he.press("回复")
    he.reads("已回复")
    jing.open("/key-items")
    jing.follow(TITLE)
    jing.follow("写办理情况报告")
    jing.fill("办理情况报告", "三所小学门口都有了护学岗。")
    jing.press("保存草稿")
    jing.reads("只有本单位的人看得到", "由单位主要负责人提交")
    cheng.open("/")
    cheng.follow("等本单位报告的督办件1项")
    cheng.follow(TITLE)
    cheng.follow("写办理情况报告")
    cheng.press("提交主任会议")
    cheng.reads("报告已提交主任会议", "三所小学门口都有了护学岗。")


def is_looked_back_on_and_goes_on(who: Who) -> None:
    ou, chen, lin = who("ou"), who("chen"), who("lin")
    ou.open("/")
    ou.follow("已经报告或者报告期限已过的督办件1项")
    ou.follow(TITLE)
    ou.follow("总结、结束本年度")
    ou.fill("督办的结果", "护学岗在岗，停车位还没有划。")
    ou.tick("继续督办，提请列入下一年")
    ou.press("结束本年度")
    ou.reads("下一年的提请已经列出", f"{TODAY.year + 1}年重点督办")
    lin.open("/suggestions/1")
    lin.reads(f"{TODAY.year}年重点督办", "已结束，下一年继续", "护学岗在岗，停车位还没有划。")
    chen.open("/")
    chen.reads("重点督办、领办的提请1项")
