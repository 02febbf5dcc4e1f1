"""What the pages of bills ask: the committees that can take one, what was decided, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.models.people import Membership
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion

DECIDED = (Outcome.ON_AGENDA, Outcome.TO_COMMITTEE, Outcome.NO_BILL, Outcome.CONVERTED, Outcome.CONCLUDED)


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
