"""Why a share is late, as an office stated it (逾期原因), beside what the record proposed when it did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.lateness import LateReason
from tracker.models.people import Person
from tracker.models.tasks import Task


class StatedReason(Base):
    """One statement; a later one for the same due day counts instead of it, and both stay on record."""

    __tablename__ = "stated_reason"
    __table_args__ = (
        Index("ix_stated_reason_task_id", "task_id"),
        CheckConstraint("late_days > 0", name="late"),
        # What no record can propose is said in words.
        CheckConstraint("reason NOT IN ('matter', 'other') OR words <> ''", name="in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    # For which due day (Asia/Shanghai): more time granted makes it a new question.
    due_on: Mapped[date]
    late_days: Mapped[int]
    reason: Mapped[LateReason]
    proposed: Mapped[LateReason | None]
    # Where the days went by then: reason and calendar days, as the record had them.
    parts: Mapped[list[Any]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    task: Mapped[Task] = relationship()
    by: Mapped[Person] = relationship()
