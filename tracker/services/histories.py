"""What happened to a suggestion, told from outside: acts in their order, and papers that other records hold.

`adopt.py` lives such a history again and writes what it leaves behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.ratings import Level
from tracker.models.suggestions import Consent, Suggestion
from tracker.services._rating import Ballot as Ballot  # noqa: PLC0414 - histories hand it in like the rest
from tracker.services.assignments import Share
from tracker.services.replies import AnswerDraft


@dataclass(frozen=True, slots=True)
class Act:
    """One act as somebody did it: what they handed in is what the service of that act takes.

    `unit_id` names whose task is meant, an act on a round means that task's last one. `day` is the day of
    Asia/Shanghai that clocks count from where it is not the day of the act. `handed_in`, by action:

    START, REVISE: Paper · INVITE: tuple of Signer · ACCEPT: Acceptance · PUT_OUTCOME (not to accept it): code of the
    ground · ASSIGN: Assignment · DISTRIBUTE: id of the unit it goes to, or None for the one proposed · GIVE: person id
    of the handler · NOTE_CONTACT: Talk (CONFIRM_CONTACT and CORRECT_CONTACT mean the actor's latest one, the note
    corrects) · OPINE: Opinion · DRAFT_REPLY: ReplyDraft · DELIVER: document number · RATE: Ballot · ARCHIVE, MOVE_IN:
    OldPaper · PUT_ON_AGENDA, REFER, CONCLUDE: BillDecision, the note being its words · CONVERT and BORN_OF_BILL: the
    same Conversion, with which the history of the suggestion that comes of the bill begins. LAPSE is the worker's look
    after the last day of rating, whatever comes of it.
    """

    action: Action
    actor: Actor
    at: datetime
    unit_id: int | None = None
    note: str = ""
    handed_in: Any = None
    day: date | None = None


History = Sequence[Act]


@dataclass(frozen=True, slots=True)
class Signer:
    """A deputy who is asked to sign."""

    person_id: int
    membership_id: int | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the desk decides when it registers a paper."""

    category_id: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is to handle a paper. An `OldShare` is with its unit already, whatever coordinator that has."""

    shares: Sequence[Share | OldShare]
    agreed_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """A co-unit's opinion."""

    body: str
    signer_name: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class BillDecision:
    """What the Presidium decided on a bill, or the report it ended with: the day, the document, the committee."""

    decided_on: date
    document_no: str
    committee: str = ""


@dataclass(slots=True)
class Conversion:
    """A bill that becomes a suggestion: its history leaves it here for that of the suggestion, told after it."""

    decision: BillDecision
    bill: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class OldReply:
    """A reply as another record holds it. Without its day it cannot be a round and is kept in the paper's history."""

    delivered_on: date | None = None
    document_no: str = ""
    body: str = ""
    letter: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    answers: Sequence[AnswerDraft] = ()


@dataclass(frozen=True)
class OldShare:
    """One unit's share as another record holds it; `part` empty means every request."""

    unit_id: int
    role: TaskRole = TaskRole.SOLE
    part: Sequence[int] = ()
    agreed_due_on: date | None = None
    reply: OldReply | None = None


@dataclass(frozen=True)
class OldPaper:
    """A paper as another record holds it: what is not known stays empty and is shown as a gap.

    `history` is JSON: what the record says and our tables have no place for.
    """

    congress_id: int
    title: str
    source_key: str = ""
    kind: Kind = Kind.SUGGESTION
    number: str | None = None
    number_sort: str = ""
    session_id: int | None = None
    author_id: int | None = None
    author_membership_id: int | None = None
    delegation_id: int | None = None
    cosigners: Sequence[tuple[int, int | None]] = ()
    category_id: int | None = None
    problem: str = ""
    analysis: str = ""
    requests: Sequence[str] = ()
    consent: Consent | None = None
    is_confidential: bool = False
    submitted_on: date | None = None
    registered_on: date | None = None
    assigned_on: date | None = None
    closed_on: date | None = None
    headline: Level | None = None
    history: Mapping[str, Any] = field(default_factory=dict)
    shares: Sequence[OldShare] = ()
    # How it came in, where that was not on screen: told with the act.
    facts: Mapping[str, str] = field(default_factory=dict)


def archived(desk: Actor, paper: OldPaper, *, now: datetime) -> History:
    """The history of a paper that is over: one event, no clock, no notice. Touches nothing."""
    return (Act(Action.ARCHIVE, desk, now, handed_in=paper),)


def moved_in(desk: Actor, paper: OldPaper, *, now: datetime) -> History:
    """The history of a paper of ours that is still open: moved in now, its clocks running from its own days.

    Where it was assigned already, its units have it. Touches nothing.
    """
    acts = [Act(Action.MOVE_IN, desk, now, handed_in=paper, day=paper.submitted_on)]
    if paper.shares:
        acts.append(Act(Action.ASSIGN, desk, now, handed_in=Assignment(paper.shares), day=paper.assigned_on))
    return tuple(acts)
