"""Whether a promise is due, may be moved or dropped, and whether a deputy's word against it waits for an answer."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from tracker.domain.facts import JudgedCommitment
from tracker.domain.guards import Guard
from tracker.domain.ladder import side_of
from tracker.domain.limits import PROMISE_QUIET as QUIET
from tracker.domain.parties import Actor
from tracker.domain.promises import last_moved, presses, reminder_due
from tracker.domain.whys import Why


class Asked(Protocol):
    """About which promise it is asked, on which day of Asia/Shanghai."""

    @property
    def actor(self) -> Actor: ...
    @property
    def promise(self) -> JudgedCommitment: ...
    @property
    def today(self) -> date: ...


def _reminder_is_due(asked: Asked) -> Why | None:
    one = asked.promise
    return None if reminder_due(one.due_on, one.reminded_on, asked.today) else Why.NOT_TO_REMIND_YET


def _nothing_moved(asked: Asked) -> Why | None:
    one = asked.promise
    since = last_moved(one.promised_on, one.progress_on, one.quiet_told_on)
    return None if since is not None and asked.today - since > QUIET else Why.IT_MOVED


def _is_due(asked: Asked) -> Why | None:
    # The day itself still counts: late is from the day after.
    return None if asked.today > asked.promise.due_on else Why.PROMISE_NOT_DUE


def _awaits_answer(asked: Asked) -> Why | None:
    if not asked.promise.is_disputed:
        return Why.NOTHING_IS_DISPUTED
    return None if asked.promise.dispute_awaits_answer else Why.DISPUTE_ANSWERED


def _presses(asked: Asked) -> Why | None:
    """Nobody is hurried about what is not near its day and moves."""
    one = asked.promise
    pressed = presses(one.due_on, last_moved(one.promised_on, one.progress_on), asked.today)
    return None if pressed else Why.PROMISE_ON_COURSE


def _pause_is_over(asked: Asked) -> Why | None:
    again = asked.promise.chased_until(side_of(asked.actor.role))
    return Why.PROMISE_CHASED_LATELY if again is not None and asked.today < again else None


GUARDS = {
    Guard.PROMISE_PRESSES: _presses,
    Guard.PROMISE_PAUSE_IS_OVER: _pause_is_over,
    Guard.REMINDER_IS_DUE: _reminder_is_due,
    Guard.NOTHING_MOVED: _nothing_moved,
    Guard.PROMISE_IS_DUE: _is_due,
    Guard.NO_CHANGE_OPEN: lambda a: Why.CHANGE_IS_OPEN if a.promise.change_is_open else None,
    Guard.CHANGE_IS_OPEN: lambda a: None if a.promise.change_is_open else Why.NO_CHANGE_ASKED,
    Guard.NO_DISPUTE_OPEN: lambda a: Why.DISPUTE_IS_OPEN if a.promise.is_disputed else None,
    Guard.DISPUTE_IS_OPEN: lambda a: None if a.promise.is_disputed else Why.NOTHING_IS_DISPUTED,
    Guard.DISPUTE_AWAITS_ANSWER: _awaits_answer,
    Guard.IS_DISSATISFIED: lambda a: None if a.promise.is_dissatisfied else Why.NOT_DISSATISFIED,
}
