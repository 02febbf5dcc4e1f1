"""Which series a number is taken from. The number itself is taken by `services/reviews.py`, under the write lock."""

from __future__ import annotations

from datetime import date

from tracker.domain.rulebook import NumberedPer, Numbering


def series_of(numbering: Numbering, day: date, session_id: int | None) -> str:
    """The name of the counter for a paper registered on a day: of the year or of its session."""
    if numbering.per is NumberedPer.SESSION and session_id is not None:
        return f"session-{session_id}"
    return f"year-{day.year}"
