"""A unit judged on its own days: how late a reply is, and how late by the days on which the share lay with the unit.

Days are Asia/Shanghai days, counted as in `holding.py`. A reply that is late because others took their time stays late
for the deputy; the unit is not blamed for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.holding import OWN, Holder, Span, clipped, days_by


@dataclass(frozen=True, slots=True)
class Owed:
    """One reply or opinion a unit owed: counted from `first`, due on `due`, done on `ended` or still owed.

    `dropped` says that on that day it was not done but taken away, or its case was over.
    """

    first: date
    due: date
    ended: date | None = None
    dropped: bool = False


@dataclass(frozen=True)
class Judged:
    """How a unit stands on one reply: all days, its own, how late the reply is, and how late by its own days alone.

    `own_late` is what its own days exceed the days it was given by: days on which the share lay with others never make
    a unit late. `reason` is the longest holder of those who made it late, as the record has it; none while in time.
    """

    owed: Owed
    days: int
    own: int
    late: int
    own_late: int
    reason: Holder | None
    reason_days: int

    @property
    def others(self) -> int:
        return self.days - self.own

    @property
    def given(self) -> int:
        """Calendar days from the start to the due date."""
        return (self.owed.due - self.owed.first).days


def judged(spans: Iterable[Span], owed: Owed, *, until: date) -> Judged:
    """One reply judged on a day: while it is owed, by that day."""
    end = min(owed.ended or until, until)
    held = days_by(clipped(spans, owed.first, end))
    days = (end - owed.first).days
    others = sum(count for holder, count in held.items() if holder not in OWN)
    own, late = days - others, max(0, (end - owed.due).days)
    own_late = max(0, own - (owed.due - owed.first).days)
    among = {holder: count for holder, count in held.items() if (holder in OWN) is (own_late > 0)} if late else {}
    reason = max(among, key=lambda one: among[one], default=None)
    return Judged(owed, days, own, late, own_late, reason, among[reason] if reason else 0)
