"""The record: events in a chain, running clocks, notices, tokens of forms, kept texts, jobs, counters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.actions import Machine
from tracker.domain.parties import Party
from tracker.domain.rulebook import ClockKind
from tracker.models.people import Person


class Event(Base):
    """One act: append-only, chained (rules R13 to R15). `action` is a code of the life cycle or of the office."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_suggestion_id_seq", "suggestion_id", "seq"),
        Index("ix_event_person_id_seq", "person_id", "seq"),
        Index("ix_event_at", "at"),
        # Acts about a thing of the office; acts on cases have no subject and need no place in it.
        Index(
            "ix_event_subject_seq",
            "subject",
            "seq",
            sqlite_where=text("subject <> ''"),
            postgresql_where=text("subject <> ''"),
        ),
        # Second replies are few among all acts; their numbers stand in the record alone.
        index_of_few("ix_event_second_reply", "membership_id", where="action = 'fulfil'"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    machine: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(40))
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    subject: Mapped[str] = mapped_column(String(60), default="")
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    alg: Mapped[str] = mapped_column(String(12))
    hash: Mapped[str] = mapped_column(String(64))
    person: Mapped[Person | None] = relationship()


class Clock(Base):
    """A limit that runs or ran. Days are Asia/Shanghai days; which rules and calendar made the date is kept."""

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_suggestion_id", "suggestion_id"),
        Index("ix_clock_task_id", "task_id"),
        Index("ix_clock_round_id", "round_id"),
        # Home looks up the few that run of each case it shows.
        Index(
            "ix_clock_running_suggestion",
            "suggestion_id",
            sqlite_where=text("stopped_on IS NULL"),
            postgresql_where=text("stopped_on IS NULL"),
        ),
        Index(
            "ix_clock_running_due",
            "due_on",
            sqlite_where=text("stopped_on IS NULL"),
            postgresql_where=text("stopped_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ClockKind]
    machine: Mapped[Machine]
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    started_on: Mapped[date]
    due_on: Mapped[date]
    stopped_on: Mapped[date | None]
    rules_of: Mapped[str] = mapped_column(String(80))
    calendar_version: Mapped[int]
    is_provisional: Mapped[bool] = mapped_column(default=False)
    is_capped: Mapped[bool] = mapped_column(default=False)


class Notice(Base):
    """Somebody is to be told of an event (rule R20), written with the event itself; who that is, is found when it is
    told. Nothing tells them yet: home and the page of the case show it."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("event_seq", "party", "unit_id"),
        Index("ix_notice_unsent", "id", sqlite_where=text("sent_at IS NULL"), postgresql_where=text("sent_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_seq: Mapped[int] = mapped_column(ForeignKey("event.seq"))
    party: Mapped[Party]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class FormToken(Base):
    """A form that was acted on (rule R9): the same form again gets the same receipt."""

    __tablename__ = "form_token"
    __table_args__ = (Index("ix_form_token_made_at", "made_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    form: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class KeptText(Base):
    """What somebody had typed when the session ran out; shown again to the same person only, for 24 hours.

    What was put aside on purpose lies until its own day, such as a rating begun within its window.
    """

    __tablename__ = "kept_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]]
    made_at: Mapped[datetime]
    kept_until: Mapped[datetime | None]


class Job(Base):
    """Work for the worker: claimed with a lease, unique by key, repeatable without harm."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_open", "due_at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")


class Counter(Base):
    """The last serial given in a series; incremented inside the transaction that uses it, so numbers have no gap."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int]


class ImportFile(Base):
    """An uploaded file that is previewed before it is taken; kept for 24 hours, then only its digest."""

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
