"""Papers of key items with what a proposal is weighed by: their units, promises, how often they were raised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import case, func, select

from tracker.db import db
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.states import OWED, CommitmentState, TaskState
from tracker.models.commitments import Commitment
from tracker.models.joint import GroupMembership, HandlingGroup, LinkKind, SuggestionLink
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import values
from tracker.queries.scope import sees

_COLUMNS = (
    Suggestion.id,
    Suggestion.number,
    Suggestion.title,
    Suggestion.kind,
    Suggestion.state,
    Suggestion.signer_count,
    Suggestion.due_on,
    Suggestion.due_sort,
    Suggestion.replied_on,
    Suggestion.headline,
    Suggestion.group_id,
    Suggestion.is_key,
    Suggestion.is_leader_led,
    Person.name.label("author"),
    HandlingGroup.name.label("group"),
)


def paper_rows(actor: Actor, ids: Sequence[int]) -> list[Any]:
    """Papers this actor may read, by number, with the facts a proposal is weighed by: one statement."""
    if not ids:
        return []
    wanted = (
        select(*_COLUMNS, *_weighing())
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(HandlingGroup, HandlingGroup.id == Suggestion.group_id)
        .where(sees(actor.role), Suggestion.id.in_(ids))
        .order_by(Suggestion.number_sort, Suggestion.id)
    )
    return list(db.session.execute(wanted, values(actor)))


def _weighing() -> tuple[Any, ...]:
    """How often it was raised before, and how many are handled together with it."""
    before = SuggestionLink.kind.in_((LinkKind.FOLLOW_UP, LinkKind.REPEAT, LinkKind.REFILED))
    earlier = select(func.count()).where(SuggestionLink.later_id == Suggestion.id, before)
    in_it = GroupMembership.group_id == Suggestion.group_id, GroupMembership.left_on.is_(None)
    grouped = select(func.count()).where(*in_it)
    return (
        earlier.correlate(Suggestion).scalar_subquery().label("earlier"),
        grouped.correlate(Suggestion).scalar_subquery().label("grouped"),
    )


def shares_of(ids: Sequence[int], *, knows: bool) -> dict[int, list[Any]]:
    """The units of each of these papers, those who answer first; what lies with a coordinator for who `knows` of it."""
    wanted = (
        select(Task.suggestion_id, Task.unit_id, Unit.short_name, Task.role, Task.state, Task.due_on, Task.replied_on)
        .join(Unit, Unit.id == Task.unit_id)
        .where(Task.suggestion_id.in_(ids), Task.was_replaced.is_(False))
        .order_by(case((Task.role == TaskRole.CO, 1), else_=0), Task.id)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(wanted) if ids else ():
        if knows or row.state is not TaskState.WITH_COORDINATOR:
            found.setdefault(row.suggestion_id, []).append(row)
    return found


def members_of(suggestion_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Every paper that is in a handling group with one of these now, with the group: one statement."""
    groups = select(Suggestion.group_id).where(Suggestion.id.in_(suggestion_ids), Suggestion.group_id.is_not(None))
    wanted = select(Suggestion.id, Suggestion.group_id).where(Suggestion.group_id.in_(groups))
    return [(one, group) for one, group in db.session.execute(wanted.order_by(Suggestion.id)) if group is not None]


def promises_of(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of each of these papers, how many promises were made and how many of them are still owed: one statement."""
    if not ids:
        return {}
    owed = func.sum(case((Commitment.state.in_(sorted(OWED)), 1), else_=0))
    wanted = select(Commitment.suggestion_id, func.count(), owed).where(
        Commitment.suggestion_id.in_(ids), Commitment.state.not_in((CommitmentState.REPLACED, CommitmentState.DROPPED))
    )
    rows = db.session.execute(wanted.group_by(Commitment.suggestion_id))
    return {suggestion_id: (made, int(left or 0)) for suggestion_id, made, left in rows}


def unit_names(unit_ids: Collection[int]) -> list[str]:
    """The short names of units, sorted as everywhere."""
    wanted = select(Unit.short_name).where(Unit.id.in_(list(unit_ids))).order_by(Unit.short_name)
    return list(db.session.scalars(wanted)) if unit_ids else []
