"""The pages of bills and of the first check: what they offer, what they refuse and in which words, what they count."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.bill_parts import DECIDING, SITTING, a_bill, a_bill_draft, check_first, converted, on_agenda
from tests.builders import fetch
from tests.situations_bills import awaiting_check
from tests.world import World
from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.states import SuggestionState
from tracker.models.organs import CongressSession
from tracker.models.suggestions import Suggestion
from tracker.services import cosigning

S = SuggestionState
WHOLE = {"decided_on": "2026-02-05", "document_no": "主席团第三次会议"}


@pytest.fixture
def sitting(browse) -> object:
    """The evening of the session's fourth day, when the Presidium has met; the clock of the browsers gives way."""
    with time_machine.travel(DECIDING, tick=False):
        yield


def test_between_sessions_nobody_is_offered_a_bill(browse) -> None:
    assert "写议案" not in browse("lin").open("/suggestions/new").words


@pytest.mark.usefixtures("sitting")
def test_while_bills_are_taken_one_chooses_at_the_start(browse, world: World) -> None:
    lin = browse("lin")
    assert "写议案" in lin.open("/suggestions/new").words
    page = lin.open("/suggestions/new?kind=bill").words
    assert all(words in page for words in ("案由", "案据", "方案", "10人以上联名", "十人以上联名"))
    lin.send("/suggestions/new", button=("save", "1"), title="制定护学条例", problem="校门口拥堵。")
    db.session.rollback()
    assert db.session.scalars(select(Suggestion.kind)).all() == [Kind.BILL]


@pytest.mark.usefixtures("sitting")
def test_turning_says_what_it_has_become(browse, world: World) -> None:
    bill_id = a_bill_draft(world)
    lin = browse("lin")
    for words in ("已改为建议。", "已改为议案。"):
        lin.open(f"/suggestions/{bill_id}/kind")
        assert words in lin.send().words


@pytest.mark.usefixtures("sitting")
def test_too_few_signers_are_told_who_is_missing_and_the_other_way(browse, world: World) -> None:
    bill_id = a_bill_draft(world, signed=2)
    page = browse("lin").open(f"/suggestions/{bill_id}/submit")
    assert "还不能作为议案提交" in page.words and "已有3人，还差7人" in page.words
    assert f"/suggestions/{bill_id}/kind" in [href for href, _words in page.links]
    assert "提交给市人大" not in page.words


def test_after_the_cut_off_the_page_says_so_and_keeps_the_text(browse, world: World) -> None:
    bill_id = a_bill_draft(world, signed=9)
    db.session.scalars(select(CongressSession)).one().bills_until = SITTING + timedelta(hours=6)
    db.session.commit()
    with time_machine.travel(SITTING + timedelta(hours=7), tick=False):
        page = browse("lin").open(f"/suggestions/{bill_id}/submit").words
    assert "主席团规定的议案截止时间是2026年2月4日16:00，已经过了" in page.replace(" ", "")
    assert fetch(bill_id).state is S.COSIGNING


@pytest.mark.usefixtures("sitting")
def test_the_desk_sets_the_hour_in_shanghai(browse, world: World) -> None:
    session_id = db.session.scalars(select(CongressSession.id)).one()
    chen = browse("chen")
    chen.open(f"/sessions/{session_id}")
    chen.send(f"/sessions/{session_id}", status=422, bills_until="下午四点")
    assert "请填写日期和钟点" in chen.page.words
    chen.send(f"/sessions/{session_id}", status=422, bills_until="2026-02-09 16:00")
    assert "要在开幕和闭幕之间" in chen.page.words
    chen.send(f"/sessions/{session_id}", bills_until="2026-02-04 16:00")
    db.session.rollback()
    assert db.session.scalars(select(CongressSession.bills_until)).one() == SITTING + timedelta(hours=6)


@pytest.mark.usefixtures("sitting")
def test_a_conversion_says_first_what_it_does_and_leads_on_to_the_suggestion(browse, world: World) -> None:
    bill_id = a_bill(world)
    qin = browse("qin")
    qin.open(f"/suggestions/{bill_id}/decision")
    qin.send("/decision", outcome="converted", **WHOLE)
    assert "会发生什么" in qin.page.words and "10名署名代表" in qin.page.words
    assert fetch(bill_id).state is S.SUBMITTED
    qin.send("/decision")
    assert fetch(bill_id).state is S.CONVERTED
    assert "转为建议办理" in qin.page.words and "议案第1号" in qin.page.words


@pytest.mark.usefixtures("sitting")
def test_what_a_decision_lacks_is_said_at_once_and_what_was_typed_stays(browse, world: World) -> None:
    bill_id = a_bill(world)
    qin = browse("qin")
    qin.open(f"/suggestions/{bill_id}/decision")
    qin.send("/decision", status=422, outcome="no_bill", words="没有写明方案。", decided_on="", document_no="")
    assert "有2处需要修改" in qin.page.words and "没有写明方案。" in qin.page.body
    assert fetch(bill_id).state is S.SUBMITTED


