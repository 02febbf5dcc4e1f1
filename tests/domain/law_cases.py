"""Cases made of nothing but facts, and one actor for every relation to them: what judgement is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.actions import Machine
from tracker.domain.entries import Entered
from tracker.domain.kinds import Kind
from tracker.domain.ladder import Side
from tracker.domain.parties import CLOCK, Actor, Party, SignatureState, TaskRole, parties
from tracker.domain.promises import Bearer, bearer
from tracker.domain.roles import Role, System
from tracker.domain.states import PRIVATE, ClearanceStage, CommitmentState, RoundState, SuggestionState, TaskState

TODAY = date(2026, 4, 1)


@dataclass
class Signed:
    person_id: int
    state: SignatureState
    answer_by: date | None = TODAY
    agrees_to_withdraw: bool | None = None
    seat_until: date | None = date(9999, 12, 31)
    text_no: int = 1


@dataclass
class Asked:
    """A unit that is asked for its word: unit 3, which has no share of the work."""

    unit_id: int = 3
    is_open: bool = True
    task_id: int | None = 1
    answer_by: date = TODAY
    systems: tuple[System, ...] = (System.GOVERNMENT,)


@dataclass
class Paper:
    """A suggestion; complete, signed by one deputy and asked of another, unless said otherwise."""

    state: SuggestionState
    author_id: int | None = 1
    signatures: list[Signed] = field(
        default_factory=lambda: [Signed(2, SignatureState.AGREED), Signed(3, SignatureState.ASKED)]
    )
    tasks: list[Share] = field(default_factory=list)
    delegation_id: int | None = 1
    category_id: int | None = 1
    is_key: bool = False
    is_leader_led: bool = False
    is_confidential: bool = False
    submitted_on: date | None = TODAY
    text_no: int = 1
    due_on: date | None = TODAY
    due_kind: str | None = None
    lead_seat_until: date | None = date(9999, 12, 31)
    reviewer_id: int | None = 10
    intended: str | None = None
    intended_by_id: int | None = None
    intended_until: date | None = None
    reception: str | None = None
    gaps: tuple[str, ...] = ()
    kind: Kind = Kind.SUGGESTION
    number: str | None = None
    withdrawal_asked_on: date | None = None
    a_reply_is_out: bool = False
    open_promises: tuple[object, ...] = ()
    lead_offered_to_id: int | None = None
    is_delegations: bool = False
    in_session: bool = True
    circulates: bool = False
    circulated_until: date | None = None
    group_id: int | None = None
    open_entries: int = 0
    disputed_entries: int = 0
    entries: tuple[object, ...] = ()
    bill_signers_needed: int = 2
    bills_close_on: date | None = TODAY
    needs_check: bool = False
    checked_on: date | None = None
    session_closes_on: date | None = TODAY
    every_reply_is_out: bool = True
    every_round_is_settled: bool = True
    open_hearings: int = 0
    hearings: list[Asked] = field(default_factory=list)
    machine: Machine = Machine.SUGGESTION
    task: None = None

    @property
    def suggestion(self) -> Paper:
        return self


@dataclass(frozen=True)
class Held:
    """A post of unit 1, held without end."""

    person_id: int
    role: Role
    is_principal: bool = False

    def holds_on(self, _day: date) -> bool:
        return True


POSTS = (Held(23, Role.UNIT_REVIEWER), Held(24, Role.UNIT_SIGNER), Held(25, Role.UNIT_SIGNER, is_principal=True))


@dataclass
class Share:
    """The share of unit 1 of the government, in the hands of person 20."""

    state: TaskState
    suggestion: Paper
    role: TaskRole = TaskRole.SOLE
    unit_id: int = 1
    system: System = System.GOVERNMENT
    handler_id: int | None = 20
    was_replaced: bool = False
    has_coordinator: bool = True
    id: int = 1
    due_on: date | None = TODAY
    reply_is_up: bool = False
    has_answered: bool = False
    objections: int = 0
    objection_due_on: date | None = TODAY
    objection_is_open: bool = False
    objection_is_arbiters: bool = False
    delay_explained_on: date | None = None
    extension_is_open: bool = False
    extension_is_coordinators: bool = True
    opinion_awaits_word: bool = False
    disagreement_is_open: bool = False
    disagreement_asks: int | None = None
    contacts_await: tuple[int, ...] = ()
    came_from_id: int | None = None
    clearing_posts: tuple[Held, ...] = field(default_factory=lambda: POSTS)
    coordinator_posts: tuple[Held, ...] = (Held(30, Role.COORDINATOR),)
    lies_with_check: bool = False
    chases_open: int = 0
    supervised_for: date | None = None
    put_to_chair_for: date | None = None
    chased: dict[Side, date] = field(default_factory=dict)
    machine: Machine = Machine.TASK

    def chased_until(self, side: Side) -> date | None:
        return self.chased.get(side)

    @property
    def task(self) -> Share:
        return self

    @property
    def with_unit(self) -> bool:
        return self.state is not TaskState.WITH_COORDINATOR


@dataclass
class Turn:
    """A round: a complete reply in an open window."""

    state: RoundState
    task: Share
    reply_gaps: tuple[str, ...] = ()
    rating_due_on: date | None = TODAY
    asks_quality: bool = True
    by_unit_id: int | None = None
    all_rated: bool = False
    may_not_rate: tuple[int, ...] = ()
    somebody_rated: bool = False
    open_paper_ratings: int = 0
    paper_ratings_entered_by: tuple[int, ...] = ()
    awaits_decision: bool = False
    stage: ClearanceStage = ClearanceStage.SIGN
    needs_check: bool = False
    principal_signs: bool = False
    another_signs: bool = False
    signed_before: frozenset[int] = frozenset()
    drafted_by_id: int | None = 20
    sent_up_by_id: int | None = 20
    signed_by_id: int | None = 25
    no: int = 1
    escalation_is_open: bool = False
    look_backs_open: int = 0
    machine: Machine = Machine.ROUND

    def still_to_rate(self, _today: date) -> set[int]:
        return set() if self.all_rated else {2}

    def everybody_rated(self, _today: date) -> bool:
        return self.all_rated

    def nobody_can_rate(self, _today: date) -> bool:
        return False

    @property
    def suggestion(self) -> Paper:
        return self.task.suggestion


@dataclass
class Promise:
    """A promise of a delivered reply, owed by the unit that replied and due today."""

    state: CommitmentState
    task: Share
    unit_id: int = 1
    due_on: date = TODAY
    change_is_open: bool = False
    is_disputed: bool = False
    dispute_awaits_answer: bool = False
    promised_on: date | None = TODAY
    progress_on: date | None = None
    reminded_on: date | None = TODAY
    quiet_told_on: date | None = None
    rating_due_on: date | None = TODAY
    rating_shut_on: date | None = None
    all_rated: bool = False
    somebody_rated: bool = False
    may_not_rate: tuple[int, ...] = ()
    is_dissatisfied: bool = False
    open_paper_ratings: int = 0
    paper_ratings_entered_by: tuple[int, ...] = ()
    chased: dict[Side, date] = field(default_factory=dict)
    machine: Machine = Machine.COMMITMENT

    def chased_until(self, side: Side) -> date | None:
        return self.chased.get(side)

    def still_to_rate(self, _today: date) -> set[int]:
        return set() if self.all_rated else {2}

    def everybody_rated(self, _today: date) -> bool:
        return self.all_rated

    def nobody_can_rate(self, _today: date) -> bool:
        return False

    @property
    def suggestion(self) -> Paper:
        return self.task.suggestion

    @property
    def owed_by(self) -> Bearer:
        return bearer(self.unit_id, self.task)


Case = Paper | Share | Turn | Promise


def paper(state: SuggestionState, **facts: object) -> Paper:
    """A suggestion in a state; before it is handed in it has no day of that."""
    days = {"submitted_on": None} if state in PRIVATE else {}
    return Paper(state, **(days | facts))  # type: ignore[arg-type]


def asking(whole: Paper, *units: int) -> None:
    """These units, or unit 3, are being asked for their word on the suggestion."""
    whole.hearings = [Asked(unit) for unit in units or (3,)]
    whole.open_hearings = len(whole.hearings)


def share(state: TaskState, role: TaskRole = TaskRole.SOLE, **facts: object) -> Share:
    """A task of a suggestion in handling; ended ones are of a closed one. Unit 4 leads where it is a co-unit's."""
    over = state is TaskState.ENDED
    whole = paper(SuggestionState.CLOSED if over else SuggestionState.IN_HANDLING)
    one = Share(state, whole, role, **facts)  # type: ignore[arg-type]
    whole.tasks.append(one)
    if role is TaskRole.CO:
        at_work = TaskState.ENDED if over else TaskState.HANDLING
        whole.tasks.append(Share(at_work, whole, TaskRole.LEAD, unit_id=4, handler_id=60))
    return one


