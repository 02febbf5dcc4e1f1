"""The register: every paper one may see, filtered, sorted and counted, at the same cost however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.db import db
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.kinds import Kind
from tracker.domain.limits import COUNTED, PAGE
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.domain.states import PRIVATE, RoundState, SuggestionState, TaskState
from tracker.models.organs import Delegation, Unit
from tracker.models.people import Person
from tracker.models.suggestions import FAR, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import TODAY, stands, written
from tracker.queries.counting import counted
from tracker.queries.register_filters import (
    SOON,
    Drive,
    Filters,
    Shape,
    asked,
    conditions,
    counts_the_rest,
    drive_of_count,
    drive_of_page,
    leading_id,
    shape_of,
    shares_of,
)
from tracker.queries.register_statuses import OF_REPLY
from tracker.queries.scope import listed_for, owned_ids

SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "due": Suggestion.due_sort,
    "number": Suggestion.number_sort,
    "submitted": Suggestion.submitted_on,
    "title": Suggestion.title,
    "pressure": Suggestion.pressure,
}
# Offsets stay within what is counted, so that no page reads the whole table.
LAST_PAGE = COUNTED // PAGE
# Kinds of questions whose statements are kept.
SHAPES = 512
# From so many hits on, going through the rows by due date finds the next one soon.
DENSE = 1000
# A page within this part of the hits is near.
NEAR = 20
HANDED_IN = frozenset(SuggestionState) - PRIVATE - {SuggestionState.WITHDRAWN}
OVER = frozenset(
    {
        SuggestionState.CLOSED,
        SuggestionState.NOT_ACCEPTED,
        SuggestionState.ARCHIVED,
        SuggestionState.CONCLUDED,
        SuggestionState.CONVERTED,
    }
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
    """One row. `row` has the columns of `_page`."""

    row: Any
    shares: dict[int, Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """How many there are (`MORE` where counting stopped), and how many of them are late or due within five days.

    `bills` are the bills among them, which are never counted as suggestions.
    `shares` are the shares (件次) that were asked for, where one paper may have several of them.
    """

    total: int
    late: int
    soon: int
    bills: int = 0
    shares: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the register."""

    entries: list[Entry]
    hits: Hits
    page: int


