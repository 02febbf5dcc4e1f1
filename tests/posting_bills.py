"""The forms of bills and of the first check."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.models.reviews import Outcome

A = Action


def _decided(outcome: Outcome) -> Callable[[World, Case, str], Fields]:
    def fields(_world: World, case: Case, words: str) -> Fields:
        return version(case) | {
            "outcome": outcome.value,
            "decided_on": "2026-04-01",
            "document_no": "主席团第三次会议",
            "committee": "教育科学文化卫生委员会" if outcome is Outcome.TO_COMMITTEE else "",
            "words": words,
            "sure": "1",
        }

    return fields


def _checked(_world: World, case: Case, words: str) -> Fields:
    return version(case) | {"note": words}


def _turned(_world: World, case: Case, _words: str) -> Fields:
    return version(case)


def _reported(_world: World, case: Case, words: str) -> Fields:
    return version(case) | {"decided_on": "2026-04-01", "document_no": "教科文卫委〔2026〕3号", "words": words}


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    A.CHECK: _checked,
    A.TURN: _turned,
    A.PUT_ON_AGENDA: _decided(Outcome.ON_AGENDA),
    A.REFER: _decided(Outcome.TO_COMMITTEE),
    A.REFUSE_BILL: _decided(Outcome.NO_BILL),
    A.CONVERT: _decided(Outcome.CONVERTED),
    A.CONCLUDE: _reported,
}
EXAMPLES: dict[Action, Example] = {
    A.CHECK: Example("awaiting_check", "tian"),
    A.TURN: Example("bill_draft", "lin"),
    A.PUT_ON_AGENDA: Example("bill", "qin"),
    A.REFER: Example("bill", "qin"),
    A.REFUSE_BILL: Example("bill", "qin"),
    A.CONVERT: Example("bill", "qin"),
    A.CONCLUDE: Example("bill_with_committee", "ou"),
}
LONGEST: dict[Action, int] = dict.fromkeys(
    (A.CHECK, A.PUT_ON_AGENDA, A.REFER, A.REFUSE_BILL, A.CONVERT, A.CONCLUDE), NOTE
)
