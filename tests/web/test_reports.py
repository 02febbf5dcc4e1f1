"""Pages of reports: begun, edited, signed off, corrected; every number leads to its list; Word says the same."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.conftest import Browsers
from tests.services.test_reports import begun, block, fetch, gathered
from tests.statements import statements_of
from tests.test_files_command import run
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import Ref, ReportKind, ref_of
from tracker.domain.statistics import Measure
from tracker.models.reports import Report
from tracker.outside.report_word import write_report
from tracker.queries.figures import Scope, whole
from tracker.queries.sessions_held import sessions_held
from tracker.services import reports
from tracker.services.figures import keep_up
from tracker.web.report_pages import page_of

M = Measure


def test_the_desk_drafts_edits_and_signs_off(browse: Browsers, world: World) -> None:
    builders.closed(world)
    keep_up(now=NOW, most=None)
    chen = browse("chen")
    chen.open("/reports/new")
    page = chen.send("/new", kind="annual", scope=f"s{sessions_held()[0].id}")
    assert "已经按数据起草" in page.words and "一、建议的提出和立案" in page.words
    chen.open("/reports/1/text/next")
    page = chen.send("/next", words="下一步抓紧办理。")
    assert "已经保存" in page.words and "下一步抓紧办理。" in page.words and "陈思远改过" in page.words
    chen.open("/reports/1/finish")
    page = chen.send("/finish", status=422, signed_by="")
    assert "签发人" in page.words
    page = chen.send("/finish", signed_by="陆平川")
    assert "已经签发" in page.words and "陆平川签发" in page.words and "改文字" not in page.words
    for address in ("/reports/1/text/next", "/reports/1/finish", "/reports/1/refresh"):
        chen.open(address, status=404)
    chen.open("/reports/1/correct")
    page = chen.send("/correct", why="第二段写错")
    assert "更正稿已经起草" in page.words and "第二段写错" in page.words
    assert "更正稿正在起草" in chen.open("/reports/1").words
    chen.open("/reports/2/finish")
    chen.send("/finish", signed_by="陆平川")
    assert "这一份已被更正" in chen.open("/reports/1").words and "已被更正" in chen.open("/reports").words


def test_every_number_of_the_page_leads_to_a_list_of_as_many(browse: Browsers, world: World) -> None:
    builders.closed(world)
    builders.a_registered(world, cosigned=True)
    report = fetch(begun(world))
    frozen = Frozen(report.figures)
    page = page_of(report)
    segments = [one for part in page.parts for words in part.paragraphs for one in words]
    segments += [one for part in page.parts for grid in part.grids for row in grid.rows for cell in row for one in cell]
    tied = [(text, ref) for text, code in segments if (ref := ref_of(code)) is not None]
    assert len(tied) > 80
    for text, ref in tied:
        assert text == str(frozen.number(ref)), ref
    chen = browse("chen")
    codes = {ref.code: text for text, ref in tied if text != "0" and "~whole~" in ref.code}
    for code, text in sorted(codes.items()):
        listed = chen.open(f"/reports/{report.id}/cases?of={code.replace('+', '%2B')}")
        assert listed.words.count("关于") + listed.words.count("护学") > 0 and text in listed.words, code
    people = chen.open(f"/reports/{report.id}/cases?of=now~deputies~taking_part~")
    assert "方舒" in people.words
    for odd in ("", "x", "now~whole~~filed%2Bowed", "now~whole~~nothing", "last~whole~~promised"):
        chen.open(f"/reports/{report.id}/cases?of={odd}", status=404)


def test_a_list_says_how_many_its_reader_may_not_open(browse: Browsers, world: World) -> None:
    builders.a_submitted(world)
    report_id = begun(world)
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    ou = browse("ou")
    assert "提出的建议1件" in ou.open(f"/reports/{report_id}").words
    code = Ref((M.FILED,)).code
    assert "另有1条您没有查看权限" in ou.open(f"/reports/{report_id}/cases?of={code}").words


def test_two_edit_a_section_and_meet_both_texts(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen, lu = browse("chen"), browse("lu")
    address = f"/reports/{report_id}/text/problems"
    chen.open(address)
    lu.open(address)
    chen.send("/problems", words="陈写的。")
    page = lu.send("/problems", status=409, words="陆写的。")
    assert "陈写的。" in page.words and "陆写的。" in page.words
    page = lu.send("/problems")
    assert "已经保存" in page.words and block(report_id, "problems").words == "陆写的。"


def test_the_difference_is_shown_before_a_section_is_drafted_anew(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    chen.open(f"/reports/{report_id}/text/filed")
    page = chen.send("/filed", words="本年共收到建议99件。")
    assert "没有名单可查：99" in page.words
    builders.a_registered(world)
    keep_up(now=NOW, most=None)
    chen.open(f"/reports/{report_id}/refresh")
    page = chen.send("/refresh")
    assert "数据已经刷新" in page.words and "本年共收到建议99件" in page.words and "对照新稿" in page.words
    page = chen.open(f"/reports/{report_id}/text/filed/redraft")
    assert "本年" in page.words and "立案2件" in page.words
    page = chen.send("/redraft")
    assert "立案2件" in page.words and "99" not in page.words
    assert "本年共收到建议99件" in chen.open(f"/reports/{report_id}/text/filed").words


def test_units_are_asked_and_hand_in_their_own(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    keep_up(now=NOW, most=None)
    chen, jing, cheng = browse("chen"), browse("jing"), browse("cheng")
    scope = f"s{sessions_held()[0].id}"
    chen.open("/reports/new")
    page = chen.send("/new", status=422, kind="unit", scope=scope)
    assert "请填写" in page.words or "各单位几号以前交" in page.words
    due = (TODAY + timedelta(days=20)).isoformat()
    page = chen.send("/new", kind="unit", scope=scope, due_on=due)
    assert "起草年度总结" in page.words and "待报送，4月21日以前" in page.words
    assert "本单位的年度总结1份" in jing.open("/").words
    page = jing.open("/reports")
    assert "临江市教育局关于" in page.words and "市交通运输局关于" not in page.words
    jing.open("/reports/1/text/ways")
    page = jing.send("/ways", words="主要负责人领办。")
    assert "主要负责人领办。" in page.words and "报送" not in page.words.split("一、")[0].replace("待报送", "")
    jing.open("/reports/1/finish", status=404)
    chen.open("/reports/1", status=404)
    cheng.open("/reports/1/finish")
    cheng.send("/finish", signed_by="程远")
    assert "本单位的年度总结" not in jing.open("/").words
    assert "主要负责人领办。" in chen.open("/reports/1").words


def _words_and_tables(data: bytes) -> tuple[str, list[list[list[str]]]]:
    document = Document(io.BytesIO(data))
    text = "\n".join(one.text for one in document.paragraphs)
    return text, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_word_says_what_the_ledger_says(browse: Browsers, world: World) -> None:
    builders.closed(world)
    builders.delivered(world)
    builders.a_registered(world, cosigned=True)
    report = fetch(begun(world))
    answer = browse("chen")
    data = write_report(page_of(report))
    text, tables = _words_and_tables(data)
    ledger = whole(Scope((sessions_held()[0].id,)), on=TODAY)
    rows = {row[0]: row[1] for table in tables for row in table if len(row) in (2, 4)}
    for name, measure in (
        ("提出", M.FILED),
        ("联名提出", M.JOINT),
        ("应答复", M.OWED),
        ("按时答复", M.REPLIED_IN_TIME),
        ("满意", M.LAST_SATISFIED),
        ("作出承诺", M.PROMISED),
        ("发出答复", M.DELIVERED),
    ):
        assert rows[name] == str(ledger[measure]), name
    assert f"提出的建议{ledger[M.FILED]}件" in text and "%" not in text.split("附件")[0].replace("%（", "")
    systems = next(table for table in tables if table[0][0] == "名称" and "独办" in table[0][2])
    assert systems[1][0] == "政府系统" and systems[1][1] == str(ledger[M.OWED])
    frozen = Frozen(report.figures)
    appendix = {row[1]: row[2] for row in tables[-1][1:]}
    assert appendix["立案"] == str(ledger[M.REGISTERED]) == str(frozen.number(Ref((M.REGISTERED,))))
    header = Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text
    assert f"截至{TODAY.year}年{TODAY.month}月{TODAY.day}日" in header and f"第{report.seq}号" in header
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        charts = [name for name in packed.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
        assert charts and len([name for name in packed.namelist() if name.startswith("word/embeddings/")]) == len(
            charts
        )
        drawn = packed.read(charts[0]).decode()
        assert f"<c:v>{ledger[M.REGISTERED]}</c:v>" in drawn and "城建交通" not in drawn.replace("教育科技", "")
        assert b'w:eastAsia="' in packed.read("word/document.xml")
    assert answer.open(f"/reports/{report.id}").h1 == [report.title]


def test_the_list_of_the_meeting_and_the_late_ones_are_printed(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    _text, tables = _words_and_tables(write_report(page_of(fetch(begun(world, ReportKind.MEETING)))))
    papers = next(table for table in tables if table[0][0] == "编号")
    assert "护学通道" in papers[1][1] and papers[1][2] == "市教育局" and papers[1][4]
    late = NOW + timedelta(days=400)
    text, tables = _words_and_tables(write_report(page_of(fetch(begun(world, ReportKind.BULLETIN, now=late)))))
    assert "逾期未答复的1件次" in text and any(
        "护学通道" in row[1] for table in tables for row in table if len(row) == 5
    )


def test_the_command_writes_the_report_people_work_at(app: Flask, world: World, tmp_path) -> None:
    builders.closed(world)
    out = tmp_path / "年度.docx"
    done = run(app, "report", "annual", "--out", str(out))
    assert done.exit_code == 0, done.output
    made = fetch(1)
    words, _tables = _words_and_tables(out.read_bytes())
    assert words == _words_and_tables(write_report(page_of(made)))[0] and "建议1件" in words
    reports.edit(world.chen, block(1, "next").id, words="下一步抓紧办理。", version=1, now=NOW)
    assert run(app, "report", "annual", "--out", str(out)).exit_code == 0
    assert "下一步抓紧办理。" in _words_and_tables(out.read_bytes())[0], "the draft of that day, with what was edited"
    again = run(app, "report", "annual", "--out", str(out), "--new")
    assert "report 2" in again.output and "下一步抓紧办理。" not in _words_and_tables(out.read_bytes())[0]
    unit = tmp_path / "unit.docx"
    assert run(app, "report", "unit", "市教育局", "--out", str(unit)).exit_code == 0
    assert "临江市教育局承办" in _words_and_tables(unit.read_bytes())[0]
    for kind in ("bulletin", "meeting"):
        assert run(app, "report", kind, "--out", str(unit)).exit_code == 0
    assert run(app, "report", "unit", "无此局", "--out", str(unit)).exit_code == 1
    assert run(app, "report", "annual", "--session", "99", "--out", str(unit)).exit_code == 1


def test_who_begins_what_is_there_already_is_shown_it_first(browse: Browsers, world: World) -> None:
    builders.closed(world)
    begun(world)
    chen, code = browse("chen"), f"s{sessions_held()[0].id}"
    chen.open("/reports/new")
    page = chen.send("/new", status=422, kind="annual", scope=code, on=TODAY.isoformat())
    assert "这样的报告已经有了" in page.words and "陈思远" in page.words
    assert "/reports/1" in [href for href, _words in page.links] and page.data("/new")["on"] == TODAY.isoformat()
    assert "已经按数据起草" in chen.send("/new", again="y").words
    assert chen.open("/reports").words.count("陈思远2026年4月1日") == 2
    reports.finish(world.chen, 1, signed_by="陆平川", version=fetch(1).version, now=NOW)
    chen.open("/reports/2/finish")
    page = chen.send("/finish", status=422, signed_by="陆平川")
    assert "同一标题、同一天的报告已经签发" in page.words
    reports.correct(world.chen, 1, why="第二段写错", version=fetch(1).version, now=NOW)
    page = chen.open("/reports")
    assert "（更正）" in page.words and ("/reports/1", "更正的那一份") in page.links


@pytest.mark.parametrize("kind", ["annual", "unit"])
def test_no_report_is_written_of_a_day_that_has_not_come(browse: Browsers, world: World, kind: str) -> None:
    builders.closed(world)
    keep_up(now=NOW, most=None)
    chen, code = browse("chen"), f"s{sessions_held()[0].id}"
    chen.open("/reports/new")
    page = chen.send("/new", status=422, kind=kind, scope=code, on="2099-01-01", due_on="2026-12-01")
    assert "日期不能晚于今天" in page.words and page.data("/new")["on"] == "2099-01-01"
    begun(world)
    chen.open("/reports/1/refresh")
    assert "日期不能晚于今天" in chen.send("/refresh", status=422, on="2099-01-01").words


def test_the_command_takes_what_is_signed_off_and_says_what_it_left(app: Flask, world: World, tmp_path) -> None:
    builders.closed(world)
    out = tmp_path / "年度.docx"
    first = begun(world)
    reports.finish(world.chen, first, signed_by="陆平川", version=fetch(first).version, now=NOW)
    reports.start(world.chen, gathered(), now=NOW, again=True)
    asked = ("report", "annual", "--as-of", TODAY.isoformat(), "--out", str(out))
    done = run(app, *asked)
    assert f"report {first} (signed off)" in done.output and "Left aside: report 2 (draft)" in done.output
    reports.correct(world.chen, first, why="第二段写错", version=fetch(first).version, now=NOW)
    assert f"report {first} (signed off)" in run(app, *asked).output


@pytest.mark.parametrize("what", ["folder", "day", "file"])
def test_what_the_command_cannot_do_is_said_in_one_line(app: Flask, world: World, tmp_path, what: str) -> None:
    builders.closed(world)
    out = {"folder": tmp_path / "nowhere" / "x.docx", "file": tmp_path / ("长" * 200)}.get(what, tmp_path / "x.docx")
    more = ("--as-of", "2099-01-01") if what == "day" else ()
    done = run(app, "report", "annual", "--out", str(out), *more)
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert done.output.startswith("Error: ") and len(done.output.strip().splitlines()) == 1
    assert db.session.scalar(select(func.count()).select_from(Report)) == (1 if what == "file" else 0)


def test_the_page_asks_as_much_whatever_it_holds(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    one = begun(world, ReportKind.MEETING)
    for _more in range(3):
        builders.in_hand(world)
    two = reports.start(world.chen, gathered(ReportKind.MEETING), now=NOW, again=True)
    chen = browse("chen")
    chen.open("/")
    assert statements_of(chen, f"/reports/{one}") == statements_of(chen, f"/reports/{two}")


def test_a_report_signed_off_lists_no_title_of_what_became_confidential_since(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    report = begun(world, ReportKind.MEETING)
    reports.finish(world.chen, report, signed_by="陆平川", version=fetch(report).version, now=NOW)
    title = builders.fetch(case).title
    ou = browse("ou")
    assert title in ou.open(f"/reports/{report}").words
    builders.fetch(case).is_confidential = True
    db.session.commit()
    page = ou.open(f"/reports/{report}").words
    assert title not in page and "（标题不公开）" in page
    assert title not in str(page_of(fetch(report)))
    # What was signed off stays as it was kept; only its showing changes.
    assert title in str(fetch(report).figures["papers"])
