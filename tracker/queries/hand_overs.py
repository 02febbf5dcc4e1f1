"""Lists with which open work goes from a reorganised unit to another (交接清单), and what such a list may hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.contacts import Contact
from tracker.models.people import Account, Membership, Person
from tracker.models.procedures import HandOver, HandOverLine
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Task
from tracker.queries.persons import held_on

# Who of a unit confirms a hand-over list.
CONFIRMING = frozenset({Role.UNIT_RECEIVER, Role.UNIT_SIGNER})
OPEN = and_(HandOver.cancelled_at.is_(None), or_(HandOver.given_at.is_(None), HandOver.taken_at.is_(None)))


def open_tasks(unit_id: int) -> Sequence[Task]:
    """The shares a unit has in papers that are not closed, answered ones too, in the order of their numbers."""
    return db.session.scalars(
        select(Task)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(
            Task.unit_id == unit_id,
            Task.state != TaskState.ENDED,
            Task.was_replaced.is_(False),
            Suggestion.state == SuggestionState.IN_HANDLING,
        )
        .options(joinedload(Task.suggestion))
        .order_by(Suggestion.number_sort, Task.id)
    ).all()


def on_open_lists(unit_id: int) -> set[int]:
    """Ids of the shares that stand on a list of this unit which is not confirmed by both."""
    wanted = select(HandOverLine.task_id).join(HandOver).where(HandOver.from_unit_id == unit_id, OPEN)
    return set(db.session.scalars(wanted))


def open_lists(unit_id: int) -> Sequence[HandOver]:
    """The lists by which a unit gives or takes that are neither in force nor cancelled, the newest first."""
    return db.session.scalars(_lists().where(of_unit(unit_id), OPEN)).all()


def shares_met(hand_over: HandOver) -> Sequence[Task]:
    """The shares the taking unit has already in papers of a list: one statement."""
    papers = select(Task.suggestion_id).join(HandOverLine).where(HandOverLine.hand_over_id == hand_over.id)
    live = Task.was_replaced.is_(False), Task.state != TaskState.ENDED
    met = Task.suggestion_id.in_(papers), Task.unit_id == hand_over.to_unit_id
    return db.session.scalars(select(Task).where(*met, *live).order_by(Task.id)).all()


def lists_of(unit_id: int) -> Sequence[HandOver]:
    """Every list of a giving unit, the newest first."""
    return db.session.scalars(_lists().where(HandOver.from_unit_id == unit_id)).all()


def lists_for(actor: Actor, *, page: int = 1) -> tuple[Sequence[HandOver], int]:
    """One page of the lists a reader may know, those not confirmed by both first, and how many there are: all for the
    desk, those of the own unit, giving or taking, for a unit."""
    known = true() if actor.role is Role.DESK else of_unit(actor.unit_id)
    wanted = _lists().where(known).order_by(None).order_by(case((OPEN, 0), else_=1), HandOver.id.desc())
    rows = db.session.scalars(wanted.limit(PAGE).offset(PAGE * (page - 1))).all()
    return rows, db.session.scalar(select(func.count()).select_from(HandOver).where(known)) or 0


def of_unit(unit_id: int | None) -> ColumnElement[bool]:
    """The lists by which a unit gives or takes."""
    return or_(HandOver.from_unit_id == unit_id, HandOver.to_unit_id == unit_id)


def list_of(hand_over_id: int) -> HandOver | None:
    """One list with its units and lines."""
    return db.session.get(HandOver, hand_over_id)


def lines_of(hand_over: HandOver) -> Sequence[HandOverLine]:
    """The lines of a list with the share and the paper of each, in the order of the numbers: one statement."""
    return db.session.scalars(
        select(HandOverLine)
        .join(Task, Task.id == HandOverLine.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(HandOverLine.hand_over_id == hand_over.id)
        .options(joinedload(HandOverLine.task).joinedload(Task.suggestion).joinedload(Suggestion.author))
        .options(joinedload(HandOverLine.task).joinedload(Task.handler))
        .order_by(Suggestion.number_sort, Task.id)
    ).all()


@dataclass(frozen=True)
class Matter:
    """What a unit has to know of a share before it takes it over: what is asked for, how often the deputy was met."""

    requests: tuple[str, ...]
    talks: int


def matters_of(tasks: Sequence[Task]) -> dict[int, Matter]:
    """The same of many shares, by share: two statements."""
    papers = {task.suggestion_id for task in tasks}
    latest = and_(SuggestionText.suggestion_id == Suggestion.id, SuggestionText.no == Suggestion.text_no)
    asked: dict[int, list[tuple[int, str]]] = {}
    wanted = select(Suggestion.id, Request.no, Request.body).join(SuggestionText, latest)
    for paper, no, body in db.session.execute(
        wanted.join(Request, Request.text_id == SuggestionText.id).where(Suggestion.id.in_(papers)).order_by(Request.no)
    ):
        asked.setdefault(paper, []).append((no, body))
    counted = select(Contact.task_id, func.count().label("times")).where(
        Contact.task_id.in_([task.id for task in tasks])
    )
    talks = {one.task_id: one.times for one in db.session.execute(counted.group_by(Contact.task_id))}
    return {
        task.id: Matter(
            tuple(body for no, body in asked.get(task.suggestion_id, ()) if not task.part or no in task.part),
            talks.get(task.id, 0),
        )
        for task in tasks
    }


def names_of(hand_over: HandOver) -> dict[int, str]:
    """Who drew the list up and who confirmed it, by id."""
    ids = [one for one in (hand_over.made_by_id, hand_over.given_by_id, hand_over.taken_by_id) if one is not None]
    return {person.id: person.name for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def can_confirm(unit_id: int, roles: Collection[Role], *, day: date) -> bool:
    """Whether a unit has anybody with such a hat and an account in use on a day of Asia/Shanghai."""
    return bool(confirming([unit_id], roles, day=day))


def confirming(unit_ids: Collection[int], roles: Collection[Role], *, day: date) -> set[int]:
    """Those of these units that have such a person on a day of Asia/Shanghai: one statement."""
    wanted = _able(roles, day).where(Membership.unit_id.in_(list(unit_ids)))
    return {one for one in db.session.scalars(wanted.distinct()) if one is not None}


def _able(roles: Collection[Role], day: date | ColumnElement[date]) -> Select[int | None]:
    """The units of whoever wears such a hat and can log in."""
    return (
        select(Membership.unit_id)
        .join(Account, Account.person_id == Membership.person_id)
        .where(Membership.role.in_(sorted(roles)), held_on(day), Account.is_active)
    )


def waiting_in_stead(roles: Collection[Role], day: ColumnElement[date]) -> ColumnElement[int]:
    """How many lists the desk has to confirm for a giving unit that has nobody left to do it, as a column."""
    able = _able(roles, day).where(Membership.unit_id == HandOver.from_unit_id)
    waits = HandOver.cancelled_at.is_(None), HandOver.given_at.is_(None)
    nobody = ~exists(able.correlate(HandOver))
    return select(func.count()).select_from(HandOver).where(*waits, nobody).scalar_subquery()


def waiting(unit: ColumnElement[int]) -> ColumnElement[int]:
    """How many lists wait for the word of a unit, as a column."""
    ours = or_(
        and_(HandOver.from_unit_id == unit, HandOver.given_at.is_(None)),
        and_(HandOver.to_unit_id == unit, HandOver.taken_at.is_(None)),
    )
    return select(func.count()).select_from(HandOver).where(HandOver.cancelled_at.is_(None), ours).scalar_subquery()


def _lists() -> Select[HandOver]:
    return (
        select(HandOver)
        .options(joinedload(HandOver.from_unit), joinedload(HandOver.to_unit))
        .order_by(HandOver.id.desc())
    )
