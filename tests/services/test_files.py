"""Attachments: kept before an act, tied to it for good, scanned before anybody reads them, swept, scrubbed, proven."""

from __future__ import annotations

import io
import socket
import stat
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders, file_samples
from tests.builders import fetch
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.attachments import Attachment, Scan, StoredFile
from tracker.models.record import Event, Job
from tracker.outside import scanners
from tracker.outside.scanners import Answer
from tracker.queries import chain
from tracker.queries import files as found
from tracker.queries.dossier import Seer, story
from tracker.services import acts, file_checks, files, jobs, refiling, replies, reviews, submissions
from tracker.services._load import Invalid
from tracker.services.files import Upload
from tracker.services.replies import ReplyDraft

NAME = "护学通道现状（第2稿） 终.pdf"


def keep(actor: Actor, name: str = NAME, data: bytes = file_samples.PDF) -> str:
    kept = files.keep(actor, [Upload(name, io.BytesIO(data))], now=NOW)
    assert kept.refused == []
    return kept.keys[0]


def attachment(key: str) -> Attachment:
    db.session.rollback()
    return db.session.get_one(Attachment, key)


def event(suggestion_id: int, action: Action) -> Event:
    db.session.rollback()
    wanted = select(Event).where(Event.suggestion_id == suggestion_id, Event.action == action.value)
    return db.session.scalars(wanted.order_by(Event.seq.desc())).first() or pytest.fail(f"no {action}")


def send_back(world: World, case: int, *keys: str) -> None:
    version = fetch(case).version
    reviews.send_back(world.chen, case, reason="请补照片", version=version, now=NOW, files=keys)


def test_a_file_lies_once_under_its_digest_for_its_owner_to_read_only(world: World) -> None:
    first, second = attachment(keep(world.chen)), attachment(keep(world.lin, "另一个名字.pdf"))
    assert first.digest == second.digest
    path = files.store().path(first.digest)
    assert path.read_bytes() == file_samples.PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
    assert list(path.parents[2].glob("drafts/*")) == []


def test_what_cannot_be_taken_is_named_and_the_rest_is_kept(world: World) -> None:
    uploads = [Upload("程序.pdf", io.BytesIO(file_samples.EXE)), Upload(NAME, io.BytesIO(file_samples.PDF))]
    kept = files.keep(world.chen, uploads, now=NOW)
    assert kept.refused == [("程序.pdf", "not_its_kind")]
    assert [attachment(key).name for key in kept.keys] == [NAME]


def test_a_file_larger_than_the_setting_is_refused(app: Flask, world: World) -> None:
    app.config["MAX_FILE_MB"] = 1
    large = file_samples.PDF + b" " * 1024 * 1024
    assert files.keep(world.chen, [Upload(NAME, io.BytesIO(large))], now=NOW).refused == [(NAME, "too_large")]


def test_an_act_takes_its_attachments_and_the_record_proves_them(world: World) -> None:
    case = builders.a_submitted(world)
    keys = keep(world.chen), keep(world.chen)  # two of one name are two
    send_back(world, case, *keys)
    told = event(case, Action.RETURN)
    assert [one["name"] for one in told.facts["files"]] == [NAME, NAME]
    assert {one["digest"] for one in told.facts["files"]} == {attachment(keys[0]).digest}
    assert [attachment(key).event_seq for key in keys] == [told.seq, told.seq]
    assert chain.verify(noted_head="", key=b"").fault is None


@pytest.mark.parametrize("whose", ["somebody else's", "used before", "made up"])
def test_no_other_attachment_can_be_brought_into_an_act(world: World, whose: str) -> None:
    case, key = builders.a_submitted(world), keep(world.lin if whose == "somebody else's" else world.chen)
    if whose == "used before":
        send_back(world, builders.a_submitted(world), key)
    before = attachment(key).event_seq
    with pytest.raises(Invalid) as refused:
        send_back(world, case, "f" * 32 if whose == "made up" else key)
    assert refused.value.problems == {"files": "file_gone"}
    assert attachment(key).event_seq == before
    assert fetch(case).state.value == "submitted"


