"""May this actor do this to this case, and what may they read of it? One judgement for page, form, service and API."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from tracker.domain.actions import Action, Machine
from tracker.domain.facts import Case, JudgedSuggestion
from tracker.domain.judging import GUARDS, Asked
from tracker.domain.lifecycle import CONSEQUENCES, STEPS, Step
from tracker.domain.parties import UNIT_SIDE, Actor, Party, parties
from tracker.domain.roles import ADMIN_ROLES, Role
from tracker.domain.states import ON_RECORD, PRIVATE, SuggestionState
from tracker.domain.whys import Refused, Why


class Sight(StrEnum):
    """How much of a suggestion someone may read."""

    NOTHING = "nothing"
    OPEN = "open"  # text, units, delivered replies, headline rating: what a colleague deputy may read
    FULL = "full"


def sight(actor: Actor, suggestion: JudgedSuggestion) -> Sight:
    """How much of the suggestion the actor may read. Its SQL twin is `queries.scope.visible_to`."""
    if actor.role in ADMIN_ROLES:
        return Sight.NOTHING
    standing = parties(actor, suggestion)
    if standing & {Party.AUTHOR, Party.ASSISTANT, Party.COSIGNER, Party.INVITEE, Party.SUCCESSOR, Party.CLOCK}:
        return Sight.FULL
    if suggestion.state in PRIVATE or _never_handed_in(suggestion):
        return Sight.NOTHING
    if Party.DESK in standing:
        return Sight.FULL
    if suggestion.state is SuggestionState.ARCHIVED:
        return Sight.NOTHING if actor.role in _UNIT_READERS else Sight.OPEN
    if standing & (UNIT_SIDE | {Party.COORDINATOR, Party.CLERK, Party.BILL_GROUP, Party.HEARD}):
        return Sight.FULL
    if Party.COMMITTEE in standing:
        # Taken back after it had a number, it stays with those who could read all of it.
        kept = suggestion.state is SuggestionState.WITHDRAWN and suggestion.number is not None
        return Sight.FULL if kept or suggestion.state in ON_RECORD else Sight.NOTHING
    if Party.DEPUTY in standing and suggestion.state in ON_RECORD and not suggestion.is_confidential:
        return Sight.OPEN
    return Sight.NOTHING


def may_look_as_others(actor: Actor, suggestion: JudgedSuggestion) -> bool:
    """Whether the actor may see the page as another reader sees it: the desk, of what it reads in full itself."""
    return actor.role is Role.DESK and sight(actor, suggestion) is Sight.FULL


_UNIT_READERS = frozenset({Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_REVIEWER, Role.UNIT_SIGNER})


def _never_handed_in(suggestion: JudgedSuggestion) -> bool:
    return suggestion.state is SuggestionState.WITHDRAWN and suggestion.submitted_on is None


def standing_of(actor: Actor, case: Case) -> frozenset[Party]:
    """Every relation of the actor to a case; of a promise the people of the unit that owes it now are its unit."""
    bearer = case.owed_by if case.machine is Machine.COMMITMENT else case.task  # type: ignore[attr-defined]
    return parties(actor, case.suggestion, bearer)


def why_not(actor: Actor, action: Action, case: Case, *, today: date) -> Why | None:
    """Why the actor may not act now, or None. `today` is a day of Asia/Shanghai."""
    step = STEPS[action]
    if step.machine is not case.machine:
        return Why.WRONG_STATE
    standing = standing_of(actor, case)
    if not standing & step.by:
        return Why.NOT_VISIBLE if sight(actor, case.suggestion) is Sight.NOTHING else Why.NOT_YOURS
    if case.suggestion.state is SuggestionState.ARCHIVED:
        # Imported history: no clock, no act, no notice.
        return Why.CASE_IS_OVER
    if not _stands_where(step, case):
        return Why.WRONG_STATE
    asked = Asked(case, actor, today)
    return next((why for guard in step.when if (why := GUARDS[guard](asked)) is not None), None)


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
    standing = standing_of(actor, case)
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
