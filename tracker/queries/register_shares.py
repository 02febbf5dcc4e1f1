"""A row of the register and the shares units have in it, as far as the reader may know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from tracker.db import db
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import Role
from tracker.domain.states import RoundState, TaskState
from tracker.models.organs import Delegation, Unit
from tracker.models.people import Person
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

# What a row tells of the paper itself.
COLUMNS = (
    Suggestion.id,
    Suggestion.number,
    Suggestion.title,
    Suggestion.kind,
    Suggestion.state,
    Suggestion.replied_on,
    Suggestion.due_on,
    Suggestion.due_kind,
    Suggestion.is_key,
    Suggestion.is_leader_led,
    Suggestion.group_id,
    Suggestion.signer_count,
    Suggestion.open_entries,
    Suggestion.chases,
    Suggestion.author_id,
    Suggestion.submitted_on,
    Suggestion.registered_on,
    Suggestion.assigned_on,
    Suggestion.closed_on,
    Suggestion.session_id,
    Suggestion.delegation_id,
    Suggestion.category_id,
    Suggestion.history,
    Suggestion.proposer,
    Delegation.name.label("delegation"),
    Person.name.label("author"),
)


@dataclass(slots=True)
class Share:
    """A unit's share as a row shows it; `round_state` is that of its last reply."""

    role: TaskRole
    unit_id: int
    unit: str
    state: TaskState
    round_state: RoundState | None
    moves: int


@dataclass(slots=True)
class Entry:
    """One row. `row` has the columns of `COLUMNS`, at least."""

    row: Any
    shares: dict[int, Share] = field(default_factory=dict)


def with_shares(actor: Actor, rows: Sequence[Any]) -> list[Entry]:
    """The rows with the shares this actor may know of: one statement, whatever their number."""
    entries = {row.id: Entry(row) for row in rows}
    for share in _shares(actor, list(entries)):
        # Rounds come in their order: the last one stands.
        held = Share(share.role, share.unit_id, share.short_name, share.state, share.round_state, share.moves)
        entries[share.suggestion_id].shares[share.task_id] = held
    return list(entries.values())


def _shares(actor: Actor, ids: Sequence[int]) -> Sequence[Any]:
    knows_proposals = actor.role in (Role.DESK, Role.COORDINATOR)
    return db.session.execute(_shares_of(knows_proposals), {"ids": ids}).all() if ids else ()


@cache
def _shares_of(knows_proposals: bool) -> Select[*tuple[Any, ...]]:
    wanted = (
        select(
            Task.suggestion_id,
            Task.id.label("task_id"),
            Task.role,
            Task.state,
            Task.unit_id,
            Task.moves,
            Unit.short_name,
            Round.state.label("round_state"),
        )
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Round, Round.task_id == Task.id)
        .where(Task.suggestion_id.in_(bindparam("ids", expanding=True)), Task.was_replaced.is_(False))
        .order_by(Task.id, Round.no)
    )
    # A task still with the coordinator is a proposal.
    return wanted if knows_proposals else wanted.where(Task.state != TaskState.WITH_COORDINATOR)
