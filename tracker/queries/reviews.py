"""The queue of the review, who has taken a paper up, what a review came to, where a series of numbers stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased, joinedload

from tracker.db import db
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState
from tracker.models.organs import Category, Delegation, Unit
from tracker.models.people import Person
from tracker.models.record import Clock, Counter
from tracker.models.reviews import Review
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.bill_duties import IS_BILL
from tracker.queries.scope import sees

WAITING = (SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW)
# Bills have a queue of their own: the Presidium decides on them.
_WAITS = and_(Suggestion.state.in_(WAITING), ~IS_BILL)


class Whose(StrEnum):
    """Which part of the queue."""

    ALL = "all"
    NOBODY = "nobody"
    MINE = "mine"
    OTHERS = "others"


class Grade(StrEnum):
    """How near its limit a paper is, and what lies with its deputy."""

    LATE = "late"
    SOON = "soon"
    FRESH = "fresh"
    WITH_DEPUTY = "with_deputy"
    TO_DECIDE = "to_decide"


@dataclass(frozen=True)
class Counts:
    """How many wait, by who has taken them up and by grade."""

    all: int
    nobody: int
    mine: int
    by_grade: dict[Grade, int]

    @property
    def overdue(self) -> int:
        return self.by_grade[Grade.LATE]

    def of(self, whose: Whose) -> int:
        """The number beside the name of a part."""
        others = self.all - self.nobody - self.mine
        return {Whose.ALL: self.all, Whose.NOBODY: self.nobody, Whose.MINE: self.mine, Whose.OTHERS: others}[whose]


def _taker() -> ColumnElement[int | None]:
    """Who has the paper in review; nobody while it has only been handed in."""
    return case((Suggestion.state == SuggestionState.IN_REVIEW, Suggestion.reviewer_id), else_=None)


def _graded(today: date) -> dict[Grade, ColumnElement[bool]]:
    soon = today + timedelta(days=AMBER_DAYS)
    with_deputy = and_(
        Suggestion.intended.is_not(None), Suggestion.reception.is_(None), Suggestion.intended_until >= today
    )
    return {
        Grade.LATE: Suggestion.due_sort < today,
        Grade.SOON: and_(Suggestion.due_sort >= today, Suggestion.due_sort <= soon),
        Grade.FRESH: Suggestion.due_sort > soon,
        Grade.WITH_DEPUTY: with_deputy,
        Grade.TO_DECIDE: and_(Suggestion.intended.is_not(None), ~with_deputy),
    }


def _part(actor: Actor, whose: Whose) -> tuple[ColumnElement[bool], ...]:
    in_review = Suggestion.state == SuggestionState.IN_REVIEW
    parts: dict[Whose, tuple[ColumnElement[bool], ...]] = {
        Whose.ALL: (),
        Whose.NOBODY: (Suggestion.state == SuggestionState.SUBMITTED,),
        Whose.MINE: (in_review, _taker() == actor.person_id),
        Whose.OTHERS: (in_review, _taker() != actor.person_id),
    }
    return parts[whose]


def counts(actor: Actor, *, today: date) -> Counts:
    """The counts above the queue, in one statement."""
    graded = _graded(today)
    all_, nobody, mine, *grades = db.session.execute(
        select(
            func.count(),
            func.sum(case((Suggestion.state == SuggestionState.SUBMITTED, 1), else_=0)),
            func.sum(case((_taker() == actor.person_id, 1), else_=0)),
            *(func.sum(case((held, 1), else_=0)) for held in graded.values()),
        ).where(sees(actor.role), _WAITS),
        values(actor),
    ).one()
    by_grade = {grade: int(number or 0) for grade, number in zip(graded, grades, strict=True)}
    return Counts(int(all_ or 0), int(nobody or 0), int(mine or 0), by_grade)


def queue(actor: Actor, whose: Whose, *, today: date, grade: Grade | None = None, page: int = 1) -> Sequence[Any]:
    """One page of the queue, of one grade or of all, the longest waiting first; one statement."""
    statement = _lines(actor, whose).order_by(Suggestion.submitted_at, Suggestion.id)
    if grade is not None:
        statement = statement.where(_graded(today)[grade])
    return db.session.execute(statement.limit(PAGE).offset(PAGE * (page - 1)), values(actor)).all()


def _lines(actor: Actor, whose: Whose) -> Any:
    author, taker = aliased(Person), aliased(Person)
    review = and_(Clock.suggestion_id == Suggestion.id, Clock.kind == ClockKind.REVIEW, Clock.stopped_on.is_(None))
    return (
        select(
            Suggestion.id,
            Suggestion.title,
            Suggestion.state,
            Suggestion.submitted_on,
            Suggestion.in_session,
            Suggestion.signer_count,
            Suggestion.is_confidential,
            author.name.label("author"),
            Delegation.name.label("delegation"),
            Category.name.label("category"),
            Unit.short_name.label("proposed_unit"),
            taker.name.label("taker"),
            Suggestion.review_since,
            Suggestion.intended,
            Suggestion.intended_until,
            Suggestion.reception,
            Clock.id.label("clock_id"),
            Clock.due_on,
        )
        .outerjoin(author, author.id == Suggestion.author_id)
        .outerjoin(taker, taker.id == _taker())
        .outerjoin(Delegation, Delegation.id == Suggestion.delegation_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
        .outerjoin(Unit, Unit.id == Suggestion.proposed_unit_id)
        .outerjoin(Clock, review)
        .where(sees(actor.role), _WAITS, *_part(actor, whose))
    )


def next_waiting(actor: Actor) -> int | None:
    """The paper to turn to next: one taken up by oneself, else the longest waiting that nobody has taken up."""
    mine = _taker() == actor.person_id
    return db.session.scalar(
        select(Suggestion.id)
        .where(sees(actor.role), _WAITS)
        .where((Suggestion.state == SuggestionState.SUBMITTED) | mine)
        .order_by(case((mine, 0), else_=1), Suggestion.submitted_at, Suggestion.id)
        .limit(1),
        values(actor),
    )


@dataclass(frozen=True)
class TakenUp:
    """Who began the review, and when."""

    person_id: int | None
    name: str
    at: Any


def taken_up(suggestion: Suggestion) -> TakenUp | None:
    """Who is reviewing it now, if anybody."""
    if suggestion.state is not SuggestionState.IN_REVIEW:
        return None
    name = db.session.scalar(select(Person.name).where(Person.id == suggestion.reviewer_id))
    return TakenUp(suggestion.reviewer_id, name or "", suggestion.review_since)


def reviews_of(suggestion: Suggestion) -> Sequence[Review]:
    """Every decision on the paper so far, the latest first, with who made it."""
    return db.session.scalars(
        select(Review)
        .where(Review.suggestion_id == suggestion.id)
        .order_by(Review.id.desc())
        .options(joinedload(Review.by))
    ).all()


def last_serial(series: str) -> int:
    """The last number given out in a series; 0 when none was."""
    return db.session.scalar(select(Counter.last).where(Counter.series == series)) or 0
