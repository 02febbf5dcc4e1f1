"""What a reply is made of and what became of it: an answer to each request, its versions, delivery, letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from tracker.db import Base
from tracker.domain.results import PROMISING, Semantic
from tracker.domain.states import ClearanceStage
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
    promise_measure: Mapped[str] = mapped_column(Text, default="")
    # The unit of the case that will keep it, where it is not the one that replies.
    promise_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
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


class ReplyVersion(Base):
    """The draft as it was sent up, one row each time: signers compare with what they last saw."""

    __tablename__ = "reply_version"
    __table_args__ = (UniqueConstraint("round_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    no: Mapped[int]
    # Everything written by hand, by field, as the form names them.
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    round: Mapped[Round] = relationship(back_populates="versions")


class ReplyRemark(Base):
    """A passage of a version that was sent back, and what to mend there; characters of the field as it stood."""

    __tablename__ = "reply_remark"
    __table_args__ = (Index("ix_reply_remark_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    version_no: Mapped[int]
    stage: Mapped[ClearanceStage]
    field: Mapped[str] = mapped_column(String(40))
    starts: Mapped[int]
    ends: Mapped[int]
    passage: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    by: Mapped[Person | None] = relationship()


class LetterChange(Base):
    """The letter of a delivered reply was changed later (a check, a look-back); the letter as sent is never lost."""

    __tablename__ = "letter_change"
    __table_args__ = (Index("ix_letter_change_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    look_back_line_id: Mapped[int | None] = mapped_column(ForeignKey("look_back_line.id"))
    was: Mapped[str] = mapped_column(String(8))
    letter: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    by: Mapped[Person | None] = relationship()
