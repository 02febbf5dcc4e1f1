"""The answer to each condition a row of the law may name: nothing when it holds, else why it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.domain.facts import Case, JudgedRound, JudgedTask
from tracker.domain.guards import Guard
from tracker.domain.parties import Actor, TaskRole
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
    def task(self) -> JudgedTask:
        assert self.case.task is not None
        return self.case.task


def _unless(holds: bool, why: Why) -> Why | None:
    return None if holds else why


def _signs_alone(asked: Asked) -> Why | None:
    others = [one for one in asked.case.suggestion.signatures if one.person_id != asked.actor.person_id]
    return _unless(not any(one.state == "agreed" for one in others), Why.OTHERS_SIGNED)


def _window_is_open(asked: Asked) -> Why | None:
    # Where the city lets the lead deputy rate for all, a co-signer reads the reply and does not rate it.
    if asked.actor.person_id in set(asked.round.may_not_rate):
        return Why.RATING_IS_THE_LEADS
    due = asked.round.rating_due_on
    return _unless(due is None or asked.today <= due, Why.WINDOW_SHUT)


def _window_has_shut(asked: Asked) -> bool:
    due = asked.round.rating_due_on
    return due is not None and asked.today > due


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


GUARDS: dict[Guard, Callable[[Asked], Why | None]] = {
    Guard.PAPER_IS_COMPLETE: lambda a: _unless(not list(a.case.suggestion.gaps), Why.PAPER_INCOMPLETE),
    Guard.SIGNS_ALONE: _signs_alone,
    Guard.MAY_CIRCULATE: _may_circulate,
    Guard.CIRCULATION_IS_OPEN: _circulation_is_open,
    Guard.CIRCULATION_MAY_END: _circulation_may_end,
    Guard.CIRCULATION_IS_OVER: _circulation_is_over,
    Guard.IS_IN_NO_GROUP: lambda a: _unless(a.case.suggestion.group_id is None, Why.GROUPED_ALREADY),
    Guard.IS_IN_A_GROUP: lambda a: _unless(a.case.suggestion.group_id is not None, Why.NOT_GROUPED),
    Guard.MAY_LINK: _may_link,
    Guard.EVERY_REPLY_IS_OUT: lambda a: _unless(a.case.suggestion.every_reply_is_out, Why.REPLIES_MISSING),
    Guard.EVERY_ROUND_IS_SETTLED: lambda a: _unless(a.case.suggestion.every_round_is_settled, Why.ROUNDS_UNSETTLED),
    Guard.IS_CO_TASK: lambda a: _unless(a.task.role is TaskRole.CO, Why.ONLY_CO_UNITS),
    Guard.IS_REPLY_TASK: lambda a: _unless(a.task.role is not TaskRole.CO, Why.NOT_FOR_CO_UNITS),
    Guard.TASK_IS_IN_HAND: lambda a: _unless(a.round.task.state is TaskState.HANDLING, Why.NOT_IN_HAND),
    Guard.REPLY_IS_COMPLETE: lambda a: _unless(
        a.round.task.state is TaskState.HANDLING and not list(a.round.reply_gaps), Why.REPLY_INCOMPLETE
    ),
    Guard.WINDOW_IS_OPEN: _window_is_open,
    Guard.RATING_IS_OVER: lambda a: _unless(
        a.round.everybody_rated or (_window_has_shut(a) and a.round.somebody_rated), Why.WINDOW_OPEN
    ),
    Guard.NOBODY_RATED_IN_TIME: lambda a: _unless(
        _window_has_shut(a) and not a.round.somebody_rated,
        Why.SOMEBODY_RATED if a.round.somebody_rated else Why.WINDOW_OPEN,
    ),
    Guard.AWAITS_DECISION: lambda a: _unless(a.round.awaits_decision, Why.NOTHING_TO_DECIDE),
}
