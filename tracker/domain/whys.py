"""Why an act is not open, and the refusal that says so."""

from __future__ import annotations

from enum import StrEnum

from tracker.domain.actions import Action


class Why(StrEnum):
    """Why an action is not open; each code has its sentence in `web/action_labels.py`."""

    NOT_VISIBLE = "not_visible"
    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_state"
    CASE_IS_OVER = "case_is_over"
    PAPER_INCOMPLETE = "paper_incomplete"
    OTHERS_SIGNED = "others_signed"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATIONS_RUN = "invitations_run"
    NOBODY_MISSING = "nobody_missing"
    REPLY_IS_OUT = "reply_is_out"
    WITHDRAWAL_WAITS = "withdrawal_waits"
    NOBODY_ELSE_SIGNED = "nobody_else_signed"
    NO_WITHDRAWAL_ASKED = "no_withdrawal_asked"
    CONSENT_IS_GIVEN = "consent_is_given"
    LEAD_IS_OFFERED = "lead_is_offered"
    NO_LEAD_OFFERED = "no_lead_offered"
    NOBODY_TO_LEAD = "nobody_to_lead"
    REVIEWED_BY_YOU = "reviewed_by_you"
    OUTCOME_NOT_PUT = "outcome_not_put"
    OUTCOME_WAITS = "outcome_waits"
    OUTCOME_ANSWERED = "outcome_answered"
    OUTCOME_DAY_PASSED = "outcome_day_passed"
    SOMEBODY_ELSE_DECIDES = "somebody_else_decides"
    ONLY_BILLS = "only_bills"
    NOT_FOR_BILLS = "not_for_bills"
    TOO_FEW_SIGNERS = "too_few_signers"
    BILLS_ARE_CLOSED = "bills_are_closed"
    AWAITS_DELEGATION = "awaits_delegation"
    NO_CHECK_OPEN = "no_check_open"
    NOT_CIRCULATED_HERE = "not_circulated_here"
    STILL_TO_CIRCULATE = "still_to_circulate"
    IS_CIRCULATING = "is_circulating"
    CIRCULATION_OVER = "circulation_over"
    GROUPED_ALREADY = "grouped_already"
    NOT_GROUPED = "not_grouped"
    LINKED_WHILE_WRITING = "linked_while_writing"
    REPLIES_MISSING = "replies_missing"
    ROUNDS_UNSETTLED = "rounds_unsettled"
    ONLY_CO_UNITS = "only_co_units"
    NOT_FOR_CO_UNITS = "not_for_co_units"
    LEAD_NOT_AT_WORK = "lead_not_at_work"
    NO_OPINION_TO_JUDGE = "no_opinion_to_judge"
    DISAGREEMENT_OPEN = "disagreement_open"
    NO_DISAGREEMENT_TO_ANSWER = "no_disagreement_to_answer"
    NO_DISAGREEMENT = "no_disagreement"
    COORDINATOR_DECIDES = "coordinator_decides"
    DESK_DECIDES = "desk_decides"
    NO_CONTACT_AWAITS = "no_contact_awaits"
    OBJECTION_IS_OPEN = "objection_is_open"
    OBJECTION_TOO_LATE = "objection_too_late"
    REPLY_IS_UP = "reply_is_up"
    HAS_ANSWERED = "has_answered"
    PRINCIPAL_OBJECTS = "principal_objects"
    NOT_HEARD = "not_heard"
    HEARING_IS_OVER = "hearing_is_over"
    NO_OBJECTION = "no_objection"
    ARBITER_RULES = "arbiter_rules"
    SAME_PERSON = "same_person"
    EXTENSION_IS_OPEN = "extension_is_open"
    NO_DUE_DATE = "no_due_date"
    EXTENSION_TOO_LATE = "extension_too_late"
    DELAY_UNEXPLAINED = "delay_unexplained"
    NO_EXTENSION = "no_extension"
    NOT_IN_HAND = "not_in_hand"
    REPLY_INCOMPLETE = "reply_incomplete"
    RATING_IS_THE_LEADS = "rating_is_the_leads"
    WINDOW_SHUT = "window_shut"
    WINDOW_OPEN = "window_open"
    SOMEBODY_RATED = "somebody_rated"
    NOTHING_TO_DECIDE = "nothing_to_decide"
    NOTHING_ENTERED = "nothing_entered"
    NOT_SIGNED_FOR = "not_signed_for"


class Refused(Exception):
    """The rules say no. Nothing was changed."""

    def __init__(self, why: Why, action: Action) -> None:
        super().__init__(f"{action}: {why}")
        self.why = why
        self.action = action
