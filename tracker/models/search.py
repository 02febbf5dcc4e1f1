"""What is searched: the texts of each paper as they are compared, and of what lies beside it with readers of its own.

Written in the transaction that changes a text (`services/_search.py`) and written anew at will: nothing is decided by
it. Beside these tables stands what only one engine has: on SQLite the tables `…_fts`, on PostgreSQL the indexes
`…_tokens`; both hold the tokens of `domain/finding.py`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base

_PLACE = BigInteger().with_variant(Integer, "sqlite")


class SearchPaper(Base):
    """One paper that was handed in: what everybody reads who may open it, folded for comparing.

    `place` grows with the day it was handed in: reading places downwards is reading the newest first.
    """

    __tablename__ = "search_paper"

    place: Mapped[int] = mapped_column(_PLACE, primary_key=True, autoincrement=False)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), unique=True)
    title: Mapped[str] = mapped_column(Text)  # with the number
    body: Mapped[str] = mapped_column(Text)  # problem, analysis, requests
    reply: Mapped[str] = mapped_column(Text)  # every delivered reply with what it promises


class Beside(StrEnum):
    """What lies beside a paper and has fewer readers."""

    PROMISE = "promise"
    FILE = "file"


class SearchBeside(Base):
    """One promise with what became of it, or one attachment that was handed in, folded for comparing."""

    __tablename__ = "search_beside"
    __table_args__ = (
        Index("ix_search_beside_suggestion_id", "suggestion_id"),
        CheckConstraint("(kind = 'promise') = (commitment_id IS NOT NULL)", name="promise_is_named"),
        CheckConstraint("(kind = 'file') = (attachment_key IS NOT NULL)", name="file_is_named"),
    )

    place: Mapped[int] = mapped_column(_PLACE, primary_key=True, autoincrement=False)
    kind: Mapped[Beside]
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), unique=True)
    attachment_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    # The unit that owes the promise, or that the act belongs to a file came with.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # Who reads it besides: one bit for each kind of reader (`domain/readers.py`).
    readers: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class SearchState(Base):
    """How the index stands: one row."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Of the tokeniser that made it; 0 while it was never made.
    tokeniser: Mapped[int] = mapped_column(default=0)
    rebuilt_at: Mapped[datetime | None]
    # The last time all of it was compared with the texts, and how many rows that had to mend.
    compared_at: Mapped[datetime | None]
    mended: Mapped[int] = mapped_column(default=0)
