"""What a deputy is asked about a reply, and what an answer sets in motion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


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
