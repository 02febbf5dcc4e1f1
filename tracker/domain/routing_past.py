"""What past assignments say of a text: complement naive Bayes over pairs of characters, each figure a plain count.

Nothing is trained: the counts are those of what was assigned and stood, kept by the acts themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log
from typing import NamedTuple

# Where a text is cut: signs, figures, what stands in every title, and characters that only join words.
_CUT = re.compile(
    r"[\W\d_]+|关于|进一步|建议|加强|推进|完善|加快|提升|优化|推动|促进|我市|全市|本市|[的了在和与及对并等将把由是]"
)
# A pair of characters that no unit leads in so large a part (percent) is left out: it says little and costs most.
LEAST_SHARE = 20
SMOOTHING = 1.0
# A paper of some years ago weighs half of one of today.
HALVED_AFTER = 5
_SCALE, _FIRST_YEAR, _LAST_YEAR = 16, 1990, 2160
# So many units are told about, the strongest first.
TELLS = 6
# A word is told as a reason when so many papers had it, and this unit led the greater part.
TOLD_FROM, TOLD_AT_MOST, LONGEST_TOLD = 2, 2, 10
# How many of what: no word begins with it.
_COUNTED = re.compile("^(?:[一二两三四五六七八九十几各每]+[个处件条座项所名辆台家次]|个)(?=..)")


class Count(NamedTuple):
    """Of one pair of characters and one unit: papers it led and kept, and their weight by year, less what bounced."""

    papers: int
    weight: int


class Told(NamedTuple):
    """A reason: so many past papers had such words (the rarest pair in them counts), so many were this unit's."""

    words: str
    led: int
    of: int


@dataclass(frozen=True)
class Spoken:
    """How much the past speaks for a unit, in natural logarithms of odds; more than nothing speaks for it."""

    score: float
    told: tuple[Told, ...] = ()


def pairs_of(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters of a text, each once, in their order."""
    return tuple(_pairs(text))


def _pairs(text: str) -> dict[str, str]:
    """Each pair with the piece of the text in which it stands first."""
    pieces = (piece for piece in _CUT.split(text.lower()) if len(piece) > 1)
    found: dict[str, str] = {}
    for piece in pieces:
        for at in range(len(piece) - 1):
            found.setdefault(piece[at : at + 2], piece)
    return found


def weight_of(year: int) -> int:
    """What a paper assigned in a year weighs beside others: whole numbers, so that it can be taken away again."""
    since = min(max(year, _FIRST_YEAR), _LAST_YEAR) - _FIRST_YEAR
    return round(_SCALE * 2 ** (since / HALVED_AFTER))


def share_of(counts: Iterable[Count]) -> int:
    """The part of the unit that leads in a pair of characters, in percent of all that weighs for anybody."""
    weights = [count.weight for count in counts if count.weight > 0]
    return 100 * max(weights) // sum(weights) if weights else 0


class Past:
    """The counts of the pairs of some texts, and what all pairs of each unit weigh together.

    `year` is the one in which a paper weighs one; `kinds` is how many pairs of characters are known at all.
    """

    def __init__(
        self, counts: Mapping[str, Mapping[int, Count]], weights: Mapping[int, int], *, kinds: int, year: int
    ) -> None:
        self._counts, self._one = counts, weight_of(year)
        smooth, whole = SMOOTHING * kinds, sum(weights.values()) / self._one
        # What a single pair owes to the size of a unit alone.
        self._size = {
            unit_id: log((whole + smooth) / (whole - weight / self._one + smooth))
            for unit_id, weight in weights.items()
            if kinds and 0 < weight <= whole * self._one
        }

    def of(self, text: str) -> dict[int, Spoken]:
        """The units the past speaks for, by id; the first line of the text is its title."""
        title = text.partition("\n")[0].lower()
        known = {pair: piece for pair, piece in _pairs(text).items() if pair in self._counts}
        gains: dict[int, float] = {}
        for pair in known:
            for unit_id, gain in self._gains(pair):
                gains[unit_id] = gains.get(unit_id, 0.0) + gain
        scores = {unit_id: gain - len(known) * self._size.get(unit_id, 0.0) for unit_id, gain in gains.items()}
        # Reasons are told of the few who may be shown: they cost more than the scores.
        best = sorted((unit_id for unit_id, score in scores.items() if score > 0), key=lambda one: (-scores[one], one))
        found = {unit_id: Spoken(round(scores[unit_id], 6)) for unit_id in best}
        for unit_id in best[:TELLS]:
            found[unit_id] = replace(found[unit_id], told=self._told(unit_id, known, title))
        return found

    def _gains(self, pair: str) -> Iterable[tuple[int, float]]:
        held = self._counts[pair]
        all_of = sum(count.weight for count in held.values() if count.weight > 0) / self._one + SMOOTHING
        return ((unit_id, log(all_of / (all_of - count.weight / self._one))) for unit_id, count in held.items())

    def _told(self, unit_id: int, known: Mapping[str, str], title: str) -> tuple[Told, ...]:
        """The strongest words. Pairs that overlap and were nearly as frequent are one word, as rare as its rarest; a
        short piece of the text is told as a whole, for a pair may begin within a word."""
        found: list[tuple[Told, str]] = []
        for pair, piece in known.items():
            papers = self._counts[pair].get(unit_id, Count(0, 0)).papers
            told = Told(pair, papers, sum(one.papers for one in self._counts[pair].values()))
            if told.led < TOLD_FROM or 2 * told.led <= told.of:
                continue
            last = found[-1] if found else None
            if last is not None and last[1] == piece and last[0].words[-1] == pair[0] and _is_near(last[0], told):
                rarest = min(last[0][1:], told[1:], key=lambda one: (one[1], one[0]))
                found[-1] = Told(last[0].words + pair[1], *rarest), piece
            else:
                found.append((told, piece))
        kept: dict[str, Told] = {}
        for one, piece in sorted(found, key=lambda pair: -pair[0].led * pair[0].led / pair[0].of * len(pair[0].words)):
            words = piece if len(piece) <= min(LONGEST_TOLD, 2 * len(one.words)) else _COUNTED.sub("", one.words)
            # A bare pair is a word only where a title is made of it: elsewhere it mostly ends one word and begins one.
            if _is_whole(words, piece) and (len(words) > 2 or (words in title and one.led > TOLD_FROM)):
                kept.setdefault(words, one._replace(words=words))
        return tuple(kept.values())[:TOLD_AT_MOST]


def _is_whole(words: str, piece: str) -> bool:
    """Whether so short a piece of a text reads as a word: one cut on both sides out of a longer run hardly does."""
    return len(words) > 3 or piece.startswith(words) or piece.endswith(words)


def _is_near(one: Told, other: Told) -> bool:
    low, high = sorted((one.of, other.of))
    return len(one.words) < LONGEST_TOLD and 4 * low >= 3 * high
