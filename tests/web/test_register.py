"""The register: filters in the address, in words and in the rows; pages, sorting, and addresses made by hand."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.page import Page
from tests.situations import SITUATIONS
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import TaskRole
from tracker.domain.permissions import Sight, sight
from tracker.models.suggestions import Suggestion
from tracker.queries.register import listing
from tracker.queries.register_filters import Filters
from tracker.queries.register_statuses import OF_CASE, OF_REPLY, OF_SHARE, statuses
from tracker.web.register_filters import STATUSES


def rows(page: Page) -> list[int]:
    """Ids of the suggestions listed, in their order."""
    return [int(href.rsplit("/", 1)[1]) for href, _words in page.links if href.removeprefix("/suggestions/").isdigit()]


def found(world: World, who: str, **filters: object) -> set[int]:
    page = listing(world.actors[who], Filters(**filters), today=TODAY)  # type: ignore[arg-type]
    assert page.hits.total == len(page.entries) or page.hits.total > 25
    return {entry.row.id for entry in page.entries}


@pytest.mark.parametrize("login", ["lin", "yuan", "chen", "tian", "du", "he", "luo", "ou"])
def test_the_register_lists_what_one_may_see(
    browse: Browsers, everywhere: dict[str, int], world: World, login: str
) -> None:
    actor = world.actors[login]
    seen = {
        one for one in everywhere.values() if sight(actor, db.session.get_one(Suggestion, one)) is not Sight.NOTHING
    }
    browser, listed = browse(login), list[int]()
    for page in range(1, 7):
        listed += [one for one in rows(browser.open(f"/suggestions?page={page}")) if one not in listed]
    assert set(listed) == seen


def test_mine_is_what_i_lead_signed_or_was_asked_to_sign(browse: Browsers, world: World) -> None:
    mine = {SITUATIONS[name].reach(world) for name in ("draft", "cosigning", "submitted", "closed")}
    assert set(rows(browse("lin").open("/mine"))) == mine
    assert len(rows(browse("fang").open("/mine"))) == 1
    assert "写建议" in browse("yuan").open("/mine").words
    browse("chen").open("/mine", status=404)


def test_each_filter_narrows_and_is_said_in_words(browse: Browsers, world: World) -> None:
    in_hand = SITUATIONS["in_hand"].reach(world)
    other = builders.a_registered(world, title="另一件事")
    builders.a_submitted(world)
    education, traffic = world.units["市教育局"], world.units["市交通运输局"]
    cases = {
        f"unit={education}": ({in_hand}, "单位：市教育局"),
        f"unit={traffic}&role=co": ({in_hand}, "单位作为：会办"),
        f"unit={traffic}&role=lead": (set(), "单位作为：主办"),
        "status=registered": ({other}, "状态：待交办"),
        "status=in_handling": ({in_hand}, "状态：已交办、未办结"),
        f"q={quote('另一件')}": ({other}, "标题、编号等：另一件"),
        "q=20260001": ({in_hand}, "20260001"),
        f"q={quote('市教育局')}": ({in_hand}, "市教育局"),
    }
    browser = browse("chen")
    for query, (expected, words) in cases.items():
        page = browser.open(f"/suggestions?{query}")
        assert set(rows(page)) == expected, query
        assert words in page.words and "全部清除" in page.words


def test_filters_of_place_person_and_time(world: World) -> None:
    mine = builders.a_registered(world, cosigned=True)
    paper = db.session.get_one(Suggestion, mine)
    late = builders.a_registered(world, now=NOW - timedelta(days=60))
    builders.a_draft(world)
    assert found(world, "chen", delegation_id=paper.delegation_id) == {mine, late}
    assert found(world, "chen", delegation_id=(paper.delegation_id or 0) + 1) == set()
    assert found(world, "chen", category_id=world.categories["教育科技"]) == {mine, late}
    assert found(world, "chen", session_id=paper.session_id) == {mine}
    assert found(world, "chen", deputy="林") == {mine, late}
    assert found(world, "chen", deputy="方舒") == {mine}
    assert found(world, "chen", due="overdue") == {late}
    assert found(world, "chen", due="none") == set()
    assert found(world, "chen", due_to=TODAY) == {late}
    assert found(world, "chen", due_from=paper.due_on, due_to=paper.due_on) == {mine}


def test_a_percent_sign_is_a_percent_sign(world: World) -> None:
    hit = builders.a_registered(world, title="补贴提高10%的办法")
    builders.a_registered(world, title="补贴提高10元的办法")
    assert found(world, "chen", words="10%") == {hit}
    assert found(world, "chen", words="_") == set()


def test_latin_letters_are_found_in_either_case_and_sorted_alike(world: World) -> None:
    """Both engines: large and small letters are one when sought, and titles stand by code point."""
    titles = ["a路", "B路", "C路 WiFi覆盖"]
    cases = {title: builders.a_registered(world, title=title) for title in titles}
    assert found(world, "chen", words="wifi") == {cases["C路 WiFi覆盖"]}
    order = db.session.scalars(select(Suggestion.title).order_by(Suggestion.title)).all()
    assert order == ["B路", "C路 WiFi覆盖", "a路"]


def test_every_status_can_be_asked_for_by_whom_it_is_offered(
    browse: Browsers, everywhere: dict[str, int], world: World
) -> None:
    assert set(STATUSES) == set(OF_CASE) | set(OF_SHARE) | set(OF_REPLY)
    empty = {}
    for login in ("chen", "lin", "du", "he", "tian", "ou"):
        browser = browse(login)
        for name in statuses(world.actors[login]):
            if not rows(browser.open(f"/suggestions?status={name}")):
                empty.setdefault(login, []).append(name)
    assert empty.get("chen", []) == []


def test_outside_the_offices_nobody_learns_that_a_reply_is_being_signed(browse: Browsers, world: World) -> None:
    builders.in_clearance(world)
    assert "答复送签" in browse("chen").open("/suggestions").words
    for login in ("lin", "yuan", "tian", "ou"):
        page = browse(login).open("/suggestions?status=in_clearance")
        assert "答复送签" not in page.words and "正在筛选" not in page.words


def test_a_unit_sees_its_own_share_in_a_status(world: World) -> None:
    case = SITUATIONS["in_hand"].reach(world)
    assert found(world, "jing", status="unreplied") == {case}
    assert found(world, "jing", status="unsigned") == set()
    assert found(world, "luo", status="unreplied") == {case}
    assert found(world, "chen", unit_id=world.units["市教育局"], status="unreplied") == {case}


def test_proposals_between_offices_are_not_told_to_others(browse: Browsers, world: World) -> None:
    case = SITUATIONS["with_coordinator"].reach(world)
    assert "市教育局" in next_row(browse("chen").open("/suggestions"))
    assert "市教育局" not in next_row(browse("yuan").open("/suggestions"))
    assert rows(browse("he").open("/suggestions")) == [] and case
    unit = world.units["市教育局"]
    for asked in ({"unit_id": unit}, {"words": "市教育局"}, {"role": TaskRole.SOLE}):
        assert (found(world, "chen", **asked), found(world, "yuan", **asked)) == ({case}, set()), asked


def next_row(page: Page) -> str:
    """The words of the table, without the filters above it."""
    return page.words[page.words.rindex("期限") - 200 :].partition("第1–")[2]


def test_sorting_goes_both_ways_and_keeps_the_filter(browse: Browsers, world: World) -> None:
    first = builders.a_registered(world, title="乙事", now=NOW - timedelta(days=3))
    second = builders.a_registered(world, title="丙事")
    browser = browse("chen")
    for sort, expected in (
        ("number", [first, second]),
        ("-number", [second, first]),
        ("submitted", [first, second]),
        ("-submitted", [second, first]),
        ("title", [second, first]),
        ("due", [first, second]),
        ("-due", [second, first]),
    ):
        page = browser.open(f"/suggestions?status=registered&sort={sort}")
        assert rows(page) == expected, sort
        assert any("status=registered" in href and "sort=" in href for href, _words in page.links)


def test_pages_follow_each_other_without_gap(browse: Browsers, world: World) -> None:
    cases = {builders.a_registered(world, title=f"第{n}件") for n in range(30)}
    browser = browse("chen")
    first, second = rows(browser.open("/suggestions")), rows(browser.open("/suggestions?page=2"))
    assert len(first) == 25 and set(first) | set(second) == cases and not set(first) & set(second)
    page = browser.open("/suggestions?page=2")
    assert "30件" in page.words and "第26–30件" in page.words
    assert rows(browser.open("/suggestions?page=7")) == second


ODD = (
    "page=1000000000",
    "page=10000000000000000000000",
    "page=１２",
    "page=-1",
    "page=",
    "unit=99999999999999999999",
    "unit=１",
    "unit=abc",
    "session=0",
    "category=2147483647",
    "delegation=999999999",
    "status=nothing",
    "role=nobody",
    "due=later",
    "due_from=2026-02-30",
    "due_to=9999-12-31",
    "due_from=0001-01-01",
    "due_to=２０２６-01-01",
    "sort=price",
    "sort=-",
    "sort=--due",
    "q=%00",
    "q=%ED%A0%80",
    "q=%27%22%25_%5C",
    "deputy=%00%01",
    f"q={'长' * 500}",
    "_external=1&_anchor=x",
)


@pytest.mark.parametrize("query", ODD)
def test_addresses_made_by_hand_never_fail(browse: Browsers, world: World, query: str) -> None:
    builders.a_registered(world)
    for login in ("chen", "lin"):
        browse(login).open(f"/suggestions?{query}")


def test_history_shows_its_gaps(browse: Browsers, world: World) -> None:
    case = SITUATIONS["archived"].reach(world)
    paper = db.session.get_one(Suggestion, case)
    paper.number, paper.author_id = None, None
    db.session.commit()
    page = browse("yuan").open("/suggestions?status=archived")
    assert rows(page) == [case]
    assert page.words.count("未提供") == 2 and "历史资料" in page.words


def test_an_empty_register_says_what_would_be_here(browse: Browsers) -> None:
    assert "您看得到的建议会列在这里" in browse("chen").open("/suggestions").words
    assert "去掉全部条件" in browse("chen").open("/suggestions?status=closed").words


def test_the_register_asks_at_most_six_times(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    queries = ("", "?status=open&due=soon", "?unit=1&role=lead&page=2", "?q=2026&deputy=x")
    people = {login: browse(login) for login in ("chen", "lin", "he", "du", "tian", "ou")}
    asked = [(login, query) for login in people for query in queries]
    before = [statements_of(people[login], f"/suggestions{query}") for login, query in asked]
    for _ in range(26):
        builders.a_registered(world)
    for (login, query), few in zip(asked, before, strict=True):
        assert statements_of(people[login], f"/suggestions{query}") <= few + 1 <= 6, (login, query)


def test_statements_are_the_same_at_ten_and_at_a_hundred_rows(browse: Browsers, world: World) -> None:
    browser, counts = browse("chen"), []
    for target in (30, 100):
        while db.session.query(Suggestion).count() < target:
            builders.a_submitted(world)
        counts.append(statements_of(browser, "/suggestions"))
    assert counts[0] == counts[1] <= 6


def standing(page: Page) -> list[str]:
    """What the rows say of where each paper stands."""
    return re.findall(r'<td role="cell" class="register__status">([^<]*)</td>', page.body)


def test_a_unit_reads_of_its_own_share_in_filter_tag_and_row(browse: Browsers, world: World) -> None:
    """The co-unit has given its opinion, the lead still writes: neither is told as where the other stands."""
    case, traffic = SITUATIONS["co_replied"].reach(world), world.units["市交通运输局"]
    for login, query in (("luo", "status=replied"), ("chen", f"status=replied&unit={traffic}")):
        page = browse(login).open(f"/suggestions?{query}")
        assert rows(page) == [case] and "状态：单位已答复、未办结" in page.words
        assert standing(page) == ["已答复，等其他单位"]
    page = browse("he").open("/suggestions?status=unreplied")
    assert rows(page) == [case] and standing(page) == ["起草答复"]
    assert rows(browse("he").open("/suggestions?status=replied")) == []
    page = browse("chen").open("/suggestions?status=unreplied")
    assert rows(page) == [case] and standing(page) == ["起草答复"], "a paper stands where its last unit stands"
    assert "已答复、未办结1" in browse("luo").open("/").words


def test_when_all_have_replied_every_unit_waits_for_the_rating(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    assert standing(browse("he").open("/suggestions?status=replied")) == ["等代表评价"]


def test_a_coordinator_asks_what_its_own_units_have_in_hand(browse: Browsers, world: World) -> None:
    with_court = SITUATIONS["separate"].reach(world)
    waiting = SITUATIONS["with_coordinator"].reach(world)
    assert found(world, "du", status="unreplied") == {with_court}
    assert found(world, "du", status="with_coordinator") == {waiting}
    assert found(world, "chen", status="unreplied") == {with_court, waiting}
