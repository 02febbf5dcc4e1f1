"""The sheets of the weekly meeting (例会一页纸) as they were settled: written once and never changed; one that
was settled by mistake is kept as void."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.people import Person


class WeeklySheet(Base):
    """One sheet: its number, the day its figures are of (Asia/Shanghai), of which session or term, and the figures."""

    __tablename__ = "weekly_sheet"
    __table_args__ = (
        UniqueConstraint("no"),
        CheckConstraint("no > 0", name="counts_from_one"),
        CheckConstraint("voided_at IS NULL OR void_reason <> ''", name="says_why_it_is_void"),
        # The one before it of the same session is what the next sheet repeats.
        Index("ix_weekly_sheet_of", "of", "no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[int]
    day: Mapped[date]
    # s5 a session, t2 a term, all: as addresses of figures say it.
    of: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    made_by: Mapped[Person | None] = relationship(foreign_keys=made_by_id)
    voided_by: Mapped[Person | None] = relationship(foreign_keys=voided_by_id)
