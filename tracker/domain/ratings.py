"""What a deputy is asked about a reply, and what an answer sets in motion."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Question(StrEnum):
    """Process and answer are asked when the reply is delivered, implementation when a promise falls due (双满意)."""

    PROCESS = "process"
    ANSWER = "answer"
    IMPLEMENTATION = "implementation"


class Level(StrEnum):
    """Three levels, from best to worst; silence is none of them."""

    SATISFIED = "satisfied"
    BASICALLY = "basically_satisfied"
    DISSATISFIED = "dissatisfied"


class Wish(StrEnum):
    """What a deputy who is not satisfied asks for next; the desk decides, and says so when it decides otherwise."""

    AGAIN = "again"
    MEETING = "meeting"
    NOTHING = "nothing"


ASKED_ON_DELIVERY = (Question.ANSWER, Question.PROCESS)
HEADLINE = Question.ANSWER
_WORST_FIRST = tuple(reversed(Level))


class Answered(Protocol):
    """A rating as figures need it."""

    @property
    def person_id(self) -> int: ...
    @property
    def question(self) -> Question: ...
    @property
    def level(self) -> Level: ...
    @property
    def is_current(self) -> bool: ...
    @property
    def window(self) -> int | None: ...


def needs_reason(level: Level) -> bool:
    """Below satisfied a reason is owed (Shanghai Art. 21, Shandong Art. 23 and the decided default)."""
    return level is not Level.SATISFIED


def headline(answers: Mapping[int, Level], lead_id: int, *, lead_counts: bool = True) -> Level | None:
    """The level of the round, None if nobody rated: the lead deputy's answer where the rulebook lets it count for all,
    else the worst of those given."""
    if lead_counts and lead_id in answers:
        return answers[lead_id]
    return worst(answers.values())


def worst(levels: Iterable[Level]) -> Level | None:
    """The least satisfied of the levels given."""
    given = set(levels)
    return next((level for level in _WORST_FIRST if level in given), None)


@dataclass(frozen=True)
class Tally:
    """How many were asked, what they said, how many said nothing: three figures that are never put into one."""

    asked: int
    by_level: Mapping[Level, int]

    @property
    def rated(self) -> int:
        return sum(self.by_level.values())

    @property
    def silent(self) -> int:
        """Who gave no feedback (未反馈): in no numerator and in no denominator (Chongqing Art. 29)."""
        return max(0, self.asked - self.rated)


def tally(asked: Collection[int], answers: Mapping[int, Level]) -> Tally:
    """The spread of one question. A lead who took over after the reply went out may rate without having been asked."""
    counted = {level: sum(one is level for one in answers.values()) for level in Level}
    return Tally(len({*asked, *answers}), counted)


def answers_to(ratings: Iterable[Answered], question: Question, *, window: int | None = None) -> dict[int, Level]:
    """What each deputy says now to a question; of a promise, within one of its windows."""
    return {
        one.person_id: one.level
        for one in ratings
        if one.is_current and one.question is question and (window is None or one.window == window)
    }
