"""Templates of papers that the office has put in the place of the built-in ones: the one in use, and all there were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.documents import PaperKind
from tracker.models.documents import DocumentTemplate


def current(kind: PaperKind) -> DocumentTemplate | None:
    """The office's template in use, or nothing where the built-in one is: one statement."""
    wanted = select(DocumentTemplate).where(DocumentTemplate.kind == kind.value, DocumentTemplate.is_current)
    return db.session.scalars(wanted.options(joinedload(DocumentTemplate.file))).one_or_none()


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
