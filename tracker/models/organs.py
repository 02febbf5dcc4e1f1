"""Organs: congresses with their terms and sessions, delegations, handling units, categories."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.clock import day_of
from tracker.db import Base, sorted_text
from tracker.domain.roles import System


class Congress(Base):
    """A people's congress; exactly one is ours, the others appear in imported history."""

    __tablename__ = "congress"
    __table_args__ = (
        UniqueConstraint("name"),
        Index(
            "uq_congress_ours", "is_ours", unique=True, sqlite_where=text("is_ours"), postgresql_where=text("is_ours")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(40))
    is_ours: Mapped[bool] = mapped_column(default=False)


class Term(Base):
    """A term (届) of a congress."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("congress_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    ordinal: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    congress: Mapped[Congress] = relationship()


class CongressSession(Base):
    """A session (次会议): between its opening and closing day papers take the session's route and clocks."""

    __tablename__ = "congress_session"
    __table_args__ = (
        UniqueConstraint("term_id", "ordinal"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    ordinal: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    # Until when bills are taken, as the Presidium decided; none while it has not.
    bills_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    term: Mapped[Term] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def bills_close_on(self) -> date:
        """The last day on which bills are taken: as the Presidium decided, else the closing day (Asia/Shanghai)."""
        return day_of(self.bills_until) if self.bills_until else self.closes_on

    def takes_bills(self, at: datetime) -> bool:
        """Whether a bill may be handed in now: until the hour the Presidium set, else while the session sits."""
        if self.bills_until is not None:
            return at <= self.bills_until
        return self.opens_on <= day_of(at) <= self.closes_on


class Delegation(Base):
    """A delegation (代表团) of a term."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("term_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    name: Mapped[str] = mapped_column(String(60))


class Unit(Base):
    """A handling unit (承办单位). Ended, never deleted, once a case refers to it."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("name", "parent_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # None for units of other places, known from imported history only.
    congress_id: Mapped[int | None] = mapped_column(ForeignKey("congress.id"))
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(sorted_text(60))
    parent_name: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[str] = mapped_column(String(60), default="")
    system: Mapped[System]
    # The coordinator of its system distributes to it; otherwise the desk assigns directly.
    has_coordinator: Mapped[bool] = mapped_column(default=False)
    is_assignable: Mapped[bool] = mapped_column(default=True)
    duty_words: Mapped[str] = mapped_column(Text, default="")
    other_names: Mapped[str] = mapped_column(Text, default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    successor: Mapped[Unit | None] = relationship(remote_side="Unit.id")

    __mapper_args__ = {"version_id_col": version}


class Category(Base):
    """A subject category; a tree of at most three levels."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("scheme", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Our own categories carry the empty scheme; imported foreign schemes keep theirs and are not offered.
    scheme: Mapped[str] = mapped_column(String(100), default="")
    path: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    ordinal: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
