"""The text of attachments, read by the worker so that it can be searched: once for each digest, in a process of its own
and outside any transaction; a file that ends its reader is noted as that and not tried for ever (rules R28, R36)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update

from tracker.db import db, transactional
from tracker.domain.file_texts import READER, Reading, TextState, Why, failure
from tracker.models.attachments import FileText, Scan, StoredFile
from tracker.models.record import Job
from tracker.outside import file_texts as outside
from tracker.outside.files import Damaged
from tracker.queries.file_texts import LEASE, due
from tracker.services import _search
from tracker.services._texts import READ_JOB
from tracker.services.files import store

SWEEP_JOB = "read_texts"
# One go of the sweep; the rest is a job of its own, behind all that is due by then.
SWEEP_SECONDS = 20.0
# The reader may die of a file; what reads it may not, and if it did three times, the file is left alone.
MOST_TRIES = 3


@dataclass(frozen=True)
class _Wanted:
    digest: str
    alg: str
    kind: str


def read(payload: dict[str, Any], *, now: datetime) -> TextState | None:
    """Read one file: a job of the worker, outside any transaction but the short ones before and after.

    Returns what became of it; nothing where it is read already, is being read, or may not be opened.
    """
    return _read(payload["digest"], again=False, now=now)


def read_all(*, again: bool, clock: Callable[[], datetime]) -> tuple[int, Iterator[TextState | None]]:
    """Read every file without text, `again` also those that could not be read: how many, and what became of each as it
    is read. Not a transaction but for the short ones of each."""
    digests = due(again=again, now=clock())
    db.session.rollback()
    return len(digests), (_read(digest, again=again, now=clock()) for digest in digests)


def sweep(payload: dict[str, Any], *, now: datetime) -> None:
    """Read what has no text though it could: files from before, those of an older reader, what a worker left behind.

    A stretch of them, then the next as a job. Not a transaction but for the short ones of each file.
    """
    until, digests = time.monotonic() + SWEEP_SECONDS, due(again=False, now=now, after=str(payload.get("after", "")))
    db.session.rollback()
    problem: OSError | None = None
    for digest in digests:
        try:
            _read(digest, again=False, now=now)
        except OSError as found:  # those behind it are read all the same, and the job comes again for this one
            problem = found
        if time.monotonic() > until and digest != digests[-1]:
            _go_on(digest, now=now)
            break
    if problem is not None:
        raise problem


@transactional
def _go_on(after: str, *, now: datetime) -> int:
    key = f"{SWEEP_JOB}:{now:%Y%m%d}:{after}"
    if db.session.scalar(select(Job.id).where(Job.key == key)) is None:
        db.session.add(Job(key=key, kind=SWEEP_JOB, payload={"after": after}, due_at=now))
    return 1


def _read(digest: str, *, again: bool, now: datetime) -> TextState | None:
    wanted = _begin(digest, again=again, now=now)
    if wanted is None:
        return None
    db.session.rollback()  # whoever asks may have been reading: nothing stays open while a file is read
    try:
        path = store().check(wanted.digest, wanted.alg)
        reading = outside.read_text(path, wanted.kind)
    except Damaged:
        reading = failure(Why.DAMAGED)
    except OSError:
        _let_go(digest)  # not the file's fault: no process could be started, or the disk did not answer
        raise
    return reading.state if keep(digest, reading, now=now) else None


@transactional
def _begin(digest: str, *, again: bool, now: datetime) -> _Wanted | None:
    """Take a file to be read, for five minutes: two workers never read the same one."""
    file = db.session.get(StoredFile, digest)
    if file is None or file.scan is not Scan.CLEAN:
        return None
    held = db.session.get(FileText, digest, populate_existing=True)
    if held is None:
        held = FileText(digest=digest, asked_at=now)
        db.session.add(held)
        db.session.flush()
    is_done = held.state is not TextState.WAITING and held.reader >= READER
    if (is_done and not again) or (held.begun_at is not None and held.begun_at >= now - LEASE):
        return None
    if held.tries >= MOST_TRIES and not again:
        _settle(held, failure(Why.GAVE_UP), now=now)
        return None
    held.tries, held.begun_at = held.tries + 1, now
    return _Wanted(digest, file.alg, file.kind)


@transactional
def _let_go(digest: str) -> int:
    # What is not the file's fault is no try.
    tries = case((FileText.tries > 0, FileText.tries - 1), else_=0)
    db.session.execute(update(FileText).where(FileText.digest == digest).values(begun_at=None, tries=tries))
    return 1


@transactional
def keep(digest: str, reading: Reading, *, now: datetime) -> bool:
    """Store what came out of a file; whether it is still there and may be opened.

    A text that was read before is not lost to a reader that fails at it later.
    """
    file = db.session.get(StoredFile, digest, populate_existing=True)
    held = db.session.get(FileText, digest, populate_existing=True)
    if file is None or file.scan is not Scan.CLEAN or held is None:
        return False
    _settle(held, reading, now=now)
    return True


def _settle(held: FileText, reading: Reading, *, now: datetime) -> None:
    if reading.state is TextState.FAILED and held.state is TextState.READ:
        held.reader, held.tries, held.begun_at = READER, 0, None
    else:
        _note(held.digest, reading, now=now)


def _note(digest: str, reading: Reading, *, now: datetime) -> None:
    values = {
        "state": reading.state, "text": reading.text, "characters": len(reading.text), "was_cut": reading.was_cut,
        "why": reading.why, "reader": READER, "read_at": now, "tries": 0, "begun_at": None,
    }  # fmt: skip
    db.session.execute(update(FileText).where(FileText.digest == digest).values(values))
    _search.file_changed(digest)


__all__ = ["READ_JOB", "SWEEP_JOB", "keep", "read", "read_all", "sweep"]
