"""Promises of delivered replies (承诺): what was promised, what came of it, and who let it be changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.actions import Machine
from tracker.domain.ladder import Side, again_from
from tracker.domain.promises import Bearer, bearer
from tracker.domain.ratings import Level
from tracker.domain.states import ASKED_ABOUT, CommitmentState
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.rated import Rated
from tracker.models.ratings import PaperRating, Rating
from tracker.models.replies import Delivery
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task


class Commitment(Base, Rated):
    """A dated promise of a delivered reply (承诺); lives on after closing, over years and terms."""

    __tablename__ = "commitment"
    __table_args__ = (
        Index("ix_commitment_suggestion_id", "suggestion_id"),
        Index("ix_commitment_round_id", "round_id"),
        Index("ix_commitment_state_due", "state", "due_on"),
        Index("ix_commitment_unit_state_due", "unit_id", "state", "due_on"),
        index_of_few("ix_commitment_chased", "unit_id", where="chases > 0"),
        Index(
            "ix_commitment_rating_due",
            "rating_due_on",
            sqlite_where=text("rating_due_on IS NOT NULL"),
            postgresql_where=text("rating_due_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    request_no: Mapped[int]
    promise: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date]
    owner: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.OPEN)
    # Whether its deputies have still to say something of it.
    is_asked_about: Mapped[bool] = column_property(state.in_(sorted(ASKED_ABOUT)))
    promised_on: Mapped[date | None]
    # The day of the reply, however often it was moved since.
    first_due_on: Mapped[date | None]
    moves: Mapped[int] = mapped_column(default=0)
    # How far it is, as the unit last said, in per cent.
    percent: Mapped[int] = mapped_column(default=0)
    progress_on: Mapped[date | None]
    # One of each at a time; the rows beside are the history.
    change_is_open: Mapped[bool] = mapped_column(default=False)
    is_disputed: Mapped[bool] = mapped_column(default=False)
    # The second reply (再次答复), when the unit says that it is done.
    fulfilled_on: Mapped[date | None]
    second_document_no: Mapped[str] = mapped_column(String(60), default="")
    second_reply: Mapped[str] = mapped_column(Text, default="")
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The window in which deputies rate what became of it, and the level once it has shut.
    rating_due_on: Mapped[date | None]
    rating_shut_on: Mapped[date | None]
    implementation: Mapped[Level | None]
    # The level of the window before, where it was owed again or reported after that.
    earlier_level: Mapped[Level | None]
    # The day the desk told the deputies why a report they are dissatisfied with stays as it is.
    explained_on: Mapped[date | None]
    # Which of its windows that is: a promise past its day and kept later is asked about twice.
    rating_window: Mapped[int] = mapped_column(default=0)
    # Ratings that came on paper and wait for a second person of the desk.
    open_paper_ratings: Mapped[int] = mapped_column(default=0)
    dropped_on: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    # The last day on which those who owe it were reminded, and on which all were told that nothing had moved.
    reminded_on: Mapped[date | None]
    quiet_told_on: Mapped[date | None]
    # How it is chased since its day was last set (催办), as of a share; which side may chase again from which day.
    chases: Mapped[int] = mapped_column(default=0)
    pressure: Mapped[int] = mapped_column(default=0)
    chases_open: Mapped[int] = mapped_column(default=0)
    chase_again: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    suggestion: Mapped[Suggestion] = relationship()
    round: Mapped[Round] = relationship()
    unit: Mapped[Unit] = relationship()
    signed_by: Mapped[Person | None] = relationship()
    progress: Mapped[list[CommitmentProgress]] = relationship(order_by="CommitmentProgress.id")
    changes: Mapped[list[CommitmentChange]] = relationship(order_by="CommitmentChange.id")
    disputes: Mapped[list[CommitmentDispute]] = relationship(order_by="CommitmentDispute.id")
    # Of the promise itself, in whichever window; what is said in a look-back belongs to that.
    ratings: Mapped[list[Rating]] = relationship(
        primaryjoin="and_(Commitment.id == Rating.commitment_id, Rating.look_back_line_id.is_(None))",
        order_by="Rating.id",
    )

    paper_ratings: Mapped[list[PaperRating]] = relationship(order_by="PaperRating.id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def machine(self) -> Machine:
        return Machine.COMMITMENT

    @property
    def paper_ratings_entered_by(self) -> list[int]:
        """Who typed the ratings on paper that wait for a second person; asked for only where there are any."""
        return [one.entered_by_id for one in self.paper_ratings if one.is_open] if self.open_paper_ratings else []

    @property
    def delivered_to(self) -> list[Delivery]:
        """Who was given the reply that made the promise is asked what became of it."""
        return self.round.deliveries

    def asks(self, one: Delivery) -> bool:
        """Whoever leads the paper now is waited for too, though he did not rate the reply."""
        return one.may_rate or one.person_id == self.suggestion.author_id

    @property
    def raters(self) -> set[int]:
        """Persons who have rated it in the window that is open, or that was last."""
        now = self.rating_window
        return {one.person_id for one in self.ratings if one.is_current and one.window == now}

    def chased_until(self, side: Side) -> date | None:
        """The first day (Asia/Shanghai) on which a side that has chased may do so again; None where it has not."""
        return again_from(self.chase_again, side)

    @property
    def task(self) -> Task:
        """The share of the work it was promised in."""
        return self.round.task

    @property
    def owed_by(self) -> Bearer:
        """The unit whose people act for it now."""
        return bearer(self.unit_id, self.task)

    @property
    def open_change(self) -> CommitmentChange | None:
        """What the unit has asked for and nobody has decided."""
        return next((one for one in self.changes if one.closed_at is None), None) if self.change_is_open else None

    @property
    def open_dispute(self) -> CommitmentDispute | None:
        """What a deputy says against it and the desk has not settled."""
        return next((one for one in self.disputes if one.settled_at is None), None) if self.is_disputed else None

    @property
    def rating_is_held(self) -> bool:
        """Whether the window waits for what a deputy denies to be settled; that of a promise past its day does not."""
        return self.is_disputed and self.state is not CommitmentState.PAST_DUE

    @property
    def is_dissatisfied(self) -> bool:
        """Whether deputies said, once it was reported kept or late, that they are not satisfied with it."""
        return self.implementation is Level.DISSATISFIED

    @property
    def is_reported(self) -> bool:
        """Whether its unit says that it is kept."""
        return self.state in (CommitmentState.FULFILLED, CommitmentState.SETTLED)

    @property
    def is_doubted(self) -> bool:
        """Whether what its unit says of it is denied by a deputy and not settled, or did not satisfy."""
        return self.is_disputed or (self.state is CommitmentState.SETTLED and self.is_dissatisfied)

    @property
    def dispute_awaits_answer(self) -> bool:
        one = self.open_dispute
        return one is not None and one.answered_at is None


class CommitmentProgress(Base):
    """How far a promise is, with what shows it (进展): the files handed in with the same act."""

    __tablename__ = "commitment_progress"
    __table_args__ = (Index("ix_commitment_progress_commitment_id", "commitment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    percent: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    event_seq: Mapped[int | None] = mapped_column(ForeignKey("event.seq"))
    files: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    by: Mapped[Person | None] = relationship()


class ChangeKind(StrEnum):
    """What a unit asks of a promise it cannot keep as it was given."""

    MOVE = "move"
    DROP = "drop"


class CommitmentChange(Base):
    """A request to move or to drop a promise, and the decision; until it is granted nothing changes."""

    __tablename__ = "commitment_change"
    __table_args__ = (
        Index("ix_commitment_change_commitment_id", "commitment_id"),
        Index(
            "uq_commitment_change_open",
            "commitment_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    kind: Mapped[ChangeKind]
    reason: Mapped[str] = mapped_column(Text)
    was_due_on: Mapped[date]
    asked_until: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    decide_by: Mapped[date | None]
    is_granted: Mapped[bool | None]
    granted_until: Mapped[date | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Decided, or taken back by the unit (then nobody granted or refused it).
    closed_at: Mapped[datetime | None]
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class CommitmentDispute(Base):
    """A deputy says that it is not so (反映不实), what the unit answers, and what the desk makes of it."""

    __tablename__ = "commitment_dispute"
    __table_args__ = (
        Index("ix_commitment_dispute_commitment_id", "commitment_id"),
        Index(
            "uq_commitment_dispute_open",
            "commitment_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    is_upheld: Mapped[bool | None]
    settlement: Mapped[str] = mapped_column(Text, default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
