"""Who someone is to a case: a person's relation to one paper, which is what actions are granted to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from tracker.domain.kinds import Kind
from tracker.domain.roles import UNIT_ROLES, Role, System
from tracker.domain.states import LED_ON, SuggestionState


class Party(StrEnum):
    """A relation to one case; one actor may stand in several."""

    AUTHOR = "author"
    ASSISTANT = "assistant"
    INVITEE = "invitee"
    COSIGNER = "cosigner"
    SUCCESSOR = "successor"
    DEPUTY = "deputy"
    DESK = "desk"
    CLERK = "clerk"
    BILL_GROUP = "bill_group"
    COORDINATOR = "coordinator"
    RECEIVER = "receiver"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    UNIT_SIGNER = "unit_signer"
    COLLEAGUE = "colleague"
    LEAD = "lead"
    LEAD_HANDLER = "lead_handler"
    HEARD = "heard"
    COMMITTEE = "committee"
    CLOCK = "clock"
    STRANGER = "stranger"


AUTHORS = frozenset({Party.AUTHOR, Party.COSIGNER})
# Who writes a paper, or was asked to sign or to lead it, reads its drafts; everybody else reads what was handed in.
READ_DRAFTS = frozenset({Party.AUTHOR, Party.ASSISTANT, Party.COSIGNER, Party.INVITEE, Party.SUCCESSOR})
UNIT_SIDE = frozenset({Party.RECEIVER, Party.HANDLER, Party.REVIEWER, Party.UNIT_SIGNER, Party.COLLEAGUE})
# The people of the lead unit, as a co-unit's share sees them.
LEAD_SIDE = frozenset({Party.LEAD, Party.LEAD_HANDLER})


class SignatureState(StrEnum):
    """What became of an invitation to sign."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    # The row of who leads the paper now and had signed it before.
    LEADS = "leads"


class TaskRole(StrEnum):
    """A unit's share of a suggestion: 独办, 主办, 会办, 分办."""

    SOLE = "sole"
    LEAD = "lead"
    CO = "co"
    SEPARATE = "separate"


@dataclass(frozen=True)
class Actor:
    """A person wearing one hat; time itself acts as CLOCK."""

    person_id: int | None
    membership_id: int | None
    role: Role | None
    unit_id: int | None = None
    system: System | None = None
    delegation_id: int | None = None
    category_ids: frozenset[int] = frozenset()
    # The deputy an assistant prepares for: everything but signing, handing in and rating.
    assists_id: int | None = None
    # The principal of a unit (主要负责人) among those who sign for it.
    is_principal: bool = False
    # The name of the committee whose hat is worn: which key items it supervises.
    committee: str = ""


CLOCK = Actor(person_id=None, membership_id=None, role=None)


class SignatureFacts(Protocol):
    """What judgement needs to know of a signature."""

    @property
    def person_id(self) -> int: ...
    @property
    def state(self) -> SignatureState: ...
    @property
    def text_no(self) -> int: ...
    @property
    def answer_by(self) -> date | None: ...
    @property
    def agrees_to_withdraw(self) -> bool | None: ...
    @property
    def seat_until(self) -> date | None: ...


class Seated(Protocol):
    """Somebody who holds or held a deputy's seat; `seat_until` is the last day of the last seat, None for never."""

    @property
    def seat_until(self) -> date | None: ...


def is_seated(one: Seated, today: date) -> bool:
    """Whether who signed still holds a seat on a day of Asia/Shanghai."""
    return one.seat_until is not None and today <= one.seat_until


class TaskFacts(Protocol):
    """What judgement needs to know of a task."""

    @property
    def unit_id(self) -> int: ...
    @property
    def system(self) -> System: ...
    @property
    def role(self) -> TaskRole: ...
    @property
    def handler_id(self) -> int | None: ...
    @property
    def with_unit(self) -> bool: ...
    @property
    def was_replaced(self) -> bool: ...
    @property
    def came_from_id(self) -> int | None: ...


T = TypeVar("T", bound=TaskFacts)


class HearingFacts(Protocol):
    """What judgement needs to know of a unit that is asked for its word."""

    @property
    def unit_id(self) -> int: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def task_id(self) -> int | None: ...
    @property
    def answer_by(self) -> date: ...
    @property
    def systems(self) -> Collection[System]: ...


class SuggestionFacts(Protocol):
    """What judgement needs to know of a suggestion."""

    @property
    def state(self) -> SuggestionState: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def in_session(self) -> bool: ...
    @property
    def author_id(self) -> int | None: ...
    @property
    def signatures(self) -> Iterable[SignatureFacts]: ...
    @property
    def tasks(self) -> Iterable[TaskFacts]: ...
    @property
    def delegation_id(self) -> int | None: ...
    @property
    def category_id(self) -> int | None: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def is_leader_led(self) -> bool: ...
    @property
    def number(self) -> str | None: ...
    @property
    def lead_offered_to_id(self) -> int | None: ...
    @property
    def open_hearings(self) -> int: ...
    @property
    def hearings(self) -> Iterable[HearingFacts]: ...


