"""Boards: every hat sees its own sphere, every number is that of the ledger and opens as many cases."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
import time_machine
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.page import Browser
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.statistics import Measure
from tracker.models.organs import Delegation
from tracker.models.tasks import Task
from tracker.queries.figures import Scope, figures, whole
from tracker.services.figures import keep_up, recount

M = Measure
NUMBER = re.compile(r"/board/cases\?\S*")


def counted() -> None:
    keep_up(now=NOW, most=None)


def some(world: World) -> dict[str, int]:
    """A case of the education bureau at each of four steps, and one that is over."""
    made = {"hand": builders.in_hand(world), "clearance": builders.in_clearance(world)}
    made |= {"delivered": builders.delivered(world), "closed": builders.closed(world)}
    counted()
    return made


def delegation(name: str = "滨湖代表团") -> int:
    return db.session.scalars(select(Delegation.id).where(Delegation.name == name)).one()


def numbers(browser: Browser) -> list[tuple[str, int]]:
    """The addresses of cases on the open page whose words are a number."""
    return [(href, int(words)) for href, words in browser.page.links if NUMBER.search(href) and words.isdigit()]


def body_of(browser: Browser) -> str:
    assert browser.answer is not None
    return browser.answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["chen", "ou", "du", "cheng", "he"])
def test_each_number_of_a_board_opens_as_many_cases(browse: Browsers, world: World, who: str) -> None:
    some(world)
    browser = browse(who)
    browser.open("/board")
    shown = numbers(browser)
    assert len(shown) >= 5
    for href, number in dict(shown).items():
        page = browser.open(href)
        assert f"{number}" in page.words
        counts = [int(row) for row in re.findall(r'data-head="计数">(\d+)<', body_of(browser))]
        assert sum(counts) == number, href


def test_the_desks_board_says_what_the_ledger_says(browse: Browsers, world: World) -> None:
    some(world)
    page = browse("chen").open("/board")
    counts = whole(Scope())
    assert counts[M.OWED] == 4 and counts[M.REPLIED_IN_TIME] == 2
    assert "应答复4，占50.0%" in page.words and "2÷2到期或已复" in page.words
    assert "1个单位里，0个亮红灯，0个亮黄灯" in page.words and "现在没有逾期的" in page.words


def test_a_late_unit_turns_red_and_stands_in_the_heat_of_its_weeks(browse: Browsers, world: World) -> None:
    case = some(world)["hand"]
    due = db.session.get_one(Task, builders.task_of(world, case)).due_on
    assert due is not None
    later = NOW + (due - TODAY) + timedelta(days=9)
    with time_machine.travel(later, tick=False):
        keep_up(now=later, most=None)
        browser = browse("chen")
        page = browser.open("/board")
        assert "1个亮红灯" in page.words and "逾期在1个单位，市教育局连续2周" in page.words and "最久9天" in page.words
        week_ago = (due + timedelta(days=2)).isoformat()
        cell = next(href for href, words in page.links if words == "2" and f"on={week_ago}" in href)
        assert "2件次" in browser.open(cell).words
        unit = browse("cheng")
        page = unit.open("/board")
        assert "逾期没有答复的" in page.words and "9天" in page.words and "景行" in page.words


SPHERES = {
    "chen": (200, 200, 200, 200),
    "ou": (200, 200, 200, 200),
    "du": (200, 404, 404, 404),
    "cheng": (200, 404, 404, 404),
    "gu": (404, 200, 404, 404),
    "lin": (404, 404, 200, 200),
    "yuan": (404, 404, 404, 404),
    "tian": (404, 404, 200, 404),
    "zhou": (404, 404, 404, 404),
    "xi": (404, 404, 404, 404),
    "an": (404, 404, 404, 404),
    "ji": (404, 404, 404, 404),
}


@pytest.mark.parametrize("who", SPHERES)
def test_who_may_see_whose_figures(browse: Browsers, world: World, who: str) -> None:
    some(world)
    lin, units, ours = world.lin.person_id, world.units, delegation()
    pages = (
        f"/units/{units['市教育局']}/figures",
        f"/units/{units['市中级人民法院']}/figures",
        f"/delegations/{ours}/figures",
        f"/deputies/{lin}/figures",
    )
    asked = ("unit", units["市教育局"]), ("unit", units["市中级人民法院"]), ("delegation", ours), ("deputy", lin)
    browser = browse(who)
    for page, (name, number), status in zip(pages, asked, SPHERES[who], strict=True):
        browser.open(page, status=status)
        browser.open(f"/board/cases?measures=registered&{name}={number}", status=status)


def test_nobody_asks_for_more_through_an_address(browse: Browsers, world: World) -> None:
    some(world)
    for who, address in (
        ("cheng", "system=government"),
        ("du", "system=court"),
        ("lin", ""),
        ("lin", f"signed={world.fang.person_id}"),
        ("lin", "field=1"),
        ("chen", "handler=5"),
        ("chen", "unit=99999999999999999"),
        ("chen", "unit=²"),
        ("chen", "system=nowhere"),
        ("chen", "due=2026-01-01"),
        ("chen", "on=yesterday"),
    ):
        browse(who).open(f"/board/cases?measures=owed&{address}", status=404)
    browse("chen").open("/board/cases?measures=nothing", status=404)
    browse("chen").open("/board/cases?measures=owed,registered", status=404)
    # What a unit asks of everybody is answered of itself.
    page = browse("gu").open("/board/cases?measures=owed")
    assert "0件次" in page.words


def test_a_coordinator_watches_its_own_system(browse: Browsers, world: World) -> None:
    some(world)
    keep = figures(Scope(), By.UNIT)
    assert keep[str(world.units["市教育局"])][M.OWED] == 4
    page = browse("du").open("/board")
    assert "应答复4" in page.words and "只统计本系统单位承办的部分" in page.words


def test_a_committee_begins_with_its_field_and_may_look_at_all(browse: Browsers, world: World) -> None:
    some(world)
    builders.closed(world)
    other = builders.fetch(builders.in_hand(world))
    other.category_id = world.categories["政法"]
    db.session.commit()
    recount(now=NOW)
    counted()
    browser = browse("ou")
    page = browser.open("/board")
    assert "应答复5" in page.words and "只统计本委员会对口的类别" in page.words
    assert "应答复6" in browser.open("/board?field=0").words


def test_a_deputy_reads_what_became_of_every_paper_by_session(browse: Browsers, world: World) -> None:
    some(world)
    lin = browse("lin")
    page = lin.open("/board")
    assert page.h1 == ["我的履职"] and "第七届第六次会议" in page.words
    counts = {parse_qs(urlparse(href).query)["measures"][0]: number for href, number in numbers(lin)}
    assert counts["registered"] == 4 and counts["completed"] == 2
    assert "还没有附议的建议" in page.words
    # A delegation's page is totals for its deputies and names nobody.
    page = lin.open(f"/delegations/{delegation()}/figures")
    assert "各位代表领衔的" not in page.words and "方舒" not in page.words
    page = browse("chen").open(f"/delegations/{delegation()}/figures")
    assert "各位代表领衔的" in page.words and "林若溪" in page.words


def test_who_signed_reads_the_paper_among_those_of_others(browse: Browsers, world: World) -> None:
    builders.closed(world, cosigned=True)
    counted()
    page = browse("fang").open("/board")
    assert "还没有领衔提出建议" in page.words and "附议的" in page.words
    assert any("signed=" in href and words == "1" for href, words in page.links)


def test_without_any_count_yet_every_board_says_so(browse: Browsers, world: World) -> None:
    for who in ("chen", "ou", "du", "cheng", "lin", "tian"):
        assert "还没有统计过" in browse(who).open("/board").words
    counted()
    for who in ("chen", "ou", "du", "cheng", "lin", "tian"):
        browse(who).open("/board")


def test_a_board_asks_as_often_however_many_papers_there_are(browse: Browsers, world: World) -> None:
    some(world)
    asked = {who: statements_of(browse(who), "/board") for who in ("chen", "du", "ou", "cheng", "lin")}
    for _ in range(4):
        builders.in_hand(world)
    counted()
    assert {who: statements_of(browse(who), "/board") for who in asked} == asked
    assert max(asked.values()) < 30
