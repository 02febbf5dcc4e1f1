"""Approved lines: two persons behind each, valid until a day, and every answer they went into is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.builders import fetch, round_of
from tests.clearing_parts import deliver
from tests.line_parts import BODY, UNTIL, a_draft, approve, approved, drafted_with, line_of, proposed, put_in, withdrawn
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.lines import Outdated, fitting, is_in, outdated
from tracker.domain.parties import Party
from tracker.models.lines import LineDecision, LineUse
from tracker.models.organs import Unit
from tracker.models.people import Membership
from tracker.models.record import Event, Notice
from tracker.queries import lines as known
from tracker.queries.stages import tally
from tracker.services import clearance, lines, replies, units
from tracker.services._kept_replies import put_aside, put_back
from tracker.services._load import Invalid, Missing, Stale


def names_of(world: World, on: date = TODAY) -> list[str]:
    db.session.rollback()
    return [one.title for one in known.in_force(world.units["市教育局"], today=on)]


def decisions(actor: object) -> dict[str, int]:
    return {kind: n for kind, n in tally(actor, today=TODAY).decisions.items() if kind.startswith("lines_") and n}


def test_a_line_is_used_once_who_signs_has_approved_it(world: World) -> None:
    line_id = proposed(world)
    assert names_of(world) == []
    assert (decisions(world.cheng), decisions(world.jing)) == ({"lines_proposed": 1}, {})
    approve(world.cheng, line_id)
    assert (names_of(world), names_of(world, UNTIL)) == (["护学岗怎么安排"], ["护学岗怎么安排"])
    assert names_of(world, UNTIL + timedelta(days=1)) == [], "its last day is over"
    assert decisions(world.cheng) == {}
    acts = db.session.scalars(select(Event.action).where(Event.subject == f"line:{line_id}").order_by(Event.seq)).all()
    assert acts == ["propose_line", "approve_line"]


def test_nobody_approves_what_he_proposed_under_whatever_hat(world: World) -> None:
    line_id = proposed(world)
    post = db.session.get_one(Membership, world.cheng.membership_id)
    post.person_id = world.jing.person_id
    db.session.commit()
    world.actors["cheng"] = world.cheng.__class__(**{**vars(world.cheng), "person_id": world.jing.person_id})
    assert decisions(world.cheng) == {}
    with pytest.raises(Invalid) as raised:
        approve(world.cheng, line_id)
    assert raised.value.problems == {"line": "own_line"}
    assert line_of(line_id).current_no is None


def test_each_side_does_its_own_part_and_other_units_none(world: World) -> None:
    line_id = proposed(world)
    version = line_of(line_id).version
    for who in (world.cheng, world.he, world.chen, world.du, world.lin):
        with pytest.raises(Missing):
            lines.propose(who, a_draft(), now=NOW)
    for who in (world.jing, world.shen, world.su, world.chen):
        with pytest.raises(Missing):
            lines.approve(who, line_id, no=1, version=version, now=NOW)
    for who in (world.jiang, world.su, world.he, world.chen):
        with pytest.raises(Missing):
            lines.withdraw(who, line_id, reason="不用了", is_wrong=False, version=version, now=NOW)

    def readers() -> list[str]:
        return [who for who in ("jing", "chen", "du", "jiang") if known.line_of(world.actors[who], line_id)]

    assert readers() == ["jing"], "nobody has approved it"
    approve(world.cheng, line_id)
    assert readers() == ["jing", "chen", "du"]
    assert known.line_of(world.gu, line_id) is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": " "}, {"title": "missing"}),
        ({"subject": "护学岗 路"}, {"subject": "word_too_short"}),
        ({"valid_until": None}, {"valid_until": "missing"}),
        ({"valid_until": TODAY - timedelta(days=1)}, {"valid_until": "line_day_over"}),
        ({"valid_until": date(2028, 4, 2)}, {"valid_until": "line_day_too_far"}),
        ({"body": "秘密★三年\n护学岗"}, {"body": "secret"}),
    ],
)
def test_what_a_line_cannot_be(world: World, changes: dict[str, object], problem: dict[str, str]) -> None:
    with pytest.raises(Invalid) as raised:
        proposed(world, **changes)
    assert raised.value.problems == problem


def test_two_years_to_the_day_are_not_too_long(world: World) -> None:
    assert line_of(proposed(world, valid_until=date(2028, 4, 1))).proposed is not None


def test_the_version_before_holds_until_the_new_one_is_approved(world: World) -> None:
    line_id = approved(world)
    how = {"version": line_of(line_id).version, "now": NOW}
    lines.propose_version(world.shen, line_id, a_draft(title="护学岗的新安排"), **how)
    assert names_of(world) == ["护学岗怎么安排"]
    with pytest.raises(Stale):
        lines.approve(world.cheng, line_id, no=1, **how)
    how["version"] = line_of(line_id).version
    lines.give_back(world.cheng, line_id, no=2, note="文号不对。", **how)
    assert line_of(line_id).versions[-1].decision is LineDecision.RETURNED
    how["version"] = line_of(line_id).version
    lines.propose_version(world.shen, line_id, a_draft(title="护学岗的新安排"), **how)
    approve(world.cheng, line_id)
    assert names_of(world) == ["护学岗的新安排"]
    assert [one.title for one in line_of(line_id).versions[:1]] == ["护学岗怎么安排"], "what a version says stays"


def test_a_proposal_whose_day_is_over_is_not_approved(world: World) -> None:
    line_id = proposed(world, valid_until=TODAY)
    with pytest.raises(Invalid) as raised:
        approve(world.cheng, line_id, now=NOW + timedelta(days=1))
    assert raised.value.problems == {"line": "line_day_over"}


def test_the_draft_knows_which_line_went_into_which_answer(world: World) -> None:
    line_id = approved(world)
    case = drafted_with(world, line_id)
    put_in(world, case, line_id)
    one = round_of(world, case)
    assert [(use.request_no, use.line_version.no) for use in db.session.scalars(select(LineUse))] == [(1, 1)]
    held = put_aside(one)
    assert known.used_in(one.id) == []
    put_back(one, held)
    db.session.flush()
    assert [(use.request_no, use.line_id) for use in known.used_in(one.id)] == [(1, line_id)]


def test_what_is_not_in_force_is_not_put_in_and_nothing_is_saved(world: World) -> None:
    line_id = approved(world)
    case = drafted_with(world, line_id)
    before = round_of(world, case).version
    with pytest.raises(Invalid) as raised:
        put_in(world, case, line_id, now=NOW + timedelta(days=300))
    assert raised.value.problems == {"lines": "line_not_in_force"}
    assert round_of(world, case).version == before
    withdrawn(world.jing, line_id, is_wrong=False)
    with pytest.raises(Invalid):
        put_in(world, case, line_id)


def test_a_wrong_line_names_every_reply_that_used_it_and_both_sides_are_told_once(world: World) -> None:
    line_id = approved(world)
    case = drafted_with(world, line_id)
    one = round_of(world, case)
    replies.send_up(world.jing, one.id, version=one.version, now=NOW)
    one = round_of(world, case)
    clearance.pass_review(world.shen, one.id, version=one.version, now=NOW)
    deliver(world, case, world.cheng)
    answer = round_of(world, case).answers[0].body
    withdrawn(world.jing, line_id)
    rows = known.replies_with(world.chen, line_of(line_id))
    assert [(row.number, row.signed_by, row.Round.delivered_on) for row in rows] == [
        (fetch(case).number, "程远", TODAY)
    ]
    assert round_of(world, case).answers[0].body == answer, "what is out stays as it is"
    told = select(Notice.party).join(Event, Event.seq == Notice.event_seq).where(Event.action == "withdraw_line")
    assert set(db.session.scalars(told)) == {Party.UNIT_SIGNER, Party.DESK}
    assert (decisions(world.cheng), decisions(world.chen)) == ({"lines_wrong": 1}, {"lines_wrong": 1})
    assert decisions(world.su) == {}, "other units hear nothing of it"
    for who in (world.cheng, world.chen):
        lines.take_note(who, line_id, version=line_of(line_id).version, now=NOW)
        assert decisions(who) == {}
    with pytest.raises(Missing):
        lines.take_note(world.jing, line_id, version=line_of(line_id).version, now=NOW)


def test_nobody_has_noted_a_wrong_line_before_it_is_withdrawn_as_wrong(world: World) -> None:
    line_id = approved(world)
    for who in (world.cheng, world.chen):
        with pytest.raises(Missing):
            lines.take_note(who, line_id, version=line_of(line_id).version, now=NOW)
    withdrawn(world.jing, line_id)
    assert (decisions(world.cheng), decisions(world.chen)) == ({"lines_wrong": 1}, {"lines_wrong": 1})


def test_nobody_is_told_of_a_line_that_is_only_used_no_more(world: World) -> None:
    line_id = approved(world)
    withdrawn(world.jing, line_id, is_wrong=False)
    assert (decisions(world.cheng), decisions(world.chen), names_of(world)) == ({}, {}, [])
    with pytest.raises(Invalid) as raised:
        withdrawn(world.jing, line_id)
    assert raised.value.problems == {"line": "line_withdrawn"}


def test_what_is_in_a_draft_and_holds_no_more_is_named(world: World) -> None:
    line_id = approved(world)
    one = round_of(world, drafted_with(world, line_id))
    said = {answer.request_no: answer.body for answer in one.answers}
    late = UNTIL + timedelta(days=1)

    def why(today: date = TODAY, answers: dict[int, str] = said) -> list[Outdated]:
        return [found for _used, found in outdated(known.used_in(one.id), answers, today=today)]

    assert (why(), why(late), why(late, {1: "已经划设。"})) == ([], [Outdated.EXPIRED], [])
    lines.propose_version(world.jing, line_id, a_draft(), version=line_of(line_id).version, now=NOW)
    approve(world.cheng, line_id)
    assert why() == [Outdated.NEWER]
    withdrawn(world.jing, line_id)
    assert why() == [Outdated.WRONG]


def test_lines_are_found_by_words_as_they_stand_in_the_request(world: World) -> None:
    approved(world)
    approved(world, title="护学通道", subject="护学通道 校门 标线")
    approved(world, title="校车", subject="校车")
    found = known.in_force(world.units["市教育局"], today=TODAY)
    assert [one.title for one in fitting(found, "在校门两侧划设护学\n通道。")] == ["护学通道", "护学岗怎么安排"]
    assert is_in(f"前面。{BODY.replace('各半小时', '各四十分钟')}", BODY)
    assert not is_in("护学岗另行安排。", BODY)


def test_lines_of_an_ended_unit_are_its_successors_to_use_and_withdraw(world: World) -> None:
    line_id, other = approved(world), world.units["市交通运输局"]
    old = db.session.get_one(Unit, world.units["市教育局"])
    units.end(world.chen, old.id, successor_id=other, version=old.version, now=NOW)
    db.session.rollback()
    assert [one.line_id for one in known.in_force(other, today=TODAY)] == [line_id]
    assert db.session.scalars(select(Event.subject).where(Event.action == "pass_line_on")).all() == [f"line:{line_id}"]
    withdrawn(world.su, line_id)
    assert line_of(line_id).is_wrong
