"""Boxes say who will read what is written into them, and say it as the law has it."""

from __future__ import annotations

from tests.conftest import Browsers
from tests.situations import SITUATIONS
from tests.world import World
from tracker.domain.lifecycle import SIGNERS
from tracker.domain.parties import UNIT_SIDE, Party
from tracker.web.read_by import _READERS


def test_each_circle_is_named_as_wide_as_it_is(browse: Browsers) -> None:
    with browse().app.test_request_context():
        for circle, words in _READERS.items():
            told = str(words)
            assert ("署名代表" in told) is (circle >= SIGNERS), told
            assert ("代表看不到" in told) is (not circle & SIGNERS), told
            assert ("、承办单位" in f"、{told}") is (circle >= UNIT_SIDE), told
            assert ("承办单位看不到" in told) is (not circle & UNIT_SIDE), told
            assert ("督查室" in told) is (Party.COORDINATOR in circle), told
            assert ("被征求意见的单位" in told) is (Party.HEARD in circle and Party.AUTHOR not in circle), told


def test_a_unit_that_objects_reads_beside_the_box_that_deputies_will_not(browse: Browsers, world: World) -> None:
    case = SITUATIONS["assigned"].reach(world)
    browser = browse("he")
    page = browser.open(f"/suggestions/{case}")
    href = next(href for href, _words in page.links if href.endswith("/objection"))
    assert "督查室和代表工作机构看得到，代表看不到。" in browser.open(href).words
