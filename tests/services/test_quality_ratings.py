"""What a unit says of the suggestion it replied to: where the city does so, with its first reply, before it reads what
the deputies say; and nothing of the case moves by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from tests import builders
from tests.builders import fetch, round_of
from tests.clearing_parts import switch
from tests.services.test_commitments import answer_again
from tests.situations_ratings import asks_quality
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.quality import Aspect, Quality
from tracker.domain.ratings import Level
from tracker.domain.states import RoundState
from tracker.domain.whys import Refused, Why
from tracker.models.ratings import QualityRating
from tracker.models.record import Event, Notice
from tracker.queries import chain, rating_seals
from tracker.services import ratings
from tracker.services._load import Invalid
from tracker.services.quality_ratings import Opinion, rate_quality

WORDS = "问题写得具体，请求可以再分年份。"
LEVELS = {Aspect.PROBLEM: Quality.GOOD, Aspect.ANALYSIS: Quality.FAIR, Aspect.PROPOSAL: Quality.TO_IMPROVE}


def asked(world: World, **how: object) -> int:
    """Delivered where the city lets its units say what they think."""
    case = builders.delivered(world, **how)
    asks_quality(world, case)
    return case


def say(
    world: World,
    case: int,
    who: Actor | None = None,
    *,
    levels: Mapping[Aspect, Quality] = LEVELS,
    words: str = WORDS,
    seen: int | None = None,
) -> None:
    one = round_of(world, case)
    rate_quality(who or world.cheng, one.id, Opinion(levels, words, seen), version=one.version, now=NOW)
    db.session.rollback()


def said() -> list[QualityRating]:
    return list(db.session.scalars(select(QualityRating).order_by(QualityRating.id)))


def refused(world: World, case: int, who: Actor | None = None) -> Why:
    with pytest.raises(Refused) as found:
        say(world, case, who)
    return found.value.why


def test_it_is_asked_only_where_the_city_does_so(world: World) -> None:
    case = builders.delivered(world)
    assert refused(world, case) is Why.QUALITY_NOT_ASKED
    switch(world, two_way_rating=True)
    other = builders.delivered(world)
    say(world, other)
    assert [(one.unit_id, one.person_id, one.words) for one in said()] == [
        (world.units["市教育局"], world.cheng.person_id, WORDS)
    ]


def test_of_a_further_reply_it_is_not_asked_again(world: World) -> None:
    switch(world, two_way_rating=True)
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case)
    answer_again(world, case, due_on=TODAY + timedelta(days=5))
    first, second = fetch(case).tasks[0].rounds
    assert (first.asks_quality, second.no, second.asks_quality, second.state) == (True, 2, False, RoundState.DELIVERED)
    assert refused(world, case) is Why.QUALITY_NOT_ASKED


def test_it_may_be_changed_until_the_deputies_have_rated_and_earlier_rows_stay(world: World) -> None:
    case = asked(world)
    say(world, case, seen=0)
    with pytest.raises(Invalid) as found:
        say(world, case, world.he, seen=0)
    assert found.value.problems == {"mine": "quality_elsewhere"}
    say(world, case, world.he, words="改过的话", seen=said()[0].id)
    assert [(one.words, one.is_current) for one in said()] == [(WORDS, False), ("改过的话", True)]
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    assert refused(world, case) is Why.WRONG_STATE


def test_a_level_that_is_missing_is_asked_for(world: World) -> None:
    case = asked(world)
    with pytest.raises(Invalid) as found:
        say(world, case, levels={Aspect.PROBLEM: Quality.GOOD})
    assert found.value.problems == {"analysis": "missing", "proposal": "missing"}
    assert said() == []


def test_nothing_of_the_case_moves_and_nobody_is_told(world: World) -> None:
    """Not a version, so that no deputy's open form is out of date; not the day it was changed, which lists show."""
    case = asked(world, cosigned=True)
    one, whole = round_of(world, case), fetch(case)
    before = (one.version, whole.version, whole.changed_at, whole.due_on)
    notices = db.session.scalar(select(func.count()).select_from(Notice))
    rate_quality(world.cheng, one.id, Opinion(LEVELS), version=one.version, now=NOW + timedelta(hours=1))
    one, whole = round_of(world, case), fetch(case)
    assert (one.version, whole.version, whole.changed_at, whole.due_on) == before
    assert db.session.scalar(select(func.count()).select_from(Notice)) == notices


def test_the_record_seals_what_was_said(world: World) -> None:
    case = asked(world)
    say(world, case)
    event = db.session.scalars(select(Event).where(Event.action == "rate_quality")).one()
    assert WORDS not in str(event.facts) and not event.note
    assert list(rating_seals.changed()) == [] and chain.verify().whole
    for column, put in (("words", "改过"), ("problem", "to_improve")):
        was = db.session.execute(text(f"SELECT {column} FROM quality_rating")).scalar()
        db.session.execute(text(f"UPDATE quality_rating SET {column} = :put"), {"put": put})
        assert list(rating_seals.changed()) == [event.seq], column
        db.session.execute(text(f"UPDATE quality_rating SET {column} = :was"), {"was": was})
    db.session.execute(text("DELETE FROM quality_rating"))
    assert list(rating_seals.changed()) == [event.seq]
