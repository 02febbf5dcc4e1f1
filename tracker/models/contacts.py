"""What is said between unit and deputy, and from co-unit to lead unit: contacts (沟通) and co-opinions (会办意见)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
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


class Contact(Base):
    """A note that the unit spoke with the deputy (沟通记录)."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_task_id", "task_id"),)

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
    task: Mapped[Task] = relationship(back_populates="contacts")
    with_person: Mapped[Person | None] = relationship(foreign_keys=[with_person_id])


class CoOpinion(Base):
    """A co-unit's opinion to the lead (会办意见)."""

    __tablename__ = "co_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), unique=True)
    document_no: Mapped[str] = mapped_column(String(60), default="")
    body: Mapped[str] = mapped_column(Text)
    signer_name: Mapped[str] = mapped_column(String(100))
    given_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    task: Mapped[Task] = relationship(back_populates="opinion")