def test_too_many_together_are_refused(app: Flask, world: World) -> None:
    app.config["MAX_FILES"] = 2
    with pytest.raises(Invalid, match="too_many_files"):
        send_back(world, builders.a_submitted(world), *[keep(world.chen) for _ in range(3)])


def test_one_person_cannot_fill_the_disk_with_what_is_never_handed_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LOOSE_FILES", 2)
    keep(world.chen), keep(world.chen)
    kept = files.keep(world.chen, [Upload(NAME, io.BytesIO(file_samples.PDF))], now=NOW)
    assert kept.refused == [(NAME, "too_many_loose")]
    keep(world.lin)


# A paper and its attachments.


def a_draft_with(world: World, *keys: str) -> int:
    case = builders.a_draft(world)
    revise(world, case, *keys)
    return case


def revise(world: World, case: int, *keys: str) -> None:
    version = fetch(case).version
    submissions.revise(world.lin, case, builders.a_paper(world), version=version, now=NOW, files=keys)


def test_while_a_paper_is_private_its_attachments_come_and_go(world: World) -> None:
    first, second = keep(world.lin), keep(world.lin, "照片.jpg", file_samples.JPG)
    case = a_draft_with(world, first, second)
    revise(world, case, second)
    assert [one.key for one in found.of_paper(case)] == [second]
    assert db.session.get(Attachment, first) is None


def test_what_was_handed_in_stays_though_a_later_version_leaves_it_off(world: World) -> None:
    first, second = keep(world.lin), keep(world.lin, "照片.jpg", file_samples.JPG)
    case = a_draft_with(world, first)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    handed_in = event(case, Action.SUBMIT)
    assert [one["key"] for one in handed_in.facts["files"]] == [first]
    send_back(world, case)
    revise(world, case, second)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    assert [one["key"] for one in event(case, Action.SUBMIT).facts["files"]] == [second]
    assert attachment(first).event_seq == handed_in.seq  # who could read it then still can
    assert [one.key for one in found.of_paper(case)] == [second]


def test_other_attachments_are_another_text_to_those_who_signed(world: World) -> None:
    case = builders.a_cosigned_draft(world)
    assert fetch(case).text_no == 1
    revise(world, case, keep(world.lin))
    assert fetch(case).text_no == 2


def test_a_save_that_does_not_speak_of_attachments_leaves_them(world: World) -> None:
    key = keep(world.lin)
    case = a_draft_with(world, key)
    submissions.revise(world.lin, case, builders.a_paper(world, title="改"), version=fetch(case).version, now=NOW)
    assert [one.key for one in found.of_paper(case)] == [key]


def test_the_attachments_of_a_reply_go_out_with_it(world: World) -> None:
    case = builders.in_hand(world)
    one = builders.round_of(world, case)
    key = keep(world.jing, "批复.ofd", file_samples.ofd())
    replies.save(world.jing, one.id, ReplyDraft([]), version=one.version, now=NOW, files=[key])
    assert [held.key for held in found.of_reply(one.id)] == [key]
    assert attachment(key).event_seq is None


def test_a_paper_that_begins_with_an_earlier_ones_text_has_its_attachments_too(world: World) -> None:
    case = a_draft_with(world, keep(world.lin))
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    acts.act(world.lin, Action.WITHDRAW, case, now=NOW, note="并入另一件")
    later = refiling.refile(world.lin, case, version=fetch(case).version, now=NOW)
    (copied,) = found.of_paper(later)
    assert (copied.name, copied.event_seq) == (NAME, None)
    assert [one.name for one in found.of_paper(case)] == [NAME]


# Who may read them.


def keys_read_by(actor: Actor, case: int) -> set[str]:
    return {one.file.key for one in found.readable(actor, fetch(case))}


def test_a_file_is_read_by_whoever_may_read_the_line_it_came_with(world: World) -> None:
    paper = keep(world.lin)
    case = a_draft_with(world, paper)
    assert keys_read_by(world.lin, case) == {paper}
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    reason = keep(world.chen)
    send_back(world, case, reason)
    assert keys_read_by(world.chen, case) == {paper, reason}
    assert keys_read_by(world.lin, case) == {paper, reason}
    assert keys_read_by(world.fang, case) == {paper}  # a colleague who has signed nothing


