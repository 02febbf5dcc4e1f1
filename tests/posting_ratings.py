"""The forms of ratings on paper and of links to a rating."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from tests.posting_parts import Case, Example, Fields, version
from tests.situations_ratings import a_scan
from tests.world import World
from tracker.db import db
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.models.attachments import Attachment
from tracker.models.commitments import Commitment
from tracker.models.tasks import Round

_SAID = {"answer": "dissatisfied", "process_level": "dissatisfied", "wish": "again", "signed_on": "2026-04-01"}


def _enter(world: World, case: Case, words: str) -> Fields:
    held = {"person": str(world.lin.person_id), "files": _scan(world, case)}
    if isinstance(case, Round) and case.delivered_on is not None:
        held["signed_on"] = case.delivered_on.isoformat()
    return _SAID | held | {"answer_reason": words, "process_reason": words, "private_note": words} | version(case)


def _scan(world: World, case: Case) -> str:
    """A scan that lies with the round, whoever of the desk hands it in; one for all, as many would be too many."""
    place = {"suggestion_id": case.suggestion.id, "round_id": case.id if isinstance(case, Round) else None}
    lies = select(Attachment).filter_by(**place, event_seq=None, uploaded_by_id=world.chen.person_id)
    if held := db.session.scalars(lies).first():
        return held.key
    one = db.session.get_one(Attachment, a_scan(world.chen))
    one.suggestion_id, one.round_id = place["suggestion_id"], place["round_id"]
    key = one.key
    db.session.commit()
    return key


def _judge(answer: str) -> Callable[[World, Case, str], Fields]:
    def fields(_world: World, case: Case, words: str) -> Fields:
        waiting = [one for one in case.paper_ratings if one.is_open] if isinstance(case, Round | Commitment) else []
        paper = waiting[0] if waiting else None
        held = {"paper": str(paper.id if paper else 0), "version": str(paper.version if paper else 0)}
        return held | {"answer": answer, "words": words}

    return fields


def _enter_promise(world: World, case: Case, words: str) -> Fields:
    held = {"person": str(world.lin.person_id), "signed_on": "2026-04-01", "files": _scan(world, case)}
    return held | {"level": "dissatisfied", "reason": words, "private_note": words} | version(case)


def _links(world: World, case: Case, _words: str) -> Fields:
    return {"persons": str(world.lin.person_id), "how": "slip"} | version(case)


def _of_promise(_world: World, case: Case, words: str) -> Fields:
    return {"level": "basically_satisfied", "reason": words, "private_note": ""} | version(case)


def _quality(_world: World, case: Case, words: str) -> Fields:
    levels = {"problem": "good", "analysis": "fair", "proposal": "to_improve"}
    return levels | {"words": words, "was": "0"} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.ENTER_RATING: _enter,
    Action.CONFIRM_RATING: _judge("confirm"),
    Action.REJECT_RATING: _judge("reject"),
    Action.MAKE_RATING_LINKS: _links,
    Action.RATE_QUALITY: _quality,
    Action.RATE_COMMITMENT: _of_promise,
    Action.ENTER_COMMITMENT_RATING: _enter_promise,
    Action.CONFIRM_COMMITMENT_RATING: _judge("confirm"),
    Action.REJECT_COMMITMENT_RATING: _judge("reject"),
    Action.MAKE_COMMITMENT_LINKS: _links,
}
EXAMPLES: dict[Action, Example] = {
    Action.ENTER_RATING: Example("delivered", "chen"),
    Action.CONFIRM_RATING: Example("rated_on_paper", "lu"),
    Action.REJECT_RATING: Example("rated_on_paper", "lu"),
    Action.MAKE_RATING_LINKS: Example("delivered", "chen"),
    Action.RATE_QUALITY: Example("rated_on_paper", "cheng"),
    Action.RATE_COMMITMENT: Example("promise_disputed", "lin"),
    Action.ENTER_COMMITMENT_RATING: Example("promise_rated_on_paper", "chen"),
    Action.CONFIRM_COMMITMENT_RATING: Example("promise_rated_on_paper", "lu"),
    Action.REJECT_COMMITMENT_RATING: Example("promise_rated_on_paper", "lu"),
    Action.MAKE_COMMITMENT_LINKS: Example("promise_rated_on_paper", "chen"),
}
# Answered with what is shown this once, not with an address to go to.
SHOWN = frozenset({Action.MAKE_RATING_LINKS, Action.MAKE_COMMITMENT_LINKS})
LONGEST: dict[Action, int] = {
    Action.ENTER_RATING: limits.REASON,
    Action.REJECT_RATING: limits.NOTE,
    Action.RATE_QUALITY: limits.REASON,
    Action.RATE_COMMITMENT: limits.REASON,
    Action.ENTER_COMMITMENT_RATING: limits.REASON,
    Action.REJECT_COMMITMENT_RATING: limits.NOTE,
}
