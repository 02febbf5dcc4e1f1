"""Criteria of key items on screen: changed by two people, proposed from the record, kept as they stood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders, keying
from tests.builders import a_registered
from tests.conftest import Browsers
from tests.keying import a_paper, decided, item_of
from tests.services.test_groups import merge
from tests.web.test_key_items import PROPOSED, newest
from tests.world import TODAY, World
from tracker.queries.law import rulebook_for

ADDRESS = "/rulebooks/2021-01-01-shenzhen/change"
LATER = TODAY + timedelta(days=30)


def changed(browse: Browsers, **fields: str | list[str]) -> None:
    """A later book, proposed by one and approved by another."""
    chen, lu = browse("chen"), browse("lu")
    chen.open(ADDRESS)
    chen.send("/change", mode="later", valid_from=LATER.isoformat(), reason="核对条文", **fields)
    lu.open("/rulebooks/changes/1")
    lu.send("/approve")


def test_the_office_adds_changes_and_drops_criteria(browse: Browsers, world: World) -> None:
    chen, lu = browse("chen"), browse("lu")
    chen.open(ADDRESS)
    typed = {
        "mode": "later",
        "valid_from": LATER.isoformat(),
        "reason": "照市里的办法",
        "criteria-0-required": "y",
        "criteria-1-at_least": "5",
        "criteria-3-words": "",
        "criteria-4-words": "与民生实事有关",
    }
    page = chen.send("/change", status=422, **typed)
    assert "请写明依据" in page.words and "与民生实事有关" in page.body
    page = chen.send("/change", **{"criteria-4-legal_basis": "市人大常委会办法第五条"})
    words = lu.open("/rulebooks/changes/1").words
    assert "5名代表起" in words and "与民生实事有关" in words and "与年度工作要点相关" in words and "没有" in words
    lu.send("/approve")
    book = rulebook_for(LATER)
    assert [(one.code, one.required, one.at_least) for one in book.key_criteria] == [
        ("city_wide", True, 0),
        ("raised_by_many", False, 5),
        ("broad_and_hard", False, 3),
        ("added_1", False, 0),
    ]
    assert "与民生实事有关" in lu.open(f"/rules?edition={book.edition}").words
    assert "与民生实事有关" not in lu.open("/rules").words


def test_a_count_nobody_can_mean_and_a_book_without_criteria_are_refused(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open(ADDRESS)
    typed = {"mode": "later", "valid_from": LATER.isoformat(), "reason": "改"}
    page = chen.send("/change", status=422, **typed, **{"criteria-1-at_least": "0"})
    assert "请填从几起算符合" in page.words
    none = {f"criteria-{n}-words": "" for n in range(4)}
    page = chen.send("/change", status=422, **typed, **none)
    assert "至少要有一条" in page.words


def test_criteria_are_no_correction(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open(ADDRESS)
    page = chen.send("/change", status=422, mode="correct", reason="改", **{"criteria-1-at_least": "5"})
    assert "只有暂定的期限可以改正" in page.words


def test_the_record_proposes_which_are_met_once(browse: Browsers, world: World) -> None:
    cases = [builders.in_hand(world, shares=builders.LEAD_AND_CO), a_registered(world), a_registered(world)]
    merge(world, *cases)
    ou = browse("ou")
    page = ou.open(f"/key-items/new?paper={cases[0]}")
    assert "按记录1名代表，不够3名代表起" in page.words and "按记录2个承办单位，不够3个承办单位起" in page.words
    assert page.data("/new").get("criteria") is None


def test_what_is_unticked_stays_so_while_the_papers_are_the_same(
    browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(browse, **{"criteria-1-at_least": "1"})
    monkeypatch.setattr("tracker.web.key_proposals.now", lambda: keying.NOW + timedelta(days=31))
    case = a_paper(world)
    ou = browse("ou")
    page = ou.open(f"/key-items/new?paper={case}")
    assert page.data("/new")["criteria"] == "raised_by_many" and "按记录1名代表，够" in page.words
    page = ou.send("/new", button=("step", "look"), criteria=[])
    assert page.data("/new").get("criteria") is None


def test_a_required_criterion_is_asked_for_and_the_item_keeps_its_words(browse: Browsers, world: World) -> None:
    case = a_paper(world)
    before = decided(world, case)
    ou = browse("ou")
    ou.open(f"/key-items/new?paper={a_registered(world)}")
    ou.send("/new", button=("step", "send"), **PROPOSED)
    assert item_of(newest()).criteria == [
        {"code": "city_wide", "words": "全市性或者社会关注度高"},
        {"code": "raised_by_many", "words": "多名代表提出"},
    ]
    assert "全市性或者社会关注度高、多名代表提出" in ou.open(f"/key-items/{before}").words


def test_a_proposal_without_a_required_one_is_sent_back(
    browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(browse, **{"criteria-3-required": "y", "criteria-0-words": "群众反映强烈"})
    later = keying.NOW + timedelta(days=31)
    monkeypatch.setattr("tracker.web.key_proposals.now", lambda: later)
    ou = browse("ou")
    page = ou.open(f"/key-items/new?paper={a_registered(world)}")
    assert "与年度工作要点相关（必须符合）" in page.words and "群众反映强烈" in page.words
    page = ou.send("/new", status=422, button=("step", "send"), **PROPOSED)
    assert "标明“必须符合”的条件都要符合" in page.words
    ou.send("/new", button=("step", "send"), criteria=["city_wide", "years_work"])
    assert [one["words"] for one in item_of(newest()).criteria] == ["群众反映强烈", "与年度工作要点相关"]
