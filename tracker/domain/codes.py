"""One-time codes as people read them from a slip and type them in."""

from __future__ import annotations

import unicodedata

# Without 0 O, 1 I L: nothing that can be mistaken for another. Twelve of them are sixty bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


def spaced(code: str) -> str:
    """In groups of four, as printed: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def bare(typed: str) -> str:
    """What was typed without the dashes, blanks, small letters and full width that people add."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(one for one in text if one.isalnum())
