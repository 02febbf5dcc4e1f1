"""Papers in a real browser: the desk replaces a template, a deputy saves the letter written by it, and who holds the
paper compares it with the record without logging in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.outside.test_documents import REPLY_LINES, words_of_pdf, words_of_word
from tests.outside.test_documents import template as word_file
from tests.world import survey_world
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WRONG = word_file("{{ 发文号 }}")
BARE = word_file("临江市专用版式", "没有任何字段")
OURS = word_file("临江市专用版式", *REPLY_LINES)


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the world in which one suggestion has been answered."""
    made = Template(tmp_path_factory.mktemp("answered"), f"answered_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        builders.delivered(survey_world(), now=clock.now())
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_a_new_template_to_a_paper_that_agrees(people: Callable[..., Person], chromium: Any, served: str) -> None:
    chen = people("chen")
    replaces_the_template(chen)
    code = saves_the_letter(people("lin", width=360))
    bearer = Person(chromium, served, "nobody", width=360, scripts=True)
    compares_it_with_the_record(bearer, code)
    assert not bearer.complaints
    bearer.leave()
    goes_back_to_the_built_in_one(chen)


def replaces_the_template(chen: Person) -> None:
    chen.open("/settings")
    chen.follow("文书模板")
    chen.follow("答复函")
    chen.reads("现在用内置模板", "可以用的字段", "发文字号")
    chen.attach("Word 模板", {"新版式.docx": WRONG})
    chen.press("更换")
    chen.reads("“发文号”不是可以用的字段", "是不是要写“发文字号”", "没有更换")
    chen.attach("Word 模板", {"新版式.docx": BARE})
    chen.press("更换")
    chen.reads("缺少必须有的字段：发文字号、标题、主送、正文开头", "没有更换")
    chen.complaints.clear()  # the browser itself notes that the page came with 422
    chen.attach("Word 模板", {"新版式.docx": OURS})
    chen.fill("改了什么", "换成本市专用版式")
    chen.press("更换")
    chen.reads("模板已更换", "第1版", "新版式.docx", "换成本市专用版式")
    _name, data = chen.downloads("预览第1版")
    assert words_of_word(data).startswith("临江市专用版式")


def saves_the_letter(lin: Person) -> str:
    lin.open("/suggestions/1")
    lin.reads("文书", "答复函", "征询意见表", "整个案卷")
    name, data = lin.downloads("答复函市教育局")
    assert re.fullmatch(r"第\d+号答复函（市教育局）\.docx", name)
    words = words_of_word(data)
    assert words.startswith("B类") and "林若溪代表：" in words, "it went out before the template was replaced"
    _name, whole = lin.downloads("整个案卷")
    assert "目录" in words_of_pdf(whole)
    code = re.search(r"reply-\d+-\d+-[0-9a-f]{20}", words)
    assert code is not None
    return code[0]


def compares_it_with_the_record(bearer: Person, code: str) -> None:
    bearer.open(f"/check/{code}")
    bearer.reads("与记录相符", "答复函", "临教复〔2026〕1号", "临江市教育局")
    assert "护学通道" not in bearer.text
    bearer.follow("核对另一份")
    bearer.fill("编码", code[:-1] + ("0" if code[-1] != "0" else "1"))
    bearer.press("核对")
    bearer.reads("与记录不符", "请照纸上重新输入一次")


def goes_back_to_the_built_in_one(chen: Person) -> None:
    chen.open("/document-templates/reply")
    chen.press("换回内置模板")
    chen.reads("已换回", "现在用内置模板", "第1版", "换回第1版")
