"""What the pages of bills ask: the committees that can take one, what was decided, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.organs import Category, Delegation
from tracker.models.people import Membership, Person
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.bill_duties import AWAITS_CHECK
from tracker.queries.scope import sees

DECIDED = (Outcome.ON_AGENDA, Outcome.TO_COMMITTEE, Outcome.NO_BILL, Outcome.CONVERTED, Outcome.CONCLUDED)

UNDECIDED = (SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW)
DELIBERATED = (SuggestionState.ON_AGENDA, SuggestionState.WITH_COMMITTEE)


def committees_of(category_id: int | None, *, today: date) -> list[str]:
    """The committees in whose field the category lies, by name; one statement."""
    hats = db.session.scalars(
        select(Membership).where(
            Membership.role == Role.COMMITTEE,
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
    )
    return sorted({hat.committee for hat in hats if category_id in hat.category_ids})


def decisions_on(bill: Suggestion) -> Sequence[Review]:
    """What was decided on a bill, in the order of it."""
    return db.session.scalars(
        select(Review)
        .where(Review.suggestion_id == bill.id, Review.outcome.in_(DECIDED))
        .order_by(Review.id)
        .options(joinedload(Review.by))
    ).all()


def born_of(bill: Suggestion) -> Suggestion | None:
    """The suggestion that came of a bill."""
    return db.session.scalars(
        select(Suggestion)
        .join(SuggestionLink, SuggestionLink.later_id == Suggestion.id)
        .where(SuggestionLink.earlier_id == bill.id, SuggestionLink.kind == LinkKind.CONVERTED)
    ).first()


def bill_of(suggestion: Suggestion) -> Suggestion | None:
    """The bill a suggestion came of."""
    return db.session.scalars(
        select(Suggestion)
        .join(SuggestionLink, SuggestionLink.earlier_id == Suggestion.id)
        .where(SuggestionLink.later_id == suggestion.id, SuggestionLink.kind == LinkKind.CONVERTED)
    ).first()


@dataclass(frozen=True)
class Counts:
    """How many bills wait for the Presidium's decision, and how many for the result of their deliberation."""

    undecided: int
    deliberated: int

    @property
    def all(self) -> int:
        return self.undecided + self.deliberated


def how_many(actor: Actor) -> Counts:
    """Both counts in one statement."""
    row = db.session.execute(
        select(
            func.count().filter(Suggestion.state.in_(UNDECIDED)),
            func.count().filter(Suggestion.state.in_(DELIBERATED)),
        ).where(sees(actor.role), Suggestion.kind == Kind.BILL),
        values(actor),
    ).one()
    return Counts(*row)


def waiting(actor: Actor, *, today: date, page: int = 1) -> Sequence[Any]:
    """One page of the bills that are not over: those without a decision first, the oldest on top; one statement."""
    undecided = Suggestion.state.in_(UNDECIDED)
    return db.session.execute(
        select(
            Suggestion.id,
            Suggestion.title,
            Suggestion.kind,
            Suggestion.number,
            Suggestion.state,
            Suggestion.submitted_on,
            Suggestion.signer_count,
            AWAITS_CHECK.label("awaits_check"),
            Person.name.label("author"),
            Delegation.name.label("delegation"),
            Category.name.label("category"),
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Delegation, Delegation.id == Suggestion.delegation_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
        .where(sees(actor.role), Suggestion.kind == Kind.BILL, or_(undecided, Suggestion.state.in_(DELIBERATED)))
        .order_by(case((undecided, 0), else_=1), Suggestion.submitted_at, Suggestion.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1)),
        values(actor, today=today),
    ).all()
