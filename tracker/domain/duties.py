"""What is expected of someone now: of all that is open to them, the one act that is waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol, cast

from tracker.domain.actions import Action
from tracker.domain.facts import Case
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import Actor, Party, TaskRole, parties
from tracker.domain.permissions import may
from tracker.domain.roles import Role
from tracker.domain.states import SuggestionState, TaskState

# In this order: where several are open, the first is the one that is waited for.
OWED = (
    Action.CONFIRM_ENTRY,
    Action.SETTLE_ENTRY,
    Action.REVISE,
    Action.TAKE_LEAD,
    Action.CONSENT_WITHDRAWAL,
    Action.AGREE,
    Action.AGREE_OUTCOME,
    Action.CHECK,
    Action.ACCEPT,
    Action.CONVERT,  # on the page of what the Presidium decided, whatever it is
    Action.CONCLUDE,
    Action.ASSIGN,
    Action.PRE_ASSIGN,
    Action.SPEAK,
    Action.DISTRIBUTE,
    Action.UPHOLD_OBJECTION,
    Action.GRANT_EXTENSION,
    Action.HEAR,
    Action.SIGN_FOR,
    Action.GIVE,
    Action.ANSWER_DISAGREEMENT,
    Action.OPINE,
    Action.ACCEPT_OPINION,
    Action.DECIDE_DISAGREEMENT,
    Action.ANSWER_CHASE,
    Action.DRAFT_REPLY,
    Action.PASS_REVIEW,
    Action.DELIVER,
    Action.SIGN,
    Action.SEND_BACK,
    Action.PASS_CHECK,
    Action.SEND_BACK_CHECK,
    Action.RATE,
    Action.RATE_COMMITMENT,
    Action.CONFIRM_RATING,
    Action.CONFIRM_COMMITMENT_RATING,
    Action.CONFIRM_CONTACT,
    Action.REHANDLE,
    Action.CLOSE_ESCALATION,
)


class RatedRound(Protocol):
    """A round that knows who has still to rate it."""

    def still_to_rate(self, today: date) -> set[int]: ...


class AskedUnit(Protocol):
    """A hearing that knows whether the unit has said anything."""

    @property
    def say(self) -> object | None: ...


class GivenTask(Protocol):
    """A share that knows whether who was given it still works at its unit."""

    def handler_is_gone(self, today: date) -> bool: ...


def duty(actor: Actor, case: Case, *, today: date) -> Action | None:
    """What this actor is expected to do to this case, or None when the next step is somebody else's.

    What may be done but is waited for by nobody (inviting, withdrawing, a note of a talk) is no duty. `today` is a day
    of Asia/Shanghai.
    """
    for action in OWED:
        if (
            STEPS[action].machine is case.machine
            and may(actor, action, case, today=today)
            and _owes(actor, action, case, today)
        ):
            return action
    return None


def _owes(actor: Actor, action: Action, case: Case, today: date) -> bool:
    rule = _ONLY.get(action)
    return rule is None or rule(actor, case, today)


def _is_nobodys(_actor: Actor, case: Case, today: date) -> bool:
    return case.state is TaskState.SIGNED_FOR or cast(GivenTask, case).handler_is_gone(today)


def _receives(actor: Actor, _case: Case, _today: date) -> bool:
    return actor.role is Role.UNIT_RECEIVER


def _has_still_to_speak(actor: Actor, case: Case, _today: date) -> bool:
    mine = [one for one in case.suggestion.hearings if one.is_open and one.unit_id == actor.unit_id]
    return actor.role is Role.UNIT_RECEIVER and any(one.say is None for one in cast(Iterable[AskedUnit], mine))


def _is_handler(actor: Actor, case: Case, _today: date) -> bool:
    return Party.HANDLER in parties(actor, case.suggestion, case.task)


def _handles_a_reply(actor: Actor, case: Case, today: date) -> bool:
    task = case.task
    at_work = task is not None and task.role is not TaskRole.CO and case.state is TaskState.HANDLING
    return at_work and _is_handler(actor, case, today)


def _is_still_handled(_actor: Actor, case: Case, _today: date) -> bool:
    return case.state is not TaskState.ENDED


def _has_still_to_rate(actor: Actor, case: Case, today: date) -> bool:
    return actor.person_id in cast(RatedRound, case).still_to_rate(today)


def _is_clerk(actor: Actor, _case: Case, _today: date) -> bool:
    return actor.role is Role.DELEGATION_CLERK


def _deliberates(actor: Actor, case: Case, _today: date) -> bool:
    is_theirs = actor.role is Role.COMMITTEE and case.state is SuggestionState.WITH_COMMITTEE
    return actor.role is Role.DESK or is_theirs


_ONLY: dict[Action, Callable[[Actor, Case, date], bool]] = {
    # The desk may check in a delegation's place, but the delegation is waited for.
    Action.CHECK: _is_clerk,
    # The bill group goes home with the session; later it is the desk's, or that of the committee the bill lies with.
    Action.CONCLUDE: _deliberates,
    # Giving it to somebody else later is a choice, unless who has it works there no longer.
    Action.GIVE: _is_nobodys,
    # Everybody of the unit may say whose it is; it is waited for from whom its papers come to. What was said may be
    # said anew, but nobody waits for that.
    Action.SPEAK: _has_still_to_speak,
    # The same of an objection.
    Action.HEAR: _has_still_to_speak,
    # The signer may send a co-opinion too, but it is the handler's to write.
    Action.OPINE: _is_handler,
    # Anybody of the unit may answer; it is waited for from who handles it. A co-unit's word is its opinion.
    Action.ANSWER_CHASE: _handles_a_reply,
    # Once all is over a talk may still be confirmed, but nobody asks for it.
    Action.CONFIRM_CONTACT: _is_still_handled,
    # A rating may be changed until the window shuts.
    Action.RATE: _has_still_to_rate,
    Action.RATE_COMMITMENT: _has_still_to_rate,
}
