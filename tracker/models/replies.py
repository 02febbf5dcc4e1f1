"""What a reply is made of and what became of it: an answer to each request, delivery to each signer, their ratings."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from tracker.db import Base
from tracker.domain.ratings import Level, Question
from tracker.domain.results import PROMISING, Semantic
from tracker.models.people import Person, last_seat_day

if TYPE_CHECKING:
    from tracker.models.tasks import Round


class Answer(Base):
    """What a reply says to one numbered request."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("round_id", "request_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    request_no: Mapped[int]
    body: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str] = mapped_column(String(8), default="")
    semantic: Mapped[Semantic | None]
    promise: Mapped[str] = mapped_column(Text, default="")
    promise_due_on: Mapped[date | None]
    promise_owner: Mapped[str] = mapped_column(String(100), default="")
    round: Mapped[Round] = relationship(back_populates="answers")

    @property
    def is_promise(self) -> bool:
        """Whether its class promises something by a day. What was typed there under another class is only kept, so that
        a reply that comes back holds all that was written; nobody reads it as a promise."""
        return self.semantic in PROMISING and self.promise_due_on is not None


class Delivery(Base):
    """The reply reached one signer; proof that it was owed and sent."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        Index("ix_delivery_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delivered_at: Mapped[datetime]
    may_rate: Mapped[bool] = mapped_column(default=True)
    # Whose seat has ended does not rate, and is not waited for.
    seat_until: Mapped[date | None] = column_property(last_seat_day(person_id))
    round: Mapped[Round] = relationship(back_populates="deliveries")
    person: Mapped[Person] = relationship()


class Rating(Base):
    """One signer's answer to one question about one round; a correction is a new row (rule R12)."""

    __tablename__ = "rating"
    __table_args__ = (
        Index(
            "uq_rating_current",
            "round_id",
            "person_id",
            "question",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_rating_round_id", "round_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    question: Mapped[Question]
    level: Mapped[Level]
    reason: Mapped[str] = mapped_column(Text, default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    is_current: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]
    round: Mapped[Round] = relationship(back_populates="ratings")
    person: Mapped[Person] = relationship()
