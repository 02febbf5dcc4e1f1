"""What was learned from past assignments for proposing units, and how the proposals fared.

The counts change in the transaction of the act they follow from and can be made anew from the record at will.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, sorted_text


class RoutingWord(Base):
    """A pair of characters of titles and requests: by unit id, how many papers with it the unit answers for, and their
    weight by year less what it rightly sent back. `share` is the leading unit's part of the weight, in percent."""

    __tablename__ = "routing_word"

    word: Mapped[str] = mapped_column(sorted_text(4), primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    share: Mapped[int] = mapped_column(default=0)


class RoutingUnit(Base):
    """What all pairs of the papers of one unit weigh together."""

    __tablename__ = "routing_unit"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    papers: Mapped[int] = mapped_column(default=0)
    weight: Mapped[int] = mapped_column(BigInteger, default=0)


class RoutingPaper(Base):
    """What one paper has given to the counts: of which text, and to which units, so that it can be taken back."""

    __tablename__ = "routing_paper"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    # None for imported papers of which there is a title only.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion_text.id"))
    counted: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RoutingMark(Base):
    """How far past papers have been gone through, None when all were; how many pairs are known. One row."""

    __tablename__ = "routing_mark"
    __table_args__ = (CheckConstraint("id = 1", name="is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definitions: Mapped[int]
    kinds: Mapped[int] = mapped_column(default=0)
    walked_to: Mapped[int | None]


class RoutingChoice(Base):
    """Which units were proposed for a paper, at most three in their order, and which were chosen to answer for it.

    `place` is that of the first proposed unit that was chosen, 0 for none; `place_now` the same of the units that have
    it now, after rulings and changes.
    """

    __tablename__ = "routing_choice"
    __table_args__ = (
        Index("ix_routing_choice_assigned_on", "assigned_on"),
        CheckConstraint("place BETWEEN 0 AND 3 AND place_now BETWEEN 0 AND 3", name="in_three"),
    )

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    assigned_on: Mapped[date]
    proposed: Mapped[list[Any]] = mapped_column(default=list)
    chosen: Mapped[list[Any]] = mapped_column(default=list)
    # How many were proposed: nothing spoke for any unit where it is 0.
    offered: Mapped[int]
    place: Mapped[int]
    place_now: Mapped[int]
