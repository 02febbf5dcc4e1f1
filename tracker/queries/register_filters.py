"""What the register can be narrowed to, as conditions; and the choices its filters offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union,
)

from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, SignatureState, TaskRole
from tracker.domain.ratings import Level
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.suggestions import FAR, Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import MY_SYSTEM, MY_UNIT, TODAY, values
from tracker.queries.register_statuses import AGAIN, OF_CASE, OF_REPLY, OF_SHARE
from tracker.queries.unled import unled

S = SuggestionState


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the register; empty or None narrows nothing."""

    words: str = ""
    kind: Kind | None = None
    session_id: int | None = None
    status: str = ""
    unit_id: int | None = None
    role: TaskRole | None = None
    category_id: int | None = None
    deputy: str = ""
    delegation_id: int | None = None
    due: str = ""
    due_from: date | None = None
    due_to: date | None = None
    chased: bool = False
    key: str = ""
    sort: str = "due"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of question it is, without its values: one statement is built for each and filled anew."""

    role: Role | None
    mine: bool
    status: str
    due: str
    key: str
    sort: str
    descending: bool
    given: frozenset[str]
    chased: bool = False

    @property
    def states(self) -> tuple[SuggestionState, ...]:
        """The states asked for, where the suggestion itself tells the status."""
        return () if self.by_share else OF_CASE.get(self.status, ((), None))[0]

    @property
    def by_share(self) -> bool:
        """Whether the status is that of a unit's share: of the unit one looks at or belongs to, or of any."""
        of_one_unit = "unit_id" in self.given or self.role in UNIT_ROLES
        # A coordinator asks what its own units have in hand, whatever becomes of the paper elsewhere.
        of_system = self.role is Role.COORDINATOR and self.status == "unreplied"
        return self.status in OF_SHARE and (of_one_unit or of_system or self.status not in OF_CASE)

    @property
    def by_many_shares(self) -> bool:
        """Whether one paper may be meant several times over: 件 and 件次 then differ, and both are said."""
        shared = self.by_share or self.status in OF_REPLY
        return shared and self.role in (Role.DESK, Role.COORDINATOR) and "unit_id" not in self.given

    @property
    def names_ids(self) -> bool:
        """Whether some list of ids narrows the search."""
        named = self.given & {"unit_id", "role", "deputy"} or self.by_share or self.status in OF_REPLY
        return bool(named) or self.mine or self.role in UNIT_ROLES


class Drive(StrEnum):
    """What leads the engine to the rows; the columns that must not lead it are `unled`."""

    DUE = "due"  # the order of due dates: rows come sorted, and reading stops when the page is full
    NEAR = "near"  # the same, asking each row in turn for its shares: the page is full before many were asked
    STATE = "state"  # the index of the state: few rows stand in it
    IDS = "ids"  # the list of ids: few rows are in it
    ANY = "any"  # whatever the engine likes


# Few stand in these at a time, however many have passed through.
_PASSING = frozenset(S) - {S.CLOSED, S.ARCHIVED}


def drive_of_page(shape: Shape, *, dense: bool, near: bool = False) -> Drive:
    """How a page is found.

    `dense` says that the list of ids is long, so that the next hit is never far; `near`, that the page is among the
    first of many.
    """
    if shape.sort != "due":
        return Drive.ANY
    in_few_states = bool(shape.states) and _PASSING.issuperset(shape.states)
    if shape.mine or (shape.names_ids and not in_few_states and not dense):
        return Drive.IDS
    return Drive.NEAR if dense and near else Drive.DUE


def drive_of_count(shape: Shape) -> Drive:
    """How the hits are counted, where the order does not matter."""
    if not shape.names_ids:
        return Drive.ANY
    in_few_states = bool(shape.states) and _PASSING.issuperset(shape.states)
    return Drive.STATE if in_few_states and not shape.mine else Drive.IDS


def counts_the_rest(shape: Shape) -> bool:
    """Whether all that a unit ever had is counted less what is not over yet: far fewer rows than the closed ones."""
    asks_no_more = shape.given <= {"unit_id", "role"} and "unit_id" in shape.given
    asks_no_more = asks_no_more and not (shape.due or shape.key or shape.mine or shape.chased)
    return asks_no_more and shape.role is Role.DESK and shape.states == (S.CLOSED,)


_IDS = ("session_id", "unit_id", "category_id", "delegation_id")
VALUES = ("words", "kind", "role", "deputy", "due_from", "due_to", *_IDS)


def shape_of(actor: Actor, filters: Filters, *, mine: bool) -> Shape:
    """The shape of a question of this actor."""
    given = frozenset(name for name in VALUES if getattr(filters, name) not in (None, ""))
    which = (filters.status, filters.due, filters.key, filters.sort, filters.descending)
    return Shape(actor.role, mine, *which, given, filters.chased)


def asked(actor: Actor, filters: Filters, *, today: date) -> dict[str, Any]:
    """The values of a question, for the statements built of its shape."""
    found: dict[str, Any] = {name: getattr(filters, name) for name in VALUES}
    return (
        values(actor, today=today)
        | found
        | {
            "soon": today + timedelta(days=AMBER_DAYS),
            "title_like": f"%{_escaped(filters.words)}%",
            "number_like": f"{_escaped(filters.words)}%",
            "deputy_like": f"{_escaped(filters.deputy)}%",
        }
    )


def _escaped(words: str) -> str:
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")


SOON = bindparam("soon", type_=Date)
_NOTHING: ColumnElement[int] = literal_column("0", Integer)


