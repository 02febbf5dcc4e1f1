"""Situations of the review: what lies with the deputy, what he said, and papers he may file anew."""

from __future__ import annotations

from datetime import timedelta

from tests import builders
from tests.situation_parts import OF_SUGGESTION, Situation
from tests.world import NOW, World
from tracker.models.reviews import Intended
from tracker.services import outcomes

# Five working days and a festival ago.
LAPSED = NOW - timedelta(days=12)


def outcome_lapsed(world: World) -> int:
    """Nobody answered and the worker has looked."""
    case = builders.outcome_put(world, now=LAPSED)
    outcomes.lapse_due(now=NOW)
    return case


def letter_agreed(world: World) -> int:
    return builders.outcome_agreed(world, kind=Intended.LETTER)


def advised_to_withdraw(world: World) -> int:
    return builders.outcome_put(world, kind=Intended.WITHDRAW)


def correction_over(world: World) -> int:
    """Sent back with ten days, which have passed."""
    return builders.returned(world, now=NOW - timedelta(days=20))


SITUATIONS: dict[str, Situation] = {
    "outcome_put": Situation(builders.outcome_put, OF_SUGGESTION),
    "outcome_contested": Situation(builders.outcome_contested, OF_SUGGESTION),
    "outcome_lapsed": Situation(outcome_lapsed, OF_SUGGESTION),
    "letter_agreed": Situation(letter_agreed, OF_SUGGESTION),
    "correction_over": Situation(correction_over, OF_SUGGESTION),
    "advised_to_withdraw": Situation(advised_to_withdraw, OF_SUGGESTION),
}
