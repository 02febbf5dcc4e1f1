"""The lists of key items hold for each reader exactly what the table of the domain lets him read, and home counts what
they hold."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import builders, keying
from tests.builders import a_registered
from tests.keying import a_paper, a_verdict, decided, proposed
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.key_items import Detail, KeyKind, detail
from tracker.models.key_items import KeyItem
from tracker.models.suggestions import Signature
from tracker.queries.key_item_duties import waits_for
from tracker.queries.key_items import facts_of, find, listed, papers, units_of
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
    return [running, waiting, theirs, led, refused, back, over, following, without_second(world)[0]]


def without_second(world: World) -> tuple[int, int]:
    """One that was proposed with two papers, of which the second was struck from the proposal before it was decided;
    and that second paper."""
    kept, struck = a_paper(world), keying.two_units(world)
    item = proposed(world, kept, struck)
    key_items.change(world.ou, item, keying.a_proposal(kept), version=keying.at(item), now=NOW)
    key_decisions.decide(world.chen, keying.MEETING, [a_verdict(item)], now=NOW)
    keying.planned(world, item)
    keying.held(world, item)
    return item, struck


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
    assert len(items) == 9
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
        "cheng": {"key_to_answer", "key_to_report"},
    }
    assert items


def test_a_paper_struck_from_the_proposal_makes_nobody_party_to_what_was_decided_without_it(world: World) -> None:
    item, struck = without_second(world)
    luo, cheng = world.luo, world.cheng
    assert luo.unit_id in {one.unit_id for one in builders.fetch(struck).tasks}
    assert find(luo, item) is None
    assert listed(luo, today=TODAY, year=None, show="", kind=None, page=1) == ([], 0)
    found = find(cheng, item)
    assert found is not None and luo.unit_id not in found.facts.units
    assert luo.unit_id not in dict(units_of(found.item))


def test_who_signed_only_the_struck_paper_reads_the_outline_like_every_deputy(world: World) -> None:
    kept, struck = a_paper(world), builders.in_hand(world, cosigned=True)
    item = proposed(world, kept, struck)
    key_items.change(world.ou, item, keying.a_proposal(kept), version=keying.at(item), now=NOW)
    key_decisions.decide(world.chen, keying.MEETING, [a_verdict(item)], now=NOW)
    signed = set(db.session.scalars(select(Signature.person_id).where(Signature.suggestion_id == struck)))
    only = next(one for one in (world.fang, world.yuan) if one.person_id in signed)
    found = find(only, item)
    assert found is not None and found.detail is Detail.OUTLINE


def test_a_unit_keeps_reading_an_item_whose_paper_left_after_it_was_decided(world: World) -> None:
    first, second = a_paper(world), keying.two_units(world)
    item = decided(world, first, second)
    key_decisions.release(world.chen, item, second, why="转出", version=keying.at(item), now=NOW)
    found = find(world.luo, item)
    assert found is not None and found.detail is Detail.INSIDE


def test_an_item_begun_and_concluded_on_one_day_holds_no_paper_its_proposal_had_let_go(world: World) -> None:
    item, _struck = without_second(world)
    keying.reported(world, item)
    keying.concluded(world, item)
    rows, held = papers(world.chen, keying.item_of(item))
    assert (len(rows), held) == (1, 1)
    (row,), _total = listed(world.chen, today=TODAY, year=2026, show="", kind=None, page=1)
    assert row.papers == 1
