"""What presses on the units of a board now: what is chased and not answered, and which key items are in hand.

Read as it is at this moment, not from the ledger of figures: a chase of this morning counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from tracker.db import db
from tracker.domain.parties import Actor, SignatureState, TaskRole
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.organs import Unit
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import stands
from tracker.queries.figure_rows import topmost
from tracker.queries.figures import Scope
from tracker.queries.scope import visible_to


class What(StrEnum):
    """What is looked at: shares chased since their last answer, those whose unit has said nothing to it, those with a
    督办通知, and those on the list for the chair meeting, for the due day they have now."""

    CHASED = "chased"
    UNANSWERED = "unanswered"
    SUPERVISED = "supervised"
    CHAIR = "chair"


@dataclass(frozen=True)
class Pressed:
    """How many shares of a unit, or of all, are pressed how; `times` counts the chases."""

    shares: int = 0
    times: int = 0
    unanswered: int = 0
    supervised: int = 0
    chair: int = 0

    def __add__(self, other: Pressed) -> Pressed:
        mine, theirs = _numbers(self), _numbers(other)
        return Pressed(*(one + two for one, two in zip(mine, theirs, strict=True)))


def _numbers(one: Pressed) -> tuple[int, ...]:
    return one.shares, one.times, one.unanswered, one.supervised, one.chair


def pressed_by_unit(scope: Scope) -> dict[int, Pressed]:
    """The units of a scope with anything chased: one statement, by the index of what is chased."""
    kinds = (_of(one) for one in (What.UNANSWERED, What.SUPERVISED, What.CHAIR))
    counts = [func.count(), func.sum(Task.chases), *(func.count().filter(one) for one in kinds)]
    wanted = (
        select(Task.unit_id, *counts)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(_of(What.CHASED), *inside(scope))
        .group_by(Task.unit_id)
    )
    return {unit_id: Pressed(*numbers) for unit_id, *numbers in db.session.execute(wanted)}


@dataclass(frozen=True)
class PressedShare:
    """A share that is pressed: how often, and how much of it waits for a word; `due_on` is a day of Asia/Shanghai."""

    task_id: int
    unit_id: int
    suggestion_id: int
    number: str
    title: str
    unit: str
    due_on: date | None
    times: int
    waiting: int
    role: TaskRole


def pressed_shares(actor: Actor, what: What, scope: Scope, *, most: int) -> tuple[list[PressedShare], int]:
    """The shares behind a number, those the actor may open, what is pressed hardest first; and how many there are."""
    conditions = (_of(What.CHASED), _of(what), *inside(scope))
    joined = select(Task.id).join(Suggestion, Suggestion.id == Task.suggestion_id).where(*conditions)
    count = db.session.scalar(select(func.count()).select_from(joined.subquery())) or 0
    columns = (Task.id, Task.unit_id, Suggestion.id, Suggestion.number, Suggestion.title, Unit.short_name)
    wanted = (
        select(*columns, Task.due_on, Task.chases, Task.chases_open, Task.role)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .join(Unit, Unit.id == Task.unit_id)
        .where(*conditions, visible_to(actor))
        .order_by(Task.pressure.desc(), Task.due_on, Task.id)
    )
    rows = db.session.execute(wanted.limit(most)).all()
    return [_share(row) for row in rows], count


def _share(row: Any) -> PressedShare:
    task_id, unit_id, case_id, number, *rest = row
    return PressedShare(task_id, unit_id, case_id, number or "", *rest)


def _of(what: What) -> ColumnElement[bool]:
    kinds: dict[What, ColumnElement[bool]] = {
        What.CHASED: and_(Task.chases > 0, *_at_unit()),
        What.UNANSWERED: Task.chases_open > 0,
        What.SUPERVISED: Task.supervised_for == Task.due_on,
        What.CHAIR: Task.put_to_chair_for == Task.due_on,
    }
    return kinds[what]


def _at_unit() -> tuple[ColumnElement[bool], ...]:
    at_unit = stands(Task.state, TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
    return at_unit, stands(Suggestion.state, SuggestionState.IN_HANDLING)


def inside(scope: Scope) -> Iterator[ColumnElement[bool]]:
    """What of the shares as they are now belongs to a scope."""
    yield from _papers(scope)
    if scope.unit_ids is not None:
        yield Task.unit_id.in_(scope.unit_ids)
    if scope.handler_id is not None:
        yield Task.handler_id.is_(None) if scope.handler_id == 0 else Task.handler_id == scope.handler_id


def _papers(scope: Scope) -> Iterator[ColumnElement[bool]]:
    if scope.session_ids:
        ids = [one for one in scope.session_ids if one]
        none = [Suggestion.session_id.is_(None)] if 0 in scope.session_ids else []
        yield or_(*none, Suggestion.session_id.in_(ids))
    if scope.in_session is not None:
        yield Suggestion.in_session == scope.in_session
    if scope.category_ids is not None:
        yield Suggestion.category_id.in_([one for one, top in topmost().items() if top in scope.category_ids])
    if scope.delegation_id is not None:
        yield Suggestion.delegation_id == scope.delegation_id
    if scope.led_by is not None:
        yield Suggestion.author_id == scope.led_by
    if scope.signed_by is not None:
        agreed = Signature.person_id == scope.signed_by, Signature.state == SignatureState.AGREED
        yield exists().where(Signature.suggestion_id == Suggestion.id, *agreed)
