"""The search page: hits marked where they stand, filters with counts, numbers that go straight, any question a page."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests import builders
from tests.conftest import Browsers
from tests.page import Page
from tests.world import World
from tracker.db import db
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion


def cases(page: Page) -> list[int]:
    """Ids of the suggestions listed, in their order."""
    return [int(href.rsplit("/", 1)[1]) for href, _words in page.links if href.removeprefix("/suggestions/").isdigit()]


def test_the_box_of_every_page_leads_to_what_is_found_with_the_hits_marked(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    page = browse("yuan").open("/suggestions")
    assert 'action="/search"' in page.body
    found = browse("yuan").open(f"/search?q={quote('护学通道')}")
    assert cases(found) == [case]
    assert "<mark>护学通道</mark>" in found.body and "1件" in found.words


def test_a_passage_says_which_part_of_the_paper_it_is_from(browse: Browsers, world: World) -> None:
    builders.a_registered(world)
    found = browse("chen").open(f"/search?q={quote('年度预算')}")
    assert "请求2" in found.words and "护学岗经费列入<mark>年度预算</mark>" in found.body


def test_a_number_goes_straight_to_its_paper(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    number = builders.fetch(case).number or ""
    wide = number.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    for typed in (number, f"第{number}号", f" {number} ", wide):
        browser = browse("chen")
        browser.open(f"/search?q={quote(typed)}")
        assert browser.answer is not None and browser.answer.request.path == f"/suggestions/{case}"
    assert cases(browse("chen").open(f"/search?q={number[:6]}")) == [case]


def test_what_is_looked_for_stands_in_the_box_and_over_the_list(browse: Browsers, world: World) -> None:
    builders.a_registered(world)
    page = browse("chen").open(f"/search?q={quote('护学通道')}")
    assert 'value="护学通道"' in page.body and "“护学通道”" in page.words
    assert (
        'value="护学通道"' not in browse("chen").open(f"/suggestions?q={quote('护学通道')}").body.split("</header>")[0]
    )


def test_what_narrows_papers_is_not_said_of_promises(browse: Browsers, world: World) -> None:
    page = browse("chen").open(f"/search?q={quote('护学')}&show=promises&unit={world.units['市教育局']}&state=closed")
    assert "正在筛选" not in page.words
    assert "正在筛选" not in browse("chen").open(f"/search?q={quote('护学')}&unit=0").words


def test_a_number_one_may_not_read_leads_nowhere(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    number = builders.fetch(case).number or ""
    db.session.get_one(Suggestion, case).is_confidential = True
    db.session.commit()
    found = browse("yuan").open(f"/search?q={number}")
    assert "没有找到" in found.words and cases(found) == []


SIGNS = ['"', "''", "*", "^a", "%", "_", "\\", "-", "（", "\x1b[1m", "\ufeff", "😀", "'" * 500]
LANGUAGE = ['" OR 1=1 --', "a AND", "NEAR(x y)", "title:x", "{body} : x", "<script>alert(1)</script>"]
WORDS = ["路灯\0校门", "\u202eabc", "路" * 10_000, "a b " * 2_500, "𬭎", "ＡＢ"]
HOSTILE = [*SIGNS, *LANGUAGE, *WORDS]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_answered_with_a_page(browse: Browsers, world: World, typed: str) -> None:
    builders.a_registered(world)
    page = browse("chen").open(f"/search?q={quote(typed)}")
    assert page.h1 == ["检索"] and "<script>alert" not in page.body


def test_odd_addresses_narrow_nothing(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    odd = "in=x&state=%00&session=abc&category=99999999999&unit=-1&page=zzz&show=everything"
    assert cases(browse("chen").open(f"/search?q={quote('护学')}&{odd}")) == [case]
    assert cases(browse("chen").open(f"/search?q={quote('护学')}&page=9999999999")) == [case]


def test_what_is_found_is_counted_and_narrowed_by_what_tells_it_apart(browse: Browsers, world: World) -> None:
    waiting, done = builders.a_registered(world), builders.closed(world)
    page = browse("chen").open(f"/search?q={quote('护学通道')}")
    assert cases(page) == [done, waiting] or cases(page) == [waiting, done]
    href = next(href for href, words in page.links if words == "办结")
    narrowed = browse("chen").open(href)
    assert cases(narrowed) == [done] and "1件" in narrowed.words
    back = next(href for href, words in narrowed.links if "办结" in words and "search" in href)
    assert set(cases(browse("chen").open(back))) == {waiting, done}


def test_deputies_and_units_lead_to_their_papers(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    page = browse("chen").open(f"/search?q={quote('林若溪')}")
    href = next(href for href, words in page.links if words == "林若溪")
    assert case in cases(browse("chen").open(href))
    page = browse("chen").open(f"/search?q={quote('教育局')}")
    href = next(href for href, words in page.links if words == "市教育局" and href.startswith("/suggestions"))
    assert case in cases(browse("chen").open(href))
    db.session.get_one(Unit, world.units["市教育局"]).duty_words = "学位供给"
    db.session.commit()
    assert "职责：学位供给" in browse("chen").open(f"/search?q={quote('学位')}").words


def test_a_draft_is_found_by_its_writer_alone(browse: Browsers, world: World) -> None:
    builders.a_draft(world, title="还在想的题目")
    assert "正在写的" in browse("lin").open(f"/search?q={quote('还在想')}").words
    for other in ("yuan", "chen"):
        page = browse(other).open(f"/search?q={quote('还在想')}")
        assert "正在写的" not in page.words and cases(page) == []


def test_promises_have_a_tab_of_their_own(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    page = browse("chen").open(f"/search?q={quote('列入预算')}&show=promises")
    assert "1项承诺" in page.words and "经费<mark>列入预算</mark>" in page.body
    assert any(href.startswith("/promises/") for href, _words in page.links)


def test_nothing_asked_says_what_can_be_asked(browse: Browsers, world: World) -> None:
    assert "写建议的编号，直接打开那一件" in browse("chen").open("/search").words
    assert "没有可以查的字" in browse("chen").open(f"/search?q={quote('！？')}").words


def test_administrators_read_no_papers_and_find_none(browse: Browsers, world: World) -> None:
    builders.a_registered(world)
    page = browse("xi").open(f"/search?q={quote('护学')}")
    assert "看不到建议的内容" in page.words and cases(page) == []


def test_what_is_cut_off_is_said(browse: Browsers, world: World) -> None:
    page = browse("chen").open("/search?q=" + quote(" ".join(f"字词{n}" for n in range(20))))
    assert "字词太多" in page.words