def _value(name: str, kind: Any) -> Any:
    return bindparam(name, type_=kind)


def conditions(shape: Shape, drive: Drive) -> Iterator[ColumnElement[bool]]:
    """What the filters ask of `Suggestion`, beside what the actor may see at all."""
    for name, column in (
        ("session_id", Suggestion.session_id),
        ("category_id", Suggestion.category_id),
        ("delegation_id", Suggestion.delegation_id),
    ):
        if name in shape.given:
            yield (column if drive is Drive.ANY else unled(column)) == _value(name, Integer)
    if "kind" in shape.given:
        yield Suggestion.kind == _value("kind", Suggestion.kind.type)
    yield from _status(shape, drive)
    yield from _due(shape)
    if shape.chased:
        yield Suggestion.chases > 0
    if shape.key:
        # Few are: their own index leads to them, whatever else is asked.
        yield (Suggestion.is_leader_led if shape.key == "led" else Suggestion.is_key).is_(True)
    if "deputy" in shape.given:
        yield leading_id(drive).in_(_signed_by())
    if "words" in shape.given:
        yield _mentions(shape)


def leading_id(drive: Drive) -> ColumnElement[int]:
    """The id as a list of ids is compared with it."""
    return Suggestion.id.expression if drive in (Drive.IDS, Drive.ANY) else unled(Suggestion.id)


def _status(shape: Shape, drive: Drive) -> Iterator[ColumnElement[bool]]:
    if shape.states:
        # One state has its own index in the order of due dates; several would have to be sorted.
        sorted_by_itself = drive in (Drive.DUE, Drive.NEAR) and len(shape.states) == 1
        indexed = sorted_by_itself or drive in (Drive.STATE, Drive.ANY)
        yield (Suggestion.state if indexed else unled(Suggestion.state)).in_(shape.states)
        all_replied = OF_CASE[shape.status][1]
        if all_replied is not None:
            yield Suggestion.replied_on.is_not(None) if all_replied else Suggestion.replied_on.is_(None)
    if shape.by_share or shape.status in OF_REPLY or shape.given & {"unit_id", "role"}:
        shares = shares_of(shape, drive)
        if drive is Drive.NEAR:
            # The offset keeps PostgreSQL from making one list of all shares first.
            yield shares.where(Task.suggestion_id == Suggestion.id).correlate(Suggestion).offset(_NOTHING).exists()
        else:
            yield leading_id(drive).in_(shares)


def shares_of(shape: Shape, drive: Drive) -> Select[int]:
    """The suggestions of the shares that are asked for, each as often as it has one."""
    # Where one row's shares are asked for, the row has to lead to them and not all that the unit has.
    by_row = drive is Drive.NEAR
    unit, system = (unled(Task.unit_id), unled(Task.system)) if by_row else (Task.unit_id, Task.system)
    wanted = select(Task.suggestion_id)
    if "unit_id" in shape.given:
        wanted = wanted.where(unit == _value("unit_id", Integer))
    elif shape.role in UNIT_ROLES:
        wanted = wanted.where(unit == MY_UNIT)
    elif shape.role is Role.COORDINATOR:
        wanted = wanted.where(system == MY_SYSTEM)
    if "role" in shape.given:
        wanted = wanted.where(Task.role == _value("role", Task.role.type))
    if shape.by_share:
        wanted = wanted.where(Task.state.in_(OF_SHARE[shape.status]))
    if shape.status in OF_REPLY:
        wanted = wanted.join(Round, Round.task_id == Task.id).where(Round.state == OF_REPLY[shape.status])
    if shape.status == AGAIN:
        wanted = wanted.where(Round.no > 1, Round.headline == Level.DISSATISFIED)
    return _told(wanted, shape)


def _told(shares: Select[int], shape: Shape) -> Select[int]:
    # A task still with the coordinator is a proposal between two offices: no filter may show it to others.
    if shape.role in (Role.DESK, Role.COORDINATOR):
        return shares
    return shares.where(Task.state != TaskState.WITH_COORDINATOR)


def _due(shape: Shape) -> Iterator[ColumnElement[bool]]:
    if shape.due == "overdue":
        yield Suggestion.due_sort < TODAY
    elif shape.due == "soon":
        yield Suggestion.due_sort.between(TODAY, SOON)
    elif shape.due == "none":
        yield Suggestion.due_sort == FAR
    if "due_from" in shape.given:
        yield Suggestion.due_sort >= _value("due_from", Date)
    if "due_to" in shape.given:
        yield Suggestion.due_sort <= _value("due_to", Date)
    if shape.given & {"due_from", "due_to"}:
        yield Suggestion.due_sort < FAR


def _signed_by() -> Any:
    people = select(Person.id).where(Person.name.ilike(_value("deputy_like", String), escape="/"))
    leads = select(Suggestion.id).where(Suggestion.author_id.in_(people))
    signs = select(Signature.suggestion_id).where(
        Signature.person_id.in_(people), Signature.state == SignatureState.AGREED
    )
    return union(leads, signs)


def _mentions(shape: Shape) -> ColumnElement[bool]:
    words = _value("words", String)
    people = select(Person.id).where(Person.name == words)
    units = select(Unit.id).where(or_(Unit.short_name == words, Unit.name == words))
    title = func.lower(_value("title_like", String))
    return or_(
        func.lower(Suggestion.title).like(title, escape="/"),
        Suggestion.number.ilike(_value("number_like", String), escape="/"),
        Suggestion.author_id.in_(people),
        Suggestion.id.in_(_told(select(Task.suggestion_id).where(Task.unit_id.in_(units)), shape)),
    )
