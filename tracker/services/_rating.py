"""A rating of a reply inside another act's transaction: what is owed in it, its rows, and what it replaces."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm.attributes import set_committed_value

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK
from tracker.domain.rating_sight import LEVELS, SEALED, seal_of
from tracker.domain.ratings import ASKED_ON_DELIVERY, Level, Question, Wish, needs_reason
from tracker.models.commitments import Commitment
from tracker.models.ratings import PaperRating, Rating
from tracker.models.record import KeptText
from tracker.models.tasks import Round
from tracker.services._advance import advance
from tracker.services._load import Invalid


@dataclass(frozen=True)
class Verdict:
    """One answer: a level and why, which is owed below satisfied and kept always."""

    level: Level
    reason: str = ""


@dataclass(frozen=True)
class Rater:
    """Whose rating it is, under which hat, and the paper it came on."""

    person_id: int | None
    membership_id: int | None
    paper_rating_id: int | None = None


@dataclass(frozen=True)
class Ballot:
    """All that one deputy says of one reply."""

    verdicts: Mapping[Question, Verdict]
    private_note: str = ""
    wish: Wish | None = None
    # The newest row of one's own that the form showed, 0 for none; nothing where no form was shown.
    seen: int | None = None

    @property
    def levels(self) -> dict[str, str]:
        """What the record says of it; reasons and notes stand in the rows alone."""
        return {question.value: verdict.level.value for question, verdict in self.verdicts.items()}

    @property
    def as_facts(self) -> dict[str, Any]:
        """The same with a digest of the words, so that a row which was changed afterwards is found (rule R12)."""
        reasons = {question.value: verdict.reason for question, verdict in self.verdicts.items()}
        wish = self.wished.value if self.wished else None
        return {LEVELS: self.levels, SEALED: seal_of(reasons, self.private_note, wish)}

    @property
    def owed(self) -> dict[str, str]:
        """What is missing of a rating of a reply."""
        return self.owed_of(ASKED_ON_DELIVERY)

    def owed_of(self, questions: Collection[Question]) -> dict[str, str]:
        """What is missing, by field: each question its level, and why below satisfied."""
        return self.unanswered(questions) | {
            f"{question.value}_reason": "missing" for question, verdict in self.verdicts.items() if _lacks(verdict)
        }

    def unanswered(self, questions: Collection[Question]) -> dict[str, str]:
        """The questions without a level: all that is owed by a paper, which stays as it was signed."""
        return {question.value: "missing" for question in questions if question not in self.verdicts}

    def check(self) -> None:
        """Raises `Invalid` for what is missing."""
        if self.owed:
            raise Invalid(**self.owed)

    @property
    def wished(self) -> Wish | None:
        """Who is satisfied asks for nothing: a ring once chosen cannot be let go again, so it is not counted."""
        answer = self.verdicts.get(Question.ANSWER)
        return self.wish if answer is not None and needs_reason(answer.level) else None


def _lacks(verdict: Verdict) -> bool:
    return needs_reason(verdict.level) and not verdict.reason.strip()


def newest_of(one: Round | Commitment, person_id: int | None) -> int:
    """The last row that counts of what a deputy has said himself."""
    return max((each.id for each in one.ratings if each.person_id == person_id and each.is_current), default=0)


def said_meanwhile(one: Round | Commitment, person_id: int | None, ballot: Ballot) -> dict[str, str]:
    """Who rated in another window since this form was opened is asked which of the two counts (rule R12)."""
    fits = ballot.seen is None or ballot.seen == newest_of(one, person_id)
    return {} if fits else {"mine": "rated_elsewhere"}


def write(one: Round, rater: Rater, ballot: Ballot, *, now: datetime) -> None:
    """The rows, beside earlier ones of the same deputy, which stay and count no longer (rule R12)."""
    for earlier in one.ratings:
        if earlier.person_id == rater.person_id and earlier.is_current and earlier.question in ballot.verdicts:
            earlier.is_current = False
    db.session.flush()
    for question, verdict in ballot.verdicts.items():
        answers = question is Question.ANSWER
        one.ratings.append(
            Rating(
                person_id=rater.person_id,
                membership_id=rater.membership_id,
                paper_rating_id=rater.paper_rating_id,
                question=question,
                level=verdict.level,
                reason=verdict.reason,
                private_note=ballot.private_note if answers else "",
                wish=ballot.wished if answers else None,
                made_at=now,
                is_current=True,
            )
        )
    db.session.flush()


SUPERSEDED, REPLY_IS_VOID, WINDOW_IS_OVER = "self_rated", "reply_void", "window_over"


def supersede(one: Round | Commitment, person_id: int | None) -> None:
    """Who rates himself needs no paper any more: one that waits for a second person is over."""
    if not one.open_paper_ratings:
        return
    for paper in one.paper_ratings:
        if paper.person_id == person_id and paper.is_open:
            paper.is_rejected, paper.rejection = True, SUPERSEDED
            count_papers(one, -1)


def drop_promise_papers(one: Commitment, *, now: datetime) -> None:
    """What was typed off paper in a window of a promise dies with that window."""
    for paper in [each for each in one.paper_ratings if each.is_open] if one.open_paper_ratings else []:
        facts = {"no": one.request_no, "for_person": paper.person_id, "window_is_over": True}
        advance(one, Action.REJECT_COMMITMENT_RATING, CLOCK, now=now, facts=facts)
        paper.is_rejected, paper.rejection = True, WINDOW_IS_OVER
        count_papers(one, -1)


def drop_papers(one: Round, *, now: datetime) -> None:
    """What was typed off paper for a reply that is void is no rating of the one that comes in its place."""
    for paper in [each for each in one.paper_ratings if each.is_open]:
        facts = {"for_person": paper.person_id, "reply_is_void": True}
        advance(one, Action.REJECT_RATING, CLOCK, now=now, facts=facts)
        paper.is_rejected, paper.rejection = True, REPLY_IS_VOID
        count_papers(one, -1)


def count_papers(one: Round | Commitment, by: int) -> None:
    """One more or less that waits; no new version of it, or another deputy's open form would be out of date."""
    of = type(one)
    wanted = update(of).where(of.id == one.id).values(open_paper_ratings=of.open_paper_ratings + by)
    db.session.execute(wanted, execution_options={"synchronize_session": False})
    set_committed_value(one, "open_paper_ratings", one.open_paper_ratings + by)


def ballot_of(paper: PaperRating) -> Ballot:
    """What stands on the paper."""
    held: dict[str, Any] = paper.levels
    verdicts = {Question(code): Verdict(Level(said["level"]), said["reason"]) for code, said in held.items()}
    return Ballot(verdicts, paper.private_note, paper.wish)


def draft_key(person_id: int | None, what: str) -> str:
    """Under which a rating that was begun is put aside; `what` names the reply or the promise."""
    return hashlib.sha256(f"rating {person_id} {what}".encode()).hexdigest()


def forget_draft(person_id: int | None, what: str) -> None:
    """What was put aside has been handed in."""
    db.session.execute(delete(KeptText).where(KeptText.key == draft_key(person_id, what)))


def of_round(round_id: int) -> str:
    return f"round {round_id}"


def of_commitment(commitment_id: int) -> str:
    return f"commitment {commitment_id}"
