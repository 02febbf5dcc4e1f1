"""Procedures before the reply at the same instant: one act is stored, the others are told why."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from tests import bill_parts, builders, invariants, situations_joint, situations_objections
from tests.builders import a_reply, fetch, round_of, task_of
from tests.situations_entries import entered_on_paper
from tests.test_concurrency import AT_ONCE, together
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import SignatureState
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.joint import GroupMembership
from tracker.models.procedures import Extension, HandOver, Objection
from tracker.models.record import Event
from tracker.services import (
    assignments,
    cosigning,
    entries,
    extensions,
    groups,
    hand_overs,
    replies,
    rulings,
    withdrawals,
)
from tracker.services.assignments import Plan, Share
from tracker.services.extensions import Decided
from tracker.services.rulings import Ruling

TRAFFIC = "市交通运输局"
AGREED = "该局已来电同意。"


def done(found: list[object]) -> list[object]:
    return [outcome for outcome in found if not isinstance(outcome, Exception)]


def happened(action: str) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.action == action)) or 0


def sound(world: World) -> None:
    db.session.rollback()
    assert invariants.broken(world, today=TODAY) == []


def test_of_two_rulings_in_two_tabs_one_stands(app: Flask, world: World) -> None:
    case = situations_objections.objected(world)
    one = situations_objections.task_at(world, case)
    task_id, version, to = one.id, one.version, world.units[TRAFFIC]
    db.session.rollback()
    uphold, reject = Ruling("道路设施属交通运输部门职责。", to, unheard_for=AGREED), Ruling("属教育部门职责。")
    acts = [
        lambda: rulings.uphold(world.du, task_id, uphold, version=version, now=NOW),
        lambda: rulings.reject(world.du, task_id, reject, version=version, now=NOW),
    ]
    assert len(done(together(app, acts * 2))) == 1
    assert happened("uphold_objection") + happened("reject_objection") == 1
    assert db.session.scalars(select(Objection.ruling)).one() in (uphold.words, reject.words)
    sound(world)


def test_a_ruling_that_moves_the_share_and_its_reply_exclude_each_other(app: Flask, world: World) -> None:
    # Objected to before the reply was sent up.
    case = situations_objections.objected(world)
    task = situations_objections.task_at(world, case)
    one = round_of(world, case)
    replies.save(world.jing, one.id, a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=round_of(world, case).version, now=NOW)
    builders.pass_review(world, case)
    task_id, version, round_id = task.id, fetch(case).tasks[0].version, one.id
    written = round_of(world, case).version
    db.session.rollback()
    ruling = Ruling("道路设施属交通运输部门职责。", world.units[TRAFFIC], unheard_for=AGREED)
    acts = [
        lambda: rulings.uphold(world.du, task_id, ruling, version=version, now=NOW),
        lambda: replies.deliver(world.cheng, round_id, document_no="临教复1号", version=written, now=NOW),
    ]
    assert len(done(together(app, acts))) == 1
    sound(world)


def test_one_paper_joins_one_group(app: Flask, world: World) -> None:
    wanted = builders.a_registered(world)
    others = [builders.a_registered(world) for _ in range(4)]
    lines = [[(case, fetch(case).version) for case in (wanted, other)] for other in others]
    db.session.rollback()
    told = {"name": "小学门口交通", "why": "都提同一个校门口", "differ": "路段不同", "now": NOW}
    found = together(app, [lambda line=line: groups.merge(world.chen, line, **told) for line in lines])
    assert len(done(found)) == 1
    current = GroupMembership.suggestion_id == wanted, GroupMembership.left_on.is_(None)
    assert db.session.scalar(select(func.count()).select_from(GroupMembership).where(*current)) == 1
    assert happened("join_group") == 2
    sound(world)


def test_the_last_consent_to_taking_back_and_the_assignment(app: Flask, world: World) -> None:
    case = situations_joint.asked_to_take_back(world)
    plan = Plan(case, fetch(case).version, [Share(world.units[TRAFFIC], assignments.TaskRole.SOLE)])
    db.session.rollback()
    acts = [
        lambda: withdrawals.consent(world.fang, case, now=NOW),
        lambda: assignments.assign(world.chen, plan, now=NOW),
    ]
    assert done(together(app, acts))
    after = fetch(case)
    assert after.state is SuggestionState.WITHDRAWN
    assert all(task.state is TaskState.ENDED for task in after.tasks)
    sound(world)


def test_more_time_is_granted_once(app: Flask, world: World) -> None:
    case = situations_objections.extension_asked(world)
    one = situations_objections.task_at(world, case)
    decided = Decided(one.id, one.version, "勘测确需时间。", situations_objections.GRANTED)
    db.session.rollback()
    found = together(app, [lambda: extensions.grant(world.du, decided, now=NOW)] * AT_ONCE)
    assert len(done(found)) == 1 and happened("grant_extension") == 1
    assert db.session.scalars(select(Extension.granted_until)).one() == situations_objections.GRANTED
    sound(world)


def test_eight_deputies_sign_one_bill_at_once_and_every_signature_stands(app: Flask, world: World) -> None:
    bill = bill_parts.a_bill_draft(world)
    others = bill_parts.signers(world)[:AT_ONCE]
    cosigning.invite(world.lin, bill, [one.membership_id or 0 for one in others], now=bill_parts.SITTING)
    db.session.rollback()

    def agree(one: object) -> object:
        return lambda: cosigning.agree(one, bill, text_no=1, now=bill_parts.SITTING)  # type: ignore[arg-type]

    found = together(app, [agree(one) for one in others])  # type: ignore[misc]
    assert len(done(found)) == AT_ONCE, found
    states = [one.state for one in fetch(bill).signatures]
    assert states.count(SignatureState.AGREED) == AT_ONCE
    assert happened("agree") == AT_ONCE


def test_an_entry_is_confirmed_or_disputed(app: Flask, world: World) -> None:
    case = entered_on_paper(world)
    db.session.rollback()
    acts = [
        lambda: entries.confirm(world.fang, case, now=NOW),
        lambda: entries.dispute(world.fang, case, words="我没有签过", now=NOW),
    ]
    assert len(done(together(app, acts * 2))) == 1
    assert happened("confirm_entry") + happened("dispute_entry") == 1
    sound(world)


def test_a_list_confirmed_by_both_sides_at_once_is_carried_out_once(app: Flask, world: World) -> None:
    case = builders.in_hand(world)
    plan = hand_overs.Plan(world.units["市教育局"], world.units[TRAFFIC], [task_of(world, case)])
    made = hand_overs.draw_up(world.chen, plan, now=NOW)
    db.session.rollback()
    acts = [
        lambda: hand_overs.confirm(world.he, made, version=1, now=NOW),
        lambda: hand_overs.confirm(world.luo, made, version=1, now=NOW),
    ]
    first = together(app, acts)
    assert len(done(first)) == 1
    later = world.luo if first[0] == made else world.he
    hand_overs.confirm(later, made, version=db.session.get_one(HandOver, made).version, now=NOW)
    assert happened("hand_over") == 1
    sound(world)
