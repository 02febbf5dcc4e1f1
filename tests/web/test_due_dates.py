"""A due date explains itself, day by day, to those who may read the case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import time_machine
from sqlalchemy import select

from tests.builders import a_registered, an_assigned, delivered, fetch
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock
from tracker.services import assignments
from tracker.services.assignments import Plan, Share

MAY_EVE = datetime(2026, 4, 29, 2, tzinfo=UTC)


def _address(suggestion_id: int, kind: ClockKind) -> str:
    db.session.rollback()
    clock_id = db.session.scalar(select(Clock.id).where(Clock.suggestion_id == suggestion_id, Clock.kind == kind))
    return f"/suggestions/{suggestion_id}/clocks/{clock_id}"


def test_working_days_with_a_holiday_and_a_makeup_day(browse: Browsers, world: World) -> None:
    address = _address(a_registered(world, now=MAY_EVE), ClockKind.ASSIGN)
    with time_machine.travel(datetime(2026, 5, 7, 2, tzinfo=UTC), tick=False):
        words = browse("chen").open(address).words
    assert "为什么是5月12日" in words
    assert (
        "4月29日收到建议，应在7个工作日内交办。当天不算。劳动节放假5天不算。周末1天不算。5月9日星期六调休上班要算。"
        in words
    )
    assert "第7个工作日是5月12日，星期二。" in words
    assert "收到建议，不算" in words and "调休上班" in words and "今天" in words and "到期" in words
    assert "参照《上海市人民代表大会关于代表建议、批评和意见的规定》第十一条" in words and "暂定" in words
    assert "国务院办公厅关于2026年部分节假日安排的通知，已核对" in words
    assert "2021年1月1日起施行的一版" in words
    assert "今天交办" in words and "5月12日交办" in words and "8月7日" in words and "11月9日" in words


def test_months_that_roll_over_a_holiday(browse: Browsers, world: World) -> None:
    address = _address(an_assigned(world, now=datetime(2026, 2, 4, 2, tzinfo=UTC)), ClockKind.REPLY)
    words = browse("chen").open(address).words
    assert "为什么是5月6日" in words
    assert "满3个月是5月4日，星期一，是休息日（劳动节），顺延到5月6日，星期三。" in words
    assert "满1个月" in words and "按月计，不逐日数" in words
    assert "代表法》第五十一条" in words


def test_the_list_names_every_day(browse: Browsers, world: World) -> None:
    address = _address(a_registered(world, now=MAY_EVE), ClockKind.ASSIGN)
    page = browse("chen").open(address + "?form=list")
    assert page.body.count("<tr><td>2026年") == 14
    assert "2026年5月9日星期六5劳动节，调休上班，算一天" in page.words


def test_a_date_in_a_year_without_notice_is_marked(browse: Browsers, world: World) -> None:
    address = _address(an_assigned(world, now=datetime(2026, 11, 5, 2, tzinfo=UTC)), ClockKind.REPLY)
    words = browse("chen").open(address).words
    assert "2027年的通知还没有录入" in words
    assert "通知录入后会重新计算" in words


def test_the_author_reads_it_and_a_stranger_finds_nothing(browse: Browsers, world: World) -> None:
    suggestion_id = a_registered(world)
    address = _address(suggestion_id, ClockKind.ASSIGN)
    browse("lin").open(address)
    browse("he").open(address, status=404)
    browse("ji").open(address, status=404)


def test_a_colleague_deputy_sees_the_limit_of_the_reply_only(browse: Browsers, world: World) -> None:
    suggestion_id = delivered(world)
    yuan = browse("yuan")
    yuan.open(_address(suggestion_id, ClockKind.REPLY))
    yuan.open(_address(suggestion_id, ClockKind.RATING), status=404)


def test_a_clock_of_another_case_is_not_found(browse: Browsers, world: World) -> None:
    first, second = a_registered(world), a_registered(world)
    clock = _address(first, ClockKind.ASSIGN).rsplit("/", 1)[1]
    browse("chen").open(f"/suggestions/{second}/clocks/{clock}", status=404)


def test_an_earlier_day_agreed_at_the_meeting_stands_beside_the_legal_one(browse: Browsers, world: World) -> None:
    suggestion_id = a_registered(world)
    plan = Plan(
        suggestion_id,
        fetch(suggestion_id).version,
        [Share(world.units["市中级人民法院"], TaskRole.SOLE)],
        agreed_due_on=date(2026, 5, 30),
    )
    assignments.assign(world.chen, plan, now=NOW)
    words = browse("chen").open(_address(suggestion_id, ClockKind.REPLY)).words
    assert "交办会商定2026年5月30日前答复，法定期限不变。" in words
    assert "为什么是7月1日" in words


def test_a_right_that_was_not_used_is_no_duty_that_was_missed(browse: Browsers, world: World) -> None:
    address = _address(an_assigned(world), ClockKind.OBJECTION)
    later = NOW + timedelta(days=40)
    with time_machine.travel(later, tick=False):
        words = browse("chen").open(address).words
    assert "已过，没有提出" in words and "提出退件逾期" not in words
