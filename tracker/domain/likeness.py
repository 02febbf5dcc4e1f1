"""How alike two papers are, by the pairs of characters they share: enough to propose, never to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Said in every title; they make two papers no more alike.
_IN_EVERY_TITLE = re.compile(r"关于|的?建议$|进一步|加强|推进|完善|加快|提升|优化|推动|促进|工作|我市|全市|本市|问题")
_NO_WORD = re.compile(r"[^\w]|_")
# From here on a paper is worth showing, from here on it is likely the same matter.
ALIKE, VERY_ALIKE = 0.3, 0.6


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without what stands in every title and without punctuation."""
    bare = _NO_WORD.sub("", _IN_EVERY_TITLE.sub("", text))
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1: twice what they share over what both have."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def most_alike(text: str, others: Iterable[str]) -> tuple[int, float]:
    """The place of the text that is most like this one, and how much; (-1, 0.0) when there is none."""
    mine, best = pairs(text), (-1, 0.0)
    for at, other in enumerate(others):
        found = likeness(mine, pairs(other))
        if found > best[1]:
            best = (at, found)
    return best
