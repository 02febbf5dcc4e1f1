"""What makes a matter key (重点督办的条件): the criteria of a city, and which of them the record speaks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What of the papers of a proposal is counted for a criterion; nothing where only people can tell."""

    NONE = "none"
    DEPUTIES = "deputies"  # persons who lead or signed one of the papers
    EARLIER = "earlier"  # times one of the papers was raised before
    TOGETHER = "together"  # papers on the same matter: of the proposal, or handled together with one of them
    UNITS = "units"  # units that work on them


@dataclass(frozen=True, slots=True)
class KeyCriterion:
    """One criterion. `required`: no proposal does without it. It is proposed as met from `at_least` of what its measure
    counts; who proposes decides."""

    code: str
    words: str
    required: bool
    measure: Measure
    at_least: int
    basis: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the record says of the papers of a proposal, by what is counted."""

    deputies: int = 0
    earlier: int = 0
    together: int = 0
    units: int = 0

    def count(self, measure: Measure) -> int:
        """How many there are of what this measure counts."""
        return 0 if measure is Measure.NONE else int(getattr(self, measure.value))


def is_met(criterion: KeyCriterion, weighed: Weighed) -> bool | None:
    """Whether the record speaks for it; None where nothing can be counted."""
    if criterion.measure is Measure.NONE:
        return None
    return weighed.count(criterion.measure) >= criterion.at_least


def met(criteria: Iterable[KeyCriterion], weighed: Weighed) -> list[str]:
    """The codes of those the record speaks for."""
    return [one.code for one in criteria if is_met(one, weighed)]


def missing(criteria: Iterable[KeyCriterion], chosen: Iterable[str]) -> list[KeyCriterion]:
    """Those no proposal does without and that were not chosen."""
    held = set(chosen)
    return [one for one in criteria if one.required and one.code not in held]
