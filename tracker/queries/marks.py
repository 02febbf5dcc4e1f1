"""What the desk asked an author to mend, and what became of each passage since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.marks import Fate, fate, fields_of
from tracker.models.record import Event
from tracker.models.reviews import Review, ReviewMark
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.queries.writing import last_return


@dataclass(frozen=True)
class Marked:
    """One passage with what is to be done, and whether it still stands there."""

    field: str
    passage: str
    remark: str
    fate: Fate


@dataclass(frozen=True)
class Correction:
    """The latest return: its words and day, the passages it marked, the text it was about."""

    review: Review
    marks: Sequence[Marked]
    before: SuggestionText | None

    @property
    def mended(self) -> int:
        return sum(one.fate is Fate.MENDED for one in self.marks)

    def of(self, field: str) -> list[Marked]:
        """The marks of one part of the paper; `requests` are all of them."""
        return [one for one in self.marks if one.field.partition("-")[0] == field]


def correction(suggestion: Suggestion) -> Correction | None:
    """What the paper was sent back for last, if it was; five statements at most."""
    review = last_return(suggestion)
    if review is None:
        return None
    marks = db.session.scalars(
        select(ReviewMark).where(ReviewMark.review_id == review.id).order_by(ReviewMark.id)
    ).all()
    before = _returned_text(suggestion, review)
    then, now = _fields(before), _fields(suggestion.text)
    found = [Marked(one.field, one.passage, one.remark, fate(one.field, one.passage, then, now)) for one in marks]
    return Correction(review, found, before)


def _returned_text(suggestion: Suggestion, review: Review) -> SuggestionText | None:
    """The version that was sent back: what the act says, or the latest there was at that moment."""
    facts = db.session.scalar(
        select(Event.facts)
        .where(Event.suggestion_id == suggestion.id, Event.action == Action.RETURN, Event.at == review.made_at)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    named = (
        SuggestionText.no == facts["text"] if facts and "text" in facts else SuggestionText.made_at <= review.made_at
    )
    return db.session.scalars(
        select(SuggestionText)
        .where(SuggestionText.suggestion_id == suggestion.id, named)
        .order_by(SuggestionText.no.desc())
        .limit(1)
        .options(selectinload(SuggestionText.requests))
    ).first()


def _fields(text: SuggestionText | None) -> dict[str, str]:
    if text is None:
        return {}
    return fields_of(text.title, text.problem, text.analysis, [one.body for one in text.requests])
