"""Who was told of what (in the application), what went out of it, and by which rules and group robots."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.telling import Channel, Timing
from tracker.models.organs import Unit
from tracker.models.people import Person


class Reminder(Base):
    """That a limit was spoken of: once for each rule and period, whoever files it and however often (rule R20).

    `due_on` is what it said; a limit that moves makes it untrue.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("clock_id", "rule", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    rule: Mapped[str] = mapped_column(String(40))
    period: Mapped[date]
    due_on: Mapped[date]
    made_at: Mapped[datetime]


class Telling(Base):
    """One person is told of one act or one limit, once, whatever the number of hats; the list 通知 shows it."""

    __tablename__ = "telling"
    __table_args__ = (
        UniqueConstraint("person_id", "event_seq"),
        UniqueConstraint("person_id", "reminder_id"),
        CheckConstraint("(event_seq IS NULL) <> (reminder_id IS NULL)", name="of_act_or_limit"),
        Index("ix_telling_person_id_id", "person_id", "id"),
        Index("ix_telling_suggestion_id", "suggestion_id"),
        Index("ix_telling_reminder_id", "reminder_id"),
        Index("ix_telling_sending_id", "sending_id"),
        # The badge of every page counts by this one; the second finds what waits for the morning.
        index_of_few("ix_telling_unread", "person_id", where="read_at IS NULL"),
        index_of_few("ix_telling_for_morning", "membership_id", where="awaits_morning", sqlite="awaits_morning = 1"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The hat under which it concerns the person.
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    party: Mapped[str] = mapped_column(String(32))
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    event_seq: Mapped[int | None] = mapped_column(ForeignKey("event.seq"))
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"))
    rule: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    # When it was read, or when it was over: a limit that stopped needs nobody's eye any more.
    read_at: Mapped[datetime | None]
    is_over: Mapped[bool] = mapped_column(default=False)
    awaits_morning: Mapped[bool] = mapped_column(default=False)
    sending_id: Mapped[int | None] = mapped_column(ForeignKey("sending.id"))


class RobotKind(StrEnum):
    """Whose group chat it is: 企业微信, 钉钉, 飞书."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class GroupRobot(Base):
    """The robot of a group chat of a unit, or of the desk where there is no unit. Address and secret are shown to
    nobody again."""

    __tablename__ = "group_robot"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[RobotKind]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    address: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class SendingKind(StrEnum):
    """News at once, the bulletin of a morning, a trial of a robot."""

    NEWS = "news"
    MORNING = "morning"
    TRIAL = "trial"


class SendingState(StrEnum):
    """What became of it. `dropped`: it was no longer true; `settled`: it failed, and somebody told them otherwise."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    SETTLED = "settled"


class Sending(Base):
    """One mail to one person or one message to one group: filed once by its key, sent by the worker alone.

    It has its Message-ID from when it is filed. `is_sealed` from the moment it may have been accepted: then nothing is
    added to it any more, and `letter` keeps its words until it has come to an end, so that a mail that arrives twice
    arrives with the same words and the same Message-ID. Where they must not be said again, both are new.
    `shut_until`: nobody was behind the door of mail when this one was tried; till then no other is tried either.
    """

    __tablename__ = "sending"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (robot_id IS NULL)", name="to_person_or_group"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
        index_of_few("ix_sending_waiting", "due_at", "id", where="state = 'waiting'"),
        index_of_few("ix_sending_failed", "id", where="state = 'failed'"),
        index_of_few("ix_sending_waiting_person", "person_id", where="state = 'waiting'"),
        Index("ix_sending_person_id", "person_id"),
        Index("ix_sending_robot_id", "robot_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SendingKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    robot_id: Mapped[int | None] = mapped_column(ForeignKey("group_robot.id"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[SendingState] = mapped_column(default=SendingState.WAITING)
    is_sealed: Mapped[bool] = mapped_column(default=False)
    filed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    shut_until: Mapped[datetime | None]
    letter: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    settled_note: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    robot: Mapped[GroupRobot | None] = relationship()
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    tellings: Mapped[list[Telling]] = relationship(order_by=Telling.id, viewonly=True)


class NoticeRule(Base):
    """A rule as the office has changed it; those that stand as shipped have no row.

    Days are calendar days; the hour, of Asia/Shanghai, is that of the morning bulletin.
    """

    __tablename__ = "notice_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    timing: Mapped[Timing]
    channel: Mapped[Channel]
    days: Mapped[int]
    hour: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class NoticeChoice(Base):
    """When a person wants mail of what nobody must get at once; without a row, as the rules say."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    timing: Mapped[Timing]
    changed_at: Mapped[datetime]
