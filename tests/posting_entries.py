"""The forms of entries from paper (代录) and of their confirmation."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields, version
from tests.world import World
from tracker.domain import limits
from tracker.domain.actions import Action

CAME: Fields = {"received_on": "2026-04-01", "channel": "paper", "original": "文书柜2026-3"}


def _signature(_world: World, _case: Case, _words: str) -> Fields:
    return CAME | {"signer": "袁知夏", "signed_on": "2026-04-01"}


def _receipt(_world: World, case: Case, _words: str) -> Fields:
    return CAME | {"on": "2026-04-01"} | version(case)


def _reply(_world: World, case: Case, words: str) -> Fields:
    task = case.task
    assert task is not None
    answers = {
        f"answers-{no}-{name}": value
        for no in task.part
        for name, value in {
            "body": words,
            "outcome": "in_progress",
            "promise": "经费列入预算",
            "due": "2027-06-30",
            "owner": "程远",
        }.items()
    }
    foot = {"document_no": "临教复〔2026〕12号", "signer_name": "程远", "on": "2026-04-01", "letter": ""}
    rest = {"opening": "来信收悉。", "contact_name": "景行", "contact_phone": "8555 0142"}
    return (
        answers
        | foot
        | rest
        | {"no_contact_reason": "函里没有写到沟通", "without_co_reason": "函里没有写到"}
        | CAME
        | version(case)
    )


def _settle(_world: World, case: Case, words: str) -> Fields:
    one = next((one for one in case.suggestion.entries if one.is_unsettled), None)
    answer = "void" if one is not None and one.can_be_voided else "keep"
    return {"entry": str(one.id if one else 0), "answer": answer, "words": words}


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.ENTER_SIGNATURE: _signature,
    Action.CONFIRM_ENTRY: lambda _world, _case, _words: {"answer": "confirm"},
    Action.DISPUTE_ENTRY: lambda _world, _case, words: {"answer": "dispute", "words": words},
    Action.SETTLE_ENTRY: _settle,
    Action.ENTER_SIGN_FOR: _receipt,
    Action.ENTER_REPLY: _reply,
}
EXAMPLES: dict[Action, Example] = {
    Action.ENTER_SIGNATURE: Example("submitted", "chen"),
    Action.CONFIRM_ENTRY: Example("entered_on_paper", "lin"),
    Action.DISPUTE_ENTRY: Example("entered_on_paper", "fang"),
    Action.SETTLE_ENTRY: Example("reply_denied", "chen"),
    Action.ENTER_SIGN_FOR: Example("assigned", "du"),
    Action.ENTER_REPLY: Example("in_hand", "du"),
}
LONGEST: dict[Action, int] = {
    Action.DISPUTE_ENTRY: limits.NOTE,
    Action.SETTLE_ENTRY: limits.NOTE,
    Action.ENTER_REPLY: limits.ANSWER,
}
