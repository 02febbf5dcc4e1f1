"""Deputies and unit people as data of the desk: registered once, corrected, ended, never deleted."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.organs import Delegation
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.queries.who import who_asks
from tracker.services import people
from tracker.services._load import Invalid, Missing
from tracker.services.people import Contact, Seat

NEW = {
    "name": "沐清扬",
    "phone": "8555 0199",
    "email": "mu@example.org",
    "employer": "临江市第三中学",
    "certificate_no": "LJ-2201",
    "starts_on": "2026-03-01",
}


def delegation() -> str:
    db.session.rollback()
    return str(db.session.scalar(select(Delegation.id).where(Delegation.name == "江北代表团")))


def person(name: str) -> Person:
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.name == name).order_by(Person.id.desc())).first()


def test_the_lists_tell_deputies_unit_people_and_former_ones_apart(browse, world: World) -> None:
    browser = browse("chen")
    names = browser.open("/people").body.partition("<tbody")[2]
    assert "3人" in browser.page.words and "林若溪" in names and "陈思远" not in names
    assert "10人" in browser.open("/people?list=unit_people").words
    assert "没有已经结束的" in browser.open("/people?list=former").words
    assert "人员1人" in browser.open("/people?q=方舒").words


def test_a_deputy_is_registered_with_seat_and_told_what_comes_next(browse, world: World) -> None:
    browser = browse("chen")
    browser.open("/people/new")
    browser.send("/people/new", delegation_id=delegation(), **NEW)
    assert "代表已登记" in browser.page.words and "江北代表团·代表" in browser.page.words
    made = person("沐清扬")
    (hat,) = made.memberships
    assert (hat.role, hat.certificate_no, hat.starts_on, hat.term.ordinal) == (
        Role.DEPUTY,
        "LJ-2201",
        date(2026, 3, 1),
        7,
    )
    assert made.account is None


def test_the_same_form_twice_registers_one(browse, world: World) -> None:
    browser = browse("chen")
    browser.open("/people/new")
    sent = browser.page.data("/people/new") | NEW | {"delegation_id": delegation()}
    browser.post("/people/new", **sent)
    browser.post("/people/new", **sent)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(Person.name == "沐清扬")) == 1


def test_a_namesake_is_asked_about(browse, world: World) -> None:
    browser = browse("chen")
    browser.open("/people/new")
    browser.send("/people/new", status=422, delegation_id=delegation(), **(NEW | {"name": "林若溪"}))
    assert "已经登记过同名的人" in browser.page.words and "滨湖代表团·代表" in browser.page.words
    browser.send("/people/new", same_name="y")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(Person.name == "林若溪")) == 2


UNFIT = (
    ({"name": ""}, "请填写姓名"),
    ({"name": "长" * 101}, "最多100字"),
    ({"email": "mu at example"}, "邮箱地址不完整"),
    ({"email": "a@b.c\nBcc: x@y.z"}, "邮箱地址不完整"),
    ({"delegation_id": ""}, "请从列表里选一项"),
    ({"delegation_id": "99999"}, "请从列表里选一项"),
    ({"starts_on": ""}, "请填写日期"),
    ({"starts_on": "2026-02-30"}, ""),
    ({"name": "铃\x07"}, "不能保存的字符"),
)


def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(browse, world: World) -> None:
    browser, seat = browse("chen"), {"delegation_id": delegation()}
    for change, words in UNFIT:
        browser.open("/people/new")
        browser.send("/people/new", status=422, **(NEW | seat | change))
        assert words in browser.page.words
        assert browser.page.data("/people/new")["employer"] == NEW["employer"]


def test_a_certificate_belongs_to_one_deputy_of_a_term(world: World) -> None:
    seat = Seat(int(delegation()), "LJ-1", TODAY)
    people.add_deputy(world.chen, Contact("甲某某"), seat, now=NOW)
    with pytest.raises(Invalid) as invalid:
        people.add_deputy(world.chen, Contact("乙某某"), seat, now=NOW)
    assert invalid.value.problems == {"certificate_no": "certificate_taken"}
    assert person("乙某某") is None


def test_a_correction_is_on_record_by_field_and_not_by_content(browse, world: World) -> None:
    browser = browse("chen")
    browser.open(f"/people/{world.lin.person_id}/edit")
    browser.send("/edit", name="林若溪", phone="8555 0001")
    assert "资料已更正" in browser.page.words and "更正人员资料：电话" in browser.page.words
    db.session.rollback()
    event = db.session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert event.facts == {"changed": ["phone"]} and "0001" not in str(event.facts)


def test_two_corrections_at_once_do_not_overwrite_each_other(browse, world: World) -> None:
    one, other = browse("chen"), browse("lu")
    for browser in (one, other):
        browser.open(f"/people/{world.lin.person_id}/edit")
    one.send("/edit", phone="8555 0001")
    other.send("/edit", status=409, phone="8555 0002")
    assert "8555 0002" in other.page.body
    assert person("林若溪").phone == "8555 0001"


def test_a_mandate_ends_and_its_sessions_with_it(browse, world: World) -> None:
    lin, browser = browse("lin"), browse("chen")
    hat_id = world.lin.membership_id
    browser.open(f"/people/{world.lin.person_id}")
    browser.open(f"/people/seats/{hat_id}/end")
    assert "照常办理" in browser.page.words
    browser.send("/end", reason="resigned", note="辞去代表职务")
    assert "现在无效" in browser.page.words and "从今天起失效" in browser.page.words
    # The day before was its last whole day, but the deputy was one this morning: say from when it is over.
    assert "2026-04-01起失效" in browser.page.words and "2026-03-31" not in browser.page.words
    db.session.rollback()
    assert db.session.get(Membership, hat_id).ends_on == date(2026, 3, 31)
    lin.open("/account")
    assert lin.answer.request.path == "/log-in"
    assert "林若溪" in browser.open("/people?list=former").words


def test_a_mandate_that_ends_later_holds_until_then(world: World) -> None:
    hat_id = world.lin.membership_id
    with pytest.raises(Invalid):
        people.unseat(world.chen, hat_id, date(2026, 3, 30), version=1, now=NOW)
    people.unseat(world.chen, hat_id, date(2026, 6, 30), version=1, now=NOW)
    with pytest.raises(Invalid):
        people.unseat(world.chen, hat_id, date(2026, 7, 1), version=2, now=NOW)
    people.unseat(world.chen, hat_id, TODAY, version=2, now=NOW)


def test_a_former_deputy_sits_again_in_one_seat_only(browse, world: World) -> None:
    people.unseat(world.chen, world.lin.membership_id, date(2026, 3, 31), version=1, now=NOW)
    browser = browse("chen")
    browser.open(f"/people/{world.lin.person_id}/seat")
    browser.send("/seat", delegation_id=delegation(), starts_on="2026-04-01")
    assert "已登记为本届代表" in browser.page.words
    with pytest.raises(Invalid) as invalid:
        people.seat(world.chen, world.lin.person_id, Seat(int(delegation()), "", TODAY), now=NOW)
    assert invalid.value.problems == {"role": "already_held"}


LATER = "2027-11-01"


def later_seat(browse) -> tuple[object, Membership]:
    """A deputy registered with a seat that begins later."""
    browser = browse("chen")
    browser.open("/people/new")
    browser.send("/people/new", delegation_id=delegation(), **(NEW | {"starts_on": LATER}))
    return browser, person("沐清扬").memberships[0]


def test_a_seat_that_begins_later_is_shown_corrected_and_ended(browse, world: World) -> None:
    browser, hat = later_seat(browse)
    assert "从2027年11月1日起" in browser.page.words and "现在无效" not in browser.page.words
    assert "登记为本届代表" not in browser.page.words
    assert "从2027年11月1日起" in browser.open("/people").words
    assert "沐清扬" not in browser.open("/people?list=former").words
    browser.open(f"/people/{hat.person_id}")
    browser.open(f"/people/seats/{hat.id}/edit")
    browser.send("/edit", starts_on="2027-12-01")
    assert "从2027年12月1日起" in browser.page.words
    browser.open(f"/people/seats/{hat.id}/end")
    browser.send("/end", reason="other", note="登记错了")
    assert "没有开始就已取消" in browser.page.words
    assert "登记为本届代表" in browser.page.words
    browser.open(f"/people/{hat.person_id}/seat")
    assert "已登记为本届代表" in browser.send("/seat", delegation_id=delegation(), starts_on="2026-04-01").words


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [("2021-03-31", "早于这一届开始的日子"), ("0001-01-01", "日期不可信"), ("2036-04-02", "日期不可信")],
)
def test_a_seat_begins_within_its_term(browse, world: World, starts_on: str, words: str) -> None:
    browser = browse("chen")
    browser.open("/people/new")
    page = browser.send("/people/new", status=422, delegation_id=delegation(), **(NEW | {"starts_on": starts_on}))
    assert words in page.words and 'href="#starts_on"' in page.body
    assert person("沐清扬") is None
    browser.open(f"/people/seats/{world.lin.membership_id}/edit")
    page = browser.send("/edit", status=422, starts_on=starts_on)
    assert words in page.words and 'href="#starts_on"' in page.body
    db.session.rollback()
    assert db.session.get(Membership, world.lin.membership_id).starts_on == date(2021, 4, 1)


def test_a_seat_is_not_moved_onto_a_hat_it_may_not_meet(browse, world: World) -> None:
    browser, hat = later_seat(browse)
    admin = {"role": Role.AUDITOR, "starts_on": date(2026, 6, 1), "ends_on": date(2026, 12, 31)}
    db.session.add(Membership(person_id=hat.person_id, **admin))
    db.session.commit()
    browser.open(f"/people/seats/{hat.id}/edit")
    page = browser.send("/edit", status=422, starts_on="2026-12-31")
    assert "由三个人分别担任" in page.words and 'href="#starts_on"' in page.body
    db.session.rollback()
    assert db.session.get(Membership, hat.id).starts_on == date(2027, 11, 1)
    browser.open(f"/people/seats/{hat.id}/edit")
    browser.send("/edit", starts_on="2027-01-01")


def test_a_deputy_whose_seat_is_moved_ahead_is_logged_out(browse, world: World) -> None:
    lin, chen = browse("lin"), browse("chen")
    lin.open("/account")
    chen.open(f"/people/seats/{world.lin.membership_id}/edit")
    chen.send("/edit", starts_on="2026-04-02")
    lin.open("/account")
    assert lin.answer.request.path == "/log-in"


def test_a_seat_is_corrected(browse, world: World) -> None:
    browser = browse("chen")
    browser.open(f"/people/seats/{world.lin.membership_id}/edit")
    browser.send("/edit", delegation_id=delegation(), certificate_no="LJ-0007", post="团长")
    db.session.rollback()
    hat = db.session.get(Membership, world.lin.membership_id)
    assert (hat.certificate_no, hat.post, hat.delegation.name) == ("LJ-0007", "团长", "江北代表团")


def test_the_desk_keeps_neither_administrators_nor_staff_of_offices(browse, world: World) -> None:
    browser = browse("chen")
    for whose in ("chen", "xi", "an", "ji", "du", "ou", "tian"):
        person_id = world.actors[whose].person_id
        browser.open(f"/people/{person_id}", status=404)
        browser.open(f"/people/{person_id}/edit", status=404)
        with pytest.raises(Missing):
            people.correct(world.chen, person_id, Contact("别名"), version=1, now=NOW)
        with pytest.raises(Missing):
            people.seat(world.chen, person_id, Seat(int(delegation()), "", TODAY), now=NOW)


def test_only_deputies_hats_are_ended_by_the_desk(browse, world: World) -> None:
    browser = browse("chen")
    browser.open(f"/people/seats/{world.jing.membership_id}/end", status=404)
    with pytest.raises(Missing):
        people.unseat(world.chen, world.jing.membership_id, TODAY, version=1, now=NOW)
    assert who_asks("", now=NOW, idle_since=NOW) is None