@pytest.mark.usefixtures("sitting")
@pytest.mark.parametrize("day", ["2025-01-01", "2026-12-25"])
def test_a_day_nobody_can_have_decided_on_is_said_before_the_check(browse, world: World, day: str) -> None:
    bill_id = a_bill(world)
    qin = browse("qin")
    qin.open(f"/suggestions/{bill_id}/decision")
    qin.send("/decision", status=422, outcome="converted", **WHOLE | {"decided_on": day})
    assert "有1处需要修改" in qin.page.words and "会发生什么" not in qin.page.words


@pytest.mark.usefixtures("sitting")
def test_the_page_of_the_decision_says_how_many_sign_it_now(browse, world: World) -> None:
    bill_id = a_bill(world)
    qin = browse("qin")
    words = qin.open(f"/suggestions/{bill_id}/decision").words
    assert "有效联名10人（含领衔代表），法定要10人以上" in words and "人数不足" not in words
    cosigning.leave(world.fang, bill_id, reason="不再联名", now=DECIDING)
    words = qin.open(f"/suggestions/{bill_id}/decision").words
    assert "有效联名9人" in words and "人数不足，不能列入议程" in words


def test_its_lead_reads_that_it_has_too_few_signers_and_what_can_be_done(browse, world: World) -> None:
    bill = a_bill(world)
    with time_machine.travel(SITTING, tick=False):
        cosigning.leave(world.fang, bill, reason="另提一件", now=SITTING)
        words = browse("lin").open(f"/suggestions/{bill}").words
    assert "不足10人联名：含领衔代表现有有效联名9人" in words and "请工作人员退回" in words


@pytest.mark.usefixtures("sitting")
def test_too_few_signers_are_said_at_the_choice_and_what_was_typed_stays(browse, world: World) -> None:
    bill_id = a_bill(world)
    cosigning.leave(world.fang, bill_id, reason="不再联名", now=DECIDING)
    qin = browse("qin")
    qin.open(f"/suggestions/{bill_id}/decision")
    qin.send("/decision", status=422, outcome="on_agenda", words="列入议程。", **WHOLE)
    assert "有效联名不够法定人数" in qin.page.words and "列入议程。" in qin.page.body
    assert fetch(bill_id).state is S.SUBMITTED
    qin.send("/decision", outcome="no_bill", words="联名不足十人。", **WHOLE)
    qin.send("/decision")
    assert fetch(bill_id).state is S.NOT_ACCEPTED


@pytest.mark.usefixtures("sitting")
def test_bills_are_counted_apart(browse, world: World) -> None:
    a_bill(world)
    on_agenda(world)
    converted(world)
    chen = browse("chen")
    assert "待审查1" in chen.open("/").words and "议案2" in chen.page.words
    assert "4件其中议案3件" in chen.open("/suggestions").words.replace(" ", "")
    assert "1件" in chen.open("/suggestions?status=to_review&kind=suggestion").words
    assert "等主席团决定1件，审议中1件" in chen.open("/bills").words
    assert "待审1件" in chen.open("/reviews").words


def test_the_delegation_checks_first(browse, world: World) -> None:
    paper_id = awaiting_check(world)
    tian, chen = browse("tian"), browse("chen")
    assert "等滨湖代表团初审" in chen.open(f"/suggestions/{paper_id}").words
    assert "本代表团等待初审1件" in tian.open("/checks").words
    tian.open(f"/suggestions/{paper_id}/first-check")
    tian.send("/first-check", note="署名齐全。")
    assert fetch(paper_id).checked_on is not None
    assert "本代表团等待初审0件" in tian.page.words


@pytest.mark.usefixtures("sitting")
def test_the_first_check_of_a_bill_says_when_too_few_sign_it(browse, world: World) -> None:
    check_first(world)
    bill_id = a_bill(world)
    tian = browse("tian")
    assert "不足10人联名" not in tian.open(f"/suggestions/{bill_id}/first-check").words
    cosigning.leave(world.fang, bill_id, reason="不再联名", now=DECIDING)
    assert "不足10人联名" in tian.open(f"/suggestions/{bill_id}/first-check").words


def test_what_waits_for_its_delegation_is_refused_with_the_reason(browse, world: World) -> None:
    paper_id = awaiting_check(world)
    chen = browse("chen")
    chen.open(f"/suggestions/{paper_id}/review")
    assert "还在等代表所在的代表团初审" in chen.page.words and "现在立案是" not in chen.page.words
    chen.open(f"/suggestions/{paper_id}/first-check")
    chen.send("/first-check", status=422, note="")
    assert fetch(paper_id).checked_on is None
