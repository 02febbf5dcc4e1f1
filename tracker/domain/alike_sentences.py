"""Which sentences of two papers say the same, so that a reader sees at once where they are alike."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.alike import Rarity, tokens

# Half of what both sentences have in common: reworded, still the same said.
SAME_SAID = 0.5
# A sentence of fewer pairs than this is alike with too many.
SHORTEST = 3
# Sentences of a paper that are compared; a paper this long is not read for its last sentences.
COMPARED = 120

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence as written, with its line end; `at` is its place, `like` that of its like in the other paper."""

    text: str
    at: int
    like: int | None = None


def sentences(text: str) -> list[str]:
    """The text cut behind every sentence; put together again they are the text."""
    return _SENTENCE.findall(text)


def aligned(one: Sequence[str], other: Sequence[str]) -> tuple[list[list[Sentence]], list[list[Sentence]]]:
    """The parts of both papers as sentences, each with the most alike of the other paper where one is alike enough.

    A sentence may find its like in another part; places are counted through all parts of a paper.
    """
    ours, theirs = [sentences(part) for part in one], [sentences(part) for part in other]
    found = _matched(_tokens(ours), _tokens(theirs))
    return _marked(ours, found), _marked(theirs, {there: here for here, there in found.items()})


def most_alike_sentences(one: str, other: str, rarity: Rarity, most: int = 1) -> list[str]:
    """The sentences of the other text that are alike with one of ours; those first that share what few papers say."""
    ours = [frozenset(tokens(said)) for said in sentences(one)[:COMPARED]]
    rated = []
    for at, said in enumerate(sentences(other)[:COMPARED]):
        held = frozenset(tokens(said))
        shared = [mine & held for mine in ours if _degree(mine, held) >= SAME_SAID]
        if shared:
            rated.append((max(sum(map(rarity.weight, each)) for each in shared), -at, said.strip()))
    return [said for _weight, _at, said in sorted(rated, reverse=True)][:most]


def _tokens(parts: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    return [frozenset(tokens(said)) for part in parts for said in part]


def _marked(parts: Sequence[Sequence[str]], likes: Mapping[int, int]) -> list[list[Sentence]]:
    places = itertools.count()
    return [[Sentence(said, at := next(places), likes.get(at)) for said in part] for part in parts]


def _matched(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> dict[int, int]:
    """Our sentences to theirs, each at most once, the most alike first."""
    rated = [
        (degree, -here, -there)
        for here, mine in enumerate(ours[:COMPARED])
        for there, held in enumerate(theirs[:COMPARED])
        if (degree := _degree(mine, held)) >= SAME_SAID
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _degree_found, here, there in sorted(rated, reverse=True):
        if -here not in found and -there not in taken:
            found[-here] = -there
            taken.add(-there)
    return found


def _degree(one: frozenset[str], other: frozenset[str]) -> float:
    """Twice what they share over what both have; nothing for a sentence too short to say anything."""
    if min(len(one), len(other)) < SHORTEST:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
