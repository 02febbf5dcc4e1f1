"""The states of the four machines: suggestion (件), task (件次), round (轮次), commitment (承诺)."""

from __future__ import annotations

from enum import StrEnum


class SuggestionState(StrEnum):
    """One paper, one matter."""

    DRAFT = "draft"
    COSIGNING = "cosigning"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    REGISTERED = "registered"
    IN_HANDLING = "in_handling"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    # What becomes of a bill (议案) once the Presidium has decided.
    ON_AGENDA = "on_agenda"
    WITH_COMMITTEE = "with_committee"
    CONCLUDED = "concluded"
    CONVERTED = "converted"


class TaskState(StrEnum):
    """One unit's share of a suggestion."""

    WITH_COORDINATOR = "with_coordinator"
    ASSIGNED = "assigned"
    SIGNED_FOR = "signed_for"
    HANDLING = "handling"
    REPLIED = "replied"
    ENDED = "ended"


class RoundState(StrEnum):
    """One reply and its rating."""

    DRAFTING = "drafting"
    IN_CLEARANCE = "in_clearance"
    DELIVERED = "delivered"
    RATED = "rated"
    NO_FEEDBACK = "no_feedback"


class ClearanceStage(StrEnum):
    """With whom a reply lies on its way out: the unit's office, who signs, and who checks it where the city does."""

    REVIEW = "review"
    SIGN = "sign"
    CHECK = "check"


class CommitmentState(StrEnum):
    """One dated promise of a delivered reply. Kept late and kept in time are told by its days, not by its state."""

    OPEN = "open"
    PAST_DUE = "past_due"
    FULFILLED = "fulfilled"
    SETTLED = "settled"
    DROPPED = "dropped"
    REPLACED = "replaced"


# Still owed: what reminders, hand-overs and the register's first pages are about.
OWED = frozenset({CommitmentState.OPEN, CommitmentState.PAST_DUE})
# Still to be spoken of by the deputies: owed, or said to be kept and not settled.
ASKED_ABOUT = OWED | {CommitmentState.FULFILLED}

State = SuggestionState | TaskState | RoundState | CommitmentState

# A reply that went out, whatever has been said of it since.
OUT = (RoundState.DELIVERED, RoundState.RATED, RoundState.NO_FEEDBACK)
# Written but not yet handed in: nobody but its author and those asked to sign ever sees it (rule AZ-11).
PRIVATE = frozenset({SuggestionState.DRAFT, SuggestionState.COSIGNING})
# Accepted with a number: what other deputies may read.
BILLS_ON_RECORD = frozenset(
    {
        SuggestionState.ON_AGENDA,
        SuggestionState.WITH_COMMITTEE,
        SuggestionState.CONCLUDED,
        SuggestionState.CONVERTED,
    }
)
ON_RECORD = BILLS_ON_RECORD | {SuggestionState.REGISTERED, SuggestionState.IN_HANDLING, SuggestionState.CLOSED}
# Handed in and not yet over: what can be taken back, and what needs a lead.
WITHDRAWABLE = frozenset(
    {
        SuggestionState.SUBMITTED,
        SuggestionState.IN_REVIEW,
        SuggestionState.RETURNED,
        SuggestionState.REGISTERED,
        SuggestionState.IN_HANDLING,
    }
)
# A closed paper needs a lead while one of its promises is open: that is for a guard to say.
LED_ON = WITHDRAWABLE | {SuggestionState.COSIGNING, SuggestionState.CLOSED}
FINAL: frozenset[State] = frozenset(
    {
        SuggestionState.NOT_ACCEPTED,
        SuggestionState.CLOSED,
        SuggestionState.WITHDRAWN,
        SuggestionState.ARCHIVED,
        SuggestionState.CONCLUDED,
        SuggestionState.CONVERTED,
        TaskState.ENDED,
        RoundState.RATED,
        RoundState.NO_FEEDBACK,
        CommitmentState.DROPPED,
    }
)
