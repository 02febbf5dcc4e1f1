"""Look-back (回头看): a campaign over last year's promises and key items, line by line."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.ratings import Level
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.tasks import Round


class Finding(StrEnum):
    """What a check on site found of what the unit wrote."""

    AS_SAID = "as_said"
    PARTLY = "partly"
    NOT_SO = "not_so"


class LookBack(Base):
    """One campaign: which year it looks back on, by which days each side does its part, and the report."""

    __tablename__ = "look_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    # Which lines were chosen and why: letters, key items, promises; as the form said.
    scope: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[str] = mapped_column(Text, default="")
    fill_by: Mapped[date]
    check_by: Mapped[date]
    rate_by: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_on: Mapped[date | None]
    # What the desk writes under the figures of its report.
    report: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[Person | None] = relationship()
    # Without those that were taken off.
    lines: Mapped[list[LookBackLine]] = relationship(
        primaryjoin="and_(LookBack.id == LookBackLine.look_back_id, LookBackLine.taken_off_at.is_(None))",
        order_by="LookBackLine.id",
        viewonly=True,
    )

    __mapper_args__ = {"version_id_col": version}

    def is_open(self, by: date, today: date) -> bool:
        """Whether what is owed by one of its days may still come in time: it runs and that day is not over."""
        return self.closed_on is None and today <= by


class LookBackLine(Base):
    """One reply, or one promise of it, that is looked at again: the unit's form, the check, the letter."""

    __tablename__ = "look_back_line"
    __table_args__ = (
        # One that was taken off stays in its row; the same may then be put on again in another.
        Index(
            "uq_look_back_line_on_the_list",
            "look_back_id",
            "round_id",
            "commitment_id",
            unique=True,
            sqlite_where=text("taken_off_at IS NULL"),
            postgresql_where=text("taken_off_at IS NULL"),
        ),
        Index("ix_look_back_line_round_id", "round_id"),
        Index("ix_look_back_line_unit_id", "unit_id", "look_back_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    look_back_id: Mapped[int] = mapped_column(ForeignKey("look_back.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    letter_was: Mapped[str] = mapped_column(String(8), default="")
    # The unit's form: measures and progress (domain k, Tongling's form).
    measures: Mapped[str] = mapped_column(Text, default="")
    progress: Mapped[str] = mapped_column(Text, default="")
    percent: Mapped[int | None]
    proposed_letter: Mapped[str] = mapped_column(String(8), default="")
    filled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    filled_at: Mapped[datetime | None]
    # The committee's check on site.
    finding: Mapped[Finding | None]
    checked_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    who_came: Mapped[str] = mapped_column(Text, default="")
    check_words: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    # The deputy's new rating, once its days are over or all have rated.
    level: Mapped[Level | None]
    rating_shut_on: Mapped[date | None]
    letter: Mapped[str] = mapped_column(String(8), default="")
    # Taken off the list by the desk: it stays readable, and nobody does anything in it any more.
    taken_off_at: Mapped[datetime | None]
    taken_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why_taken_off: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    look_back: Mapped[LookBack] = relationship()
    round: Mapped[Round] = relationship()
    commitment: Mapped[Commitment | None] = relationship()
    unit: Mapped[Unit] = relationship()
    filled_by: Mapped[Person | None] = relationship(foreign_keys=[filled_by_id])
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])
    taken_off_by: Mapped[Person | None] = relationship(foreign_keys=[taken_off_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def form_is_checked(self) -> bool:
        """Whether a check has looked at the form as it stands; one handed in after a check has not been looked at."""
        filled, checked = self.filled_at, self.checked_at
        return filled is not None and checked is not None and filled <= checked

    @property
    def has_begun(self) -> bool:
        """Whether anything said in it is known to all: a form, a check, a rating that has shut, another letter."""
        return bool(self.letter) or any(one is not None for one in (self.filled_at, self.finding, self.rating_shut_on))
