"""Rating what became of a promise: when it is reported kept or late, again when kept later, silence is silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.situations_ratings import DUE, LATE, past_due, promise_of, reported
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.ratings import Level, Question
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import Commitment
from tracker.models.people import Membership
from tracker.models.ratings import Rating
from tracker.models.record import Clock, Event
from tracker.queries.inbox import lines
from tracker.services import commitments, implementation_ratings, jobs, leads, ratings, replies
from tracker.services._load import Invalid
from tracker.services._rating import Verdict
from tracker.services.commitments import SecondReply

BAD = Verdict(Level.DISSATISFIED, "到期没有列入预算")
GOOD = Verdict(Level.SATISFIED)


def rate(who: Actor, one: Commitment, said: Verdict | None = GOOD, *, now=NOW) -> None:
    implementation_ratings.rate_commitment(who, one.id, said, version=one.version, now=now)


def refused(who: Actor, case: int, *, now=NOW) -> Why:
    one = promise_of(case)
    with pytest.raises(Refused) as found:
        rate(who, one, now=now)
    return found.value.why


def test_when_all_signers_have_rated_the_promise_is_settled(world: World) -> None:
    case = reported(world)
    one = promise_of(case)
    assert one.rating_due_on is not None and one.rating_window == 1
    rate(world.fang, one, BAD)
    one = promise_of(case)
    assert (one.state, one.implementation) == (CommitmentState.FULFILLED, None), "nothing shows before all have rated"
    rate(world.lin, one)
    one = promise_of(case)
    assert (one.state, one.implementation, one.rating_shut_on) == (CommitmentState.SETTLED, Level.SATISFIED, TODAY)
    kinds = select(Clock.kind).where(Clock.commitment_id == one.id, Clock.stopped_on.is_(None))
    assert ClockKind.IMPLEMENTATION not in db.session.scalars(kinds).all()
    assert all(each.ratings == [] for each in one.round.task.rounds), "no rating of the reply"


def test_level_and_reason_are_owed(world: World) -> None:
    one = promise_of(reported(world))
    for said, field in ((None, "level"), (Verdict(Level.BASICALLY, " "), "reason")):
        with pytest.raises(Invalid) as found:
            rate(world.lin, one, said)
        assert found.value.problems == {field: "missing"}


def test_nobody_rates_early_late_or_for_another(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    assert refused(world.lin, case) is Why.WRONG_STATE
    case = reported(world)
    for login, actor in world.actors.items():
        if login not in ("lin", "fang"):
            assert refused(actor, case) in (Why.NOT_YOURS, Why.NOT_VISIBLE), login
    assert refused(world.lin, case, now=NOW + timedelta(days=60)) is Why.WINDOW_SHUT
    assert db.session.scalars(select(Rating)).all() == []


def test_a_window_nobody_answers_ends_without_feedback(world: World) -> None:
    case = reported(world)
    last = promise_of(case).rating_due_on
    jobs.lapse_implementation({}, now=NOW + timedelta(days=60))
    one = promise_of(case)
    assert (one.state, one.implementation, one.rating_shut_on) == (CommitmentState.SETTLED, None, last)
    event = db.session.scalars(select(Event).where(Event.action == "lapse_commitment_rating")).one()
    assert (event.facts["rated"], event.facts["asked"], event.facts["headline"]) == (0, 2, None)
    jobs.lapse_implementation({}, now=NOW + timedelta(days=60))


def test_a_late_promise_is_rated_and_rated_again_when_it_is_kept(world: World) -> None:
    case = past_due(world)
    one = promise_of(case)
    assert one.state is CommitmentState.PAST_DUE and one.due_on == DUE
    rate(world.lin, one, BAD, now=LATE)
    one = promise_of(case)
    reply = SecondReply("临教复〔2027〕3号", "已列入预算。")
    commitments.fulfil(world.cheng, one.id, reply, version=one.version, now=LATE)
    one = promise_of(case)
    assert one.rating_window == 2 and one.still_to_rate(day_of(LATE)) == {world.lin.person_id, world.fang.person_id}
    rate(world.lin, one, now=LATE)
    rate(world.fang, promise_of(case), now=LATE)
    one = promise_of(case)
    held = [(each.person_id, each.window, each.level, each.is_current) for each in one.ratings]
    assert held == [
        (world.lin.person_id, 1, Level.DISSATISFIED, False),
        (world.lin.person_id, 2, Level.SATISFIED, True),
        (world.fang.person_id, 2, Level.SATISFIED, True),
    ]
    assert one.state is CommitmentState.SETTLED


def test_the_window_of_a_late_promise_shuts_and_it_stays_owed(world: World) -> None:
    case = past_due(world)
    rate(world.fang, promise_of(case), BAD, now=LATE)
    jobs.lapse_implementation({}, now=LATE + timedelta(days=60))
    one = promise_of(case)
    assert (one.state, one.implementation) == (CommitmentState.PAST_DUE, Level.DISSATISFIED)
    assert one.rating_shut_on == one.rating_due_on
    assert refused(world.lin, case, now=LATE) is Why.WINDOW_SHUT


def test_a_change_adds_a_row(world: World) -> None:
    case = reported(world)
    rate(world.fang, promise_of(case), BAD)
    rate(world.fang, promise_of(case))
    rows = promise_of(case).ratings
    assert [(each.level, each.is_current) for each in rows] == [(Level.DISSATISFIED, False), (Level.SATISFIED, True)]
    assert all(each.question is Question.IMPLEMENTATION for each in rows)


def test_home_asks_each_signer_once_in_each_window(world: World) -> None:
    case = reported(world)
    for who in (world.lin, world.fang):
        (line,) = [one for one in lines(who, today=TODAY) if one.action is Action.RATE_COMMITMENT]
        one = promise_of(case)
        assert (line.row.commitment_id, line.row.due_on) == (one.id, one.rating_due_on)
        rate(who, one)
        assert Action.RATE_COMMITMENT not in [each.action for each in lines(who, today=TODAY)]


def answered_by_one_of_two(world: World) -> int:
    """One of two units has replied, with a promise; the other has not, so the paper is still open."""
    case = builders.in_hand(world, shares=builders.SEPARATE, cosigned=True)
    one = builders.round_of(world, case)
    _first, second = builders.a_reply().answers
    draft = replace(builders.a_reply(), answers=[replace(second, request_no=1)])
    version = replies.save(world.jing, one.id, draft, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    one = builders.round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="1号", version=one.version, now=NOW)
    return case


def test_a_promise_waits_for_who_leads_the_paper_now_though_he_did_not_rate_the_reply(world: World) -> None:
    case = answered_by_one_of_two(world)
    for each in builders.round_of(world, case).deliveries:
        each.may_rate = each.person_id == world.lin.person_id
    db.session.commit()
    one = builders.round_of(world, case)
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="离任", now=NOW)
    leads.take(world.fang, case, now=NOW)
    db.session.get_one(Membership, world.lin.membership_id).ends_on = TODAY
    db.session.commit()
    tomorrow = NOW + timedelta(days=1)
    promise = promise_of(case)
    commitments.fulfil(world.cheng, promise.id, SecondReply("2号", "办了"), version=promise.version, now=tomorrow)
    jobs.run_due(now=tomorrow)
    assert promise_of(case).state is CommitmentState.FULFILLED
    assert Action.RATE_COMMITMENT in {line.action for line in lines(world.fang, today=TODAY + timedelta(days=1))}
    promise = promise_of(case)
    said = Verdict(Level.SATISFIED)
    implementation_ratings.rate_commitment(world.fang, promise.id, said, version=promise.version, now=tomorrow)
    assert (promise_of(case).state, promise_of(case).implementation) == (CommitmentState.SETTLED, Level.SATISFIED)
