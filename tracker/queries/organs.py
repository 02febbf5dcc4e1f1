"""Organs as their keepers list them: units, categories, terms with sessions and delegations."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.db import db
from tracker.domain.roles import Role, System
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.organs import Category, Congress, CongressSession, Delegation, Term, Unit
from tracker.models.people import Membership
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.register_statuses import OF_SHARE


class UnitCircle(StrEnum):
    """Which units a list shows."""

    OURS = "ours"
    ENDED = "ended"
    FOREIGN = "foreign"


def _in_circle(circle: UnitCircle) -> ColumnElement[bool]:
    if circle is UnitCircle.FOREIGN:
        return Unit.congress_id.is_(None)
    ended = Unit.ended_on.is_not(None) if circle is UnitCircle.ENDED else Unit.ended_on.is_(None)
    return and_(Unit.congress_id.is_not(None), ended)


def _sought(circle: UnitCircle, words: str, system: System | None) -> ColumnElement[bool]:
    parts = [_in_circle(circle)]
    if system is not None:
        parts.append(Unit.system == system)
    if words:
        columns = (Unit.name, Unit.short_name, Unit.other_names, Unit.duty_words, Unit.parent_name)
        parts.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return and_(*parts)


def units(circle: UnitCircle, words: str, system: System | None, *, skip: int, size: int) -> Sequence[tuple[Unit, int]]:
    """A page of units with how many tasks each has in hand; one statement."""
    in_hand = (
        select(func.count())
        .where(Task.unit_id == Unit.id, Task.state.not_in((TaskState.REPLIED, TaskState.ENDED)))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Unit, in_hand)
        .where(_sought(circle, words, system))
        .order_by(Unit.system, Unit.id)
        .offset(skip)
        .limit(size)
    )
    return [(unit, count) for unit, count in rows]


def unit_count(circle: UnitCircle, words: str, system: System | None) -> int:
    """How many units the list has."""
    counted = select(func.count()).select_from(Unit).where(_sought(circle, words, system))
    return db.session.scalar(counted) or 0


def unit(unit_id: int) -> Unit | None:
    """One unit with its successor."""
    return db.session.get(Unit, unit_id)


def open_shares(unit_id: int) -> dict[str, int]:
    """How many shares a unit has in papers that are not closed, by their status in the register; one statement.

    A share that is answered counts: until its paper is closed, the reply can come back.
    """
    counted = (
        select(Task.state, func.count())
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(Task.unit_id == unit_id, Suggestion.state == SuggestionState.IN_HANDLING)
        .group_by(Task.state)
    )
    rows = db.session.execute(counted).all()
    found = {code: sum(count for state, count in rows if state in states) for code, states in OF_SHARE.items()}
    return {code: count for code, count in found.items() if count}


def own_categories() -> Sequence[Category]:
    """Our categories, ended ones too, in the order the desk gave them."""
    return db.session.scalars(
        select(Category).where(Category.scheme == "").order_by(Category.ordinal, Category.id)
    ).all()


def foreign_schemes() -> Sequence[tuple[str, int]]:
    """Imported schemes of other places with how many entries each has."""
    rows = db.session.execute(
        select(Category.scheme, func.count()).where(Category.scheme != "").group_by(Category.scheme)
    )
    return [(scheme, count) for scheme, count in rows]


def category(category_id: int) -> Category | None:
    """One category."""
    return db.session.get(Category, category_id)


def ours() -> Congress | None:
    """Our congress, when it is named."""
    return db.session.scalars(select(Congress).where(Congress.is_ours)).one_or_none()


def terms() -> Sequence[tuple[Term, list[CongressSession], list[tuple[Delegation, int]]]]:
    """Our terms, newest first, with sessions and delegations and how many deputies each has; three statements."""
    found = db.session.scalars(select(Term).join(Congress).where(Congress.is_ours).order_by(Term.ordinal.desc())).all()
    sessions = db.session.scalars(select(CongressSession).order_by(CongressSession.opens_on.desc())).all()
    seats = (
        select(func.count())
        .where(Membership.delegation_id == Delegation.id, Membership.role == Role.DEPUTY, Membership.ends_on.is_(None))
        .scalar_subquery()
    )
    delegations = db.session.execute(select(Delegation, seats).order_by(Delegation.id)).all()
    return [
        (
            term,
            [one for one in sessions if one.term_id == term.id],
            [(one, count) for one, count in delegations if one.term_id == term.id],
        )
        for term in found
    ]


def counts() -> dict[str, int]:
    """How much there is of each, for the page of basic data; one statement."""
    wanted = {
        "units": select(func.count()).select_from(Unit).where(_in_circle(UnitCircle.OURS)),
        "categories": select(func.count()).select_from(Category).where(
            Category.scheme == "", Category.ended_on.is_(None)
        ),
        "sessions": select(func.count()).select_from(CongressSession),
        "delegations": select(func.count()).select_from(Delegation),
    }  # fmt: skip
    row = db.session.execute(select(*(each.scalar_subquery().label(name) for name, each in wanted.items()))).one()
    return dict(row._mapping)
