"""What waits for a delegation's first check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.models.organs import Category
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.bill_duties import TO_CHECK


def how_many(actor: Actor, *, today: date) -> int:
    """How many papers of the clerk's delegation wait on a day of Asia/Shanghai."""
    return db.session.scalar(select(func.count(Suggestion.id)).where(TO_CHECK), values(actor, today=today)) or 0


def waiting(actor: Actor, *, today: date, page: int = 1) -> Sequence[Any]:
    """One page of them, the oldest on top; one statement."""
    return db.session.execute(
        select(
            Suggestion.id,
            Suggestion.title,
            Suggestion.kind,
            Suggestion.submitted_on,
            Suggestion.signer_count,
            Person.name.label("author"),
            Category.name.label("category"),
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
        .where(TO_CHECK)
        .order_by(Suggestion.submitted_at, Suggestion.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1)),
        values(actor, today=today),
    ).all()
