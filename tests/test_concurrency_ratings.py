"""One deputy's rating from two ways at the same instant: it counts once, and the deputy's own word stands."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests import builders
from tests.situations_ratings import promise_of, reported, waits_on_paper
from tests.test_concurrency import together
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.services import implementation_ratings, paper_ratings, ratings
from tracker.services._rating import Verdict


def test_a_paper_is_confirmed_while_its_deputy_rates(app: Flask, world: World) -> None:
    case = waits_on_paper(world)
    one = builders.round_of(world, case)
    paper = one.paper_ratings[0]
    round_id, version, paper_id, held = one.id, one.version, paper.id, paper.version
    db.session.rollback()
    acts: list[Callable[[], object]] = [
        lambda: paper_ratings.confirm(world.lu, paper_id, version=held, now=NOW),
        lambda: ratings.rate(world.fang, round_id, builders.verdicts(), version=version, now=NOW),
    ]
    found = together(app, acts * 2)
    assert not isinstance(found[1], Exception) or not isinstance(found[3], Exception)
    one = builders.round_of(world, case)
    current = [(each.person_id, each.level) for each in one.ratings if each.is_current]
    assert current == [(world.fang.person_id, Level.SATISFIED)] * 2, "the deputy's own word stands, counted once"
    assert one.open_paper_ratings == 0


def test_both_signers_rate_a_promise_at_once_and_it_is_settled_once(app: Flask, world: World) -> None:
    case = reported(world)
    one = promise_of(case)
    promise_id, version = one.id, one.version
    db.session.rollback()
    acts = [
        lambda who=who: implementation_ratings.rate_commitment(
            who, promise_id, Verdict(Level.SATISFIED), version=version, now=NOW
        )
        for who in (world.lin, world.fang)
    ]
    assert not [each for each in together(app, acts) if isinstance(each, Exception)]
    one = promise_of(case)
    assert one.implementation is Level.SATISFIED and len(one.ratings) == 2
