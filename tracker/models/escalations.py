"""What is done when a deputy is still dissatisfied after re-handling (会商、专家论证、主任会议)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round


class Way(StrEnum):
    """How it is taken up: deputy and unit at one table, experts, or the chair meeting."""

    MEETING = "meeting"
    EXPERTS = "experts"
    CHAIR_MEETING = "chair_meeting"


class CameTo(StrEnum):
    """What it came to: handled once more and bound by it, taken up one step higher, or closed as it stands."""

    AGAIN = "again"
    HIGHER = "higher"
    CLOSED = "closed"


class Escalation(Base):
    """One step of taking a matter up after two dissatisfied ratings; the ratings stay what they are."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_suggestion_id", "suggestion_id"),
        Index(
            "uq_escalation_open",
            "round_id",
            unique=True,
            sqlite_where=text("came_to IS NULL"),
            postgresql_where=text("came_to IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    way: Mapped[Way]
    reason: Mapped[str] = mapped_column(Text)
    planned_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    held_on: Mapped[date | None]
    # `place` stays what the notice said.
    held_place: Mapped[str] = mapped_column(String(200), default="")
    chaired_by: Mapped[str] = mapped_column(String(100), default="")
    who_came: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    is_binding: Mapped[bool] = mapped_column(default=False)
    document_no: Mapped[str] = mapped_column(String(60), default="")
    came_to: Mapped[CameTo | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    suggestion: Mapped[Suggestion] = relationship()
    round: Mapped[Round] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])

    @property
    def where_held(self) -> str:
        """The place it was held at; the planned one where nothing else was written down."""
        return self.held_place or self.place

    __mapper_args__ = {"version_id_col": version}
