"""Attachments on screen: kept when the form is refused, handed out under their exact name, to nobody else."""

from __future__ import annotations

import io
from contextvars import Context
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from tests import builders, file_samples, posting
from tests.builders import fetch
from tests.conftest import Browsers
from tests.page import Browser, Page
from tests.situations import SITUATIONS
from tests.visiting import visitor
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.models.attachments import Attachment, Scan, StoredFile
from tracker.models.contacts import Contact
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.services import files, jobs

NAME = "护学通道现状（第2稿） 终.wps"
WPS = file_samples.compound("WordDocument")


def upload(name: str = NAME, data: bytes = WPS) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def all_attachments() -> list[Attachment]:
    db.session.rollback()
    return list(db.session.scalars(select(Attachment).order_by(Attachment.uploaded_at, Attachment.name)))


def written(world: World, browse: Browsers, *uploads: Any) -> int:
    """A draft of Lin's with these attachments, saved on the page."""
    lin = browse("lin")
    lin.open("/suggestions/new")
    words = {
        "title": "在老城区小学周边设置护学通道",
        "problem": "接送车辆和步行学生挤在一处。",
        "requests-0": "划设护学通道。",
    }
    lin.send("/new", button=("save", "1"), **words, **{"files-new": list(uploads)})
    return all_papers()[0]


def all_papers() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Suggestion.id)))


def test_what_is_uploaded_with_a_draft_stands_on_its_page_under_its_exact_name(world: World, browse: Browsers) -> None:
    case = written(world, browse, upload(), upload("函件.ofd", file_samples.ofd()))
    page = browse("lin").open(f"/suggestions/{case}/edit")
    assert NAME.replace(" ", "") in page.words and "函件.ofd" in page.words
    assert sorted(one.name for one in all_attachments()) == sorted([NAME, "函件.ofd"])


def test_unticking_takes_it_off_a_draft(world: World, browse: Browsers) -> None:
    case = written(world, browse, upload(), upload("函件.ofd", file_samples.ofd()))
    stays = next(one.key for one in all_attachments() if one.name == NAME)
    lin = browse("lin")
    lin.open(f"/suggestions/{case}/edit")
    lin.send("/edit", button=("save", "1"), files=stays)
    assert [one.key for one in all_attachments()] == [stays]


def test_a_program_called_pdf_is_refused_and_all_else_is_kept(world: World, browse: Browsers) -> None:
    lin = browse("lin")
    lin.open("/suggestions/new")
    uploads = [upload("方案.pdf", file_samples.EXE), upload()]
    page = lin.send(
        "/new", status=422, button=("save", "1"), title="护学通道", problem="堵。", **{"files-new": uploads}
    )
    assert "“方案.pdf”没有收下：内容与扩展名不符" in page.words and "其余内容和附件都在" in page.words
    assert page.data("/edit")["title"] == "护学通道"
    lin.send("/edit", button=("save", "1"))  # the other one needs no second upload
    assert [(one.name, one.suggestion_id is not None) for one in all_attachments()] == [(NAME, True)]


def test_an_upload_outlives_another_mistake_in_the_form(world: World, browse: Browsers) -> None:
    case = builders.in_hand(world)
    task = builders.task_of(world, case)
    jing = browse("jing")
    jing.open(f"/suggestions/{case}/tasks/{task}/contacts/new")
    jing.send("/contacts/new", status=422, said="", **{"files-new": upload()})
    assert NAME.replace(" ", "") in jing.page.words
    key = jing.page.data("/contacts/new")["files"]
    assert [one.key for one in all_attachments()] == [key]


def test_a_double_click_attaches_once(app: Flask, world: World, browse: Browsers) -> None:
    who = visitor(app, world, "lin")
    for _ in range(2):
        fields = {"title": "护学通道", "problem": "堵。", "requests-0": "划线。", "save": "1", "files-shown": "1"}
        sent = fields | {"csrf_token": who.csrf_token, "once": "one", "files-new": upload()}
        assert who.ask("POST", "/suggestions/new", data=sent).status_code == 302
    bound = [one for one in all_attachments() if one.suggestion_id]
    assert len(bound) == 1
    assert len(all_papers()) == 1


def test_an_automatic_save_leaves_attachments_as_they_are(app: Flask, world: World, browse: Browsers) -> None:
    case = written(world, browse, upload())
    lin = browse("lin")
    lin.open(f"/suggestions/{case}/edit")
    data = lin.page.data("/edit") | {"problem": "改了一个字。"}
    data.pop("files")
    answer = Context().run(lin.client.post, f"/suggestions/{case}/autosave", data=data)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert len(all_attachments()) == 1


