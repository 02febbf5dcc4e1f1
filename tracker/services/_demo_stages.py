"""How far each suggestion of the demo congress has come, and the ones made so that every log-in finds its work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tracker.domain.ratings import Level
from tracker.services._demo_cast import CO_UNIT, HOME_UNIT


class Stage(StrEnum):
    """Where a history stops."""

    DRAFT = "draft"
    COSIGNING = "cosigning"
    DISCARDED = "discarded"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REGISTERED = "registered"
    WITH_COORDINATOR = "with_coordinator"
    ASSIGNED = "assigned"
    SIGNED_FOR = "signed_for"
    HANDLING = "handling"
    DRAFTING = "drafting"
    SENT_BACK = "sent_back"
    REVIEW = "review"
    CLEARANCE = "clearance"
    DELIVERED = "delivered"
    UNDECIDED = "undecided"
    AGAIN = "again"
    AGAIN_CLEARANCE = "again_clearance"
    AGAIN_DELIVERED = "again_delivered"
    CLOSED = "closed"


class Shape(StrEnum):
    """How it was divided among units."""

    SOLE = "sole"
    LED = "led"
    SEPARATE = "separate"


class Due(StrEnum):
    """How the reply stands."""

    ANY = "any"
    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True)
class Wish:
    """One suggestion to be made; what is None or empty is left to chance. People are named by their log-in."""

    stage: Stage
    author: str = ""
    unit: str = ""
    shape: Shape | None = None
    due: Due = Due.ANY
    invite: tuple[str, ...] = ()
    cosigners: int | None = None
    requests: int = 0
    units: int = 0
    long_title: bool = False
    # Part of the text is still missing.
    unfinished: bool = False
    # The first rating is in, others are waited for.
    half_rated: bool = False
    # How the author rates the main unit's reply at last; `silent`: nobody does.
    rated: Level | None = None
    silent: bool = False


@dataclass(frozen=True)
class Habits:
    """How much happens around an ordinary suggestion: weights of the groups of signers, shapes, numbers of talks; and
    how much is not over, with the weights of its stages."""

    signing: tuple[int, int, int, int]
    shapes: tuple[int, int, int]
    talks: tuple[int, int, int]
    open: Mapping[Stage, int]
    open_share: float


S = Stage
# The share of each stage among those that are not over, and of the ways in which a case ends early.
OPEN = {
    S.DRAFT: 12, S.COSIGNING: 10, S.SUBMITTED: 16, S.IN_REVIEW: 10, S.RETURNED: 8, S.REGISTERED: 20,
    S.WITH_COORDINATOR: 18, S.ASSIGNED: 26, S.SIGNED_FOR: 10, S.HANDLING: 70, S.DRAFTING: 48, S.SENT_BACK: 8,
    S.REVIEW: 10, S.CLEARANCE: 16, S.DELIVERED: 60, S.UNDECIDED: 10, S.AGAIN: 12, S.AGAIN_CLEARANCE: 4,
    S.AGAIN_DELIVERED: 6,
}  # fmt: skip
# An office that is not behind with its work: what is out of the ordinary stands on the first page of its home.
UP_TO_DATE = OPEN | {S.SUBMITTED: 6, S.IN_REVIEW: 4, S.REGISTERED: 6, S.WITH_COORDINATOR: 7, S.UNDECIDED: 3}
OVER = {S.CLOSED: 440, S.REFUSED: 14, S.WITHDRAWN: 7, S.DISCARDED: 5}
# An office does not get more unfinished work than it can do, however long its memory.
OPEN_SHARE, OPEN_FROM, OPEN_MORE = 0.44, 900, 0.08

LIVELY = Habits((50, 28, 16, 6), (54, 37, 9), (14, 62, 24), UP_TO_DATE, 0.36)
# A very large city is there to be measured: it is made of the same acts, only fewer for each suggestion.
PLAIN = Habits((78, 18, 3, 1), (70, 25, 5), (40, 55, 5), OPEN, OPEN_SHARE)

SHOWN = (
    Wish(S.DRAFT, author="lin", unfinished=True),
    Wish(S.DRAFT, author="lin", cosigners=0),
    Wish(S.COSIGNING, author="lin", invite=("fang",), cosigners=5),
    Wish(S.COSIGNING, author="fang", invite=("lin",), cosigners=3),
    Wish(S.COSIGNING, invite=("lin", "fang"), cosigners=8),
    Wish(S.DISCARDED, author="fang"),
    Wish(S.RETURNED, author="lin", cosigners=0),
    Wish(S.SUBMITTED, author="lin"),
    Wish(S.SUBMITTED),
    Wish(S.IN_REVIEW),
    Wish(S.WITHDRAWN, cosigners=0),
    *(Wish(S.REFUSED) for _ in range(8)),
    Wish(S.REGISTERED, unit=HOME_UNIT),
    Wish(S.REGISTERED, long_title=True, requests=6),
    Wish(S.WITH_COORDINATOR, unit=HOME_UNIT, shape=Shape.LED),
    Wish(S.WITH_COORDINATOR, unit="市委组织部", shape=Shape.SOLE),
    Wish(S.ASSIGNED, unit=HOME_UNIT, shape=Shape.SOLE),
    Wish(S.ASSIGNED, unit=HOME_UNIT, shape=Shape.LED),
    Wish(S.SIGNED_FOR, unit=HOME_UNIT, shape=Shape.SOLE),
    Wish(S.HANDLING, unit=HOME_UNIT, shape=Shape.LED, due=Due.SOON),
    Wish(S.HANDLING, unit=HOME_UNIT, due=Due.OVERDUE, shape=Shape.SOLE),
    Wish(S.HANDLING, unit=CO_UNIT, units=12, requests=5),
    Wish(S.DRAFTING, unit=HOME_UNIT, due=Due.SOON, requests=4),
    Wish(S.SENT_BACK, unit=HOME_UNIT, due=Due.SOON),
    Wish(S.REVIEW, unit=HOME_UNIT, due=Due.SOON),
    Wish(S.REVIEW, unit=HOME_UNIT, due=Due.SOON),
    Wish(S.CLEARANCE, unit=HOME_UNIT, due=Due.SOON, author="fang"),
    Wish(S.CLEARANCE, unit=HOME_UNIT, due=Due.OVERDUE),
    Wish(S.DELIVERED, author="lin", unit=HOME_UNIT, cosigners=0),
    Wish(S.DELIVERED, author="lin", invite=("fang",), cosigners=4, half_rated=True),
    Wish(S.DELIVERED, author="fang", invite=("lin",), cosigners=2, shape=Shape.SEPARATE),
    Wish(S.UNDECIDED, author="lin", unit=HOME_UNIT, cosigners=0, shape=Shape.SOLE),
    Wish(S.UNDECIDED),
    Wish(S.AGAIN, unit=HOME_UNIT),
    Wish(S.AGAIN_CLEARANCE, unit=HOME_UNIT),
    Wish(S.AGAIN_DELIVERED, author="lin", unit=HOME_UNIT),
    Wish(S.CLOSED, author="lin", unit=HOME_UNIT, cosigners=0, rated=Level.SATISFIED),
    Wish(S.CLOSED, cosigners=40, rated=Level.BASICALLY),
    Wish(S.CLOSED, shape=Shape.SEPARATE, silent=True),
    Wish(S.CLOSED, shape=Shape.LED, long_title=True, requests=5),
)


def wishes(count: int, rng: Random, habits: Habits) -> list[Wish]:
    """What to make, at least the ones above; the rest by their shares."""
    left = max(0, count - len(SHOWN))
    usual = min(left, OPEN_FROM)
    open_ones = round(usual * habits.open_share + (left - usual) * OPEN_MORE)
    chosen = [
        *rng.choices(list(habits.open), list(habits.open.values()), k=open_ones),
        *rng.choices(list(OVER), list(OVER.values()), k=left - open_ones),
    ]
    rng.shuffle(chosen)
    return [*SHOWN, *(Wish(stage) for stage in chosen)]
