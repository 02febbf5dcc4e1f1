"""What a draft is looked at for besides the refusal grounds: the checks, their rows in the rulebook, what they find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """The checks, the weightier first; a city leaves a row out and the check rests."""

    PRIVATE = "private"  # how a person can be reached, in a text that may be published
    UNFINISHED = "unfinished"  # a place that was to be filled in
    ONE_MATTER = "one_matter"  # a second matter
    NO_REQUEST = "no_request"  # a request that asks for nothing
    VAGUE = "vague"  # a request nobody could look at afterwards
    SEVERAL = "several"  # several requests in one box
    FACTS = "facts"  # a problem without number, day, place or source
    ANALYSIS = "analysis"  # no reason why it is so
    REPEATED = "repeated"  # the same sentence twice
    TITLE = "title"  # a title that says too much, too little or what it is not


@dataclass(frozen=True, slots=True)
class Advice:
    """One check as the city has it: on what it rests, and the words it listens to besides its own."""

    check: Check
    article: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one field. `code` is a check's, or with `is_ground` a refusal ground's.

    `found`: the words it is about, empty where something is missing; `at`: where they begin in the field, in
    characters; `more`: what kind exactly, in codes of the check.
    """

    field: str
    code: str
    found: str = ""
    at: int = 0
    article: str = ""
    more: tuple[str, ...] = ()
    is_ground: bool = False

    @property
    def rank(self) -> int:
        """What may have the paper refused goes before what would only make it better."""
        return 0 if self.is_ground else 1 + list(Check).index(Check(self.code))


# So many are read at once; the rest is folded.
SHOWN = 5


def weighed(found: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is shown at once, at most `SHOWN` of the weightiest, and what is folded; both in the order of the page."""
    known = tuple(found)
    first = sorted(range(len(known)), key=lambda place: (known[place].rank, place))[:SHOWN]
    shown = tuple(one for place, one in enumerate(known) if place in first)
    return shown, tuple(one for place, one in enumerate(known) if place not in first)
