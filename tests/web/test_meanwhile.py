"""Two people at one thing: who comes second reads both texts, by whom and when, and where it stands now."""

from __future__ import annotations

import io

import time_machine
from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.line_parts import a_draft, approved, line_of, proposed
from tests.page import Page
from tests.situations_merging import in_a_group
from tests.situations_objections import extension_asked, objected, task_at
from tests.visiting import visitor
from tests.world import NOW, World
from tracker.db import db
from tracker.models.commitments import Commitment
from tracker.models.joint import HandlingGroup
from tracker.services import commitments, extensions, groups, hand_overs, handling, lines, replies, rulings
from tracker.services.commitments import Progress
from tracker.services.extensions import Decided
from tracker.services.rulings import Ruling


def ruled_twice(browse: Browsers, world: World) -> tuple[int, Page]:
    """Two windows on one objection: the case, and what the second is told."""
    case = objected(world)
    one = task_at(world, case)
    browser = browse("du")
    browser.open(f"/suggestions/{case}/tasks/{one.id}/ruling")
    rulings.reject(world.du, one.id, Ruling("校门以内由学校负责。"), version=one.version, now=NOW)
    page = browser.send("/ruling", status=409, outcome="uphold", unit="市交通运输局", words="另一番理由")
    return case, page


def test_the_second_ruling_stands_beside_the_first(browse: Browsers, world: World) -> None:
    case, page = ruled_twice(browse, world)
    assert "校门以内由学校负责。" in page.words and "另一番理由" in page.words
    assert "没有同意退件，仍由市教育局办理" in page.words and "最近一次：" in page.words
    assert f"/suggestions/{case}" in [href for href, words in page.links if words == "看现在的情况"]


def test_the_second_decision_on_more_time_stands_beside_the_first_and_its_file_is_named(
    browse: Browsers, world: World
) -> None:
    case = extension_asked(world)
    one = task_at(world, case)
    browser = browse("du")
    address = f"/suggestions/{case}/tasks/{one.id}/extension-decision"
    form = browser.open(address).data("/extension-decision")
    extensions.refuse(world.du, Decided(one.id, one.version, "可先答复已办部分。"), now=NOW)
    typed = {"outcome": "refuse", "until": "", "words": "后写的理由", "files-shown": "1"}
    file = {"files-new": (io.BytesIO(b"%PDF-1.4"), "依据.pdf")}
    page = browser.post(address, status=409, **(form | typed | file))
    assert "可先答复已办部分。" in page.words and "后写的理由" in page.words
    assert "怎么决定不同意延期" in page.words and "第1段" not in page.words
    assert "附件没有交出：依据.pdf" in page.words


def test_a_group_renamed_meanwhile_shows_both_names_and_who_named_it(browse: Browsers, world: World) -> None:
    case = in_a_group(world)
    group = builders.fetch(case).group_id or 0
    browser = browse("chen")
    browser.open(f"/groups/{group}")
    version = db.session.get_one(HandlingGroup, group).version
    groups.rename(world.lu, group, name="校门口护学通道", version=version, now=NOW)
    page = browser.send(f"/groups/{group}", status=409, name="校门口交通")
    assert "校门口交通" in page.words and "护学通道" in page.words and "最近一次：陆平川" in page.words
    assert f"/groups/{group}" in [href for href, words in page.links if words == "看现在的情况"]
    page = browser.open(f"/groups/{group}/dissolve")
    groups.dissolve(world.lu, group, version=version + 1, why="各件差别大", now=NOW)
    page = browser.send("/dissolve", status=409, why="我也想解散它")
    assert "各件差别大" in page.words and "我也想解散它" in page.words and "最近一次：陆平川" in page.words


