"""Ratings on paper: two named persons and a scan, never another way; the deputy's own rating comes first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.situations_ratings import WORDS, entered, on_paper
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level, Question, Wish
from tracker.domain.states import RoundState
from tracker.domain.whys import Refused, Why
from tracker.models.ratings import PaperRating, Rating
from tracker.models.record import Event
from tracker.services import jobs, paper_ratings, ratings
from tracker.services._load import Invalid
from tracker.services._rating import SUPERSEDED, Ballot
from tracker.services.paper_ratings import OnPaper


def wrong(world: World, case: int, paper: OnPaper) -> dict[str, str]:
    one = builders.round_of(world, case)
    with pytest.raises(Invalid) as found:
        paper_ratings.enter(world.chen, one.id, paper, version=one.version, now=NOW)
    return found.value.problems


def test_it_counts_once_a_second_person_has_confirmed_it(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    paper = entered(world, case)
    one = builders.round_of(world, case)
    assert (one.ratings, one.open_paper_ratings, paper.is_open) == ([], 1, True)
    with pytest.raises(Refused) as refused:
        paper_ratings.confirm(world.chen, paper.id, version=paper.version, now=NOW)
    assert refused.value.why is Why.ENTERED_BY_YOU
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=NOW)
    one = builders.round_of(world, case)
    answer = next(each for each in one.ratings if each.question is Question.ANSWER)
    assert (answer.person_id, answer.level, answer.reason) == (world.fang.person_id, Level.BASICALLY, WORDS)
    assert (answer.wish, answer.private_note, answer.paper_rating_id) == (Wish.MEETING, "只写给市人大", paper.id)
    assert one.state is RoundState.DELIVERED and one.open_paper_ratings == 0
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    assert builders.round_of(world, case).state is RoundState.RATED


def test_the_record_of_entering_names_the_deputy_and_no_level(world: World) -> None:
    entered(world, builders.delivered(world, cosigned=True))
    event = db.session.scalars(select(Event).where(Event.action == "enter_rating")).one()
    assert event.facts["for_person"] == world.fang.person_id and event.facts["files"]
    assert "levels" not in event.facts and WORDS not in str(event.facts) and not event.note


def test_only_the_desk_enters_and_confirms(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    paper, one = entered(world, case), builders.round_of(world, case)
    round_id, version, paper_id, held = one.id, one.version, paper.id, paper.version
    for login, actor in world.actors.items():
        if login in ("chen", "lu"):
            continue
        sent = on_paper(world, world.lin, scan=["x"])
        with pytest.raises(Refused):
            paper_ratings.enter(actor, round_id, sent, version=version, now=NOW)
        with pytest.raises(Refused):
            paper_ratings.confirm(actor, paper_id, version=held, now=NOW)
    db.session.rollback()
    assert db.session.scalars(select(Rating)).all() == []


def test_who_signed_it_must_still_have_to_rate(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    assert wrong(world, case, on_paper(world, world.lin)) == {"person": "has_rated"}
    assert wrong(world, case, on_paper(world, world.yuan)) == {"person": "does_not_rate"}
    entered(world, case)
    assert wrong(world, case, on_paper(world)) == {"person": "paper_rating_waits"}


def test_scan_day_and_levels_are_owed_and_no_reason_the_paper_does_not_give(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    assert wrong(world, case, on_paper(world, scan=[])) == {"files": "scan_missing"}
    assert wrong(world, case, on_paper(world, on=TODAY + timedelta(days=1))) == {"signed_on": "in_future"}
    assert wrong(world, case, on_paper(world, on=TODAY - timedelta(days=1))) == {"signed_on": "signed_before_reply"}
    assert set(wrong(world, case, on_paper(world, ballot=Ballot({})))) == {"answer", "process"}
    assert wrong(world, case, on_paper(world, signed_on=None)) == {"signed_on": "missing"}
    one, unreasoned = builders.round_of(world, case), Ballot(builders.verdicts(Level.DISSATISFIED, ""))
    paper_ratings.enter(world.chen, one.id, on_paper(world, ballot=unreasoned), version=one.version, now=NOW)
    paper = db.session.scalars(select(PaperRating)).one()
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=NOW)
    assert [row.reason for row in builders.round_of(world, case).ratings] == ["", ""]


def test_the_deputys_own_rating_takes_its_place(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    waiting = entered(world, case)
    one = builders.round_of(world, case)
    ratings.rate(world.fang, one.id, builders.verdicts(), version=one.version, now=NOW)
    db.session.rollback()
    held = db.session.get(PaperRating, waiting.id)
    assert held.is_rejected and held.rejection == SUPERSEDED
    assert builders.round_of(world, case).open_paper_ratings == 0
    with pytest.raises(Refused):
        paper_ratings.confirm(world.lu, held.id, version=held.version, now=NOW)
    assert {each.level for each in builders.round_of(world, case).ratings} == {Level.SATISFIED}


def test_a_counted_paper_may_be_replaced_until_the_window_shuts(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    paper = entered(world, case)
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=NOW)
    one = builders.round_of(world, case)
    ratings.rate(world.fang, one.id, builders.verdicts(), version=one.version, now=NOW)
    rows = builders.round_of(world, case).ratings
    assert [(each.level, each.is_current) for each in rows] == [(Level.BASICALLY, False)] * 2 + [
        (Level.SATISFIED, True)
    ] * 2


def test_it_may_be_sent_back_and_entered_anew(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    paper = entered(world, case)
    with pytest.raises(Invalid):
        paper_ratings.reject(world.lu, paper.id, words=" ", version=paper.version, now=NOW)
    paper_ratings.reject(world.lu, paper.id, words="扫描件上是不满意", version=paper.version, now=NOW)
    assert builders.round_of(world, case).open_paper_ratings == 0
    assert entered(world, case).is_open


def test_what_came_in_time_is_taken_while_the_round_is_open(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, case)
    later = NOW + timedelta(days=40)
    paper_ratings.enter(world.chen, one.id, on_paper(world), version=one.version, now=later)
    assert jobs.lapse({}, now=later) is None
    one = builders.round_of(world, case)
    assert one.state is RoundState.DELIVERED, "the second person has still to look at it"
    paper = one.paper_ratings[0]
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=later)
    one = builders.round_of(world, case)
    assert (one.state, one.headline) == (RoundState.RATED, Level.BASICALLY)
    too_late = on_paper(world, world.lin, on=TODAY + timedelta(days=35))
    with pytest.raises(Refused):
        paper_ratings.enter(world.chen, one.id, too_late, version=one.version, now=later)


def test_a_paper_older_than_the_reply_is_not_confirmed(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    paper = entered(world, case)
    paper.signed_on = TODAY - timedelta(days=1)
    db.session.commit()
    with pytest.raises(Invalid) as found:
        paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=NOW)
    assert found.value.problems == {"words": "signed_before_reply"}
