"""What is open among the signers of a paper: who agreed to take it back, who is asked to lead it, who led it before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.judging_joint import has_a_say
from tracker.domain.parties import is_seated
from tracker.models.joint import LeadChange
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.suggestions import Signature, Suggestion


@dataclass(frozen=True)
class Consent:
    """One signer and his answer to the open request; None while he has not given one."""

    name: str
    agrees: bool | None
    is_seated: bool


def consents(suggestion: Suggestion, *, today: date) -> list[Consent]:
    """The other signers and what they say to taking it back: one statement."""
    rows = db.session.execute(
        select(Signature, Person.name)
        .join(Person, Person.id == Signature.person_id)
        .where(Signature.suggestion_id == suggestion.id)
        .order_by(Signature.ordinal)
    )
    signed = ((one, name) for one, name in rows if has_a_say(suggestion, one))
    return [Consent(name, one.agrees_to_withdraw, is_seated(one, today)) for one, name in signed]


def last_note(suggestion: Suggestion, action: Action) -> str:
    """What was written when this was last done."""
    wanted = select(Event.note).where(Event.suggestion_id == suggestion.id, Event.action == action.value)
    return db.session.scalars(wanted.order_by(Event.seq.desc()).limit(1)).first() or ""


def lead_changes(suggestion: Suggestion) -> Sequence[LeadChange]:
    """Every offer to lead it, the oldest first, with the names: one statement."""
    return db.session.scalars(
        select(LeadChange)
        .where(LeadChange.suggestion_id == suggestion.id)
        .options(joinedload(LeadChange.to_person), joinedload(LeadChange.from_person))
        .order_by(LeadChange.id)
    ).all()


def open_offer(suggestion: Suggestion) -> LeadChange | None:
    """The offer that awaits its answer."""
    return next((one for one in lead_changes(suggestion) if one.answered_at is None), None)


def names_of(person_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Id and name of persons, in the order given."""
    wanted = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    found = {row.id: row.name for row in db.session.execute(wanted)}
    return [(one, found[one]) for one in person_ids if one in found]
