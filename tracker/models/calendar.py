"""The law as it is kept in the database: the calendar, proposed changes to it, and editions of the rulebook.

Changes take two persons: one proposes, another approves. Each approved change makes a new `LawVersion`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.people import Person

TWO_PERSONS = "decision <> 'approved' OR (decided_by_id IS NOT NULL AND decided_by_id <> proposed_by_id)"
DECIDED = "(decision = 'open') = (decided_at IS NULL)"


class YearStatus(StrEnum):
    """Whether the State Council's notice for the year is in the table."""

    OFFICIAL = "official"
    PROVISIONAL = "provisional"


class Decision(StrEnum):
    """What became of a proposed change; only the proposer withdraws, only somebody else approves."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class LawVersion(Base):
    """One line for each change of calendar or rulebooks; the newest number is what new clocks remember.

    `token` is random: a cache keyed by it cannot mistake one database, or a change rolled back, for another.
    """

    __tablename__ = "law_version"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))


class CalendarYear(Base):
    """A year of the calendar and the notice it rests on."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[YearStatus]
    document_no: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class CalendarDay(Base):
    """An exception to Monday to Friday: a day off of a holiday, or a rest day that is worked (调休上班)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60))
    # The notice that named the day: a notice may reach into the December before its year.
    notice_year: Mapped[int]
    source: Mapped[str] = mapped_column(String(120))


class CalendarChange(Base):
    """A year's notice as one person entered it, waiting for another; `days` is the year as it would be.

    Nobody proposed what the holiday library knows of a missing year: a named person decides on it all the same.
    """

    __tablename__ = "calendar_change"
    __table_args__ = (
        CheckConstraint(TWO_PERSONS, name="two_persons"),
        CheckConstraint(DECIDED, name="decided"),
        Index(
            "uq_calendar_change_open",
            "year",
            unique=True,
            sqlite_where=text("decision = 'open'"),
            postgresql_where=text("decision = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    status: Mapped[YearStatus]
    document_no: Mapped[str] = mapped_column(String(120), default="")
    notice: Mapped[str] = mapped_column(Text)
    days: Mapped[list[Any]]
    decision: Mapped[Decision] = mapped_column(default=Decision.OPEN)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    # Once approved: the version of the law it made, and the days it put aside, by which what ended before is explained.
    law_version: Mapped[int | None]
    replaced: Mapped[list[Any] | None]
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}


class RulebookEdition(Base):
    """A rulebook changed on screen: the whole text, in force from its day once another person has approved it."""

    __tablename__ = "rulebook_edition"
    __table_args__ = (
        CheckConstraint(TWO_PERSONS, name="two_persons"),
        CheckConstraint(DECIDED, name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(80), unique=True)
    based_on: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    # Running clocks of limits that were provisional follow the new text too; otherwise it moves nothing begun before.
    corrects_running: Mapped[bool] = mapped_column(default=False)
    decision: Mapped[Decision] = mapped_column(default=Decision.OPEN)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}
