"""The forms of signing together."""

from __future__ import annotations

from collections.abc import Callable

from tests.posting_parts import Case, Example, Fields
from tests.world import NOW, World
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.domain.judging_joint import MISSING
from tracker.domain.parties import SignatureState
from tracker.web import openings


def _read(case: Case) -> Fields:
    """What the form of a page carries on which the text was opened."""
    return {"text_no": str(case.suggestion.text_no), "opened": openings.note_of(case.suggestion, NOW)}


def _again(_world: World, case: Case, _words: str) -> Fields:
    missing = [one.person_id for one in case.suggestion.signatures if one.state in MISSING]
    return {"deputies": [str(one) for one in missing], "answer_by": "2026-04-20"}


def _offer(world: World, case: Case, words: str) -> Fields:
    signed = [one.person_id for one in case.suggestion.signatures if one.state is SignatureState.AGREED]
    return {"person": str(signed[0] if signed else world.fang.person_id), "reason": words}


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.INVITE: lambda world, _case, _words: {
        "deputies": [str(world.yuan.membership_id)],
        "answer_by": "2026-04-20",
    },
    Action.AGREE: lambda _world, case, words: _read(case) | {"answer": "agree", "opinion": words},
    Action.DECLINE: lambda _world, case, words: _read(case) | {"answer": "decline", "opinion": words},
    Action.ASK_AGAIN: _again,
    Action.LEAVE: lambda _world, _case, words: {"reason": words},
    Action.ASK_WITHDRAWAL: lambda _world, _case, words: {"reason": words},
    Action.CONSENT_WITHDRAWAL: lambda _world, _case, _words: {"answer": "consent", "reason": ""},
    Action.REFUSE_WITHDRAWAL: lambda _world, _case, words: {"answer": "refuse", "reason": words},
    Action.RECALL_WITHDRAWAL: lambda _world, _case, _words: {},
    Action.OFFER_LEAD: _offer,
    Action.TAKE_LEAD: lambda _world, _case, _words: {"answer": "take", "reason": ""},
    Action.DECLINE_LEAD: lambda _world, _case, words: {"answer": "decline", "reason": words},
    Action.RECALL_LEAD: lambda _world, _case, _words: {},
}
EXAMPLES: dict[Action, Example] = {
    Action.ASK_AGAIN: Example("with_a_lapsed_invitation", "lin"),
    Action.LEAVE: Example("joint_paper", "fang"),
    Action.ASK_WITHDRAWAL: Example("joint_paper", "lin"),
    Action.CONSENT_WITHDRAWAL: Example("asked_to_take_back", "fang"),
    Action.REFUSE_WITHDRAWAL: Example("asked_to_take_back", "fang"),
    Action.RECALL_WITHDRAWAL: Example("asked_to_take_back", "lin"),
    Action.OFFER_LEAD: Example("joint_paper", "lin"),
    Action.TAKE_LEAD: Example("lead_offered", "fang"),
    Action.DECLINE_LEAD: Example("lead_offered", "fang"),
    Action.RECALL_LEAD: Example("lead_offered", "lin"),
}
LONGEST: dict[Action, int] = {
    Action.AGREE: limits.NOTE,
    Action.DECLINE: limits.NOTE,
    Action.LEAVE: limits.NOTE,
    Action.ASK_WITHDRAWAL: limits.NOTE,
    Action.REFUSE_WITHDRAWAL: limits.NOTE,
    Action.OFFER_LEAD: limits.NOTE,
    Action.DECLINE_LEAD: limits.NOTE,
}
