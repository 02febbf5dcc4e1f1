"""Promises of delivered replies (承诺): they live on after the case is closed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class PromiseState(StrEnum):
    """Where a promise stands; kept and unkept are found later, when it falls due."""

    OPEN = "open"
    KEPT = "kept"
    UNKEPT = "unkept"


class Commitment(Base):
    """A dated promise of a delivered reply (承诺); lives on after closing."""

    __tablename__ = "commitment"
    __table_args__ = (
        Index("ix_commitment_suggestion_id", "suggestion_id"),
        Index("ix_commitment_round_id", "round_id"),
        Index("ix_commitment_state_due", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    request_no: Mapped[int]
    promise: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    owner: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[PromiseState] = mapped_column(default=PromiseState.OPEN)
