"""What a due date answers when it is asked: if more time were given, if assigned another day, and once it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from tests import builders
from tests.builders import a_registered, an_assigned, delivered, fetch
from tests.conftest import Browsers
from tests.domain.calendars import NOTICE_2027
from tests.situations_objections import explained_delay
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock, Event
from tracker.queries.law import calendar_at, calendar_now
from tracker.services import calendars

AUTUMN = datetime(2026, 11, 5, 2, tzinfo=UTC)
SPRING = datetime(2027, 2, 8, 2, tzinfo=UTC)


def page_of(case: int, kind: ClockKind = ClockKind.REPLY, asked: str = "") -> str:
    db.session.rollback()
    wanted = select(Clock.id).where(Clock.suggestion_id == case, Clock.kind == kind).order_by(Clock.id.desc())
    return f"/suggestions/{case}/clocks/{db.session.scalars(wanted).first()}{asked}"


def noticed(world: World, notice: str = NOTICE_2027) -> None:
    change = calendars.propose(world.chen, year=2027, notice=notice, document_no="通知", official=True, now=AUTUMN)
    calendars.approve(world.lu, change, version=1, now=AUTUMN)


def test_more_time_is_tried_out_and_nothing_is_written(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    jing = browse("jing")
    jing.open(page_of(case))
    before = db.session.scalar(select(func.count()).select_from(Event))
    words = jing.open(page_of(case, asked="?more=1&unit=month")).words
    assert "期限会到2026年8月3日，星期一（2026年8月1日是休息日，顺延），比现在多33天，其中工作日23天。" in words
    assert "现在的期限2026年7月1日" in words and "首次交办2026年4月1日" in words and "最长可以到2026年10月8日" in words
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Event)) == before
    assert fetch(case).tasks[0].due_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("?until=2026-08-01", "2026年8月1日是休息日，不会自动顺延"),
        ("?until=2026-12-31", "不能这样延期：超过自首次交办之日起最长的期限"),
        ("?until=2026-12-31", "最晚可以延到2026年10月8日。"),
        ("?until=2026-06-30", "要晚于现在的答复期限"),
        ("?until=2026-06-30", "，比现在早1天。"),
        ("?until=2026-07-01", "，与现在相同。"),
        ("?until=2026-08-03&more=1&unit=month", "填了日期，就按日期算"),
        ("?until=2026-06-31", "日期没有看懂"),
        ("?more=0&unit=month", "请填大于零的整数"),
        ("?more=x&unit=month", "请填大于零的整数"),
        ("?more=1&unit=week", "请填大于零的整数"),
        ("?more=99&unit=month", "太长了，最多24"),
    ],
)
def test_every_answer_is_in_words(browse: Browsers, world: World, asked: str, told: str) -> None:
    assert told in browse("chen").open(page_of(builders.in_hand(world), asked=asked)).words


def test_from_trying_out_one_goes_on_to_ask_for_that_day(browse: Browsers, world: World) -> None:
    case = explained_delay(world)
    jing = browse("jing")
    page = jing.open(page_of(case, asked="?until=2026-08-14"))
    assert "按这一天申请延期" in page.words and "until=2026-08-14" in page.body
    task = fetch(case).tasks[0].id
    page = jing.open(f"/suggestions/{case}/tasks/{task}/extension?until=2026-08-14")
    assert page.data("/extension")["until"] == "2026-08-14" and "试算延到另一天会怎样" in page.words


def test_a_deputy_is_not_asked_to_try_out_what_lies_between_the_offices(browse: Browsers, world: World) -> None:
    assert "如果延期" not in browse("lin").open(page_of(builders.in_hand(world))).words


def test_a_paper_may_be_tried_for_another_day_of_assignment(browse: Browsers, world: World) -> None:
    case = a_registered(world)
    page = browse("chen").open(page_of(case, ClockKind.ASSIGN, "?assigned=2026-04-30"))
    assert "4月30日交办" in page.words and "7月30日" in page.words


def test_a_page_that_knows_only_the_day_leads_to_the_limit(browse: Browsers, world: World) -> None:
    case = an_assigned(world)
    chen = browse("chen")
    assert "为什么是7月1日" in chen.open(f"/suggestions/{case}/clocks?kind=reply&day=2026-07-01").words
    assert "为什么是7月1日" in chen.open(f"/suggestions/{case}/clocks?kind=reply&day=1999-01-01&share=").words
    assert chen.open(f"/suggestions/{case}/clocks?kind=nothing&day=").h1 == chen.open(f"/suggestions/{case}").h1


def test_the_register_and_the_lists_of_work_lead_to_the_explanation(browse: Browsers, world: World) -> None:
    case = an_assigned(world)
    where = f"/suggestions/{case}/clocks?kind="
    assert where in browse("chen").open("/suggestions").body
    assert where in browse("he").open("/tasks").body
    waiting = a_registered(world)
    assert f"/suggestions/{waiting}/clocks?kind=" in browse("chen").open("/assignments").body


def test_what_is_over_is_explained_by_the_calendar_it_was_counted_with(browse: Browsers, world: World) -> None:
    case = delivered(world, now=AUTUMN)
    noticed(world)
    words = browse("chen").open(page_of(case)).words
    assert "为什么是2027年2月9日" in words and "另行确定" not in words
    assert "放假安排的版本第1版" in words


def test_what_runs_is_explained_by_the_calendar_of_today_with_its_version(browse: Browsers, world: World) -> None:
    case = an_assigned(world, now=AUTUMN)
    noticed(world)
    words = browse("chen").open(page_of(case)).words
    assert "为什么是2027年2月12日" in words and "放假安排的版本第2版，2026年11月5日" in words


def test_the_calendar_of_every_version_can_be_had_again(world: World) -> None:
    first = dict(calendar_now().days)
    noticed(world)
    second = dict(calendar_now().days)
    change = calendars.propose(
        world.chen, year=2027, notice=NOTICE_2027 + "\n测试：1月4日放假。", document_no="再", official=True, now=AUTUMN
    )
    calendars.approve(world.lu, change, version=1, now=AUTUMN)
    assert dict(calendar_at(1).days) == first != second == dict(calendar_at(2).days) != dict(calendar_now().days)
    assert calendar_at(3) is calendar_now()


def test_after_the_notice_the_page_is_no_longer_provisional(browse: Browsers, world: World) -> None:
    case = an_assigned(world, now=AUTUMN)
    with time_machine.travel(SPRING, tick=False):
        assert "通知录入后会重新计算" in browse("chen").open(page_of(case)).words
        noticed(world)
        assert "通知录入后会重新计算" not in browse("chen").open(page_of(case)).words
    assert NOW < SPRING