def listing(actor: Actor, filters: Filters, *, today: date, mine: bool = False) -> Listing:
    """The page asked for, or the last one there is: at most three statements."""
    shape, values = shape_of(actor, filters, mine=mine), asked(actor, filters, today=today)
    page = min(max(filters.page, 1), LAST_PAGE)
    hits = _hits(shape, values) if page > 1 or shape.names_ids else None
    if hits is not None:
        page = min(page, max(1, -(-min(hits.total, COUNTED) // PAGE)))
    found = hits.total if hits is not None else 0
    drive = drive_of_page(shape, dense=found > DENSE, near=page * PAGE * NEAR <= found)
    rows = db.session.execute(_page(shape, drive), values | {"skipped": (page - 1) * PAGE}).all()
    if hits is None:
        hits = _hits(shape, values) if len(rows) == PAGE else _seen(rows, today)
    entries = {row.id: Entry(row) for row in rows}
    for share in _shares(actor, list(entries)):
        # Rounds come in their order: the last one stands.
        held = Share(share.role, share.unit_id, share.short_name, share.state, share.round_state, share.moves)
        entries[share.suggestion_id].shares[share.task_id] = held
    return Listing(list(entries.values()), hits, page)


def _where(shape: Shape, drive: Drive) -> list[ColumnElement[bool]]:
    return [*_scope(shape, drive), *conditions(shape, drive)]


def _scope(shape: Shape, drive: Drive) -> Iterator[ColumnElement[bool]]:
    if shape.mine:
        yield leading_id(drive).in_(owned_ids())
    elif shape.role is not Role.DESK or not HANDED_IN.issuperset(shape.states or SuggestionState):
        # The desk sees all that was handed in, which some states say by themselves (a check of the table).
        yield listed_for(shape.role, by=leading_id(drive))


@lru_cache(maxsize=SHAPES)
def _page(shape: Shape, drive: Drive) -> Select[*tuple[Any, ...]]:
    key = SORTS[shape.sort]
    # Old papers without a day stand where SQLite puts them, on PostgreSQL too.
    unsaid = key is Suggestion.submitted_on
    if shape.descending:
        order = (key.desc().nulls_last() if unsaid else key.desc(), Suggestion.id.desc())
    else:
        order = (key.asc().nulls_first() if unsaid else key.asc(), Suggestion.id.asc())
    skipped: ColumnElement[int] = bindparam("skipped", type_=Integer, literal_execute=True)
    # The ids come from an index alone; the rows themselves are read for one page only.
    where = _where(shape, drive)
    ids = select(Suggestion.id).where(*where).order_by(*order).limit(written(PAGE)).offset(skipped).subquery()
    return (
        select(
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
            Suggestion.history,
            Suggestion.proposer,
            Delegation.name.label("delegation"),
            Person.name.label("author"),
        )
        .join(ids, ids.c.id == Suggestion.id)
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Delegation, Delegation.id == Suggestion.delegation_id)
        .order_by(*order)
    )


def _hits(shape: Shape, values: dict[str, Any]) -> Hits:
    return Hits(*db.session.execute(_counts(shape), values).one())


@lru_cache(maxsize=SHAPES)
def _counts(shape: Shape) -> Select[*tuple[Any, ...]]:
    if counts_the_rest(shape):
        return _all_but_the_rest(shape)
    drive = drive_of_count(shape)
    where = _where(shape, drive)
    late, soon = Suggestion.due_sort < TODAY, Suggestion.due_sort.between(TODAY, SOON)
    if drive is Drive.ANY:
        every = [counted(Suggestion, *where, *more) for more in ((), (late,), (soon,))]
        return select(*every, _bills(shape, where))
    # A list of ids is gone through once, whatever is asked of it; what is over has no due date.
    over = bool(shape.states) and OVER.issuperset(shape.states)
    some = [literal_column("0", Integer) if over else func.count().filter(one) for one in (late, soon)]
    shares = [_share_count(shape)] if shape.by_many_shares else []
    return select(func.count(), *some, _bills(shape, where), *shares).select_from(Suggestion).where(*where)


# Where a bill can stand; what is archived is history of whatever kind.
BILLS = frozenset(SuggestionState) - {
    SuggestionState.REGISTERED,
    SuggestionState.IN_HANDLING,
    SuggestionState.CLOSED,
    SuggestionState.ARCHIVED,
}


def _may_hold_bills(shape: Shape) -> bool:
    # Bills have no shares, and who asks for one kind only is told its number already.
    of_shares = shape.by_share or shape.status in OF_REPLY or shape.given & {"unit_id", "role"}
    asks_one = "kind" in shape.given or shape.role in UNIT_ROLES
    return not (of_shares or asks_one) and bool(BILLS & set(shape.states or SuggestionState))


def _bills(shape: Shape, where: list[ColumnElement[bool]]) -> ColumnElement[int]:
    # Few among many: they have an index of their own.
    is_bill, nothing = stands(Suggestion.kind, Kind.BILL), literal_column("0", Integer)
    open_ones = Suggestion.state != SuggestionState.ARCHIVED
    return counted(Suggestion, *where, is_bill, open_ones) if _may_hold_bills(shape) else nothing


def _share_count(shape: Shape) -> ColumnElement[int]:
    held = shares_of(shape, Drive.ANY)
    if shape.role is Role.DESK:
        # Naming every system lets the index of system and state serve.
        held = held.where(stands(Task.system, *System))
    meant = held.subquery()
    every = select(func.count()).select_from(meant)
    if shape.due or shape.chased or shape.given - {"role"}:
        every = every.where(meant.c.suggestion_id.in_(select(Suggestion.id).where(*_where(shape, Drive.ANY))))
    return every.scalar_subquery()


def _all_but_the_rest(shape: Shape) -> Select[*tuple[Any, ...]]:
    shares = shares_of(shape, Drive.ANY)
    every = select(func.count(shares.subquery().c.suggestion_id.distinct())).scalar_subquery()
    open_ones = [state for state in SuggestionState if state not in shape.states]
    rest = select(func.count()).select_from(Suggestion)
    rest = rest.where(Suggestion.state.in_(open_ones), Suggestion.id.in_(shares))
    nothing: ColumnElement[int] = literal_column("0", Integer)
    return select(every - rest.scalar_subquery(), nothing.label("late"), nothing.label("soon"))


def _seen(rows: Sequence[Any], today: date) -> Hits:
    left = [((row.due_on or FAR) - today).days for row in rows]
    late, soon = sum(days < 0 for days in left), sum(0 <= days <= AMBER_DAYS for days in left)
    live = [row for row in rows if row.state is not SuggestionState.ARCHIVED]
    return Hits(len(rows), late, soon, sum(row.kind is Kind.BILL for row in live))


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