def turn(state: RoundState, **facts: object) -> Turn:
    """A round of a task in the state that goes with it."""
    before = state in (RoundState.DRAFTING, RoundState.IN_CLEARANCE)
    return Turn(state, share(TaskState.HANDLING if before else TaskState.REPLIED), **facts)  # type: ignore[arg-type]


def uncoordinated(one: Turn) -> Turn:
    """Its system has a coordinator's office in which nobody holds a post."""
    one.task.coordinator_posts = ()
    return one


def promise(state: CommitmentState, **facts: object) -> Promise:
    """A promise of a case that is closed, as most of them are."""
    return Promise(state, share(TaskState.ENDED), **facts)  # type: ignore[arg-type]


def _deputy(person_id: int) -> Actor:
    return Actor(person_id, person_id, Role.DEPUTY, delegation_id=1)


def _of_unit(person_id: int, role: Role, unit_id: int = 1) -> Actor:
    return Actor(person_id, person_id, role, unit_id=unit_id)


# One for each relation, and those who have none.
ACTORS: dict[str, Actor] = {
    "author": _deputy(1),
    "assistant": Actor(5, 5, Role.ASSISTANT, assists_id=1),
    "assistant_elsewhere": Actor(6, 6, Role.ASSISTANT, assists_id=4),
    "cosigner": _deputy(2),
    "invitee": _deputy(3),
    "successor": _deputy(7),
    "deputy": _deputy(4),
    "desk": Actor(10, 10, Role.DESK),
    "clerk": Actor(11, 11, Role.DELEGATION_CLERK, delegation_id=1),
    "clerk_elsewhere": Actor(12, 12, Role.DELEGATION_CLERK, delegation_id=2),
    "bill_group": Actor(15, 15, Role.BILL_GROUP),
    "coordinator": Actor(13, 13, Role.COORDINATOR, system=System.GOVERNMENT),
    "coordinator_elsewhere": Actor(14, 14, Role.COORDINATOR, system=System.PARTY),
    "receiver": _of_unit(21, Role.UNIT_RECEIVER),
    "handler": _of_unit(20, Role.UNIT_HANDLER),
    "colleague": _of_unit(22, Role.UNIT_HANDLER),
    "reviewer": _of_unit(23, Role.UNIT_REVIEWER),
    "unit_signer": _of_unit(24, Role.UNIT_SIGNER),
    "principal": replace(_of_unit(25, Role.UNIT_SIGNER), is_principal=True),
    "receiver_elsewhere": _of_unit(31, Role.UNIT_RECEIVER, 2),
    "handler_elsewhere": _of_unit(30, Role.UNIT_HANDLER, 2),
    "signer_elsewhere": _of_unit(34, Role.UNIT_SIGNER, 2),
    "heard": _of_unit(35, Role.UNIT_HANDLER, 3),
    "lead_handler": _of_unit(60, Role.UNIT_HANDLER, 4),
    "lead_colleague": _of_unit(61, Role.UNIT_SIGNER, 4),
    "committee": Actor(40, 40, Role.COMMITTEE, category_ids=frozenset({1})),
    "committee_elsewhere": Actor(41, 41, Role.COMMITTEE, category_ids=frozenset({2})),
    "system_admin": Actor(50, 50, Role.SYSTEM_ADMIN),
    "security_admin": Actor(51, 51, Role.SECURITY_ADMIN),
    "auditor": Actor(52, 52, Role.AUDITOR),
    "clock": CLOCK,
}


