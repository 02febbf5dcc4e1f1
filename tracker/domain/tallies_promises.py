"""What is true of a promise (承诺) at the end of a day: runs, kept in time or late, not kept, let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.ratings import Level
from tracker.domain.statistics import Measure
from tracker.domain.tallies import NEVER, NOTHING, Acts, KeyDays, Limit, Under, days_of, limit_on
from tracker.domain.tallies_shares import Held, unit_on

A, M = Action, Measure
_SHUT = (A.SHUT_COMMITMENT_RATING, A.SHUT_UNKEPT_RATING)
# Another window follows, or the promise is owed again: what was said before stands beside, and is no result.
_OPENS_AGAIN = (A.REOPEN_COMMITMENT, A.FULFIL, A.TAKE_UP_PROMISE)
_LEVELS = {
    Level.SATISFIED: M.OUTCOME_SATISFIED,
    Level.BASICALLY: M.OUTCOME_BASICALLY,
    Level.DISSATISFIED: M.OUTCOME_DISSATISFIED,
}


@dataclass(frozen=True)
class PromiseStory:
    """A dated promise of a delivered reply (项); one that another replaced is counted there."""

    acts: Acts
    limits: Sequence[Limit]
    letter: str = ""
    held: Sequence[Held] = ()
    key: KeyDays = NEVER

    def days(self) -> set[date]:
        return {one.day for one in self.acts.all} | days_of(self.limits) | self.key.days()

    def under(self, day: date) -> Under:
        return Under(unit_on(self.held, day), self.letter, self.key.on(day), limit_on(self.limits, day))

    def counts(self, day: date) -> Mapping[Measure, int]:
        acts = self.acts.until(day)
        if acts.first(A.PROMISE) is None or acts.stands((A.REPLACE_COMMITMENT,), (A.STAND_AGAIN,)):
            return NOTHING
        found = {M.PROMISED: 1, self._place(acts, day): 1}
        found[M.PROMISE_MOVED] = int(any(_moves(one.facts, one.action) for one in acts.all))
        shut = acts.stands(_SHUT, _OPENS_AGAIN)
        if shut is not None and shut.facts.get("headline"):
            found[_LEVELS[Level(shut.facts["headline"])]] = 1
        return found

    def _place(self, acts: Acts, day: date) -> Measure:
        if acts.last(A.DROP_COMMITMENT):
            return M.PROMISE_DROPPED
        kept, due_on = acts.stands((A.FULFIL,), (A.REOPEN_COMMITMENT,)), limit_on(self.limits, day)
        if kept is not None:
            due_then = limit_on(self.limits, kept.day)
            return M.KEPT_LATE if due_then is not None and kept.day > due_then else M.KEPT_IN_TIME
        return M.UNKEPT if due_on is not None and day > due_on else M.PROMISE_OPEN


def _moves(facts: Mapping[str, object], action: str) -> bool:
    return action == A.GRANT_CHANGE and facts.get("until") is not None
