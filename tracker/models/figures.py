"""The figures, kept as a ledger: what is counted more or less from which day on, and what it comes to by now.

Written by the worker from the record alone and written anew at will: nothing else reads or changes a case by it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base
from tracker.domain.statistics import Measure


class FigureEntry(Base):
    """From a day on one more or one fewer of something is counted, with all it can be broken down by.

    Days may lie ahead: what runs out on a day is late from the next, whoever looks then.
    """

    __tablename__ = "figure_entry"
    __table_args__ = (
        Index("ix_figure_entry_suggestion_id", "suggestion_id"),
        # Figures of a past day, and the cases behind a figure.
        Index("ix_figure_entry_measure", "measure", "session_id", "day"),
        Index("ix_figure_entry_day", "day"),
        # What falls due in a few days or weeks, of all and of one unit.
        Index("ix_figure_entry_due_on", "due_on", "measure"),
        Index("ix_figure_entry_unit_id", "unit_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    day: Mapped[date]
    measure: Mapped[Measure]
    number: Mapped[int]
    # Of what came: the day from which it is taken back. What holds on a day is found without adding up.
    until: Mapped[date | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("congress_session.id"))
    in_session: Mapped[bool]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    letter: Mapped[str] = mapped_column(String(8), default="")
    is_key: Mapped[bool] = mapped_column(default=False)
    # The day a share of the work or a promise falls due, as it was known on `day`.
    due_on: Mapped[date | None]


class FigureSum(Base):
    """What the entries come to as of the day of the mark: of one session and one part of a breakdown, by measure."""

    __tablename__ = "figure_sum"
    __table_args__ = (UniqueConstraint("session_id", "in_session", "by", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # 0 where a paper belongs to no session: NULL would be unequal to itself.
    session_id: Mapped[int]
    in_session: Mapped[bool]
    by: Mapped[str] = mapped_column(String(20))
    part: Mapped[str] = mapped_column(String(20))
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FigurePast(Base):
    """What the entries of one day come to, and at the end of a month all entries up to it: of one session by one
    breakdown, a map of its parts to their counts. Days before the day of the mark; a correction changes them too."""

    __tablename__ = "figure_past"
    __table_args__ = (UniqueConstraint("by", "is_sum", "day", "session_id", "in_session"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int]
    in_session: Mapped[bool]
    by: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    # Of the end of a month: everything up to it. Otherwise what changed on that day alone.
    is_sum: Mapped[bool]
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FigureMark(Base):
    """How far the record has been counted. One row; `rebuilt_to` says how far a count from the beginning has come."""

    __tablename__ = "figure_mark"
    __table_args__ = (CheckConstraint("id = 1", name="is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definitions: Mapped[int]
    seq: Mapped[int] = mapped_column(default=0)
    through: Mapped[date]
    rebuilt_to: Mapped[int | None]
    # Past days are kept one by one up to this one; none yet while a count from the beginning is under way.
    days_to: Mapped[date | None]
    made_at: Mapped[datetime]
