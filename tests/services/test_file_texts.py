"""The text of attachments: read by the worker once they may be opened, once for their bytes, and never for ever."""

from __future__ import annotations

import io
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import file_samples, text_samples
from tests.test_concurrency import together
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.file_texts import READER, Reading, TextState
from tracker.models.attachments import Attachment, FileText
from tracker.models.record import Job
from tracker.outside.scanners import Answer, Scanned
from tracker.queries import file_texts as found
from tracker.queries.file_texts import LEASE, Unread
from tracker.services import file_texts, files, jobs
from tracker.services._texts import READ_JOB
from tracker.services.files import LOOSE_FOR, Upload

TEXT = "在老城区小学周边划设护学通道"
DOCX = text_samples.word(TEXT)


def keep(world: World, data: bytes = DOCX, name: str = "说明.docx") -> str:
    """Upload a file; its digest."""
    kept = files.keep(world.chen, [Upload(name, io.BytesIO(data))], now=NOW)
    assert kept.refused == []
    return kept.digests[0]


def held(digest: str) -> FileText | None:
    db.session.rollback()
    return db.session.get(FileText, digest)


def state(digest: str) -> TextState | None:
    one = held(digest)
    return one.state if one else None


def from_before(digest: str) -> None:
    """As if it had been stored by a program that read no texts."""
    db.session.delete(db.session.get_one(FileText, digest))
    db.session.commit()


def set_to(digest: str, **values: object) -> None:
    one = db.session.get_one(FileText, digest)
    for name, value in values.items():
        setattr(one, name, value)
    db.session.commit()


def test_the_worker_reads_what_was_uploaded(world: World) -> None:
    digest = keep(world)
    assert state(digest) is TextState.WAITING and found.unread() == Unread(waiting=1)
    jobs.run_due(now=NOW)
    one = held(digest)
    assert one is not None and (one.state, one.text, one.characters) == (TextState.READ, TEXT, len(TEXT))
    assert (one.was_cut, one.reader, one.read_at, one.why) == (False, READER, NOW, "")
    assert found.unread() == Unread()


def test_the_same_bytes_are_read_once_whoever_brings_them(world: World) -> None:
    assert keep(world) == keep(world, name="另一个名字.docx")
    jobs.run_due(now=NOW)
    keep(world)
    filed = select(func.count()).select_from(Job).where(Job.kind == READ_JOB)
    assert db.session.scalar(filed) == 1
    assert (
        db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == READ_JOB, Job.done_at.is_(None))) == 0
    )


def test_nothing_is_read_before_the_scanner_has_called_it_clean(app: Flask, world: World) -> None:
    app.config["SCANNER"] = "command:/bin/true"
    digest = keep(world)
    assert held(digest) is None and found.unread() == Unread()
    assert file_texts.read({"digest": digest}, now=NOW) is None
    files.note_scan(digest, Scanned(Answer.CLEAN), now=NOW)
    assert state(digest) is TextState.WAITING
    assert file_texts.read({"digest": digest}, now=NOW) is TextState.READ


def test_the_text_goes_when_a_virus_is_found_in_the_file(world: World) -> None:
    digest = keep(world)
    jobs.run_due(now=NOW)
    files.note_scan(digest, Scanned(Answer.INFECTED, "Eicar"), now=NOW)
    assert held(digest) is None
    assert file_texts.read({"digest": digest}, now=NOW) is None
    assert file_texts.keep(digest, Reading(TextState.READ, TEXT), now=NOW) is False


def test_a_file_that_is_swept_takes_its_text_along(world: World) -> None:
    digest, later = keep(world), NOW + LOOSE_FOR + timedelta(hours=1)
    jobs.run_due(now=NOW)
    files.sweep({}, now=later)
    assert held(digest) is None
    files.keep(world.chen, [Upload("说明.docx", io.BytesIO(DOCX))], now=later)  # and again, as if for the first time
    jobs.run_due(now=later)
    assert state(digest) is TextState.READ


@pytest.mark.parametrize(
    ("name", "data", "became", "why"),
    [
        ("扫描件.pdf", text_samples.pdf("#rect(fill: gray)"), TextState.NO_TEXT, ""),
        ("加密.pdf", text_samples.locked_pdf("密"), TextState.FAILED, "encrypted"),
        ("校门.jpg", file_samples.JPG, TextState.NO_READER, ""),
        ("坏的.doc", file_samples.compound("WordDocument"), TextState.FAILED, "broken"),
    ],
)
def test_what_cannot_be_read_is_noted_and_not_tried_again(
    world: World, name: str, data: bytes, became: TextState, why: str
) -> None:
    digest = keep(world, data, name)
    jobs.run_due(now=NOW)
    one = held(digest)
    assert one is not None and (one.state, one.why, one.text) == (became, why, "")
    failed = became is TextState.FAILED
    assert found.unread() == Unread(failed=int(failed), locked=int(why == "encrypted"))
    assert found.due(again=False, now=NOW) == []
    assert found.due(again=True, now=NOW) == [digest]


def test_files_from_before_are_found_by_the_sweep(world: World) -> None:
    digest = keep(world)
    from_before(digest)
    assert found.unread() == Unread(waiting=1)
    file_texts.sweep({}, now=NOW)
    assert state(digest) is TextState.READ


