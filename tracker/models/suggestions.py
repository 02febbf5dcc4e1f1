"""The paper itself: suggestion, versions of its text, numbered requests, signatures, reviews."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, column_property, foreign, mapped_column, relationship

from tracker.db import Base, index_of_few, sorted_text
from tracker.domain.actions import Machine
from tracker.domain.kinds import Kind
from tracker.domain.parties import SignatureState, TaskRole
from tracker.domain.ratings import Level
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.organs import Category, CongressSession, Delegation, Unit
from tracker.models.people import FAR, Person, last_seat_day
from tracker.models.signatures import Signature as Signature  # noqa: PLC0414 - looked for beside the paper

if TYPE_CHECKING:
    from tracker.models.commitments import Commitment
    from tracker.models.joint import PaperEntry
    from tracker.models.procedures import Hearing
    from tracker.models.reviews import Review
    from tracker.models.tasks import Task


class Consent(StrEnum):
    """Whether the author agrees to publication."""

    FULL = "full"
    TITLE_ONLY = "title_only"
    NONE = "none"


class Proposer(StrEnum):
    """Who files the paper: deputies by name, or a delegation through a contact person, who then leads it."""

    DEPUTIES = "deputies"
    DELEGATION = "delegation"


class Suggestion(Base):
    """One paper, one matter (一事一议): the 件."""

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("congress_id", "number", "kind", "source_key"),
        CheckConstraint(
            "state IN ('draft','cosigning','submitted','in_review','returned','not_accepted','withdrawn','archived') "
            "OR number IS NOT NULL",
            name="on_record_has_number",
        ),
        CheckConstraint(
            "state IN ('draft','cosigning','withdrawn','archived') OR submitted_on IS NOT NULL",
            name="handed_in_has_day",
        ),
        CheckConstraint("state NOT IN ('in_handling','closed') OR assigned_on IS NOT NULL", name="handled_has_t0"),
        # The register reads this index alone, in the order of due dates, whatever it is narrowed to.
        Index(
            "ix_suggestion_register",
            "due_sort",
            "id",
            "state",
            "submitted_on",
            "is_confidential",
            "replied_on",
            "session_id",
            "delegation_id",
            "category_id",
            "is_key",
            "author_id",
        ),
        Index("ix_suggestion_state_due", "state", "due_sort", "id", "replied_on", "submitted_on"),
        Index("ix_suggestion_pressure", "pressure", "id"),
        Index("ix_suggestion_author_state", "author_id", "state"),
        # Bills are few among many and are counted apart.
        index_of_few("ix_suggestion_bill", "state", "id", where="kind = 'bill'"),
        # Few among many: papers of which something entered by staff is disputed and not looked into yet.
        index_of_few("ix_suggestion_disputed", "id", where="disputed_entries > 0"),
        # Few among many, too: papers whose lead somebody is asked to take over.
        index_of_few("ix_suggestion_lead_offered_to_id", "lead_offered_to_id", where="lead_offered_to_id IS NOT NULL"),
        index_of_few("ix_suggestion_key", "due_sort", "id", where="is_key"),
        index_of_few("ix_suggestion_leader_led", "due_sort", "id", where="is_leader_led"),
        Index("ix_suggestion_category_state", "category_id", "state"),
        Index("ix_suggestion_category_assigned", "category_id", "assigned_on"),
        Index("ix_suggestion_delegation_state", "delegation_id", "state", "replied_on", "due_sort"),
        Index("ix_suggestion_submitted_on", "submitted_on", "id"),
        Index("ix_suggestion_title", "title", "id"),
        Index("ix_suggestion_number_sort", "number_sort", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(default=Kind.SUGGESTION)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("congress_session.id"))
    in_session: Mapped[bool] = mapped_column(default=False)
    number: Mapped[str | None] = mapped_column(String(40), index=True)
    number_sort: Mapped[str] = mapped_column(sorted_text(60), default="")
    title: Mapped[str] = mapped_column(sorted_text(300))  # while it is corrected, as it was handed in
    text_no: Mapped[int] = mapped_column(default=1)
    state: Mapped[SuggestionState]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author_membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    lead_seat_until: Mapped[date | None] = column_property(last_seat_day(author_id), deferred=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    proposed_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    consent: Mapped[Consent | None]
    consent_reason: Mapped[str] = mapped_column(Text, default="")
    origins: Mapped[list[Any]] = mapped_column(default=list)
    origin_note: Mapped[str] = mapped_column(Text, default="")
    is_confidential: Mapped[bool] = mapped_column(default=False)
    # The standing committee supervises it as key; a city leader takes charge of it. What `KeyPaper` says, for lists:
    # kept in the transaction that binds or ends.
    is_key: Mapped[bool] = mapped_column(default=False)
    is_leader_led: Mapped[bool] = mapped_column(default=False)
    signer_count: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    # The day the paper came in as it now stands: a corrected one keeps its place, but its limits begin anew.
    received_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    assigned_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    # The nearest due date of any running clock, kept by `advance` so that lists sort by an index.
    due_on: Mapped[date | None]
    due_kind: Mapped[str | None] = mapped_column(String(32))
    due_sort: Mapped[date] = mapped_column(default=FAR)
    headline: Mapped[Level | None]
    # What an imported paper says of itself and our tables have no place for; gaps are shown, not filled.
    history: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source_key: Mapped[str] = mapped_column(String(120), default="")
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    proposer: Mapped[Proposer] = mapped_column(default=Proposer.DEPUTIES)
    # The first check by the delegation's staff: whether this paper needs it, and the day it passed (Asia/Shanghai).
    needs_check: Mapped[bool] = mapped_column(default=False)
    checked_on: Mapped[date | None]
    # Open procedures, one of each at a time; what was said in them stands in tables of their own.
    lead_offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_asked_on: Mapped[date | None]
    # Who reviews it, and since when; counts only while it is in review.
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    review_since: Mapped[datetime | None]
    intended: Mapped[str | None] = mapped_column(String(20))
    intended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    intended_until: Mapped[date | None]
    reception: Mapped[str | None] = mapped_column(String(20))
    circulates: Mapped[bool] = mapped_column(default=False)
    circulated_until: Mapped[date | None]
    open_hearings: Mapped[int] = mapped_column(default=0)
    open_entries: Mapped[int] = mapped_column(default=0)
    disputed_entries: Mapped[int] = mapped_column(default=0)
    # How its open shares are chased (催办): the sum over them.
    chases: Mapped[int] = mapped_column(default=0)
    pressure: Mapped[int] = mapped_column(default=0)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("handling_group.id"), index=True)

    entries: Mapped[list[PaperEntry]] = relationship(back_populates="suggestion", order_by="PaperEntry.id")
    hearings: Mapped[list[Hearing]] = relationship(back_populates="suggestion", order_by="Hearing.id")
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    session: Mapped[CongressSession | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    category: Mapped[Category | None] = relationship()
    proposed_unit: Mapped[Unit | None] = relationship()
    texts: Mapped[list[SuggestionText]] = relationship(back_populates="suggestion", order_by="SuggestionText.no")
    text: Mapped[SuggestionText | None] = relationship(
        primaryjoin=lambda: and_(
            Suggestion.id == foreign(SuggestionText.suggestion_id), Suggestion.text_no == foreign(SuggestionText.no)
        ),
        viewonly=True,
        uselist=False,
    )
    signatures: Mapped[list[Signature]] = relationship(back_populates="suggestion", order_by="Signature.ordinal")
    reviews: Mapped[list[Review]] = relationship(back_populates="suggestion", order_by="Review.id")
    tasks: Mapped[list[Task]] = relationship(back_populates="suggestion", order_by="Task.id")
    open_promises: Mapped[list[Commitment]] = relationship(
        primaryjoin="and_(Suggestion.id == foreign(Commitment.suggestion_id), Commitment.is_asked_about)", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def machine(self) -> Machine:
        return Machine.SUGGESTION

    @property
    def suggestion(self) -> Suggestion:
        return self

    @property
    def task(self) -> None:
        return None

    @property
    def gaps(self) -> list[str]:
        """What the paper still lacks before it can be handed in, as field names."""
        text = self.text
        lacks = {
            "title": not (text.title if text is not None else self.title).strip(),
            "problem": text is None or not text.problem.strip(),
            "analysis": self.kind is Kind.BILL and (text is None or not text.analysis.strip()),
            "requests": text is None or not any(request.body.strip() for request in text.requests),
            "category": self.category_id is None,
            "consent": self.consent is None,
            "consent_reason": self.consent is Consent.NONE and not self.consent_reason.strip(),
        }
        return [name for name, is_lacking in lacks.items() if is_lacking]

    bill_signers_needed = 10  # how many must sign a bill: the law's, until the loader says what the city's book asks

    @property
    def is_bill(self) -> bool:
        return self.kind is Kind.BILL

    @property
    def session_closes_on(self) -> date | None:
        return self.session.closes_on if self.session else None

    @property
    def bills_close_on(self) -> date | None:
        """The last day on which its session takes bills (Asia/Shanghai)."""
        return self.session.bills_close_on if self.session else None

    @property
    def is_delegations(self) -> bool:
        return self.proposer is Proposer.DELEGATION

    @property
    def a_reply_is_out(self) -> bool:
        """Whether any unit has ever answered: from then on the paper is not taken back."""
        return any(one.delivered_on is not None for task in self.tasks for one in task.rounds)

    @property
    def paper_is_unconfirmed(self) -> bool:
        """Whether the paper itself or a signature under it was entered by staff and its deputy has not spoken yet."""
        return bool(self.open_entries) and any(one.is_open and one.person_id for one in self.entries)

    @property
    def replying(self) -> list[Task]:
        """The tasks that owe the deputies a reply (not the co-units')."""
        return [task for task in self.tasks if task.role is not TaskRole.CO and not task.was_replaced]

    @property
    def every_reply_is_out(self) -> bool:
        tasks = self.replying
        return bool(tasks) and all(task.state in (TaskState.REPLIED, TaskState.ENDED) for task in tasks)

    @property
    def every_round_is_settled(self) -> bool:
        return self.every_reply_is_out and all(
            task.rounds
            and task.rounds[-1].state in (RoundState.RATED, RoundState.NO_FEEDBACK)
            and not task.rounds[-1].is_taken_up
            for task in self.replying
        )

    @property
    def signers(self) -> list[int]:
        """Person ids entitled to the reply and to rate it, the lead deputy first."""
        others = [one.person_id for one in self.signatures if one.state is SignatureState.AGREED]
        return [*([self.author_id] if self.author_id else []), *others]


class SuggestionText(Base):
    """One version of the text; frozen once anyone was asked to sign it or it was handed in (rule R11)."""

    __tablename__ = "suggestion_text"
    __table_args__ = (UniqueConstraint("suggestion_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(Text, default="")
    analysis: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    suggestion: Mapped[Suggestion] = relationship(back_populates="texts")
    requests: Mapped[list[Request]] = relationship(
        back_populates="text", order_by="Request.no", cascade="all, delete-orphan"
    )


class Request(Base):
    """A numbered request (具体建议): what must be answered later, one by one."""

    __tablename__ = "request"
    __table_args__ = (UniqueConstraint("text_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("suggestion_text.id"))
    no: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    text: Mapped[SuggestionText] = relationship(back_populates="requests")
