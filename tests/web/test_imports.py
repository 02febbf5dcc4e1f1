"""A file brought in on screen: what stands in it is told as it would be taken, before anything is written."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import Browsers
from tests.page import Page
from tracker.db import db
from tracker.models.organs import Unit
from tracker.models.people import Person


def look(browse: Browsers, subject: str, *rows: dict[str, Any]) -> Page:
    """The page before the taking, after the desk sent these rows as jsonl."""
    chen = browse("chen")
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
    page = look(browse, subject, row)
    assert f"{told}含有不能保存的字符" in page.words
    assert not any("/imports/" in form["action"] for form in page.forms if form["method"] == "post")
    assert (count(Unit), count(Person)) == before


def test_columns_that_are_not_taken_are_named_with_what_may_be_meant(browse: Browsers) -> None:
    row = {"单位名称": "临江市水务局", "简称呼": "市水务局", "職責詞": "排水", "": "x", " 上级 ": "临江市人民政府"}
    page = look(browse, "units", row)
    told = "这些列不认识，没有导入：简称呼（是不是“简称”？）、職責詞、没有列名的列。"
    assert told in page.words and "上级）" not in page.words
    assert page.form("/imports/"), "it is no error"


def test_where_all_columns_are_taken_none_is_named(browse: Browsers) -> None:
    assert (
        "没有导入" not in look(browse, "units", {"单位名称": "临江市水务局", "short_names": "市水务局", "": ""}).words
    )


def test_of_many_strange_columns_the_first_are_named(browse: Browsers) -> None:
    words = look(browse, "units", {"单位名称": "临江市水务局"} | {f"甲{n}": "x" for n in range(23)}).words
    assert "甲19、另有3列。" in words and "甲20" not in words
