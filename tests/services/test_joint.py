"""Signing together as a life: invitations by a day, names taken back, taking back with all, a new lead, assistants."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders, situations_joint
from tests.bill_parts import SITTING
from tests.builders import fetch, round_of, verdicts
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.domain.whys import Refused, Why
from tracker.models.joint import LeadChange
from tracker.models.people import Membership
from tracker.models.record import Clock, Event
from tracker.queries.signing import consents
from tracker.services import acts, cosigning, leads, ratings, replies, reviews, submissions, withdrawals
from tracker.services._load import Invalid, Stale

S, T = SignatureState, TaskState


def last_event(case: int, action: Action) -> Event:
    db.session.rollback()
    wanted = select(Event).where(Event.suggestion_id == case, Event.action == action.value)
    return db.session.scalars(wanted.order_by(Event.seq.desc())).first()  # type: ignore[return-value]


def end_seat(world: World, login: str, on: date = TODAY - timedelta(days=1)) -> None:
    db.session.get_one(Membership, world.actors[login].membership_id).ends_on = on
    db.session.commit()


def signature(case: int, person_id: int | None):
    return next(one for one in fetch(case).signatures if one.person_id == person_id)


# Invitations


def test_an_invitation_has_the_rulebooks_day_unless_another_is_given(world: World) -> None:
    case = builders.a_draft(world)
    cosigning.invite(world.lin, case, [world.fang.membership_id or 0], now=NOW)
    assert signature(case, world.fang.person_id).answer_by == date(2026, 4, 8)
    cosigning.invite(world.lin, case, [world.yuan.membership_id or 0], answer_by=date(2026, 4, 3), now=NOW)
    assert signature(case, world.yuan.person_id).answer_by == date(2026, 4, 3)
    assert last_event(case, Action.INVITE).facts["answer_by"] == "2026-04-03"


@pytest.mark.parametrize(("day", "code"), [(date(2026, 3, 31), "answer_in_past"), (date(2036, 4, 1), "answer_too_far")])
def test_a_day_nobody_can_answer_by_is_refused(world: World, day: date, code: str) -> None:
    case = builders.a_draft(world)
    with pytest.raises(Invalid) as invalid:
        cosigning.invite(world.lin, case, [world.fang.membership_id or 0], answer_by=day, now=NOW)
    assert invalid.value.problems == {"answer_by": code}
    assert fetch(case).signatures == []


def test_an_answer_keeps_its_opinion_and_when_the_text_was_opened(world: World) -> None:
    case, opened = builders.a_cosigned_draft(world), NOW - timedelta(minutes=3)
    cosigning.agree(world.fang, case, text_no=1, opinion="建议加上放学时段。", opened_at=opened, now=NOW)
    held = signature(case, world.fang.person_id)
    assert (held.state, held.opinion, held.opened_at) == (S.AGREED, "建议加上放学时段。", opened)
    assert last_event(case, Action.AGREE).note == "建议加上放学时段。"


def test_after_its_day_nobody_answers_though_the_worker_is_late(world: World) -> None:
    case = situations_joint.past_its_invitation(world)
    for act in (
        lambda: cosigning.agree(world.fang, case, text_no=1, now=NOW),
        lambda: cosigning.decline(world.fang, case, now=NOW),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.why is Why.INVITATION_EXPIRED
    assert signature(case, world.fang.person_id).state is S.ASKED


def test_time_lets_it_lapse_at_the_end_of_its_day_and_only_once(world: World) -> None:
    case = situations_joint.past_its_invitation(world)
    until = signature(case, world.fang.person_id).answer_by
    assert (cosigning.lapse_due(now=NOW), cosigning.lapse_due(now=NOW)) == (1, 0)
    held = signature(case, world.fang.person_id)
    assert held.state is S.LAPSED and day_of(held.decided_at) == until
    assert last_event(case, Action.LAPSE_INVITATION).facts == {"silent": [world.fang.person_id]}


def test_who_let_it_lapse_can_be_asked_again(world: World) -> None:
    case = situations_joint.with_a_lapsed_invitation(world)
    cosigning.ask_again(world.lin, case, [world.fang.person_id or 0], answer_by=date(2026, 4, 5), now=NOW)
    held = signature(case, world.fang.person_id)
    assert (held.state, held.answer_by) == (S.ASKED, date(2026, 4, 5))
    cosigning.agree(world.fang, case, text_no=1, now=NOW)
    assert fetch(case).signer_count == 2


def test_asking_nobody_again_is_no_act(world: World) -> None:
    case = situations_joint.with_a_lapsed_invitation(world)
    with pytest.raises(Invalid):
        cosigning.ask_again(world.lin, case, [world.yuan.person_id or 0], now=NOW)
    assert last_event(case, Action.ASK_AGAIN) is None


def test_a_signature_lapsed_with_the_text_may_be_renewed_for_as_long_as_an_invitation(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    cosigning.agree(world.fang, case, text_no=1, now=NOW)
    later = NOW + timedelta(days=30)
    paper = builders.a_paper(world, problem="换了说法。")
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=later)
    held = signature(case, world.fang.person_id)
    assert (held.state, held.text_no) == (S.LAPSED, 1) and held.answer_by and held.answer_by > day_of(later)
    cosigning.agree(world.fang, case, text_no=2, now=later)
    assert signature(case, world.fang.person_id).text_no == 2


# Leaving


def test_who_leaves_is_no_signer_and_says_why(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    cosigning.leave(world.fang, case, reason="与本人另一件重复", now=NOW)
    held = fetch(case)
    assert (held.signer_count, held.signatures[0].state) == (1, S.DECLINED)
    assert last_event(case, Action.LEAVE).note == "与本人另一件重复"


def test_who_leaves_no_longer_keeps_others_from_taking_it_back(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    withdrawals.ask(world.lin, case, reason="已经解决", now=NOW)
    cosigning.leave(world.fang, case, reason="不参加了", now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN


# Taking back


def test_the_last_consent_takes_it_back_and_every_share_ends(world: World) -> None:
    case = situations_joint.taken_back_in_handling(world)
    held = fetch(case)
    assert (held.state, held.number, held.due_on) == (SuggestionState.WITHDRAWN, "20260001", None)
    assert {task.state for task in held.tasks} == {T.ENDED}
    assert held.tasks[0].rounds[0].state is RoundState.DRAFTING, "what was drafted stays as it is"
    running = select(Clock).where(Clock.suggestion_id == case, Clock.stopped_on.is_(None))
    assert list(db.session.scalars(running)) == []
    done = last_event(case, Action.WITHDRAW)
    assert (done.person_id, done.note) == (None, "区里已经着手办理")


def test_one_refusal_ends_the_request_and_the_paper_goes_on(world: World) -> None:
    case = situations_joint.asked_to_take_back(world)
    withdrawals.refuse(world.fang, case, reason="区里只办了一半", would_lead=True, now=NOW)
    held = fetch(case)
    assert (held.state, held.withdrawal_asked_on) == (SuggestionState.REGISTERED, None)
    assert last_event(case, Action.REFUSE_WITHDRAWAL).facts == {"would_lead": True}
    with pytest.raises(Refused) as refused:
        acts.act(world.lin, Action.WITHDRAW, case, note="还是想撤", now=NOW)
    assert refused.value.why is Why.OTHERS_SIGNED


def test_what_was_consented_to_counts_for_no_later_request(world: World) -> None:
    case = builders.a_draft(world)
    cosigning.invite(world.lin, case, [world.fang.membership_id or 0, world.yuan.membership_id or 0], now=NOW)
    for one in (world.fang, world.yuan):
        cosigning.agree(one, case, text_no=1, now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    withdrawals.ask(world.lin, case, reason="已经解决", now=NOW)
    withdrawals.consent(world.fang, case, now=NOW)
    withdrawals.recall(world.lin, case, now=NOW)
    withdrawals.ask(world.lin, case, reason="真的解决了", now=NOW)
    withdrawals.consent(world.yuan, case, now=NOW)
    assert fetch(case).state is SuggestionState.SUBMITTED, "the first has to be asked anew"
    withdrawals.consent(world.fang, case, now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN


def test_nobody_waits_for_a_signer_whose_seat_has_ended(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    end_seat(world, "fang")
    acts.act(world.lin, Action.WITHDRAW, case, note="已经解决", now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN


def changed_after_it_came_back(world: World) -> int:
    """A joint paper sent back; the lead has changed a sentence, and the signature under the old text has lapsed."""
    case = builders.a_submitted(world, cosigned=True)
    reviews.send_back(world.chen, case, reason="请补数据", version=fetch(case).version, now=NOW)
    paper = builders.a_paper(world, problem="改一个字。")
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    return case


def test_changing_a_word_rids_no_lead_of_who_signed_it(world: World) -> None:
    case = changed_after_it_came_back(world)
    with pytest.raises(Refused) as refused:
        acts.act(world.lin, Action.WITHDRAW, case, note="不提了", now=NOW)
    assert refused.value.why is Why.OTHERS_SIGNED
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    assert [one.name for one in consents(fetch(case), today=TODAY)] == ["方舒"]
    withdrawals.consent(world.fang, case, now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN


def test_who_will_not_sign_the_corrected_text_keeps_nobody_from_taking_it_back(world: World) -> None:
    case = changed_after_it_came_back(world)
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    cosigning.decline(world.fang, case, now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN


def test_who_never_answered_has_no_say_though_the_text_was_changed(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    reviews.send_back(world.chen, case, reason="请补数据", version=fetch(case).version, now=NOW)
    paper = builders.a_paper(world, problem="改一个字。")
    submissions.revise(world.lin, case, paper, version=fetch(case).version, now=NOW)
    assert signature(case, world.fang.person_id).text_no == 2
    acts.act(world.lin, Action.WITHDRAW, case, note="不提了", now=NOW)
    assert fetch(case).state is SuggestionState.WITHDRAWN


def test_who_hands_it_in_again_no_longer_asks_to_take_it_back(world: World) -> None:
    case = changed_after_it_came_back(world)
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    assert fetch(case).withdrawal_asked_on is None


def test_a_new_lead_ends_the_request_of_the_former_and_the_story_says_so(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="出国", now=NOW)
    leads.take(world.fang, case, now=NOW)
    assert fetch(case).withdrawal_asked_on is None
    said = db.session.scalars(select(Event).where(Event.action == Action.LAPSE_WITHDRAWAL)).one()
    assert (said.person_id, said.facts) == (None, {"former": world.lin.person_id})


# What was sent back and is not handed in again


def test_a_correction_nobody_sends_in_is_waited_for_until_its_day_only(world: World) -> None:
    case = builders.returned(world)
    with pytest.raises(Refused) as refused:
        acts.act(world.chen, Action.SET_ASIDE, case, note="没有重新提交", now=NOW)
    assert refused.value.why is Why.CORRECTION_RUNS
    acts.act(world.chen, Action.SET_ASIDE, case, note="没有重新提交", now=NOW + timedelta(days=20))
    held = fetch(case)
    assert (held.state, held.due_on) == (SuggestionState.NOT_ACCEPTED, None)
    assert all(one.stopped_on for one in db.session.scalars(select(Clock).where(Clock.suggestion_id == case)))


def test_nobody_waits_for_a_lone_lead_whose_seat_has_ended(world: World) -> None:
    case = builders.returned(world)
    end_seat(world, "lin")
    acts.act(world.chen, Action.SET_ASIDE, case, note="代表已经去世", now=NOW)
    assert fetch(case).state is SuggestionState.NOT_ACCEPTED


def test_what_its_signers_had_open_ends_with_it(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    reviews.send_back(world.chen, case, reason="请补数据", version=fetch(case).version, now=NOW)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="出国", now=NOW)
    withdrawals.ask(world.lin, case, reason="不提了", now=NOW)
    acts.act(world.chen, Action.SET_ASIDE, case, note="没有重新提交", now=NOW + timedelta(days=20))
    held = fetch(case)
    assert (held.lead_offered_to_id, held.withdrawal_asked_on) == (None, None)
    assert db.session.scalars(select(LeadChange.answered_at)).one() is not None


def test_the_desk_takes_no_lead_away_from_who_can_act(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    with pytest.raises(Refused) as refused:
        leads.offer(world.chen, case, person_id=world.fang.person_id, reason="换人", now=NOW)
    assert refused.value.why is Why.LEAD_HOLDS_SEAT


def test_once_a_reply_is_out_nothing_is_taken_back(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    for act in (
        lambda: acts.act(world.lin, Action.WITHDRAW, case, note="已经解决", now=NOW),
        lambda: withdrawals.ask(world.lin, case, reason="已经解决", now=NOW),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.why is Why.REPLY_IS_OUT


# A new lead


def test_whoever_takes_the_lead_has_it_and_the_former_lead_signs_on(world: World) -> None:
    case = situations_joint.led_by_another(world)
    held = fetch(case)
    assert (held.author_id, held.author_membership_id) == (world.fang.person_id, world.fang.membership_id)
    assert held.signers == [world.fang.person_id, world.lin.person_id] and held.signer_count == 2
    assert held.number == "20260001" and held.lead_offered_to_id is None
    change = db.session.scalars(select(LeadChange).where(LeadChange.suggestion_id == case)).one()
    assert (change.was_taken, change.from_person_id) == (True, world.lin.person_id)


def test_a_former_lead_whose_seat_has_ended_stands_in_the_history_only(world: World) -> None:
    case = builders.a_registered(world, cosigned=True)
    end_seat(world, "lin")
    leads.offer(world.chen, case, person_id=world.fang.person_id, reason="任期已结束", now=NOW)
    leads.take(world.fang, case, now=NOW)
    assert fetch(case).signers == [world.fang.person_id]


def test_the_lead_may_come_back(world: World) -> None:
    case = situations_joint.led_by_another(world)
    leads.offer(world.fang, case, person_id=world.lin.person_id, reason="原领衔代表回来了", now=NOW)
    leads.take(world.lin, case, now=NOW)
    held = fetch(case)
    assert held.author_id == world.lin.person_id
    assert {one.person_id: one.state for one in held.signatures} == {
        world.fang.person_id: S.AGREED,
        world.lin.person_id: S.LEADS,
    }


def test_a_signer_who_was_the_contact_person_for_a_while_signs_on(world: World) -> None:
    case = submissions.start(world.lin, builders.a_paper(world, by_delegation=True), now=SITTING)
    cosigning.invite(world.lin, case, [world.fang.membership_id or 0], now=SITTING)
    cosigning.agree(world.fang, case, text_no=1, now=SITTING)
    submissions.submit(world.lin, case, version=fetch(case).version, now=SITTING)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="换联系人", now=SITTING)
    leads.take(world.fang, case, now=SITTING)
    leads.offer(world.fang, case, person_id=world.lin.person_id, reason="换回来", now=SITTING)
    leads.take(world.lin, case, now=SITTING)
    held = fetch(case)
    assert [(one.person_id, one.state) for one in held.signatures] == [(world.fang.person_id, S.AGREED)]
    assert held.signers == [world.lin.person_id, world.fang.person_id]


def test_only_who_signed_can_be_asked_to_lead(world: World) -> None:
    case = builders.a_submitted(world, cosigned=True)
    with pytest.raises(Invalid) as invalid:
        leads.offer(world.lin, case, person_id=world.yuan.person_id, reason="请您", now=NOW)
    assert invalid.value.problems == {"person": "unknown"}
    assert fetch(case).lead_offered_to_id is None


def test_declining_or_recalling_changes_nothing_else(world: World) -> None:
    case = situations_joint.lead_offered(world)
    leads.decline(world.fang, case, reason="精力不够", now=NOW)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="再想想", now=NOW)
    leads.recall(world.lin, case, now=NOW)
    held = fetch(case)
    assert (held.author_id, held.lead_offered_to_id) == (world.lin.person_id, None)
    answers = db.session.scalars(select(LeadChange.was_taken).order_by(LeadChange.id)).all()
    assert answers == [False, None]


def test_a_reply_goes_on_to_the_new_lead_and_what_was_delivered_stays(world: World) -> None:
    case = builders.in_clearance(world, cosigned=True)
    leads.offer(world.lin, case, person_id=world.fang.person_id, reason="本人将出国访问", now=NOW)
    leads.take(world.fang, case, now=NOW)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)
    assert {each.person_id for each in round_of(world, case).deliveries} == {world.lin.person_id, world.fang.person_id}


# Seats that ended while a reply waits for its rating


def test_whose_seat_has_ended_is_not_waited_for(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    end_seat(world, "fang")
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, verdicts(), version=one.version, now=NOW)
    assert fetch(case).state is SuggestionState.CLOSED


def test_a_seat_that_ends_later_shuts_the_window_of_who_has_rated(world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one = round_of(world, case)
    ratings.rate(world.lin, one.id, verdicts(), version=one.version, now=NOW)
    assert fetch(case).state is SuggestionState.IN_HANDLING
    end_seat(world, "fang", on=TODAY)
    assert ratings.lapse_due(now=NOW) == 0
    assert ratings.lapse_due(now=NOW + timedelta(days=1)) == 1
    assert round_of(world, case).state is RoundState.RATED


def test_where_nobody_can_rate_it_lapses_as_no_feedback_and_says_so(world: World) -> None:
    case = builders.delivered(world)
    end_seat(world, "lin")
    assert ratings.lapse_due(now=NOW) == 1
    assert round_of(world, case).state is RoundState.NO_FEEDBACK
    assert last_event(case, Action.LAPSE).facts == {"no_seat": True}


# Assistants


def test_an_assistant_writes_for_her_deputy_and_the_record_has_both_names(world: World) -> None:
    case = submissions.start(world.zhou, builders.a_paper(world), now=NOW)
    held, event = fetch(case), last_event(case, Action.START)
    assert (held.author_id, held.delegation_id) == (world.lin.person_id, world.lin.delegation_id)
    assert (event.person_id, event.facts["on_behalf"]) == (world.zhou.person_id, world.lin.person_id)
    cosigning.invite(world.zhou, case, [world.fang.membership_id or 0], now=NOW)
    assert last_event(case, Action.INVITE).facts["on_behalf"] == world.lin.person_id


def test_an_assistant_hands_nothing_in(world: World) -> None:
    case = submissions.start(world.zhou, builders.a_paper(world), now=NOW)
    with pytest.raises(Refused) as refused:
        submissions.submit(world.zhou, case, version=fetch(case).version, now=NOW)
    assert refused.value.why is Why.NOT_YOURS


def test_without_a_seat_there_is_nothing_to_write_for(world: World) -> None:
    end_seat(world, "lin")
    with pytest.raises(Refused):
        submissions.start(world.zhou, builders.a_paper(world), now=NOW)


def test_assistant_and_deputy_do_not_overwrite_each_other(world: World) -> None:
    case = builders.a_draft(world)
    version = fetch(case).version
    submissions.revise(world.zhou, case, builders.a_paper(world, problem="助理改的。"), version=version, now=NOW)
    with pytest.raises(Stale):
        submissions.revise(world.lin, case, builders.a_paper(world, problem="代表改的。"), version=version, now=NOW)
