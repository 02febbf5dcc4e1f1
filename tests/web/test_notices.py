"""What one was told, on its pages; rules, failures and robots for those who keep them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.services.test_tellings import addressed, tell
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.roles import Role
from tracker.domain.telling import RULES, Timing
from tracker.models.people import Membership
from tracker.models.record import Event
from tracker.models.tellings import GroupRobot, NoticeChoice, NoticeRule, Sending, SendingKind, SendingState, Telling
from tracker.queries import notices as known
from tracker.services._outbox import file
from tracker.web.notice_words import what_words


def told_he(world: World) -> int:
    """The receiver of the education bureau has a notice of a new task; returns the case."""
    case = builders.an_assigned(world)
    tell()
    return case


def failed_mail(world: World, case: int) -> int:
    one = file(SendingKind.NEWS, "news:test", now=NOW, due_at=NOW, person_id=world.he.person_id)
    one.state, one.error, one.tries = SendingState.FAILED, "SMTPRecipientsRefused: 550", 1
    telling = db.session.scalars(select(Telling).where(Telling.suggestion_id == case, Telling.rule == "assigned")).one()
    telling.sending_id = one.id
    db.session.commit()
    return one.id


def test_a_notice_is_opened_once_and_leads_to_the_case(world: World, browse: Any) -> None:
    case = told_he(world)
    he = browse("he")
    page = he.open("/notices")
    assert "新转办，请签收" in page.words and "护学通道" in page.words and "没看过" in page.words
    assert dict(page.links)["/notices"], "the badge counts"
    one = db.session.scalars(select(Telling).where(Telling.rule == "assigned")).one()
    he.open(f"/suggestions/{case}")
    db.session.rollback()
    assert one.read_at is None, "reading a page marks nothing"
    he.open(f"/notices/{one.id}")
    page = he.send(f"/notices/{one.id}/open")
    assert "护学通道" in page.words
    db.session.rollback()
    assert one.read_at is not None
    he.open("/notices")
    assert "没有没看过的通知" in he.open("/notices").words and "新转办" in he.open("/notices?show=all").words


def test_all_are_marked_by_one_button_and_only_ones_own(world: World, browse: Any) -> None:
    told_he(world)
    unread = select(func.count()).where(Telling.read_at.is_(None))
    others = unread.where(Telling.person_id != world.he.person_id)
    before = db.session.scalar(others)
    he = browse("he")
    he.open("/notices")
    he.send("/notices/read")
    db.session.rollback()
    assert db.session.scalar(others) == before
    assert db.session.scalar(unread.where(Telling.person_id == world.he.person_id)) == 0


def test_somebody_elses_notice_is_not_there(world: World, browse: Any) -> None:
    told_he(world)
    one = db.session.scalars(select(Telling).where(Telling.rule == "assigned")).one()
    browse("luo").open(f"/notices/{one.id}", status=404)


def test_a_case_that_went_elsewhere_is_named_no_more(world: World, browse: Any) -> None:
    case = told_he(world)
    builders.fetch(case).tasks[0].was_replaced = True
    db.session.commit()
    words = browse("he").open("/notices").words
    assert "护学通道" not in words and "现在不由您办" in words


def test_the_badge_and_the_list_ask_no_more_for_many(world: World, browse: Any) -> None:
    told_he(world)
    he = browse("he")
    before = statements_of(he, "/notices")
    for _ in range(5):
        builders.an_assigned(world)
    tell()
    assert statements_of(he, "/notices") == before <= 8


def test_a_person_chooses_when_mail_comes_but_not_of_what_must_be_told(world: World, browse: Any) -> None:
    addressed(world, "lin")
    lin = browse("lin")
    assert "选了不发，早上也不再发要办的事" in lin.open("/notices").words
    lin.send("/notices/choice", timing="off")
    db.session.rollback()
    assert db.session.scalars(select(NoticeChoice.timing)).one() is Timing.OFF
    builders.delivered(world, cosigned=True)
    tell()
    waits = select(Telling.awaits_morning).where(Telling.person_id == world.lin.person_id)
    assert not any(db.session.scalars(waits))
    lin.open("/notices")
    lin.send("/notices/choice", timing="as_ruled")
    db.session.rollback()
    assert db.session.scalars(select(NoticeChoice)).all() == []


def test_a_rule_is_tried_counted_changed_and_had_back(world: World, browse: Any) -> None:
    addressed(world, "he")
    told_he(world)
    chen = browse("chen")
    assert "交办、转办到单位" in chen.open("/notice-rules").words
    chen.open("/notice-rules/assigned")
    words = "{编号}来了：{事项}"
    typed = {"timing": "at_once", "channel": "mail", "words": words}
    page = chen.send("/notice-rules/assigned", button=("do", "look"), **typed)
    assert "来了：新交办" in page.words or "来了：新转办" in page.words or "来了：" in page.words
    assert "会告知1人次，其中单独发邮件1封" in page.words
    page = chen.send("/notice-rules/assigned", button=("do", "look"), **(typed | {"timing": "digest"}))
    db.session.rollback()
    assert "单独发邮件0封" in page.words and db.session.scalars(select(NoticeRule)).all() == []
    page = chen.send("/notice-rules/assigned", button=("do", "save"), status=422, **(typed | {"words": "{标题}"}))
    assert "大括号里只能写" in page.words and "{标题}" in page.data("/notice-rules/assigned")["words"]
    chen.send("/notice-rules/assigned", button=("do", "save"), **typed)
    db.session.rollback()
    assert db.session.scalars(select(NoticeRule.words)).one() == words
    assert (
        db.session.scalars(select(Event.facts).where(Event.action == "change_notice_rule")).one()["to"]["words"]
        == words
    )
    page = chen.open("/notice-rules/assigned")
    assert "更改通知规则" in page.words and "陈思远" in page.words
    chen.send("/notice-rules/assigned/reset")
    db.session.rollback()
    assert db.session.scalars(select(NoticeRule)).all() == []


def test_what_must_be_told_cannot_be_switched_off(world: World, browse: Any) -> None:
    must = [code for code, rule in RULES.items() if rule.must]
    chen = browse("chen")
    chen.open(f"/notice-rules/{must[0]}")
    form = {"timing": "off", "channel": "mail", "words": "x"}
    chen.send(f"/notice-rules/{must[0]}", button=("do", "save"), status=422, **form)
    assert db.session.scalars(select(NoticeRule)).all() == []


def test_failures_are_the_desks_task_on_home_on_the_case_and_on_their_page(world: World, browse: Any) -> None:
    case = told_he(world)
    failed_mail(world, case)
    chen = browse("chen")
    assert "有1条通知没有送达" in chen.open("/").words
    assert "没有送达的通知" in chen.open(f"/suggestions/{case}").words
    assert "没有送达的通知" not in browse("he").open(f"/suggestions/{case}").words
    page = chen.open("/sendings")
    assert "何晓岚" in page.words and "550" in page.words
    page = chen.send("/settle", status=422)
    assert "怎样告知的" in page.words
    chen.send("/settle", note="电话告知本人")
    assert "有1条通知" not in chen.open("/").words
    assert "电话告知本人" in chen.open(f"/suggestions/{case}").words


def test_who_keeps_the_system_sees_persons_and_no_paper(world: World, browse: Any) -> None:
    case = told_he(world)
    sending = failed_mail(world, case)
    xi = browse("xi")
    assert "有1条通知没有送达" in xi.open("/").words
    page = xi.open("/sendings")
    assert "何晓岚" in page.words and "2026" not in page.words.replace("2026年", "")
    assert f"/suggestions/{case}" not in dict(page.links)
    xi.send(f"/sendings/{sending}/retry")
    db.session.rollback()
    one = db.session.get_one(Sending, sending)
    assert one.state is SendingState.WAITING


def test_others_have_no_way_in(world: World, browse: Any) -> None:
    for who in ("lin", "he", "du", "ji", "an"):
        for address in ("/notice-rules", "/sendings", "/robots"):
            browse(who).open(address, status=404)
    browse("chen").open("/robots", status=404)


def test_a_robots_address_is_never_shown_again(world: World, browse: Any, app: Flask) -> None:
    xi = browse("xi")
    xi.open("/robots/new")
    typed = {"name": "教育局群", "kind": "dingtalk", "unit": str(world.units["市教育局"]), "secret": "SEC-geheim"}
    page = xi.send("/robots/new", status=422, address="https://evil.example/x", **typed)
    assert "ROBOT_HOSTS" in page.words and "evil" not in page.words
    page = xi.send("/robots/new", address="https://oapi.dingtalk.com/robot/send?access_token=tok-geheim", **typed)
    db.session.rollback()
    assert "geheim" not in page.words and "教育局群" in page.words
    assert "geheim" not in str(db.session.scalars(select(Event.facts).where(Event.action == "add_robot")).one())
    page = xi.send("/trial")
    db.session.rollback()
    assert db.session.scalars(select(Sending.kind)).one() is SendingKind.TRIAL
    xi.send("/stop")
    db.session.rollback()
    robot = db.session.scalars(select(GroupRobot)).one()
    assert not robot.is_active and robot.address == robot.secret == ""


def test_only_whose_step_it_is_reads_what_to_do(world: World) -> None:
    told_he(world)
    one = db.session.scalars(select(Telling).where(Telling.rule == "assigned")).one()
    line = known.one_of(one.person_id, one.id, known.hats_held(one.person_id, TODAY))
    assert line is not None

    def words(action: Action, role: Role) -> str:
        return what_words(replace(line, action=action.value), role)

    assert words(Action.FULFIL, Role.DEPUTY) == "承诺已做到，请您评价"
    assert words(Action.FULFIL, Role.DESK) == words(Action.FULFIL, Role.COORDINATOR) == "承诺已做到，等代表评价"
    assert words(Action.PASS_REVIEW, Role.UNIT_SIGNER) == "答复稿送来，请签发"
    assert words(Action.PASS_REVIEW, Role.UNIT_HANDLER) == "答复稿审核通过，等签发"
    assert words(Action.TELL_QUIET, Role.DEPUTY) == "一项承诺一个季度没有进展"


def test_who_wears_two_hats_is_told_for_which_one_it_is(world: World, browse: Any) -> None:
    told_he(world)
    he = browse("he")
    assert "身份：" not in he.open("/notices").words
    one = db.session.scalars(select(Telling).where(Telling.rule == "assigned")).one()
    hat = Membership(
        person_id=world.he.person_id, role=Role.COMMITTEE, committee="城建环资委", starts_on=date(2021, 4, 1)
    )
    db.session.add(hat)
    db.session.commit()
    he = browse("he")
    assert "身份：市教育局·收文员" in he.open("/notices").words
    he.open("/account")
    he.post("/account/hat", hat=str(hat.id))
    he.open("/notices")
    page = he.send(f"/notices/{one.id}/open")
    assert "已换成：市教育局·收文员" in page.words
