"""The text of a file inside the transaction that sets it free or shuts it: asked for, or forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from tracker.db import db
from tracker.models.attachments import FileText
from tracker.models.record import Job

READ_JOB = "read_text"


def ask_for_text(digest: str, *, now: datetime) -> None:
    """Have the worker read a file, once for all attachments of the same bytes."""
    if db.session.get(FileText, digest) is not None:
        return
    db.session.add(FileText(digest=digest, asked_at=now))
    key = f"{READ_JOB}:{digest}"
    job = db.session.scalars(select(Job).where(Job.key == key)).first()
    if job is None:
        db.session.add(Job(key=key, kind=READ_JOB, payload={"digest": digest}, due_at=now))
    else:  # of the same bytes that were swept away since
        job.done_at, job.leased_until, job.tries, job.due_at, job.error = None, None, 0, now, ""


def forget_texts(*digests: str) -> None:
    """Drop the text of files that nobody may open any more, or that go."""
    db.session.execute(delete(FileText).where(FileText.digest.in_(digests)))
