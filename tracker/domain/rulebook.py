"""How long each limit runs, since when and on whose authority; the words, letters, grounds and switches of a city.

A rulebook is data with a day from which it is in force; this module says what one holds. What starts and stops a clock
is code (`clocks.py`); reading a rulebook from its text is `rulebook_text.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from .calendar import Calendar, Due, Limit, Unit, due, due_on
from .ratings import Question
from .results import Semantic

if TYPE_CHECKING:
    from .advice import Advice
    from .key_criteria import KeyCriterion
    from .ladder import Chasing


class RulebookError(ValueError):
    """The text is not a rulebook, or none is in force; one line that says where and why."""


class ClockKind(StrEnum):
    """Everything that has a limit, in the order of a suggestion's life."""

    INVITATION = "invitation"
    REVIEW = "review"
    CORRECTION = "correction"
    INTENDED = "intended"
    ASSIGN = "assign"
    KICK_OFF = "kick_off"
    PRE_ASSIGNMENT = "pre_assignment"
    DISTRIBUTE = "distribute"
    SIGN_FOR = "sign_for"
    OBJECTION = "objection"
    OBJECTION_DECISION = "objection_decision"
    CO_OPINION = "co_opinion"
    CO_OPINION_AGAIN = "co_opinion_again"
    DISAGREEMENT = "disagreement"
    EXTENSION = "extension"
    REPLY = "reply"
    OFFICE_CHECK = "office_check"
    SUGGESTION_REPLY = "suggestion_reply"
    RATING = "rating"
    REHANDLE_DECISION = "rehandle_decision"
    REHANDLE_REPLY = "rehandle_reply"
    ESCALATION = "escalation"
    PROMISE_CHANGE = "promise_change"
    IMPLEMENTATION = "implementation"
    PUBLICATION = "publication"


class StartEvent(StrEnum):
    """The day a limit runs from; that day itself is not counted."""

    INVITED = "invited"
    RECEIVED = "received"
    RETURNED = "returned"
    PUT_TO_DEPUTY = "put_to_deputy"
    CIRCULATED = "circulated"
    SESSION_CLOSED = "session_closed"
    SENT_TO_COORDINATOR = "sent_to_coordinator"
    ASSIGNED = "assigned"
    FIRST_ASSIGNED = "first_assigned"
    OBJECTED = "objected"
    SENT_BACK = "sent_back"
    DISAGREED = "disagreed"
    EXTENSION_ASKED = "extension_asked"
    REPLIED = "replied"
    DISSATISFIED = "dissatisfied"
    SENT_TO_CHECK = "sent_to_check"
    ESCALATED = "escalated"
    CHANGE_ASKED = "change_asked"
    FULFILLED = "fulfilled"


class Switch(StrEnum):
    """What a city does or does not do; every rulebook answers each of them."""

    DELEGATIONS_FILE = "delegations_file"
    DELEGATION_CHECK = "delegation_check"
    PRE_ASSIGNMENT = "pre_assignment"
    UNIT_REVIEW = "unit_review"
    OFFICE_CHECK = "office_check"
    PRINCIPAL_SIGNS = "principal_signs"
    PRINCIPAL_SIGNS_KEY = "principal_signs_key"
    ANOTHER_SIGNS_AGAIN = "another_signs_again"
    COORDINATOR_GRANTS_EXTENSION = "coordinator_grants_extension"
    DELIVER_TO_EVERY_SIGNER = "deliver_to_every_signer"
    CO_SIGNERS_RATE = "co_signers_rate"
    TWO_WAY_RATING = "two_way_rating"
    DESK_CONFIRMS_REHANDLING = "desk_confirms_rehandling"
    WITHDRAWAL_NEEDS_ALL_SIGNERS = "withdrawal_needs_all_signers"
    DEPUTIES_READ_OTHERS = "deputies_read_others"
    PUBLISH_IN_FULL = "publish_in_full"
    WEEKEND_ROLL = "weekend_roll"


# What this version acts on. The others are printed as the rules they are; a change of them would change nothing.
IN_EFFECT = frozenset({
    Switch.DELEGATIONS_FILE,
    Switch.DELEGATION_CHECK,
    Switch.PRE_ASSIGNMENT,
    Switch.UNIT_REVIEW,
    Switch.OFFICE_CHECK,
    Switch.PRINCIPAL_SIGNS,
    Switch.PRINCIPAL_SIGNS_KEY,
    Switch.ANOTHER_SIGNS_AGAIN,
    Switch.CO_SIGNERS_RATE,
    Switch.TWO_WAY_RATING,
    Switch.DESK_CONFIRMS_REHANDLING,
    Switch.WEEKEND_ROLL,
    Switch.COORDINATOR_GRANTS_EXTENSION,
})  # fmt: skip
# What this version does whatever the book says.
ALWAYS = MappingProxyType({
    Switch.DELIVER_TO_EVERY_SIGNER: True,
    Switch.WITHDRAWAL_NEEDS_ALL_SIGNERS: True,
    Switch.DEPUTIES_READ_OTHERS: True,
})  # fmt: skip


