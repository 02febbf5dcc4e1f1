"""The desk's review: number and register, return for correction with passages marked, not accept, treat as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.marks import fields_of, located
from tracker.domain.numbering import series_of
from tracker.domain.parties import Actor
from tracker.domain.rulebook import ClockKind, Switch
from tracker.models.record import Clock
from tracker.models.reviews import Outcome, Review, ReviewMark
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.services._advance import advance, keep_nearest
from tracker.services._load import Invalid, fresh
from tracker.services._numbers import next_serial
from tracker.services._outcomes import end_with, forget, lapse_if_over, last_put
from tracker.services._reviewing import begin

# A paper that is to be corrected lies with its author, not with the desk; longer than this it is better filed anew.
LONGEST_CORRECTION = timedelta(days=183)


@dataclass(frozen=True)
class Mark:
    """A passage to mend: the field it stands in, its words, what is to be done; `near` tells several places apart."""

    field: str
    passage: str
    remark: str
    near: int | None = None


@transactional
def take_up(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Begin the review, so that colleagues see it is in hand; returns the suggestion's id."""
    return begin(Action.TAKE_UP, actor, fresh(Suggestion, suggestion_id), now=now)


@transactional
def take_over(actor: Actor, suggestion_id: int, *, now: datetime) -> int:
    """Go on with a review a colleague has begun; returns the suggestion's id.

    What he has open meets the conflict page with his text when he sends it: nothing he wrote is lost.
    """
    return begin(Action.TAKE_OVER, actor, fresh(Suggestion, suggestion_id), now=now)


@transactional
def accept(actor: Actor, suggestion_id: int, *, category_id: int, version: int, now: datetime) -> str:
    """Register the paper under the next number of its series; returns the number.

    The serial is taken inside this transaction under the write lock: unique and without gaps.
    """
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    suggestion.category_id = category_id
    end_with(suggestion, actor, now=now)
    number, year, serial = _next_number(suggestion, now=now)
    suggestion.number = number
    suggestion.number_sort = f"{year:04d}-{serial:08d}"
    suggestion.registered_on = day_of(now)
    suggestion.circulates = laws.rulebook_for(day_of(now)).is_on(Switch.PRE_ASSIGNMENT)
    _note_review(suggestion, Outcome.ACCEPTED, actor, now=now)
    advance(suggestion, Action.ACCEPT, actor, now=now, facts={"number": number, "category": category_id})
    return number


@transactional
def send_back(
    actor: Actor,
    suggestion_id: int,
    *,
    reason: str,
    marks: Sequence[Mark] = (),
    answer_by: date | None = None,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Return for correction with a reason and the passages to mend; the filing day is kept. Returns the id.

    `answer_by` is a day of Asia/Shanghai in place of the rulebook's (`correction`). Raises `Invalid` for a passage the
    text does not hold and for a day that is over or too far.
    """
    if not reason.strip():
        raise Invalid(reason="missing")
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    _check_day(answer_by, now=now)
    found = [_located(suggestion, mark) for mark in marks]
    end_with(suggestion, actor, now=now)
    review = _note_review(suggestion, Outcome.RETURNED, actor, words=reason, now=now)
    facts = {"text": suggestion.text_no} | ({"marks": len(found)} if found else {})
    advance(suggestion, Action.RETURN, actor, now=now, note=reason, facts=facts, files=files)
    for mark in found:
        mark.review_id = review.id
    db.session.add_all(found)
    review.answer_by = _correct_by(suggestion, answer_by)
    return suggestion.id


@transactional
def refuse(
    actor: Actor, suggestion_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """Not accept as a suggestion, on the ground that was put to the deputy, with an explanation. Returns the id.

    Raises `Refused` before the deputy was asked, and for whoever put it where the deputy contested it.
    """
    return _decline(
        Action.REFUSE, Outcome.REFUSED, actor, suggestion_id, words, {}, version=version, now=now, files=files
    )


@transactional
def as_letter(
    actor: Actor,
    suggestion_id: int,
    *,
    words: str,
    sent_to: str,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Treat the paper as a deputy's letter (代表来信) and say where it went (Shanghai, article 8). Returns the id."""
    if not sent_to.strip():
        raise Invalid(sent_to="sent_to_missing")
    sent = {"sent_to": sent_to}
    return _decline(
        Action.AS_LETTER, Outcome.LETTER, actor, suggestion_id, words, sent, version=version, now=now, files=files
    )


def _decline(
    action: Action,
    outcome: Outcome,
    actor: Actor,
    suggestion_id: int,
    words: str,
    facts: dict[str, str],
    *,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    if not words.strip():
        raise Invalid(words="words_missing")
    lapse_if_over(suggestion, now=now)
    put = last_put(suggestion)
    ground = put.ground if put is not None else ""
    advance(suggestion, action, actor, now=now, note=words, facts={"ground": ground, **facts}, files=files)
    _note_review(suggestion, outcome, actor, ground=ground, words=words, now=now)
    forget(suggestion)
    return suggestion.id


def _check_day(answer_by: date | None, *, now: datetime) -> None:
    if answer_by is None:
        return
    if answer_by <= day_of(now):
        raise Invalid(answer_by="day_is_over")
    if answer_by > day_of(now) + LONGEST_CORRECTION:
        raise Invalid(answer_by="day_too_far")


def _located(suggestion: Suggestion, mark: Mark) -> ReviewMark:
    text = suggestion.text
    assert text is not None, "a paper handed in has a text"
    held = fields_of(text.title, text.problem, text.analysis, [one.body for one in text.requests])
    part = held.get(mark.field, "")
    place = located(part, mark.passage, mark.near)
    if place is None:
        raise Invalid(marks="passage_not_found")
    return ReviewMark(
        text_no=text.no,
        field=mark.field,
        starts=place[0],
        ends=place[1],
        passage=part[place[0] : place[1]],
        remark=mark.remark,
    )


def _correct_by(suggestion: Suggestion, answer_by: date | None) -> date | None:
    """The day to hand it in again by: the rulebook's as the clock has it, or the one the desk set in its place."""
    wanted = (Clock.suggestion_id == suggestion.id, Clock.stopped_on.is_(None))
    running = list(db.session.scalars(select(Clock).where(*wanted)))
    clock = next((one for one in running if one.kind is ClockKind.CORRECTION), None)
    if clock is not None and answer_by is not None:
        clock.due_on, clock.is_provisional = answer_by, False
        keep_nearest(suggestion, running)
    return answer_by or (clock.due_on if clock is not None else None)


def _next_number(suggestion: Suggestion, *, now: datetime) -> tuple[str, int, int]:
    today = day_of(now)
    numbering = laws.rulebook_for(today).numbering
    series = series_of(numbering, today, suggestion.session_id)
    serial = next_serial(series)
    ordinal = suggestion.session.ordinal if suggestion.session else 0
    return numbering.number(today.year, serial, ordinal), today.year, serial


def _note_review(
    suggestion: Suggestion, outcome: Outcome, actor: Actor, *, now: datetime, ground: str = "", words: str = ""
) -> Review:
    review = Review(
        suggestion_id=suggestion.id, outcome=outcome, ground=ground, words=words, by_id=actor.person_id, made_at=now
    )
    db.session.add(review)
    return review
