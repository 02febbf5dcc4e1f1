"""The answer to each condition a row of the law may name: nothing when it holds, else why it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.domain import judging_chases as chases
from tracker.domain import judging_clearance as clearance
from tracker.domain import judging_joint as joint
from tracker.domain import judging_objections as objections
from tracker.domain import judging_outcomes as outcomes
from tracker.domain import judging_promises as promises
from tracker.domain import judging_ratings as ratings
from tracker.domain.entries import Entered, EntryFacts, awaits
from tracker.domain.facts import Case, JudgedCommitment, JudgedRound, JudgedTask
from tracker.domain.guards import Guard
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, TaskRole, lead_of
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState, TaskState
from tracker.domain.whys import Why

WRITING = frozenset({SuggestionState.DRAFT, SuggestionState.COSIGNING, SuggestionState.RETURNED})


@dataclass(frozen=True)
class Asked:
    case: Case
    actor: Actor
    today: date

    @property
    def round(self) -> JudgedRound:
        return self.case  # type: ignore[return-value]

    @property
    def promise(self) -> JudgedCommitment:
        return self.case  # type: ignore[return-value]

    @property
    def task(self) -> JudgedTask:
        assert self.case.task is not None
        return self.case.task


def _unless(holds: bool, why: Why) -> Why | None:
    return None if holds else why


def _may_circulate(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if paper.circulates:
        return _unless(paper.circulated_until is None, Why.IS_CIRCULATING)
    # A further round goes only where a first one has been.
    return _unless(paper.circulated_until is not None, Why.NOT_CIRCULATED_HERE)


def _circulation_is_open(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    until = paper.circulated_until
    return _unless(paper.circulates and until is not None and asked.today <= until, Why.CIRCULATION_OVER)


def _circulation_may_end(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if not paper.circulates or paper.circulated_until is None:
        return Why.CIRCULATION_OVER
    by_itself = asked.today > paper.circulated_until or not paper.open_hearings
    return _unless(by_itself or asked.actor.role is not None, Why.IS_CIRCULATING)


def _circulation_is_over(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    if not paper.circulates:
        return None
    if paper.circulated_until is None:
        return Why.STILL_TO_CIRCULATE
    return _unless(asked.today > paper.circulated_until, Why.IS_CIRCULATING)


def _may_link(asked: Asked) -> Why | None:
    writing = asked.case.suggestion.state in WRITING
    if asked.actor.role is Role.DESK:
        return _unless(not writing or asked.case.suggestion.submitted_on is not None, Why.NOT_VISIBLE)
    return _unless(writing, Why.LINKED_WHILE_WRITING)


def _entries(asked: Asked) -> list[EntryFacts]:
    # The count on the case says whether there is anything to look for.
    suggestion = asked.case.suggestion
    return list(suggestion.entries) if suggestion.open_entries else []


def _paper_is_not_denied(asked: Asked) -> Why | None:
    suggestion = asked.case.suggestion
    disputed = [one for one in suggestion.entries if one.is_unsettled] if suggestion.disputed_entries else []
    return _unless(all(one.what is not Entered.SUGGESTION for one in disputed), Why.PAPER_IS_DENIED)


def _lead_is_at_work(asked: Asked) -> Why | None:
    lead = lead_of(asked.case.suggestion.tasks)
    return _unless(lead is not None and lead.state is TaskState.HANDLING, Why.LEAD_NOT_AT_WORK)


def _answers_disagreement(asked: Asked) -> Why | None:
    return _unless(asked.task.disagreement_asks == asked.actor.unit_id is not None, Why.NO_DISAGREEMENT_TO_ANSWER)


def _decides_disagreement(asked: Asked) -> Why | None:
    """The coordinator decides between two units of its system, the desk between any others."""
    if not asked.task.disagreement_is_open:
        return Why.NO_DISAGREEMENT
    lead = lead_of(asked.case.suggestion.tasks)
    one_system = lead is not None and lead.system is asked.task.system
    coordinated = one_system and lead.has_coordinator and asked.task.has_coordinator  # type: ignore[union-attr]
    if asked.actor.role is Role.COORDINATOR:
        return _unless(coordinated, Why.DESK_DECIDES)
    return _unless(not coordinated, Why.COORDINATOR_DECIDES)


def _bill_has_signers(asked: Asked) -> Why | None:
    one = asked.case.suggestion
    if one.kind is not Kind.BILL:
        return None
    return _unless(joint.valid_signers(one, asked.today) >= one.bill_signers_needed, Why.TOO_FEW_SIGNERS)


def _bills_are_taken(asked: Asked) -> Why | None:
    # What was handed in in time and sent back for correction may come again later.
    one = asked.case.suggestion
    return None if one.kind is not Kind.BILL or one.submitted_on else _before_cut_off(asked)


def _before_cut_off(asked: Asked) -> Why | None:
    # By days; the hour of the last day is kept by the service, which knows it.
    closes = asked.case.suggestion.bills_close_on
    return _unless(closes is not None and asked.today <= closes, Why.BILLS_ARE_CLOSED)


def _may_change_kind(asked: Asked) -> Why | None:
    return None if asked.case.suggestion.kind is Kind.BILL else _before_cut_off(asked)


def _awaits_check(asked: Asked) -> bool:
    # With the session's end the delegations' staff go home: from then on nothing waits for them.
    one = asked.case.suggestion
    sits = one.session_closes_on is not None and asked.today <= one.session_closes_on
    return one.state is SuggestionState.SUBMITTED and one.needs_check and one.checked_on is None and sits


def _clerk_is_checking(asked: Asked) -> Why | None:
    is_clerk = asked.actor.role is Role.DELEGATION_CLERK
    return _unless(not is_clerk or _awaits_check(asked), Why.NO_CHECK_OPEN)


GUARDS: dict[Guard, Callable[[Asked], Why | None]] = {
    Guard.PAPER_IS_COMPLETE: lambda a: _unless(not list(a.case.suggestion.gaps), Why.PAPER_INCOMPLETE),
    **joint.GUARDS,
    **outcomes.GUARDS,
    **objections.GUARDS,
    **clearance.GUARDS,
    **promises.GUARDS,
    **chases.GUARDS,
    Guard.IS_BILL: lambda a: _unless(a.case.suggestion.kind is Kind.BILL, Why.ONLY_BILLS),
    Guard.IS_NO_BILL: lambda a: _unless(a.case.suggestion.kind is not Kind.BILL, Why.NOT_FOR_BILLS),
    Guard.BILL_HAS_SIGNERS: _bill_has_signers,
    Guard.BILLS_ARE_TAKEN: _bills_are_taken,
    Guard.MAY_CHANGE_KIND: _may_change_kind,
    Guard.CHECK_IS_OPEN: lambda a: _unless(_awaits_check(a), Why.NO_CHECK_OPEN),
    Guard.CHECK_IS_DONE: lambda a: _unless(not _awaits_check(a), Why.AWAITS_DELEGATION),
    Guard.CLERK_IS_CHECKING: _clerk_is_checking,
    Guard.MAY_CIRCULATE: _may_circulate,
    Guard.CIRCULATION_IS_OPEN: _circulation_is_open,
    Guard.CIRCULATION_MAY_END: _circulation_may_end,
    Guard.CIRCULATION_IS_OVER: _circulation_is_over,
    Guard.IS_IN_NO_GROUP: lambda a: _unless(a.case.suggestion.group_id is None, Why.GROUPED_ALREADY),
    Guard.IS_IN_A_GROUP: lambda a: _unless(a.case.suggestion.group_id is not None, Why.NOT_GROUPED),
    Guard.IS_KEY: lambda a: _unless(a.case.suggestion.is_key or a.case.suggestion.is_leader_led, Why.NOT_KEY),
    Guard.MAY_LINK: _may_link,
    Guard.EVERY_REPLY_IS_OUT: lambda a: _unless(a.case.suggestion.every_reply_is_out, Why.REPLIES_MISSING),
    Guard.EVERY_ROUND_IS_SETTLED: lambda a: _unless(a.case.suggestion.every_round_is_settled, Why.ROUNDS_UNSETTLED),
    Guard.IS_CO_TASK: lambda a: _unless(a.task.role is TaskRole.CO, Why.ONLY_CO_UNITS),
    Guard.IS_REPLY_TASK: lambda a: _unless(a.task.role is not TaskRole.CO, Why.NOT_FOR_CO_UNITS),
    Guard.LEAD_IS_AT_WORK: _lead_is_at_work,
    Guard.OPINION_AWAITS_WORD: lambda a: _unless(a.task.opinion_awaits_word, Why.NO_OPINION_TO_JUDGE),
    Guard.NO_DISAGREEMENT_OPEN: lambda a: _unless(not a.task.disagreement_is_open, Why.DISAGREEMENT_OPEN),
    Guard.DISAGREEMENT_AWAITS_ME: _answers_disagreement,
    Guard.DECIDES_DISAGREEMENT: _decides_disagreement,
    Guard.CONTACT_AWAITS_ME: lambda a: _unless(a.actor.person_id in set(a.task.contacts_await), Why.NO_CONTACT_AWAITS),
    Guard.TASK_IS_IN_HAND: lambda a: _unless(a.round.task.state is TaskState.HANDLING, Why.NOT_IN_HAND),
    Guard.REPLY_IS_COMPLETE: lambda a: _unless(
        a.round.task.state is TaskState.HANDLING and not list(a.round.reply_gaps), Why.REPLY_INCOMPLETE
    ),
    **ratings.GUARDS,
    Guard.ENTRY_AWAITS_ME: lambda a: _unless(any(awaits(one, a.actor) for one in _entries(a)), Why.NOTHING_ENTERED),
    Guard.ENTRY_IS_DISPUTED: lambda a: _unless(a.case.suggestion.disputed_entries > 0, Why.NOTHING_DISPUTED),
    Guard.PAPER_IS_NOT_DENIED: _paper_is_not_denied,
    Guard.TASK_IS_SIGNED_FOR: lambda a: _unless(
        a.round.task.state in (TaskState.SIGNED_FOR, TaskState.HANDLING), Why.NOT_SIGNED_FOR
    ),
    Guard.AWAITS_DECISION: lambda a: _unless(a.round.awaits_decision, Why.NOTHING_TO_DECIDE),
    Guard.MAY_ESCALATE: lambda a: _unless(
        a.round.awaits_decision and a.round.no > 1,
        Why.FIRST_ROUND if a.round.awaits_decision else Why.NOTHING_TO_DECIDE,
    ),
    Guard.ESCALATION_IS_OPEN: lambda a: _unless(a.round.escalation_is_open, Why.NO_ESCALATION),
    Guard.IS_LOOKED_BACK_ON: lambda a: _unless(a.round.look_backs_open > 0, Why.NOT_LOOKED_BACK_ON),
}
