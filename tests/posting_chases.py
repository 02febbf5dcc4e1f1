"""The forms of chasing (催办)."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action


def _words(_world: World, _case: Case, words: str) -> Fields:
    return {"words": words}


def _with_day(_world: World, _case: Case, words: str) -> Fields:
    return {"words": words, "answer_by": "2026-04-08"}


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.CHASE: _words,
    Action.ANSWER_CHASE: _words,
    Action.SUPERVISE: _with_day,
    Action.PUT_TO_CHAIR: _words,
    Action.STATE_LATENESS: lambda _world, _case, words: {"reason": "unit", "words": words},
    Action.CHASE_PROMISE: _words,
}
EXAMPLES: dict[Action, Example] = {
    Action.CHASE: Example("in_hand", "lin"),
    Action.ANSWER_CHASE: Example("chased", "jing"),
    Action.SUPERVISE: Example("late", "du"),
    Action.PUT_TO_CHAIR: Example("late", "chen"),
    Action.STATE_LATENESS: Example("late", "du"),
    Action.CHASE_PROMISE: Example("promise_late", "lin"),
}
LONGEST: dict[Action, int] = dict.fromkeys(HANDED_IN, limits.NOTE)
