"""Two people of the desk change the calendar in their browsers; nobody else comes near it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from tests.builders import an_assigned, fetch
from tests.conftest import Browsers
from tests.domain.calendars import NOTICE_2027
from tests.services.test_calendars import LATE, forget
from tests.test_users_command import run
from tests.world import World
from tracker.db import db
from tracker.queries.law import calendar_now

AUTUMN = datetime(2026, 11, 5, 2, tzinfo=UTC)
NOTICE = NOTICE_2027


@pytest.fixture(autouse=True)
def _autumn(browse: Browsers):
    with time_machine.travel(AUTUMN, tick=False):
        yield


def test_a_notice_is_entered_by_one_and_approved_by_another(browse: Browsers, world: World) -> None:
    suggestion_id = an_assigned(world, now=AUTUMN)
    chen, lu = browse("chen"), browse("lu")
    assert "2027年" in chen.open("/calendars").words
    chen.open("/calendars/2027/propose")
    page = chen.send("/propose", notice=NOTICE, document_no="国办发明电〔2026〕9号", official="y")
    assert "要由另一位工作人员批准" in page.words
    assert "2027年2月9日" in page.words
    assert "approve" not in page.body

    page = lu.open("/calendars/changes/1")
    assert "春节调休上班" in page.words
    assert "2027年2月9日" in page.words and "2027年2月12日" in page.words
    page = lu.send("/approve", note="已核对")
    assert "个正在计算的到期日随之移动" in page.words
    assert fetch(suggestion_id).due_on is not None
    page = lu.open("/calendars/changes/1")
    assert "移动了的到期日" in page.words and "2027年2月9日" in page.words and "2027年2月12日" in page.words
    assert "关于" in page.words, "papers are named as they are called"
    assert calendar_now().is_official(2027)
    assert "国办发明电〔2026〕9号" in lu.open("/calendars/2027").words


def test_an_unreadable_line_is_named_and_nothing_is_lost(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/calendars/2027/propose")
    page = chen.send("/propose", status=422, notice="元旦：1月1日至3日放假。\n春节：2月5日。")
    assert "第2行：看不出是放假还是上班" in page.words
    assert "元旦：1月1日至3日放假" in page.body


def test_an_official_notice_without_festivals_or_name_is_refused_beside_the_field(
    browse: Browsers, world: World
) -> None:
    chen, short = browse("chen"), "春节：2月6日至12日放假。2月14日上班。"
    chen.open("/calendars/2027/propose")
    page = chen.send("/propose", status=422, notice=short, document_no="", official="y")
    assert "请填写通知名称或文号" in page.words and 'href="#document_no"' in page.body
    page = chen.send("/propose", status=422, document_no="国办发明电〔2026〕9号")
    assert "没有写到（元旦、清明节、劳动节、端午节、中秋节、国庆节）" in page.words and 'href="#notice"' in page.body
    assert page.data("/propose")["notice"] == short
    page = chen.send("/propose", status=422, official=None)
    assert "没有写到（元旦、" in page.words, "the days that were there are not dropped unawares"
    page = chen.send("/propose", official=None, partial="y")
    assert "暂定" in page.words, "what is not published may be a part"
    assert "没有写到这些法定节日：元旦、清明节" in page.words


def test_a_year_without_a_notice_has_no_title_of_one(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    page = chen.open("/calendars/2028/propose")
    assert page.data("/propose")["document_no"] == ""


def test_the_proposer_may_only_take_back(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/calendars/2027/propose")
    page = chen.send("/propose", notice=NOTICE)
    data = page.data("/withdraw")
    page = chen.post("/calendars/changes/1/approve", status=409, **data)
    assert "提出修改的人不能自己批准" in page.words
    chen.open("/calendars/changes/1")
    assert "已撤回" in chen.send("/withdraw").words


def test_turning_down_needs_a_reason(browse: Browsers, world: World) -> None:
    chen, lu = browse("chen"), browse("lu")
    chen.open("/calendars/2027/propose")
    chen.send("/propose", notice=NOTICE)
    data = lu.open("/calendars/changes/1").data("/approve")
    assert "请写明理由" in lu.post("/calendars/changes/1/reject", status=409, **data).words
    assert "已退回" in lu.post("/calendars/changes/1/reject", **(data | {"note": "缺清明节"})).words


def test_the_year_shows_holidays_and_makeup_days(browse: Browsers, world: World) -> None:
    words = browse("chen").open("/calendars/2026").words
    assert "劳动节调休上班" in words
    assert "春节：2月15日至2月23日放假" in words
    assert "暂定" in browse("chen").open("/calendars/2027").words
    browse("chen").open("/calendars/1999", status=404)
    browse("chen").open("/calendars/2050/propose", status=404)


@pytest.mark.parametrize("who", ["lin", "du", "he", "ou", "xi", "an", "ji"])
def test_others_do_not_find_it(browse: Browsers, world: World, who: str) -> None:
    for address in ("/calendars", "/calendars/2026", "/calendars/2027/propose", "/calendars/changes/1", "/rulebooks"):
        browse(who).open(address, status=404)


def test_a_double_click_proposes_once(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    data = chen.open("/calendars/2027/propose").data("/propose") | {"notice": NOTICE}
    chen.post("/calendars/2027/propose", **data)
    chen.post("/calendars/2027/propose", **data)
    chen.open("/calendars/changes/1")
    chen.open("/calendars/changes/2", status=404)
    assert date(2027, 2, 11) not in calendar_now().days


def test_the_command_names_the_page_on_which_a_year_it_filed_is_decided(
    app: Flask, browse: Browsers, world: World
) -> None:
    forget(2027, 2028)
    case = an_assigned(world, now=LATE)
    db.session.rollback()
    with time_machine.travel(LATE, tick=False):
        told = run(app, "calendar", "sync")
        assert told.exit_code == 0, told.output
        address = "http://localhost/calendars/changes/1"
        assert "1 year(s) added." in told.output and address in told.output
        assert "Adding 2027 would change limits that run" in told.output
        assert "filed as a proposal, not added" in told.output
        chen = browse("chen")
        assert "放假安排的修改1项" in chen.open("/").words
        assert "节假日程序库" in chen.open("/calendars").words
        page = chen.open("/calendars/changes/1").words
        assert "系统对照节假日程序库" in page and "元旦" in page
        assert fetch(case).title in page
        chen.send("/approve")
    assert "陈思远" in chen.open("/calendars/changes/1").words
