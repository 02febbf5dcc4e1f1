"""Attachments: what a file is called and who may read it; its bytes lie under their own digest in the files folder."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.file_texts import TextState
from tracker.models.people import Person


class Scan(StrEnum):
    """What the scanner made of a file; only a clean one is ever handed out."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


class StoredFile(Base):
    """Bytes, written once under their digest and shared by all attachments that hold the same."""

    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    alg: Mapped[str] = mapped_column(String(12))
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    scan: Mapped[Scan] = mapped_column(default=Scan.WAITING)
    scan_words: Mapped[str] = mapped_column(String(400), default="")
    scanned_at: Mapped[datetime | None]
    stored_at: Mapped[datetime]
    text_read: Mapped[FileText | None] = relationship(viewonly=True)


class FileText(Base):
    """What can be searched of a file's bytes; the text is loaded only where it is asked for.

    `tries` and `begun_at` are of a reading that goes on: one that ended the worker is not begun for ever.
    """

    __tablename__ = "file_text"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (read_at IS NULL)", name="waiting"),
        CheckConstraint("(state = 'read') = (characters > 0)", name="read"),
        index_of_few("ix_file_text_unread", "state", where="state IN ('waiting', 'failed')"),
    )

    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"), primary_key=True)
    state: Mapped[TextState] = mapped_column(default=TextState.WAITING)
    text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    characters: Mapped[int] = mapped_column(default=0)
    was_cut: Mapped[bool] = mapped_column(default=False)
    reader: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(String(20), default="")
    asked_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime | None]


class Attachment(Base):
    """A file as somebody handed it in with one act; before that act it is its uploader's alone."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("suggestion_id IS NULL OR key_item_id IS NULL", name="in_one_place"),
        CheckConstraint("key_report_id IS NULL OR key_item_id IS NOT NULL", name="report_of_an_item"),
        Index("ix_attachment_suggestion_id", "suggestion_id"),
        index_of_few("ix_attachment_key_item_id", "key_item_id", where="key_item_id IS NOT NULL"),
        Index(
            "ix_attachment_loose",
            "uploaded_at",
            sqlite_where=text("suggestion_id IS NULL AND key_item_id IS NULL"),
            postgresql_where=text("suggestion_id IS NULL AND key_item_id IS NULL"),
        ),
    )

    # 128 random bits: the address of a file tells nothing and cannot be guessed (the permission never depends on it).
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    # Beside a suggestion, a key item: with what was done about it, or with a unit's report while that is written.
    key_item_id: Mapped[int | None] = mapped_column(ForeignKey("key_item.id"))
    key_report_id: Mapped[int | None] = mapped_column(ForeignKey("key_report.id"))
    # The act it was handed in with: who may read that line of the story may read the file.
    event_seq: Mapped[int | None] = mapped_column(ForeignKey("event.seq"))
    # Left off a later version of the paper; the version it was handed in with keeps it.
    taken_out_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()
    uploaded_by: Mapped[Person | None] = relationship()

    @property
    def is_loose(self) -> bool:
        """Whether nobody has handed it in yet."""
        return self.suggestion_id is None and self.key_item_id is None


# The same, asked of the table.
LOOSE = and_(Attachment.suggestion_id.is_(None), Attachment.key_item_id.is_(None))
