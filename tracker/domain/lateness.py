"""Why a share is late (逾期原因): what the record says, in the few words an office puts a reason in.

Calendar days of Asia/Shanghai, counted as in `holding.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.holding import OWN, Holder, Span, clipped, days_by
from tracker.domain.own_days import Judged


class LateReason(StrEnum):
    """On whom, or on what, a share waited; the last two no record can propose."""

    UNIT = "unit"
    CO_UNITS = "co_units"
    OFFICES = "offices"
    DEPUTIES = "deputies"
    MATTER = "matter"
    OTHER = "other"


# Of these only people know; they say so in words.
IN_WORDS = frozenset({LateReason.MATTER, LateReason.OTHER})
_OF_HOLDER = {
    Holder.CO_UNITS: LateReason.CO_UNITS,
    Holder.RATING: LateReason.DEPUTIES,
    Holder.AUTHOR: LateReason.DEPUTIES,
} | dict.fromkeys(OWN, LateReason.UNIT)


def reason_of(holder: Holder) -> LateReason:
    """With whom a share lay, as a reason; what is neither the unit nor the deputies waits for an office's word."""
    return _OF_HOLDER.get(holder, LateReason.OFFICES)


@dataclass(frozen=True, slots=True)
class Lateness:
    """A reply that is late: by how many days, where its days went (longest first within the order of reasons), which
    reason the record proposes, and whether the unit is late by its own days alone."""

    days: int
    parts: tuple[tuple[LateReason, int], ...]
    proposed: LateReason | None
    own_late: int


def lateness(spans: Iterable[Span], reply: Judged | None, *, until: date) -> Lateness | None:
    """Why a reply that is owed on a day is late by then; nothing where it is not late or no longer owed."""
    if reply is None or not reply.late or reply.owed.ended is not None:
        return None
    held: Counter[LateReason] = Counter()
    for holder, days in days_by(clipped(spans, reply.owed.first, until)).items():
        held[reason_of(holder)] += days
    parts = tuple((one, held[one]) for one in LateReason if held[one])
    proposed = reason_of(reply.reason) if reply.reason is not None else None
    return Lateness(reply.late, parts, proposed, reply.own_late)
