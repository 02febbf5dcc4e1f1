"""Single cases on boards: what is late or falls due soon in one unit, and the deputies of a delegation with theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role, System
from tracker.domain.statistics import Measure
from tracker.models.figures import FigureEntry
from tracker.models.organs import Delegation, Term, Unit
from tracker.models.people import Membership, Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.figures import Scope, conditions
from tracker.queries.scope import visible_to

E = FigureEntry


@dataclass(frozen=True)
class Pressing:
    """A share that is late or falls due soon; `due_on` is a day of Asia/Shanghai."""

    suggestion_id: int
    number: str
    title: str
    unit: str
    handler: str
    due_on: date


def pressing(actor: Actor, measures: Collection[Measure], scope: Scope, *, on: date, most: int) -> list[Pressing]:
    """The shares a figure counts as of a day, those the actor may open, what is due first on top."""
    counted = (
        select(E.suggestion_id, E.task_id, E.due_on)
        .where(E.measure.in_(measures), E.day <= on, E.due_on.is_not(None), *conditions(scope))
        .group_by(E.suggestion_id, E.task_id, E.due_on)
        .having(func.sum(E.number) > 0)
        .subquery()
    )
    wanted = (
        select(Suggestion.id, Suggestion.number, Suggestion.title, Unit.short_name, Person.name, counted.c.due_on)
        .join(Suggestion, Suggestion.id == counted.c.suggestion_id)
        .join(Task, Task.id == counted.c.task_id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Person, Person.id == Task.handler_id)
        .where(visible_to(actor))
        .order_by(counted.c.due_on, Suggestion.number_sort, Suggestion.id, Task.id)
        .limit(most)
    )
    return [
        Pressing(case_id, number or "", title, unit, handler or "", due_on)
        for case_id, number, title, unit, handler, due_on in db.session.execute(wanted)
    ]


@dataclass(frozen=True)
class Place:
    """What a page of figures is about: a unit with its system, a delegation with its term, or a deputy."""

    id: int
    name: str
    system: System | None = None
    term: str = ""
    ended_on: date | None = None


def unit(unit_id: int) -> Place | None:
    """A unit of our congress; of other places there are no figures."""
    row = db.session.execute(
        select(Unit.id, Unit.short_name, Unit.system, Unit.ended_on).where(
            Unit.id == unit_id, Unit.congress_id.is_not(None)
        )
    ).first()
    return Place(row.id, row.short_name, row.system, "", row.ended_on) if row else None


def delegation(delegation_id: int) -> Place | None:
    """A delegation with the name of its term."""
    wanted = select(Delegation.id, Delegation.name, Term.name.label("term")).join(Term, Term.id == Delegation.term_id)
    row = db.session.execute(wanted.where(Delegation.id == delegation_id)).first()
    return Place(row.id, row.name, term=row.term) if row else None


def deputy(person_id: int) -> Place | None:
    """Somebody who holds or held a deputy's seat."""
    seated = select(Membership.id).where(Membership.person_id == Person.id, Membership.role == Role.DEPUTY)
    row = db.session.execute(select(Person.id, Person.name).where(Person.id == person_id, seated.exists())).first()
    return Place(row.id, row.name) if row else None


def delegation_of(person_id: int) -> Place | None:
    """The delegation of somebody's latest seat."""
    wanted = (
        select(Membership.delegation_id)
        .where(Membership.person_id == person_id, Membership.role == Role.DEPUTY, Membership.delegation_id.is_not(None))
        .order_by(Membership.starts_on.desc())
        .limit(1)
    )
    found = db.session.scalar(wanted)
    return delegation(found) if found is not None else None


def leading_deputies(scope: Scope, *, on: date) -> dict[tuple[int, str], Counter[Measure]]:
    """The figures of the papers of a narrow scope by who leads them."""
    wanted = (
        select(Person.id, Person.name, E.measure, func.sum(E.number))
        .join(Suggestion, Suggestion.id == E.suggestion_id)
        .join(Person, Person.id == Suggestion.author_id)
        .where(*conditions(scope), E.day <= on, Suggestion.delegation_id == scope.delegation_id)
        .group_by(Person.id, Person.name, E.measure)
    )
    found: dict[tuple[int, str], Counter[Measure]] = defaultdict(Counter)
    for person_id, name, measure, number in db.session.execute(wanted):
        if number:
            found[person_id, name][measure] = number
    return dict(found)
