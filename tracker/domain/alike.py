"""How alike two papers are in what they are about: by the words that few papers use, the title's above the text's.

A paper is weighed as a vector over its pairs of neighbouring characters (Latin words and numbers count as one). A pair
weighs more the fewer papers hold it, and `TITLE` times as much where it stands in the title; likeness is the cosine of
two such vectors. What every paper says by form (关于……的建议) is left out, it makes no two papers alike. It proposes
and never decides: a true pair may score low, another matter of the same place high.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# A pair in the title is the matter itself; measured on labelled papers, see tests/bench/alike.py.
TITLE = 4.0
# From here on a paper is worth showing, from here on it is probably the same matter.
WORTH_SHOWING, VERY_ALIKE = 0.08, 0.35
# So many of a paper's weightiest pairs stand for it where others look for it, so many are asked for when it looks.
MARKS, ASKED = 12, 16
# A Latin word longer than this is cut, so that a mark has a bounded length.
LONGEST = 12

# Said in papers of every matter, in any city. A longer formula stands before the shorter one it begins with.
_FORM = re.compile(
    "人大代表|代表建议|关于|进一步|建议|提案|议案|提议|加强|推进|完善|加快|提升|优化|推动|促进|加大|增加|增设|实施|落实|解决|"
    "支持|规范|管理|建设|工作|问题|力度|切实|尽快|大力|要求|请求|希望|确保|我们|我国|我省|我市|我区|我县|全国|全省|全市|全区|全县|本市|本区|"
    "目前|当前|现在|存在|近年来|同时|由于|因此|但是|以及|相关部门|有关部门|相关|有关|进行|[的和与及等在]"
)
_WORD = re.compile(r"[a-z0-9]+|[^\W\da-z_]+")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True)
class Rarity:
    """In how many of `papers` papers a pair stands. What is not in `held` stands in none that were counted."""

    papers: int = 0
    held: Mapping[str, int] = field(default_factory=dict)
    # Worked out once: a page weighs thousands of pairs.
    weights: Mapping[str, float] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", {token: self._weight(count) for token, count in self.held.items()})

    @property
    def most(self) -> float:
        """What a pair weighs that no paper held so far."""
        return self._weight(0)

    def weight(self, token: str) -> float:
        """How much a pair tells; above zero unless every paper holds it."""
        return self.weights.get(token, self.most)

    def _weight(self, count: int) -> float:
        return max(0.0, math.log((self.papers + 1) / (count + 0.5)))


@dataclass(frozen=True)
class Weighed:
    """A paper as the weights of its pairs, and the length of that vector."""

    weights: Mapping[str, float]
    length: float


def tokens(text: str) -> list[str]:
    """Pairs of neighbouring characters inside words, Latin words and numbers whole; small letters, half width."""
    found: list[str] = []
    for run in words(text):
        if _LATIN.match(run):
            found.append(run[:LONGEST])
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def words(text: str) -> list[str]:
    """What is left between signs and what every paper says by form; small letters, half width."""
    # Normalising costs more than all the rest, and only a few texts hold letters of full width.
    plain = unicodedata.normalize("NFKC", text) if _WIDE.search(text) else text
    found: list[str] = _WORD.findall(_FORM.sub(" ", plain.lower()))
    return found


def counted(papers: Iterable[str], *, least: int = 1) -> Rarity:
    """Counts in how many of these texts each pair stands; those in fewer than `least` are not kept."""
    held: Counter[str] = Counter()
    number = 0
    for number, text in enumerate(papers, start=1):  # noqa: B007 - the last number is how many there were
        held.update(set(tokens(text)))
    return Rarity(number, {token: count for token, count in held.items() if count >= least})


def weighed(title: str, text: str, rarity: Rarity) -> Weighed:
    """A paper's vector. `text` is everything but the title: problem, analysis and requests."""
    in_title, known, most = set(tokens(title)), rarity.weights, rarity.most
    weights = {token: known.get(token, most) for token in in_title.union(tokens(text))}
    weights.update((token, TITLE * weights[token]) for token in in_title)
    return Weighed(weights, math.sqrt(sum(weight * weight for weight in weights.values())))


def likeness(one: Weighed, other: Weighed) -> float:
    """From 0 to 1: the cosine of two papers."""
    if not one.length or not other.length:
        return 0.0
    few, many = sorted((one.weights, other.weights), key=len)
    shared = sum(weight * many[token] for token, weight in few.items() if token in many)
    return min(1.0, shared / (one.length * other.length))


def marks(paper: Weighed, most: int = MARKS) -> dict[str, float]:
    """The weightiest pairs of a paper, with their share of its length (0 to 1); the same ones every time."""
    best = sorted(paper.weights.items(), key=lambda one: (-one[1], one[0]))[:most]
    return {token: weight / paper.length for token, weight in best if weight}
