"""The register: every paper one may see, filtered, sorted and counted, at the same cost however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.db import db
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.kinds import Kind
from tracker.domain.limits import COUNTED, PAGE
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.domain.states import PRIVATE, SuggestionState
from tracker.models.organs import Delegation
from tracker.models.people import Person
from tracker.models.suggestions import FAR, Suggestion
from tracker.models.tasks import Task
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
from tracker.queries.register_shares import COLUMNS, Entry, with_shares
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
    return Listing(with_shares(actor, rows), hits, page)


def every_id(actor: Actor, filters: Filters, *, today: date, mine: bool = False) -> list[int]:
    """The ids of all of them in the order of the pages, for a file: one statement, nothing cut."""
    shape, values = shape_of(actor, filters, mine=mine), asked(actor, filters, today=today)
    drive = drive_of_page(shape, dense=True)
    wanted = select(Suggestion.id).where(*_where(shape, drive)).order_by(*_order(shape))
    return list(db.session.scalars(wanted, values))


def _where(shape: Shape, drive: Drive) -> list[ColumnElement[bool]]:
    return [*_scope(shape, drive), *conditions(shape, drive)]


def _scope(shape: Shape, drive: Drive) -> Iterator[ColumnElement[bool]]:
    if shape.mine:
        yield leading_id(drive).in_(owned_ids())
    elif shape.role is not Role.DESK or not HANDED_IN.issuperset(shape.states or SuggestionState):
        # The desk sees all that was handed in, which some states say by themselves (a check of the table).
        yield listed_for(shape.role, by=leading_id(drive))


def _order(shape: Shape) -> tuple[Any, Any]:
    key = SORTS[shape.sort]
    # Old papers without a day stand where SQLite puts them, on PostgreSQL too.
    unsaid = key is Suggestion.submitted_on
    if shape.descending:
        return key.desc().nulls_last() if unsaid else key.desc(), Suggestion.id.desc()
    return key.asc().nulls_first() if unsaid else key.asc(), Suggestion.id.asc()


@lru_cache(maxsize=SHAPES)
def _page(shape: Shape, drive: Drive) -> Select[*tuple[Any, ...]]:
    order = _order(shape)
    skipped: ColumnElement[int] = bindparam("skipped", type_=Integer, literal_execute=True)
    # The ids come from an index alone; the rows themselves are read for one page only.
    where = _where(shape, drive)
    ids = select(Suggestion.id).where(*where).order_by(*order).limit(written(PAGE)).offset(skipped).subquery()
    return (
        select(*COLUMNS)
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
