"""By what papers that are alike are found: a few telling marks of each, and how rare pairs of characters are.

Written in the transaction that changes a text (`services/_alike.py`) and made anew at will: nothing is decided by it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base
from tracker.domain.alike import LONGEST


class AlikeMark(Base):
    """One of the weightiest pairs of a paper that was handed in; drafts have none."""

    __tablename__ = "alike_mark"
    __table_args__ = (
        Index("ix_alike_mark_suggestion_id", "suggestion_id"),
        # The key alone is read: rows lie in its order, and nothing is kept twice.
        {"sqlite_with_rowid": False},
    )

    token: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    # Its share of the paper, in ten-thousandths.
    weight: Mapped[int]


class AlikeRarity(Base):
    """In how many papers pairs stand, counted on some of them: one row. What is not held is rare."""

    __tablename__ = "alike_rarity"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Another one each time it is counted: who has read it once need not read it again.
    key: Mapped[str] = mapped_column(String(32))
    papers: Mapped[int]
    # The highest id of a paper then: once there are twice as many, it is counted anew.
    counted_to: Mapped[int]
    held: Mapped[dict[str, Any]]
