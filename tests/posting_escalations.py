"""The forms of taking a matter up (会商)."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action


def _escalate(_world: World, case: Case, words: str) -> Fields:
    told = {"way": "meeting", "planned_on": "2026-04-10", "place": "市人大会议室", "reason": words}
    return told | version(case)


def _close(_world: World, case: Case, words: str) -> Fields:
    told = {"held_on": "2026-04-01", "who_came": "林若溪、程远", "words": words, "came_to": "again"}
    return told | {"document_no": "临常办会纪〔2026〕3号"} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.ESCALATE: _escalate,
    Action.CLOSE_ESCALATION: _close,
}
EXAMPLES: dict[Action, Example] = {
    Action.ESCALATE: Example("dissatisfied_again", "chen"),
    Action.CLOSE_ESCALATION: Example("taken_up", "chen"),
}
LONGEST: dict[Action, int] = dict.fromkeys(HANDED_IN, limits.NOTE)
