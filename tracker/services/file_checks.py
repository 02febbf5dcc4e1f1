"""Whether the attachments on disk are those the record lists: the nightly scrub, `tracker files check`, a download."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from tracker.db import db, transactional
from tracker.domain.parties import CLOCK
from tracker.models.attachments import LOOSE, Attachment, Scan, StoredFile
from tracker.models.record import Event, Job
from tracker.outside.files import Damaged
from tracker.services._record import write_event
from tracker.services.files import DAMAGED, store, subject_of

SCRUB_JOB = "scrub_files"
# One go of the scrub; the rest is a job of its own, so that nothing else waits for it.
SCRUB_SECONDS = 60.0
TOLD_AGAIN_AFTER = timedelta(hours=20)


@dataclass
class Findings:
    """What a check found, by digest; `loose` counts attachments not yet handed in."""

    count: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)
    loose: int = 0
    unsafe: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every attachment can be handed out as it came in."""
        return not self.missing and not self.changed


def check() -> Findings:
    """Read every file and compare it with its digest; nothing is changed. Takes as long as reading the folder does."""
    listed = [(row.digest, row.alg) for row in db.session.execute(select(StoredFile.digest, StoredFile.alg))]
    loose = select(func.count()).select_from(Attachment).where(LOOSE)
    found = Findings(count=len(listed), loose=db.session.scalar(loose) or 0)
    by_scan = select(StoredFile.scan, func.count()).where(StoredFile.scan != Scan.CLEAN).group_by(StoredFile.scan)
    found.unsafe = {scan.value: n for scan, n in db.session.execute(by_scan)}
    db.session.rollback()  # reading a large folder must not hold a transaction open
    for digest, alg in listed:
        if how := _fault(digest, alg):
            getattr(found, how).append(digest)
    known = {digest for digest, _alg in listed}
    found.orphaned = sorted(digest for digest in store().digests() if digest not in known)
    return found


def _fault(digest: str, alg: str) -> str:
    try:
        store().check(digest, alg)
    except Damaged as damaged:
        return damaged.how
    return ""


def whole_path(file: StoredFile, *, now: datetime) -> Path | None:
    """Where a file lies that is what was stored; nothing, and a line in the record, when it is not any more.

    Not a transaction but for that line.
    """
    digest, alg = file.digest, file.alg
    try:
        return store().check(digest, alg)
    except Damaged as damaged:
        note_damage(digest, damaged.how, now=now)
        return None


def scrub(payload: dict[str, Any], *, now: datetime) -> None:
    """Check one stretch of the files and file the next as a job: what is missing or changed goes on record.

    Not a transaction but for those lines.
    """
    until, after = time.monotonic() + SCRUB_SECONDS, str(payload.get("after", ""))
    wanted = select(StoredFile.digest, StoredFile.alg).where(StoredFile.digest > after).order_by(StoredFile.digest)
    listed = [(row.digest, row.alg) for row in db.session.execute(wanted)]
    db.session.rollback()
    for digest, alg in listed:
        if how := _fault(digest, alg):
            note_damage(digest, how, now=now)
        if time.monotonic() > until and digest != listed[-1][0]:
            _go_on(digest, now=now)
            return


@transactional
def _go_on(after: str, *, now: datetime) -> int:
    key = f"{SCRUB_JOB}:{now:%Y%m%d}:{after}"
    if db.session.scalar(select(Job.id).where(Job.key == key)) is None:
        db.session.add(Job(key=key, kind=SCRUB_JOB, payload={"after": after}, due_at=now))
    return 1


@transactional
def note_damage(digest: str, how: str, *, now: datetime) -> int:
    """Put on record that a file is missing or changed; once a day, however often it is asked for."""
    lately = select(Event.seq).where(
        Event.subject == subject_of(digest), Event.action == DAMAGED, Event.at > now - TOLD_AGAIN_AFTER
    )
    if db.session.scalar(lately.limit(1)) is not None:
        return 0
    write_event(CLOCK, DAMAGED, now=now, subject=subject_of(digest), facts={"how": how})
    return 1
