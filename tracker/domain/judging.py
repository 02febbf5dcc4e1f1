"""The answer to each condition a row of the law may name: nothing when it holds, else why it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.domain.facts import Case, JudgedRound, JudgedTask
from tracker.domain.guards import Guard
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.states import TaskState
from tracker.domain.whys import Why


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


GUARDS: dict[Guard, Callable[[Asked], Why | None]] = {
    Guard.PAPER_IS_COMPLETE: lambda a: _unless(not list(a.case.suggestion.gaps), Why.PAPER_INCOMPLETE),
    Guard.SIGNS_ALONE: _signs_alone,
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
