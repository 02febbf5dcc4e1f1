"""Appraisal in a real browser: the office draws up a scheme, a colleague approves it, the unit reads its score on a
phone, objects to a case, and the office upholds it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import company
from tests.world import survey_world
from tracker import clock
from tracker.domain.ratings import Level
from tracker.services import figures

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())
NAME = "本年度办理工作考核"


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with one reply the deputy was dissatisfied with, counted."""
    made = Template(tmp_path_factory.mktemp("rated"), f"rated_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        builders.closed(survey_world(), level=Level.DISSATISFIED)
        figures.keep_up(now=clock.now(), most=None)
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_the_scheme_to_a_score_put_right(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"cheng"})
    draws_up(who("chen"))
    approves(who("lu"))
    objects(who("cheng"))
    upholds(who("chen"))
    reads_what_changed(who("cheng"))


def draws_up(chen: Person) -> None:
    chen.open("/appraisals")
    chen.follow("起草方案")
    chen.choose("从哪个方案改起", "百分制方案")
    chen.fill("名称", NAME)
    chen.pick("考核哪次会议的建议", "第七届第六次会议")
    chen.fill("考核期从哪一天起", "2026-02-02")
    chen.fill("考核期到哪一天", (TODAY + timedelta(days=20)).isoformat())
    chen.fill("承办单位提出异议到哪一天", (TODAY + timedelta(days=40)).isoformat())
    chen.press("起草方案")
    chen.reads("方案已经起草", "按时签收", "暂定")
    chen.press("提请批准")
    chen.reads("已经提请批准", "提请的人不能自己批准")


def approves(lu: Person) -> None:
    lu.open("/")
    lu.reads("考核方案1项")
    lu.open("/appraisals")
    lu.follow(NAME)
    lu.press("批准，开始实施")
    lu.reads("方案开始实施", "实施中")


def objects(cheng: Person) -> None:
    cheng.open("/appraisals")
    cheng.reads("市教育局", "样本少", "办件多少和难易")
    cheng.follow("代表满意")
    cheng.reads("没有得分的", "护学通道")
    cheng.follow("提出异议", exact=True)
    cheng.fill("异议的理由", "代表已经书面更正为基本满意。")
    cheng.press("提出异议")
    cheng.reads("异议已经提出", "等待决定")


def upholds(chen: Person) -> None:
    chen.open("/")
    chen.reads("承办单位的考核异议1条")
    chen.open("/appraisal-contests/1")
    chen.choose("怎样决定", "成立，这一件不计入这项指标")
    chen.fill("决定的理由", "更正函已经核对。")
    chen.press("作出决定")
    chen.reads("已经决定", "异议成立", "这一件不计入这项指标")


def reads_what_changed(cheng: Person) -> None:
    cheng.open("/appraisals")
    cheng.reads("按异议决定有1件不计", "异议决定以前是0分")
