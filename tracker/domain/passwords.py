"""Which passwords are taken: long, not common, not made of what everybody here knows. No other rules, no expiry."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from tracker.domain.common_words import COMMON, KEY_ROWS
from tracker.domain.limits import PASSWORD_MAX, PASSWORD_MIN

# What has to be left when known words, years and runs of keys are taken away.
LEFT_MIN = 6
RUN = 3
DIFFERENT_MIN = 5
_LEET = str.maketrans("@4301!5$7", "aaeoiisst")
_SPLITTERS = " -_.,;:+*/\\|!?#&=~'\"()[]{}<>@^%·，。、！？"


class Weakness(StrEnum):
    """Why a password is not taken; each code has its sentence in `web/words.py`."""

    SHORT = "password_short"
    LONG = "password_long"
    SIMPLE = "password_simple"
    KNOWN = "password_known"


def normal(password: str) -> str:
    """One form for what looks the same, so that another keyboard types the same password; nothing is cut or trimmed."""
    return unicodedata.normalize("NFC", password)


def weakness(password: str, context: Iterable[str] = ()) -> Weakness | None:
    """Why this password is not taken, or None. `context`: names this person and this place are known by."""
    text = normal(password)
    if len(text) < PASSWORD_MIN:
        return Weakness.SHORT
    if len(text) > PASSWORD_MAX:
        return Weakness.LONG
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(set(folded)) < DIFFERENT_MIN:
        return Weakness.SIMPLE
    words = sorted({*COMMON, *_parts(context)}, key=len, reverse=True)
    left = min(_left(form, words) for form in (folded, folded.translate(_LEET)))
    return Weakness.KNOWN if left < LEFT_MIN else None


def _parts(context: Iterable[str]) -> set[str]:
    folded = [unicodedata.normalize("NFKC", one).casefold().strip() for one in context]
    pieces = {piece for one in folded for piece in (one, *one.translate({ord(c): " " for c in _SPLITTERS}).split())}
    return {piece for piece in pieces if len(piece) >= 2}


def _left(text: str, words: list[str]) -> int:
    for word in words:
        text = text.replace(word, "\0")
    return sum(len(set(piece)) for piece in _without_runs(text).split("\0"))


def _without_runs(text: str) -> str:
    """The text with splitters, years and each run of neighbouring keys, letters or repeated characters taken out."""
    kept, at = "", 0
    while at < len(text):
        length = _run_at(text, at)
        if length >= RUN:
            kept, at = kept + "\0", at + length
        else:
            kept, at = kept + ("\0" if text[at] in _SPLITTERS else text[at]), at + 1
    return _without_years(kept)


def _run_at(text: str, at: int) -> int:
    return max(_steps(text, at, step) for step in (-1, 0, 1)) if at + 1 < len(text) else 1


def _steps(text: str, at: int, step: int) -> int:
    length = 1
    while at + length < len(text) and _is_step(text[at + length - 1], text[at + length], step):
        length += 1
    return length


def _is_step(one: str, next_: str, step: int) -> bool:
    if "\0" in (one, next_):
        return False
    if ord(next_) - ord(one) == step:
        return True
    return step != 0 and any(
        one in row and 0 <= row.index(one) + step < len(row) and row[row.index(one) + step] == next_ for row in KEY_ROWS
    )


def _without_years(text: str) -> str:
    kept, at = "", 0
    while at < len(text):
        four = text[at : at + 4]
        if len(four) == 4 and four.isdecimal() and four[:2] in ("19", "20"):
            kept, at = kept + "\0", at + 4
        else:
            kept, at = kept + text[at], at + 1
    return kept