def test_a_list_confirmed_meanwhile_says_by_whom_and_leads_back_to_it(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    plan = hand_overs.Plan(world.units["市教育局"], world.units["市交通运输局"], [builders.task_of(world, case)])
    made = hand_overs.draw_up(world.chen, plan, now=NOW)
    browser = browse("luo")
    browser.open(f"/hand-overs/{made}")
    hand_overs.confirm(world.he, made, version=1, now=NOW)
    page = browser.send("/confirm", status=409)
    assert "移交方确认交接清单" in page.words and "最近一次：何" in page.words
    assert f"/hand-overs/{made}" in [href for href, words in page.links if words == "看现在的情况"]


def test_who_handled_it_before_reads_who_has_it_now(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    task, one = task_at(world, case), builders.round_of(world, case)
    browser = browse("jing")
    browser.open(f"/suggestions/{case}/rounds/{one.id}/reply")
    handling.give(
        world.he, task.id, handler_id=world.he.person_id, note="景行出差，由我来办。", version=task.version, now=NOW
    )
    page = browser.send("/reply", status=403, button=("save", "1"), opening="写了一半的话。")
    assert "经办人现在是市教育局何晓岚" in page.words and "正文开头写了一半的话。" in page.words


def test_who_did_it_in_another_window_is_not_told_of_somebody_else(browse: Browsers, world: World) -> None:
    _case, page = ruled_twice(browse, world)
    assert "您先前提交的没有被覆盖" in page.words and "别人" not in page.words


def test_after_a_signature_the_last_act_is_its_signers(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world)
    one = builders.round_of(world, case)
    browser = browse("cheng")
    address = f"/suggestions/{case}/rounds/{one.id}/signature"
    browser.open(address)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW)
    page = browser.send(address, status=409, button=("outcome", "deliver"), document_no="临教复〔2026〕2号")
    assert "最近一次：程远" in page.words and "最近一次：系统" not in page.words


def test_a_promise_and_a_line_are_where_their_late_forms_lead_to(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    promise = db.session.scalars(select(Commitment)).first()
    assert promise is not None
    late = browse("jing")
    late.open(f"/promises/{promise.id}/progress")
    how = {"version": promise.version, "now": NOW}
    commitments.note_progress(world.jing, promise.id, Progress("第一批已列", 50), **how)
    page = late.send("/progress", status=409, words="第二批", percent="60")
    assert (f"/promises/{promise.id}", "看现在的情况") in page.links and "第一批已列" in page.words
    line_id = proposed(world)
    late = browse("cheng")
    late.open(f"/lines/{line_id}")
    lines.approve(world.cheng, line_id, no=1, version=line_of(line_id).version, now=NOW)
    page = late.send("/decision", status=409, button=("outcome", "return"), note="文号不对。")
    assert (f"/lines/{line_id}", "看现在的情况") in page.links and "文号不对。" in page.words


def test_why_a_unit_returned_a_line_is_told_to_nobody_outside_by_a_late_form(app: Flask, world: World) -> None:
    line_id, why = approved(world), "办公会还没有定，先不写金额。"
    anew = a_draft(title="另一种说法")
    lines.propose_version(world.jing, line_id, anew, version=line_of(line_id).version, now=NOW)
    lines.give_back(world.cheng, line_id, no=2, note=why, version=line_of(line_id).version, now=NOW)
    told = {"no": 1, "note": "半句", "reason": "半句", "why": "over", "version": 99}
    late = set()
    for login in ("chen", "du", "ou", "su", "jiang", "lin"):
        with time_machine.travel(NOW, tick=False):
            who = visitor(app, world, login)
            for page in ("decision", "edit", "noted", "restore", "withdraw"):
                of_form = {"csrf_token": who.csrf_token, "hat": who.hat_id, "once": f"{login} {page}"}
                answer = who.ask("POST", f"/lines/{line_id}/{page}", data=told | of_form)
                assert why not in answer.get_data(as_text=True), (login, page)
                late |= {login} if answer.status_code == 409 else set()
    assert "chen" in late, "who may know of the line is told that the form is late"