_UNIT_PARTY = {
    Role.UNIT_RECEIVER: Party.RECEIVER,
    Role.UNIT_REVIEWER: Party.REVIEWER,
    Role.UNIT_SIGNER: Party.UNIT_SIGNER,
}


def parties(actor: Actor, suggestion: SuggestionFacts, task: TaskFacts | None = None) -> frozenset[Party]:
    """Every relation of the actor to the suggestion or, where a task is given, to that unit's share of it."""
    if actor.role is None:
        return frozenset({Party.CLOCK})
    if actor.role is Role.DEPUTY:
        offered = actor.person_id == suggestion.lead_offered_to_id and suggestion.state in LED_ON
        return frozenset({_as_deputy(actor, suggestion), *({Party.SUCCESSOR} if offered else set())})
    if actor.role in UNIT_ROLES:
        return _as_unit(actor, suggestion, task)
    return frozenset({_as_staff(actor, actor.role, suggestion, task)})


def _as_deputy(actor: Actor, suggestion: SuggestionFacts) -> Party:
    if actor.person_id == suggestion.author_id:
        return Party.AUTHOR
    for signature in suggestion.signatures:
        if signature.person_id == actor.person_id:
            if signature.state is SignatureState.AGREED:
                return Party.COSIGNER
            if signature.state is SignatureState.ASKED or _may_yet_sign(signature, suggestion):
                return Party.INVITEE
    return Party.DEPUTY


def _may_yet_sign(signature: SignatureFacts, suggestion: SuggestionFacts) -> bool:
    # Until the paper has a number it may come back to be signed after all; from then on he is a deputy like others.
    return signature.state is SignatureState.LAPSED and suggestion.number is None


def _as_unit(actor: Actor, suggestion: SuggestionFacts, task: TaskFacts | None) -> frozenset[Party]:
    tasks = [task] if task is not None else list(suggestion.tasks)
    # A task still with the coordinator is a proposal: the unit it names has nothing to read yet. One that was taken
    # away ends the rest.
    ours = [one for one in tasks if one.unit_id == actor.unit_id and one.with_unit and not one.was_replaced]
    beside = _as_lead(actor, suggestion, task) | ({Party.HEARD} if _is_heard(actor, suggestion) else set())
    if not ours and any(one.came_from_id == actor.unit_id and one.with_unit for one in tasks):
        # Handed over when the unit was reorganised: its people go on reading their own papers.
        return frozenset({Party.COLLEAGUE} | beside)
    if not ours:
        return frozenset(beside or {Party.STRANGER})
    found = {_UNIT_PARTY.get(actor.role or Role.UNIT_HANDLER, Party.COLLEAGUE)} | beside
    # Whoever was given the task is its handler, whatever the post: a receiver may keep a small task.
    if any(one.handler_id == actor.person_id for one in ours):
        found.add(Party.HANDLER)
    return frozenset(found)


def _as_lead(actor: Actor, suggestion: SuggestionFacts, task: TaskFacts | None) -> set[Party]:
    """What the people of the lead unit are to a co-unit's share: they ask it, and take or send back its opinion."""
    if task is None or task.role is not TaskRole.CO or task.was_replaced:
        return set()
    lead = lead_of(suggestion.tasks)
    if lead is None or lead.unit_id != actor.unit_id or not lead.with_unit:
        return set()
    return {Party.LEAD, Party.LEAD_HANDLER} if lead.handler_id == actor.person_id else {Party.LEAD}


def lead_of(tasks: Iterable[T]) -> T | None:
    """The share that gathers the others' opinions and answers the deputies, where one of several units leads."""
    return next((one for one in tasks if one.role is TaskRole.LEAD and not one.was_replaced), None)


def _is_heard(actor: Actor, suggestion: SuggestionFacts) -> bool:
    # The count on the case says whether there is anything to look for.
    if not suggestion.open_hearings:
        return False
    return any(one.is_open and one.unit_id == actor.unit_id for one in suggestion.hearings)


def _as_staff(actor: Actor, role: Role, suggestion: SuggestionFacts, task: TaskFacts | None) -> Party:
    if role is Role.DESK:
        return Party.DESK
    if role is Role.ASSISTANT and actor.assists_id is not None and suggestion.author_id == actor.assists_id:
        return Party.ASSISTANT
    if role is Role.COORDINATOR:
        tasks = [task] if task is not None else list(suggestion.tasks)
        return Party.COORDINATOR if any(one.system is actor.system for one in tasks) else Party.STRANGER
    if role is Role.DELEGATION_CLERK and suggestion.delegation_id == actor.delegation_id:
        return Party.CLERK
    if role is Role.BILL_GROUP and (suggestion.in_session or suggestion.kind is Kind.BILL):
        return Party.BILL_GROUP
    if role is Role.COMMITTEE and (suggestion.is_key or suggestion.category_id in actor.category_ids):
        return Party.COMMITTEE
    return Party.STRANGER
