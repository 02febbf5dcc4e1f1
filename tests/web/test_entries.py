"""Paper beside screen on the pages: who enters, what is asked, where the mark stands, the one tap that ends it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests import builders, file_samples, situations_entries
from tests.bill_parts import SIGNERS, SITTING
from tests.bill_parts import signers as bill_signers
from tests.builders import a_reply, fetch, round_of, task_of
from tests.conftest import Browsers
from tests.posting_entries import HANDED_IN
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.models.attachments import Attachment
from tracker.models.suggestions import Suggestion
from tracker.services import replies

MARK = "代录，待本人确认"


def form_of(world: World, **changes: str) -> dict[str, str]:
    held = {
        "lead": "林若溪",
        "signed_on": "2026-03-29",
        "signers": "方舒 2026-03-30\n袁知夏",
        "received_on": "2026-03-31",
        "channel": "paper",
        "original": "文书柜2026-3",
        "title": "增设护学岗",
        "problem": "上学时拥挤。",
        "requests-0": "在校门两侧设护学岗。",
        "category": str(world.categories["教育科技"]),
        "consent": "full",
    }
    return held | changes


def newest() -> Suggestion:
    db.session.rollback()
    return db.session.scalars(select(Suggestion).order_by(Suggestion.id.desc())).first()


def test_a_consent_nobody_offered_is_asked_for_again(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    page = tian.send("/entries/new", status=422, **form_of(world, consent="NaN"))
    assert page.data("/entries/new")["title"] == "增设护学岗" and newest() is None


def test_a_clerk_enters_a_joint_paper_and_its_lead_confirms_in_one_tap(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    page = tian.send("/entries/new", **form_of(world))
    assert "已代录" in page.words
    assert MARK in page.words
    assert "代表团工作人员田可" in page.words
    assert "纸质，3月31日收到" in page.words
    case = newest()
    assert [one.person_id for one in case.signatures] == [world.fang.person_id, world.yuan.person_id]
    lin = browse("lin")
    assert "请确认代录" in lin.open("/").words
    page = lin.open(f"/suggestions/{case.id}/entries")
    assert "增设护学岗" in page.words
    lin.send(f"/suggestions/{case.id}/entries", answer="confirm")
    assert "请确认代录" not in lin.open("/").words
    assert newest().open_entries == 2


def test_the_same_paper_a_second_time_is_asked_about_and_shown_to_who_reviews(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    tian.send("/entries/new", **form_of(world))
    tian.open("/entries/new")
    page = tian.send("/entries/new", status=422, **form_of(world, title="关于增设护学岗的建议"))
    assert "这一件可能已经录过" in page.words and page.data("/entries/new")["problem"] == "上学时拥挤。"
    first = newest().id
    tian.send("/entries/new", apart="y")
    assert newest().id != first
    words = browse("chen").open(f"/suggestions/{first}/review").words
    assert "正在审查的还有很像的" in words and "代录的3项还没有本人确认" in words


@pytest.mark.parametrize("login", ["lin", "he", "du", "ou", "ji", "xi"])
def test_others_enter_no_papers(browse: Browsers, login: str) -> None:
    browse(login).open("/entries/new", status=404)


def test_names_that_cannot_be_read_are_said_by_line_and_everything_stays(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    typed = form_of(world, lead="林如溪", signers="方舒 2026-03-30\n无此人 2026-03-30\n袁知夏 三月30")
    page = tian.send("/entries/new", status=422, **typed)
    assert "没有叫“林如溪”的在任代表" in page.words
    assert "第2行：没有叫“无此人”的在任代表" in page.words
    assert "第3行：日期请写成" in page.words
    assert page.data("/entries/new")["signers"] == typed["signers"]
    assert page.data("/entries/new")["problem"] == "上学时拥挤。"


def test_everything_that_is_missing_is_said_at_once(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    empty = dict.fromkeys(("signed_on", "channel", "original", "problem", "requests-0", "category"), "")
    page = tian.send("/entries/new", status=422, **form_of(world, lead="林如溪", **empty))
    for words in ("没有叫“林如溪”", "请填写签名日期", "请选一项", "请上传扫描件，或者写明", "请填写这一项"):
        assert words in page.words
    assert "代表请求做什么" in page.words and "您请求" not in page.words
    assert page.data("/entries/new")["title"] == "增设护学岗"


def test_without_a_scan_the_place_of_the_original_is_asked_for(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    page = tian.send("/entries/new", status=422, **form_of(world, original=""))
    assert "请上传扫描件，或者写明纸质原件存放在哪里" in page.words


def test_a_scan_will_do_too_and_is_kept_when_something_else_is_wrong(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    scan = (io.BytesIO(file_samples.PDF), "扫描件.pdf")
    page = tian.send("/entries/new", status=422, **form_of(world, original="", lead=""), **{"files-new": scan})
    assert "扫描件.pdf" in page.words
    page = tian.send("/entries/new", lead="林若溪")
    assert "已代录" in page.words
    held = db.session.scalars(select(Attachment).where(Attachment.suggestion_id == newest().id)).one()
    assert held.name == "扫描件.pdf"
    assert held.event_seq is not None


def test_a_lead_of_another_delegation_is_said_at_the_field(browse: Browsers, world: World) -> None:
    tian = browse("tian")
    tian.open("/entries/new")
    page = tian.send("/entries/new", status=422, **form_of(world, lead="袁知夏", signers=""))
    assert "只能代录本代表团代表领衔的建议" in page.words
    assert page.data("/entries/new")["problem"] == "上学时拥挤。"


def test_a_dispute_needs_words_and_takes_the_signature_off(browse: Browsers, world: World) -> None:
    case = situations_entries.entered_on_paper(world)
    fang = browse("fang")
    fang.open(f"/suggestions/{case}/entries")
    fang.send(f"/suggestions/{case}/entries", status=422, answer="dispute", words="")
    fang.send(f"/suggestions/{case}/entries", answer="dispute", words="我没有签过")
    assert fetch(case).signer_count == 1
    page = browse("chen").open(f"/suggestions/{case}")
    assert "方舒提出异议" in page.words
    assert "我没有签过" in page.words


def test_the_mark_stands_on_list_page_and_paper_until_it_is_confirmed(browse: Browsers, world: World) -> None:
    case = situations_entries.entered_on_paper(world)
    chen = browse("chen")
    assert "代录待确认" in chen.open("/suggestions").words
    assert MARK in chen.open(f"/suggestions/{case}/paper").words
    assert "待本人确认" in chen.open(f"/suggestions/{case}/review").words
    for login in ("lin", "fang"):
        one = browse(login)
        one.open(f"/suggestions/{case}/entries")
        one.send(f"/suggestions/{case}/entries", answer="confirm")
    assert "待本人确认" not in chen.open(f"/suggestions/{case}").words


def test_a_receipt_on_paper_is_entered_and_confirmed_by_the_receiver(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    address = f"/suggestions/{case}/tasks/{task_of(world, case)}/entries/receipt"
    du = browse("du")
    du.open(address)
    came = {"received_on": "2026-04-01", "channel": "fax", "original": "传真存档"}
    page = du.send(address, status=422, on="2026-03-31", **came)
    assert "日期不能早于交办的那一天" in page.words
    page = du.send(address, on="2026-04-01", **came)
    assert "代录市教育局的签收（传真，4月1日签收）" in page.words
    assert "代录，待本单位确认" in page.words
    assert "待本人确认" not in page.words
    he = browse("he")
    assert "请确认代录" in he.open("/").words
    he.open(f"/suggestions/{case}/entries")
    he.send(f"/suggestions/{case}/entries", answer="confirm")
    assert fetch(case).open_entries == 0
    assert "4月1日签收，本单位独办，还没有经办人。" in he.open("/").words


def test_a_reply_on_paper_reaches_its_deputies(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    address = f"/suggestions/{case}/rounds/{round_of(world, case).id}/entries/reply"
    du = browse("du")
    du.open(address)
    page = du.send(address, status=422, received_on="2026-04-01", on="2026-04-01", channel="mail", original="柜")
    assert "需要修改" in page.words
    page = du.send(address, status=422, received_on="", on="", channel="mail", original="柜")
    assert "请填写落款日期" in page.words and "请填写收到日期" in page.words and "拟用文号" not in page.words
    typed = HANDED_IN[Action.ENTER_REPLY](world, round_of(world, case), "已经划设。")
    page = du.send(address, **typed)
    assert "代录市教育局的答复" in page.words
    page = browse("lin").open(f"/suggestions/{case}")
    assert "临江市教育局程远" in page.words
    assert "已经划设。" in page.words


def test_a_letter_on_paper_keeps_its_own_day(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world, now=NOW - timedelta(days=6))
    address = f"/suggestions/{case}/rounds/{round_of(world, case).id}/entries/reply"
    du = browse("du")
    du.open(address)
    typed = HANDED_IN[Action.ENTER_REPLY](world, round_of(world, case), "已经划设。")
    du.send(address, **typed | {"on": "2026-03-30", "received_on": "2026-03-31"})
    words = browse("lin").open(f"/suggestions/{case}").words
    assert words.partition("临江市教育局程远")[2].startswith("2026年3月30日")


def test_the_page_of_a_reply_on_paper_shows_nothing_of_the_units_draft(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    one = round_of(world, case)
    draft = replace(a_reply(), opening="内部草稿，还没有送签")
    replies.save(world.jing, one.id, draft, version=one.version, now=NOW)
    address = f"/suggestions/{case}/rounds/{one.id}/entries/reply"
    for login in ("du", "chen"):
        page = browse(login).open(address)
        assert page.data(address)["opening"] == ""
        assert page.data(address)["answers-1-body"] == ""
        assert "现在是" not in page.words
    du = browse("du")
    du.open(address)
    du.send(address, **HANDED_IN[Action.ENTER_REPLY](world, round_of(world, case), "已经划设。"))
    assert "内部草稿" not in du.open(f"/suggestions/{case}").words
    assert "内部草稿，还没有送签" in browse("jing").open(f"/suggestions/{case}").words


def test_the_desk_reads_on_home_what_is_denied_and_settles_it(browse: Browsers, world: World) -> None:
    case = situations_entries.reply_denied(world)
    chen = browse("chen")
    page = chen.open("/")
    assert "请核实" in page.words
    assert "程远否认代为录入的答复：不是我们的答复。核对原件，作废或者维持，写明结果即可。" in page.words
    address = f"/suggestions/{case}/entries/disputed"
    page = chen.open(address)
    assert "代表那里不再有这份答复" in page.words
    entry = page.data(address)["entry"]
    page = chen.send(address, status=422, answer="void", words="", entry=entry)
    assert "请写明核对的结果" in page.words
    page = chen.send(address, answer="void", words="函是冒名的，已与教育局核对", entry=entry)
    assert "核实后作废代录的答复（市教育局）" in page.words
    assert "程远提出异议，核实后作废" in page.words
    assert "请核实" not in chen.open("/").words
    assert "已经划设" not in browse("lin").open(f"/suggestions/{case}").words
    assert "请交经办人" in browse("he").open("/").words


def test_a_paper_its_lead_denies_is_looked_into_first(browse: Browsers, world: World) -> None:
    case = situations_entries.paper_denied(world)
    chen = browse("chen")
    assert "林若溪否认代为录入的建议" in chen.open("/").words
    address = f"/suggestions/{case}/entries/disputed"
    entry = chen.open(address).data(address)["entry"]
    chen.send(address, answer="keep", words="与本人核对，是她签的", entry=entry)
    assert "请审查" in chen.open("/").words


def test_a_bill_on_paper_is_asked_for_its_hour_and_its_signers(browse: Browsers, world: World) -> None:
    bill_signers(world)
    with time_machine.travel(SITTING, tick=False):
        qin = browse("qin")
        qin.open("/entries/new")
        page = qin.open("/entries/new?kind=bill")
        assert "代录纸质议案" in page.words
        assert "案由" in page.words
        page = qin.send("/entries/new", status=422, kind="bill")
        assert "联名代表：请填写这一项" in page.words and "收到时刻：议案请写明交到的时刻" in page.words
        typed = form_of(world, signed_on="2026-02-04", received_on="2026-02-04", analysis="条例第八条。", kind="bill")
        typed |= {"signers": "\n".join(["方舒", *SIGNERS[:7]]), "hour": ""}
        page = qin.send("/entries/new", status=422, **typed)
        assert "议案请写明交到的时刻" in page.words
        assert page.data("/entries/new")["signers"] == typed["signers"]
        page = qin.send("/entries/new", status=422, **typed | {"hour": "9点"})
        assert "请写成“15:40”这样的时刻" in page.words
        page = qin.send("/entries/new", status=422, **typed | {"hour": "9：30"})
        assert "议案联名人数不够" in page.words
        page = qin.send("/entries/new", **typed | {"hour": "9：30", "signers": "\n".join(["方舒", *SIGNERS])})
        assert "的纸质议案" in page.words
    bill = newest()
    assert (bill.kind, bill.signer_count) == (Kind.BILL, 10)


def test_no_bill_is_entered_when_none_is_taken(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    chen.open("/entries/new?kind=bill")
    typed = form_of(world, kind="bill", hour="10:00", analysis="条例第八条。")
    page = chen.send("/entries/new", status=422, **typed)
    assert "那个时刻不接收议案" in page.words
    assert page.data("/entries/new")["problem"] == "上学时拥挤。"
