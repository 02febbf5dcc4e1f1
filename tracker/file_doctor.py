"""What `doctor` says of attachments: the scanner, what it has not called clean, what is no longer on disk as stored,
what cannot be found by its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from tracker import settings
from tracker.clock import now
from tracker.models.attachments import Scan, StoredFile
from tracker.models.record import Event
from tracker.outside.files import Store
from tracker.queries.file_texts import unread, waiting_since
from tracker.services.files import DAMAGED

LATELY = timedelta(days=2)
LONG = timedelta(hours=1)
# Finding as (is fine, what, why): doctor.py puts its own verdicts on them. None of it keeps the server from starting.
Found = tuple[bool, str, str]


def findings(engine: Engine, instance: Path) -> Iterator[Found]:
    """Look at setting, rows and folder; nothing is changed."""
    held = settings.load(instance)
    if held["SCANNER"]:
        yield True, f"virus scanner: {held['SCANNER'].partition(':')[0]}", ""
    else:
        yield False, "no virus scanner is set", "only kind and structure of attachments are checked: SCANNER"
    if inspect(engine).has_table("stored_file"):
        with Session(engine) as session:
            yield from _rows(session, Store(instance / held["FILES_DIR"]))
            if inspect(engine).has_table("file_text"):
                yield from _texts(session)


def _rows(session: Session, store: Store) -> Iterator[Found]:
    for scan in (Scan.INFECTED, Scan.FAILED):
        if count := _count(session, StoredFile.scan == scan):
            yield False, f"{count} attachment(s) {scan.value}", "not handed out to anybody: tracker files check"
    if count := _count(session, StoredFile.scan == Scan.WAITING, StoredFile.stored_at < now() - LONG):
        yield False, f"{count} attachment(s) waiting for the scanner for over an hour", "does the worker run?"
    digests = list(session.scalars(select(StoredFile.digest)))
    gone = sum(not store.path(digest).exists() for digest in digests)
    yield not gone, f"{len(digests)} attachment file(s), {gone} missing", "restore them from the backup" if gone else ""
    damaged = session.scalar(
        select(func.count(Event.subject.distinct())).where(Event.action == DAMAGED, Event.at > now() - LATELY)
    )
    if damaged:
        yield False, f"{damaged} attachment(s) found missing or changed lately", "tracker files check names them"


def _texts(session: Session) -> Iterator[Found]:
    found, late = unread(session), waiting_since(now() - LONG, session)
    if late:
        yield False, f"{late} attachment(s) waiting for over an hour to have their text read", "does the worker run?"
    # A password is no fault of ours, and nothing to be done about.
    failed = found.failed - found.locked
    words = f"text of attachments: {found.waiting} wait, {failed} failed, {found.locked} locked with a password"
    yield not failed, words, "not found by what is in them: tracker files texts --again" if failed else ""


def _count(session: Session, *where: Any) -> int:
    return session.scalar(select(func.count()).select_from(StoredFile).where(*where)) or 0
