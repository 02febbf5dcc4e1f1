"""People: persons, the hats they wear, their accounts and log-in sessions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, sorted_text
from tracker.domain.roles import Role, System
from tracker.models.organs import Delegation, Term, Unit

FAR = date(9999, 12, 31)


class Person(Base):
    """A human being, whatever the number of hats."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(100), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    employer: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", foreign_keys="Membership.person_id", order_by="Membership.id"
    )
    account: Mapped[Account | None] = relationship(back_populates="person")

    __mapper_args__ = {"version_id_col": version}


class Membership(Base):
    """One hat of one person, from a day to a day (Asia/Shanghai); ended, never deleted."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_role_unit", "role", "unit_id"),
        Index("ix_membership_term_delegation", "term_id", "delegation_id"),
        Index("ix_membership_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    post: Mapped[str] = mapped_column(String(100), default="")
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    certificate_no: Mapped[str] = mapped_column(String(40), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    system: Mapped[System | None]
    committee: Mapped[str] = mapped_column(String(100), default="")
    # The deputy an assistant prepares for; whether a signer is the principal of the unit (主要负责人).
    assists_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_principal: Mapped[bool] = mapped_column(default=False)
    category_ids: Mapped[list[Any]] = mapped_column(default=list)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(back_populates="memberships", foreign_keys=[person_id])
    term: Mapped[Term | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    assists: Mapped[Person | None] = relationship(foreign_keys=[assists_id])

    __mapper_args__ = {"version_id_col": version}

    def holds_on(self, day: date) -> bool:
        """Whether the hat may be worn on a day of Asia/Shanghai."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def last_seat_day(person_id: Any) -> Any:
    """As a column: the last day on which that person holds a deputy's seat, FAR where none ends it, NULL for never."""
    last = func.max(func.coalesce(Membership.ends_on, FAR))
    wanted = select(last).where(Membership.person_id == person_id, Membership.role == Role.DEPUTY)
    return wanted.correlate_except(Membership).scalar_subquery()


class Account(Base):
    """How a person logs in. Without a password until the one-time code has been used."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login_name: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    last_hat_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    made_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(back_populates="account")

    __mapper_args__ = {"version_id_col": version}


class LoginSession(Base):
    """A session kept on the server (rule R22); only the digest of its random key is stored."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_account_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    account: Mapped[Account] = relationship()
    membership: Mapped[Membership | None] = relationship()


class CodePurpose(StrEnum):
    """What a one-time code is good for."""

    ACTIVATE = "activate"
    RESET = "reset"


class AccessCode(Base):
    """A one-time code, mailed or printed on a slip; only its digest is stored."""

    __tablename__ = "access_code"
    __table_args__ = (Index("ix_access_code_account_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[CodePurpose]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    batch: Mapped[str] = mapped_column(String(40), default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class Throttle(Base):
    """Failures counted per account and per source, shared by all processes."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None]
    last_at: Mapped[datetime]
