"""A file brought in on screen: what stands in it is told as it would be taken, before anything is written."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import Browsers
from tests.page import Browser, Page
from tracker.db import db
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion


def look(chen: Browser, subject: str, *rows: dict[str, Any]) -> Page:
    """The page before the taking, after the desk sent these rows as jsonl."""
    chen.open("/imports")
    data = "\n".join(json.dumps(row) for row in rows).encode()
    return chen.send("/imports", subject=subject, file=(io.BytesIO(data), "a.jsonl"))


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


HALVES = {
    "units": ({"单位名称": "a\ud800b"}, "1单位名称a\ufffdb"),
    "people": ({"姓名": "a\udfffb", "身份": "经办人", "单位": "市教育局"}, "1姓名a\ufffdb"),
    "suggestions": ({"标题": "修路", "会办单位": ["a", "\udc00"]}, "1会办单位a|\ufffd"),
    "categories": ({"一级类别": "农业", "备\ud800注": "x"}, "1备\ufffd注备\ufffd注"),
}


@pytest.mark.parametrize("subject", HALVES)
def test_half_a_character_is_an_error_with_its_place(browse: Browsers, subject: str) -> None:
    before = count(Unit), count(Person)
    row, told = HALVES[subject]
    page = look(browse("chen"), subject, row)
    assert f"{told}含有不能保存的字符" in page.words
    assert not any("/imports/" in form["action"] for form in page.forms if form["method"] == "post")
    assert (count(Unit), count(Person)) == before


def test_columns_that_are_not_taken_are_named_with_what_may_be_meant(browse: Browsers) -> None:
    row = {"单位名称": "临江市水务局", "简称呼": "市水务局", "職責詞": "排水", "": "x", " 上级 ": "临江市人民政府"}
    page = look(browse("chen"), "units", row)
    told = "这些列不认识，没有导入：简称呼（是不是“简称”？）、職責詞、没有列名的列。"
    assert told in page.words and "上级）" not in page.words
    assert page.form("/imports/"), "it is no error"


def test_where_all_columns_are_taken_none_is_named(browse: Browsers) -> None:
    assert (
        "没有导入"
        not in look(browse("chen"), "units", {"单位名称": "临江市水务局", "short_names": "市水务局", "": ""}).words
    )


def test_of_many_strange_columns_the_first_are_named(browse: Browsers) -> None:
    words = look(browse("chen"), "units", {"单位名称": "临江市水务局"} | {f"甲{n}": "x" for n in range(23)}).words
    assert "甲19、另有3列。" in words and "甲20" not in words


def table(page: Page) -> list[list[str]]:
    """The rows shown before the taking, cell by cell."""
    body = page.body.partition('aria-label="会这样写入"')[2].partition("<tbody")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr")[1:]]
    return [[re.sub(r"<[^>]*>|\s+", "", cell) for cell in row] for row in cells]


def test_units_are_shown_as_they_would_be_taken(browse: Browsers) -> None:
    rows = [
        {"单位名称": "临江市水务局", "简称": "市水务局|水务局", "上级": "临江市人民政府"},
        {"单位名称": "远山县水利局"},
        {"单位名称": "临江市园林局"},
    ]
    assert table(look(browse("chen"), "units", *rows)) == [
        ["临江市水务局", "市水务局", "临江市人民政府"],
        ["远山县水利局不能交办", "远山县水利局", "没有写"],
        ["临江市园林局", "临江市园林局", "没有写"],
    ]


def test_categories_are_shown_level_by_level(browse: Browsers) -> None:
    rows = [{"一级类别": "城建交通", "二级类别": "公交/地铁"}, {"方案": "外地", "一级类别": "农业"}]
    assert table(look(browse("chen"), "categories", *rows)) == [["城建交通/公交／地铁", "本级使用"], ["农业", "外地"]]


def test_people_are_shown_at_the_place_they_come_to(browse: Browsers) -> None:
    rows = [
        {"姓名": "舒怀", "身份": "经办人", "单位": "市教育局"},
        {"姓名": "贺兰", "身份": "代表", "代表团": "城南代表团"},
    ]
    assert table(look(browse("chen"), "people", *rows)) == [
        ["舒怀", "经办人", "临江市教育局"],
        ["贺兰", "代表", "城南代表团"],
    ]


IN_HAND = {"编号": "20260007", "标题": "增设公交站", "领衔代表": "林若溪"}


def test_what_becomes_of_a_paper_is_shown_and_our_own_history_stands_out(browse: Browsers) -> None:
    rows = [
        IN_HAND | {"主办单位": "市教育局", "交办日期": "2026-03-02"},
        IN_HAND | {"编号": "20260008"},
        IN_HAND | {"编号": "20260009", "答复日期": "2026-03-30"},
        {"地区": "远山县", "编号": "0311", "答复日期": "2024-06-30"},
    ]
    chen = browse("chen")
    page = look(chen, "suggestions", *rows)
    assert [row[0::3] for row in table(page)] == [
        ["20260007", "在办办理中"],
        ["20260008", "在办待交办"],
        ["20260009", "历史资料是本级的，不再办理"],
        ["0311", "历史资料"],
    ]
    assert table(page)[3][1:3] == ["未提供", "未提供"] and page.body.count("tag--soon") == 1
    assert "其中1件是本级的历史资料：没有期限，不进统计，也不再办理" in page.words
    rows = table(page)
    assert "已导入4条" in chen.send("/imports/").words
    db.session.rollback()
    states = dict(db.session.execute(select(Suggestion.number, Suggestion.state)).all())
    assert [states[row[0]].value for row in rows] == ["in_handling", "registered", "archived", "archived"]


def test_of_a_long_file_the_first_twenty_are_shown_and_the_rest_counted(browse: Browsers) -> None:
    rows = [{"单位名称": f"临江市第{n}局"} for n in range(23)]
    chen = browse("chen")
    page = look(chen, "units", {"单位名称": "临江市教育局"}, *rows)
    assert [row[0] for row in table(page)] == [row["单位名称"] for row in rows[:20]]
    assert "另有3条没有列出。" in page.words
    assert "没有列出" not in look(chen, "units", *rows[:20]).words


def test_rows_that_are_there_already_and_rows_of_a_faulty_file_are_not_shown(browse: Browsers) -> None:
    chen = browse("chen")
    look(chen, "units", {"单位名称": "临江市水务局"})
    chen.send("/imports/")
    rows = [{"单位名称": "临江市水务局"}, {"单位名称": "临江市园林局"}]
    assert [row[0] for row in table(look(chen, "units", *rows))] == ["临江市园林局"]
    assert table(look(chen, "units", *rows, {"单位名称": ""})) == []