@dataclass
class Typed:
    """Something the clerk entered from paper for a deputy."""

    person_id: int | None
    is_open: bool = True
    unit_id: int | None = None
    entered_by_id: int | None = 11
    what: Entered = Entered.SUGGESTION
    is_unsettled: bool = False


def entered_for(person_id: int, *, is_open: bool = True) -> Paper:
    """A paper handed in, of which something was entered for this person."""
    return paper(SuggestionState.SUBMITTED, open_entries=1, entries=(Typed(person_id, is_open),))


def disputed(state: SuggestionState, what: Entered = Entered.SUGGESTION) -> Paper:
    """A paper of which something entered from paper is denied by its side, and nobody has looked into that yet."""
    return paper(state, disputed_entries=1, entries=(Typed(1, is_open=False, what=what, is_unsettled=True),))


def relations() -> dict[str, frozenset[Party]]:
    """In which relations each actor stands to a task that its unit has in hand, alone or beside a lead."""
    one = share(TaskState.HANDLING)
    asking(one.suggestion)
    one.suggestion.lead_offered_to_id = 7
    other = share(TaskState.HANDLING, TaskRole.CO)
    return {
        name: parties(actor, one.suggestion, one) | parties(actor, other.suggestion, other)
        for name, actor in ACTORS.items()
    }
