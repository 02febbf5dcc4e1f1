"""Templates of papers (文书模板) that the office has put in the place of the built-in ones; every version is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.attachments import StoredFile
from tracker.models.people import Person


class DocumentTemplate(Base):
    """One version of the office's own Word file for one kind of paper; without a current one the built-in is used."""

    __tablename__ = "document_template"
    __table_args__ = (
        UniqueConstraint("kind", "no"),
        Index(
            "uq_document_template_current",
            "kind",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    no: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    name: Mapped[str] = mapped_column(String(255))
    note: Mapped[str] = mapped_column(Text, default="")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    is_current: Mapped[bool] = mapped_column(default=True)
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    file: Mapped[StoredFile] = relationship()
    uploaded_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
