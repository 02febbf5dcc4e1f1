"""Ends of seats and of terms: what hangs on them, what follows, what simply goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import SignatureState
from tracker.domain.roles import Role
from tracker.domain.seats import SeatEnd
from tracker.domain.states import SuggestionState
from tracker.models.organs import Delegation, Term
from tracker.models.people import Membership
from tracker.models.record import Event
from tracker.queries import seats
from tracker.services import cosigning, leads, people, term_ends, terms
from tracker.services._load import Invalid, Missing

YESTERDAY = TODAY - timedelta(days=1)
LAST = TODAY + timedelta(days=20)


def unseat(world: World, login: str, last_day: date = YESTERDAY, reason: SeatEnd = SeatEnd.DIED) -> None:
    db.session.rollback()
    hat = db.session.get_one(Membership, world.actors[login].membership_id)
    people.unseat(world.chen, hat.id, last_day, version=hat.version, reason=reason, now=NOW)


def test_what_hangs_on_a_seat_is_counted(world: World) -> None:
    builders.a_draft(world)
    builders.a_cosigned_draft(world)
    builders.delivered(world, cosigned=True)
    lin, fang = (seats.hanging_on([one.person_id]) for one in (world.lin, world.fang))
    assert (lin.drafts, lin.led, lin.ratings) == (2, 1, 1)
    assert (fang.signed, fang.invitations, fang.ratings) == (1, 1, 1)


def test_an_invitation_runs_out_with_the_seat(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    unseat(world, "fang")
    cosigning.lapse_due(now=NOW)
    assert [one.state for one in fetch(case).signatures] == [SignatureState.LAPSED]


def test_an_offer_to_lead_ends_with_the_seat(world: World) -> None:
    case = builders.a_registered(world, cosigned=True)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="出国进修", now=NOW)
    unseat(world, "fang")
    assert fetch(case).lead_offered_to_id is None


def test_an_assistant_prepares_no_longer_than_the_seat_lasts(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    unseat(world, "lin")
    hat = db.session.get_one(Membership, world.zhou.membership_id)
    assert hat.ends_on == YESTERDAY
    assert fetch(case).state is SuggestionState.COSIGNING


def test_an_assistant_stays_while_his_deputy_sits_on(world: World) -> None:
    hat = db.session.get_one(Membership, world.lin.membership_id)
    again = Membership(person_id=hat.person_id, role=Role.DEPUTY, starts_on=TODAY)
    again.term_id, again.delegation_id = hat.term_id, hat.delegation_id
    db.session.add(again)
    db.session.commit()
    unseat(world, "lin")
    assert db.session.get_one(Membership, world.zhou.membership_id).ends_on is None


def test_the_record_keeps_the_ground(world: World) -> None:
    unseat(world, "fang", reason=SeatEnd.RECALLED)
    event = db.session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert event is not None
    assert (event.action, event.facts["reason"]) == ("end_hat", "recalled")


def test_what_was_handed_in_goes_on_and_the_desk_has_a_list_of_it(world: World) -> None:
    alone, joint = builders.in_hand(world), builders.a_registered(world, cosigned=True)
    builders.a_draft(world)
    unseat(world, "lin")
    assert fetch(alone).state is SuggestionState.IN_HANDLING
    found = {one.suggestion.id: one for one in seats.leaderless(TODAY)}
    assert set(found) == {alone, joint}
    assert found[alone].could_lead == []
    assert (found[joint].could_lead, found[joint].last_day) == (["方舒"], YESTERDAY)


def our_term() -> Term:
    db.session.rollback()
    return db.session.scalars(select(Term)).first()  # type: ignore[return-value]


def hats(world: World, last_day: date = LAST) -> int:
    return len(seats.leaving(our_term(), last_day))


def test_a_term_ends_with_the_hats_of_its_deputies_and_their_staff(world: World) -> None:
    case, draft, term = builders.in_hand(world), builders.a_draft(world), our_term().id
    term_ends.end_term(world.chen, term, LAST, expects=hats(world), now=NOW)
    db.session.rollback()
    wanted = select(Membership).where(Membership.role.in_((Role.DEPUTY, Role.DELEGATION_CLERK)))
    assert {hat.ends_on for hat in db.session.scalars(wanted)} == {LAST}
    others = select(Membership.ends_on).where(Membership.role == Role.DESK)
    assert set(db.session.scalars(others)) == {None}
    assert db.session.get_one(Term, term).ends_on == LAST
    assert fetch(case).state is SuggestionState.IN_HANDLING
    assert fetch(draft).state is SuggestionState.DRAFT


def test_a_changed_list_is_looked_at_again(world: World) -> None:
    with pytest.raises(Invalid, match="term_has_changed"):
        term_ends.end_term(world.chen, our_term().id, LAST, expects=hats(world) + 1, now=NOW)
    with pytest.raises(Invalid, match="hat_ended_before"):
        term_ends.end_term(world.chen, our_term().id, TODAY - timedelta(days=9), expects=4, now=NOW)
    with pytest.raises(Missing):
        term_ends.end_term(world.du, our_term().id, LAST, expects=4, now=NOW)


def test_who_is_elected_again_keeps_invitations_and_papers(world: World) -> None:
    old = our_term()
    terms.add_term(world.chen, 8, starts_on=LAST + timedelta(days=1), ends_on=None, now=NOW)
    new = db.session.scalars(select(Term.id).where(Term.ordinal == 8)).one()
    seat = Delegation(term_id=new, name="滨湖代表团")
    db.session.add(seat)
    db.session.flush()
    later = {"term_id": new, "delegation_id": seat.id, "starts_on": LAST + timedelta(days=1)}
    db.session.add(Membership(person_id=world.fang.person_id, role=Role.DEPUTY, **later))
    db.session.commit()
    case = builders.a_cosigned_draft(world)
    assert seats.reelected(old, [world.lin.person_id, world.fang.person_id]) == {world.fang.person_id}
    before = fetch(case).signatures[0].answer_by
    term_ends.end_term(world.chen, old.id, LAST, expects=hats(world), now=NOW)
    assert fetch(case).signatures[0].answer_by == before


def test_promises_that_outlive_the_term_are_listed(world: World) -> None:
    builders.delivered(world)
    found = seats.open_promises(our_term())
    assert [(one.lead, one.unit, one.promise) for one in found] == [("林若溪", "市教育局", "经费列入预算")]
