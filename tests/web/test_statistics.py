"""Statistics pages: figures of the ledger, each a way to exactly its cases; whose figures who sees."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete

from tests import builders
from tests.conftest import Browsers
from tests.page import Page
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.statistics import RATES, Measure, Rate
from tracker.models.figures import FigureEntry, FigureMark, FigureSum
from tracker.queries.figures import Scope, figures, units_of_system, whole
from tracker.services.figures import keep_up

LATER = NOW + timedelta(days=120)


@pytest.fixture
def counted(everywhere: dict[str, int], world: World) -> Counter[Measure]:
    """Every situation there is, counted."""
    keep_up(now=NOW, most=None)
    return whole(Scope())


def cells(page: Page) -> list[str]:
    """What is counted in each line of a list of cases."""
    return re.findall(r'data-head="计数">(\d+)<', page.body)


def case_links(page: Page) -> list[tuple[str, str]]:
    return [(href, words) for href, words in page.links if href.startswith("/statistics/cases")]


def test_every_number_on_the_page_leads_to_as_many_cases(browse: Browsers, counted: Counter[Measure]) -> None:
    browser = browse("chen")
    links = case_links(browser.open("/statistics?of=all"))
    assert len(links) > 20
    for href, words in links:
        page = browser.open(href)
        asked = [Measure(code) for code in parse_qs(urlsplit(href).query)["measures"][0].split(",")]
        assert int(words) == sum(counted[one] for one in asked)
        assert f"{words}" in page.words
        times = [int(cell) for cell in cells(page)]
        hidden = int(words) - sum(times)
        assert hidden == 0 or f"另有{hidden}" in page.words


def test_every_rate_is_printed_with_its_numerator_and_denominator(browse: Browsers, counted: Counter[Measure]) -> None:
    words = browse("chen").open("/statistics?of=all").words
    replied = counted[Measure.REPLIED_IN_TIME] + counted[Measure.REPLIED_LATE]
    assert f"{replied}/{counted[Measure.OWED]}" in words
    assert "（按时答复＋逾期答复）÷应答复，件次" in words
    assert "截至2026年4月1日" in words


def test_numerator_and_denominator_of_a_rate_lead_to_their_cases(browse: Browsers, counted: Counter[Measure]) -> None:
    links = dict(case_links(browse("chen").open("/statistics?of=all")))
    for rate, fraction in RATES.items():
        for side in (fraction.numerator, fraction.denominator):
            number = sum(counted[one] for one in side)
            codes = ",".join(one.value for one in side)
            found = [words for href, words in links.items() if parse_qs(urlsplit(href).query)["measures"] == [codes]]
            assert found == ([str(number)] if number else []), rate


def test_rates_of_a_breakdown_lead_to_the_cases_of_their_line(browse: Browsers, counted: Counter[Measure]) -> None:
    links = case_links(browse("chen").open("/statistics?of=all&by=unit"))
    below = ",".join(one.value for one in RATES[Rate.ON_TIME].denominator)
    assert [words for href, words in links if parse_qs(urlsplit(href).query)["measures"] == [below]]


def test_a_rate_of_few_cases_says_so_wherever_it_stands(browse: Browsers, world: World) -> None:
    """As in the appraisal; of five cases one moves a rate by a fifth, and nothing is said."""
    for _no in range(4):
        builders.closed(world)
    keep_up(now=NOW, most=None)
    chen, unit = browse("chen"), world.units["市教育局"]
    for address in ("/statistics", "/statistics?by=unit", "/board", f"/units/{unit}/figures"):
        assert "4/4样本少" in chen.open(address).words or "已评价，样本少" in chen.page.words, address
    builders.closed(world)
    keep_up(now=NOW, most=None)
    assert "5/5" in chen.open("/statistics").words and "5/5样本少" not in chen.page.words
    assert "5÷5已评价" in chen.open("/board").words and "已评价，样本少" not in chen.page.words


@pytest.mark.parametrize("by", ["unit", "system", "delegation", "category", "letter", "key"])
def test_the_lines_of_a_breakdown_lead_to_their_own_cases(browse: Browsers, counted: Counter[Measure], by: str) -> None:
    browser = browse("chen")
    links = case_links(browser.open(f"/statistics?of=all&by={by}"))
    assert links
    for href, words in links:
        page = browser.open(href)
        times = sum(int(cell) for cell in cells(page))
        assert times == int(words) or f"另有{int(words) - times}" in page.words


def test_a_unit_sees_the_figures_of_its_own_shares_alone(browse: Browsers, world: World, everywhere: object) -> None:
    keep_up(now=NOW, most=None)
    unit = world.units["市教育局"]
    own = figures(Scope(), By.UNIT)[str(unit)]
    page = browse("jing").open("/statistics?of=all")
    assert "只统计本单位承办的部分" in page.words
    assert f"应答复{own[Measure.OWED]}" in page.words
    assert "提出和立案" not in page.words
    other = browse("jing").open("/statistics/cases?of=all&measures=owed&by=unit&value=2")
    assert cells(other) == []
    everything = browse("jing").open("/statistics/cases?of=all&measures=owed")
    assert sum(int(cell) for cell in cells(everything)) == own[Measure.OWED]


def test_a_coordinator_sees_the_figures_of_its_system(browse: Browsers, world: World, everywhere: object) -> None:
    keep_up(now=NOW, most=None)
    ids = units_of_system(world.du.system)  # type: ignore[arg-type]
    owed = sum(
        figures(Scope(), By.UNIT)[str(one)][Measure.OWED] for one in ids if str(one) in figures(Scope(), By.UNIT)
    )
    page = browse("du").open("/statistics?of=all")
    assert f"应答复{owed}" in page.words
    assert "市中级人民法院" not in browse("du").open("/statistics?of=all&by=unit").words


@pytest.mark.parametrize("login", ["lin", "zhou", "tian", "xi", "an", "ji"])
def test_statistics_are_not_for_everybody(browse: Browsers, login: str) -> None:
    browse(login).open("/statistics", status=404)
    browse(login).open("/statistics/cases?measures=owed", status=404)


def test_deputies_are_counted_once_each_when_somebody_asks(browse: Browsers, world: World) -> None:
    for _paper in range(2):
        builders.a_registered(world, cosigned=True)
    keep_up(now=NOW, most=None)
    browser = browse("chen")
    page = browser.open("/statistics?of=all")
    href = next(href for href, words in page.links if "多少名" in words)
    assert "领衔提出已立案建议的代表1名，领衔和附议的代表一共2名" in browser.open(href).words


def test_a_past_day_says_what_stood_then(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    keep_up(now=LATER, most=None)
    assert whole(Scope())[Measure.OVERDUE] == 1
    browser = browse("chen")
    assert "逾期未答复1" in browser.open("/statistics?of=all").words
    past = browser.open(f"/statistics?of=all&on={TODAY}")
    assert "逾期未答复0" in past.words
    assert "按当天为止的记录统计" in past.words
    assert cells(browser.open(f"/statistics/cases?of=all&measures=overdue&on={TODAY}")) == []


def test_another_scope_stands_beside_with_the_change(browse: Browsers, counted: Counter[Measure]) -> None:
    words = browse("chen").open(f"/statistics?of=all&beside=all&beside_on={TODAY - timedelta(days=400)}").words
    assert "对比栏：历届全部，截至2025年2月25日" in words
    assert f"提出{counted[Measure.FILED]}0+{counted[Measure.FILED]}" in words


@pytest.mark.parametrize(
    "query",
    ["of=x9", "of=s999999", "part=never", "by=colour", "on=tomorrow", "on=9999-12-31", "beside=%00", "of=%27"],
)
def test_an_odd_address_shows_the_usual_figures_and_says_what_it_could_not_read(
    browse: Browsers, counted: Counter[Measure], query: str
) -> None:
    page = browse("chen").open(f"/statistics?{query}")
    assert "各项比率" in page.words
    assert ("读不懂" in page.words) == (query != "on=9999-12-31")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "measures=",
        "measures=nothing",
        "measures=filed,owed",
        "measures=owed&by=unit&value=%00",
        "measures=owed&by=unit&value=1e9",
    ],
)
def test_no_list_stands_behind_what_is_no_figure(browse: Browsers, counted: Counter[Measure], query: str) -> None:
    browse("chen").open(f"/statistics/cases?{query}", status=404)


def test_before_anything_was_counted_the_page_says_so(browse: Browsers, world: World) -> None:
    for table in (FigureEntry, FigureSum, FigureMark):
        db.session.execute(delete(table))
    db.session.commit()
    assert "还没有统计过" in browse("chen").open("/statistics").words


def test_the_page_asks_as_much_of_the_database_whatever_is_counted(browse: Browsers, world: World) -> None:
    browser = browse("chen")
    for paths in ("/statistics?of=all", "/statistics?of=all&by=unit"):
        builders.a_registered(world)
        keep_up(now=NOW, most=None)
        few = statements_of(browser, paths)
        for _one in range(4):
            builders.an_assigned(world)
        keep_up(now=NOW, most=None)
        assert statements_of(browser, paths) <= few


@pytest.mark.parametrize(
    "address",
    [
        "/statistics?",
        "/statistics?by=unit&",
        "/statistics/cases?measures=registered&",
        "/board/cases?measures=registered&",
    ],
)
def test_a_day_that_has_not_come_is_said_not_to_have(browse: Browsers, world: World, address: str) -> None:
    builders.closed(world)
    keep_up(now=NOW, most=None)
    chen = browse("chen")
    assert "要的是2099年1月1日的数字" in chen.open(f"{address}on=2099-01-01").words
    assert "要的是" not in chen.open(f"{address}on={TODAY.isoformat()}").words
