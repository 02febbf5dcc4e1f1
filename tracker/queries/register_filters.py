"""What the register can be narrowed to, as conditions; and the choices its filters offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, literal_column, or_, select, union, union_all

from tracker.db import db
from tracker.domain.clocks import AMBER_DAYS
from tracker.domain.parties import Actor, SignatureState, TaskRole
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.organs import Category, Congress, CongressSession, Delegation, Term, Unit
from tracker.models.people import Person
from tracker.models.suggestions import FAR, Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.stages import ALL_REPLIED

S, T, R = SuggestionState, TaskState, RoundState


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the register; empty or None narrows nothing."""

    words: str = ""
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
    sort: str = "due"
    descending: bool = False
    page: int = 1


_OPEN = (S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.REGISTERED, S.IN_HANDLING)
# Statuses told by the suggestion itself.
OF_CASE: dict[str, Callable[[], ColumnElement[bool]]] = {
    "open": lambda: Suggestion.state.in_(_OPEN),
    "writing": lambda: Suggestion.state.in_((S.DRAFT, S.COSIGNING)),
    "to_review": lambda: Suggestion.state.in_((S.SUBMITTED, S.IN_REVIEW)),
    "returned": lambda: Suggestion.state == S.RETURNED,
    "not_accepted": lambda: Suggestion.state == S.NOT_ACCEPTED,
    "registered": lambda: Suggestion.state == S.REGISTERED,
    "in_handling": lambda: Suggestion.state == S.IN_HANDLING,
    "unreplied": lambda: and_(Suggestion.state == S.IN_HANDLING, Suggestion.replied_on.is_(None)),
    "replied": lambda: ALL_REPLIED,
    "closed": lambda: Suggestion.state == S.CLOSED,
    "withdrawn": lambda: Suggestion.state == S.WITHDRAWN,
    "archived": lambda: Suggestion.state == S.ARCHIVED,
}
# Statuses told by a unit's share of it; the first four mean the unit one looks at or belongs to, where there is one.
OF_SHARE = {
    "with_coordinator": (T.WITH_COORDINATOR,),
    "unsigned": (T.ASSIGNED,),
    "unreplied": (T.SIGNED_FOR, T.OBJECTED, T.HANDLING),
    "replied": (T.REPLIED,),
}
OF_REPLY = {"drafting": R.DRAFTING, "in_clearance": R.IN_CLEARANCE, "delivered": R.DELIVERED}
# What goes on inside a unit before its reply is out is nobody's business outside the offices.
_OFFICES = UNIT_ROLES | {Role.DESK, Role.COORDINATOR}


def statuses(actor: Actor, *, mine: bool = False) -> list[str]:
    """The statuses this actor can ask for, in the order of a suggestion's life."""
    names = ["open"]
    if actor.role is Role.DEPUTY:
        names += ["writing"] if mine else []
    if actor.role not in UNIT_ROLES:
        names += ["to_review", "returned", "not_accepted", "registered"]
    if actor.role in (Role.DESK, Role.COORDINATOR):
        names += ["with_coordinator"]
    names += ["unsigned", "in_handling", "unreplied"]
    if actor.role in _OFFICES:
        names += ["drafting", "in_clearance"]
    names += ["delivered", "replied", "closed"]
    return names + (["withdrawn", "archived"] if actor.role not in UNIT_ROLES else [])


def names_few(filters: Filters) -> bool:
    """Whether a list of ids drives the search, rather than the order of due dates."""
    return bool(filters.unit_id or filters.deputy or filters.words or filters.status in (*OF_SHARE, *OF_REPLY))


def conditions(actor: Actor, filters: Filters, *, today: date) -> Iterator[ColumnElement[bool]]:
    """What the filters ask of `Suggestion`, beside what the actor may see at all."""
    for column, value in (
        (Suggestion.session_id, filters.session_id),
        (Suggestion.category_id, filters.category_id),
        (Suggestion.delegation_id, filters.delegation_id),
    ):
        if value is not None:
            yield column == value
    yield from _status(actor, filters)
    yield from _due(filters, today)
    if filters.deputy:
        yield Suggestion.id.in_(_signed_by(filters.deputy))
    if filters.words:
        yield _mentions(filters.words)


