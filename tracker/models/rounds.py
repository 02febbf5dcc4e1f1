"""One reply and its rating (轮次): drafted, let pass, signed, delivered, rated; a further one never overwrites it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.actions import Machine
from tracker.domain.parties import TaskRole
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.ratings import Level, Question
from tracker.domain.reply_gaps import gaps
from tracker.domain.states import ClearanceStage, RoundState, TaskState
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.rated import Rated
from tracker.models.ratings import PaperRating, Rating
from tracker.models.replies import Answer, Delivery, ReplyVersion

if TYPE_CHECKING:
    from tracker.models.suggestions import Suggestion
    from tracker.models.tasks import Task

# Few among many: rounds the desk has still to decide about.
AWAITS_DECISION = "state = 'rated' AND headline = 'dissatisfied' AND decision IS NULL"


class Round(Base, Rated):
    """One reply and its rating; a further one never overwrites the first."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("task_id", "no"),
        Index("ix_round_state_rating_due", "state", "rating_due_on"),
        Index("ix_round_document_no", "document_no"),
        Index(
            "ix_round_awaits_decision",
            "state",
            "headline",
            "delivered_on",
            "id",
            "task_id",
            sqlite_where=text(AWAITS_DECISION),
            postgresql_where=text(AWAITS_DECISION),
        ),
        Index(
            "ix_round_escalation_open",
            "delivered_on",
            sqlite_where=text("escalation_is_open = 1"),
            postgresql_where=text("escalation_is_open"),
        ),
        CheckConstraint("state IN ('drafting','in_clearance') OR delivered_on IS NOT NULL", name="delivered_has_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    no: Mapped[int]
    state: Mapped[RoundState]
    opened_on: Mapped[date]
    document_no: Mapped[str] = mapped_column(String(60), default="")
    opening: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str] = mapped_column(String(8), default="")
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    no_contact_reason: Mapped[str] = mapped_column(Text, default="")
    # Why the reply goes out before every co-unit has given its opinion and every disagreement is decided.
    without_co_reason: Mapped[str] = mapped_column(Text, default="")
    # What was taken over from the reply to another paper of the group; each deputy is owed words of his own beside it.
    copied_opening: Mapped[str] = mapped_column(Text, default="")
    # The sentence on the co-units as it went out: what comes in later never changes a letter.
    closing: Mapped[str] = mapped_column(Text, default="")
    # The unit that answered, where the share has since been handed over to another.
    by_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # Who signed on paper, where the reply was entered for the unit.
    signer_name: Mapped[str] = mapped_column(String(100), default="")
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # On its way out: with whom it lies, how often it was sent up, who let it pass.
    stage: Mapped[ClearanceStage | None]
    # Who signs and whether it is checked after, by the rulebook of the case, settled each time it is sent up.
    needs_check: Mapped[bool] = mapped_column(default=False)
    principal_signs: Mapped[bool] = mapped_column(default=False)
    another_signs: Mapped[bool] = mapped_column(default=False)
    versions_sent: Mapped[int] = mapped_column(default=0)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    # The letter as the checker sees it, beside the unit's own, with a word why.
    checked_letter: Mapped[str] = mapped_column(String(8), default="")
    check_words: Mapped[str] = mapped_column(Text, default="")
    # Whether it goes to the public, and what the deputy said of that.
    publication: Mapped[PublicMode | None]
    publication_reason: Mapped[str] = mapped_column(Text, default="")
    deputy_view: Mapped[DeputyView | None]
    deputy_words: Mapped[str] = mapped_column(Text, default="")
    # A letter given later than the reply, by a look-back; the letter as sent stays in `letter`.
    letter_now: Mapped[str] = mapped_column(String(8), default="")
    escalation_is_open: Mapped[bool] = mapped_column(default=False)
    # Ratings that came on paper and wait for a second person of the desk.
    open_paper_ratings: Mapped[int] = mapped_column(default=0)
    # In how many lines of look-backs that run it lies; the lines beside hold what is said of it.
    look_backs_open: Mapped[int] = mapped_column(default=0)
    # Whether its unit may say what it thinks of the suggestion, settled when it is delivered: of the first reply, where
    # the city does so.
    asks_quality: Mapped[bool] = mapped_column(default=False)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delivered_at: Mapped[datetime | None]
    delivered_on: Mapped[date | None]
    rating_due_on: Mapped[date | None]
    headline: Mapped[Level | None]
    decision: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)

    task: Mapped[Task] = relationship(back_populates="rounds")
    drafted_by: Mapped[Person | None] = relationship(foreign_keys=[drafted_by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    by_unit: Mapped[Unit | None] = relationship()
    answers: Mapped[list[Answer]] = relationship(back_populates="round", order_by="Answer.request_no")
    deliveries: Mapped[list[Delivery]] = relationship(back_populates="round", order_by="Delivery.id")
    # Of the reply alone: what deputies say of its promises later is asked of the promise.
    ratings: Mapped[list[Rating]] = relationship(
        primaryjoin="and_(Round.id == Rating.round_id, Rating.commitment_id.is_(None), "
        "Rating.look_back_line_id.is_(None))",
        back_populates="round",
        order_by="Rating.id",
    )
    paper_ratings: Mapped[list[PaperRating]] = relationship(
        primaryjoin="and_(Round.id == PaperRating.round_id, PaperRating.commitment_id.is_(None))",
        order_by="PaperRating.id",
        viewonly=True,
    )
    versions: Mapped[list[ReplyVersion]] = relationship(back_populates="round", order_by="ReplyVersion.no")
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=[reviewed_by_id])
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_key_matter(self) -> bool:
        """Whether the paper is under key supervision or in a leader's charge: its principal handles it in person."""
        return self.suggestion.is_key or self.suggestion.is_leader_led

    @property
    def machine(self) -> Machine:
        return Machine.ROUND

    @property
    def suggestion(self) -> Suggestion:
        return self.task.suggestion

    @property
    def unit(self) -> Unit:
        """The unit whose reply it is: the one that gave it, though another may have taken over the share since."""
        return self.by_unit or self.task.unit

    @property
    def signer(self) -> str:
        """Who signed it, on paper or here."""
        return self.signed_by.name if self.signed_by else self.signer_name

    @property
    def signed_before(self) -> set[int]:
        """Persons who signed earlier replies of this share."""
        return {one.signed_by_id for one in self.task.rounds if one.no < self.no and one.signed_by_id is not None}

    @property
    def sent_up_by_id(self) -> int | None:
        """Who sent up the draft that is on its way out now."""
        return next((one.by_id for one in self.versions if one.no == self.versions_sent), None)

    @property
    def reply_gaps(self) -> list[str]:
        """What the reply still lacks."""
        waits = bool(self.co_units_waited_for or self.co_units_unread or self.co_units_at_odds)
        return gaps(self, self.task.part, waits=waits, asks_publication=self.asks_publication)

    @property
    def asks_publication(self) -> bool:
        """Whether it is to say if it goes to the public; what was sent up before that was asked goes out without."""
        return self.state is not RoundState.IN_CLEARANCE or self.publication is not None

    @property
    def co_units_waited_for(self) -> list[Task]:
        """The co-units whose opinion this reply has to wait for, or to say why it does not."""
        if self.task.role is not TaskRole.LEAD:
            return []
        return [task for task in self.task.suggestion.tasks if task.owes_opinion]

    @property
    def co_units_unread(self) -> list[Task]:
        """The co-units whose opinion is there while the lead has neither taken it nor sent it back (c.3)."""
        if self.task.role is not TaskRole.LEAD:
            return []
        co_units = [task for task in self.task.suggestion.tasks if task.role is TaskRole.CO and not task.was_replaced]
        # A unit that has taken the lead over does not read itself; of a share that has ended nothing is awaited.
        running = [task for task in co_units if task.unit_id != self.task.unit_id and task.state is not TaskState.ENDED]
        return [task for task in running if task.opinion_awaits_word]

    @property
    def co_units_at_odds(self) -> list[Task]:
        """The co-units this reply differs with while nobody has decided: it waits, or says why it does not."""
        if self.task.role is not TaskRole.LEAD:
            return []
        return [task for task in self.task.suggestion.tasks if task.disagreement_is_open]

    @property
    def raters(self) -> set[int]:
        """Persons who have answered the headline question."""
        return {one.person_id for one in self.ratings if one.is_current and one.question is Question.ANSWER}

    @property
    def delivered_to(self) -> list[Delivery]:
        return self.deliveries

    @property
    def paper_ratings_entered_by(self) -> list[int]:
        """Who typed the ratings on paper that wait for a second person; asked for only where there are any."""
        return [one.entered_by_id for one in self.paper_ratings if one.is_open] if self.open_paper_ratings else []

    @property
    def awaits_decision(self) -> bool:
        return self.state is RoundState.RATED and self.headline is Level.DISSATISFIED and self.decision is None

    @property
    def is_taken_up(self) -> bool:
        """Whether a decision about it is awaited, of the desk or of a meeting."""
        return self.awaits_decision or self.escalation_is_open
