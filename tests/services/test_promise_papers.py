"""Ratings of what became of a promise, on paper and through a link: the same two persons, the same window."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.situations_ratings import DUE, LATE, a_scan, past_due, promise_of, reported
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.ratings import Level, Question
from tracker.domain.states import CommitmentState
from tracker.domain.whys import Refused, Why
from tracker.models.ratings import PaperRating, Rating, RatingLink
from tracker.models.record import Event
from tracker.queries.rating_links import opened
from tracker.services import commitments, implementation_ratings, jobs, paper_ratings, rating_links
from tracker.services._load import Invalid
from tracker.services._rating import SUPERSEDED, WINDOW_IS_OVER, Ballot, Verdict
from tracker.services.commitments import SecondReply
from tracker.services.paper_ratings import OnPaper

NOTE = "只写给市人大的一句"
SAID = Ballot({Question.IMPLEMENTATION: Verdict(Level.DISSATISFIED, "护学岗没有人")}, NOTE)


def on_paper(world: World, who: Actor, *, on: date = TODAY, ballot: Ballot = SAID) -> OnPaper:
    return OnPaper(who.person_id or 0, on, ballot, [a_scan(world.chen)])


def enter(world: World, case: int, who: Actor, *, on: date = TODAY, now=NOW) -> PaperRating:
    one = promise_of(case)
    paper_ratings.enter_of_promise(world.chen, one.id, on_paper(world, who, on=on), version=one.version, now=now)
    db.session.rollback()
    return db.session.scalars(select(PaperRating).order_by(PaperRating.id.desc())).first()


def rate(world: World, case: int, who: Actor, *, now=NOW) -> None:
    one = promise_of(case)
    implementation_ratings.rate_commitment(who, one.id, Verdict(Level.SATISFIED), version=one.version, now=now)


def test_it_counts_once_a_second_person_has_confirmed_it_and_ends_the_window(world: World) -> None:
    case = reported(world)
    paper = enter(world, case, world.fang)
    assert (promise_of(case).open_paper_ratings, builders.round_of(world, case).open_paper_ratings) == (1, 0)
    with pytest.raises(Refused) as refused:
        paper_ratings.confirm(world.chen, paper.id, version=paper.version, now=NOW)
    assert refused.value.why is Why.ENTERED_BY_YOU
    for login in ("lin", "fang", "du", "cheng", "zhou", "tian"):
        with pytest.raises(Refused):
            paper_ratings.confirm(world.actors[login], paper.id, version=paper.version, now=NOW)
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=NOW)
    one = promise_of(case)
    row = db.session.scalars(select(Rating)).one()
    assert (row.person_id, row.level, row.paper_rating_id) == (world.fang.person_id, Level.DISSATISFIED, paper.id)
    assert (row.commitment_id, row.window, row.private_note) == (one.id, one.rating_window, NOTE)
    assert one.open_paper_ratings == 0 and one.rating_shut_on is None
    rate(world, case, world.lin)
    assert promise_of(case).state is CommitmentState.SETTLED


def test_the_record_says_who_for_whom_and_no_level_and_only_to_the_desk(browse, world: World) -> None:
    case = reported(world)
    enter(world, case, world.fang)
    event = db.session.scalars(select(Event).where(Event.action == "enter_commitment_rating")).one()
    assert event.facts["for_person"] == world.fang.person_id and "护学岗" not in str(event.facts)
    address = f"/promises/{promise_of(case).id}"
    assert "代录" in browse("chen").open(address).words
    for login in ("cheng", "lin", "fang", "du"):
        assert "代录" not in browse(login).open(address).words, login


def test_who_and_when_are_looked_at(world: World) -> None:
    case = reported(world)
    rate(world, case, world.lin)
    for who, on, wrong in (
        (world.lin, TODAY, {"person": "has_rated"}),
        (world.yuan, TODAY, {"person": "does_not_rate_promise"}),
        (world.fang, TODAY - timedelta(days=1), {"signed_on": "signed_before_asked"}),
    ):
        with pytest.raises(Invalid) as found:
            enter(world, case, who, on=on)
        assert found.value.problems == wrong
    one = promise_of(case)
    with pytest.raises(Invalid) as found:
        nothing = on_paper(world, world.fang, ballot=Ballot({}))
        paper_ratings.enter_of_promise(world.chen, one.id, nothing, version=one.version, now=NOW)
    assert found.value.problems == {"implementation": "missing"}


def test_ones_own_rating_comes_first_and_a_paper_signed_in_time_is_waited_for(world: World) -> None:
    case = reported(world)
    paper = enter(world, case, world.fang)
    rate(world, case, world.fang)
    assert db.session.get_one(PaperRating, paper.id).rejection == SUPERSEDED
    paper = enter(world, case, world.lin)
    later = NOW + timedelta(days=90)
    jobs.lapse_implementation({}, now=later)
    assert promise_of(case).state is CommitmentState.FULFILLED, "the second person has still to look at it"
    paper_ratings.confirm(world.lu, paper.id, version=paper.version, now=later)
    one = promise_of(case)
    assert (one.state, one.implementation) == (CommitmentState.SETTLED, Level.DISSATISFIED)


def test_papers_and_links_die_with_the_window_they_were_made_for(world: World) -> None:
    case = past_due(world)
    paper = enter(world, case, world.fang, on=day_of(LATE), now=LATE)
    one = promise_of(case)
    rating_links.issue(
        world.chen, one.round_id, {world.lin.person_id: "tok"}, batch="b", version=one.version, now=LATE, promise=one.id
    )
    assert opened("tok", today=day_of(LATE)) is not None
    one = promise_of(case)
    commitments.fulfil(world.cheng, one.id, SecondReply("2号", "办了"), version=one.version, now=LATE)
    one = promise_of(case)
    held = db.session.get_one(PaperRating, paper.id)
    assert (one.open_paper_ratings, held.is_rejected, held.rejection) == (0, True, WINDOW_IS_OVER)
    assert opened("tok", today=day_of(LATE)) is None, "it was asked about a promise that was late"
    with pytest.raises(Refused):
        paper_ratings.confirm(world.lu, held.id, version=held.version, now=LATE)
    assert day_of(LATE) > DUE


def test_a_link_to_a_promise_rates_it_for_one_deputy_and_nothing_else(world: World) -> None:
    case = reported(world)
    one = promise_of(case)
    with pytest.raises(Refused):
        who = {world.lin.person_id: "x"}
        rating_links.issue(world.du, one.round_id, who, batch="b", version=one.version, now=NOW, promise=one.id)
    one = promise_of(case)
    rating_links.issue(
        world.chen, one.round_id, {world.fang.person_id: "tok"}, batch="b", version=one.version, now=NOW, promise=one.id
    )
    link, one = db.session.scalars(select(RatingLink)).one(), promise_of(case)
    assert link.commitment_id == one.id and link.good_until == one.rating_due_on
    with pytest.raises(rating_links.LinkIsDead):
        rating_links.rate("tok", "no key", SAID, version=one.version, now=NOW)
    found = opened("tok", today=TODAY)
    assert found is not None and found.promise is not None and not found.granted("", now=NOW)
    reply = builders.round_of(world, case)
    assert reply.raters == set()
    rating_links.revoke(world.chen, reply.id, world.fang.person_id, now=NOW)
    assert opened("tok", today=TODAY) is not None, "that was about the reply"
    rating_links.revoke(world.chen, reply.id, world.fang.person_id, now=NOW, promise=promise_of(case).id)
    assert opened("tok", today=TODAY) is None
