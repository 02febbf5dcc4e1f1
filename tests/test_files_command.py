"""`tracker files` and what `doctor` says of attachments."""

from __future__ import annotations

import io
from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from tests import file_samples, text_samples
from tests.world import NOW, World
from tracker import file_doctor
from tracker.cli import tracker
from tracker.db import db
from tracker.models.attachments import Attachment, Scan
from tracker.services import files
from tracker.services.files import Upload


def run(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(tracker, arguments, obj=ScriptInfo(create_app=lambda: app))


def keep(world: World) -> str:
    return files.keep(world.chen, [Upload("说明.pdf", io.BytesIO(file_samples.PDF))], now=NOW).keys[0]


def test_a_missing_file_is_named_and_ends_the_check_with_one(app: Flask, world: World) -> None:
    digest = db.session.get_one(Attachment, keep(world)).digest
    whole = run(app, "files", "check")
    assert whole.exit_code == 0 and "1 files listed" in whole.output and "1 uploaded" in whole.output
    files.store().path(digest).unlink()
    missing = run(app, "files", "check")
    assert missing.exit_code == 1 and f"MISSING: {digest}" in missing.output


def test_a_scanner_that_came_later_is_asked_about_what_was_there_before(app: Flask, world: World) -> None:
    key = keep(world)
    assert run(app, "files", "scan").exit_code == 1  # none is set
    app.config["SCANNER"] = "command:/bin/true"
    assert "1 files will be scanned" in run(app, "files", "scan").output
    db.session.rollback()
    assert db.session.get_one(Attachment, key).file.scan is Scan.WAITING


def test_doctor_names_what_is_wrong_and_lets_the_server_start(app: Flask, world: World) -> None:
    attachment = db.session.get_one(Attachment, keep(world))
    attachment.file.scan = Scan.FAILED
    db.session.commit()
    files.store().path(attachment.digest).unlink()
    said = [what for fine, what, _why in file_doctor.findings(db.engine, Path(app.instance_path)) if not fine]
    assert said == ["no virus scanner is set", "1 attachment(s) failed", "1 attachment file(s), 1 missing"]


def test_texts_are_read_at_once_and_what_could_not_be_read_again_when_asked(app: Flask, world: World) -> None:
    for name, data in (
        ("说明.docx", text_samples.word("护学通道")),
        ("坏的.doc", file_samples.compound("WordDocument")),
    ):
        files.keep(world.chen, [Upload(name, io.BytesIO(data))], now=NOW)
    first = run(app, "files", "texts")
    assert first.exit_code == 0 and "1 failed" in first.output and "1 read" in first.output
    assert "no attachment waits to be read" in run(app, "files", "texts").output
    assert "1 failed" in run(app, "files", "texts", "--again").output


def test_doctor_counts_the_texts_that_wait_and_those_that_failed(app: Flask, world: World) -> None:
    locked = text_samples.locked_pdf("密")
    for name, data in (("加密.pdf", locked), ("坏的.doc", file_samples.compound("WordDocument"))):
        files.keep(world.chen, [Upload(name, io.BytesIO(data))], now=NOW)
    run(app, "files", "texts")
    files.keep(world.chen, [Upload("说明.pdf", io.BytesIO(file_samples.PDF))], now=NOW)
    db.session.rollback()
    found = {what: fine for fine, what, _why in file_doctor.findings(db.engine, Path(app.instance_path))}
    assert found["text of attachments: 1 wait, 1 failed, 1 locked with a password"] is False
    assert found["1 attachment(s) waiting for over an hour to have their text read"] is False
