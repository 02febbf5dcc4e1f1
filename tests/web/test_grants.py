"""Hats: given and ended by the security administrator, to others, and never two that must not meet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.roles import Role, System
from tracker.models.organs import Delegation
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.services import grants
from tracker.services._load import Invalid, Missing
from tracker.services.grants import Hat
from tracker.services.people import Contact


def somebody(world: World, name: str = "沐清扬") -> int:
    return grants.add(world.an, Contact(name), now=NOW)


def hats(person_id: int) -> list[Membership]:
    db.session.rollback()
    return list(db.session.scalars(select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)))


def place(world: World, role: Role) -> dict[str, str]:
    """What the form of a role asks for beside its days."""
    db.session.rollback()
    delegation = db.session.scalar(select(Delegation.id).where(Delegation.name == "江北代表团"))
    if role in (Role.DEPUTY, Role.DELEGATION_CLERK):
        return {"delegation_id": str(delegation)}
    if role.value.startswith("unit_"):
        return {"unit_id": str(world.units["市交通运输局"])}
    if role is Role.COORDINATOR:
        return {"system": System.GOVERNMENT.value}
    if role is Role.ASSISTANT:
        return {"assists_id": str(world.yuan.person_id)}
    if role is Role.COMMITTEE:
        return {"committee": "农业农村委员会", "category_ids": str(world.categories["城建交通"])}
    return {}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_can_be_given(browse, world: World, role: Role) -> None:
    person_id = somebody(world)
    browser = browse("an")
    browser.open(f"/grants/{person_id}/give")
    browser.open(f"/grants/{person_id}/give/{role.value}")
    browser.send("/give/", ends_on="2027-03-31", **place(world, role))
    assert "身份已给" in browser.page.words and "安宁" in browser.page.words
    (hat,) = hats(person_id)
    assert (hat.role, hat.starts_on, hat.ends_on) == (role, TODAY, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("role", "change", "words"),
    [
        ("unit_handler", {"unit_id": ""}, "请从列表里选一项"),
        ("unit_handler", {"unit_id": "9999"}, "请从列表里选一项"),
        ("deputy", {"delegation_id": ""}, "请从列表里选一项"),
        ("coordinator", {"system": ""}, "请填写这一项"),
        ("coordinator", {"system": "nonsense"}, "请填写这一项"),
        ("committee", {"committee": ""}, "请填写委员会"),
        ("committee", {"category_ids": "999"}, ""),
        ("desk", {"starts_on": "2026-04-02", "ends_on": "2026-04-01"}, "结束的日子早于开始"),
        ("desk", {"starts_on": ""}, "请填写日期"),
    ],
)
def test_a_hat_without_its_place_is_not_given(browse, world: World, role: str, change: dict, words: str) -> None:
    person_id = somebody(world)
    browser = browse("an")
    browser.open(f"/grants/{person_id}/give/{role}")
    browser.send("/give/", status=422, **(place(world, Role(role)) | change))
    assert words in browser.page.words and hats(person_id) == []


def test_an_unknown_role_is_not_found(browse, world: World) -> None:
    browse("an").open(f"/grants/{somebody(world)}/give/emperor", status=404)


def test_the_list_finds_who_has_which_hat_and_who_has_none(browse, world: World) -> None:
    somebody(world)
    browser = browse("an")
    assert f"{len(PEOPLE) + 1}人" in browser.open("/grants").words
    assert "授权1人" in browser.open("/grants?role=auditor").words and "纪实" in browser.page.words
    assert "授权1人" in browser.open("/grants?list=no_hat").words and "沐清扬" in browser.page.words


def test_nobody_gives_to_himself_or_ends_his_own(browse, world: World) -> None:
    own = world.an.person_id
    with pytest.raises(Invalid) as invalid:
        grants.give(world.an, own, Hat(Role.DESK, TODAY), now=NOW)
    assert invalid.value.problems == {"person": "own_grant"}
    browser = browse("an")
    browser.open(f"/grants/{own}")
    assert "不能给自己授权" in browser.page.words
    browser.open(f"/grants/{own}/give/desk")
    browser.send("/give/", status=422)
    assert "不能给自己授权" in browser.page.words
    browser.open(f"/grants/hats/{world.an.membership_id}/end")
    browser.send("/end", status=422)
    assert len(hats(own)) == 1 and hats(own)[0].ends_on is None


ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@pytest.mark.parametrize("first", ADMINS)
@pytest.mark.parametrize("second", [Role.DESK, *ADMINS])
def test_administrators_wear_one_hat(world: World, first: Role, second: Role) -> None:
    person_id = somebody(world)
    grants.give(world.an, person_id, Hat(first, TODAY), now=NOW)
    with pytest.raises(Invalid) as invalid:
        grants.give(world.an, person_id, Hat(second, TODAY), now=NOW)
    assert invalid.value.problems == {"role": "already_held" if first is second else "admin_alone"}


def test_a_case_hat_keeps_the_administrators_hats_away_until_it_has_ended(world: World) -> None:
    person_id = somebody(world)
    hat_id = grants.give(world.an, person_id, Hat(Role.DESK, TODAY, TODAY + timedelta(days=9)), now=NOW)
    with pytest.raises(Invalid):
        grants.give(world.an, person_id, Hat(Role.AUDITOR, TODAY + timedelta(days=9)), now=NOW)
    assert grants.give(world.an, person_id, Hat(Role.AUDITOR, TODAY + timedelta(days=10)), now=NOW) != hat_id


def test_several_hats_of_cases_may_meet(world: World) -> None:
    unit, other = world.units["市教育局"], world.units["市交通运输局"]
    person_id = somebody(world)
    for hat in (
        Hat(Role.UNIT_HANDLER, TODAY, unit_id=unit),
        Hat(Role.UNIT_SIGNER, TODAY, unit_id=unit),
        Hat(Role.UNIT_HANDLER, TODAY, unit_id=other),
    ):
        grants.give(world.an, person_id, hat, now=NOW)
    with pytest.raises(Invalid):
        grants.give(world.an, person_id, Hat(Role.UNIT_HANDLER, TODAY, unit_id=unit), now=NOW)


def test_an_ended_hat_ends_the_sessions_and_what_it_could_do(browse, app: Flask, world: World) -> None:
    chen, browser = browse("chen"), browse("an")
    hat_id = world.chen.membership_id
    browser.open(f"/grants/hats/{hat_id}/end")
    browser.send("/end", note="调离")
    assert "现在无效" in browser.page.words and hats(world.chen.person_id)[0].ends_on == date(2026, 3, 31)
    assert "从今天起失效" in browser.page.words and "结束身份：代表工作机构，2026-04-01起失效" in browser.page.words
    assert "2026-03-31" not in browser.page.words
    chen.open("/people")
    assert chen.answer.request.path == "/log-in"
    again = browse("chen")
    again.open("/people", status=404)
    db.session.rollback()
    event = db.session.scalars(select(Event).where(Event.action == "end_hat")).one()
    assert (event.person_id, event.facts["hat"], event.note) == (world.an.person_id, hat_id, "调离")


def test_a_hat_that_ends_later_is_said_to_hold_until_then(browse, world: World) -> None:
    browser = browse("an")
    browser.open(f"/grants/hats/{world.chen.membership_id}/end")
    browser.send("/end", last_day="2026-04-30")
    assert "2026年4月30日还有效" in browser.page.words and "到2026-04-30" in browser.page.words
    assert "起失效" not in browser.page.words


@pytest.mark.parametrize("starts_on", ["0001-01-01", "2036-04-02"])
def test_a_first_day_nobody_can_mean_is_refused(browse, world: World, starts_on: str) -> None:
    browser, person_id = browse("an"), somebody(world)
    browser.open(f"/grants/{person_id}/give/desk")
    page = browser.send("/give/desk", status=422, starts_on=starts_on)
    assert "日期不可信" in page.words and 'href="#starts_on"' in page.body
    assert hats(person_id) == []


def test_a_handler_with_work_in_hand_is_told_before_the_hat_ends(browse, world: World) -> None:
    builders.in_hand(world)
    page = browse("an").open(f"/grants/hats/{world.jing.membership_id}/end")
    assert "他手上还有1件没有办完" in page.words


def test_a_given_hat_asks_for_a_new_log_in(browse, world: World) -> None:
    fang = browse("fang")
    grants.give(world.an, world.fang.person_id, Hat(Role.COMMITTEE, TODAY, committee="农业农村委员会"), now=NOW)
    fang.open("/account")
    assert fang.answer.request.path == "/log-in"


def test_contact_data_of_staff_are_corrected_here_and_those_of_deputies_are_not(browse, world: World) -> None:
    browser = browse("an")
    browser.open(f"/grants/{world.chen.person_id}/edit")
    browser.send("/edit", name="陈思远", email="chen@example.org")
    db.session.rollback()
    assert db.session.get(Person, world.chen.person_id).email == "chen@example.org"
    browser.open(f"/grants/{world.lin.person_id}/edit", status=404)


def test_others_give_no_hats(world: World) -> None:
    for whose in ("chen", "xi", "ji", "lin", "cheng"):
        with pytest.raises(Missing):
            grants.give(world.actors[whose], world.fang.person_id, Hat(Role.DESK, TODAY), now=NOW)
        with pytest.raises(Missing):
            grants.end(world.actors[whose], world.fang.membership_id, TODAY, version=1, now=NOW)
