"""Who led and signed a paper at an instant, and which unit a share lay with: what papers that are out were made of.

Another lead and another unit change what goes out from then on, and no paper that is out (rule R11). A case whose lead
and units never changed is asked no statement; without an instant everything is told as it stands now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.domain.roles import Role
from tracker.models.organs import Delegation, Unit
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task

_MOVES = (Action.HAND_OVER.value, Action.MOVE_ALONG.value)


@dataclass(frozen=True, slots=True)
class Signatory:
    """A deputy who signed: how the unit reaches him."""

    person_id: int
    name: str
    phone: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Signers:
    """Who leads the paper, as papers name him, and who signed beside him, in their order."""

    lead_id: int | None
    lead: str
    delegation: str
    others: list[int]
    several: bool

    @property
    def ids(self) -> list[int]:
        return [*([self.lead_id] if self.lead_id else []), *self.others]


def signers_at(suggestion: Suggestion, at: datetime | None) -> Signers:
    """Who led and signed it then; one statement where another deputy has ever come to lead it, three at most."""
    changes = _changes_of_lead(suggestion) if at is not None else []
    later = [one for one in changes if at is not None and one.at > at]
    if not later:
        others = [one.person_id for one in suggestion.signatures if one.state is SignatureState.AGREED]
        lead = suggestion.author.name if suggestion.author else ""
        place = suggestion.delegation.name if suggestion.delegation else ""
        return Signers(suggestion.author_id, lead, place, others, suggestion.signer_count > 1)
    states = {one.person_id: one.state for one in suggestion.signatures}
    for one in reversed(later):
        _undo(one, states)
    others = [person_id for person_id, state in states.items() if state is SignatureState.AGREED]
    former = later[0].facts.get("former")
    person = db.session.get(Person, former) if former is not None else None
    lead = person.name if person is not None else ""
    since = [one.at for one in changes if one not in later]
    filed = [suggestion.submitted_at] if suggestion.submitted_at is not None else []
    place = _delegation_of(suggestion, former, day_of(max([*since, *filed], default=later[0].at)))
    return Signers(former, lead, place, others, len(others) + (former is not None) > 1)


def _changes_of_lead(suggestion: Suggestion) -> Sequence[Event]:
    """Every time another deputy came to lead it, oldest first. Of a paper by name his signature tells that he did."""
    has_changed = any(one.state is SignatureState.LEADS for one in suggestion.signatures)
    if not has_changed and not suggestion.is_delegations:
        return []
    wanted = select(Event).where(Event.suggestion_id == suggestion.id, Event.action == Action.TAKE_LEAD.value)
    return db.session.scalars(wanted.order_by(Event.seq)).all()


def _undo(change: Event, states: dict[int, SignatureState]) -> None:
    """Signatures as they were before it. Who leads a delegation's paper need not have signed it."""
    came, went = change.facts.get("lead"), change.facts.get("former")
    if came in states:
        has_signed = change.facts.get("had_signed", True)
        states[came] = SignatureState.AGREED if has_signed else SignatureState.LAPSED
    if went in states:
        states[went] = SignatureState.LEADS


def _delegation_of(suggestion: Suggestion, person_id: int | None, day: date) -> str:
    """The delegation he sat in when he came to lead it; a delegation's paper stays that delegation's."""
    if suggestion.is_delegations:
        return suggestion.delegation.name if suggestion.delegation else ""
    wanted = (
        select(Delegation.name)
        .join(Membership, Membership.delegation_id == Delegation.id)
        .where(Membership.person_id == person_id, Membership.role == Role.DEPUTY, Membership.starts_on <= day)
    )
    return db.session.scalar(wanted.order_by(Membership.starts_on.desc(), Membership.id.desc()).limit(1)) or ""


def signatories(ids: Sequence[int]) -> list[Signatory]:
    """These deputies, in that order: one statement."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.phone, func.max(Delegation.name))
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.delegation_id.is_not(None))
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Person.id.in_(ids))
        .group_by(Person.id, Person.name, Person.phone)
    )
    found = {person_id: Signatory(person_id, name, phone, place or "") for person_id, name, phone, place in rows}
    return [found[one] for one in ids if one in found]


def filed_at(suggestion: Suggestion) -> datetime | None:
    """The instant its text was last handed in; one statement where another deputy has ever come to lead it."""
    if not _changes_of_lead(suggestion):
        return suggestion.submitted_at
    wanted = select(Event.at).where(Event.suggestion_id == suggestion.id, Event.action == Action.SUBMIT.value)
    return db.session.scalar(wanted.order_by(Event.seq.desc()).limit(1)) or suggestion.submitted_at


def unit_at(task: Task, at: datetime | None) -> Unit:
    """The unit the share lay with then: two statements where it has gone along to another."""
    if at is None or task.came_from_id is None:
        return task.unit
    wanted = select(Event).where(Event.task_id == task.id, Event.action.in_(_MOVES), Event.at > at)
    moved = db.session.scalars(wanted.order_by(Event.seq).limit(1)).first()
    return db.session.get_one(Unit, moved.facts["from_unit"]) if moved is not None else task.unit


def shares_at(suggestion: Suggestion, at: datetime | None) -> list[tuple[Task, Unit]]:
    """The shares that stand, each with the unit it lay with then; one that ended because the lead went along to its
    unit later stood beside it till then."""
    dropped = _dropped_since(suggestion, at) if at is not None else frozenset()
    return [(one, unit_at(one, at)) for one in suggestion.tasks if not one.was_replaced or one.id in dropped]


def _dropped_since(suggestion: Suggestion, at: datetime) -> frozenset[int]:
    has_moved = any(one.came_from_id is not None for one in suggestion.tasks)
    if not has_moved or not any(one.was_replaced for one in suggestion.tasks):
        return frozenset()
    wanted = select(Event).where(Event.suggestion_id == suggestion.id, Event.action == Action.END.value, Event.at > at)
    # A ruling ends a share without naming its unit.
    return frozenset(one.task_id for one in db.session.scalars(wanted) if one.task_id and "unit" in one.facts)


__all__ = ["Signatory", "Signers", "filed_at", "shares_at", "signatories", "signers_at", "unit_at"]