def is_followed(switch: Switch, on: bool) -> bool:
    """Whether this version does as a book says about a practice."""
    return switch in IN_EFFECT or ALWAYS.get(switch) is on


class CityWord(StrEnum):
    """Names that differ from place to place; screens take them from the rulebook."""

    DESK = "desk"
    COORDINATOR = "coordinator"
    SOLE = "sole"
    LEAD = "lead"
    CO = "co"
    SEPARATE = "separate"
    CO_SIGNER = "co_signer"


class HeadlineOf(StrEnum):
    """Whose rating counts for a jointly signed suggestion."""

    LEAD = "lead"
    WORST = "worst"


class NumberedPer(StrEnum):
    """What begins a new series of numbers."""

    CALENDAR_YEAR = "calendar_year"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit. `limit` is None where the city sets none; `provisional` marks a default nobody has confirmed."""

    clock: ClockKind
    limit: Limit | None
    start: StartEvent
    roll: bool
    legal_basis: str
    provisional: bool
    note: str


@dataclass(frozen=True, slots=True)
class ResultClass:
    """What a letter means here; one letter may stand for two semantic classes."""

    letter: str
    semantic: Semantic
    words: str
    needs_promise: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for not accepting a suggestion, and the words in a draft that make its hint appear.

    `unless`: words in which a hint means another thing; `asked_of`: bodies no city directs, told where one is asked.
    `letter` is a model of what to write to the deputy, with {author}, {title}, {article} and {day} to be filled in.
    """

    code: str
    words: str
    article: str
    hints: tuple[str, ...]
    letter: str = ""
    unless: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbering:
    """`pattern` is filled with year, serial and the session's ordinal; `shown` wraps the number for people."""

    per: NumberedPer
    pattern: str
    shown: str

    def number(self, year: int, serial: int, session: int = 0) -> str:
        """The number of a paper; `session` is the ordinal of its session, 0 for none."""
        return self.pattern.format(year=year, serial=serial, session=session)

    def words(self, number: str) -> str:
        return self.shown.format(number=number)


@dataclass(frozen=True, slots=True)
class RatingRule:
    """What is asked on delivery, which question triggers re-handling, and whose answer counts."""

    asked: tuple[Question, ...]
    headline: Question
    counts: HeadlineOf


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The law of one place from one day on. `edition` is the name that clocks keep of the book that made them."""

    edition: str
    name: str
    place: str
    valid_from: date
    note: str
    cap_months: int
    bill_signers: int
    rules: Mapping[ClockKind, Rule]
    result_classes: tuple[ResultClass, ...]
    grounds: tuple[Ground, ...]
    switches: Mapping[Switch, bool]
    words: Mapping[CityWord, str]
    numbering: Numbering
    rating: RatingRule
    chasing: Chasing
    key_criteria: tuple[KeyCriterion, ...]
    advice: tuple[Advice, ...]

    def is_on(self, switch: Switch) -> bool:
        return self.switches[switch]

    def word(self, word: CityWord) -> str:
        return self.words[word]

    def rule(self, clock: ClockKind) -> Rule:
        return self.rules[clock]

    def due_on(self, clock: ClockKind, start: date, calendar: Calendar) -> date | None:
        """When this limit ends if it starts on `start`; None where the city sets no limit."""
        rule = self.rules[clock]
        if rule.limit is None:
            return None
        return due_on(start, rule.limit, calendar, roll=rule.roll, weekends=self.switches[Switch.WEEKEND_ROLL])

    def due(self, clock: ClockKind, start: date, calendar: Calendar) -> Due | None:
        """The same with the reason for every day; None where the city sets no limit."""
        rule = self.rules[clock]
        if rule.limit is None:
            return None
        return due(start, rule.limit, calendar, roll=rule.roll, weekends=self.switches[Switch.WEEKEND_ROLL])

    def latest_on(self, first: date, calendar: Calendar) -> date:
        """The last day for a reply, however much time was given: so many months from the first assignment."""
        whole, roll = Limit(self.cap_months, Unit.MONTH), self.rules[ClockKind.SUGGESTION_REPLY].roll
        return due_on(first, whole, calendar, roll=roll, weekends=self.switches[Switch.WEEKEND_ROLL])

    def classes_of(self, letter: str) -> tuple[ResultClass, ...]:
        return tuple(one for one in self.result_classes if one.letter == letter)

    def needs_promise(self, letter: str) -> bool:
        """Whether an answer of this letter owes a dated promise (c.11, invariant 6)."""
        return any(one.needs_promise for one in self.classes_of(letter))

    def ground(self, code: str) -> Ground | None:
        return next((one for one in self.grounds if one.code == code), None)


def book_on(day: date, books: Iterable[Rulebook]) -> Rulebook:
    """The book in force on a day: cases keep the book of their first assignment, later books move nothing.

    Of two that begin on one day the later in the list counts: it corrects the other. Refuses with RulebookError when
    every book begins later.
    """
    found: Rulebook | None = None
    for book in books:
        if book.valid_from <= day and (found is None or book.valid_from >= found.valid_from):
            found = book
    if found is None:
        raise RulebookError(f"no rulebook is in force on {day.isoformat()}")
    return found