# The scanner.


@pytest.fixture
def a_scanner(app: Flask, tmp_path: Path) -> Path:
    """A program that answers with the exit code and words written beside it."""
    answer = tmp_path / "answer"
    program = tmp_path / "scan"
    program.write_text(f'#!/bin/sh\nread code words < "{answer}"\necho "$words"\nexit $code\n', encoding="ascii")
    program.chmod(0o700)
    app.config["SCANNER"] = f"command:{program} --fast"
    answer.write_text("0 OK\n", encoding="ascii")
    return answer


def test_without_a_scanner_a_file_that_is_what_it_says_can_be_read(world: World) -> None:
    assert attachment(keep(world.chen)).file.scan is Scan.CLEAN


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("0 OK", Scan.CLEAN), ("1 Eicar-Test", Scan.INFECTED), ("2 broken", Scan.FAILED), ("255 what", Scan.FAILED)],
)
def test_nothing_is_read_before_a_clear_answer(world: World, a_scanner: Path, answer: str, verdict: Scan) -> None:
    key = keep(world.chen)
    assert attachment(key).file.scan is Scan.WAITING
    a_scanner.write_text(answer + "\n", encoding="ascii")
    jobs.run_due(now=NOW)
    assert attachment(key).file.scan is verdict


def test_a_scanner_that_is_not_there_is_asked_again_later(app: Flask, world: World, a_scanner: Path) -> None:
    setting = app.config["SCANNER"]
    app.config["SCANNER"] = "command:/nowhere/scan"
    key = keep(world.chen)
    jobs.run_due(now=NOW)
    assert attachment(key).file.scan is Scan.FAILED
    app.config["SCANNER"] = setting
    jobs.run_due(now=NOW + timedelta(seconds=30))
    assert attachment(key).file.scan is Scan.FAILED  # not at once
    jobs.run_due(now=NOW + timedelta(minutes=10))
    assert attachment(key).file.scan is Scan.CLEAN


def test_a_virus_is_on_record_and_its_file_goes_into_no_act(world: World, a_scanner: Path) -> None:
    key = keep(world.chen)
    a_scanner.write_text("1 Eicar-Test\n", encoding="ascii")
    jobs.run_due(now=NOW)
    digest = attachment(key).digest
    told = db.session.scalars(select(Event).where(Event.subject == files.subject_of(digest))).one()
    assert (told.action, told.facts["found"]) == (files.INFECTED, "Eicar-Test")
    with pytest.raises(Invalid, match="file_infected"):
        send_back(world, builders.a_submitted(world), key)
    again = files.keep(world.lin, [Upload(NAME, io.BytesIO(file_samples.PDF))], now=NOW)
    assert again.refused == [(NAME, "infected")]


def test_a_virus_found_after_handing_in_is_told_in_the_story(world: World, a_scanner: Path) -> None:
    case, key = builders.a_submitted(world), keep(world.chen)
    send_back(world, case, key)
    a_scanner.write_text("1 Eicar-Test\n", encoding="ascii")
    jobs.run_due(now=NOW)
    for reader in (world.lin, world.chen):
        paper = fetch(case)
        assert [told.action for told in story(paper, Seer(reader, paper))][-1] == files.INFECTED
    assert chain.verify(noted_head="", key=b"").fault is None


class Clamd(threading.Thread):
    """A clamd that answers once with these bytes; what it was sent is in `heard`."""

    def __init__(self, answer: bytes | None) -> None:
        super().__init__(daemon=True)
        self.answer, self.heard = answer, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.start()

    def run(self) -> None:
        peer, _address = self.server.accept()
        with self.server, peer:
            while not self.heard.endswith(struct.pack("!L", 0)):
                self.heard += peer.recv(4096)
            if self.answer is None:
                peer.settimeout(5)
                peer.recv(1)
            else:
                peer.sendall(self.answer)


