"""The desk's decisions on papers handed in, the passages they mark, and outcomes put to the deputy first."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion


class Outcome(StrEnum):
    """What a review came to."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    REFUSED = "refused"
    LETTER = "letter"
    ON_AGENDA = "on_agenda"
    TO_COMMITTEE = "to_committee"
    NO_BILL = "no_bill"
    CONVERTED = "converted"
    CONCLUDED = "concluded"


class Review(Base):
    """One decision of the desk on a paper handed in."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_suggestion_id", "suggestion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    outcome: Mapped[Outcome]
    ground: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date | None]
    decided_on: Mapped[date | None]
    document_no: Mapped[str] = mapped_column(String(60), default="")
    # The committee a bill was sent to.
    committee: Mapped[str] = mapped_column(String(100), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    suggestion: Mapped[Suggestion] = relationship(back_populates="reviews")
    by: Mapped[Person] = relationship()


class ReviewMark(Base):
    """A passage of a version that is to be mended, and why; counted in characters of the field as it stood."""

    __tablename__ = "review_mark"
    __table_args__ = (Index("ix_review_mark_review_id", "review_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    text_no: Mapped[int]
    field: Mapped[str] = mapped_column(String(40))
    starts: Mapped[int]
    ends: Mapped[int]
    passage: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text)


class Intended(StrEnum):
    """What the desk means to decide and puts to the deputy first."""

    REFUSE = "refuse"
    LETTER = "letter"
    WITHDRAW = "withdraw"


class Reception(StrEnum):
    """What the deputy made of it; silence until the day counts as agreement and is called silence."""

    AGREED = "agreed"
    CONTESTED = "contested"
    SILENT = "silent"
    RECALLED = "recalled"


class IntendedOutcome(Base):
    """An outcome put to the lead deputy, to agree with or contest by a day of Asia/Shanghai."""

    __tablename__ = "intended_outcome"
    __table_args__ = (
        Index("ix_intended_outcome_suggestion_id", "suggestion_id"),
        Index(
            "uq_intended_outcome_open",
            "suggestion_id",
            unique=True,
            sqlite_where=text("reception IS NULL"),
            postgresql_where=text("reception IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    kind: Mapped[Intended]
    ground: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    reception: Mapped[Reception | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    suggestion: Mapped[Suggestion] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
