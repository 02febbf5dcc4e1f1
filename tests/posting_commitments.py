"""The forms of promises (承诺): progress, reasons, moves and drops, the second reply, a deputy's word against it."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action


def _words(_world: World, case: Case, words: str) -> Fields:
    return {"words": words} | version(case)


def _change(until: str = "") -> Callable[[World, Case, str], Fields]:
    return lambda _world, case, words: {"until": until, "reason": words} | version(case)


def _decide(outcome: str, until: str = "") -> Callable[[World, Case, str], Fields]:
    return lambda _world, case, words: {"outcome": outcome, "until": until, "words": words} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.NOTE_PROGRESS: lambda _world, case, words: {"percent": "60", "words": words} | version(case),
    Action.EXPLAIN_UNKEPT: _words,
    Action.ASK_MOVE: _change("2027-12-31"),
    Action.ASK_DROP: _change(),
    Action.RECALL_CHANGE: _words,
    Action.GRANT_CHANGE: _decide("grant", "2027-12-31"),
    Action.REFUSE_CHANGE: _decide("refuse"),
    # A number of its own: one the unit has used before is asked about.
    Action.FULFIL: lambda _world, case, words: (
        {"document_no": f"临教再复〔2026〕{case.id}号", "letter": words} | version(case)
    ),
    Action.NOT_SO: _words,
    Action.ANSWER_NOT_SO: _words,
    Action.SETTLE_NOT_SO: lambda _world, case, words: {"outcome": "upheld", "words": words} | version(case),
    Action.TAKE_UP_PROMISE: lambda _world, case, words: {"outcome": "upheld", "words": words} | version(case),
    Action.LEAVE_PROMISE: lambda _world, case, words: {"outcome": "stands", "words": words} | version(case),
}
EXAMPLES: dict[Action, Example] = {
    Action.NOTE_PROGRESS: Example("delivered", "jing"),
    Action.EXPLAIN_UNKEPT: Example("promise_late", "jing"),
    Action.ASK_MOVE: Example("delivered", "cheng"),
    Action.ASK_DROP: Example("delivered", "cheng"),
    Action.RECALL_CHANGE: Example("promise_late", "cheng"),
    Action.GRANT_CHANGE: Example("promise_late", "chen"),
    Action.REFUSE_CHANGE: Example("promise_late", "chen"),
    Action.FULFIL: Example("delivered", "cheng"),
    Action.NOT_SO: Example("delivered", "lin"),
    Action.ANSWER_NOT_SO: Example("promise_disputed", "cheng"),
    Action.SETTLE_NOT_SO: Example("promise_disputed", "chen"),
    Action.TAKE_UP_PROMISE: Example("promise_unsatisfying", "chen"),
    Action.LEAVE_PROMISE: Example("promise_unsatisfying", "chen"),
}
LONGEST: dict[Action, int] = {
    **dict.fromkeys(EXAMPLES, limits.NOTE),
    Action.FULFIL: limits.ANSWER,
}
