"""The papers of a list for a file, batch by batch: who signed, which units have what share, what they replied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from tracker.db import db
from tracker.domain.limits import EXPORT_BATCH
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.roles import Role
from tracker.domain.states import TaskState
from tracker.models.organs import Category, CongressSession, Delegation, Term, Unit
from tracker.models.people import Person
from tracker.models.procedures import Extension
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.register_shares import COLUMNS, Entry, with_shares
from tracker.queries.scope import went_out

_IDS: Any = bindparam("ids", expanding=True)


@dataclass(slots=True)
class ShareRow:
    """A unit's share (件次) with its replies that are out, the first first, and the day it was last extended to."""

    row: Any
    extended_to: date | None = None
    replies: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """One paper (件): its entry in the register, what else the ledger says of it, its signers and shares."""

    entry: Entry
    facts: Any
    signers: list[str] = field(default_factory=list)
    shares: list[ShareRow] = field(default_factory=list)


def papers(actor: Actor, ids: Sequence[int]) -> Iterator[Paper]:
    """The papers of these ids in this order, a batch at a time: the ids come out of the actor's own list."""
    for first in range(0, len(ids), EXPORT_BATCH):
        yield from _batch(actor, ids[first : first + EXPORT_BATCH])


def _batch(actor: Actor, ids: Sequence[int]) -> list[Paper]:
    wanted = {"ids": list(ids)}
    rows = {row.id: row for row in db.session.execute(_rows(), wanted)}
    entries = with_shares(actor, [rows[one] for one in ids if one in rows])
    found = {one.row.id: Paper(one, one.row) for one in entries}
    for suggestion_id, name in db.session.execute(_signers(), wanted):
        found[suggestion_id].signers.append(name)
    shares: dict[int, ShareRow] = {}
    for row in db.session.execute(_shares(actor.role in (Role.DESK, Role.COORDINATOR)), wanted):
        shares[row.task_id] = ShareRow(row)
        found[row.suggestion_id].shares.append(shares[row.task_id])
    for task_id, until in db.session.execute(_extended(), wanted):
        if task_id in shares:
            shares[task_id].extended_to = until
    for reply in db.session.execute(_replies(), wanted):
        if reply.task_id in shares:
            shares[reply.task_id].replies.append(reply)
    return list(found.values())


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *COLUMNS,
            Suggestion.received_on,
            Category.path.label("category"),
            (func.coalesce(Term.name, "") + func.coalesce(CongressSession.name, "")).label("session"),
            Delegation.name.label("of_delegation"),
        )
        .outerjoin(Person, Person.id == Suggestion.author_id)
        .outerjoin(Delegation, Delegation.id == Suggestion.delegation_id)
        .outerjoin(Category, Category.id == Suggestion.category_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .outerjoin(Term, Term.id == CongressSession.term_id)
        .where(Suggestion.id.in_(_IDS))
    )


@cache
def _signers() -> Select[*tuple[Any, ...]]:
    return (
        select(Signature.suggestion_id, Person.name)
        .join(Person, Person.id == Signature.person_id)
        .where(Signature.suggestion_id.in_(_IDS), Signature.state == SignatureState.AGREED)
        .order_by(Signature.suggestion_id, Signature.ordinal, Signature.id)
    )


@cache
def _shares(knows_proposals: bool) -> Select[*tuple[Any, ...]]:
    wanted = (
        select(
            Task.id.label("task_id"),
            Task.suggestion_id,
            Task.role,
            Task.state,
            Task.part,
            Task.assigned_on,
            Task.due_on,
            Task.replied_on,
            Task.moves,
            Unit.name.label("unit"),
            Unit.short_name,
        )
        .join(Unit, Unit.id == Task.unit_id)
        .where(Task.suggestion_id.in_(_IDS), Task.was_replaced.is_(False))
        .order_by(Task.id)
    )
    # A task still with the coordinator is a proposal between two offices.
    return wanted if knows_proposals else wanted.where(Task.state != TaskState.WITH_COORDINATOR)


@cache
def _extended() -> Select[*tuple[Any, ...]]:
    granted = select(Extension.task_id, func.max(Extension.granted_until))
    return granted.where(Extension.suggestion_id.in_(_IDS), Extension.is_granted.is_(True)).group_by(Extension.task_id)


@cache
def _replies() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Round.task_id,
            Round.no,
            Round.state,
            Round.document_no,
            Round.delivered_on,
            Round.letter,
            Round.letter_now,
            Round.headline,
        )
        .join(Task, Task.id == Round.task_id)
        .where(Task.suggestion_id.in_(_IDS), went_out())
        .order_by(Round.task_id, Round.no)
    )
