"""What an assignment would start, worked out before anything is sent: the same clocks as acting starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.actions import Action
from tracker.domain.consequences import ClockStart, Days, Law, clock_starts
from tracker.domain.lifecycle import STEPS
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind


@dataclass(frozen=True)
class Forecast:
    """The clocks of one unit's share. Through a coordinator two days are told: sent on at once, or on its last day."""

    through_coordinator: bool
    at_once: tuple[ClockStart, ...]
    at_latest: tuple[ClockStart, ...]
    distribute: ClockStart | None

    @property
    def promised(self) -> ClockStart | None:
        """The end of the unit's own work if sent on at once: reply or co-opinion."""
        return next((one for one in self.at_once if one.kind in _WORK), None)

    @property
    def latest(self) -> ClockStart | None:
        """The same if the coordinator uses all its time."""
        return next((one for one in self.at_latest if one.kind in _WORK), None)


_WORK = (ClockKind.REPLY, ClockKind.CO_OPINION)


def of_share(role: TaskRole, law: Law, *, today: date, through_coordinator: bool) -> Forecast:
    """Clocks of a share assigned today (Asia/Shanghai), which is also T0 of the suggestion."""
    if not through_coordinator:
        return Forecast(False, _clocks(Action.OPEN, role, today, today, law), (), None)
    waiting = _clocks(Action.OPEN_WITH_COORDINATOR, role, today, today, law)
    distribute = next((one for one in waiting if one.kind is ClockKind.DISTRIBUTE), None)
    last_day = distribute.due_on if distribute else today
    return Forecast(
        True,
        of_distribution(role, law, today=today, assigned_on=today),
        of_distribution(role, law, today=last_day, assigned_on=today),
        distribute,
    )


def of_distribution(role: TaskRole, law: Law, *, today: date, assigned_on: date | None) -> tuple[ClockStart, ...]:
    """Clocks a coordinator starts by sending a share on; `assigned_on` is T0 of the suggestion, its cap."""
    return _clocks(Action.DISTRIBUTE, role, today, assigned_on, law)


def of_suggestion(law: Law, *, today: date) -> tuple[ClockStart, ...]:
    """Clocks of the suggestion itself when it is assigned today."""
    return clock_starts(STEPS[Action.ASSIGN], Days(today=today, first_assigned_on=today), law)


def kinds(forecasts: Sequence[Forecast]) -> tuple[ClockStart, ...]:
    """One example of every clock among the forecasts, in the order of a suggestion's life, for the explanation."""
    found: dict[tuple[ClockKind, date], ClockStart] = {}
    for one in forecasts:
        for start in (one.distribute, *one.at_once):
            if start is not None:
                found.setdefault((start.kind, start.due_on), start)
    order = list(ClockKind)
    return tuple(sorted(found.values(), key=lambda start: (order.index(start.kind), start.due_on)))


def _clocks(action: Action, role: TaskRole, day: date, assigned_on: date | None, law: Law) -> tuple[ClockStart, ...]:
    return clock_starts(STEPS[action], Days(today=day, first_assigned_on=assigned_on, task_role=role), law)
