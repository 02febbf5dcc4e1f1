"""Appraisal of units (绩效考核): schemes in versions, their indicators, points given by hand, objections, results.

Versions of one scheme share a `series`; what is given or decided for a unit hangs on the series and the indicator's
code, so that it outlives a new version.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.appraisal import HALF, Effect, Grade, Indicator, Kind, Reckoning, Scheme
from tracker.domain.appraisal_text import indicator_of
from tracker.models.organs import CongressSession, Unit
from tracker.models.people import Person

IN_FORCE = "in_force_at IS NOT NULL AND replaced_at IS NULL"
OPEN_LINE = "outcome = 'open' AND task_id IS NULL"
OPEN_CASE = "outcome = 'open' AND task_id IS NOT NULL"
TWO_PERSONS = "in_force_by_id IS NULL OR in_force_by_id <> proposed_by_id"


class Standing(StrEnum):
    """How far a version of a scheme has come; told by its dates."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    CLOSED = "closed"
    REPLACED = "replaced"


class Outcome(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Appraisal(Base):
    """One version of a scheme for the papers of one session: days of Asia/Shanghai, units of which systems."""

    __tablename__ = "appraisal"
    __table_args__ = (
        UniqueConstraint("series", "edition"),
        CheckConstraint("ends_on >= begins_on", name="days_in_order"),
        CheckConstraint("contest_by >= ends_on", name="contest_after"),
        CheckConstraint(TWO_PERSONS, name="two_persons"),
        CheckConstraint("rank_from BETWEEN 0 AND 10000", name="rank_from"),
        CheckConstraint("in_force_at IS NULL OR proposed_at IS NOT NULL", name="proposed_first"),
        CheckConstraint("closed_at IS NULL OR in_force_at IS NOT NULL", name="in_force_first"),
        Index(
            "uq_appraisal_in_force",
            "series",
            unique=True,
            sqlite_where=text(IN_FORCE),
            postgresql_where=text(IN_FORCE),
        ),
        # Of one series one version at most is being worked on.
        Index(
            "uq_appraisal_draft",
            "series",
            unique=True,
            sqlite_where=text("in_force_at IS NULL"),
            postgresql_where=text("in_force_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(32))
    edition: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(120))
    session_id: Mapped[int] = mapped_column(ForeignKey("congress_session.id"))
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    # Units may object until then; the day belongs to them.
    contest_by: Mapped[date]
    # Codes of systems; none named: units of all of them.
    systems: Mapped[list[Any]] = mapped_column(default=list)
    reckoning: Mapped[Reckoning]
    goods_needed: Mapped[int] = mapped_column(default=2)
    # Lines of so many marks, in hundredths of a point, must have been judged for a place; nought ranks all.
    rank_from: Mapped[int] = mapped_column(default=HALF)
    template: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    is_provisional: Mapped[bool] = mapped_column(default=False)
    # Why there is another version; empty for the first.
    why: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    in_force_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_force_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    session: Mapped[CongressSession] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    in_force_by: Mapped[Person | None] = relationship(foreign_keys=[in_force_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    indicators: Mapped[list[AppraisalIndicator]] = relationship(
        order_by="AppraisalIndicator.ordinal, AppraisalIndicator.id", back_populates="appraisal"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> Standing:
        if self.replaced_at is not None:
            return Standing.REPLACED
        if self.closed_at is not None:
            return Standing.CLOSED
        if self.in_force_at is not None:
            return Standing.IN_FORCE
        return Standing.PROPOSED if self.proposed_at is not None else Standing.DRAFT

    @property
    def scheme(self) -> Scheme:
        """As the domain reckons with it."""
        return Scheme(self.reckoning, tuple(one.told for one in self.indicators), self.goods_needed, self.rank_from)


class AppraisalIndicator(Base):
    """One indicator of a version: points in hundredths, thresholds in hundredths of a per cent."""

    __tablename__ = "appraisal_indicator"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "code"),
        CheckConstraint("weight >= 0 AND per_case >= 0 AND cap >= 0 AND pass_points >= 0", name="not_negative"),
        CheckConstraint("pass_from >= 0 AND good_from >= pass_from AND good_from <= 10000", name="thresholds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    ordinal: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[Kind]
    effect: Mapped[Effect] = mapped_column(default=Effect.SCORE)
    # Codes of `domain/statistics.py`, kept as text: a scheme that is old outlives a definition.
    rate: Mapped[str] = mapped_column(String(40), default="")
    measures: Mapped[list[Any]] = mapped_column(default=list)
    weight: Mapped[int] = mapped_column(default=0)
    per_case: Mapped[int] = mapped_column(default=0)
    cap: Mapped[int] = mapped_column(default=0)
    good_from: Mapped[int] = mapped_column(default=10000)
    pass_from: Mapped[int] = mapped_column(default=0)
    pass_points: Mapped[int] = mapped_column(default=0)
    none_for_good: Mapped[list[Any]] = mapped_column(default=list)
    none_for_pass: Mapped[list[Any]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    is_provisional: Mapped[bool] = mapped_column(default=False)
    appraisal: Mapped[Appraisal] = relationship(back_populates="indicators")

    @property
    def told(self) -> Indicator:
        """As the domain reckons with it."""
        return indicator_of({name: getattr(self, name) for name in COPIED})


COPIED = (
    "code", "name", "kind", "effect", "rate", "measures", "weight", "per_case", "cap", "good_from", "pass_from",
    "pass_points", "none_for_good", "none_for_pass", "words", "is_provisional",
)  # fmt: skip


class AppraisalEntry(Base):
    """Points given by hand to one unit for one indicator, in hundredths, with the reason; each change is an event."""

    __tablename__ = "appraisal_entry"
    __table_args__ = (
        UniqueConstraint("series", "code", "unit_id"),
        CheckConstraint("points >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}


class AppraisalContest(Base):
    """An objection of a unit to one line of its score, or to one case in it, and what the desk decided."""

    __tablename__ = "appraisal_contest"
    __table_args__ = (
        CheckConstraint("(outcome = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "outcome NOT IN ('accepted', 'refused') OR (decided_by_id IS NOT NULL AND decided_by_id <> made_by_id)",
            name="two_persons",
        ),
        CheckConstraint("NOT excludes OR task_id IS NOT NULL", name="excludes_a_case"),
        Index(
            "uq_appraisal_contest_open_line",
            "series",
            "code",
            "unit_id",
            unique=True,
            sqlite_where=text(OPEN_LINE),
            postgresql_where=text(OPEN_LINE),
        ),
        Index(
            "uq_appraisal_contest_open_case",
            "series",
            "code",
            "unit_id",
            "task_id",
            unique=True,
            sqlite_where=text(OPEN_CASE),
            postgresql_where=text(OPEN_CASE),
        ),
        Index("ix_appraisal_contest_series_unit_id", "series", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(32))
    # The version it was made under.
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    code: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    # One share of the work that is objected to; none: the line itself.
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    reason: Mapped[str] = mapped_column(Text)
    # The line as it stood: what was counted, and what it came to.
    line_was: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    # What was put right: the case is left out of the indicator, or the line is set.
    excludes: Mapped[bool] = mapped_column(default=False)
    points: Mapped[int | None]
    grade: Mapped[Grade | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    appraisal: Mapped[Appraisal] = relationship()
    unit: Mapped[Unit] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}


class AppraisalResult(Base):
    """What a closed appraisal came to for one unit: written once, with its lines and the cases behind each."""

    __tablename__ = "appraisal_result"
    __table_args__ = (UniqueConstraint("appraisal_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_name: Mapped[str] = mapped_column(String(100))
    system: Mapped[str] = mapped_column(String(32))
    points: Mapped[int | None]
    grade: Mapped[Grade | None]
    rank: Mapped[int | None]
    # What was counted of the unit by measure, the points by hand and corrections, the cases by measure.
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    appraisal: Mapped[Appraisal] = relationship()