def test_the_second_press_of_one_act_with_a_file_changes_nothing(app: Flask, world: World, browse: Browsers) -> None:
    case = builders.in_hand(world)
    task = builders.task_of(world, case)
    who = visitor(app, world, "jing")
    post = posting.post_for(app, world, Action.NOTE_CONTACT, posting.case_for(fetch(case), Action.NOTE_CONTACT))
    for _ in range(2):
        answer = who.send(post, once="one", **{"files-shown": "1", "files-new": upload()})
        assert answer.status_code == 302, Page(answer.get_data(as_text=True)).words[:500]
    db.session.rollback()
    assert len(db.session.scalars(select(Contact).where(Contact.task_id == task)).all()) == 1
    assert len([one for one in all_attachments() if one.event_seq]) == 1


def test_attachments_go_over_a_page_that_only_asks_for_confirmation(world: World, browse: Browsers) -> None:
    case = SITUATIONS["co_in_hand"].reach(world)
    task = next(one.id for one in fetch(case).tasks if one.unit.short_name == "市交通运输局")
    jiang = browse("jiang")
    jiang.open(f"/suggestions/{case}/tasks/{task}/opinion")
    words = {"body": "可以划线，四月底前完成。", "signer_name": "苏婉清"}
    page = jiang.send("/opinion", button=("step", "check"), **words, **{"files-new": upload()})
    assert NAME.replace(" ", "") in page.words
    jiang.send("/opinion", button=("step", "send"))
    (one,) = all_attachments()
    assert one.task_id == task and one.event_seq is not None


