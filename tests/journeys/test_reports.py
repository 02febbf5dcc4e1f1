"""A report in a real browser: the desk drafts it from the figures, looks behind a number, edits a section, takes it as
Word and signs it off; a unit hands in its summary on a phone; the committee reads."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from docx import Document

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import survey_world
from tracker import clock
from tracker.services.figures import keep_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with one closed suggestion, counted."""
    made = Template(tmp_path_factory.mktemp("counted"), f"counted_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        builders.closed(survey_world())
        keep_up(now=clock.now(), most=None)
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_the_figures_to_the_signed_report(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"cheng"})
    drafts_and_looks_behind(who("chen"))
    edits_and_signs(who("chen"))
    hands_in_a_summary(who)
    reads_what_is_signed(who("ou"))


def drafts_and_looks_behind(chen: Person) -> None:
    chen.open("/statistics")
    chen.follow("报告")
    chen.follow("起草报告")
    chen.choose("写什么", "年度办理情况报告")
    chen.press("按数据起草")
    chen.reads("已经按数据起草", "一、建议的提出和立案", "共收到代表提出的建议1件", "按时办复率")
    chen.follow("1", exact=True)
    chen.reads("名单在", "护学通道")
    chen.page.go_back()


def edits_and_signs(chen: Person) -> None:
    chen.open("/reports/1")
    chen.follow("下一步工作")
    chen.fill("文字", "继续推动护学通道建设。\n明年再看一次。")
    chen.press("保存")
    chen.reads("已经保存", "继续推动护学通道建设。")
    name, data = chen.downloads("下载Word")
    assert name.endswith(".docx") and "代表建议办理情况的报告" in name
    words = [one.text for one in Document(io.BytesIO(data)).paragraphs]
    assert "继续推动护学通道建设。" in words and "明年再看一次。" in words
    chen.follow("签发")
    chen.fill("签发人", "陆平川")
    chen.press("签发")
    chen.reads("已经签发", "陆平川签发")


def hands_in_a_summary(who: Who) -> None:
    chen = who("chen")
    chen.open("/reports/new")
    chen.choose("写什么", "承办单位年度总结")
    chen.fill("各单位几号以前交", (TODAY + timedelta(days=30)).isoformat())
    chen.press("按数据起草")
    chen.reads("起草年度总结", "临江市教育局关于", "待报送")
    cheng = who("cheng")
    cheng.open("/reports")
    cheng.follow("临江市教育局关于")
    cheng.reads("应当答复1件次", "还空着的段落")
    cheng.follow("主要做法")
    cheng.fill("文字", "主要负责人领办。")
    cheng.press("保存")
    cheng.follow("报送")
    cheng.fill("签发人", "程远")
    cheng.press("报送")
    cheng.reads("已经签发", "程远签发")
    chen.open("/reports?of=units")
    chen.follow("临江市教育局关于")
    chen.reads("主要负责人领办。")


def reads_what_is_signed(ou: Person) -> None:
    ou.open("/reports")
    ou.follow("代表建议办理情况的报告")
    ou.reads("陆平川签发", "继续推动护学通道建设。")
