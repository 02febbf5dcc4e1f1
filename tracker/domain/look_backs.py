"""What a look-back (回头看) chooses, and how a line of it stands on a day of Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

# So many lines go in with one press; a larger campaign is put together in parts.
MOST_LINES = 500
# The first congress met in 1954; a year is written with four digits.
YEARS = range(1954, 9999)
# A campaign lasts months; a day further off than this is a slip of the pen.
LONGEST = timedelta(days=3 * 365)


class Reason(StrEnum):
    """Why a line is on the list."""

    PROMISE_OPEN = "promise_open"
    PROMISE_PAST_DUE = "promise_past_due"
    PROMISE_KEPT = "promise_kept"
    PROMISE_DENIED = "promise_denied"
    PROMISE_DISSATISFIED = "promise_dissatisfied"
    LETTER = "letter"
    KEY = "key"


class Only(StrEnum):
    """To what the list found is narrowed down."""

    KEY = "key"
    LATE = "late"
    UNRATED = "unrated"


PROMISES = (
    Reason.PROMISE_OPEN,
    Reason.PROMISE_PAST_DUE,
    Reason.PROMISE_KEPT,
    Reason.PROMISE_DENIED,
    Reason.PROMISE_DISSATISFIED,
)


class Stand(StrEnum):
    """What a line waits for."""

    TO_FILL = "to_fill"
    TO_CHECK = "to_check"
    TO_RATE = "to_rate"
    DONE = "done"


@dataclass(frozen=True)
class Scope:
    """Replies of one year: which promises, which letters, whether key items whatever their letter; of these all that
    `only` names at once."""

    year: int
    promises: frozenset[Reason] = frozenset()
    letters: frozenset[str] = frozenset()
    keys: bool = False
    only: frozenset[Only] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.promises or self.letters or self.keys)

    @property
    def wrong(self) -> dict[str, str]:
        """What keeps anything from being looked for, by field."""
        found = {} if self.year in YEARS else {"year": "no_such_year"}
        return found | ({"promises": "nothing_asked_for"} if self.is_empty else {})

    def as_facts(self) -> dict[str, Any]:
        """As it is kept with the campaign."""
        return {
            "year": self.year,
            "promises": sorted(self.promises),
            "letters": sorted(self.letters),
            "keys": self.keys,
            "only": sorted(self.only),
        }


def scope_of(facts: dict[str, Any]) -> Scope:
    """The scope as it was kept."""
    return Scope(
        int(facts.get("year", 0)),
        frozenset(Reason(one) for one in facts.get("promises", ())),
        frozenset(facts.get("letters", ())),
        bool(facts.get("keys")),
        frozenset(Only(one) for one in facts.get("only", ())),
    )


def days_moved(before: Mapping[str, date], after: Mapping[str, date | None], today: date) -> dict[str, str]:
    """What is wrong with other days for a campaign that runs, by field: units were told, so a day only moves forward,
    and one that is over stays: what came late came late."""
    wrong = {}
    for name, old in before.items():
        new = after[name]
        if new is None:
            wrong[name] = "missing"
        elif new != old and old < today:
            wrong[name] = "day_is_over"
        elif new < old:
            wrong[name] = "only_later"
        elif new > today + LONGEST and new != old:
            wrong[name] = "look_back_too_far"
    given = [(name, day) for name in before if (day := after[name]) is not None]
    for (_earlier, day_before), (name, day) in pairwise(given):
        if day < day_before:
            wrong.setdefault(name, "days_out_of_order")
    return wrong or ({"fill_by": "nothing_moved"} if dict(before) == dict(after) else {})


def days_in_order(fill_by: date | None, check_by: date | None, rate_by: date | None, today: date) -> dict[str, str]:
    """What is wrong with the three days, by field: each is owed, none has passed, and they follow one another."""
    days = {"fill_by": fill_by, "check_by": check_by, "rate_by": rate_by}
    wrong = {name: "missing" for name, day in days.items() if day is None}
    wrong |= {name: "day_has_passed" for name, day in days.items() if day is not None and day < today}
    wrong |= {name: "look_back_too_far" for name, day in days.items() if day is not None and day > today + LONGEST}
    given = [(name, day) for name, day in days.items() if day is not None]
    for (_earlier, before), (name, day) in pairwise(given):
        if day < before:
            wrong.setdefault(name, "days_out_of_order")
    return wrong
