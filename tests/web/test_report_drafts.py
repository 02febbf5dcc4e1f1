"""Drafts of reports: kept by the page while they are written, two at once, thrown away; a report on paper."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import func, select

from tests import builders
from tests.conftest import Browsers
from tests.page import Browser
from tests.services.test_reports import begun, block, fetch, summary
from tests.web.test_autosave import saved
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.report_drafts import plain
from tracker.domain.reports import ReportKind
from tracker.models.record import Event
from tracker.models.reports import Report, ReportBlock
from tracker.queries import reports as found
from tracker.services import reports
from tracker.services._load import Invalid, Missing
from tracker.web import report_screen
from tracker.web.report_pages import page_of


def opened(who: Browser, report_id: int, code: str, words: str) -> dict[str, str]:
    """What the script of the page of a section sends."""
    address = f"/reports/{report_id}/text/{code}"
    return who.open(address).data(address) | {"words": words, "where": f"{address}/autosave"}


def edits(report_id: int) -> int:
    db.session.rollback()
    wanted = select(func.count()).select_from(Event)
    return db.session.scalar(wanted.where(Event.subject == f"report:{report_id}", Event.action == "edit_report")) or 0


def test_a_section_is_kept_while_it_is_written(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    page = opened(chen, report_id, "next", "抓紧")
    assert "data-autosave" in chen.page.body and 'data-stopped-by="block"' in chen.page.body
    first = saved(chen, dict(page))
    assert first["saved"] == "10:00 已自动保存" and block(report_id, "next").words == "抓紧"
    # The answer was lost on the way: the page goes on from the version it knows.
    for words in ("抓紧办", "抓紧办理。"):
        told = saved(chen, dict(page) | {"words": words})
    assert block(report_id, "next").words == "抓紧办理。" and told["version"] == block(report_id, "next").version
    chen.open(f"/reports/{report_id}/text/next")
    assert "已经保存" in chen.send("/next", words="抓紧办理，按时答复。").words
    assert edits(report_id) == 1, "one sitting is one act on record"
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        later = browse("chen")
        saved(later, opened(later, report_id, "next", "又过了一阵。"))
    assert edits(report_id) == 2


def test_opening_and_saving_a_section_unchanged_is_no_edit(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    chen.open(f"/reports/{report_id}/text/filed")
    chen.send("/filed")
    assert block(report_id, "filed").edited_at is None and edits(report_id) == 0


def test_two_people_at_one_section_are_told_and_neither_loses_a_word(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen, lu = browse("chen"), browse("lu")
    mine = opened(chen, report_id, "next", "陈写的。")
    saved(lu, opened(lu, report_id, "next", "陆写的。"))
    told = saved(chen, dict(mine), status=409)
    assert told["words"] == "另一处先存了一稿，这里的内容还没有存，也没有丢。"
    mine.pop("where")
    page = chen.post(f"/reports/{report_id}/text/next", status=409, **mine)
    assert "陆" in page.words and "改过这一段" in page.words
    assert "陈写的。" in page.words and "陆写的。" in page.words and block(report_id, "next").words == "陆写的。"


def test_what_cannot_be_kept_is_said_and_the_page_goes_on(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    page = opened(chen, report_id, "next", "字" * 8_001)
    assert "还没有存上" in saved(chen, dict(page), status=422)["words"]
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    assert "还没有存上" in saved(chen, dict(page) | {"words": "晚了"}, status=409)["words"]
    assert "已经不在了" in saved(chen, dict(page) | {"where": "/reports/99/text/next/autosave"}, status=404)["words"]
    for other, status in (("jing", 404), ("ou", 409)):
        who = browse(other)
        who.open("/")
        who.post(f"/reports/{report_id}/text/next/autosave", status=status, words="别人写的", version="1")
    assert block(report_id, "next").words == ""


def test_a_draft_is_thrown_away_after_a_look_at_what_that_loses(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    saved(chen, opened(chen, report_id, "next", "下一步抓紧办理。"))
    assert f"/reports/{report_id}/discard" in chen.open(f"/reports/{report_id}").body
    page = chen.open(f"/reports/{report_id}/discard")
    assert "下一步工作" in page.words and "陈思远改过" in page.words and "不能恢复" in page.words
    page = chen.send("/discard")
    assert "草稿已经删去" in page.words
    chen.open(f"/reports/{report_id}", status=404)
    db.session.rollback()
    assert not db.session.scalar(select(func.count()).select_from(ReportBlock))
    acts = db.session.scalars(select(Event.action).where(Event.subject == f"report:{report_id}").order_by(Event.seq))
    assert list(acts) == ["start_report", "edit_report", "discard_report"]


def test_a_form_for_throwing_away_that_another_edit_overtook_does_nothing(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen, lu = browse("chen"), browse("lu")
    chen.open(f"/reports/{report_id}/discard")
    saved(lu, opened(lu, report_id, "next", "刚写的。"))
    chen.send("/discard", status=409)
    assert block(report_id, "next").words == "刚写的。"


def test_what_is_signed_off_is_never_thrown_away(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    chen.open(f"/reports/{report_id}/discard")
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    chen.send("/discard", status=409)
    chen.open(f"/reports/{report_id}/discard", status=404)
    with pytest.raises(Invalid):
        reports.discard(world.chen, report_id, version=fetch(report_id).version, now=NOW)
    assert fetch(report_id).finished_at is not None
    correction = reports.correct(world.chen, report_id, why="写错", version=fetch(report_id).version, now=NOW)
    reports.discard(world.chen, correction, version=fetch(correction).version, now=NOW)
    assert found.correction_of(report_id) is None
    assert reports.correct(world.chen, report_id, why="再来", version=fetch(report_id).version, now=NOW)


def test_a_summary_that_is_owed_is_nobodys_to_throw_away(world: World) -> None:
    builders.in_hand(world)
    report_id = summary(world)
    for who in (world.chen, world.jing, world.cheng):
        with pytest.raises(Missing):
            reports.discard(who, report_id, version=fetch(report_id).version, now=NOW)
    assert db.session.get(Report, report_id) is not None


def words_of(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_pdf_says_what_word_says(browse: Browsers, world: World) -> None:
    builders.closed(world)
    builders.a_registered(world, cosigned=True)
    report = fetch(begun(world))
    reports.finish(world.chen, report.id, signed_by="陆平川", version=report.version, now=NOW)
    page = page_of(fetch(report.id))
    chen = browse("chen")
    chen.open(f"/reports/{report.id}/report.pdf")
    assert chen.answer is not None
    told = words_of(chen.answer.data)
    for part in page.parts:
        assert part.heading in told, part.heading
        for words in part.paragraphs:
            assert "".join(plain(words).split()) in told
        for grid in part.grids:
            for row in grid.rows:
                assert all(plain(cell).strip() in told for cell in row)
    assert "陆平川签发" in told and "草稿" not in told
    browse("jing").open(f"/reports/{report.id}/report.pdf", status=404)


def test_the_paper_says_all_of_it_and_what_it_is(
    browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _more in range(3):
        builders.in_hand(world)
    report_id = begun(world, ReportKind.MEETING)
    monkeypatch.setattr(report_screen.Screen, "shown", 1)
    chen = browse("chen")
    assert f"/reports/{report_id}/print" in chen.open(f"/reports/{report_id}").body
    page = chen.open(f"/reports/{report_id}/print")
    assert page.words.count("护学通道") >= 3 and "这里是前" not in page.words
    assert "草稿，未签发" in page.words and page.h1 == [fetch(report_id).title] and "<details" not in chen.page.body
    chen.open(f"/reports/{report_id}/report.pdf")
    assert chen.answer is not None and "草稿" in words_of(chen.answer.data)
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    page = chen.open(f"/reports/{report_id}/print")
    assert "草稿" not in page.words and "陆平川签发" in page.words
    browse("lin").open(f"/reports/{report_id}/print", status=404)


def test_a_tab_left_open_over_the_signing_keeps_its_words_and_offers_nothing_in_vain(
    browse: Browsers, world: World
) -> None:
    builders.in_hand(world)
    report_id = begun(world)
    chen = browse("chen")
    chen.open(f"/reports/{report_id}/text/next")
    reports.finish(world.chen, report_id, signed_by="陆平川", version=fetch(report_id).version, now=NOW)
    page = chen.send("/next", words="还没有存的一段。", status=422)
    assert "还没有存的一段。" in chen.page.body and "请起草更正稿" in page.words
    assert "按数据重写" not in page.words and "data-autosave" not in chen.page.body
    assert "还没有存的一段。" not in block(report_id, "next").words
