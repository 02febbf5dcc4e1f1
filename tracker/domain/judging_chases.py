"""Whether a share may be chased (催办), by whom again and when, and whether an office may press it further."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from tracker.domain.facts import JudgedTask
from tracker.domain.guards import Guard
from tracker.domain.ladder import side_of
from tracker.domain.parties import Actor
from tracker.domain.whys import Why


class Asked(Protocol):
    """Who asks about which share, on which day of Asia/Shanghai."""

    @property
    def actor(self) -> Actor: ...
    @property
    def today(self) -> date: ...
    @property
    def task(self) -> JudgedTask: ...


def _pause_is_over(asked: Asked) -> Why | None:
    again = asked.task.chased_until(side_of(asked.actor.role))
    return Why.CHASED_LATELY if again is not None and asked.today < again else None


def _lies_at_unit(asked: Asked) -> Why | None:
    # What the unit signed and an office has still to look through is not the unit's to hurry.
    return Why.LIES_WITH_CHECK if asked.task.lies_with_check else None


def _nothing_pends(asked: Asked) -> Why | None:
    """No unit is pressed on paper while an office owes it an answer on whether the share, or its day, stands."""
    if asked.task.objection_is_open:
        return Why.OBJECTION_IS_OPEN
    return Why.EXTENSION_IS_OPEN if asked.task.extension_is_open else None


def _is_late(asked: Asked) -> Why | None:
    # The day itself still counts: late is from the day after.
    due = asked.task.due_on
    return None if due is not None and asked.today > due else Why.SHARE_NOT_LATE


def _not_supervised(asked: Asked) -> Why | None:
    due = asked.task.due_on
    return Why.SUPERVISED_ALREADY if due is not None and asked.task.supervised_for == due else None


def _not_put_to_chair(asked: Asked) -> Why | None:
    due = asked.task.due_on
    return Why.PUT_TO_CHAIR_ALREADY if due is not None and asked.task.put_to_chair_for == due else None


GUARDS = {
    Guard.PAUSE_IS_OVER: _pause_is_over,
    Guard.REPLY_IS_NOT_AT_CHECK: _lies_at_unit,
    Guard.NOTHING_PENDS: _nothing_pends,
    Guard.SHARE_IS_LATE: _is_late,
    Guard.NOT_SUPERVISED_YET: _not_supervised,
    Guard.NOT_PUT_TO_CHAIR_YET: _not_put_to_chair,
    Guard.CHASE_AWAITS_ANSWER: lambda a: None if a.task.chases_open else Why.NOT_CHASED,
}
