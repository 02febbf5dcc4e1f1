"""Approved lines (常用答复口径): what a unit has agreed to say, version by version, and the answers they went into."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.organs import Unit
from tracker.models.people import Person


class LineDecision(StrEnum):
    """What became of a proposed version; a newer proposal takes the place of one nobody has decided on."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    REPLACED = "replaced"


class ApprovedLine(Base):
    """One line of one unit; what it says is in its versions, of which one at most is in force."""

    __tablename__ = "approved_line"
    __table_args__ = (Index("ix_approved_line_unit_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    # The number of the version last approved; none while the first is only proposed.
    current_no: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    # Withdrawn because what it says is not so; otherwise it is only used no longer.
    is_wrong: Mapped[bool] = mapped_column(default=False)
    # When who signs for the unit, and when the desk, took note of a wrong one; each is told until then.
    unit_told_at: Mapped[datetime | None]
    desk_told_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    withdrawn_by: Mapped[Person | None] = relationship()
    versions: Mapped[list[LineVersion]] = relationship(back_populates="line", order_by="LineVersion.no")

    __mapper_args__ = {"version_id_col": version}

    @property
    def current(self) -> LineVersion | None:
        """The version in force, or that was last."""
        return next((one for one in self.versions if one.no == self.current_no), None)

    @property
    def proposed(self) -> LineVersion | None:
        """The version nobody has decided on."""
        return next((one for one in self.versions if one.decision is LineDecision.OPEN), None)

    @property
    def shown(self) -> LineVersion:
        """What stands for the line in a list: the version in force, or else the latest."""
        return self.current or self.versions[-1]


class LineVersion(Base):
    """What a line says, on which paper it rests and until which day (Asia/Shanghai) it may be used."""

    __tablename__ = "approved_line_version"
    __table_args__ = (
        UniqueConstraint("line_id", "no"),
        Index(
            "uq_approved_line_version_open",
            "line_id",
            unique=True,
            sqlite_where=text("decision = 'open'"),
            postgresql_where=text("decision = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("approved_line.id"))
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(100))
    # Words looked for in what a deputy asks, with blanks between.
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(60))
    valid_until: Mapped[date]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decision: Mapped[LineDecision] = mapped_column(default=LineDecision.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")
    line: Mapped[ApprovedLine] = relationship(back_populates="versions")
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class LineUse(Base):
    """A version that was put into the answer to one request of one round; it stays with the reply for good."""

    __tablename__ = "approved_line_use"
    __table_args__ = (
        UniqueConstraint("round_id", "request_no", "line_version_id"),
        Index("ix_approved_line_use_line_version_id", "line_version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_version_id: Mapped[int] = mapped_column(ForeignKey("approved_line_version.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    request_no: Mapped[int]
    put_in_at: Mapped[datetime]
    put_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    line_version: Mapped[LineVersion] = relationship()
