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
