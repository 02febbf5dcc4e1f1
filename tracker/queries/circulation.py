"""Draft distributions (预交办): what a unit is asked about, and what the units said of one paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.limits import BATCH
from tracker.domain.parties import Actor
from tracker.models.organs import Category
from tracker.models.people import Person
from tracker.models.procedures import HeardOn, Hearing
from tracker.models.suggestions import Suggestion
from tracker.queries.asker import values
from tracker.queries.duties import TO_SPEAK_ON


def how_many(actor: Actor, *, today: date) -> int:
    """On how many drafts the actor's unit may still speak."""
    wanted = select(func.count()).select_from(Hearing.__table__.join(Suggestion.__table__)).where(TO_SPEAK_ON)
    return db.session.scalar(wanted, values(actor, today=today)) or 0


def drafts(actor: Actor, *, today: date, ids: Collection[int] | None = None) -> Sequence[Any]:
    """The drafts the actor's unit may still speak on, the nearest day first; one statement. `ids` are suggestions."""
    wanted = (
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            Suggestion.signer_count,
            Person.name.label("author"),
            Category.name.label("category"),
            Hearing.role,
            Hearing.part,
            Hearing.asked,
            Hearing.answer_by,
        )
        .join(Hearing, Hearing.suggestion_id == Suggestion.id)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
        .where(TO_SPEAK_ON)
        .order_by(Hearing.answer_by, Suggestion.number_sort, Suggestion.id)
        .limit(BATCH)
    )
    if ids is not None:
        wanted = wanted.where(Suggestion.id.in_(ids))
    return db.session.execute(wanted, values(actor, today=today)).all()


def numbers_asked(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """The numbers of those among the papers that the actor's unit was ever asked about; one statement."""
    wanted = (
        select(Suggestion.id, Suggestion.number)
        .join(Hearing, Hearing.suggestion_id == Suggestion.id)
        .where(Hearing.on == HeardOn.DRAFT, Hearing.unit_id == actor.unit_id, Suggestion.id.in_(ids))
    )
    return {suggestion_id: number or "" for suggestion_id, number in db.session.execute(wanted)}


def words_on(suggestion_id: int) -> Sequence[Hearing]:
    """What the units said of the last draft, or that they have not spoken yet; one statement."""
    return words_on_all([suggestion_id]).get(suggestion_id, [])


def words_on_all(ids: Collection[int]) -> dict[int, list[Hearing]]:
    """The same of many papers; one statement."""
    wanted = (
        select(Hearing)
        .where(Hearing.suggestion_id.in_(ids), Hearing.on == HeardOn.DRAFT)
        .options(joinedload(Hearing.unit), joinedload(Hearing.better_unit), joinedload(Hearing.said_by))
        .order_by(Hearing.id)
    )
    found: dict[int, list[Hearing]] = {}
    for one in db.session.scalars(wanted):
        held = found.setdefault(one.suggestion_id, [])
        # A further round replaces what was said before it.
        if held and held[-1].asked_at != one.asked_at:
            held.clear()
        held.append(one)
    return found


def gone_out(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of papers in circulation, how many units are asked and how many of them have spoken."""
    return {
        suggestion_id: (len(said), sum(one.say is not None for one in said))
        for suggestion_id, said in words_on_all(ids).items()
    }
