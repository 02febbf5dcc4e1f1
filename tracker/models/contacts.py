"""What is said between unit and deputy, and from co-unit to lead unit: contacts (沟通) and co-opinions (会办意见)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.people import Person

if TYPE_CHECKING:
    from tracker.models.tasks import Task


class Phase(StrEnum):
    """Three meetings (三见面): before, during, after handling."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Manner(StrEnum):
    """How the unit met the deputy."""

    VISIT = "visit"
    MEETING = "meeting"
    SITE = "site"
    PHONE = "phone"
    MESSAGE = "message"


class Rank(StrEnum):
    """Who came for the unit, by rank."""

    PRINCIPAL = "principal"
    DEPUTY_HEAD = "deputy_head"
    SECTION_HEAD = "section_head"
    HANDLER = "handler"


# Few among many: talks on which the deputy has still to say a word.
AWAITS = "with_person_id IS NOT NULL AND confirmed_at IS NULL AND corrected_at IS NULL"


class Contact(Base):
    """A note that the unit spoke with the deputy (沟通记录)."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_task_id", "task_id"),
        Index(
            "ix_contact_awaits",
            "with_person_id",
            "task_id",
            sqlite_where=text(AWAITS),
            postgresql_where=text(AWAITS),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    phase: Mapped[Phase]
    manner: Mapped[Manner]
    on: Mapped[date] = mapped_column("held_on")
    who_came: Mapped[str] = mapped_column(String(200))
    with_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said: Mapped[str] = mapped_column(Text)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    rank: Mapped[Rank | None]
    # The deputy's word on the entry: until it is confirmed or corrected it weighs nothing.
    confirmed_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(Text, default="")
    # The deputy says that there was no such talk.
    is_denied: Mapped[bool] = mapped_column(default=False)
    task: Mapped[Task] = relationship(back_populates="contacts")
    with_person: Mapped[Person | None] = relationship(foreign_keys=[with_person_id])

    @property
    def is_answered(self) -> bool:
        return self.confirmed_at is not None or self.corrected_at is not None

    @property
    def counts(self) -> bool:
        """Whether it is a talk the deputy stands by: confirmed, or corrected in what was said but not that it was."""
        return self.is_answered and not self.is_denied

    @property
    def awaits(self) -> bool:
        """Whether its deputy has still to say a word on it."""
        return self.with_person_id is not None and not self.is_answered


class CoOpinion(Base):
    """A co-unit's opinion to the lead (会办意见)."""

    __tablename__ = "co_opinion"
    __table_args__ = (
        UniqueConstraint("task_id", "no"),
        Index(
            "uq_co_opinion_current",
            "task_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    no: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    document_no: Mapped[str] = mapped_column(String(60), default="")
    body: Mapped[str] = mapped_column(Text)
    signer_name: Mapped[str] = mapped_column(String(100))
    given_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The lead's judgement: taken as substantive, or sent back as empty with a word why.
    is_accepted: Mapped[bool | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    judged_at: Mapped[datetime | None]
    judgement: Mapped[str] = mapped_column(Text, default="")
    task: Mapped[Task] = relationship(back_populates="opinions")
