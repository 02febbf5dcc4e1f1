"""Rating a reply, the end of the rating window, and what the desk decides after a dissatisfied answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may
from tracker.domain.ratings import Level, Question, Wish, answers_to, headline, worst
from tracker.domain.rulebook import HeadlineOf
from tracker.domain.states import RoundState, TaskState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Delivery, Rating, Round
from tracker.queries import law as laws
from tracker.queries.ratings import OF_REPLY
from tracker.services._advance import advance, settled_on
from tracker.services._load import Invalid, fresh
from tracker.services._rating import Ballot, Rater, Verdict, forget_draft, of_round, said_meanwhile, supersede, write
from tracker.services._requests import drop_all
from tracker.services.rehandling import open_again, open_by_itself


@transactional
def rate(
    actor: Actor,
    round_id: int,
    verdicts: Mapping[Question, Verdict],
    *,
    version: int,
    now: datetime,
    private_note: str = "",
    wish: Wish | None = None,
    seen: int | None = None,
) -> int:
    """Rate a delivered reply; until the window shuts it may be changed, which adds rows and overwrites none.

    The rating is bound to the reply that was shown: `version` is the round's (WF-12). When the last signer has
    rated, the window shuts at once. Raises `Invalid` where the deputy has rated since the form was opened: `seen` is
    the newest row of his own that it showed. Returns the suggestion's id.
    """
    return rate_reply(actor, round_id, Ballot(verdicts, private_note, wish, seen), version=version, now=now)


def rate_reply(
    actor: Actor, round_id: int, ballot: Ballot, *, version: int, now: datetime, facts: dict[str, Any] | None = None
) -> int:
    """The same inside another service's transaction; `facts` say by which way it came."""
    one = fresh(Round, round_id, version=version)
    if wrong := ballot.owed | said_meanwhile(one, actor.person_id, ballot):
        raise Invalid(**wrong)
    advance(one, Action.RATE, actor, now=now, facts=ballot.as_facts | (facts or {}))
    supersede(one, actor.person_id)
    write(one, Rater(actor.person_id, actor.membership_id), ballot, now=now)
    forget_draft(actor.person_id, of_round(one.id))
    if one.everybody_rated(day_of(now)) and not one.open_paper_ratings:
        shut(one, now=now)
    return one.task.suggestion_id


@transactional
def rehandle(
    actor: Actor,
    round_id: int,
    *,
    reason: str,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
    asks: str = "",
) -> int:
    """Order re-handling (重新办理): a new round opens, the first stays as it was. Returns the suggestion's id.

    `asks` says what the unit has to answer this time; who orders it is the desk's contact for the new round.
    """
    facts = {"asks": asks} if asks.strip() else {}
    one = _decide(actor, round_id, Action.REHANDLE, reason, version=version, now=now, files=files, facts=facts)
    open_again(actor, one, now=now)
    return one.task.suggestion_id


