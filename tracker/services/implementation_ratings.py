"""What became of a promise (落实评价): rated when the unit reports it kept or its day has passed, and again later.

What was said while a promise was late stays: keeping it later opens another window and overwrites nothing. Ratings
given in a look-back (回头看) are rows of the look-back's line.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may
from tracker.domain.ratings import Question, answers_to, headline, needs_reason
from tracker.domain.rulebook import HeadlineOf
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment
from tracker.models.look_backs import LookBackLine
from tracker.models.ratings import Rating
from tracker.models.replies import Delivery
from tracker.queries import law as laws
from tracker.queries.duties_ratings import ASKED_ABOUT_PROMISE
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._rating import (
    Ballot,
    Rater,
    Verdict,
    drop_promise_papers,
    forget_draft,
    of_commitment,
    said_meanwhile,
    supersede,
)
from tracker.services._rating_links import take_back_links

IMPLEMENTATION = Question.IMPLEMENTATION
REPORTED = (CommitmentState.FULFILLED, CommitmentState.PAST_DUE)


@transactional
def rate_commitment(
    actor: Actor,
    commitment_id: int,
    verdict: Verdict | None,
    *,
    version: int,
    now: datetime,
    private_note: str = "",
    seen: int | None = None,
) -> int:
    """Rate what became of a promise; within the window it may be changed. Returns the suggestion's id.

    Bound to the report that was shown: `version` is the promise's. When the last signer has rated, the window shuts.
    """
    said = {} if verdict is None else {IMPLEMENTATION: verdict}
    return rate_promise(actor, commitment_id, Ballot(said, private_note, seen=seen), version=version, now=now)


def rate_promise(
    actor: Actor,
    commitment_id: int,
    ballot: Ballot,
    *,
    version: int,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> int:
    """The same inside another service's transaction; `facts` say by which way it came."""
    _owed(ballot.verdicts.get(IMPLEMENTATION))
    one = fresh(Commitment, commitment_id, version=version)
    if wrong := said_meanwhile(one, actor.person_id, ballot):
        raise Invalid(**wrong)
    told = {"no": one.request_no, "window": one.rating_window} | ballot.as_facts
    advance(one, Action.RATE_COMMITMENT, actor, now=now, facts=told | (facts or {}))
    supersede(one, actor.person_id)
    write_of_promise(one, Rater(actor.person_id, actor.membership_id), ballot, now=now)
    forget_draft(actor.person_id, of_commitment(one.id))
    if one.everybody_rated(day_of(now)) and not one.open_paper_ratings:
        end_window(one, now=now)
    return one.suggestion_id


def write_of_promise(one: Commitment, rater: Rater, ballot: Ballot, *, now: datetime) -> None:
    """The row of it; an earlier one of the same deputy stays and counts no longer."""
    _no_longer(one.ratings, rater.person_id)
    window, note = one.rating_window, ballot.private_note
    said = ballot.verdicts[IMPLEMENTATION]
    one.ratings.append(_row(rater, one.round_id, said, private_note=note, now=now, window=window))
    db.session.flush()


def write_in_look_back(
    line: LookBackLine, actor: Actor, verdict: Verdict, *, now: datetime, private_note: str = ""
) -> None:
    """The row of it, inside another act's transaction; an earlier one of the same deputy stays and counts no longer."""
    mine = select(Rating).where(Rating.look_back_line_id == line.id, Rating.person_id == actor.person_id)
    _no_longer(db.session.scalars(mine.where(Rating.is_current)).all(), actor.person_id)
    made = _row(Rater(actor.person_id, actor.membership_id), line.round_id, verdict, private_note=private_note, now=now)
    made.look_back_line_id, made.commitment_id = line.id, line.commitment_id
    db.session.add(made)
    db.session.flush()


@transactional
def lapse_due(*, now: datetime, most: int = 200) -> int:
    """Shut the windows of promises whose last day is over, as the worker does; returns how many. Repeatable."""
    today = day_of(now)
    due = db.session.scalars(
        select(Commitment)
        .where(
            Commitment.rating_due_on.is_not(None),
            Commitment.rating_shut_on.is_(None),
            Commitment.state.in_(REPORTED),
            Commitment.open_paper_ratings == 0,
            # What a deputy denies is looked into first; the law says so too.
            or_(Commitment.is_disputed.is_(False), Commitment.state == CommitmentState.PAST_DUE),
            or_(Commitment.rating_due_on < today, _nobody_is_left(today)),
        )
        .order_by(Commitment.id)
        .limit(most)
    ).all()
    return sum(end_window(one, now=now) for one in due)


def end_window(one: Commitment, *, now: datetime) -> bool:
    """End the window where the law lets it: with a level where somebody rated, without feedback where nobody did."""
    action = next((each for each in _ENDS if may(CLOCK, each, one, today=day_of(now))), None)
    if action is None:
        return False
    answers = answers_to(one.ratings, IMPLEMENTATION, window=one.rating_window)
    book = laws.rulebook_of(one.suggestion.assigned_on, day_of(now))
    lead_counts = book.rating.counts is HeadlineOf.LEAD
    one.implementation = headline(answers, one.suggestion.author_id or 0, lead_counts=lead_counts)
    on = _ended_on(one, now=now)
    drop_promise_papers(one, now=now)
    take_back_links(one, now=now)
    facts: dict[str, Any] = {
        "no": one.request_no,
        "headline": one.implementation.value if one.implementation else None,
        "rated": len(answers),
        "asked": len(one.asked),
        "window_ended_on": on.isoformat(),
    }
    advance(one, action, CLOCK, now=now, facts=facts)
    one.rating_shut_on = on
    return True


_ENDS = (Action.SHUT_COMMITMENT_RATING, Action.LAPSE_COMMITMENT_RATING, Action.SHUT_UNKEPT_RATING)


def _ended_on(one: Commitment, *, now: datetime) -> date:
    """The last day of the window where time ended it, however late the worker looks."""
    today = day_of(now)
    return min(today, one.rating_due_on) if one.rating_due_on and one.unrated else today


def _nobody_is_left(today: date) -> ColumnElement[bool]:
    """Of those asked to rate, nobody who has not rated holds a seat any more."""
    has_rated = exists().where(
        Rating.commitment_id == Commitment.id,
        Rating.look_back_line_id.is_(None),
        Rating.person_id == Delivery.person_id,
        Rating.is_current,
        Rating.window == Commitment.rating_window,
    )
    of_it = (Delivery.round_id == Commitment.round_id, ASKED_ABOUT_PROMISE)
    asked = exists().where(*of_it)
    waits = exists().where(*of_it, Delivery.seat_until >= today, ~has_rated)
    return and_(asked, ~waits)


def _owed(verdict: Verdict | None) -> Verdict:
    if verdict is None:
        raise Invalid(level="missing")
    if needs_reason(verdict.level) and not verdict.reason.strip():
        raise Invalid(reason="missing")
    return verdict


def _no_longer(ratings: Any, person_id: int | None) -> None:
    for earlier in ratings:
        if earlier.person_id == person_id and earlier.is_current:
            earlier.is_current = False
    db.session.flush()


def _row(
    rater: Rater, round_id: int, verdict: Verdict, *, private_note: str, now: datetime, window: int | None = None
) -> Rating:
    return Rating(
        round_id=round_id,
        person_id=rater.person_id,
        membership_id=rater.membership_id,
        paper_rating_id=rater.paper_rating_id,
        question=IMPLEMENTATION,
        level=verdict.level,
        reason=verdict.reason,
        private_note=private_note,
        window=window,
        made_at=now,
        is_current=True,
    )