def test_a_long_text_beside_files_is_told_to_be_long_and_not_to_be_a_file(
    app: Flask, world: World, browse: Browsers
) -> None:
    who = visitor(app, world, "lin")
    fields = {"csrf_token": who.csrf_token, "once": "one", "save": "1", "title": "护学", "problem": "长" * 200_000}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{held}\r\n' for name, held in fields.items()]
    body = ("".join(parts) + "--x--\r\n").encode()
    answer = who.ask("POST", "/suggestions/new", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert "最多20000字" in Page(answer.get_data(as_text=True)).words


# Handing out.


@pytest.fixture
def handed_in(world: World, browse: Browsers) -> tuple[int, str]:
    """A submitted paper with one attachment, and its key."""
    case = written(world, browse, upload())
    lin = browse("lin")
    lin.open(f"/suggestions/{case}/edit")
    lin.send("/edit", button=("check", "1"), category=str(world.categories["教育科技"]), consent="full")
    lin.send("/submit")
    return case, all_attachments()[0].key


def get(browser: Browser, case: int, key: str, **headers: str) -> Any:
    # Outside the test's own application context, whose `g` would remember who asked before.
    answer = Context().run(browser.client.get, f"/suggestions/{case}/files/{key}", headers=headers)
    answer.get_data()
    answer.close()
    return answer


def test_it_is_downloaded_under_its_own_name_and_can_do_nothing_here(
    browse: Browsers, handed_in: tuple[int, str]
) -> None:
    answer = get(browse("chen"), *handed_in)
    assert (answer.status_code, answer.data) == (200, WPS)
    held = answer.headers
    assert held["Content-Disposition"].startswith("attachment")
    assert f"filename*=UTF-8''{quote(NAME, safe='')}" in held["Content-Disposition"]
    assert held["X-Content-Type-Options"] == "nosniff" and "sandbox" in held["Content-Security-Policy"]
    assert held["Cache-Control"] == "no-store" and held["Content-Type"] == "application/kswps"
    part = get(browse("chen"), *handed_in, Range="bytes=0-3")
    assert (part.status_code, part.data) == (206, WPS[:4])


def test_the_chip_stands_beside_the_line_and_the_list_in_the_dossier(
    browse: Browsers, handed_in: tuple[int, str]
) -> None:
    case, key = handed_in
    page = browse("chen").open(f"/suggestions/{case}")
    address = f"/suggestions/{case}/files/{key}"
    assert [href for href, _words in page.links].count(address) == 2
    assert "建议的附件" in page.words
    digest = all_attachments()[0].digest
    assert digest in browse("chen").open(f"/suggestions/{case}/paper").words


def test_staff_see_which_file_is_not_found_by_its_words_and_the_deputy_is_not_bothered(
    browse: Browsers, handed_in: tuple[int, str]
) -> None:
    case, words = handed_in[0], "没有读出文字，检索不到内容"
    assert words not in browse("chen").open(f"/suggestions/{case}").words  # it waits to be read
    jobs.run_due(now=NOW)
    assert words in browse("chen").open(f"/suggestions/{case}").words
    assert words not in browse("lin").open(f"/suggestions/{case}").words


@pytest.mark.parametrize("login", ["fang", "he", "du", "shen"])
def test_nobody_who_may_not_read_the_case_gets_its_file(
    browse: Browsers, handed_in: tuple[int, str], login: str
) -> None:
    assert get(browse(login), *handed_in).status_code == 404


def test_a_colleague_reads_the_attachments_of_a_registered_paper_but_not_the_desks_reasons(
    world: World, browse: Browsers, handed_in: tuple[int, str]
) -> None:
    case, key = handed_in
    chen = browse("chen")
    chen.open(f"/suggestions/{case}/review")
    chen.send("/review", button=("outcome", "accepted"), category=str(world.categories["教育科技"]))
    assert get(browse("fang"), case, key).status_code == 200
    assert "建议的附件" in browse("fang").open(f"/suggestions/{case}").words


def test_a_key_under_another_case_is_not_found(world: World, browse: Browsers, handed_in: tuple[int, str]) -> None:
    other = builders.a_submitted(world)
    assert get(browse("chen"), other, handed_in[1]).status_code == 404
    assert get(browse("chen"), handed_in[0], "f" * 32).status_code == 404
    assert get(browse(), *handed_in).status_code == 302


@pytest.mark.parametrize(
    ("scan", "words"), [(Scan.WAITING, "正在查毒"), (Scan.FAILED, "还没有查成毒"), (Scan.INFECTED, "查出病毒")]
)
def test_what_is_not_clean_is_handed_to_nobody_and_says_so(
    browse: Browsers, handed_in: tuple[int, str], scan: Scan, words: str
) -> None:
    db.session.scalars(select(StoredFile)).one().scan = scan
    db.session.commit()
    for login in ("lin", "chen"):
        browser = browse(login)
        answer = get(browser, *handed_in)
        assert answer.status_code == 409 and WPS not in answer.data
        assert words in Page(answer.get_data(as_text=True)).words
        assert words in browser.open(f"/suggestions/{handed_in[0]}").words


def test_a_file_no_scanner_has_looked_at_says_so_wherever_it_stands(
    app: Flask, browse: Browsers, handed_in: tuple[int, str]
) -> None:
    case, _key = handed_in
    for login in ("lin", "chen"):
        assert "未查毒" in browse(login).open(f"/suggestions/{case}").words
    assert "这里没有设查毒程序" in browse("lin").open("/suggestions/new").words
    app.config["SCANNER"] = "clamd:127.0.0.1:3310"
    assert "这里没有设查毒程序" not in browse("lin").open("/suggestions/new").words
    db.session.rollback()
    db.session.scalars(select(StoredFile)).one().scanned_at = NOW
    db.session.commit()
    assert "未查毒" not in browse("chen").open(f"/suggestions/{case}").words


def test_a_file_changed_on_disk_is_refused_and_on_record(browse: Browsers, handed_in: tuple[int, str]) -> None:
    path = files.store().path(all_attachments()[0].digest)
    path.chmod(0o600)
    path.write_bytes(WPS + b"!")
    answer = get(browse("chen"), *handed_in)
    assert answer.status_code == 503 and "缺失或者被改动" in answer.get_data(as_text=True)
    db.session.rollback()
    assert db.session.scalars(select(Event.action).order_by(Event.seq.desc())).first() == files.DAMAGED


# Too much at once.


def test_files_that_are_too_large_together_leave_what_was_typed_to_be_copied(
    app: Flask, world: World, browse: Browsers
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 200_000
    who = visitor(app, world, "lin")
    sent = {"csrf_token": who.csrf_token, "title": "护学通道的写法", "problem": "写了很久的话。"}
    answer = who.ask("POST", "/suggestions/new", data=sent | {"files-new": upload("大.pdf", b"%PDF-" + bytes(300_000))})
    assert answer.status_code == 413
    page = Page(answer.get_data(as_text=True))
    assert "护学通道的写法" in page.words and "写了很久的话。" in page.words and "附件没有留下" in page.words
    assert all_attachments() == []


def test_an_expired_log_in_says_that_the_files_are_not_there(app: Flask, world: World, browse: Browsers) -> None:
    who = visitor(app, world, "lin")
    who.ask("POST", "/log-out", data={"csrf_token": who.csrf_token})
    sent = {"title": "护学通道的写法", "problem": "写了很久的话。", "files-new": upload()}
    answer = who.ask("POST", "/suggestions/new", data=sent, follow_redirects=True)
    assert "选的附件没有留下" in Page(answer.get_data(as_text=True)).words
    assert all_attachments() == []
