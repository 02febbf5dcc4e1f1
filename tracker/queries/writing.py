"""What the page of a draft offers: our categories, the units one may propose; why the paper came back before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from tracker.db import db
from tracker.models.organs import Category, Unit
from tracker.models.people import Membership
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion


def open_categories(*, today: date) -> Sequence[Category]:
    """Our own categories that have not ended, in the order of the tree."""
    return db.session.scalars(
        select(Category)
        .where(Category.scheme == "", or_(Category.ended_on.is_(None), Category.ended_on > today))
        .order_by(Category.ordinal, Category.path, Category.id)
    ).all()


def proposable_units(*, today: date) -> Sequence[Unit]:
    """The units a paper may be assigned to, by system and name."""
    return db.session.scalars(
        select(Unit)
        .where(Unit.is_assignable, or_(Unit.ended_on.is_(None), Unit.ended_on > today))
        .order_by(Unit.system, Unit.id)
    ).all()


def last_return(suggestion: Suggestion) -> Review | None:
    """The latest decision that sent the paper back to its author."""
    return db.session.scalars(
        select(Review)
        .where(Review.suggestion_id == suggestion.id, Review.outcome == Outcome.RETURNED)
        .order_by(Review.id.desc())
        .limit(1)
    ).first()


def certificate_of(suggestion: Suggestion) -> str:
    """The lead deputy's certificate number, empty when none is on record."""
    found = db.session.scalar(select(Membership.certificate_no).where(Membership.id == suggestion.author_membership_id))
    return found or ""
