"""Which series a number is taken from, and how a bill is numbered. The serial is taken under the write lock."""

from __future__ import annotations

import unicodedata
from datetime import date

from tracker.domain.rulebook import NumberedPer, Numbering


def series_of(numbering: Numbering, day: date, session_id: int | None) -> str:
    """The name of the counter for a paper registered on a day: of the year or of its session."""
    if numbering.per is NumberedPer.SESSION and session_id is not None:
        return f"session-{session_id}"
    return f"year-{day.year}"


def bill_series(session_id: int | None) -> str:
    """The name of the counter of a session's bills; they are counted apart from suggestions."""
    return f"bills-{session_id or 0}"


# What the number of a bill begins with, so that it is never taken for a suggestion's.
BILL_MARK = "议"


def bill_number(term: int, session: int, serial: int) -> str:
    """The number of a bill: 议7-6-3 is the third of the sixth session of the seventh term."""
    return f"{BILL_MARK}{term}-{session}-{serial}"


def bill_serial(number: str) -> str:
    """The last part of such a number, as people say it: 第3号议案; empty for the number of a suggestion."""
    return number.rpartition("-")[2] if number.startswith(BILL_MARK) else ""


def bare(typed: str) -> str:
    """The number alone of what somebody typed: 第20260113号 is 20260113, in wide digits too."""
    return unicodedata.normalize("NFKC", typed).strip().removeprefix("第").removesuffix("号").strip()
