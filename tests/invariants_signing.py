"""What must hold of signers, leads and assistants, whatever anybody has done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tests.world import World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState, is_seated
from tracker.domain.permissions import why_not
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState
from tracker.models.joint import LeadChange
from tracker.models.people import Membership, last_seat_day
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Signature, Suggestion


def signing(world: World, suggestions: Iterable[Suggestion], *, today: date) -> Iterator[str]:
    """Every one of these invariants that does not hold, in words."""
    for one in suggestions:
        yield from _signed(one)
        yield from _brought_in(one)
        yield from _returned(world, one)
    yield from _assistants(today)


def _signed(one: Suggestion) -> Iterator[str]:
    name = f"suggestion {one.id}"
    leads = [each.person_id for each in one.signatures if each.state is SignatureState.LEADS]
    if leads and leads != [one.author_id]:
        yield f"{name}: {leads} stand as its lead beside {one.author_id}"
    taken = db.session.scalars(select(LeadChange.id).where(LeadChange.suggestion_id == one.id, LeadChange.was_taken))
    seat = db.session.get(Membership, one.author_membership_id) if one.author_membership_id else None
    if seat is not None and one.submitted_on and not taken.first() and not seat.holds_on(one.submitted_on):
        yield f"{name} was handed in from a seat that did not hold on {one.submitted_on}"


def _brought_in(one: Suggestion) -> Iterator[str]:
    decided = [each.made_at for each in one.reviews if each.outcome in (Outcome.ON_AGENDA, Outcome.TO_COMMITTEE)]
    if one.is_bill and decided and one.submitted_on:
        # Whoever denies his signature only afterwards had been counted.
        stood = [each for each in one.signatures if each.state is SignatureState.AGREED or _later(each, decided[0])]
        signed = 1 + sum(is_seated(each, one.submitted_on) for each in stood)
        if signed < one.bill_signers_needed:
            yield f"suggestion {one.id} came before the congress with {signed} signers"


def _later(one: Signature, day: datetime) -> bool:
    return one.decided_at is not None and one.decided_at > day


def _returned(world: World, one: Suggestion) -> Iterator[str]:
    if one.state is SuggestionState.RETURNED and one.due_on is not None:
        why = why_not(world.chen, Action.SET_ASIDE, one, today=one.due_on + timedelta(days=1))
        if why is not None:
            yield f"suggestion {one.id} was sent back and nobody can end that once its day has passed: {why}"


def _assistants(today: date) -> Iterator[str]:
    held = db.session.scalars(select(Membership).where(Membership.role == Role.ASSISTANT))
    for one in (one for one in held if one.holds_on(today)):
        last = db.session.scalar(select(last_seat_day(one.assists_id)))
        if last is None or last < today:
            yield f"the hat {one.id} prepares for a deputy whose seat ended on {last}"
