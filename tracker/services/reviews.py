"""The desk's review: number and register, return for correction, not accept."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.numbering import series_of
from tracker.domain.parties import Actor
from tracker.models.record import Counter
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh


@transactional
def take_up(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Begin the review, so that colleagues see it is in hand; returns the suggestion's id."""
    suggestion = fresh(Suggestion, suggestion_id)
    advance(suggestion, Action.TAKE_UP, actor, now=now)
    return suggestion.id


@transactional
def accept(actor: Actor, suggestion_id: int, *, category_id: int, version: int, now: datetime) -> str:
    """Register the paper under the next number of its series; returns the number.

    The serial is taken inside this transaction under the write lock: unique and without gaps.
    """
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    suggestion.category_id = category_id
    number, year, serial = _next_number(suggestion, now=now)
    suggestion.number = number
    suggestion.number_sort = f"{year:04d}-{serial:08d}"
    suggestion.registered_on = day_of(now)
    _note_review(suggestion, Outcome.ACCEPTED, actor, now=now)
    advance(suggestion, Action.ACCEPT, actor, now=now, facts={"number": number, "category": category_id})
    return number


@transactional
def send_back(actor: Actor, suggestion_id: int, *, reason: str, version: int, now: datetime) -> int:
    """Return for correction with a reason; the filing day is kept. Returns the suggestion's id."""
    if not reason.strip():
        raise Invalid(reason="missing")
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    _note_review(suggestion, Outcome.RETURNED, actor, words=reason, now=now)
    advance(suggestion, Action.RETURN, actor, now=now, note=reason)
    return suggestion.id


@transactional
def refuse(actor: Actor, suggestion_id: int, *, ground: str, words: str, version: int, now: datetime) -> int:
    """Not accept as a suggestion, on a coded ground of the rulebook with an explanation. Returns the id."""
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    if laws.rulebook_for(day_of(now)).ground(ground) is None:
        raise Invalid(ground="unknown")
    if not words.strip():
        raise Invalid(words="missing")
    _note_review(suggestion, Outcome.REFUSED, actor, ground=ground, words=words, now=now)
    advance(suggestion, Action.REFUSE, actor, now=now, note=words, facts={"ground": ground})
    return suggestion.id


def _next_number(suggestion: Suggestion, *, now: datetime) -> tuple[str, int, int]:
    today = day_of(now)
    numbering = laws.rulebook_for(today).numbering
    series = series_of(numbering, today, suggestion.session_id)
    counter = db.session.get(Counter, series, populate_existing=True)
    if counter is None:
        counter = Counter(series=series, last=0)
        db.session.add(counter)
    counter.last += 1
    ordinal = suggestion.session.ordinal if suggestion.session else 0
    return numbering.number(today.year, counter.last, ordinal), today.year, counter.last


def _note_review(
    suggestion: Suggestion, outcome: Outcome, actor: Actor, *, now: datetime, ground: str = "", words: str = ""
) -> None:
    db.session.add(
        Review(
            suggestion_id=suggestion.id,
            outcome=outcome,
            ground=ground,
            words=words,
            by_id=actor.person_id,
            made_at=now,
        )
    )
