"""Promises on home and beside the way to the ledger: which is late, since when, and only what needs something now."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.page import Page
from tests.situations import SITUATIONS
from tests.world import TODAY, World
from tracker.db import db
from tracker.models.commitments import Commitment
from tracker.web.words import day_words

BADGE = re.compile(
    r'href="/promises"[^>]*>.*?承诺台账(?:</span>)?\s*(?:<span class="place__count">(\d+)</span>)?</a>', re.DOTALL
)


def badge(page: Page) -> str | None:
    found = BADGE.search(page.body)
    assert found, "the way to the ledger"
    return found[1]


def promised(world: World, what: str, days: int) -> Commitment:
    """A promise of the education bureau that falls due so many days from today."""
    builders.delivered(world)
    one = db.session.scalars(select(Commitment).order_by(Commitment.id.desc())).first()
    assert one is not None
    one.promise, one.due_on = what, TODAY + timedelta(days=days)
    db.session.commit()
    return one


def test_what_is_late_is_named_with_its_day_in_red_and_leads_to_it(browse: Browsers, world: World) -> None:
    one = promised(world, "护学岗经费列入预算", -7)
    page = browse("cheng").open("/")
    assert page.h1 == ["现在要办的承诺1项"] and "请您决定" not in page.words
    assert "承诺已经过期" in page.words and 'class="work work--late"' in page.body
    assert "护学岗经费列入预算" in page.words and "过期没有做到的承诺1项" in page.words
    assert "逾期7天" in page.words and f"{day_words(TODAY - timedelta(days=7))}前做到" in page.words
    assert (f"/promises/{one.id}", "请尽快做到护学岗经费列入预算") in page.links


def test_of_several_the_oldest_is_named_and_all_are_opened(browse: Browsers, world: World) -> None:
    for what, days in (("近来过期的", -3), ("最早过期的", -30), ("快到期的", 12), ("还早的", 90)):
        promised(world, what, days)
    browser = browse("cheng")
    page = browser.open("/")
    assert "最早过期的" in page.words and "逾期30天" in page.words and "近来过期的" not in page.words
    assert "快到期的" in page.words and "还有12天" in page.words and "还早的" not in page.words
    href = next(href for href, words in page.links if words == "请尽快做到最早过期的")
    assert "近来过期的" in browser.open(href).words


def test_the_badge_counts_what_needs_something_of_this_person_once(browse: Browsers, world: World) -> None:
    promised(world, "还早的", 90)
    for login in ("cheng", "jing", "he", "chen"):
        assert badge(browse(login).open("/")) is None, login
    SITUATIONS["promise_disputed"].reach(world)
    for login, many in {"cheng": "1", "jing": "1", "he": None, "chen": "1"}.items():
        assert badge(browse(login).open("/")) == many, login
    SITUATIONS["promise_late"].reach(world)
    for login, many in {"cheng": "2", "jing": "2", "he": "1", "chen": "2"}.items():
        page = browse(login).open("/")
        assert badge(page) == many and f"承诺{many}项" in page.h1[0], login
