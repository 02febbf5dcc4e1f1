"""The forms of co-handling: asked, taken, sent back, disputed, decided; a talk confirmed or corrected."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import TRAFFIC, Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.models.tasks import Task


def _task(case: Case) -> Task:
    assert case.task is not None
    return case.task


def _entry(case: Case) -> Fields:
    found = [one.id for one in _task(case).contacts if one.awaits]
    return {"entry": str(found[0] if found else 0)}


def _confirm(_world: World, case: Case, _words: str) -> Fields:
    return _entry(case) | {"answer": "confirm", "took_place": "", "correction": ""}


def _correct(_world: World, case: Case, words: str) -> Fields:
    return _entry(case) | {"answer": "correct", "took_place": "yes", "correction": words}


def _ask(_world: World, case: Case, words: str) -> Fields:
    return {f"asked-{no}-words": words for no in _task(case).part} | {"more": ""} | version(case)


def _disputed(case: Case) -> Fields:
    one = _task(case).disagreement
    return {"version": str(one.version if one is not None else 1)}


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.CONFIRM_CONTACT: _confirm,
    Action.CORRECT_CONTACT: _correct,
    Action.ASK_CO: _ask,
    Action.ACCEPT_OPINION: lambda _world, case, _words: {"outcome": "taken", "note": ""} | version(case),
    Action.SEND_BACK_OPINION: lambda _world, case, words: {"outcome": "back", "note": words} | version(case),
    Action.RAISE_DISAGREEMENT: lambda _world, _case, words: {"point": words, "words": words},
    Action.ANSWER_DISAGREEMENT: lambda _world, case, words: {"words": words} | _disputed(case),
    Action.DECIDE_DISAGREEMENT: lambda _world, case, words: {"decision": words} | _disputed(case),
}
EXAMPLES: dict[Action, Example] = {
    Action.CONFIRM_CONTACT: Example("talk_noted", "lin"),
    Action.CORRECT_CONTACT: Example("talk_noted", "lin"),
    Action.ASK_CO: Example("co_in_hand", "jing", TRAFFIC),
    Action.ACCEPT_OPINION: Example("co_replied", "jing", TRAFFIC),
    Action.SEND_BACK_OPINION: Example("co_replied", "jing", TRAFFIC),
    Action.RAISE_DISAGREEMENT: Example("co_in_hand", "jing", TRAFFIC),
    Action.ANSWER_DISAGREEMENT: Example("disputed", "jiang", TRAFFIC),
    Action.DECIDE_DISAGREEMENT: Example("disputed", "du", TRAFFIC),
}
LONGEST: dict[Action, int] = {
    Action.CORRECT_CONTACT: limits.NOTE,
    Action.ASK_CO: limits.NOTE,
    Action.SEND_BACK_OPINION: limits.NOTE,
    Action.RAISE_DISAGREEMENT: limits.NOTE,
    Action.ANSWER_DISAGREEMENT: limits.NOTE,
    Action.DECIDE_DISAGREEMENT: limits.NOTE,
}
