"""Whose promise it is: the unit the letter names keeps it, whatever becomes of the share it was promised in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import a_reply, round_of, task_of
from tests.situations_commitments import promise_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import may
from tracker.domain.states import CommitmentState
from tracker.models.organs import Unit
from tracker.models.procedures import HandOver
from tracker.models.record import Event, Notice
from tracker.queries.stages import tally
from tracker.services import commitment_disputes, commitments, hand_overs, replies, units
from tracker.services._load import Invalid
from tracker.services.commitment_disputes import Finding
from tracker.services.commitments import SecondReply
from tracker.services.hand_overs import Plan

EDUCATION, TRAFFIC, COURT = "市教育局", "市交通运输局", "市中级人民法院"


def promised_for(world: World, keeper: str = TRAFFIC) -> int:
    """The lead's reply, passed and not signed yet, names another unit as the one that keeps its promise."""
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    one = round_of(world, case)
    first, second = a_reply().answers
    draft = replace(a_reply(), answers=[first, replace(second, promise_unit_id=world.units[keeper])])
    version = replies.save(world.jing, one.id, draft, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    return case


def signed(world: World, case: int) -> None:
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)


def handed_over(world: World, case: int, giving: str, by: Actor, *, taking: str = COURT) -> None:
    plan = Plan(world.units[giving], world.units[taking], [task_of(world, case, giving)], "机构改革方案")
    made = hand_overs.draw_up(world.chen, plan, now=NOW)
    for who in (by, world.zheng):
        db.session.rollback()
        hand_overs.confirm(who, made, version=db.session.get_one(HandOver, made).version, now=NOW)


def end(world: World, unit: str, *, successor: str | None = None) -> None:
    version = db.session.get_one(Unit, world.units[unit]).version
    db.session.rollback()
    to = world.units[successor] if successor else None
    units.end(world.chen, world.units[unit], successor_id=to, version=version, now=NOW)


def reported(case: int, who: Actor) -> None:
    one = promise_of(case)
    reply = SecondReply("临教复〔2026〕31号", "承诺的经费已经列入预算。")
    commitments.fulfil(who, one.id, reply, version=one.version, now=NOW)


def test_the_unit_another_letter_names_is_told_and_sees_it_on_home(world: World) -> None:
    case = promised_for(world)
    signed(world, case)
    told = select(Notice.party, Notice.unit_id).join(Event, Event.seq == Notice.event_seq)
    rows = db.session.execute(told.where(Event.action == Action.ENTRUST_PROMISE.value)).all()
    assert {tuple(row) for row in rows} == {
        ("receiver", world.units[TRAFFIC]),
        ("unit_signer", world.units[TRAFFIC]),
    }
    assert tally(world.luo, today=TODAY).decisions.get("promises_entrusted") == 1
    assert not tally(world.he, today=TODAY).decisions.get("promises_entrusted")


def test_a_handed_over_share_takes_only_the_promises_its_own_unit_owes(world: World) -> None:
    case = promised_for(world)
    signed(world, case)
    handed_over(world, case, EDUCATION, world.he)
    assert promise_of(case).unit_id == world.units[TRAFFIC]


def test_what_the_giving_unit_owes_goes_along_and_says_so(world: World) -> None:
    case = builders.delivered(world)
    before = promise_of(case).version
    handed_over(world, case, EDUCATION, world.he)
    one = promise_of(case)
    event = db.session.scalars(select(Event).where(Event.action == Action.ENTRUST_PROMISE.value)).one()
    assert (one.unit_id, one.version > before) == (world.units[COURT], True)
    assert (event.facts["commitment"], event.facts["from_unit"]) == (one.id, world.units[EDUCATION])


def test_a_promise_named_for_a_unit_that_ended_since_is_its_successors(world: World) -> None:
    case = promised_for(world)
    handed_over(world, case, TRAFFIC, world.luo)
    end(world, TRAFFIC, successor=COURT)
    signed(world, case)
    assert promise_of(case).unit_id == world.units[COURT]


def test_nothing_is_signed_in_the_name_of_a_unit_that_gave_its_share_away(world: World) -> None:
    case = promised_for(world)
    handed_over(world, case, TRAFFIC, world.luo)
    with pytest.raises(Invalid) as raised:
        signed(world, case)
    assert raised.value.problems == {"promise_unit-2": "not_of_this_case"}


def test_a_unit_that_owes_promises_does_not_end_without_a_successor(world: World) -> None:
    case = builders.closed(world)
    with pytest.raises(Invalid) as raised:
        end(world, EDUCATION)
    assert raised.value.problems == {"successor": "owes_promises"}
    reported(case, world.cheng)
    with pytest.raises(Invalid):
        end(world, EDUCATION)


def test_a_reported_promise_goes_to_the_successor_who_owes_it_when_it_is_not_so(world: World) -> None:
    case = builders.closed(world)
    reported(case, world.cheng)
    one = promise_of(case)
    commitment_disputes.not_so(world.lin, one.id, words="没有动工", version=one.version, now=NOW)
    end(world, EDUCATION, successor=TRAFFIC)
    one = promise_of(case)
    commitment_disputes.settle(world.chen, one.id, Finding(True, "去看过"), version=one.version, now=NOW)
    one = promise_of(case)
    assert (one.state, one.unit_id) == (CommitmentState.OPEN, world.units[TRAFFIC])
    assert may(world.su, Action.FULFIL, one, today=TODAY)
