"""Which units are proposed, with what speaks against them, and how the proposals fared."""

from __future__ import annotations

import pytest

from tests import builders
from tests.conftest import Browsers
from tests.services.test_objections import TRAFFIC, moved
from tests.services.test_routing import EDUCATION, assign, of_another_kind
from tests.world import World
from tracker.db import db
from tracker.models.organs import Unit

PROPOSED = "/assignments/proposed"


@pytest.fixture
def duties(world: World) -> None:
    for name, words in ((EDUCATION, "小学 护学（三定规定第四条）\n预算"), (TRAFFIC, "公交、停车 通道")):
        db.session.get_one(Unit, world.units[name]).duty_words = words
    db.session.commit()


def address(case: int) -> str:
    return f"/suggestions/{case}/assignment"


def test_the_clause_of_a_duty_word_is_told(browse: Browsers, world: World, duties: None) -> None:
    case = builders.a_registered(world)
    assert "职责里有：小学、护学（三定规定第四条）、预算" in browse("chen").open(address(case)).words


def test_past_papers_with_like_words_are_told_with_their_numbers(browse: Browsers, world: World) -> None:
    of_another_kind(world)
    for _ in range(2):
        assign(world, builders.a_registered(world), EDUCATION)
    case = builders.a_registered(world)
    words = browse("chen").open(address(case)).words
    assert "的2件里，由它办2件" in words and "往年用词像" in words


def test_the_risk_of_a_bounce_is_said_before_and_on_the_check(browse: Browsers, world: World, duties: None) -> None:
    moved(world)
    case = builders.a_registered(world)
    browser = browse("chen")
    page = browser.open(address(case))
    said = "退件风险：近3年同类1件里退过1件，准了1件"
    assert said in page.words
    assert any(href.startswith("/precedents/") for href, _words in page.links)
    row = next(
        name.removesuffix("-unit")
        for name, value in page.data("/assignment").items()
        if name.endswith("-unit") and value == str(world.units[EDUCATION])
    )
    others = {name: "" for name in page.data("/assignment") if name.endswith("-role")}
    shown = browser.send("/assignment", button=("step", "check"), **others | {f"{row}-role": "lead"})
    assert "核对以后再交办" in shown.words and said in shown.words


def test_a_batch_tells_risk_and_helpers_beside_the_reasons(browse: Browsers, world: World, duties: None) -> None:
    moved(world)
    builders.a_registered(world)
    words = browse("chen").open("/assignments/batch").words
    assert "退件风险：近3年同类1件里退过1件，准了1件" in words
    assert "可以请会办：" in words and "写到：" in words


def test_how_the_proposals_fared_is_told_with_its_numbers(browse: Browsers, world: World, duties: None) -> None:
    assign(world, builders.a_registered(world), EDUCATION)
    assign(world, builders.a_registered(world), "市中级人民法院")
    page = browse("chen").open(PROPOSED)
    assert "建议首选被采纳1件/2件（50.0%），前三里有1件；采纳以后又改办的0件，不算准。" in page.words
    assert "2026年4月" in page.words and "第七届第六次会议" in page.words
    assert "现在不由首选单位办的最近1件" in page.words.replace(" ", "")


def test_a_coordinator_sees_those_of_its_system(browse: Browsers, world: World, duties: None) -> None:
    assign(world, builders.a_registered(world), EDUCATION)
    assign(world, builders.a_registered(world), "市中级人民法院")
    assert "建议首选被采纳1件/1件（100.0%）" in browse("du").open(PROPOSED).words


def test_before_the_first_assignment_the_page_says_so(browse: Browsers, world: World) -> None:
    assert "现在还没有" in browse("chen").open(PROPOSED).words


@pytest.mark.parametrize("who", ["lin", "he", "yuan", "xi"])
def test_others_find_nothing_there(browse: Browsers, world: World, who: str) -> None:
    browse(who).open(PROPOSED, status=404)
