"""Steps of taking a matter up, and what a further round of a share has to answer: for its pages and the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.models.escalations import CameTo, Escalation
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, MY_FIELD, MY_SYSTEM, MY_UNIT, values


@dataclass(frozen=True)
class Ordered:
    """Why a further round was opened and what it has to answer: the desk's words, or the meeting's that bind it."""

    reason: str
    asks: str
    by: str
    at: datetime
    by_itself: bool = False
    # The meeting it is bound by.
    bound_by: Escalation | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def settled_on(self) -> date | None:
        """The day the rating stood that opened it by itself."""
        told = self.facts.get("settled_on")
        return date.fromisoformat(told) if told else None


def open_of(round_: Round) -> Escalation:
    """The step of this round that is open now."""
    wanted = select(Escalation).where(Escalation.round_id == round_.id, Escalation.came_to.is_(None))
    return db.session.scalars(wanted).one()


def of_round(round_: Round) -> Sequence[Escalation]:
    """Every step about this round, oldest first: one statement."""
    return _listed(Escalation.round_id == round_.id)


def of_suggestion(suggestion_id: int) -> Sequence[Escalation]:
    """Every step about a suggestion, oldest first: one statement."""
    return _listed(Escalation.suggestion_id == suggestion_id)


def _listed(where: Any) -> Sequence[Escalation]:
    wanted = select(Escalation).options(joinedload(Escalation.by), joinedload(Escalation.closed_by)).where(where)
    return db.session.scalars(wanted.order_by(Escalation.id)).all()


def ordered(round_: Round) -> Ordered | None:
    """What opened this round; None for the first of a share: at most three statements."""
    before = next((one for one in round_.task.rounds if one.no == round_.no - 1), None)
    if before is None:
        return None
    opened = (Action.REHANDLE.value, Action.CLOSE_ESCALATION.value)
    row = db.session.execute(
        select(Event.note, Event.facts, Event.at, Person.name)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.round_id == before.id, Event.action.in_(opened))
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    bound = [one for one in of_round(before) if one.came_to is CameTo.AGAIN] if "came_to" in row.facts else []
    asks = bound[-1].words if bound else row.facts.get("asks", "")
    reason = bound[-1].reason if bound else row.note
    by_itself = bool(row.facts.get("by_itself"))
    return Ordered(reason, asks, row.name or "", row.at, by_itself, bound[-1] if bound else None, row.facts)


def open_for(actor: Actor) -> Sequence[Any]:
    """The steps that are open and concern this reader, nearest day first: one statement."""
    wanted = (
        select(Escalation, Suggestion.id.label("suggestion_id"), Suggestion.title, Suggestion.number, Unit.short_name)
        .join(Round, Round.id == Escalation.round_id)
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .join(Unit, Unit.id == Task.unit_id)
        .where(Escalation.came_to.is_(None), Round.escalation_is_open, _concerns(actor.role))
        .order_by(Escalation.planned_on, Escalation.id)
    )
    return db.session.execute(wanted, values(actor)).all()


# Who sits at the table; the desk has a line for each, the others come along.
AT_TABLE = (UNIT_ROLES - {Role.UNIT_REVIEWER}) | {Role.DEPUTY}


def waiting_meetings(role: Role | None) -> ColumnElement[int]:
    """How many are planned with this hat at the table, with the parameters of `asker`."""
    # The few that are open are found first, whatever else would lead to them.
    held = aliased(Round)
    open_ones = select(held.id).where(held.escalation_is_open)
    wanted = (
        select(func.count(Round.id))
        .join(Task, Task.id == Round.task_id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
    )
    return wanted.where(Round.id.in_(open_ones), _concerns(role)).scalar_subquery()


def _concerns(role: Role | None) -> ColumnElement[bool]:
    if role is Role.DESK:
        return true()
    if role in UNIT_ROLES:
        return Task.unit_id == MY_UNIT
    if role is Role.COORDINATOR:
        return Task.system == MY_SYSTEM  # type: ignore[no-any-return]
    if role is Role.COMMITTEE:
        return or_(Suggestion.is_key.is_(True), Suggestion.category_id.in_(MY_FIELD))
    if role is Role.DEPUTY:
        mine = Signature.suggestion_id == Suggestion.id, Signature.person_id == ME
        signed = exists().where(*mine, Signature.state == SignatureState.AGREED)
        return or_(Suggestion.author_id == ME, signed)
    return false()
