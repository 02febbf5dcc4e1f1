"""May this actor do this to this case, and what may they read of it? One judgement for page, form, service and API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.domain.guards import Guard
from tracker.domain.lifecycle import CONSEQUENCES, STEPS, Action, Machine, Step
from tracker.domain.parties import UNIT_SIDE, Actor, Party, SuggestionFacts, TaskFacts, TaskRole, parties
from tracker.domain.roles import ADMIN_ROLES, Role
from tracker.domain.states import ON_RECORD, PRIVATE, State, SuggestionState, TaskState


class Sight(StrEnum):
    """How much of a suggestion someone may read."""

    NOTHING = "nothing"
    OPEN = "open"  # text, units, delivered replies, headline rating: what a colleague deputy may read
    FULL = "full"


class Why(StrEnum):
    """Why an action is not open; each code has its sentence in `web/labels.py`."""

    NOT_VISIBLE = "not_visible"
    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_state"
    CASE_IS_OVER = "case_is_over"
    PAPER_INCOMPLETE = "paper_incomplete"
    OTHERS_SIGNED = "others_signed"
    REPLIES_MISSING = "replies_missing"
    ROUNDS_UNSETTLED = "rounds_unsettled"
    ONLY_CO_UNITS = "only_co_units"
    NOT_FOR_CO_UNITS = "not_for_co_units"
    NOT_IN_HAND = "not_in_hand"
    REPLY_INCOMPLETE = "reply_incomplete"
    RATING_IS_THE_LEADS = "rating_is_the_leads"
    WINDOW_SHUT = "window_shut"
    WINDOW_OPEN = "window_open"
    SOMEBODY_RATED = "somebody_rated"
    NOTHING_TO_DECIDE = "nothing_to_decide"


class Refused(Exception):
    """The rules say no. Nothing was changed."""

    def __init__(self, why: Why, action: Action) -> None:
        super().__init__(f"{action}: {why}")
        self.why = why
        self.action = action


class Case(Protocol):
    """A suggestion, a task or a round, as judgement sees it."""

    @property
    def machine(self) -> Machine: ...
    @property
    def state(self) -> State | None: ...
    @property
    def suggestion(self) -> JudgedSuggestion: ...
    @property
    def task(self) -> JudgedTask | None: ...


class JudgedSuggestion(SuggestionFacts, Protocol):
    """A suggestion with the facts its guards ask for."""

    @property
    def state(self) -> SuggestionState: ...
    @property
    def submitted_on(self) -> date | None: ...
    @property
    def is_confidential(self) -> bool: ...
    @property
    def gaps(self) -> Iterable[str]: ...
    @property
    def every_reply_is_out(self) -> bool: ...
    @property
    def every_round_is_settled(self) -> bool: ...


class JudgedTask(TaskFacts, Protocol):
    """A task with the facts its guards ask for."""

    @property
    def state(self) -> TaskState: ...


class JudgedRound(Protocol):
    """A round with the facts its guards ask for."""

    @property
    def task(self) -> JudgedTask: ...
    @property
    def reply_gaps(self) -> Iterable[str]: ...
    @property
    def rating_due_on(self) -> date | None: ...
    @property
    def may_not_rate(self) -> Iterable[int]: ...
    @property
    def everybody_rated(self) -> bool: ...
    @property
    def somebody_rated(self) -> bool: ...
    @property
    def awaits_decision(self) -> bool: ...


def sight(actor: Actor, suggestion: JudgedSuggestion) -> Sight:
    """How much of the suggestion the actor may read. Its SQL twin is `queries.scope.visible_to`."""
    if actor.role in ADMIN_ROLES:
        return Sight.NOTHING
    standing = parties(actor, suggestion)
    if standing & {Party.AUTHOR, Party.COSIGNER, Party.INVITEE, Party.CLOCK}:
        return Sight.FULL
    if suggestion.state in PRIVATE or _never_handed_in(suggestion):
        return Sight.NOTHING
    if Party.DESK in standing:
        return Sight.FULL
    if suggestion.state is SuggestionState.ARCHIVED:
        return Sight.NOTHING if actor.role in _UNIT_READERS else Sight.OPEN
    if standing & (UNIT_SIDE | {Party.COORDINATOR, Party.CLERK}):
        return Sight.FULL
    if Party.COMMITTEE in standing:
        return Sight.FULL if suggestion.state in ON_RECORD else Sight.NOTHING
    if Party.DEPUTY in standing and suggestion.state in ON_RECORD and not suggestion.is_confidential:
        return Sight.OPEN
    return Sight.NOTHING


_UNIT_READERS = frozenset({Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_REVIEWER, Role.UNIT_SIGNER})


def _never_handed_in(suggestion: JudgedSuggestion) -> bool:
    return suggestion.state is SuggestionState.WITHDRAWN and suggestion.submitted_on is None


def why_not(actor: Actor, action: Action, case: Case, *, today: date) -> Why | None:
    """Why the actor may not act now, or None. `today` is a day of Asia/Shanghai."""
    step = STEPS[action]
    if step.machine is not case.machine:
        return Why.WRONG_STATE
    standing = parties(actor, case.suggestion, case.task)
    if not standing & step.by:
        return Why.NOT_VISIBLE if sight(actor, case.suggestion) is Sight.NOTHING else Why.NOT_YOURS
    if not _stands_where(step, case):
        return Why.WRONG_STATE
    return None if step.when is None else _GUARDS[step.when](_Asked(case, actor, today))


def require(actor: Actor, action: Action, case: Case, *, today: date) -> Step:
    """The row of the law for this act; raises `Refused` with the reason when the act is not open."""
    why = why_not(actor, action, case, today=today)
    if why is not None:
        raise Refused(why, action)
    return STEPS[action]


def may(actor: Actor, action: Action, case: Case, *, today: date) -> bool:
    """Whether the act is open now."""
    return why_not(actor, action, case, today=today) is None


def open_actions(actor: Actor, case: Case, *, today: date) -> tuple[Action, ...]:
    """The buttons: what this actor may do to this case now, in the order of the table."""
    return tuple(
        action
        for action, step in STEPS.items()
        if step.machine is case.machine
        and not step.is_birth
        and action not in CONSEQUENCES
        and may(actor, action, case, today=today)
    )


def absent_actions(actor: Actor, case: Case, *, today: date) -> dict[Action, Why]:
    """What this actor's party could do to such a case but not now, with the reason."""
    standing = parties(actor, case.suggestion, case.task)
    found: dict[Action, Why] = {}
    for action, step in STEPS.items():
        if step.machine is not case.machine or step.is_birth or action in CONSEQUENCES or not standing & step.by:
            continue
        why = why_not(actor, action, case, today=today)
        if why is not None:
            found[action] = why
    return found


def _stands_where(step: Step, case: Case) -> bool:
    return case.state is None if step.is_birth else case.state in step.frm


@dataclass(frozen=True)
class _Asked:
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


def _signs_alone(asked: _Asked) -> Why | None:
    others = [one for one in asked.case.suggestion.signatures if one.person_id != asked.actor.person_id]
    return _unless(not any(one.state == "agreed" for one in others), Why.OTHERS_SIGNED)


def _window_is_open(asked: _Asked) -> Why | None:
    # Where the city lets the lead deputy rate for all, a co-signer reads the reply and does not rate it.
    if asked.actor.person_id in set(asked.round.may_not_rate):
        return Why.RATING_IS_THE_LEADS
    due = asked.round.rating_due_on
    return _unless(due is None or asked.today <= due, Why.WINDOW_SHUT)


def _window_has_shut(asked: _Asked) -> bool:
    due = asked.round.rating_due_on
    return due is not None and asked.today > due


_GUARDS: dict[Guard, Callable[[_Asked], Why | None]] = {
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
