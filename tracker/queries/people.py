"""Deputies and the people of handling units, as the desk keeps them; and all persons, as hats are given to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role
from tracker.domain.states import TaskState
from tracker.models.people import Account, Membership, Person
from tracker.models.tasks import Task
from tracker.queries.persons import Sought, hats_of, held_on, sought


class Circle(StrEnum):
    """Which people a list is about."""

    DEPUTIES = "deputies"
    UNIT_PEOPLE = "unit_people"
    FORMER = "former"  # held a hat of these kinds once and holds none of them now
    EVERYBODY = "everybody"
    NO_HAT = "no_hat"


KEPT_BY_DESK = UNIT_ROLES | {Role.DEPUTY}
_AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """A person with every hat, ended ones too."""

    person: Person
    hats: list[Membership]
    can_log_in: bool


def people_lines(what: Sought, circle: Circle, *, day: date, skip: int, size: int) -> Sequence[Line]:
    """One page of people by name; two statements."""
    account = exists().where(Account.person_id == Person.id, Account.is_active)
    rows = db.session.execute(
        _people(what, circle, day)
        .add_columns(account.label("can_log_in"))
        .order_by(Person.name, Person.id)
        .offset(skip)
        .limit(size)
    ).all()
    hats = hats_of(person.id for person, _can in rows)
    return [Line(person, hats.get(person.id, []), bool(can)) for person, can in rows]


def every_line(what: Sought, circle: Circle, *, day: date) -> Iterator[tuple[Person, Account | None, list[Membership]]]:
    """All people of a list with account and hats, ended ones too: two statements for every few hundred."""
    wanted = _people(what, circle, day).options(joinedload(Person.account)).order_by(Person.name, Person.id)
    people = db.session.scalars(wanted).all()
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        hats = hats_of(person.id for person in some)
        yield from ((person, person.account, hats.get(person.id, [])) for person in some)


def people_count(what: Sought, circle: Circle, *, day: date) -> int:
    """How many people the list has."""
    return db.session.scalar(select(func.count()).select_from(_people(what, circle, day).subquery())) or 0


def is_kept_by_desk(person_id: int, *, day: date) -> bool:
    """Whether the desk keeps this person's data: a deputy or of a unit, and no administrator on that day."""
    hats = hats_of([person_id]).get(person_id, [])
    is_admin = any(hat.role in ADMIN_ROLES and hat.holds_on(day) for hat in hats)
    return any(hat.role in KEPT_BY_DESK for hat in hats) and not is_admin


def tasks_in_hand(person_id: int) -> int:
    """How many tasks a handler has not finished; they have to go to somebody else before the hat ends."""
    open_ones = (TaskState.SIGNED_FOR, TaskState.HANDLING)
    statement = select(func.count()).where(Task.handler_id == person_id, Task.state.in_(open_ones))
    return db.session.scalar(statement) or 0


def _people(what: Sought, circle: Circle, day: date) -> Select[Person]:
    return select(Person).where(sought(what, day), *_circle(circle, day))


def _circle(circle: Circle, day: date) -> list[ColumnElement[bool]]:
    if circle is Circle.EVERYBODY:
        return []
    if circle is Circle.NO_HAT:
        return [~_has(held_on(day))]
    if circle is Circle.FORMER:
        kept = Membership.role.in_(sorted(KEPT_BY_DESK))
        return [_has(kept), ~_has(kept, _not_over(day))]
    roles = {Role.DEPUTY} if circle is Circle.DEPUTIES else UNIT_ROLES
    # Who is to take a seat later stands among those who have one: the desk corrects and ends it there.
    return [_has(Membership.role.in_(sorted(roles)), _not_over(day))]


def _not_over(day: date) -> ColumnElement[bool]:
    return or_(Membership.ends_on.is_(None), Membership.ends_on >= day)


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Membership.person_id == Person.id, *conditions)
