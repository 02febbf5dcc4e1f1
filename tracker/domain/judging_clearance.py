"""Whether a reply on its way out may be taken back, let pass, signed, checked or sent back, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from tracker.domain.clearing import is_desks_check, reviewers, signers
from tracker.domain.facts import JudgedRound, JudgedTask
from tracker.domain.guards import Guard
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.states import ClearanceStage
from tracker.domain.whys import Why


class Asked(Protocol):
    """Who asks about which reply, on which day of Asia/Shanghai."""

    @property
    def round(self) -> JudgedRound: ...
    @property
    def task(self) -> JudgedTask: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def today(self) -> date: ...


# Where it lies, said to who looks for it elsewhere.
_LIES = {
    ClearanceStage.REVIEW: Why.LIES_WITH_REVIEWER,
    ClearanceStage.SIGN: Why.LIES_WITH_SIGNER,
    ClearanceStage.CHECK: Why.LIES_WITH_CHECK,
}


def _lies_at(asked: Asked, *stages: ClearanceStage) -> Why | None:
    stage = asked.round.stage or ClearanceStage.SIGN
    return None if stage in stages else _LIES[stage]


def _reviews(asked: Asked) -> Why | None:
    if why := _lies_at(asked, ClearanceStage.REVIEW):
        return why
    one, mine = asked.round, asked.actor.person_id
    if mine in (one.drafted_by_id, one.sent_up_by_id):
        return Why.DRAFTED_BY_YOU
    may = reviewers(asked.task.clearing_posts, one, asked.today, sent_up_by=one.sent_up_by_id)
    return None if mine in may else Why.LIES_WITH_REVIEWER


def _signs(asked: Asked) -> Why | None:
    if why := _lies_at(asked, ClearanceStage.SIGN):
        return why
    one, mine = asked.round, asked.actor.person_id
    if not one.principal_signs and not one.another_signs:
        return None
    if mine in signers(asked.task.clearing_posts, one, asked.today):
        return None
    return Why.ANOTHER_SIGNS if one.another_signs and mine in one.signed_before else Why.PRINCIPAL_SIGNS


def _sends_back(asked: Asked) -> Why | None:
    return _reviews(asked) if asked.actor.role is Role.UNIT_REVIEWER else _signs(asked)


def _checks(asked: Asked) -> Why | None:
    if why := _lies_at(asked, ClearanceStage.CHECK):
        return why
    if asked.actor.person_id == asked.round.signed_by_id:
        return Why.SIGNED_BY_YOU
    if asked.actor.role is Role.COORDINATOR:
        return None if asked.task.has_coordinator else Why.DESK_CHECKS
    return None if is_desks_check(asked.task, asked.round.signed_by_id, asked.today) else Why.COORDINATOR_CHECKS


GUARDS: dict[Guard, Callable[[Asked], Why | None]] = {
    Guard.LIES_AT_UNIT: lambda a: _lies_at(a, ClearanceStage.REVIEW, ClearanceStage.SIGN),
    Guard.REVIEWS_DRAFT: _reviews,
    Guard.SENDS_DRAFT_BACK: _sends_back,
    Guard.SIGNS_REPLY: _signs,
    Guard.CHECK_FOLLOWS: lambda a: None if a.round.needs_check else Why.NO_CHECK_FOLLOWS,
    Guard.NO_CHECK_FOLLOWS: lambda a: Why.CHECK_FOLLOWS if a.round.needs_check else None,
    Guard.CHECKS_REPLY: _checks,
}
