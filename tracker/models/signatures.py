"""Signatures under a paper: who was asked to sign which version until when, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from tracker.db import Base
from tracker.domain.parties import SignatureState
from tracker.models.people import Person, last_seat_day

if TYPE_CHECKING:
    from tracker.models.suggestions import Suggestion


class Signature(Base):
    """An invitation to sign and what became of it; bound to the version that was read."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("suggestion_id", "person_id"),
        Index("ix_signature_person_id_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    ordinal: Mapped[int]
    state: Mapped[SignatureState]
    text_no: Mapped[int]
    asked_at: Mapped[datetime]
    answer_by: Mapped[date | None]
    # When the page with the text was opened that the answer came from.
    opened_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    # What this signer said to the open request to withdraw.
    agrees_to_withdraw: Mapped[bool | None]
    # Nobody waits for a signer whose seat has ended.
    seat_until: Mapped[date | None] = column_property(last_seat_day(person_id))
    suggestion: Mapped[Suggestion] = relationship(back_populates="signatures")
    person: Mapped[Person] = relationship()
