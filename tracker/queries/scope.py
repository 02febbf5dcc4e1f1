"""What an actor may read, as SQL: the twin of `domain.permissions.sight`, where every read begins.

`visible_to` asks it of one paper, `listed_for` of many; the second is shaped so that lists can follow an index. A test
builds every state and every party and compares all three.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, false, func, or_, select, true, union_all

from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.roles import ADMIN_ROLES, UNIT_ROLES, Role
from tracker.domain.states import LED_ON, ON_RECORD, OUT, SuggestionState, TaskState
from tracker.models.joint import LeadChange
from tracker.models.procedures import Hearing
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.asker import ME, MY_DELEGATION, MY_DEPUTY, MY_FIELD, MY_SYSTEM, MY_UNIT, stands
from tracker.queries.unled import unled

# An invitation that lapsed counts until the paper has a number: so long it may come back to be signed.
_SIGNING = or_(
    Signature.state.in_((SignatureState.ASKED, SignatureState.AGREED)),
    and_(Signature.state == SignatureState.LAPSED, Suggestion.number.is_(None)),
)


@dataclass(frozen=True)
class Asker:
    """What of an actor the conditions name: values of one actor, or the parameters that stand for anybody."""

    me: Any
    unit: Any
    system: Any
    delegation: Any
    field: Any
    deputy: Any


ANYBODY = Asker(ME, MY_UNIT, MY_SYSTEM, MY_DELEGATION, MY_FIELD, MY_DEPUTY)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Suggestion` that holds for exactly the papers this actor may open."""
    field = sorted(actor.category_ids)
    where = (actor.unit_id, actor.system, actor.delegation_id)
    return _seen(actor.role, Asker(actor.person_id, *where, field, actor.assists_id))


@cache
def sees(role: Role | None) -> ColumnElement[bool]:
    """The same for whoever wears such a hat, with the parameters of `asker`: for statements that are built once."""
    return _seen(role, ANYBODY)


def _seen(role: Role | None, who: Asker) -> ColumnElement[bool]:
    archived = Suggestion.state == SuggestionState.ARCHIVED
    if role is None:
        return true()
    if role in ADMIN_ROLES:
        return false()
    if role is Role.DEPUTY:
        return or_(_own(who), _open_to_deputies(), archived)
    if role in UNIT_ROLES:
        return and_(handed_in(), or_(_has_task(_held_once(who.unit)), _is_heard(who)), ~archived)
    if role is Role.DESK:
        return handed_in()
    if role is Role.ASSISTANT:
        led: ColumnElement[bool] = Suggestion.author_id == who.deputy
        return led
    return or_(and_(handed_in(), _of_staff(role, who)), archived)


def listed_for(role: Role | None, *, by: ColumnElement[int] | None = None) -> ColumnElement[bool]:
    """The same papers as `sees`, for lists: what hangs on the actor is looked up once instead of for each row.

    `by` is the id as a list of ids is compared with it.
    """
    archived = Suggestion.state == SuggestionState.ARCHIVED
    if role is Role.DEPUTY:
        # Nearly everything: gone through in the order of the list, which the index of states would make SQLite sort.
        state = unled(Suggestion.state)
        mine = Suggestion.id.in_(owned_ids())
        return or_(_open_to_deputies(state), stands(state, SuggestionState.ARCHIVED), mine)
    if role in UNIT_ROLES:
        held = select(Task.suggestion_id).where(*held_by(MY_UNIT))
        gave = select(Task.suggestion_id).where(*_gave(MY_UNIT))
        heard = select(Hearing.suggestion_id).where(Hearing.unit_id == MY_UNIT, Hearing.closed_on.is_(None))
        return and_((Suggestion.id if by is None else by).in_(union_all(held, gave, heard)), ~archived, handed_in())
    return sees(role)


