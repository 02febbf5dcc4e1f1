"""The forms of replies on their way out."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action


def _cleared(outcome: str, **more: str) -> Callable[[World, Case, str], Fields]:
    return lambda _world, case, _words: {"outcome": outcome, "note": ""} | more | version(case)


def _back(_world: World, case: Case, words: str) -> Fields:
    return {"outcome": "back", "note": words, "document_no": ""} | version(case)


def _pass_check(_world: World, case: Case, words: str) -> Fields:
    return {"outcome": "pass_check", "checked_letter": "C", "check_words": words, "note": ""} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.RECALL_DRAFT: lambda _world, case, _words: {"recall": "1"} | version(case),
    Action.PASS_REVIEW: _cleared("pass"),
    Action.SIGN: _cleared("sign", document_no="临教复〔2026〕12号"),
    Action.SEND_BACK_CHECK: _back,
    Action.PASS_CHECK: _pass_check,
}
EXAMPLES: dict[Action, Example] = {
    Action.RECALL_DRAFT: Example("with_office", "jing"),
    Action.PASS_REVIEW: Example("with_office", "shen"),
    Action.SIGN: Example("to_be_signed_for_check", "cheng"),
    Action.SEND_BACK_CHECK: Example("in_check", "du"),
    Action.PASS_CHECK: Example("in_check", "du"),
}
LONGEST: dict[Action, int] = {Action.SEND_BACK_CHECK: limits.NOTE, Action.PASS_CHECK: limits.NOTE}
