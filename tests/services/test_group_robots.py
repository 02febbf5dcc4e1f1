"""A unit's group gets numbers and no content; when it cannot be reached its people get a mail instead."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.letter_box import Sink, sink
from tests.outside.test_robots import Chat, chat
from tests.services.test_tellings import after_the_morning
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.roles import Role
from tracker.domain.telling import Channel, Timing
from tracker.models.people import Membership
from tracker.models.tellings import RobotKind, Sending, SendingKind, SendingState
from tracker.queries.notice_rules import rules_now
from tracker.services import notice_rules, outbox, robots
from tracker.services.notice_rules import RuleDraft
from tracker.services.robots import RobotDraft


def a_group(world: World, app: Flask, chat: Chat) -> int:
    """The education bureau has a group, and new tasks are told there."""
    app.config["ROBOT_HOSTS"] = ["127.0.0.1"]
    rule = rules_now()["assigned"]
    draft = RuleDraft(Timing.AT_ONCE, Channel.ROBOT, rule.days, rule.hour, rule.words)
    notice_rules.change(world.chen, "assigned", draft, version=0, now=NOW)
    return robots.add(world.xi, RobotDraft("教育局群", RobotKind.WECOM, world.units["市教育局"], chat.address), now=NOW)


def test_the_group_hears_how_many_and_nothing_of_the_case(app: Flask, world: World, sink: Sink, chat: Chat) -> None:
    after_the_morning(world, "he")
    a_group(world, app, chat)
    for _ in range(3):
        builders.an_assigned(world)
    outbox.run_round(now=NOW)
    ((_path, body),) = chat.got
    text = body["text"]["content"]
    assert "有3条新通知" in text and "http://localhost" in text
    assert "2026" not in text and "护学" not in text
    assert [one for one in sink.letters if "请签收" in one["Subject"]] == []


def test_a_group_that_cannot_be_reached_is_replaced_by_mail(app: Flask, world: World, sink: Sink, chat: Chat) -> None:
    after_the_morning(world, "he")
    a_group(world, app, chat)
    chat.answer = '{"errcode": 93000, "errmsg": "invalid webhook url"}'
    builders.an_assigned(world)
    outbox.run_round(now=NOW)
    outbox.run_round(now=NOW + timedelta(minutes=1))
    assert any("请签收" in one["Subject"] for one in sink.letters)
    failed = db.session.scalars(select(Sending).where(Sending.state == SendingState.FAILED)).one()
    assert failed.robot_id is not None and "93000" in failed.error


def test_a_group_that_is_busy_is_tried_again(app: Flask, world: World, sink: Sink, chat: Chat) -> None:
    after_the_morning(world, "he")
    a_group(world, app, chat)
    taken, chat.answer = chat.answer, '{"errcode": 45009, "errmsg": "busy"}'
    builders.an_assigned(world)
    outbox.run_round(now=NOW)
    chat.answer = taken
    outbox.run_round(now=NOW + timedelta(minutes=3))
    states = select(Sending.state).where(Sending.robot_id.is_not(None), Sending.kind == SendingKind.NEWS)
    assert db.session.scalars(states).one() is SendingState.SENT and len(chat.got) == 2


def test_the_morning_tells_a_group_its_numbers(app: Flask, world: World, chat: Chat) -> None:
    a_group(world, app, chat)
    builders.an_assigned(world)
    outbox.run_round(now=datetime(2026, 4, 2, 1, tzinfo=NOW.tzinfo))
    assert any("要办的1件" in body["text"]["content"] for _path, body in chat.got)


def test_the_desks_group_hears_how_much_is_late_from_one_who_sits_there_today(
    app: Flask, world: World, chat: Chat
) -> None:
    app.config["ROBOT_HOSTS"] = ["127.0.0.1"]
    robots.add(world.xi, RobotDraft("工作机构群", RobotKind.WECOM, None, chat.address), now=NOW)
    builders.a_submitted(world)
    builders.a_submitted(world, now=NOW + timedelta(days=28))
    late_on = datetime(2026, 4, 30, 1, tzinfo=NOW.tzinfo)
    outbox.run_round(now=late_on)
    assert any("要办的2件，其中逾期1件" in body["text"]["content"] for _path, body in chat.got)
    for hat in db.session.scalars(select(Membership).where(Membership.role == Role.DESK)):
        hat.ends_on = TODAY
    db.session.commit()
    outbox.run_round(now=late_on + timedelta(days=6))
    assert len(chat.got) == 1, "nobody sits at the desk any more"


def test_a_trial_says_whether_the_group_is_there(app: Flask, world: World, chat: Chat) -> None:
    robot = a_group(world, app, chat)
    robots.try_out(world.xi, robot, token="once", now=NOW)
    outbox.run_round(now=NOW)
    assert "已经接通" in chat.got[-1][1]["text"]["content"]


__all__ = ["chat", "sink"]
