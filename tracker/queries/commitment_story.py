"""What was done about one promise, as far as a reader may know it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import QUIET, STEPS
from tracker.domain.parties import Actor
from tracker.domain.permissions import standing_of
from tracker.domain.rating_sight import TYPED_OFF, has_signed, without_levels
from tracker.models.commitments import Commitment
from tracker.models.organs import Delegation, Unit
from tracker.models.people import Membership, Person
from tracker.models.record import Event
from tracker.queries.cases import find_suggestion
from tracker.queries.dossier import Seer, Told

TOLD_HERE = frozenset({Action.PROMISE})


def story(actor: Actor, one: Commitment) -> list[Told]:
    """The events of a promise that this reader may see, oldest first."""
    standing = standing_of(actor, one)
    # Who owes it without a share of the paper has no dossier to open its files from.
    seer = Seer(actor, one.suggestion) if find_suggestion(actor, one.suggestion_id) is not None else None
    closed = TYPED_OFF if has_signed(actor.person_id, one.suggestion) else frozenset()
    rows = db.session.execute(
        select(
            Event.action, Event.at, Person.name, Membership.role, Unit.short_name, Delegation.name,
            Event.task_id, Event.round_id, Event.note, Event.facts, Event.person_id,
        )
        .outerjoin(Person, Person.id == Event.person_id)
        .outerjoin(Membership, Membership.id == Event.membership_id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Delegation, Delegation.id == Membership.delegation_id)
        .where(Event.suggestion_id == one.suggestion_id, Event.machine == Machine.COMMITMENT.value)
        .order_by(Event.seq)
    )  # fmt: skip
    found = []
    for action, at, name, role, unit, group, task_id, round_id, note, facts, person_id in rows:
        is_told = action not in closed and (Action(action) in TOLD_HERE or Action(action) not in QUIET)
        if facts.get("commitment") != one.id or not is_told or not standing & STEPS[Action(action)].seen_by:
            continue
        told = seer.told(action, task_id, round_id, facts) if seer else _outside(action, facts)
        found.append(Told(action, at, name or "", role, unit or group or "", task_id, round_id, note, told, person_id))
    return found


def _outside(action: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in without_levels(action, facts, reads=False).items() if name != "files"}