@pytest.fixture
def a_file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "file"
    path.write_bytes(file_samples.EICAR)
    yield path


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"stream: OK\0", Answer.CLEAN),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Answer.INFECTED),
        (b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0", Answer.FAILED),
        (b"INSTREAM size limit exceeded. ERROR\0", Answer.FAILED),
        (b"stream: OK but not quite\0", Answer.FAILED),
        (b"\xff\xfe garbage\0", Answer.FAILED),
        (b"", Answer.FAILED),
        (None, Answer.FAILED),
    ],
)
def test_only_a_plain_ok_of_clamd_is_clean(a_file: Path, said: bytes | None, answer: Answer) -> None:
    clamd = Clamd(said)
    assert scanners.scan(f"clamd:127.0.0.1:{clamd.port}", a_file, seconds=1).answer is answer
    assert clamd.heard.startswith(b"zINSTREAM\0") and file_samples.EICAR in clamd.heard


def test_a_clamd_that_is_not_there_and_a_program_without_end_are_no_answer(a_file: Path) -> None:
    clamd = socket.create_server(("127.0.0.1", 0))
    port = clamd.getsockname()[1]
    clamd.close()
    assert scanners.scan(f"clamd:127.0.0.1:{port}", a_file, seconds=1).answer is Answer.FAILED
    assert scanners.scan("command:/bin/sh -c 'exec sleep 30'", a_file, seconds=0.2).answer is Answer.FAILED
    assert scanners.scan("", a_file).answer is Answer.FAILED


# Sweeping and scrubbing.


def test_what_nobody_hands_in_is_gone_after_a_day_with_its_bytes(world: World) -> None:
    case = builders.a_submitted(world)
    handed, left = keep(world.chen), keep(world.chen, "照片.jpg", file_samples.JPG)
    send_back(world, case, handed)
    gone, stays = attachment(left).digest, attachment(handed).digest
    files.sweep({}, now=NOW + timedelta(hours=23))
    assert db.session.get(Attachment, left) is not None
    files.sweep({}, now=NOW + timedelta(hours=25))
    db.session.rollback()
    assert db.session.get(Attachment, left) is None and db.session.get(StoredFile, gone) is None
    assert not files.store().path(gone).exists()
    assert files.store().path(stays).exists()
    with pytest.raises(Invalid, match="file_gone"):
        send_back(world, builders.a_submitted(world), left)


def test_half_a_file_of_a_process_that_died_is_nowhere_and_swept(world: World) -> None:
    keep(world.chen)
    store = files.store()
    (store.folder / "drafts" / "half").write_bytes(b"%PDF-")
    orphan = store.path("ab" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"written, never listed")
    assert file_checks.check().orphaned == ["ab" * 32]
    files.sweep({}, now=NOW + timedelta(days=3650))
    assert not orphan.exists() and list((store.folder / "drafts").iterdir()) == []


@pytest.mark.parametrize("how", ["missing", "changed"])
def test_a_file_that_is_not_what_was_stored_is_named_and_goes_on_record_once_a_day(world: World, how: str) -> None:
    digest = attachment(keep(world.chen)).digest
    path = files.store().path(digest)
    path.chmod(0o600)
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(file_samples.PDF.replace(b"Catalog", b"catalog"))
    checked = file_checks.check()
    assert getattr(checked, how) == [digest] and not checked.is_whole
    file_checks.scrub({}, now=NOW)
    file_checks.scrub({}, now=NOW)
    db.session.rollback()
    told = db.session.scalars(select(Event).where(Event.action == files.DAMAGED)).all()
    assert [(one.subject, one.facts) for one in told] == [(files.subject_of(digest), {"how": how})]
    keep(world.chen)  # the same bytes handed in anew make it whole
    assert file_checks.check().is_whole


def test_a_long_scrub_goes_on_as_a_job_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world.chen), keep(world.chen, "照片.jpg", file_samples.JPG)
    monkeypatch.setattr(file_checks, "SCRUB_SECONDS", -1.0)
    file_checks.scrub({}, now=NOW)
    db.session.rollback()
    job = db.session.scalars(select(Job).where(Job.kind == file_checks.SCRUB_JOB)).one()
    assert job.payload["after"] == min(db.session.scalars(select(StoredFile.digest)))