@cache
def owned_ids() -> CompoundSelect[int]:
    """Ids of the papers a deputy leads, signed or was asked to sign, with the parameters of `asker`."""
    leads = select(Suggestion.id).where(Suggestion.author_id == ME)
    invited = select(Signature.suggestion_id).join(Suggestion, Suggestion.id == Signature.suggestion_id)
    signs = invited.where(Signature.person_id == ME, _SIGNING)
    # The offers nobody has answered are few, and have an index of their own.
    offers = select(LeadChange.suggestion_id).join(Suggestion, Suggestion.id == LeadChange.suggestion_id)
    offered = offers.where(LeadChange.answered_at.is_(None), _offered_to(ME))
    return union_all(leads, signs, offered)


def _own(who: Asker) -> ColumnElement[bool]:
    """Papers the deputy leads, signed or was asked to sign."""
    wanted = select(Signature.id).where(
        Signature.suggestion_id == Suggestion.id, Signature.person_id == who.me, _SIGNING
    )
    signed = exists(wanted.correlate(Suggestion))
    return or_(Suggestion.author_id == who.me, signed, _offered_to(who.me))


def _offered_to(person: Any) -> ColumnElement[bool]:
    """Papers whose lead the deputy is asked to take over."""
    return and_(Suggestion.lead_offered_to_id == person, Suggestion.state.in_(sorted(LED_ON)))


def _open_to_deputies(state: Any = Suggestion.state) -> ColumnElement[bool]:
    return and_(stands(state, *sorted(ON_RECORD)), Suggestion.is_confidential.is_(False))


def handed_in() -> ColumnElement[bool]:
    """What was handed in, imported history too."""
    # Only what was handed in has a day of filing: a draft has none, thrown away or not, and nothing becomes a draft
    # again (a test reads that off the life cycle). Imported history may lack its day.
    return or_(Suggestion.submitted_on.is_not(None), Suggestion.state == SuggestionState.ARCHIVED)


def _has_task(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    # Some task, even where the question around it is about one task itself.
    wanted = select(Task.id).where(Task.suggestion_id == Suggestion.id, *conditions)
    return exists(wanted.correlate(Suggestion))


def went_out() -> ColumnElement[bool]:
    """A reply that went out. Said so that it leads no engine: nearly all replies have, and one that began with them
    instead of the papers asked for would walk through the whole table."""
    return func.coalesce(Round.state, Round.state).in_(OUT)


def held_by(unit: Any) -> tuple[ColumnElement[bool], ...]:
    """What makes a task one that this unit holds: sent to it, and not taken away since."""
    return Task.unit_id == unit, Task.state != TaskState.WITH_COORDINATOR, Task.was_replaced.is_(False)


def _gave(unit: Any) -> tuple[ColumnElement[bool], ...]:
    """What makes a task one that this unit handed over when it was reorganised: its people go on reading it."""
    return Task.came_from_id == unit, Task.state != TaskState.WITH_COORDINATOR


def _held_once(unit: Any) -> ColumnElement[bool]:
    return or_(and_(*held_by(unit)), and_(*_gave(unit)))


def _is_heard(who: Asker) -> ColumnElement[bool]:
    # The count on the case keeps the question to those few that ask anybody.
    wanted = select(Hearing.id).where(
        Hearing.suggestion_id == Suggestion.id, Hearing.unit_id == who.unit, Hearing.closed_on.is_(None)
    )
    return and_(Suggestion.open_hearings > 0, exists(wanted.correlate(Suggestion)))


def _of_staff(role: Role, who: Asker) -> ColumnElement[bool]:
    if role is Role.COORDINATOR:
        return _has_task(Task.system == who.system)
    if role is Role.DELEGATION_CLERK:
        in_delegation: ColumnElement[bool] = Suggestion.delegation_id == who.delegation
        return in_delegation
    if role is Role.BILL_GROUP:
        return or_(Suggestion.in_session, Suggestion.kind == Kind.BILL)
    if role is Role.COMMITTEE:
        in_field = or_(Suggestion.is_key, Suggestion.category_id.in_(who.field))
        # Taken back after it had a number, it stays with those who could read all of it.
        kept = and_(Suggestion.state == SuggestionState.WITHDRAWN, Suggestion.number.is_not(None))
        return and_(or_(Suggestion.state.in_(sorted(ON_RECORD)), kept), in_field)
    return false()
