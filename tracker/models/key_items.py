"""Key items (重点督办、领办、领衔督办): one matter in one year, its papers, and all that was done about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.key_items import KeyKind, KeyStage, Occasion
from tracker.domain.roles import Role
from tracker.models.joint import HandlingGroup
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion


class KeyItem(Base):
    """One matter in one year: proposed, decided on by the chair meeting, supervised, reported on, concluded."""

    __tablename__ = "key_item"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('proposed','refused','taken_back') OR decided_on IS NOT NULL", name="decided_has_its_day"
        ),
        CheckConstraint("(stage = 'concluded') = (concluded_on IS NOT NULL)", name="concluded_has_its_day"),
        CheckConstraint("kind <> 'led' OR committee = ''", name="led_has_no_committee"),
        Index("ix_key_item_year", "year", "stage"),
        Index("ix_key_item_stage", "stage", "committee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    kind: Mapped[KeyKind]
    title: Mapped[str] = mapped_column(String(200))
    stage: Mapped[KeyStage] = mapped_column(default=KeyStage.PROPOSED)
    # What was put before the chair meeting: the criteria met, [{"code": …, "words": …}] as the rulebook had them that
    # day, the grounds, and who should supervise or lead.
    criteria: Mapped[list[Any]] = mapped_column(default=list)
    grounds: Mapped[str] = mapped_column(Text, default="")
    proposed_committee: Mapped[str] = mapped_column(String(100), default="")
    proposed_leader: Mapped[str] = mapped_column(String(100), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The organ that proposed: its people may change or take back what it proposed.
    proposed_role: Mapped[Role]
    proposed_for: Mapped[str] = mapped_column(String(100), default="")
    proposed_at: Mapped[datetime]
    # What the meeting decided, as the desk entered it.
    decided_on: Mapped[date | None]
    meeting: Mapped[str] = mapped_column(String(100), default="")
    document_no: Mapped[str] = mapped_column(String(60), default="")
    decision_words: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    committee: Mapped[str] = mapped_column(String(100), default="")
    leader: Mapped[str] = mapped_column(String(100), default="")
    plan_due_on: Mapped[date | None]
    report_due_on: Mapped[date | None]
    # The day on which the last of the units had reported.
    reported_on: Mapped[date | None]
    # The look-back of the year: what came of it, whether the standing committee heard it, whether it goes on.
    concluded_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text, default="")
    heard_on: Mapped[date | None]
    without_report: Mapped[str] = mapped_column(Text, default="")
    goes_on: Mapped[bool] = mapped_column(default=False)
    concluded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The item of the year before that this one continues.
    continued_from_id: Mapped[int | None] = mapped_column(ForeignKey("key_item.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    continued_from: Mapped[KeyItem | None] = relationship(remote_side=[id], back_populates="continued_as")
    continued_as: Mapped[KeyItem | None] = relationship(back_populates="continued_from")
    papers: Mapped[list[KeyPaper]] = relationship(back_populates="item", order_by="KeyPaper.id")
    plans: Mapped[list[KeyPlan]] = relationship(order_by="KeyPlan.no")
    events: Mapped[list[KeyEvent]] = relationship(order_by="KeyEvent.held_on, KeyEvent.id")
    reports: Mapped[list[KeyReport]] = relationship(order_by="KeyReport.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_led(self) -> bool:
        """Whether a city leader takes charge of doing it (领办), rather than the standing committee supervising it."""
        return self.kind is KeyKind.LED


class KeyPaper(Base):
    """That a paper belongs to an item: named in its proposal, bound once that is decided, ended and never deleted.

    `Suggestion.is_key` and `is_leader_led` say no more than that such a row stands.
    """

    __tablename__ = "key_paper"
    __table_args__ = (
        # In one year's item of the standing committee, and in one of a city leader beside it.
        Index(
            "uq_key_paper_bound",
            "suggestion_id",
            "is_led",
            unique=True,
            sqlite_where=text("bound_on IS NOT NULL AND left_on IS NULL"),
            postgresql_where=text("bound_on IS NOT NULL AND left_on IS NULL"),
        ),
        Index(
            "uq_key_paper_named",
            "item_id",
            "suggestion_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        Index("ix_key_paper_suggestion_id", "suggestion_id"),
        index_of_few("ix_key_paper_group_id", "group_id", where="group_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("key_item.id"))
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    # It came with its handling group (并案) and stays as long as it is in it.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("handling_group.id"))
    is_led: Mapped[bool]
    bound_on: Mapped[date | None]
    left_on: Mapped[date | None]
    why_left: Mapped[str] = mapped_column(Text, default="")
    item: Mapped[KeyItem] = relationship(back_populates="papers")
    suggestion: Mapped[Suggestion] = relationship()
    group: Mapped[HandlingGroup | None] = relationship()

    @property
    def stands(self) -> bool:
        """Whether the paper still belongs to the item."""
        return self.left_on is None


class KeyPlan(Base):
    """A version of the plan by which an item is supervised: its text and its steps with their days."""

    __tablename__ = "key_plan"
    __table_args__ = (UniqueConstraint("item_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("key_item.id"))
    no: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    # [{"day": "2026-05-20", "words": "…"}], by day.
    steps: Mapped[list[Any]] = mapped_column(default=list)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[Person | None] = relationship()


class KeyEvent(Base):
    """An inspection, a hearing, a televised inquiry: when, where, who took part, what was found."""

    __tablename__ = "key_event"
    __table_args__ = (Index("ix_key_event_item_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("key_item.id"))
    occasion: Mapped[Occasion]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200), default="")
    who_came: Mapped[str] = mapped_column(Text, default="")
    found: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[Person | None] = relationship()
    demands: Mapped[list[KeyDemand]] = relationship(back_populates="event", order_by="KeyDemand.id")


class KeyDemand(Base):
    """What a unit was told to do on such an occasion, by which day, and what it answered."""

    __tablename__ = "key_demand"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
        Index("ix_key_demand_event_id", "event_id"),
        Index(
            "ix_key_demand_open",
            "unit_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("key_event.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    words: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    event: Mapped[KeyEvent] = relationship(back_populates="demands")
    unit: Mapped[Unit] = relationship()
    answered_by: Mapped[Person | None] = relationship()


class KeyReport(Base):
    """What a unit reports to the chair meeting (QD1 Art. 35): drafted by its people, handed in by its principal."""

    __tablename__ = "key_report"
    __table_args__ = (
        UniqueConstraint("item_id", "unit_id", "no"),
        Index(
            "uq_key_report_draft",
            "item_id",
            "unit_id",
            unique=True,
            sqlite_where=text("handed_in_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("key_item.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    no: Mapped[int]
    body: Mapped[str] = mapped_column(Text, default="")
    # The unit's own number (发文字号) of the report.
    document_no: Mapped[str] = mapped_column(String(60), default="")
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    # By the unit's principal; by another who signs for it where it has none on record.
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    handed_in_at: Mapped[datetime | None]
    by_principal: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship()
    saved_by: Mapped[Person | None] = relationship(foreign_keys=[saved_by_id])
    handed_in_by: Mapped[Person | None] = relationship(foreign_keys=[handed_in_by_id])

    __mapper_args__ = {"version_id_col": version}
