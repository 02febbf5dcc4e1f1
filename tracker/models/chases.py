"""Chasing (催办): what was said to a unit about a share that it has not answered, by whom, and what it said to that."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.ladder import Form, Side
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task


class Chase(Base):
    """One chase of one share or of one promise: by a person of a side, or a step of the ladder. It counts until the
    unit's answer to the matter itself goes out; it stays on record for good."""

    __tablename__ = "chase"
    __table_args__ = (
        # Whoever looks twice, a step of the ladder is issued once for a due day.
        UniqueConstraint("task_id", "step", "due_on"),
        UniqueConstraint("series", "serial"),
        Index("ix_chase_suggestion_id", "suggestion_id"),
        # The list for the chair meeting: few among all.
        index_of_few("ix_chase_chair", "made_at", where="form = 'chair'"),
        index_of_few("ix_chase_commitment_id", "commitment_id", where="commitment_id IS NOT NULL"),
        # By people a chase is no step, a step is for the due day of a clock.
        CheckConstraint("step IS NULL OR (due_on IS NOT NULL AND clock IS NOT NULL)", name="step_has_due_day"),
        CheckConstraint("(serial IS NULL) = (series IS NULL)", name="serial_in_series"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    # The promise it is about, where it is one, and the unit that was to keep it then: not the share is chased.
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    form: Mapped[Form]
    side: Mapped[Side]
    # Which step of the ladder, for which clock and the due day it had.
    step: Mapped[str | None] = mapped_column(String(64))
    clock: Mapped[ClockKind | None]
    due_on: Mapped[date | None]
    # Words of the step when it was issued: rulebooks change.
    name: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    # Until when the unit is asked to answer (Asia/Shanghai); nothing where no day was set.
    answer_by: Mapped[date | None]
    weight: Mapped[int]
    # How often the share had been chased with this one, since its last answer.
    count: Mapped[int]
    # Of a paper: its series and its number in it.
    series: Mapped[str | None] = mapped_column(String(30))
    serial: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    # The day the unit's reply or opinion went out, or the share ended.
    ended_on: Mapped[date | None]

    suggestion: Mapped[Suggestion] = relationship()
    task: Mapped[Task] = relationship()
    commitment: Mapped[Commitment | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def is_paper(self) -> bool:
        return self.serial is not None

    @property
    def awaits(self) -> bool:
        """Whether the unit has neither answered the chase nor the matter."""
        return self.answered_at is None and self.ended_on is None
