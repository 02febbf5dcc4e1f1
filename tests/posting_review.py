"""The forms of the review's acts."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action


def _return(_world: World, case: Case, words: str) -> Fields:
    mark = {"marks-0-field": "title", "marks-0-passage": case.suggestion.title[:4], "marks-0-remark": "请写明地点"}
    return {"outcome": "returned", "reason": words, "answer_by": "2026-04-20"} | mark | version(case)


def _put(_world: World, case: Case, words: str) -> Fields:
    return {"step": "put", "kind": "refuse", "ground": "no_content", "words": words} | version(case)


def _answer(answer: str) -> Callable[[World, Case, str], Fields]:
    return lambda _world, case, words: {"answer": answer, "words": words} | version(case)


def _words(_world: World, case: Case, words: str) -> Fields:
    return {"words": words} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.TAKE_OVER: lambda _world, _case, _words: {},
    Action.RETURN: _return,
    Action.PUT_OUTCOME: _put,
    Action.AGREE_OUTCOME: _answer("agree"),
    Action.CONTEST_OUTCOME: _answer("contest"),
    Action.RECALL_OUTCOME: _words,
    Action.REFUSE: _words,
    Action.AS_LETTER: lambda _world, case, words: {"words": words, "sent_to": "市信访局"} | version(case),
    Action.SET_ASIDE: lambda _world, _case, words: {"note": words},
    Action.REFILE: lambda _world, case, _words: version(case),
}
EXAMPLES: dict[Action, Example] = {
    Action.TAKE_OVER: Example("in_review", "lu"),
    Action.PUT_OUTCOME: Example("submitted", "chen"),
    Action.AGREE_OUTCOME: Example("outcome_put", "lin"),
    Action.CONTEST_OUTCOME: Example("outcome_put", "lin"),
    Action.RECALL_OUTCOME: Example("outcome_put", "chen"),
    Action.REFUSE: Example("outcome_lapsed", "chen"),
    Action.AS_LETTER: Example("letter_agreed", "chen"),
    Action.SET_ASIDE: Example("correction_over", "chen"),
    Action.REFILE: Example("not_accepted", "lin"),
}
LONGEST: dict[Action, int] = {
    Action.RETURN: limits.NOTE,
    Action.PUT_OUTCOME: limits.NOTE,
    Action.AGREE_OUTCOME: limits.NOTE,
    Action.CONTEST_OUTCOME: limits.NOTE,
    Action.RECALL_OUTCOME: limits.NOTE,
    Action.REFUSE: limits.NOTE,
    Action.AS_LETTER: limits.NOTE,
    Action.SET_ASIDE: limits.NOTE,
}
