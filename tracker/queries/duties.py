"""Where the lines of home come from: the SQL twin of `domain.duties.duty`, one source for each kind of work.

A test builds every state and every person and compares the two.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import exists as there_is

from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.domain.ratings import Level
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.commitments import Commitment
from tracker.models.joint import LeadChange
from tracker.models.people import Membership
from tracker.models.procedures import Disagreement, HeardOn, Hearing
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import bill_duties as bills
from tracker.queries import duties_clearance as clearance
from tracker.queries import duties_cohandling as cohandling
from tracker.queries import duties_entries as entered
from tracker.queries import duties_objections as objections
from tracker.queries import duties_ratings as rated
from tracker.queries import duties_signing as signing
from tracker.queries.asker import ME, MY_DEPUTY, MY_SYSTEM, MY_UNIT, TODAY, stands
from tracker.queries.duty_source import Source
from tracker.queries.scope import sees


@cache
def sources(role: Role | None) -> tuple[Source, ...]:
    """Everything that can be waiting for such a hat, with the parameters of `asker`."""
    if role is Role.DEPUTY:
        return _for_deputy()
    if role is Role.ASSISTANT:
        drafts = and_(Suggestion.author_id == MY_DEPUTY, stands(Suggestion.state, *_WRITING))
        return (Source(Action.REVISE, Suggestion, drafts, Suggestion.started_at.expression),)
    if role is Role.DESK:
        return _for_desk()
    if role is Role.BILL_GROUP:
        return _for_bill_group()
    if role is Role.DELEGATION_CLERK:
        return (Source(bills.CHECK, Suggestion, bills.TO_CHECK, Suggestion.submitted_on.expression),)
    if role is Role.COMMITTEE:
        return (Source(bills.CONCLUDE, Suggestion, bills.TO_CONCLUDE_IN_FIELD, Suggestion.submitted_on.expression),)
    if role is Role.COORDINATOR:
        waiting = and_(Task.system == MY_SYSTEM, stands(Task.state, TaskState.WITH_COORDINATOR))
        return (
            Source(Action.DISTRIBUTE, Task, waiting, Task.opened_on.expression, has_task=True),
            _disputes(cohandling.FOR_COORDINATOR),
            _replies(Action.PASS_CHECK, clearance.CHECKED_BY_COORDINATOR),
            *_requests(objections.RULED_BY_COORDINATOR, objections.DECIDED_BY_COORDINATOR),
        )
    return _for_unit(role) if role in UNIT_ROLES else ()


_WRITING = (SuggestionState.DRAFT, SuggestionState.COSIGNING, SuggestionState.RETURNED)
_REVIEWING = (SuggestionState.SUBMITTED, SuggestionState.IN_REVIEW)


def _for_deputy() -> tuple[Source, ...]:
    drafts = and_(Suggestion.author_id == ME, stands(Suggestion.state, *_WRITING))
    invitations = Signature.__table__.join(Suggestion.__table__)
    offers = LeadChange.__table__.join(Suggestion.__table__)
    return (
        Source(Action.CONFIRM_ENTRY, Suggestion, entered.FOR_DEPUTY, Suggestion.submitted_on.expression),
        Source(Action.REVISE, Suggestion, drafts, Suggestion.started_at.expression),
        Source(Action.AGREE, invitations, signing.ASKED_TO_SIGN, Signature.asked_at.expression),
        Source(
            Action.CONSENT_WITHDRAWAL, invitations, signing.CONSENT_AWAITED, Suggestion.withdrawal_asked_on.expression
        ),
        Source(Action.TAKE_LEAD, offers, signing.LEAD_OFFERED, LeadChange.offered_at.expression),
        Source(Action.AGREE_OUTCOME, Suggestion, _outcome_awaits_answer(), Suggestion.intended_until.expression),
        Source(
            Action.RATE,
            rated.REPLIES,
            rated.REPLY_TO_RATE,
            Round.rating_due_on.expression,
            has_task=True,
            has_round=True,
        ),
        Source(
            Action.RATE_COMMITMENT,
            rated.PROMISES,
            rated.PROMISE_TO_RATE,
            Commitment.rating_due_on.expression,
            has_promise=True,
        ),
        Source(
            Action.CONFIRM_CONTACT,
            cohandling.TALKED_WITH_ME,
            cohandling.TALK_TO_CONFIRM,
            Task.assigned_on.expression,
            has_task=True,
        ),
    )


def _disputes(which: ColumnElement[bool]) -> Source:
    since = Disagreement.raised_at.expression
    return Source(Action.DECIDE_DISAGREEMENT, cohandling.DISPUTED, which, since, has_task=True)


# What has to be shown to the units first, and what may be assigned: never circulated here, or that is over.
TO_CIRCULATE = and_(
    stands(Suggestion.state, SuggestionState.REGISTERED), Suggestion.circulates, Suggestion.circulated_until.is_(None)
)
TO_ASSIGN = and_(
    stands(Suggestion.state, SuggestionState.REGISTERED),
    or_(Suggestion.circulates.is_(False), Suggestion.circulated_until < TODAY),
)
# A unit is asked for its word on a draft distribution, has said nothing, and its day has not passed.
TO_SPEAK_ON = and_(
    Hearing.unit_id == MY_UNIT,
    Hearing.closed_on.is_(None),
    Hearing.on == HeardOn.DRAFT,
    Hearing.say.is_(None),
    stands(Suggestion.state, SuggestionState.REGISTERED),
    Suggestion.circulates,
    Suggestion.circulated_until >= TODAY,
)


def _outcome_awaits_answer() -> ColumnElement[bool]:
    return and_(
        Suggestion.author_id == ME,
        stands(Suggestion.state, *_REVIEWING),
        Suggestion.intended.is_not(None),
        Suggestion.reception.is_(None),
        Suggestion.intended_until >= TODAY,
    )


def _for_desk() -> tuple[Source, ...]:
    due, undisputed = Suggestion.due_sort.expression, entered.NOT_DISPUTED
    return (
        Source(Action.SETTLE_ENTRY, Suggestion, entered.TO_SETTLE, due),
        Source(Action.ACCEPT, Suggestion, and_(bills.TO_REVIEW, undisputed), due),
        Source(bills.DECIDE, Suggestion, and_(bills.TO_DECIDE, undisputed), due),
        Source(bills.CONCLUDE, Suggestion, and_(bills.TO_CONCLUDE, undisputed), due),
        Source(Action.ASSIGN, Suggestion, and_(TO_ASSIGN, undisputed), due),
        Source(Action.PRE_ASSIGN, Suggestion, and_(TO_CIRCULATE, undisputed), due),
        Source(Action.CONFIRM_RATING, Round, rated.PAPER_TO_CONFIRM, Round.rating_due_on.expression, has_round=True),
        Source(
            Action.CONFIRM_COMMITMENT_RATING,
            Commitment.__table__,
            rated.PROMISE_PAPER_TO_CONFIRM,
            Commitment.rating_due_on.expression,
            has_promise=True,
        ),
        Source(Action.REHANDLE, Round, AWAITING_DECISION, Round.delivered_on.expression, has_round=True),
        Source(Action.CLOSE_ESCALATION, Round, ESCALATED, Round.delivered_on.expression, has_round=True),
        _disputes(cohandling.FOR_DESK),
        _replies(Action.PASS_CHECK, clearance.CHECKED_BY_DESK),
        *_requests(objections.RULED_BY_DESK, objections.DECIDED_BY_DESK),
    )


def _replies(action: Action, which: ColumnElement[bool]) -> Source:
    """Replies on their way out."""
    rounds = Task.__table__.join(Round.__table__)
    return Source(action, rounds, which, Task.due_on.expression, has_task=True, has_round=True, by_pressure=True)


def _requests(to_rule: ColumnElement[bool], to_decide: ColumnElement[bool]) -> tuple[Source, ...]:
    """Objections to rule on, and requests for more time to decide on."""
    due = Task.due_on.expression
    return (
        Source(Action.UPHOLD_OBJECTION, Task, to_rule, due, has_task=True),
        Source(Action.GRANT_EXTENSION, Task, to_decide, due, has_task=True),
    )


def _for_bill_group() -> tuple[Source, ...]:
    due, ours = Suggestion.due_sort.expression, sees(Role.BILL_GROUP)
    return (
        Source(Action.ACCEPT, Suggestion, and_(bills.TO_REVIEW, ours, entered.NOT_DENIED), due),
        Source(bills.DECIDE, Suggestion, and_(bills.TO_DECIDE, entered.NOT_DENIED), due),
        Source(Action.ASSIGN, Suggestion, and_(TO_ASSIGN, ours, entered.NOT_DENIED), due),
        Source(Action.PRE_ASSIGN, Suggestion, and_(TO_CIRCULATE, ours), due),
    )


# Written out so that both engines see that the partial index holds these rows, in this order.
AWAITING_DECISION = and_(
    stands(Round.state, RoundState.RATED),
    stands(Round.headline, Level.DISSATISFIED),
    Round.decision.is_(None),
)

# Few among many, by their partial index.
# Only a rated round is taken up; its state beside it would have the engine look through all that were rated.
ESCALATED = Round.escalation_is_open.expression


# Who was given the share holds no post of the unit any more: until it is given to another, it is nobody's.
HANDLER_IS_GONE = and_(
    stands(Task.state, TaskState.HANDLING),
    ~there_is().where(
        Membership.person_id == Task.handler_id,
        Membership.unit_id == Task.unit_id,
        stands(Membership.role, *sorted(UNIT_ROLES)),
        Membership.starts_on <= TODAY,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= TODAY),
    ),
)


def _with_other_units() -> tuple[Source, ...]:
    co, raised = cohandling, Disagreement.raised_at.expression
    arrived = Task.replied_on.expression
    return (
        Source(Action.ACCEPT_OPINION, co.LED, co.OPINION_TO_JUDGE, arrived, has_task=True),
        Source(Action.ANSWER_DISAGREEMENT, co.DISPUTED, co.ASKED_AS_CO, raised, has_task=True),
        Source(Action.ANSWER_DISAGREEMENT, co.DISPUTED_WITH_LEAD, co.ASKED_AS_LEAD, raised, has_task=True),
    )


def _entered_for(role: Role | None) -> tuple[Source, ...]:
    which = entered.for_unit(role)
    if which is None:
        return ()
    return (Source(Action.CONFIRM_ENTRY, Suggestion, which, Suggestion.submitted_on.expression),)


def _share(action: Action, which: ColumnElement[bool], key: ColumnElement[Any]) -> Source:
    """Shares of the own unit, what is pressed first."""
    return Source(action, Task, which, key, has_task=True, by_pressure=True)


def _for_unit(role: Role | None) -> tuple[Source, ...]:
    ours, due = Task.unit_id == MY_UNIT, Task.due_on.expression
    mine = and_(ours, Task.handler_id == ME, stands(Task.state, TaskState.HANDLING))
    rounds = Task.__table__.join(Round.__table__)
    drafting = and_(mine, stands(Round.state, RoundState.DRAFTING))
    found = (
        _share(Action.OPINE, and_(mine, Task.role == TaskRole.CO, cohandling.NOT_ASKED_AS_CO), due),
        *_with_other_units(),
        *_entered_for(role),
        _share(Action.ANSWER_CHASE, and_(mine, Task.role != TaskRole.CO, Task.chases_open > 0), due),
        Source(Action.DRAFT_REPLY, rounds, drafting, due, has_task=True, has_round=True, by_pressure=True),
    )
    if role is Role.UNIT_RECEIVER:
        arrived, hearings = Task.assigned_on.expression, Hearing.__table__.join(Suggestion.__table__)
        asked = Hearing.__table__.join(Task.__table__, Hearing.task_id == Task.id)
        return (
            *found,
            Source(Action.SPEAK, hearings, TO_SPEAK_ON, Suggestion.circulated_until.expression),
            Source(Action.HEAR, asked, objections.TO_HEAR, Hearing.answer_by.expression, has_task=True),
            _share(Action.SIGN_FOR, and_(ours, stands(Task.state, TaskState.ASSIGNED)), arrived),
            _share(Action.GIVE, and_(ours, stands(Task.state, TaskState.SIGNED_FOR)), arrived),
            _share(Action.GIVE, and_(ours, HANDLER_IS_GONE), due),
        )
    if role is Role.UNIT_SIGNER:
        to_deliver, to_sign = clearance.DELIVERED_BY_ME, clearance.SIGNED_BY_ME
        return (*found, _replies(Action.DELIVER, to_deliver), _replies(Action.SIGN, to_sign))
    if role is Role.UNIT_REVIEWER:
        return (*found, _replies(Action.PASS_REVIEW, clearance.REVIEWED_BY_ME))
    return found
