"""A reply on its way out: the office, who signs, the check; sent back with remarks, every version kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders, clearing_parts, keying
from tests.builders import fetch, round_of
from tests.clearing_parts import (
    BODY,
    another_signer,
    deliver,
    in_check,
    in_review,
    post_of,
    send_up,
    sent_back_by_office,
    sign,
    switch,
)
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import why_not
from tracker.domain.publication import PublicMode
from tracker.domain.ratings import Level
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import ClearanceStage, RoundState
from tracker.domain.whys import Refused, Why
from tracker.models.commitments import Commitment
from tracker.models.record import Clock, Event
from tracker.models.replies import ReplyRemark, ReplyVersion
from tracker.queries.inbox import lines
from tracker.services import clearance, handling, ratings, replies
from tracker.services._clearing import Remark
from tracker.services._load import Invalid


def stage(world: World, case: int) -> tuple[RoundState, ClearanceStage | None]:
    one = round_of(world, case)
    return one.state, one.stage


def why(actor: Actor, action: Action, world: World, case: int) -> Why | None:
    return why_not(actor, action, round_of(world, case), today=TODAY)


def waits_for(actor: Actor) -> list[Action]:
    return [line.action for line in lines(actor, today=TODAY)]


def test_the_office_reads_it_before_who_signs(world: World) -> None:
    case = in_review(world)
    assert stage(world, case) == (RoundState.IN_CLEARANCE, ClearanceStage.REVIEW)
    assert (waits_for(world.shen), waits_for(world.cheng)) == ([Action.PASS_REVIEW], [])
    assert why(world.cheng, Action.DELIVER, world, case) is Why.LIES_WITH_REVIEWER
    builders.pass_review(world, case)
    assert (waits_for(world.shen), waits_for(world.cheng)) == ([], [Action.DELIVER])
    one = round_of(world, case)
    assert (one.stage, one.reviewed_by_id, one.reviewed_at) == (ClearanceStage.SIGN, world.shen.person_id, NOW)
    deliver(world, case, world.cheng)
    assert stage(world, case) == (RoundState.DELIVERED, None)


def test_where_nobody_reviews_it_goes_straight_to_who_signs(world: World) -> None:
    post_of(world.shen).ends_on = date(2026, 3, 1)
    db.session.commit()
    case = in_review(world)
    assert stage(world, case) == (RoundState.IN_CLEARANCE, ClearanceStage.SIGN)


def test_nobody_reviews_what_he_wrote(world: World) -> None:
    case = in_review(world)
    one = round_of(world, case)
    one.drafted_by_id = world.shen.person_id
    db.session.commit()
    assert why(world.shen, Action.PASS_REVIEW, world, case) is Why.DRAFTED_BY_YOU
    assert waits_for(world.shen) == []
    one = round_of(world, case)
    clearance.recall(world.jing, one.id, version=one.version, now=NOW)
    send_up(world, case)
    assert stage(world, case)[1] is ClearanceStage.SIGN, "who reviews alone and wrote it does not hold it up"


def test_the_handler_takes_it_back_until_it_is_signed(world: World) -> None:
    case = builders.in_clearance(world)
    one = round_of(world, case)
    clearance.recall(world.jing, one.id, version=one.version, now=NOW)
    assert stage(world, case) == (RoundState.DRAFTING, None)
    assert why(world.jing, Action.DRAFT_REPLY, world, case) is None


def test_it_comes_back_with_a_remark_on_the_passage(world: World) -> None:
    case = sent_back_by_office(world)
    kept = db.session.scalars(select(ReplyRemark)).one()
    assert (kept.field, kept.passage, kept.remark) == (BODY.field, BODY.passage, BODY.remark)
    assert (kept.version_no, kept.stage, kept.by_id) == (1, ClearanceStage.REVIEW, world.shen.person_id)
    assert round_of(world, case).answers[0].body[kept.starts : kept.ends] == "划设通道"
    event = db.session.scalars(select(Event).where(Event.action == Action.SEND_BACK)).one()
    assert event.facts == {"version": 1, "stage": "review", "marks": 1}
    assert waits_for(world.jing) == [Action.DRAFT_REPLY]


@pytest.mark.parametrize("field", ["answers-1-body", "contact_phone", "closing", "answers-9-body"])
def test_a_passage_that_is_not_there_is_not_marked(world: World, field: str) -> None:
    case = in_review(world)
    one = round_of(world, case)
    with pytest.raises(Invalid) as raised:
        remark = Remark(field, "没有写过的话", "改一改")
        replies.send_back(world.shen, one.id, note="", remarks=[remark], version=one.version, now=NOW)
    assert raised.value.problems == {"marks": "passage_not_found"}
    assert db.session.scalars(select(ReplyRemark)).all() == []


def test_it_is_not_sent_back_without_a_word(world: World) -> None:
    one = round_of(world, in_review(world))
    with pytest.raises(Invalid):
        replies.send_back(world.shen, one.id, note=" ", version=one.version, now=NOW)


def test_every_version_sent_up_is_kept(world: World) -> None:
    case = sent_back_by_office(world)
    draft = builders.a_reply()
    better = replace(draft.answers[0], body="已在柳荫、北桥两所小学两侧划设通道。")
    send_up(world, case, replace(draft, answers=[better, draft.answers[1]]))
    versions = db.session.scalars(select(ReplyVersion).order_by(ReplyVersion.no)).all()
    assert [one.texts["answers-1-body"] for one in versions] == [draft.answers[0].body, better.body]
    assert [(one.no, one.by_id) for one in versions] == [(1, world.jing.person_id), (2, world.jing.person_id)]
    assert versions[1].texts["publication"] == "full"
    assert round_of(world, case).versions_sent == 2


def test_whether_it_is_published_is_said_before_it_is_sent(world: World) -> None:
    case = builders.in_hand(world)
    for lacks, changes in (
        (["publication"], {"publication": None}),
        (["publication_reason"], {"publication": PublicMode.NONE}),
        (["deputy_view"], {"deputy_view": None}),
    ):
        one = round_of(world, case)
        version = replies.save(world.jing, one.id, replace(builders.a_reply(), **changes), version=one.version, now=NOW)
        assert round_of(world, case).reply_gaps == lacks
        with pytest.raises(Refused):
            replies.send_up(world.jing, one.id, version=version, now=NOW)


def test_a_promise_is_kept_by_a_unit_of_the_case(world: World) -> None:
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    draft = builders.a_reply()
    traffic = replace(draft.answers[1], promise_unit_id=world.units["市交通运输局"], promise_measure="编入年度计划")
    one = round_of(world, case)
    court = replace(traffic, promise_unit_id=world.units["市中级人民法院"])
    with pytest.raises(Invalid) as raised:
        replies.save(world.jing, one.id, replace(draft, answers=[court]), version=one.version, now=NOW)
    assert raised.value.problems == {"promise_unit-2": "not_of_this_case"}
    send_up(world, case, replace(draft, answers=[draft.answers[0], traffic]))
    builders.pass_review(world, case)
    deliver(world, case, world.cheng)
    made = db.session.scalars(select(Commitment)).one()
    assert (made.unit_id, made.measure) == (world.units["市交通运输局"], "编入年度计划")


def test_the_principal_signs_where_the_unit_has_one(world: World) -> None:
    other = another_signer(world)
    case = builders.in_clearance(world)
    assert why(other, Action.DELIVER, world, case) is Why.PRINCIPAL_SIGNS
    assert (waits_for(other), waits_for(world.cheng)) == ([], [Action.DELIVER])
    post_of(world.cheng).is_principal = False
    db.session.commit()
    assert why(other, Action.DELIVER, world, case) is None
    assert waits_for(other) == [Action.DELIVER]
    deliver(world, case, other)
    told = db.session.scalars(select(Event).where(Event.action == Action.DELIVER)).one()
    assert told.facts["no_principal"] is True


@pytest.mark.parametrize(("of_key", "why_not"), [(True, Why.PRINCIPAL_SIGNS), (False, None)])
def test_whether_the_principal_signs_what_is_key_is_the_citys(world: World, of_key: bool, why_not: Why | None) -> None:
    switch(world, principal_signs=False, principal_signs_key=of_key)
    other = another_signer(world)
    key, plain = builders.in_hand(world), builders.in_clearance(world)
    keying.decided(world, key)
    send_up(world, key, builders.a_reply())
    builders.pass_review(world, key)
    assert why(other, Action.DELIVER, world, key) is why_not
    assert why(other, Action.DELIVER, world, plain) is None


def test_a_further_round_is_signed_by_another_where_there_is_one(world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case)
    send_up(world, case, builders.a_reply())
    builders.pass_review(world, case)
    assert why(world.cheng, Action.DELIVER, world, case) is None, "the unit has nobody else"
    other = another_signer(world)
    assert why(world.cheng, Action.DELIVER, world, case) is Why.ANOTHER_SIGNS
    assert (waits_for(world.cheng), waits_for(other)) == ([], [Action.DELIVER])
    deliver(world, case, other)
    assert [one.signed_by_id for one in fetch(case).tasks[0].rounds] == [world.cheng.person_id, other.person_id]


def test_what_the_other_signed_elsewhere_makes_nobody_sign_twice(world: World) -> None:
    elsewhere = builders.closed(world)
    case = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, case)
    send_up(world, case, builders.a_reply())
    builders.pass_review(world, case)
    other = another_signer(world)
    round_of(world, elsewhere).signed_by_id = other.person_id
    db.session.commit()
    assert (waits_for(world.cheng), waits_for(other)) == ([], [Action.DELIVER])


def test_where_the_city_checks_it_goes_out_after_the_check(world: World) -> None:
    switch(world, office_check=True)
    case = builders.in_clearance(world)
    sign(world, case, world.cheng)
    one = round_of(world, case)
    assert (one.state, one.stage, one.signed_by_id) == (
        RoundState.IN_CLEARANCE,
        ClearanceStage.CHECK,
        world.cheng.person_id,
    )
    assert (waits_for(world.du), waits_for(world.chen)) == ([Action.PASS_CHECK], [])
    assert why(world.jing, Action.RECALL_DRAFT, world, case) is Why.LIES_WITH_CHECK
    assert why(world.chen, Action.PASS_CHECK, world, case) is Why.COORDINATOR_CHECKS
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.OFFICE_CHECK)).one()
    assert (clock.due_on, clock.stopped_on) == (date(2026, 4, 7), None)
    with pytest.raises(Invalid):
        clearance.pass_check(world.du, one.id, letter="C", words="", version=one.version, now=NOW)
    how = {"letter": "C", "words": "还没有列入计划", "version": round_of(world, case).version, "now": NOW}
    clearance.pass_check(world.du, one.id, **how)
    one = round_of(world, case)
    assert (one.state, one.letter, one.checked_letter, one.checked_by_id) == (
        RoundState.DELIVERED,
        "B",
        "C",
        world.du.person_id,
    )
    assert one.rating_due_on is not None and fetch(case).replied_on == TODAY
    assert db.session.get_one(Clock, clock.id, populate_existing=True).stopped_on == TODAY
    ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)


def test_where_no_coordinator_holds_a_post_the_desk_checks(world: World) -> None:
    case = in_check(world)
    post_of(world.du).ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    assert waits_for(world.chen) == [Action.PASS_CHECK]
    one = round_of(world, case)
    clearance.pass_check(world.chen, one.id, letter="", words="", version=one.version, now=NOW)
    assert round_of(world, case).checked_by_id == world.chen.person_id


def test_nobody_checks_what_he_signed(world: World) -> None:
    case = in_check(world)
    also = replace(world.du, person_id=world.cheng.person_id)
    assert why(also, Action.PASS_CHECK, world, case) is Why.SIGNED_BY_YOU
    assert waits_for(also) == [] and waits_for(world.du) == [Action.PASS_CHECK]
    # The office of the signer's own system has nobody else: it does not wait for ever.
    post_of(world.du).person_id = world.cheng.person_id
    db.session.commit()
    assert why(world.chen, Action.PASS_CHECK, world, case) is None
    assert waits_for(world.chen) == [Action.PASS_CHECK]


def test_nobody_reviews_what_he_sent_up(world: World) -> None:
    case = builders.in_hand(world)
    one = round_of(world, case)
    replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    task = fetch(case).tasks[0]
    handling.give(world.he, task.id, handler_id=world.shen.person_id, note="转办", version=task.version, now=NOW)
    replies.send_up(world.shen, one.id, version=round_of(world, case).version, now=NOW)
    assert stage(world, case)[1] is ClearanceStage.SIGN, "the only one who reviews has sent it up"
    one = round_of(world, case)
    one.stage = ClearanceStage.REVIEW
    db.session.commit()
    assert why(world.shen, Action.PASS_REVIEW, world, case) is Why.DRAFTED_BY_YOU
    assert waits_for(world.shen) == []


def test_what_the_check_sends_back_is_signed_again(world: World) -> None:
    switch(world, office_check=True)
    case = in_check(world)
    one = round_of(world, case)
    clearance.send_back_check(world.du, one.id, note="类别不对", version=one.version, now=NOW)
    one = round_of(world, case)
    assert (one.state, one.signed_by_id, one.document_no) == (RoundState.DRAFTING, None, "临教复〔2026〕1号")
    send_up(world, case)
    builders.pass_review(world, case)
    assert why(world.cheng, Action.DELIVER, world, case) is Why.CHECK_FOLLOWS
    sign(world, case, world.cheng)
    assert stage(world, case)[1] is ClearanceStage.CHECK


def test_a_unit_without_a_coordinator_is_checked_by_the_desk(world: World) -> None:
    switch(world, office_check=True)
    suggestion_id = builders.an_assigned(world, shares=(("市中级人民法院", builders.TaskRole.SOLE, ()),))
    task_id = builders.task_of(world, suggestion_id, "市中级人民法院")
    builders.handling.sign_for(world.zheng, task_id, handler_id=world.han.person_id, now=NOW)
    one = round_of(world, suggestion_id, "市中级人民法院")
    version = replies.save(world.han, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.han, one.id, version=version, now=NOW)
    one = round_of(world, suggestion_id, "市中级人民法院")
    clearance.sign(world.gu, one.id, document_no="临法复〔2026〕1号", version=one.version, now=NOW)
    assert (waits_for(world.chen), waits_for(world.du)) == ([Action.PASS_CHECK], [])


def test_a_paper_taken_back_during_the_check_leaves_no_clock_running(world: World) -> None:
    case = in_check(world)
    builders.acts.act(world.lin, Action.WITHDRAW, case, now=NOW, note="另有新的提法")
    assert db.session.scalars(select(Clock.kind).where(Clock.stopped_on.is_(None))).all() == []


def test_a_city_without_review_sends_straight_to_who_signs(world: World) -> None:
    switch(world, unit_review=False)
    assert stage(world, clearing_parts.in_review(world))[1] is ClearanceStage.SIGN
