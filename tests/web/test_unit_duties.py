"""Who handles what: the duty words of the units, by what is typed or pasted."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.conftest import Browsers
from tests.world import TODAY, World
from tracker.db import db
from tracker.models.organs import Unit


@pytest.fixture
def duties(world: World) -> None:
    for name, words in (
        ("市教育局", "小学 护学（三定规定第四条）"),
        ("市交通运输局", "公交、道路停车"),
        ("市委宣传部", ""),
    ):
        db.session.get_one(Unit, world.units[name]).duty_words = words
    db.session.commit()


def test_a_word_leads_to_the_units_that_have_it_with_the_clause(browse: Browsers, world: World, duties: None) -> None:
    page = browse("chen").open("/unit-duties?q=护学")
    assert "1个单位" in page.words and "护学（三定规定第四条）" in page.words and "公交" not in page.words


def test_a_part_of_a_word_and_a_whole_sentence_find_it(browse: Browsers, world: World, duties: None) -> None:
    browser = browse("he")
    assert "市交通运输局" in browser.open("/unit-duties?q=停车").words
    page = browser.open("/unit-duties?q=小学门口的公交站点太远")
    assert "市教育局" in page.words and "市交通运输局" in page.words


def test_without_a_question_every_unit_with_words_is_listed(browse: Browsers, world: World, duties: None) -> None:
    page = browse("du").open("/unit-duties")
    assert "2个单位" in page.words and "市委宣传部" not in page.words


def test_a_unit_that_ended_names_its_successor(browse: Browsers, world: World, duties: None) -> None:
    one = db.session.get_one(Unit, world.units["市教育局"])
    one.ended_on, one.successor_id = TODAY, world.units["市委宣传部"]
    db.session.commit()
    assert "由市委宣传部接办" in browse("chen").open("/unit-duties?q=护学").words


@pytest.mark.parametrize("asked", ["没有的事", "%00", "'\"%_\\", "💡" * 50, "字" * 10_000])
def test_whatever_is_asked_is_answered_with_a_page(browse: Browsers, world: World, duties: None, asked: str) -> None:
    browse("chen").open(f"/unit-duties?q={asked}" if asked == "%00" else "/unit-duties?" + _query(asked))


def test_deputies_and_administrators_find_nothing_there(browse: Browsers, world: World) -> None:
    for who in ("lin", "xi"):
        browse(who).open("/unit-duties", status=404)


def _query(words: str) -> str:
    return urlencode({"q": words})