def _status(actor: Actor, filters: Filters) -> Iterator[ColumnElement[bool]]:
    unit_id = filters.unit_id or (actor.unit_id if actor.role in UNIT_ROLES else None)
    by_share = filters.status in OF_SHARE and (unit_id is not None or filters.status not in OF_CASE)
    if filters.status in OF_CASE and not by_share:
        yield OF_CASE[filters.status]()
    if by_share or filters.status in OF_REPLY or filters.unit_id is not None or filters.role is not None:
        yield Suggestion.id.in_(_shares(actor, filters, unit_id, by_share=by_share))


def _shares(actor: Actor, filters: Filters, unit_id: int | None, *, by_share: bool) -> Select[int]:
    wanted = select(Task.suggestion_id)
    if unit_id is not None:
        wanted = wanted.where(Task.unit_id == unit_id)
    elif actor.role is Role.COORDINATOR:
        wanted = wanted.where(Task.system == actor.system)
    if filters.role is not None:
        wanted = wanted.where(Task.role == filters.role)
    if by_share:
        wanted = wanted.where(Task.state.in_(OF_SHARE[filters.status]))
    if filters.status in OF_REPLY:
        wanted = wanted.join(Round, Round.task_id == Task.id).where(Round.state == OF_REPLY[filters.status])
    return wanted


def _due(filters: Filters, today: date) -> Iterator[ColumnElement[bool]]:
    if filters.due == "overdue":
        yield Suggestion.due_sort < today
    elif filters.due == "soon":
        yield Suggestion.due_sort.between(today, today + timedelta(days=AMBER_DAYS))
    elif filters.due == "none":
        yield Suggestion.due_sort == FAR
    if filters.due_from is not None:
        yield Suggestion.due_sort >= filters.due_from
    if filters.due_to is not None:
        yield Suggestion.due_sort <= filters.due_to
    if filters.due_from is not None or filters.due_to is not None:
        yield Suggestion.due_sort < FAR


def _signed_by(name: str) -> Any:
    people = select(Person.id).where(Person.name.startswith(name, autoescape=True))
    leads = select(Suggestion.id).where(Suggestion.author_id.in_(people))
    signs = select(Signature.suggestion_id).where(
        Signature.person_id.in_(people), Signature.state == SignatureState.AGREED
    )
    return union(leads, signs)


def _mentions(words: str) -> ColumnElement[bool]:
    people = select(Person.id).where(Person.name == words)
    units = select(Unit.id).where(or_(Unit.short_name == words, Unit.name == words))
    return or_(
        Suggestion.title.icontains(words, autoescape=True),
        Suggestion.number.startswith(words, autoescape=True),
        Suggestion.author_id.in_(people),
        Suggestion.id.in_(select(Task.suggestion_id).where(Task.unit_id.in_(units))),
    )


def choices() -> dict[str, list[tuple[int, str]]]:
    """Sessions, units, categories and delegations of our own congress, by kind: one statement."""
    kind: dict[str, ColumnElement[str]] = {
        name: literal_column(f"'{name}'", String) for name in ("session", "unit", "category", "delegation")
    }
    sessions = (
        select(kind["session"].label("kind"), CongressSession.id, (Term.name + CongressSession.name).label("words"))
        .join(Term, Term.id == CongressSession.term_id)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Congress.is_ours)
    )
    units = (
        select(kind["unit"], Unit.id, Unit.short_name)
        .join(Congress, Congress.id == Unit.congress_id)
        .where(Congress.is_ours)
    )
    categories = select(kind["category"], Category.id, Category.path).where(Category.scheme == "")
    delegations = (
        select(kind["delegation"], Delegation.id, Delegation.name)
        .join(Term, Term.id == Delegation.term_id)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Congress.is_ours)
    )
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in kind}
    for row in db.session.execute(union_all(sessions, units, categories, delegations).order_by("kind", "id")):
        found[row.kind].append((row.id, row.words))
    found["session"].reverse()
    return found
