"""Papers handled together keep their own tasks, clocks and replies; a group is only a name and dated memberships."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.builders import a_registered, an_assigned, closed, fetch, in_hand
from tests.heard import heard
from tests.invariants import broken
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Refused, Why
from tracker.models.joint import GroupMembership, HandlingGroup
from tracker.models.record import Clock, Event
from tracker.services import acts, groups
from tracker.services._load import Invalid, Stale


def line(case: int) -> tuple[int, int]:
    return case, fetch(case).version


def merge(world: World, *cases: int) -> int:
    told = {"name": "护学通道", "why": "都是校门口交通", "differ": "一件说停车，一件说护学岗"}
    return groups.merge(world.chen, [line(case) for case in cases], **told, now=NOW)


def clocks(case: int) -> list[tuple[object, object, object]]:
    rows = db.session.scalars(select(Clock).where(Clock.suggestion_id == case).order_by(Clock.id))
    return [(one.kind, one.due_on, one.stopped_on) for one in rows]


def members(group_id: int) -> list[int]:
    held = select(GroupMembership.suggestion_id).where(
        GroupMembership.group_id == group_id, GroupMembership.left_on.is_(None)
    )
    return list(db.session.scalars(held.order_by(GroupMembership.suggestion_id)))


def test_merging_moves_no_clock_and_no_task(world: World) -> None:
    cases = [a_registered(world), an_assigned(world)]
    before = [(clocks(case), [task.version for task in fetch(case).tasks], fetch(case).number) for case in cases]
    group = merge(world, *cases)
    assert members(group) == cases
    after = [(clocks(case), [task.version for task in fetch(case).tasks], fetch(case).number) for case in cases]
    assert after == before


def test_authors_and_units_are_told(world: World) -> None:
    case = in_hand(world, cosigned=True)
    merge(world, case, a_registered(world))
    assert heard(world, case, "join_group") == {"lin", "fang", "he", "jing"}
    groups.split(world.chen, case, version=fetch(case).version, why="不是一回事", now=NOW)
    assert heard(world, case, "leave_group") == {"lin", "fang", "he", "jing"}


def test_one_paper_is_no_group(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        merge(world, a_registered(world))
    assert refused.value.problems == {"papers": "two_at_least"}


def test_a_line_that_changed_meanwhile_stops_all(world: World) -> None:
    one, other = a_registered(world), a_registered(world)
    with pytest.raises(Invalid) as refused:
        told = {"name": "护学通道", "why": "同一件事", "differ": "路段不同"}
        groups.merge(world.chen, [line(one), (other, 1)], **told, now=NOW)
    assert refused.value.problems == {f"line-{other}": "changed_meanwhile"}
    assert fetch(one).group_id is None and db.session.scalar(select(HandlingGroup.id)) is None


def test_a_paper_is_in_one_group_only(world: World) -> None:
    one = a_registered(world)
    merge(world, one, a_registered(world))
    with pytest.raises(Refused) as refused:
        merge(world, one, a_registered(world))
    assert refused.value.why is Why.GROUPED_ALREADY
    other = a_registered(world)
    with pytest.raises(Invalid) as fault:
        merge(world, other, one)
    assert fault.value.problems == {f"line-{one}": "not_open"}


def test_splitting_keeps_the_others_together(world: World) -> None:
    cases = [a_registered(world) for _ in range(3)]
    group = merge(world, *cases)
    groups.split(world.chen, cases[0], version=fetch(cases[0]).version, why="其实是另一件事", now=NOW)
    assert members(group) == cases[1:]
    assert [fetch(case).group_id for case in cases] == [None, group, group]


def test_a_group_of_one_is_dissolved(world: World) -> None:
    cases = [a_registered(world), a_registered(world)]
    group = merge(world, *cases)
    groups.split(world.chen, cases[0], version=fetch(cases[0]).version, why="另一件事", now=NOW)
    assert members(group) == [] and fetch(cases[1]).group_id is None


def test_a_closed_paper_can_still_be_split_out_with_reply_and_rating(world: World) -> None:
    one = an_assigned(world)
    done = closed(world)
    # Merged while it was in handling, split after it was closed.
    other = an_assigned(world)
    with pytest.raises(Invalid):
        merge(world, one, done)
    group = merge(world, one, other)
    assert members(group) == [one, other]


def test_adding_over_a_stale_page_is_refused(world: World) -> None:
    cases = [a_registered(world) for _ in range(4)]
    group = merge(world, *cases[:2])
    version = db.session.get_one(HandlingGroup, group).version
    told = {"why": "同一件事", "differ": "路段不同"}
    groups.add(world.chen, group, [line(cases[2])], version=version, **told, now=NOW)
    with pytest.raises(Stale):
        groups.add(world.chen, group, [line(cases[3])], version=version, **told, now=NOW)
    assert members(group) == cases[:3]


def test_only_the_desk_merges(world: World) -> None:
    cases = [a_registered(world), a_registered(world)]
    told = {"name": "护学通道", "why": "同一件事", "differ": "路段不同"}
    with pytest.raises(Refused):
        groups.merge(world.du, [line(case) for case in cases], **told, now=NOW)


def test_dissolving_ends_every_membership_with_the_reason(world: World) -> None:
    cases = [a_registered(world), a_registered(world), a_registered(world)]
    group = merge(world, *cases)
    groups.dissolve(world.chen, group, version=db.session.get_one(HandlingGroup, group).version, why="分开办", now=NOW)
    rows = db.session.scalars(select(GroupMembership).where(GroupMembership.group_id == group)).all()
    assert {(one.left_on is not None, one.why_left) for one in rows} == {(True, "分开办")}
    with pytest.raises(Refused):
        groups.split(world.chen, cases[0], version=fetch(cases[0]).version, why="x", now=NOW)


def test_a_paper_that_is_taken_back_leaves_its_group_and_no_group_of_one(world: World) -> None:
    cases = [a_registered(world), a_registered(world)]
    group = merge(world, *cases)
    version = db.session.get_one(HandlingGroup, group).version
    acts.act(world.lin, Action.WITHDRAW, cases[0], now=NOW, note="先调研")
    db.session.rollback()
    assert members(group) == [] and [fetch(case).group_id for case in cases] == [None, None]
    assert db.session.get_one(HandlingGroup, group).version > version
    left = db.session.scalars(select(Event).where(Event.action == "leave_group").order_by(Event.seq)).all()
    assert [(one.suggestion_id, one.facts.get("was_withdrawn"), one.facts["was_last"]) for one in left] == [
        (cases[0], True, False),
        (cases[1], None, True),
    ]
    assert fetch(cases[1]).state is SuggestionState.REGISTERED
    assert broken(world, today=TODAY) == []


def test_another_name_is_on_record_once(world: World) -> None:
    group = merge(world, a_registered(world), a_registered(world))
    for _again in range(2):
        version = db.session.get_one(HandlingGroup, group, populate_existing=True).version
        groups.rename(world.chen, group, version=version, name="校门口交通", now=NOW)
    said = db.session.scalars(select(Event).where(Event.subject == f"group:{group}")).one()
    assert (said.action, said.person_id) == ("rename_group", world.chen.person_id)
    assert said.facts == {"before": "护学通道", "name": "校门口交通"}
