"""Reports written from the figures: their text blocks, and the figures frozen with the cases behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.reports import ReportKind
from tracker.models.organs import Unit
from tracker.models.people import Person

_FIRST = text("unit_id IS NOT NULL AND corrects_id IS NULL")


class Report(Base):
    """One report. A draft until somebody signed it off; after that nothing of it changes, and what corrects it is
    another report that names it."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("(kind = 'unit') = (unit_id IS NOT NULL)", name="unit_writes_its_own"),
        CheckConstraint("(finished_at IS NULL) = (signed_by = '')", name="final_is_signed"),
        CheckConstraint("(corrects_id IS NULL) = (why = '')", name="correction_says_why"),
        # A unit owes one summary of a session; its corrections name it.
        Index("uq_report_summary", "unit_id", "scope", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
        Index("ix_report_kind", "kind", "scope", "as_of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind]
    title: Mapped[str] = mapped_column(String(200))
    # Whose papers: s and a session's id, t and a term's; with the words it had.
    scope: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # By which day a unit is to hand it in.
    due_on: Mapped[date | None]
    # The figures are those of the end of this day (Asia/Shanghai), from the record up to `seq`.
    as_of: Mapped[date]
    seq: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    # The cases behind every figure, packed: see queries/report_figures.py.
    lists: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    frozen_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    finished_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    # Who answers for it by name; not always who pressed the button.
    signed_by: Mapped[str] = mapped_column(String(60), default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), unique=True)
    why: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    finished_by: Mapped[Person | None] = relationship(foreign_keys=[finished_by_id])
    blocks: Mapped[list[ReportBlock]] = relationship(order_by="ReportBlock.no", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class ReportBlock(Base):
    """The text of one section: as it was drafted from the figures, and as it reads now."""

    __tablename__ = "report_block"
    __table_args__ = (UniqueConstraint("report_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    no: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    # The draft it was edited from, in pieces: [words, code of the figure or nothing].
    draft: Mapped[list[Any]]
    # Somebody's words that a new draft replaced: nothing typed is lost.
    put_away: Mapped[str] = mapped_column(Text, default="")
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    report: Mapped[Report] = relationship()
    edited_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
