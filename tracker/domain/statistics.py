"""What is counted and how each rate is made: one definition for screens, commands, reports and the appraisal.

Counting units are never mixed: papers (件), shares of the work (件次), replies (轮次), promises (项), raters (人次).
What is true of a paper, a share, a reply or a promise at the end of a day stands in `tallies.py`; here is its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# Another number has everything counted anew: raise it whenever a definition here or in `tallies.py` changes.
DEFINITIONS = 5
# Of fewer cases one moves a rate by more than a quarter: said beside the rate (样本少), never corrected for.
FEW = 5


class Counted(StrEnum):
    """What one of a figure is."""

    PAPER = "paper"
    SHARE = "share"
    ROUND = "round"
    PROMISE = "promise"
    VOICE = "voice"


class Measure(StrEnum):
    """One thing that is counted; as of a day, what holds at the end of that day of Asia/Shanghai."""

    # Papers (件).
    FILED = "filed"
    UNDER_REVIEW = "under_review"
    REFUSED = "refused"
    AS_LETTER = "as_letter"
    SET_ASIDE = "set_aside"
    WITHDRAWN_EARLY = "withdrawn_early"
    REGISTERED = "registered"
    ALONE = "alone"
    JOINT = "joint"
    FROM_BILL = "from_bill"
    MERGED = "merged"
    TO_ASSIGN = "to_assign"
    IN_HANDLING = "in_handling"
    COMPLETED = "completed"
    WITHDRAWN_LATE = "withdrawn_late"
    CLOSED = "closed"
    PAPER_LATE = "paper_late"
    BILL_FILED = "bill_filed"
    BILL_OPEN = "bill_open"
    BILL_ON_AGENDA = "bill_on_agenda"
    BILL_REFERRED = "bill_referred"
    BILL_CONVERTED = "bill_converted"
    BILL_REFUSED = "bill_refused"
    BILL_WITHDRAWN = "bill_withdrawn"
    # Shares of the work that owe a reply (件次).
    TO_DISTRIBUTE = "to_distribute"
    OWED = "owed"
    SOLE = "sole"
    LEAD = "lead"
    SEPARATE = "separate"
    UNSIGNED = "unsigned"
    UNSIGNED_LATE = "unsigned_late"
    SIGNED_IN_TIME = "signed_in_time"
    SIGNED_LATE = "signed_late"
    RUNNING = "running"
    OVERDUE = "overdue"
    AT_SIGN_FOR = "at_sign_for"
    AT_GIVE = "at_give"
    AT_DRAFT = "at_draft"
    AT_REVIEW = "at_review"
    AT_SIGN = "at_sign"
    AT_CHECK = "at_check"
    REPLIED_IN_TIME = "replied_in_time"
    REPLIED_LATE = "replied_late"
    REPLIED_IN_3_MONTHS = "replied_in_3_months"
    PAST_6_MONTHS = "past_6_months"
    EXTENDED = "extended"
    OBJECTED = "objected"
    MOVED = "moved"
    CONTACTED = "contacted"
    MET = "met"
    LETTER_A = "letter_a"
    LETTER_B = "letter_b"
    LETTER_C = "letter_c"
    LETTER_D = "letter_d"
    LETTER_OTHER = "letter_other"
    SOLVED = "solved"
    TO_PUBLIC = "to_public"
    NOT_PUBLIC = "not_public"
    FIRST_SATISFIED = "first_satisfied"
    FIRST_BASICALLY = "first_basically"
    FIRST_DISSATISFIED = "first_dissatisfied"
    FIRST_SILENT = "first_silent"
    FIRST_AWAITED = "first_awaited"
    LAST_SATISFIED = "last_satisfied"
    LAST_BASICALLY = "last_basically"
    LAST_DISSATISFIED = "last_dissatisfied"
    LAST_SILENT = "last_silent"
    LAST_AWAITED = "last_awaited"
    # Shares that owe the lead an opinion (会办件次).
    CO_OWED = "co_owed"
    CO_RUNNING = "co_running"
    CO_OVERDUE = "co_overdue"
    CO_IN_TIME = "co_in_time"
    CO_LATE = "co_late"
    # Replies (轮次).
    DELIVERED = "delivered"
    DELIVERED_AGAIN = "delivered_again"
    ROUND_RATED = "round_rated"
    ROUND_SILENT = "round_silent"
    ROUND_AWAITED = "round_awaited"
    REHANDLED = "rehandled"
    EXPLAINED = "explained"
    ESCALATED = "escalated"
    # What deputies said of how they were dealt with (人次).
    PROCESS_SATISFIED = "process_satisfied"
    PROCESS_BASICALLY = "process_basically"
    PROCESS_DISSATISFIED = "process_dissatisfied"
    # Promises (项).
    PROMISED = "promised"
    PROMISE_OPEN = "promise_open"
    KEPT_IN_TIME = "kept_in_time"
    KEPT_LATE = "kept_late"
    UNKEPT = "unkept"
    PROMISE_DROPPED = "promise_dropped"
    PROMISE_MOVED = "promise_moved"
    OUTCOME_SATISFIED = "outcome_satisfied"
    OUTCOME_BASICALLY = "outcome_basically"
    OUTCOME_DISSATISFIED = "outcome_dissatisfied"


M = Measure
LETTERS = {"A": M.LETTER_A, "B": M.LETTER_B, "C": M.LETTER_C, "D": M.LETTER_D}
BILL_ENDS = (M.BILL_ON_AGENDA, M.BILL_REFERRED, M.BILL_CONVERTED, M.BILL_REFUSED, M.BILL_WITHDRAWN)
REPLIED = (M.REPLIED_IN_TIME, M.REPLIED_LATE)
# Due is what was replied to, early or not, and what is past its day: what still runs says nothing of punctuality.
FALLEN_DUE = (*REPLIED, M.OVERDUE)
# With whom a share lies that is not replied to: not yet sent up for a signature, or on its way out.
NOT_SENT_UP = (M.AT_SIGN_FOR, M.AT_GIVE, M.AT_DRAFT)
SENT_UP = (M.AT_REVIEW, M.AT_SIGN, M.AT_CHECK)
STEPS = (*NOT_SENT_UP, *SENT_UP)
SIGN_DUE = (M.SIGNED_IN_TIME, M.SIGNED_LATE, M.UNSIGNED_LATE)
ASSIGNED = (M.IN_HANDLING, M.COMPLETED)
FIRST_RATED = (M.FIRST_SATISFIED, M.FIRST_BASICALLY, M.FIRST_DISSATISFIED)
LAST_RATED = (M.LAST_SATISFIED, M.LAST_BASICALLY, M.LAST_DISSATISFIED)
PROCESS = (M.PROCESS_SATISFIED, M.PROCESS_BASICALLY, M.PROCESS_DISSATISFIED)
# A promise kept before its day has been asked for; one that runs has not.
PROMISE_DUE = (M.KEPT_IN_TIME, M.KEPT_LATE, M.UNKEPT)
OUTCOME_RATED = (M.OUTCOME_SATISFIED, M.OUTCOME_BASICALLY, M.OUTCOME_DISSATISFIED)
CO_DUE = (M.CO_IN_TIME, M.CO_LATE, M.CO_OVERDUE)

_FIRST_OF = {
    Counted.PAPER: M.FILED,
    Counted.SHARE: M.TO_DISTRIBUTE,
    Counted.ROUND: M.DELIVERED,
    Counted.VOICE: M.PROCESS_SATISFIED,
    Counted.PROMISE: M.PROMISED,
}


def _counted() -> dict[Measure, Counted]:
    starts = {measure: counted for counted, measure in _FIRST_OF.items()}
    found, current = {}, Counted.PAPER
    for measure in Measure:
        current = starts.get(measure, current)
        found[measure] = current
    return found


COUNTED: Mapping[Measure, Counted] = _counted()


class Rate(StrEnum):
    """A share of a whole; of what, stands in `RATES`."""

    REPLY = "reply"
    ON_TIME = "on_time"
    IN_3_MONTHS = "in_3_months"
    COMPLETION = "completion"
    CLOSING = "closing"
    SIGNING = "signing"
    CO_ON_TIME = "co_on_time"
    CONTACT = "contact"
    MEETING = "meeting"
    FEEDBACK = "feedback"
    SATISFACTION_FIRST = "satisfaction_first"
    SATISFACTION = "satisfaction"
    AT_LEAST_BASICALLY = "at_least_basically"
    SATISFACTION_OF_ALL = "satisfaction_of_all"
    PROCESS = "process"
    SOLVING = "solving"
    IMPLEMENTATION = "implementation"
    OUTCOME = "outcome"
    PUBLICATION = "publication"


@dataclass(frozen=True)
class Fraction:
    """How a rate is made: the sum of some measures over the sum of others, all counting the same thing."""

    numerator: tuple[Measure, ...]
    denominator: tuple[Measure, ...]

    @property
    def counted(self) -> Counted:
        return COUNTED[self.denominator[0]]


# fmt: off
RATES: Mapping[Rate, Fraction] = {
    Rate.REPLY:               Fraction(REPLIED,                                (M.OWED,)),
    Rate.ON_TIME:             Fraction((M.REPLIED_IN_TIME,),                   FALLEN_DUE),
    Rate.IN_3_MONTHS:         Fraction((M.REPLIED_IN_3_MONTHS,),               FALLEN_DUE),
    Rate.COMPLETION:          Fraction((M.COMPLETED,),                         ASSIGNED),
    Rate.CLOSING:             Fraction((M.CLOSED,),                            ASSIGNED),
    Rate.SIGNING:             Fraction((M.SIGNED_IN_TIME,),                    SIGN_DUE),
    Rate.CO_ON_TIME:          Fraction((M.CO_IN_TIME,),                        CO_DUE),
    Rate.CONTACT:             Fraction((M.CONTACTED,),                         (M.OWED,)),
    Rate.MEETING:             Fraction((M.MET,),                               (M.OWED,)),
    Rate.FEEDBACK:            Fraction((M.ROUND_RATED,),                       (M.ROUND_RATED, M.ROUND_SILENT)),
    Rate.SATISFACTION_FIRST:  Fraction((M.FIRST_SATISFIED,),                   FIRST_RATED),
    Rate.SATISFACTION:        Fraction((M.LAST_SATISFIED,),                    LAST_RATED),
    Rate.AT_LEAST_BASICALLY:  Fraction((M.LAST_SATISFIED, M.LAST_BASICALLY),   LAST_RATED),
    Rate.SATISFACTION_OF_ALL: Fraction((M.LAST_SATISFIED,),                    (M.OWED,)),
    Rate.PROCESS:             Fraction((M.PROCESS_SATISFIED,),                 PROCESS),
    Rate.SOLVING:             Fraction((M.SOLVED,),                            REPLIED),
    Rate.IMPLEMENTATION:      Fraction((M.KEPT_IN_TIME,),                      PROMISE_DUE),
    Rate.OUTCOME:             Fraction((M.OUTCOME_SATISFIED,),                    OUTCOME_RATED),
    Rate.PUBLICATION:         Fraction((M.TO_PUBLIC,),                         (M.TO_PUBLIC, M.NOT_PUBLIC)),
}

# What must come to the same whatever is counted: (all of them, what they are made of).
BALANCES: tuple[tuple[tuple[Measure, ...], tuple[Measure, ...]], ...] = (
    ((M.FILED,),      (M.UNDER_REVIEW, M.REFUSED, M.AS_LETTER, M.SET_ASIDE, M.WITHDRAWN_EARLY, M.REGISTERED)),
    ((M.REGISTERED,), (M.TO_ASSIGN, M.IN_HANDLING, M.COMPLETED, M.WITHDRAWN_LATE)),
    ((M.REGISTERED,), (M.ALONE, M.JOINT)),
    ((M.BILL_FILED,), (M.BILL_OPEN, *BILL_ENDS)),
    ((M.OWED,),       (M.SOLE, M.LEAD, M.SEPARATE)),
    ((M.OWED,),       (M.UNSIGNED, *SIGN_DUE)),
    ((M.OWED,),       (M.RUNNING, M.OVERDUE, *REPLIED)),
    ((M.RUNNING, M.OVERDUE), STEPS),
    (REPLIED,         (*LETTERS.values(), M.LETTER_OTHER)),
    (REPLIED,         (*FIRST_RATED, M.FIRST_SILENT, M.FIRST_AWAITED)),
    (REPLIED,         (*LAST_RATED, M.LAST_SILENT, M.LAST_AWAITED)),
    ((M.CO_OWED,),    (M.CO_RUNNING, *CO_DUE)),
    ((M.DELIVERED,),  (M.ROUND_RATED, M.ROUND_SILENT, M.ROUND_AWAITED)),
    ((M.PROMISED,),   (M.PROMISE_OPEN, *PROMISE_DUE, M.PROMISE_DROPPED)),
)
# fmt: on

Counts = Mapping[Measure, int]


def total(counts: Counts, measures: Iterable[Measure]) -> int:
    """The sum of some measures."""
    return sum(counts.get(measure, 0) for measure in measures)


@dataclass(frozen=True)
class Share:
    """A rate as it is printed: never without what it is a share of."""

    rate: Rate
    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.part / self.whole if self.whole else None


def rate_of(rate: Rate, counts: Counts) -> Share:
    """One rate of what was counted."""
    fraction = RATES[rate]
    return Share(rate, total(counts, fraction.numerator), total(counts, fraction.denominator))


@dataclass(frozen=True)
class Unbalanced:
    """Two sums that should be one."""

    whole: tuple[Measure, ...]
    parts: tuple[Measure, ...]
    of_whole: int
    of_parts: int


def unbalanced(counts: Counts) -> list[Unbalanced]:
    """Every sum that does not come out; nothing where all add up."""
    sums = [(whole, parts, total(counts, whole), total(counts, parts)) for whole, parts in BALANCES]
    return [Unbalanced(*one) for one in sums if one[2] != one[3]]


def is_few(whole: int) -> bool:
    """Whether a rate rests on so few cases that one of them decides."""
    return 0 < whole < FEW
