"""Which unit a suggestion probably belongs to: plain counts that can be opened and checked, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

_BETWEEN = re.compile(r"[、，,；;。\s]+")
SHORTEST_WORD = 2
SHOWN = 6
# What each reason weighs. A deputy's wish counts as much as two duty words; so does a clear habit of the last years.
PROPOSED, HABIT, ONCE, WORDS_AT_MOST = 2, 2, 1, 4
HABIT_FROM = 3
SURE_FROM, AHEAD_BY = 3, 2


class Doubt(StrEnum):
    """How much looking a proposal needs; the order is the order of a batch."""

    CHOOSE = "choose"
    CHECK = "check"
    SURE = "sure"


class HasDuties(Protocol):
    """A unit with its duty words (职责词), one text divided by commas or spaces."""

    @property
    def id(self) -> int: ...
    @property
    def duty_words(self) -> str: ...


@dataclass(frozen=True)
class Candidate:
    """A unit and why it is named: the deputy's wish, duty words found, `led` of `alike` papers of its category."""

    unit_id: int
    is_proposed: bool = False
    words: tuple[str, ...] = ()
    led: int = 0
    alike: int = 0

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        habit = self.led >= HABIT_FROM and 2 * self.led > self.alike
        past = HABIT if habit else ONCE if 5 * self.led >= self.alike > 0 else 0
        return PROPOSED * self.is_proposed + min(len(self.words), WORDS_AT_MOST) + past


def duty_words(text: str) -> tuple[str, ...]:
    """The duty words (职责词) of one text, each once."""
    return tuple(word for word in dict.fromkeys(_BETWEEN.split(text)) if len(word) >= SHORTEST_WORD)


class DutyWords:
    """The duty words of all units, each looked for once in a text."""

    def __init__(self, units: Iterable[HasDuties]) -> None:
        self._units: dict[str, list[int]] = {}
        for unit in units:
            for word in duty_words(unit.duty_words):
                self._units.setdefault(word, []).append(unit.id)

    def in_text(self, text: str) -> dict[int, tuple[str, ...]]:
        """By unit id, its duty words in the text; a word inside a longer found one of the same unit is dropped."""
        found: dict[int, list[str]] = {}
        for word, unit_ids in self._units.items():
            if word in text:
                for unit_id in unit_ids:
                    found.setdefault(unit_id, []).append(word)
        return {unit_id: _outermost(words) for unit_id, words in found.items()}


def candidates(
    found: Mapping[int, tuple[str, ...]], *, proposed_id: int | None, led: Mapping[int, int]
) -> tuple[Candidate, ...]:
    """The units something speaks for, the strongest first, at most `SHOWN`.

    `found` are duty words by unit, `led` how many papers of the same category each unit led in the last years.
    """
    alike = sum(led.values())
    ids = dict.fromkeys([*([proposed_id] if proposed_id else []), *found, *led])
    every = (
        Candidate(unit_id, unit_id == proposed_id, found.get(unit_id, ()), led.get(unit_id, 0), alike)
        for unit_id in ids
    )
    ranked = sorted(every, key=lambda one: (-one.weight, -len(one.words), -one.led, one.unit_id))
    return tuple(one for one in ranked if one.weight)[:SHOWN]


def doubt(ranked: tuple[Candidate, ...]) -> Doubt:
    """Whether the first may be taken as it stands, is to be checked, or two speak equally for themselves."""
    if not ranked:
        return Doubt.CHOOSE
    first, second = ranked[0].weight, ranked[1].weight if len(ranked) > 1 else 0
    if first >= SURE_FROM and first - second >= AHEAD_BY:
        return Doubt.SURE
    return Doubt.CHOOSE if first == second else Doubt.CHECK


def _outermost(words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if not any(word != other and word in other for other in words))
