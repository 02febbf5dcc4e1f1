"""The forms of objections to a share (退件) and of more time (延期)."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import EDUCATION, TRAFFIC, Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action

PARTY = "市委宣传部"


def _object(world: World, case: Case, words: str) -> Fields:
    # No unit of these tests has ever held it, so nobody is named who was let go.
    return {"reason": words, "duty_clause": "职责规定第三条", "better_unit": PARTY, "signer_name": "程远"} | version(
        case
    )


def _hear(_world: World, case: Case, words: str) -> Fields:
    return {"say": "not_ours", "better_unit": PARTY, "words": words} | version(case)


def _ruling(outcome: str) -> Callable[[World, Case, str], Fields]:
    def fields(world: World, case: Case, words: str) -> Fields:
        # From the traffic bureau on to the party's unit: that is the desk's to rule. All else to the traffic bureau.
        unit = PARTY if case.task is not None and case.task.unit_id == world.units[TRAFFIC] else TRAFFIC
        arbiter = {"arbiter_name": "市分管领导", "decided_on": "2026-04-01", "document_no": "临府阅〔2026〕9号"}
        told = {
            "outcome": outcome,
            "unit": unit,
            "words": words,
            "unheard_for": words,
        }
        return told | arbiter | version(case)

    return fields


def _ask(_world: World, case: Case, words: str) -> Fields:
    return {"until": "2026-08-31", "reason": words} | version(case)


def _decide(outcome: str) -> Callable[[World, Case, str], Fields]:
    return lambda _world, case, words: {"outcome": outcome, "until": "2026-08-14", "words": words} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.OBJECT: _object,
    Action.RECALL_OBJECTION: lambda _world, case, words: {"reason": words} | version(case),
    Action.HEAR: _hear,
    Action.UPHOLD_OBJECTION: _ruling("uphold"),
    Action.REJECT_OBJECTION: _ruling("reject"),
    Action.EXPLAIN_DELAY: lambda _world, case, words: {"words": words} | version(case),
    Action.ASK_EXTENSION: _ask,
    Action.GRANT_EXTENSION: _decide("grant"),
    Action.REFUSE_EXTENSION: _decide("refuse"),
}
EXAMPLES: dict[Action, Example] = {
    Action.OBJECT: Example("assigned", "he"),
    Action.RECALL_OBJECTION: Example("objected", "he", EDUCATION),
    Action.HEAR: Example("objected", "luo", EDUCATION),
    Action.UPHOLD_OBJECTION: Example("objected", "du", EDUCATION),
    Action.REJECT_OBJECTION: Example("objected_again", "chen", TRAFFIC),
    Action.EXPLAIN_DELAY: Example("in_hand", "jing"),
    Action.ASK_EXTENSION: Example("explained_delay", "jing"),
    Action.GRANT_EXTENSION: Example("extension_asked", "du"),
    Action.REFUSE_EXTENSION: Example("extension_asked", "du"),
}
LONGEST: dict[Action, int] = dict.fromkeys(HANDED_IN, limits.NOTE)
