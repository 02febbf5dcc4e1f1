"""Ends of seats and of terms: what hangs on them, what follows, what simply goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import fetch
from tests.situations_commitments import promise_of
from tests.world import NOW, TODAY, World
from tracker.clock import end_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.permissions import may
from tracker.domain.roles import Role
from tracker.domain.seats import SeatEnd
from tracker.domain.states import CommitmentState, SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.joint import LeadChange
from tracker.models.organs import Delegation, Term
from tracker.models.people import Membership
from tracker.models.record import Event
from tracker.models.suggestions import Proposer
from tracker.queries import seats
from tracker.queries.cosigning import deputies_to_ask
from tracker.queries.stages import tally
from tracker.services import commitment_disputes, cosigning, leads, people, submissions, term_ends, terms, withdrawals
from tracker.services._load import Invalid, Missing
from tracker.services.seats import lapse_offers_due, lapse_requests_due

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


def test_the_story_of_the_paper_says_that_an_offer_ended_with_the_seat(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="出国进修", now=NOW)
    unseat(world, "fang")
    said = db.session.scalars(select(Event).where(Event.suggestion_id == case, Event.action == "lapse_lead")).one()
    assert (said.person_id, said.facts) == (None, {"lead": world.fang.person_id})
    change = db.session.scalars(select(LeadChange)).one()
    assert (change.was_taken, change.answered_at) == (False, end_of(YESTERDAY))


def test_an_offer_stands_on_the_last_day_of_the_seat_and_lapses_when_it_is_over(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="出国进修", now=NOW)
    unseat(world, "fang", TODAY)
    assert lapse_offers_due(now=NOW) == 0
    assert fetch(case).lead_offered_to_id == world.fang.person_id
    assert lapse_offers_due(now=NOW + timedelta(days=3)) == 1
    assert fetch(case).lead_offered_to_id is None
    assert db.session.scalars(select(LeadChange.answered_at)).one() == end_of(TODAY)
    assert lapse_offers_due(now=NOW + timedelta(days=3)) == 0


def test_an_invitation_to_sign_a_draft_ends_with_the_seat_of_who_wrote_it(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    unseat(world, "lin")
    with pytest.raises(Refused):
        cosigning.agree(world.fang, case, text_no=fetch(case).text_no, now=NOW)
    cosigning.lapse_due(now=NOW)
    assert [one.state for one in fetch(case).signatures] == [SignatureState.LAPSED]


def test_a_request_to_take_back_ends_with_the_seat_of_who_made_it(world: World) -> None:
    case = builders.a_registered(world, cosigned=True)
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    unseat(world, "lin")
    with pytest.raises(Refused):
        withdrawals.consent(world.fang, case, now=NOW)
    held = fetch(case)
    assert (held.state, held.withdrawal_asked_on) == (SuggestionState.REGISTERED, None)
    said = db.session.scalars(select(Event).where(Event.action == "lapse_withdrawal")).one()
    assert said.facts == {"former": world.lin.person_id, "has_left": True}


def test_a_request_stands_on_the_last_day_of_the_seat_and_binds_nobody_after_it(world: World) -> None:
    case, later = builders.a_registered(world, cosigned=True), NOW + timedelta(days=3)
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    unseat(world, "lin", TODAY)
    assert lapse_requests_due(now=NOW) == 0
    with pytest.raises(Refused) as refused:
        withdrawals.consent(world.fang, case, now=later)
    assert refused.value.why is Why.ASKER_HAS_LEFT
    assert lapse_requests_due(now=later) == 1
    assert lapse_requests_due(now=later) == 0
    assert fetch(case).state is SuggestionState.REGISTERED


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
    assert db.session.get_one(Membership, world.zhou.membership_id).ends_on == LAST
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


def test_no_term_ends_while_its_session_sits_nor_before_it_began(world: World) -> None:
    term = our_term()
    terms.add_session(world.chen, term.id, terms.Sitting(9, TODAY, LAST + timedelta(days=1)), now=NOW)
    with pytest.raises(Invalid, match="session_after"):
        term_ends.end_term(world.chen, term.id, LAST, expects=hats(world), now=NOW)
    with pytest.raises(Invalid, match="session_of_last_term"):
        terms.add_term(world.chen, 8, starts_on=LAST + timedelta(days=1), ends_on=None, now=NOW)
    with pytest.raises(Invalid, match="term_had_not_begun"):
        term_ends.end_term(world.chen, term.id, date(2020, 1, 1), expects=hats(world), now=NOW)
    terms.add_term(world.chen, 8, starts_on=LAST + timedelta(days=2), ends_on=None, now=NOW)


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


def test_a_closed_paper_is_led_on_while_its_promise_is_open(world: World) -> None:
    case = builders.closed(world)
    assert fetch(case).state is SuggestionState.CLOSED
    fetch(case).proposer = Proposer.DELEGATION
    db.session.commit()
    assert seats.leaderless(TODAY) == []
    unseat(world, "lin")
    assert [one.suggestion.id for one in seats.leaderless(TODAY)] == [case]
    assert tally(world.chen, today=TODAY).decisions["leads"] == 1
    after = world.fang
    promise = promise_of(case)
    assert not may(after, Action.NOT_SO, promise, today=TODAY)
    leads.offer(world.chen, case, person_id=after.person_id, reason="领衔代表已离任", now=NOW)
    leads.take(after, case, now=NOW)
    assert fetch(case).state is SuggestionState.CLOSED and fetch(case).author_id == after.person_id
    promise = promise_of(case)
    commitment_disputes.not_so(after, promise.id, words="至今没有列入预算", version=promise.version, now=NOW)
    assert seats.leaderless(TODAY) == []


def test_a_closed_paper_without_an_open_promise_needs_no_lead(world: World) -> None:
    case = builders.closed(world)
    fetch(case).proposer = Proposer.DELEGATION
    db.session.commit()
    promise_of(case).state = CommitmentState.SETTLED
    db.session.commit()
    unseat(world, "lin")
    assert seats.leaderless(TODAY) == [] and not tally(world.chen, today=TODAY).decisions.get("leads")
    with pytest.raises(Refused) as refused:
        leads.offer(world.chen, case, person_id=world.fang.person_id, reason="已离任", now=NOW)
    assert refused.value.why is Why.NOTHING_TO_LEAD


def in_the_next_term(world: World) -> tuple[Actor, Actor, int]:
    """The term has ended; the author and one more were elected again, into a delegation of the new one."""
    term_ends.end_term(world.chen, our_term().id, YESTERDAY, expects=hats(world, YESTERDAY), now=NOW)
    term = terms.add_term(world.chen, 8, starts_on=TODAY, ends_on=None, now=NOW)
    delegation = terms.add_delegation(world.chen, term, "滨湖代表团", now=NOW)

    def elected(login: str) -> Actor:
        seat = people.Seat(delegation, f"8-{login}", TODAY)
        hat = people.seat(world.chen, world.actors[login].person_id or 0, seat, now=NOW)
        return replace(world.actors[login], membership_id=hat, delegation_id=delegation)

    return elected("lin"), elected("fang"), delegation


def test_a_draft_goes_on_from_the_seat_of_the_new_term(world: World) -> None:
    case = builders.a_draft(world)
    lin, _fang, delegation = in_the_next_term(world)
    submissions.submit(lin, case, version=fetch(case).version, now=NOW)
    held = fetch(case)
    assert (held.author_membership_id, held.delegation_id) == (lin.membership_id, delegation)


def test_a_draft_of_the_old_term_is_signed_by_deputies_of_the_new_one(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    lin, fang, delegation = in_the_next_term(world)
    asked = deputies_to_ask(fetch(case), today=TODAY)
    assert [one.membership_id for one in asked] == [fang.membership_id]
    cosigning.invite(lin, case, [fang.membership_id or 0], now=NOW)
    held = fetch(case)
    assert (held.author_membership_id, held.delegation_id) == (lin.membership_id, delegation)
    assert [(one.person_id, one.state) for one in held.signatures] == [(fang.person_id, SignatureState.ASKED)]


def test_what_was_handed_in_keeps_the_seat_it_was_handed_in_from(world: World) -> None:
    case = builders.returned(world)
    lin, _fang, _delegation = in_the_next_term(world)
    submissions.submit(lin, case, version=fetch(case).version, now=NOW)
    assert fetch(case).author_membership_id == world.lin.membership_id
