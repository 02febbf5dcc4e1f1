"""What became of papers that look alike: their replies with an excerpt, their letters, what was promised and kept.

For papers the reader may open: a delivered reply and how its promises stand are read by everybody who may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.states import CommitmentState, RoundState, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Answer, Round, Task
from tracker.queries.scope import went_out


@dataclass(frozen=True)
class Replied:
    """One reply that went out. `letter` is what it counts as now; `answers` are its words, request by request."""

    unit: str
    letter: str
    delivered_on: date | None
    headline: Level | None
    opening: str
    answers: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it says to the matter, without how it greets."""
        return "\n".join(self.answers) or self.opening


@dataclass
class Became:
    """What became of one paper."""

    replies: list[Replied] = field(default_factory=list)
    promises: list[Commitment] = field(default_factory=list)


def became_of(ids: Collection[int]) -> dict[int, Became]:
    """By paper, also of those of which nothing came yet; the reader must be known to read these papers. Three
    statements, none where nothing is asked."""
    found = {one: Became() for one in ids}
    if not found:
        return found
    for suggestion_id, reply in _replies(ids):
        found[suggestion_id].replies.append(reply)
    wanted = (
        select(Commitment)
        .join(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .where(
            Commitment.suggestion_id.in_(ids),
            Commitment.state != CommitmentState.REPLACED,
            Suggestion.state != SuggestionState.ARCHIVED,
        )
        .order_by(Commitment.due_on, Commitment.id)
    )
    for promise in db.session.scalars(wanted):
        found[promise.suggestion_id].promises.append(promise)
    return found


def _replies(ids: Collection[int]) -> Iterator[tuple[int, Replied]]:
    rows = db.session.execute(
        select(
            Task.suggestion_id,
            Round.id,
            Round.letter,
            Round.letter_now,
            Round.delivered_on,
            Round.headline,
            Round.state,
            Round.opening,
            Unit.short_name,
        )
        .join(Round, Round.task_id == Task.id)
        # Another unit may have taken the share over since.
        .join(Unit, Unit.id == func.coalesce(Round.by_unit_id, Task.unit_id))
        .where(Task.suggestion_id.in_(ids), went_out())
        .order_by(Task.suggestion_id, Round.delivered_on, Round.id)
    ).all()
    answers = _answers([row.id for row in rows])
    for row in rows:
        # Nobody but the case's own people knows a rating before the window is shut.
        level = row.headline if row.state == RoundState.RATED else None
        letter, said = row.letter_now or row.letter, tuple(answers.get(row.id, ()))
        yield row.suggestion_id, Replied(row.short_name, letter, row.delivered_on, level, row.opening, said)


def _answers(rounds: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    wanted = select(Answer.round_id, Answer.body).where(Answer.round_id.in_(rounds))
    for round_id, body in db.session.execute(wanted.order_by(Answer.round_id, Answer.request_no)):
        if body.strip():
            found.setdefault(round_id, []).append(body.strip())
    return found
