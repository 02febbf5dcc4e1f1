"""Procedures beside a task: hearings, objections (退件), extensions (延期), disagreements, hand-overs."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.parties import TaskRole
from tracker.domain.roles import System
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task


class Objection(Base):
    """A unit's objection to a task (退件申请), the better unit it names, and the ruling; kept as a precedent."""

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("task_id", "no"),
        Index("ix_objection_better_unit_id", "better_unit_id"),
        Index("ix_objection_ruled_at", "ruled_at"),
        Index(
            "uq_objection_open",
            "task_id",
            unique=True,
            sqlite_where=text("is_upheld IS NULL"),
            postgresql_where=text("is_upheld IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    # The how-manieth for this share of the work, over all units that held it.
    no: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(Text)
    duty_clause: Mapped[str] = mapped_column(Text, default="")
    better_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    signer_name: Mapped[str] = mapped_column(String(100))
    by_principal: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    to_arbiter: Mapped[bool] = mapped_column(default=False)
    is_upheld: Mapped[bool | None]
    ruling: Mapped[str] = mapped_column(Text, default="")
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The arbiter's own day and paper; the ruling was entered for him.
    arbiter_name: Mapped[str] = mapped_column(String(100), default="")
    decided_on: Mapped[date | None]
    document_no: Mapped[str] = mapped_column(String(100), default="")
    ruled_at: Mapped[datetime | None]
    new_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    # Why the unit took it back itself; empty when it did not.
    recalled_for: Mapped[str] = mapped_column(Text, default="")
    # Why it was ruled on before the unit it names had spoken and its day was over; empty when there was no need to say.
    unheard_for: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[Suggestion] = relationship()
    task: Mapped[Task] = relationship(foreign_keys=[task_id])
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    better_unit: Mapped[Unit] = relationship(foreign_keys=[better_unit_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    ruled_by: Mapped[Person | None] = relationship(foreign_keys=[ruled_by_id])


class HeardOn(StrEnum):
    """What a unit is asked to speak on."""

    DRAFT = "draft"
    OBJECTION = "objection"


class Say(StrEnum):
    """What a unit says of a share that is meant for it; no answer by the day is no objection."""

    OURS = "ours"
    NOT_OURS = "not_ours"
    SILENT = "silent"


class Hearing(Base):
    """A unit is asked for its word before it is given a task: on the draft distribution (预交办), or when an objection
    names it as the better unit. Open until it speaks, its day has passed or the matter is decided."""

    __tablename__ = "hearing"
    __table_args__ = (
        Index("ix_hearing_suggestion_id", "suggestion_id"),
        Index(
            "ix_hearing_open_unit",
            "unit_id",
            "suggestion_id",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    # The objection and the share it is about; neither on a draft distribution.
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objection.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    on: Mapped[HeardOn] = mapped_column("heard_on")
    role: Mapped[TaskRole]
    part: Mapped[list[Any]] = mapped_column(default=list)
    asked: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    answer_by: Mapped[date]
    say: Mapped[Say | None]
    better_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    suggestion: Mapped[Suggestion] = relationship(back_populates="hearings")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    better_unit: Mapped[Unit | None] = relationship(foreign_keys=[better_unit_id])
    said_by: Mapped[Person | None] = relationship(foreign_keys=[said_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def systems(self) -> set[System]:
        """The system of the unit that is asked and, where it said so, that of the unit whose it is instead."""
        return {one.system for one in (self.unit, self.better_unit) if one is not None}

    def is_waited_for(self, today: date) -> bool:
        """Whether the unit has said nothing and may still speak, on a day of Asia/Shanghai."""
        return self.is_open and self.say is None and today <= self.answer_by


class Extension(Base):
    """A request for more time (延期), asked after the deputy was told why, and the decision on it."""

    __tablename__ = "extension"
    __table_args__ = (
        Index("ix_extension_task_id", "task_id"),
        Index(
            "uq_extension_open",
            "task_id",
            unique=True,
            sqlite_where=text("is_granted IS NULL"),
            postgresql_where=text("is_granted IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    reason: Mapped[str] = mapped_column(Text)
    was_due_on: Mapped[date]
    asked_until: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    is_granted: Mapped[bool | None]
    granted_until: Mapped[date | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    task: Mapped[Task] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class Explanation(Base):
    """What the deputies were told about a delay before more time was asked for (说明)."""

    __tablename__ = "explanation"
    __table_args__ = (Index("ix_explanation_task_id", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    task: Mapped[Task] = relationship()


class Disagreement(Base):
    """Lead unit and co-unit differ: the point, two texts side by side, one decision (分歧协调)."""

    __tablename__ = "disagreement"
    __table_args__ = (
        Index("ix_disagreement_suggestion_id", "suggestion_id"),
        Index(
            "uq_disagreement_open",
            "task_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    point: Mapped[str] = mapped_column(Text)
    lead_words: Mapped[str] = mapped_column(Text, default="")
    co_words: Mapped[str] = mapped_column(Text, default="")
    raised_by_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    # The lead and the co-unit it was between, though the share may have gone to another unit since.
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    co_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    version: Mapped[int] = mapped_column(default=1)
    task: Mapped[Task] = relationship()
    lead_unit: Mapped[Unit] = relationship(foreign_keys=[lead_unit_id])
    co_unit: Mapped[Unit] = relationship(foreign_keys=[co_unit_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def asks(self) -> TaskRole | None:
        """The side that has still to write its view."""
        if self.lead_words and self.co_words:
            return None
        return TaskRole.CO if self.lead_words else TaskRole.LEAD


class HandOver(Base):
    """The list with which open work goes from a unit that ends to its successor; both confirm it (交接清单)."""

    __tablename__ = "hand_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    from_unit: Mapped[Unit] = relationship(foreign_keys=[from_unit_id])
    to_unit: Mapped[Unit] = relationship(foreign_keys=[to_unit_id])
    lines: Mapped[list[HandOverLine]] = relationship(back_populates="hand_over", order_by="HandOverLine.id")

    __mapper_args__ = {"version_id_col": version}


class HandOverLine(Base):
    """One task on a hand-over list."""

    __tablename__ = "hand_over_line"
    __table_args__ = (UniqueConstraint("hand_over_id", "task_id"), Index("ix_hand_over_line_task_id", "task_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_over.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    hand_over: Mapped[HandOver] = relationship(back_populates="lines")
    task: Mapped[Task] = relationship()
