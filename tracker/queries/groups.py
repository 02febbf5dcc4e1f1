"""Handling groups (并案): who is and was in one, as far as the reader may read; the groups that stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.joint import GroupMembership, HandlingGroup
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.scope import sees


@dataclass(frozen=True)
class Part:
    """One unit's share of a member, with its own due date."""

    task_id: int
    unit_id: int
    unit: str
    role: TaskRole
    state: TaskState
    due_on: date | None
    replied_on: date | None


@dataclass(frozen=True)
class Member:
    """A paper of a group. `row` has the columns of `_rows`; nothing is told of one the reader may not read."""

    row: Any
    parts: list[Part] = field(default_factory=list)

    @property
    def is_in(self) -> bool:
        return self.row.left_on is None


def find(group_id: int) -> HandlingGroup | None:
    """The group of this id, standing or dissolved."""
    return db.session.get(HandlingGroup, group_id)


def suggestion_of(suggestion_id: int) -> Suggestion:
    """A paper of a group, to look for others like it."""
    return db.session.get_one(Suggestion, suggestion_id)


def members(actor: Actor, group_id: int) -> tuple[list[Member], int]:
    """The papers that are or were in a group and that this actor may read, and how many others are in it now."""
    rows = db.session.execute(_rows().where(sees(actor.role), GroupMembership.group_id == group_id), values(actor))
    found = [Member(row) for row in rows]
    held = {one.row.id: one for one in found}
    for suggestion_id, part in _parts(list(held), knows=actor.role == "desk"):
        held[suggestion_id].parts.append(part)
    all_in = select(func.count()).where(GroupMembership.group_id == group_id, GroupMembership.left_on.is_(None))
    return found, (db.session.scalar(all_in) or 0) - sum(one.is_in for one in found)


def papers(actor: Actor, ids: Collection[int]) -> list[Member]:
    """Papers this actor may read with their units, as they would be shown in a group, by number; two statements."""
    if not ids:
        return []
    wanted = (
        select(*_COLUMNS)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .where(sees(actor.role), Suggestion.id.in_(ids))
        .order_by(Suggestion.number_sort, Suggestion.id)
    )
    found = [Member(row) for row in db.session.execute(wanted, values(actor))]
    held = {one.row.id: one for one in found}
    for suggestion_id, part in _parts(list(held), knows=actor.role == "desk"):
        held[suggestion_id].parts.append(part)
    return found


def past(suggestion_id: int) -> Sequence[Any]:
    """The groups a paper was in and left: name, days, reasons; one statement."""
    wanted = select(
        HandlingGroup.name, GroupMembership.joined_on, GroupMembership.left_on, GroupMembership.why_left
    ).join(HandlingGroup, HandlingGroup.id == GroupMembership.group_id)
    held = wanted.where(GroupMembership.suggestion_id == suggestion_id, GroupMembership.left_on.is_not(None))
    return db.session.execute(held.order_by(GroupMembership.id)).all()


def standing(actor: Actor, *, page: int = 1) -> tuple[Sequence[Any], int]:
    """One page of the groups that have papers, the newest first, and how many there are."""
    counts = (
        select(GroupMembership.group_id, func.count().label("n"))
        .where(GroupMembership.left_on.is_(None))
        .group_by(GroupMembership.group_id)
        .subquery()
    )
    wanted = select(HandlingGroup.id, HandlingGroup.name, HandlingGroup.is_key, HandlingGroup.made_on, counts.c.n)
    rows = db.session.execute(
        wanted.join(counts, counts.c.group_id == HandlingGroup.id)
        .order_by(HandlingGroup.id.desc())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    return rows, db.session.scalar(select(func.count()).select_from(counts)) or 0


_COLUMNS = (
    Suggestion.id,
    Suggestion.version,
    Suggestion.number,
    Suggestion.title,
    Suggestion.state,
    Suggestion.due_on,
    Suggestion.due_kind,
    Suggestion.replied_on,
    Suggestion.signer_count,
    Suggestion.circulates,
    Suggestion.group_id,
    Person.name.label("author"),
)


def _rows() -> Any:
    return (
        select(
            *_COLUMNS,
            GroupMembership.joined_on,
            GroupMembership.left_on,
            GroupMembership.why_joined,
            GroupMembership.why_left,
        )
        .join(GroupMembership, GroupMembership.suggestion_id == Suggestion.id)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .order_by(Suggestion.number_sort, Suggestion.id, GroupMembership.id)
    )


def _parts(ids: Sequence[int], *, knows: bool) -> list[tuple[int, Part]]:
    if not ids:
        return []
    wanted = (
        select(
            Task.suggestion_id,
            Task.id,
            Task.unit_id,
            Unit.short_name,
            Task.role,
            Task.state,
            Task.due_on,
            Task.replied_on,
        )
        .join(Unit, Unit.id == Task.unit_id)
        .where(Task.suggestion_id.in_(ids), Task.was_replaced.is_(False))
        .order_by(Task.id)
    )
    if not knows:
        wanted = wanted.where(Task.state != TaskState.WITH_COORDINATOR)
    rows: Sequence[Any] = db.session.execute(wanted).all()
    return [(row[0], Part(*row[1:])) for row in rows]


def can_be_assigned(member: Member) -> bool:
    """Whether the paper waits to be assigned."""
    return member.is_in and member.row.state is SuggestionState.REGISTERED