def test_the_sweep_goes_on_as_a_job_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_texts, "SWEEP_SECONDS", 0)
    digests = sorted(keep(world, text_samples.word(f"第{number}份")) for number in range(3))
    file_texts.sweep({}, now=NOW)
    assert [state(one) for one in digests] == [TextState.READ, TextState.WAITING, TextState.WAITING]
    job = db.session.scalars(select(Job).where(Job.kind == file_texts.SWEEP_JOB)).one()
    assert job.payload == {"after": digests[0]}
    db.session.rollback()
    file_texts.sweep({"after": digests[0]}, now=NOW)
    assert [state(one) for one in digests] == [TextState.READ, TextState.READ, TextState.WAITING]


def test_a_newer_reader_reads_anew_and_loses_nothing_where_it_fails(world: World) -> None:
    read, refused = keep(world), keep(world, file_samples.compound("WordDocument"), "坏的.doc")
    jobs.run_due(now=NOW)
    set_to(read, reader=READER - 1, text="从前读的", characters=4)
    set_to(refused, reader=READER - 1, state=TextState.READ, text="从前读的", characters=4, why="")
    assert found.due(again=False, now=NOW) == sorted([read, refused])
    file_texts.sweep({}, now=NOW)
    texts = [(one.text, one.reader) for digest in (read, refused) if (one := held(digest))]
    assert texts == [(TEXT, READER), ("从前读的", READER)]
    assert found.due(again=False, now=NOW) == []


def test_two_workers_read_a_file_once(app: Flask, world: World) -> None:
    digest = keep(world)
    db.session.rollback()
    became = together(app, [lambda: file_texts.read({"digest": digest}, now=NOW) for _worker in range(2)])
    assert sorted(became, key=str) == [None, TextState.READ]


def test_a_file_at_which_the_worker_itself_died_is_left_alone_after_three_tries(world: World) -> None:
    digest = keep(world)
    for tried in range(file_texts.MOST_TRIES):
        set_to(digest, tries=tried + 1, begun_at=NOW)  # begun, and nobody came back
        assert file_texts.read({"digest": digest}, now=NOW) is None
        assert state(digest) is TextState.WAITING
    assert file_texts.read({"digest": digest}, now=NOW + LEASE + timedelta(seconds=1)) is None
    one = held(digest)
    assert one is not None and (one.state, one.why) == (TextState.FAILED, "gave_up")


def test_a_file_that_is_missing_on_disk_fails_and_one_that_cannot_be_begun_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing, fine = keep(world, text_samples.word("不见了的")), keep(world)
    files.store().path(missing).unlink()
    assert file_texts.read({"digest": missing}, now=NOW) is TextState.FAILED
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(OSError, match="nowhere"):
        file_texts.read({"digest": fine}, now=NOW)
    monkeypatch.undo()
    assert file_texts.read({"digest": fine}, now=NOW) is TextState.READ


def test_what_is_not_the_fault_of_a_file_is_no_try_of_it_and_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sorted([keep(world, text_samples.word("一份")), keep(world, text_samples.word("另一份"))])
    read = file_texts.outside.read_text
    asked = []

    def refuse_the_first(path: Path, kind: str) -> Reading:
        asked.append(path)
        if path == files.store().path(first):
            raise OSError("no file could be opened")
        return read(path, kind)

    monkeypatch.setattr(file_texts.outside, "read_text", refuse_the_first)
    for _night in range(file_texts.MOST_TRIES + 1):
        with pytest.raises(OSError, match="no file"):
            file_texts.sweep({}, now=NOW)
    assert (state(first), state(second)) == (TextState.WAITING, TextState.READ)
    monkeypatch.undo()
    file_texts.sweep({}, now=NOW)
    assert state(first) is TextState.READ


def test_a_text_that_was_read_is_not_lost_when_a_newer_reader_gives_up(world: World) -> None:
    digest = keep(world)
    jobs.run_due(now=NOW)
    set_to(digest, reader=READER - 1, tries=file_texts.MOST_TRIES)
    file_texts.sweep({}, now=NOW)
    one = held(digest)
    assert one is not None and (one.state, one.text, one.reader) == (TextState.READ, TEXT, READER)


def test_others_may_write_while_a_file_is_read(app: Flask, world: World) -> None:
    digest = keep(world, text_samples.slow_word(30))
    db.session.rollback()
    took: list[TextState | None] = []

    def read() -> None:
        with app.app_context():
            took.append(file_texts.read({"digest": digest}, now=NOW))
            db.session.remove()

    thread = threading.Thread(target=read)
    thread.start()
    until = time.monotonic() + 20
    while (one := held(digest)) is None or one.begun_at is None:
        assert time.monotonic() < until
    began = time.monotonic()
    keep(world)
    assert time.monotonic() - began < 5 and not took
    thread.join(60)
    assert took == [TextState.NO_TEXT]


def test_text_is_stored_as_it_is_and_only_that_no_table_holds_is_dropped(world: World) -> None:
    digest = keep(world)
    file_texts.keep(digest, Reading(TextState.READ, "𠮷e\u0301 '%_\n“引”"), now=NOW)
    one = held(digest)
    assert one is not None and one.text == "𠮷e\u0301 '%_\n“引”"


def test_the_counts_are_of_attachments_that_may_be_opened(world: World) -> None:
    digest = keep(world)
    assert found.waiting_since(NOW) == 0 and found.waiting_since(NOW + timedelta(hours=1)) == 1
    db.session.execute(Attachment.__table__.delete().where(Attachment.digest == digest))
    db.session.commit()
    assert found.unread() == Unread() and found.due(again=True, now=NOW) == []
