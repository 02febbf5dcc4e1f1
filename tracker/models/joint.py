"""What happens among the signers of a paper and around it: a new lead, links, groups, papers entered from paper."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.entries import Channel, Entered
from tracker.domain.states import WITHDRAWABLE, RoundState, TaskState
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion


class LeadChange(Base):
    """An offer to lead a paper in another deputy's place (更换领衔代表), and what became of it."""

    __tablename__ = "lead_change"
    __table_args__ = (
        Index(
            "uq_lead_change_open",
            "suggestion_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_lead_change_suggestion_id", "suggestion_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    from_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    was_taken: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    to_person: Mapped[Person] = relationship(foreign_keys=[to_person_id])
    from_person: Mapped[Person | None] = relationship(foreign_keys=[from_person_id])


class HandlingGroup(Base):
    """Suggestions handled together (并案): a name and a flag; who belongs to it and when are its memberships."""

    __tablename__ = "handling_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    is_key: Mapped[bool] = mapped_column(default=False)
    made_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    memberships: Mapped[list[GroupMembership]] = relationship(back_populates="group", order_by="GroupMembership.id")

    __mapper_args__ = {"version_id_col": version}


class GroupMembership(Base):
    """That a suggestion belonged to a group from a day to a day (Asia/Shanghai); ended, never deleted."""

    __tablename__ = "group_membership"
    __table_args__ = (
        Index("ix_group_membership_suggestion_id", "suggestion_id"),
        Index("ix_group_membership_group_id", "group_id"),
        Index(
            "uq_group_membership_open",
            "suggestion_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("handling_group.id"))
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    why_joined: Mapped[str] = mapped_column(Text, default="")
    why_left: Mapped[str] = mapped_column(Text, default="")
    group: Mapped[HandlingGroup] = relationship(back_populates="memberships")
    suggestion: Mapped[Suggestion] = relationship()


class LinkKind(StrEnum):
    """How a paper hangs on an earlier one."""

    FOLLOW_UP = "follow_up"
    REPEAT = "repeat"
    REFILED = "refiled"
    CONVERTED = "converted"


class SuggestionLink(Base):
    """A paper and the earlier one it follows, repeats, was refiled from or came of; read from both ends."""

    __tablename__ = "suggestion_link"
    __table_args__ = (
        UniqueConstraint("later_id", "earlier_id"),
        CheckConstraint("later_id <> earlier_id", name="not_to_itself"),
        Index("ix_suggestion_link_earlier_id", "earlier_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    later_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    kind: Mapped[LinkKind]
    note: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    later: Mapped[Suggestion] = relationship(foreign_keys=[later_id])
    earlier: Mapped[Suggestion] = relationship(foreign_keys=[earlier_id])


class PaperEntry(Base):
    """What staff entered from paper for a person or a unit, until that side confirms it in one tap or disputes it."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        Index("ix_paper_entry_suggestion_id", "suggestion_id"),
        Index(
            "ix_paper_entry_open_person",
            "person_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index(
            "ix_paper_entry_open_unit",
            "unit_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        CheckConstraint("person_id IS NOT NULL OR unit_id IS NOT NULL", name="belongs_to_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    what: Mapped[Entered]
    channel: Mapped[Channel]
    on_paper_of: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    is_disputed: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    # What the desk made of a dispute: the entry stands or is void, who looked into it, and the reason.
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    is_void: Mapped[bool] = mapped_column(default=False)
    settlement: Mapped[str] = mapped_column(Text, default="")
    # Of a reply: what the unit had drafted here when it was entered; once it is void, what had been entered.
    kept_texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    suggestion: Mapped[Suggestion] = relationship(back_populates="entries")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    unit: Mapped[Unit | None] = relationship()
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    @property
    def is_open(self) -> bool:
        """Whether the side it was entered for has still to say whether it is right."""
        return self.answered_at is None

    @property
    def is_unsettled(self) -> bool:
        """Whether it was disputed and the desk has not said yet what becomes of it."""
        return self.is_disputed and self.settled_at is None

    @property
    def can_be_voided(self) -> bool:
        """Whether it can still be undone: what has been built on it since cannot be taken away from others."""
        paper = self.suggestion
        if self.what is Entered.SIGNATURE:
            return True
        if self.what is Entered.SUGGESTION:
            return paper.state in WITHDRAWABLE and not paper.a_reply_is_out
        task = next((one for one in paper.tasks if one.id == self.task_id), None)
        if task is None or task.was_replaced:
            return False
        if self.what is Entered.SIGN_FOR:
            return task.state is TaskState.SIGNED_FOR
        last = task.rounds[-1]
        is_last = last.id == self.round_id and last.state is RoundState.DELIVERED
        return is_last and task.state is TaskState.REPLIED and not last.somebody_rated
