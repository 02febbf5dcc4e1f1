"""Attachments before and beside the acts: uploading, the answer of the scanner, sweeping what nobody handed in."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import delete, func, select

from tracker.db import db, transactional
from tracker.domain.file_kinds import Kind, Unacceptable, fit_name, kind_of
from tracker.domain.parties import CLOCK, Actor
from tracker.models.attachments import LOOSE, Attachment, Scan, StoredFile
from tracker.models.documents import DocumentTemplate
from tracker.models.record import Job
from tracker.outside import scanners
from tracker.outside.files import Damaged, Store, size_of
from tracker.outside.scanners import Answer, Scanned
from tracker.queries.dossier import FILE_INFECTED
from tracker.services import _search
from tracker.services._record import write_event
from tracker.services._texts import ask_for_text, forget_texts

log = logging.getLogger(__name__)

MB = 1024 * 1024
LOOSE_FOR = timedelta(hours=24)
# What one person may have uploaded and not handed in.
LOOSE_FILES, LOOSE_MB = 60, 300
SCAN_JOB = "scan_file"
INFECTED, DAMAGED = FILE_INFECTED, "file_damaged"


class ScanFailed(RuntimeError):
    """The scanner gave no answer that can be relied on; the job is tried again."""


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    file: BinaryIO


@dataclass
class Kept:
    """What became of uploads: the keys of those kept, and the others by name with a code of why not."""

    keys: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Stored:
    name: str
    kind: Kind
    digest: str
    size: int
    file: BinaryIO


def store() -> Store:
    """The folder of this installation."""
    return Store(Path(current_app.instance_path) / current_app.config["FILES_DIR"])


def keep(actor: Actor, uploads: Sequence[Upload], *, now: datetime) -> Kept:
    """Take what was uploaded, for its uploader alone until it is handed in with an act.

    Each file is judged and written to disk outside any transaction; one short transaction of its own then lists them.
    Raises nothing for a file that cannot be taken: it is named among the refused, the others are kept.
    """
    kept, stored = Kept(), []
    for upload in uploads:
        try:
            stored.append(_stored(upload))
        except Unacceptable as unfit:
            kept.refused.append((upload.name, unfit.code))
        except OSError:
            log.exception("an attachment could not be written")
            kept.refused.append((upload.name, "disk"))
    if stored:
        _list(actor, stored, kept, now=now)
    return kept


def _stored(upload: Upload) -> _Stored:
    name = fit_name(upload.name)
    size = size_of(upload.file)
    if size > current_app.config["MAX_FILE_MB"] * MB:
        raise Unacceptable("too_large")
    kind = kind_of(name, upload.file)
    digest, size = store().put(upload.file, current_app.config["RECORD_HASH"])
    return _Stored(name, kind, digest, size, upload.file)


@transactional
def _list(actor: Actor, stored: Sequence[_Stored], kept: Kept, *, now: datetime) -> int:
    count, total = _loose_of(actor)
    for one in stored:
        count, total = count + 1, total + one.size
        if count > LOOSE_FILES or total > LOOSE_MB * MB:
            kept.refused.append((one.name, "too_many_loose"))
            continue
        file = _file(one, now=now)
        if file.scan is Scan.INFECTED:
            kept.refused.append((one.name, "infected"))
            continue
        key = secrets.token_hex(16)
        db.session.add(
            Attachment(key=key, digest=file.digest, name=one.name, uploaded_by_id=actor.person_id, uploaded_at=now)
        )
        kept.keys.append(key)
        kept.digests.append(file.digest)
    return len(kept.keys)


def _loose_of(actor: Actor) -> tuple[int, int]:
    loose = Attachment.uploaded_by_id == actor.person_id, LOOSE
    found = select(func.count(), func.coalesce(func.sum(StoredFile.size), 0)).join(Attachment.file).where(*loose)
    count, total = db.session.execute(found).one()
    return count, int(total)


def _file(one: _Stored, *, now: datetime) -> StoredFile:
    # Between writing and listing, the sweep may have taken the same bytes away with their last attachment.
    if not store().path(one.digest).exists():
        store().put(one.file, current_app.config["RECORD_HASH"])
    file = db.session.get(StoredFile, one.digest, populate_existing=True)
    if file is None:
        alg = current_app.config["RECORD_HASH"]
        file = StoredFile(
            digest=one.digest, alg=alg, size=one.size, kind=one.kind.ending, scan=Scan.CLEAN, stored_at=now
        )
        db.session.add(file)
    never_scanned = file.scan is Scan.CLEAN and file.scanned_at is None
    if current_app.config["SCANNER"] and (never_scanned or file.scan is Scan.FAILED):
        file.scan, file.scan_words = Scan.WAITING, ""
        _ask_for_scan(one.digest, now=now)
    db.session.flush()
    if file.scan is Scan.CLEAN:
        ask_for_text(one.digest, now=now)
    return file


def _ask_for_scan(digest: str, *, now: datetime) -> None:
    key = f"{SCAN_JOB}:{digest}"
    job = db.session.scalars(select(Job).where(Job.key == key)).first()
    if job is None:
        db.session.add(Job(key=key, kind=SCAN_JOB, payload={"digest": digest}, due_at=now))
    else:
        job.done_at, job.leased_until, job.tries, job.due_at, job.error = None, None, 0, now, ""


def scan(payload: dict[str, Any], *, now: datetime) -> None:
    """Ask the scanner about one file: a job of the worker, outside any transaction but the short one of its answer.

    Raises `ScanFailed` after noting it, so that it is tried again, later each time.
    """
    digest = payload["digest"]
    alg = db.session.scalar(select(StoredFile.alg).where(StoredFile.digest == digest))
    db.session.rollback()
    if alg is None:
        return  # swept meanwhile
    scanned = _scanned(digest, alg)
    note_scan(digest, scanned, now=now)
    if scanned.answer is Answer.FAILED:
        raise ScanFailed(scanned.words)


def _scanned(digest: str, alg: str) -> Scanned:
    if not current_app.config["SCANNER"]:
        return Scanned(Answer.FAILED, "no scanner is set")
    try:
        path = store().check(digest, alg)
    except Damaged as damaged:
        return Scanned(Answer.FAILED, damaged.how)
    return scanners.scan(current_app.config["SCANNER"], path)


@transactional
def note_scan(digest: str, scanned: Scanned, *, now: datetime) -> int:
    """Note what the scanner said; a virus goes on record. Only a clear "clean" sets a file free."""
    file = db.session.get_one(StoredFile, digest, populate_existing=True)
    if file.scan is Scan.INFECTED:
        return 0
    file.scan, file.scan_words, file.scanned_at = Scan(scanned.answer.value), scanned.words[:400], now
    _search.file_changed(digest)
    if file.scan is Scan.INFECTED:
        forget_texts(digest)
        _tell_infected(digest, scanned.words[:200], now=now)
    elif file.scan is Scan.CLEAN:
        ask_for_text(digest, now=now)
    return 1


def _tell_infected(digest: str, found: str, *, now: datetime) -> None:
    """On record, and in the story of every case the file was handed in to: its uploader and the desk read it there."""
    handed = select(Attachment.suggestion_id).where(Attachment.digest == digest, Attachment.event_seq.is_not(None))
    cases: list[int | None] = [*db.session.scalars(handed.distinct().order_by(Attachment.suggestion_id))]
    for case_id in cases or [None]:
        case = (case_id, None, None)
        write_event(CLOCK, INFECTED, now=now, subject=subject_of(digest), case=case, facts={"found": found})


@transactional
def scan_again(*, now: datetime) -> int:
    """File a scan for every file not called clean by a scanner; one with a virus stays as it is. Returns how many."""
    unsure = select(StoredFile).where(
        (StoredFile.scan.in_((Scan.WAITING, Scan.FAILED)))
        | ((StoredFile.scan == Scan.CLEAN) & StoredFile.scanned_at.is_(None))
    )
    asked = db.session.scalars(unsure).all()
    for file in asked:
        file.scan, file.scan_words = Scan.WAITING, ""
        _search.file_changed(file.digest)
        _ask_for_scan(file.digest, now=now)
    return len(asked)


def subject_of(digest: str) -> str:
    """What the record calls a file: no name, for names are content."""
    return f"file:{digest[:40]}"


def sweep(_payload: dict[str, Any], *, now: datetime) -> None:
    """Take away what nobody handed in within 24 hours, files no attachment names, and drafts of broken uploads."""
    for digest in _sweep_rows(now=now):
        _sweep_file(digest, now=now)
    held, before = store(), (now - LOOSE_FOR).timestamp()
    for path in held.old_drafts(before=before):
        path.unlink(missing_ok=True)
    for digest in [one for one in held.digests() if held.path(one).stat().st_mtime < before]:
        _sweep_file(digest, now=now)


@transactional
def _sweep_rows(*, now: datetime) -> list[str]:
    before = now - LOOSE_FOR
    db.session.execute(delete(Attachment).where(LOOSE, Attachment.uploaded_at < before))
    named = select(Attachment.digest).where(Attachment.digest == StoredFile.digest).exists()
    # What a virus was found in stays for whoever looks into it.
    laid_out = select(DocumentTemplate.digest).where(DocumentTemplate.digest == StoredFile.digest).exists()
    gone = select(StoredFile.digest).where(
        ~named, ~laid_out, StoredFile.stored_at < before, StoredFile.scan != Scan.INFECTED
    )
    digests = list(db.session.scalars(gone))
    forget_texts(*digests)
    db.session.execute(delete(StoredFile).where(StoredFile.digest.in_(digests)))
    return digests


@transactional
def _sweep_file(digest: str, *, now: datetime) -> bool:
    """Under the write lock: somebody may be listing the same bytes anew."""
    if db.session.get(StoredFile, digest) is not None:
        return False
    return store().remove(digest)
