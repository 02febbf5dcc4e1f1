"""The shares of one unit by how far they are, and the people of the unit who can be given one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.limits import BATCH, EXPORT_BATCH
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, TaskState
from tracker.models.people import Membership, Person
from tracker.models.record import Clock
from tracker.models.suggestions import FAR, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import values
from tracker.queries.duties import HANDLER_IS_GONE
from tracker.queries.scope import sees


class Stage(StrEnum):
    """Which shares: by what the unit has to do next."""

    TO_SIGN_FOR = "to_sign_for"
    TO_GIVE = "to_give"
    IN_HAND = "in_hand"
    TO_SIGN = "to_sign"
    REPLIED = "replied"
    MINE = "mine"


_ANSWERED = (TaskState.REPLIED, TaskState.ENDED)
# A share is due by its own date; until it is signed for, signing comes first.
_WORK = (ClockKind.REPLY, ClockKind.CO_OPINION, ClockKind.CO_OPINION_AGAIN, ClockKind.REHANDLE_REPLY)


def _at_the_signer() -> ColumnElement[bool]:
    latest = aliased(Round)
    newest = select(func.max(latest.no)).where(latest.task_id == Task.id).correlate(Task).scalar_subquery()
    return (
        select(Round.id)
        .where(Round.task_id == Task.id, Round.no == newest, Round.state == RoundState.IN_CLEARANCE)
        .correlate(Task)
        .exists()
    )


def _of(stage: Stage, actor: Actor) -> tuple[ColumnElement[bool], ...]:
    handled = Task.state == TaskState.HANDLING
    stages: dict[Stage, tuple[ColumnElement[bool], ...]] = {
        Stage.TO_SIGN_FOR: (Task.state == TaskState.ASSIGNED,),
        Stage.TO_GIVE: (or_(Task.state == TaskState.SIGNED_FOR, HANDLER_IS_GONE),),
        Stage.IN_HAND: (handled, ~_at_the_signer(), ~HANDLER_IS_GONE),
        Stage.TO_SIGN: (handled, _at_the_signer()),
        Stage.REPLIED: (Task.state.in_(_ANSWERED),),
        Stage.MINE: (handled, Task.handler_id == actor.person_id),
    }
    return stages[stage]


def _ours(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Task.unit_id == actor.unit_id, Task.state != TaskState.WITH_COORDINATOR, Task.was_replaced.is_(False)


def counts(actor: Actor, *, today: date) -> dict[Stage, int]:
    """How many shares of the actor's unit are at each stage; one statement."""
    sums = [func.sum(case((and_(*_of(stage, actor)), 1), else_=0)) for stage in Stage]
    row = db.session.execute(
        select(*sums).join(Suggestion, Suggestion.id == Task.suggestion_id).where(sees(actor.role), *_ours(actor)),
        values(actor, today=today),
    ).one()
    return {stage: int(number or 0) for stage, number in zip(Stage, row, strict=True)}


def shares(
    actor: Actor, stage: Stage, *, today: date, page: int = 1, size: int = BATCH, group_id: int | None = None
) -> Sequence[Any]:
    """One page of a stage, what is pressed first, then nearest due date first; what is answered, the latest first; or
    what of it is in one group. One statement."""
    asked, rows = values(actor, today=today), _ordered(actor, stage, group_id)
    return db.session.execute(rows.limit(size).offset(size * (page - 1)), asked).all()


def every_share(actor: Actor, stage: Stage, *, today: date, group_id: int | None = None) -> Iterator[Any]:
    """All of a stage in the same order, for a file: one statement, read a batch at a time."""
    found = db.session.execute(_ordered(actor, stage, group_id), values(actor, today=today))
    yield from found.yield_per(EXPORT_BATCH)


def _ordered(actor: Actor, stage: Stage, group_id: int | None) -> Any:
    of_group = () if group_id is None else (Suggestion.group_id == group_id,)
    rows = _rows().where(sees(actor.role), *_ours(actor), *_of(stage, actor), *of_group)
    order: Any = (Task.pressure.desc(), func.coalesce(Clock.due_on, FAR), Task.id)
    if stage is Stage.REPLIED:
        order = (func.coalesce(Task.replied_on, Task.opened_on).desc(), Task.id.desc())
    return rows.order_by(*order)


def shares_of(actor: Actor, ids: Collection[int]) -> dict[int, Any]:
    """Named shares of the actor's unit, whatever became of them meanwhile."""
    wanted = _rows().where(sees(actor.role), *_ours(actor), Task.id.in_(ids))
    return {row.task_id: row for row in db.session.execute(wanted, values(actor))}


def _rows() -> Any:
    author, handler = aliased(Person), aliased(Person)
    signing = and_(Task.state == TaskState.ASSIGNED, Clock.kind == ClockKind.SIGN_FOR)
    working = and_(Task.state != TaskState.ASSIGNED, Clock.kind.in_(_WORK))
    clock = and_(Clock.task_id == Task.id, Clock.stopped_on.is_(None), or_(signing, working))
    return (
        select(
            Suggestion.id,
            Suggestion.number,
            Suggestion.title,
            Suggestion.signer_count,
            Suggestion.group_id,
            author.name.label("author"),
            Task.id.label("task_id"),
            Task.role,
            Task.state,
            Task.due_on,
            Task.agreed_due_on,
            Task.asked,
            Task.chases,
            Task.replied_on,
            handler.name.label("handler"),
            Clock.kind.label("clock_kind"),
            Clock.due_on.label("clock_due_on"),
        )
        .join(Task, Task.suggestion_id == Suggestion.id)
        .outerjoin(author, author.id == Suggestion.author_id)
        .outerjoin(handler, handler.id == Task.handler_id)
        .outerjoin(Clock, clock)
    )


def people_of(unit_id: int, *, today: date) -> list[tuple[int, str, tuple[Role, ...]]]:
    """Who holds a post of the unit: person, name, posts; handlers first."""
    rows = db.session.execute(
        select(Person.id, Person.name, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.unit_id == unit_id,
            Membership.role.in_(UNIT_ROLES),
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .order_by(Person.id, Membership.id)
    )
    found: dict[int, tuple[str, tuple[Role, ...]]] = {}
    for person_id, name, role in rows:
        found[person_id] = (name, (*found.get(person_id, (name, ()))[1], role))
    everybody = [(person_id, name, roles) for person_id, (name, roles) in found.items()]
    return sorted(everybody, key=lambda one: Role.UNIT_HANDLER not in one[2])
