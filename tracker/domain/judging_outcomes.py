"""Conditions on an outcome the desk puts to the deputy before it decides; a day that has passed is silence, however
late the worker looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.domain.guards import Guard
from tracker.domain.whys import Why

if TYPE_CHECKING:
    from tracker.domain.judging import Asked

REFUSE, LETTER, WITHDRAW = "refuse", "letter", "withdraw"
CONTESTED = "contested"


def awaits_answer(asked: Asked) -> bool:
    """Whether an outcome lies with the deputy and its day has not passed."""
    return _is_unanswered(asked) and not has_passed(asked)


def has_passed(asked: Asked) -> bool:
    """Whether the day to answer by is over."""
    until = asked.case.suggestion.intended_until
    return until is not None and asked.today > until


def outcome_was_put(kind: str) -> Callable[[Asked], Why | None]:
    """That just this outcome was put to the deputy and that he agreed, was silent, or contested it before another."""

    def judge(asked: Asked) -> Why | None:
        paper = asked.case.suggestion
        if paper.intended != kind:
            return Why.OUTCOME_WAITS if awaits_answer(asked) else Why.OUTCOME_NOT_PUT
        if awaits_answer(asked):
            return Why.OUTCOME_WAITS
        # What the deputy contests is decided by another person than who put it, whatever hats they wear.
        same = paper.reception == CONTESTED and paper.intended_by_id == asked.actor.person_id
        return Why.SOMEBODY_ELSE_DECIDES if same else None

    return judge


def _is_unanswered(asked: Asked) -> bool:
    paper = asked.case.suggestion
    return paper.intended is not None and paper.reception is None


def _another_reviews(asked: Asked) -> Why | None:
    return Why.REVIEWED_BY_YOU if asked.case.suggestion.reviewer_id == asked.actor.person_id else None


def _none_is_open(asked: Asked) -> Why | None:
    paper = asked.case.suggestion
    # Nothing follows from advice to withdraw that was met with silence.
    if paper.intended is None or (paper.intended == WITHDRAW and not awaits_answer(asked)):
        return None
    return Why.OUTCOME_WAITS if awaits_answer(asked) else Why.OUTCOME_ANSWERED


def _awaits_answer(asked: Asked) -> Why | None:
    if not _is_unanswered(asked):
        return Why.OUTCOME_ANSWERED if asked.case.suggestion.intended else Why.OUTCOME_NOT_PUT
    return Why.OUTCOME_DAY_PASSED if has_passed(asked) else None


def _has_lapsed(asked: Asked) -> Why | None:
    if not _is_unanswered(asked):
        return Why.OUTCOME_ANSWERED if asked.case.suggestion.intended else Why.OUTCOME_NOT_PUT
    return None if has_passed(asked) else Why.OUTCOME_WAITS


def _stands(asked: Asked) -> Why | None:
    return Why.OUTCOME_NOT_PUT if asked.case.suggestion.intended is None else None


GUARDS: dict[Guard, Callable[[Asked], Why | None]] = {
    Guard.ANOTHER_REVIEWS: _another_reviews,
    Guard.NO_OUTCOME_IS_OPEN: _none_is_open,
    Guard.OUTCOME_AWAITS_ANSWER: _awaits_answer,
    Guard.OUTCOME_HAS_LAPSED: _has_lapsed,
    Guard.OUTCOME_STANDS: _stands,
    Guard.REFUSAL_WAS_PUT: outcome_was_put(REFUSE),
    Guard.LETTER_WAS_PUT: outcome_was_put(LETTER),
}
