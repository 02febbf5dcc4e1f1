"""Which unit a suggestion probably belongs to: plain counts that can be opened and checked, never a verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from tracker.domain.routing_past import Spoken, Told

_BETWEEN = re.compile(r"[、，,；;。\s]+")
# A line of duty words may end with the clause they come from: 路灯 公园（三定规定第五条）
_CLAUSE = re.compile(r"[（(]([^（()）]*)[）)]\s*$")
SHORTEST_WORD = 2
# So many are named as the proposal, so many shown where one chooses.
PROPOSED_AT_MOST, SHOWN = 3, 6
# What each reason weighs. A deputy's wish counts as much as two duty words; so does a clear habit of the last years.
PROPOSED, HABIT, ONCE, WORDS_AT_MOST, PAST = 2.0, 2.0, 1.0, 4.0, 3.0
LONGEST, IN_TITLE = 3.0, 1.5
HABIT_FROM = 3
# What the past must say (logarithm of odds) before the strongest unit gets all its points.
PAST_FROM = 3.0
LEAST_POINTS = 0.5
BOUNCED = 1.0
SURE_FROM, AHEAD_BY, CLOSE = 3.0, 2.0, 0.5


class Doubt(StrEnum):
    """How much looking a proposal needs; the order is the order of a batch."""

    CHOOSE = "choose"
    CHECK = "check"
    SURE = "sure"


class HasDuties(Protocol):
    """A unit with its duty words (职责词), divided by commas or spaces; a line may end with the clause in brackets."""

    @property
    def id(self) -> int: ...
    @property
    def duty_words(self) -> str: ...


class Duty(NamedTuple):
    """A duty word, the clause it stands in (empty where nobody wrote it), how many units have the word, and whether it
    stands in the title."""

    word: str
    clause: str = ""
    holders: int = 1
    in_title: bool = False

    @property
    def weight(self) -> float:
        """A longer word says more and so does a title; a word that others have too says less."""
        return (IN_TITLE if self.in_title else 1.0) * min(LONGEST, len(self.word) - 1.0) / self.holders


@dataclass(frozen=True)
class Habit:
    """A unit's papers of one category in the last years, answered for alone or as the lead: those it `led` to the end
    or leads now, all it `had` with those that went on to others; those it objected to, and rightly (`upheld`)."""

    led: int = 0
    had: int = 0
    objected: int = 0
    upheld: int = 0

    @property
    def is_risky(self) -> bool:
        """Whether such a paper is likely to come back: at least two did, and every third or more."""
        return self.upheld >= 2 and 3 * self.upheld >= self.had


@dataclass(frozen=True)
class Candidate:
    """A unit and why it is named: the deputy's wish, duty words found, `led` of `alike` papers of its category, what
    past papers of like words say; and what was sent back. `points` are those of the past, `score` what it said."""

    unit_id: int
    is_proposed: bool = False
    words: tuple[Duty, ...] = ()
    habit: Habit = Habit()
    alike: int = 0
    points: float = 0.0
    score: float = 0.0
    told: tuple[Told, ...] = ()

    @property
    def led(self) -> int:
        """How many papers of the category it led in the last years."""
        return self.habit.led

    @property
    def has_reason(self) -> bool:
        """Whether there is anything to tell: a trace of like words alone is none."""
        return bool(self.is_proposed or self.words or self.led or self.told or self.points >= LEAST_POINTS)

    @property
    def weight(self) -> float:
        """How much speaks for it."""
        habit = self.led >= HABIT_FROM and 2 * self.led > self.alike
        past = HABIT if habit else ONCE if 5 * self.led >= self.alike > 0 else 0.0
        words = min(WORDS_AT_MOST, sum(one.weight for one in self.words))
        bounced = BOUNCED if self.habit.is_risky else 0.0
        return round(PROPOSED * self.is_proposed + words + past + self.points - bounced, 6)


class DutyWords:
    """The duty words of all units, each looked for once in a text."""

    def __init__(self, units: Iterable[HasDuties]) -> None:
        self._units: dict[str, dict[int, str]] = {}
        for unit in units:
            for word, clause in duties_in(unit.duty_words):
                self._units.setdefault(word, {}).setdefault(unit.id, clause)

    def in_text(self, text: str, *, title: str = "") -> dict[int, tuple[Duty, ...]]:
        """By unit id, its duty words in the text, the longest first; a word inside a longer found one is dropped."""
        found: dict[int, list[Duty]] = {}
        for word, holders in self._units.items():
            if word in text:
                for unit_id, clause in holders.items():
                    found.setdefault(unit_id, []).append(Duty(word, clause, len(holders), word in title))
        return {unit_id: _outermost(words) for unit_id, words in found.items()}

    def named(self, text: str) -> dict[int, tuple[Duty, ...]]:
        """By unit id, its duty words that are in the text or that hold it: for looking up what is typed."""
        found = {unit_id: list(words) for unit_id, words in self.in_text(text).items()}
        for word, holders in self._units.items():
            if text and text in word and text != word:
                for unit_id, clause in holders.items():
                    found.setdefault(unit_id, []).append(Duty(word, clause, len(holders)))
        return {unit_id: tuple(words) for unit_id, words in found.items()}


def duties_in(text: str) -> list[tuple[str, str]]:
    """The duty words of one unit as the desk wrote them, each with its clause."""
    found = []
    for line in text.splitlines():
        clause = _CLAUSE.search(line)
        words = _BETWEEN.split(line[: clause.start()] if clause else line)
        found += [(word, clause[1].strip() if clause else "") for word in words if len(word) >= SHORTEST_WORD]
    return found


def candidates(
    found: Mapping[int, tuple[Duty, ...]],
    *,
    proposed_id: int | None,
    habits: Mapping[int, Habit],
    spoken: Mapping[int, Spoken] | None = None,
) -> tuple[Candidate, ...]:
    """The units something speaks for, the strongest first, at most `SHOWN`.

    `found` are duty words by unit, `habits` what became of papers of the same category, `spoken` what past papers with
    the same words say.
    """
    said = spoken or {}
    alike = sum(habit.led for habit in habits.values())
    best = max((PAST_FROM, *(one.score for one in said.values())))
    ids = dict.fromkeys([*([proposed_id] if proposed_id else []), *found, *habits, *said])
    every = (
        Candidate(
            unit_id,
            unit_id == proposed_id,
            found.get(unit_id, ()),
            habits.get(unit_id, Habit()),
            alike,
            round(PAST * said[unit_id].score / best, 6) if unit_id in said else 0.0,
            said[unit_id].score if unit_id in said else 0.0,
            said[unit_id].told if unit_id in said else (),
        )
        for unit_id in ids
    )
    ranked = sorted(every, key=lambda one: (-one.weight, -len(one.words), -one.score, -one.led, one.unit_id))
    # A trace of like words fills up three places, where nothing better is known, and no more.
    named = (one for at, one in enumerate(ranked) if one.has_reason or at < PROPOSED_AT_MOST)
    return tuple(one for one in named if one.weight > 0)[:SHOWN]


def doubt(ranked: tuple[Candidate, ...]) -> Doubt:
    """Whether the first may be taken as it stands, is to be checked, or two speak nearly equally for themselves.

    What such a unit has sent back before is never sure.
    """
    if not ranked:
        return Doubt.CHOOSE
    first, second = ranked[0].weight, ranked[1].weight if len(ranked) > 1 else 0.0
    if first >= SURE_FROM and first - second >= AHEAD_BY and not ranked[0].habit.is_risky:
        return Doubt.SURE
    return Doubt.CHOOSE if first - second < CLOSE else Doubt.CHECK


@dataclass(frozen=True)
class Helper:
    """A unit that may help (会办): the requests that hold words of its duties, and how often it helped before."""

    unit_id: int
    words: tuple[Duty, ...] = ()
    requests: tuple[int, ...] = ()
    helped: int = 0


def helpers(
    found: Mapping[int, Mapping[int, tuple[Duty, ...]]], helped: Mapping[int, int], *, but: Iterable[int] = ()
) -> tuple[Helper, ...]:
    """Units that may help, the most likely first, at most three.

    `found` are duty words by request and unit, `helped` how often each helped with papers of this category beside the
    unit that leads; once is chance, twice a habit. `but` are the units that lead.
    """
    out, requests, words = set(but), dict[int, list[int]](), dict[int, list[Duty]]()
    for no, by_unit in found.items():
        for unit_id, duties in by_unit.items():
            requests.setdefault(unit_id, []).append(no)
            words.setdefault(unit_id, []).extend(one for one in duties if one not in words.get(unit_id, ()))
    often = {unit_id: times for unit_id, times in helped.items() if times >= 2}
    every = [
        Helper(unit_id, tuple(words.get(unit_id, ())), tuple(requests.get(unit_id, ())), helped.get(unit_id, 0))
        for unit_id in dict.fromkeys([*requests, *often])
        if unit_id not in out
    ]
    weight = Counter({one.unit_id: 2 * (one.helped >= 2) + min(2, len(one.words)) for one in every})
    every.sort(key=lambda one: (-weight[one.unit_id], -one.helped, one.unit_id))
    return tuple(every[:PROPOSED_AT_MOST])


def rank_of(proposed: Iterable[int], chosen: Iterable[int]) -> int:
    """The place among the three proposed of the first that was chosen, from one; 0 where none of them was."""
    taken = set(chosen)
    return next((at for at, unit_id in enumerate(proposed, start=1) if unit_id in taken), 0)


def _outermost(words: list[Duty]) -> tuple[Duty, ...]:
    kept = [one for one in words if not any(one.word != other.word and one.word in other.word for other in words)]
    return tuple(sorted(kept, key=lambda one: -len(one.word)))
