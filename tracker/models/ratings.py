"""What deputies say of replies and promises: ratings, ratings on paper, links that lead to a rating."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, index_of_few
from tracker.domain.quality import Quality
from tracker.domain.ratings import Level, Question, Wish
from tracker.models.people import Person

if TYPE_CHECKING:
    from tracker.models.tasks import Round


def _current(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


class Rating(Base):
    """One signer's answer to one question; a correction is a new row (rule R12). Process and answer are about a round;
    implementation about one promise, and once more for each look-back."""

    __tablename__ = "rating"
    __table_args__ = (
        _current(
            "uq_rating_current",
            "round_id",
            "person_id",
            "question",
            where="is_current AND commitment_id IS NULL AND look_back_line_id IS NULL",
        ),
        _current(
            "uq_rating_of_commitment",
            "commitment_id",
            "person_id",
            where="is_current AND commitment_id IS NOT NULL AND look_back_line_id IS NULL",
        ),
        _current(
            "uq_rating_in_look_back",
            "look_back_line_id",
            "person_id",
            where="is_current AND look_back_line_id IS NOT NULL",
        ),
        Index("ix_rating_round_id", "round_id"),
        # Most are about replies.
        index_of_few("ix_rating_commitment_id", "commitment_id", "person_id", where="commitment_id IS NOT NULL"),
        index_of_few("ix_rating_look_back_line_id", "look_back_line_id", where="look_back_line_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    look_back_line_id: Mapped[int | None] = mapped_column(ForeignKey("look_back_line.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    question: Mapped[Question]
    level: Mapped[Level]
    reason: Mapped[str] = mapped_column(Text, default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    # What the deputy asks for when not satisfied; kept with the answer question.
    wish: Mapped[Wish | None]
    # Where it came on paper and two named persons entered it.
    paper_rating_id: Mapped[int | None] = mapped_column(ForeignKey("paper_rating.id"))
    # Of a promise: in which of its windows (`Commitment.rating_window`).
    window: Mapped[int | None]
    is_current: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]
    round: Mapped[Round] = relationship(back_populates="ratings")
    person: Mapped[Person] = relationship()


class PaperRating(Base):
    """A rating that came on paper with its scan: one person enters it, another confirms it before it counts (AZ-09)."""

    __tablename__ = "paper_rating"
    __table_args__ = (
        Index("ix_paper_rating_round_id", "round_id"),
        _current(
            "uq_paper_rating_open",
            "round_id",
            "person_id",
            where="confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NULL",
        ),
        _current(
            "uq_paper_rating_of_commitment_open",
            "commitment_id",
            "person_id",
            where="confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NOT NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    # Of one promise of that reply; of the reply itself where there is none.
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_on: Mapped[date]
    # Level and reason by question.
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    private_note: Mapped[str] = mapped_column(Text, default="")
    wish: Mapped[Wish | None]
    attachment_key: Mapped[str] = mapped_column(ForeignKey("attachment.key"))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    is_rejected: Mapped[bool] = mapped_column(default=False)
    rejection: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and not self.is_rejected

    __mapper_args__ = {"version_id_col": version}


class QualityRating(Base):
    """What the unit says of the suggestion it replied to (建议质量评价); a correction is a new row.

    It is no part of the round: no deputy's rating, no figure and no clock hangs on it.
    """

    __tablename__ = "quality_rating"
    __table_args__ = (
        Index("ix_quality_rating_round_id", "round_id"),
        _current("uq_quality_rating_current", "round_id", where="is_current"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    problem: Mapped[Quality]
    analysis: Mapped[Quality]
    proposal: Mapped[Quality]
    words: Mapped[str] = mapped_column(Text, default="")
    is_current: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class RatingLink(Base):
    """A link to one deputy's rating of one reply, or of one promise; it opens nothing without a one-time code, and a
    visit rates nothing.

    Only digests are stored, of the link as of the code.
    """

    __tablename__ = "rating_link"
    __table_args__ = (Index("ix_rating_link_round_id", "round_id", "person_id"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    good_until: Mapped[date]
    code_digest: Mapped[str] = mapped_column(String(64), default="")
    code_until: Mapped[datetime | None]
    code_asked_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    # The browser that gave the right code, for a while: the digest of what its cookie holds.
    grant_digest: Mapped[str] = mapped_column(String(64), default="")
    grant_until: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
