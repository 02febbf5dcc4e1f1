"""Templates of papers that the office has put in the place of the built-in ones: the one in use, and all there were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.documents import PaperKind
from tracker.models.documents import DocumentTemplate
from tracker.models.record import Event


def current(kind: PaperKind) -> DocumentTemplate | None:
    """The office's template in use, or nothing where the built-in one is: one statement."""
    wanted = select(DocumentTemplate).where(DocumentTemplate.kind == kind.value, DocumentTemplate.is_current)
    return db.session.scalars(wanted.options(joinedload(DocumentTemplate.file))).one_or_none()


def in_force(kind: PaperKind, at: datetime) -> DocumentTemplate | None:
    """The office's template that was in use at an instant, or nothing where the built-in one was: one statement where
    the office never had one, else three. Asked of the record: a version that was taken into use again keeps no dates of
    its first time."""
    had = select(DocumentTemplate.id).where(DocumentTemplate.kind == kind.value)
    if db.session.scalar(had.limit(1)) is None:
        return None
    changes = select(Event.facts).where(text("event.subject <> ''"), Event.subject == f"template:{kind}")
    last = db.session.scalar(changes.where(Event.at <= at).order_by(Event.seq.desc()).limit(1))
    return version(kind, last["no"]) if last is not None and last["no"] else None


def in_use() -> dict[str, DocumentTemplate]:
    """The templates in use by kind: one statement."""
    wanted = select(DocumentTemplate).where(DocumentTemplate.is_current)
    return {one.kind: one for one in db.session.scalars(wanted.options(joinedload(DocumentTemplate.uploaded_by)))}


def versions(kind: PaperKind) -> Sequence[DocumentTemplate]:
    """Every version of a kind, the newest first, with who put it there: one statement."""
    wanted = select(DocumentTemplate).where(DocumentTemplate.kind == kind.value).order_by(DocumentTemplate.no.desc())
    loaded = joinedload(DocumentTemplate.file), joinedload(DocumentTemplate.uploaded_by)
    return db.session.scalars(wanted.options(*loaded)).all()


def version(kind: PaperKind, no: int) -> DocumentTemplate | None:
    """One version by its number."""
    wanted = select(DocumentTemplate).where(DocumentTemplate.kind == kind.value, DocumentTemplate.no == no)
    return db.session.scalars(wanted.options(joinedload(DocumentTemplate.file))).one_or_none()