@transactional
def explain(actor: Actor, round_id: int, *, reason: str, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """Record why a dissatisfied answer leads to no new round. Returns the suggestion's id."""
    one = _decide(actor, round_id, Action.EXPLAIN, reason, version=version, now=now, files=files)
    close_if_settled(one.suggestion, now=now)
    return one.task.suggestion_id


@transactional
def lapse_due(*, now: datetime, most: int = 200) -> int:
    """Shut rating windows whose last day is over, as the worker does; returns how many. Repeatable without harm.

    A window also ends when nobody who has still to rate holds a seat any more: with the ratings there are, or without
    feedback.
    """
    today = day_of(now)
    due = db.session.scalars(
        select(Round)
        .where(
            Round.state == RoundState.DELIVERED,
            Round.open_paper_ratings == 0,
            or_(Round.rating_due_on < today, _nobody_is_left(today)),
        )
        .order_by(Round.id)
        .limit(most)
    ).all()
    return sum(_end_window(one, today, now=now) for one in due)


def _nobody_is_left(today: date) -> ColumnElement[bool]:
    """Of those asked to rate, each has rated or lost the seat."""
    has_rated = exists().where(
        Rating.round_id == Delivery.round_id,
        Rating.person_id == Delivery.person_id,
        Rating.is_current,
        Rating.question == Question.ANSWER,
        OF_REPLY,
    )
    asked = exists().where(Delivery.round_id == Round.id, Delivery.may_rate)
    waits = exists().where(Delivery.round_id == Round.id, Delivery.may_rate, Delivery.seat_until >= today, ~has_rated)
    return and_(asked, ~waits)


def _end_window(one: Round, today: date, *, now: datetime) -> bool:
    if may(CLOCK, Action.SHUT_RATING, one, today=today):
        shut(one, now=now)
        return True
    if not may(CLOCK, Action.LAPSE, one, today=today):
        return False
    facts: dict[str, Any] = {"no_seat": True} if one.nobody_can_rate(today) else _dated(one.rating_due_on)
    on = settled_on(one)
    advance(one, Action.LAPSE, CLOCK, now=now, facts=facts)
    _keep_headline(one.suggestion)
    close_if_settled(one.suggestion, now=now, on=on)
    return True


def shut(one: Round, *, now: datetime) -> None:
    """End the window of a round somebody rated: the headline stands, units may now read it."""
    answers = answers_to(one.ratings, Question.ANSWER)
    book = laws.rulebook_of(one.suggestion.assigned_on, day_of(now))
    lead_counts = book.rating.counts is HeadlineOf.LEAD
    one.headline = headline(answers, one.suggestion.author_id or 0, lead_counts=lead_counts)
    advance(one, Action.SHUT_RATING, CLOCK, now=now, facts=shut_facts(one, len(answers)))
    _keep_headline(one.suggestion)
    if not open_by_itself(one, now=now):
        close_if_settled(one.suggestion, now=now, on=settled_on(one))


def close_if_settled(suggestion: Suggestion, *, now: datetime, on: date | None = None) -> None:
    """Close the case once every last round is rated or lapsed; open co-tasks end with it.

    `on` is the day that settled it where time did: a worker that looks late moves no date.
    """
    if not suggestion.every_round_is_settled:
        return
    for task in suggestion.tasks:
        if task.state is not TaskState.ENDED:
            drop_all(task, now=now)
            advance(task, Action.END, CLOCK, now=now)
    suggestion.closed_on = on or day_of(now)
    advance(suggestion, Action.CLOSE, CLOCK, now=now)


def _decide(
    actor: Actor,
    round_id: int,
    action: Action,
    reason: str,
    *,
    version: int,
    now: datetime,
    files: Sequence[str],
    facts: dict[str, Any] | None = None,
) -> Round:
    if not reason.strip():
        raise Invalid(reason="missing")
    one = fresh(Round, round_id, version=version)
    advance(one, action, actor, now=now, note=reason, files=files, facts=facts)
    one.decision = action.value
    db.session.flush()
    return one


def _keep_headline(suggestion: Suggestion) -> None:
    suggestion.headline = worst(level for task in suggestion.replying if (level := last_level(task.rounds)))


def last_level(rounds: Sequence[Round]) -> Level | None:
    """The level of the last round of a task that was rated; an open or unanswered later round does not undo it."""
    return next((one.headline for one in reversed(rounds) if one.headline is not None), None)


def shut_facts(one: Round, rated: int) -> dict[str, Any]:
    """What the record says of a window that shut: the headline, how many rated, and the day when time shut it."""
    level = one.headline.value if one.headline else None
    said: dict[str, Any] = {"headline": level, "rated": rated, "silent": max(0, len(one.asked) - rated)}
    return said if settled_on(one) != one.rating_due_on or not one.unrated else said | _dated(one.rating_due_on)


def _dated(day: date | None) -> dict[str, str | None]:
    return {"window_ended_on": day.isoformat() if day else None}


__all__ = [
    "Ballot",
    "Verdict",
    "close_if_settled",
    "explain",
    "lapse_due",
    "last_level",
    "rate",
    "rate_reply",
    "rehandle",
    "shut",
    "shut_facts",
]
