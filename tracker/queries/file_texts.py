"""Which attachments have no text yet, or none that could be read: counts for whoever searches, keys for whoever reads.

The counts are of the whole installation and say nothing of any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, scoped_session

from tracker.db import db
from tracker.domain.file_texts import READER, TextState
from tracker.models.attachments import Attachment, FileText, Scan, StoredFile

# So long one reader is left alone with a file before another takes it for dead.
LEASE = timedelta(minutes=5)

_NAMED = select(Attachment.key).where(Attachment.digest == StoredFile.digest).exists()
# Only of what may be opened; and what was left out of a template or swept has no reader to find it.
_OPEN = and_(StoredFile.scan == Scan.CLEAN, _NAMED)


@dataclass(frozen=True)
class Unread:
    """How many files cannot be found by their text: `waiting` for it, `failed` at it, `locked` with a password.

    Those locked are among the failed.
    """

    waiting: int = 0
    failed: int = 0
    locked: int = 0


_FAILED = FileText.state == TextState.FAILED
_UNREAD = (
    select(
        func.count().filter(or_(FileText.digest.is_(None), FileText.state == TextState.WAITING)),
        func.count().filter(_FAILED),
        func.count().filter(and_(_FAILED, FileText.why == "encrypted")),
    )
    .select_from(StoredFile)
    .outerjoin(FileText, FileText.digest == StoredFile.digest)
    .where(_OPEN)
)


def unread(session: Session | scoped_session[Any] = db.session) -> Unread:
    """How many there are of each; a file that nobody may open yet is in none."""
    return Unread(*session.execute(_UNREAD).one())


def waiting_since(before: datetime, session: Session | scoped_session[Any] = db.session) -> int:
    """How many have waited since before an instant."""
    waits = or_(
        and_(FileText.digest.is_(None), StoredFile.stored_at < before),
        and_(FileText.state == TextState.WAITING, FileText.asked_at < before),
    )
    found = select(func.count()).select_from(StoredFile)
    return session.scalar(found.outerjoin(FileText, FileText.digest == StoredFile.digest).where(_OPEN, waits)) or 0


def due(*, again: bool, now: datetime, after: str = "") -> list[str]:
    """The digests of files to be read, in their order: without text, or read by an older reader, and by nobody just
    now; `again` adds those that could not be read."""
    wanted: list[ColumnElement[bool]] = [
        FileText.digest.is_(None),
        FileText.state == TextState.WAITING,
        FileText.reader < READER,
    ]
    if again:
        wanted.append(FileText.state != TextState.READ)
    free = or_(FileText.begun_at.is_(None), FileText.begun_at < now - LEASE)
    found = select(StoredFile.digest).outerjoin(FileText, FileText.digest == StoredFile.digest)
    return list(
        db.session.scalars(
            found.where(_OPEN, StoredFile.digest > after, or_(*wanted), free).order_by(StoredFile.digest)
        )
    )
