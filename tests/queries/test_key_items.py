"""The lists of key items hold for each reader exactly what the table of the domain lets him read, and home counts what
they hold."""

from __future__ import annotations

import pytest

from tests import keying
from tests.builders import a_registered
from tests.keying import a_paper, a_verdict, decided, proposed
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.key_items import KeyKind, detail
from tracker.models.key_items import KeyItem
from tracker.queries.key_item_duties import waits_for
from tracker.queries.key_items import facts_of, listed
from tracker.queries.stages import tally
from tracker.services import key_decisions, key_items


def every_kind(world: World) -> list[int]:
    """One in each stage, for different committees, units and systems."""
    running = decided(world, a_paper(world))
    waiting = proposed(world, a_registered(world))
    theirs = proposed(world, a_paper(world), by="du", kind=KeyKind.LED)
    led = decided(world, a_paper(world), by="du", kind=KeyKind.LED)
    refused = proposed(world, a_registered(world))
    key_decisions.decide(world.chen, keying.MEETING, [a_verdict(refused, accepted=False)], now=NOW)
    back = proposed(world, a_registered(world))
    key_items.take_back(world.ou, back, why="另议", version=keying.at(back), now=NOW)
    over = decided(world, keying.two_units(world))
    keying.held(world, over)
    keying.reported(world, over)
    following = keying.concluded(world, over, goes_on=True)
    return [running, waiting, theirs, led, refused, back, over, following]


@pytest.fixture
def items(world: World) -> list[int]:
    return every_kind(world)


def test_the_list_is_the_twin_of_the_table(world: World, items: list[int]) -> None:
    for who, *_rest in PEOPLE:
        actor = world.actors[who]
        rows, total = listed(actor, today=TODAY, year=None, show="", kind=None, page=1)
        shown = {row.KeyItem.id for row in rows}
        known = {one for one in items if detail(actor, facts_of(db.session.get_one(KeyItem, one))) is not None}
        assert shown == known and total == len(known), who


def test_home_counts_what_the_list_behind_the_line_holds(world: World, items: list[int]) -> None:
    assert len(items) == 8
    for who, *_rest in PEOPLE:
        actor = world.actors[who]
        counts = tally(actor, today=day_of(NOW)).decisions
        for code in waits_for(actor.role):
            rows, total = listed(actor, today=TODAY, year=None, show=code, kind=None, page=1)
            assert counts[f"key_{code}"] == total == len(rows), (who, code)


def test_something_waits_for_each_side(world: World, items: list[int]) -> None:
    found = {
        who: {
            code for code, n in tally(world.actors[who], today=TODAY).decisions.items() if code.startswith("key_") and n
        }
        for who in ("chen", "ou", "du", "cheng")
    }
    assert found == {
        "chen": {"key_to_decide"},
        "ou": {"key_to_plan"},
        "du": {"key_to_plan"},
        "cheng": {"key_to_report"},
    }
    assert items
