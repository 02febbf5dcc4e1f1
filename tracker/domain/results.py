"""How far a matter is solved: the meaning behind the letters, which every place writes differently."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Semantic(StrEnum):
    """From solved to merely noted; the order is strength, weakest last."""

    SOLVED = "solved"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    DEFERRED = "deferred"
    UPWARD = "upward"
    REFERENCE = "reference"


PROMISING = frozenset({Semantic.IN_PROGRESS, Semantic.PLANNED})


def weakest(letters: Iterable[str]) -> str:
    """The reply's own letter where the unit names none: the weakest of its answers (A is strongest)."""
    return max(letters)
