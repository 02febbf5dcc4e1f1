"""Living a history again in memory: the twin of `advance`, and who carries out which act.

The acts themselves are in `_replay_papers.py`, `_replay_tasks.py`, `_replay_rounds.py` and `_replay_old.py`. Each does
what the service of that act does, and a test compares the rows of both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.domain.consequences import consequences
from tracker.domain.lifecycle import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services import _twins as twins
from tracker.services._advance import Case, case_ids, clock_facts, days_of, keep_dates, keep_nearest
from tracker.services._ledger import Ledger
from tracker.services._load import Missing
from tracker.services.histories import Act


class Life:
    """One suggestion as far as its history has been told."""

    suggestion: Suggestion

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.clocks: list[Clock] = []

    def move(
        self,
        case: Case,
        action: Action,
        actor: Actor,
        *,
        at: datetime,
        day: date | None = None,
        note: str = "",
        facts: dict[str, Any] | None = None,
    ) -> None:
        """Judge, move, record, turn clocks, file notices. `day` is the day of Asia/Shanghai clocks count from.

        Raises `Refused` when the rules said no.
        """
        today = day or day_of(at)
        step = require(actor, action, case, today=today)
        # History may be older than any rulebook of ours, and no limit of ours ever ran on it.
        first = None if action is Action.ARCHIVE else case.suggestion.assigned_on
        law = self.ledger.law_on(first or today)
        outcome = consequences(step, case, days_of(case, today), law)
        case.state = outcome.to_state
        case.suggestion.changed_at = at
        before = outcome.from_state.value if outcome.from_state else None
        event = self.ledger.event(
            actor,
            (case.machine.value, action.value),
            at=at,
            case=case_ids(case),
            states=(before, outcome.to_state.value),
            note=note,
            facts=facts or {},
        )
        if outcome.starts or outcome.stops:
            self._stop(case, outcome.stops, today)
            started = [self.ledger.bulk.add(twins.Clock(**clock_facts(case, one, law))) for one in outcome.starts]
            self.clocks += started
            keep_dates(case, started)
            keep_nearest(case.suggestion, self.clocks)
        self.ledger.tell(outcome.tells, case.task.unit_id if case.task is not None else None, event)

    def task_of(self, act: Act) -> Task:
        """The task an act is about. Raises `Missing`."""
        for task in self.suggestion.tasks:
            if task.unit_id == act.unit_id and not task.was_replaced:
                return task
        raise Missing(f"task of unit {act.unit_id}")

    def round_of(self, act: Act) -> Round:
        """The last round of that task."""
        return self.task_of(act).rounds[-1]

    def _stop(self, case: Case, kinds: frozenset[Any], today: date) -> None:
        _, task_id, round_id = case_ids(case)
        for clock in self.clocks:
            ours = (clock.task_id, clock.round_id) == (task_id, round_id)
            if ours and clock.stopped_on is None and clock.kind in kinds:
                clock.stopped_on = today


Doing = Callable[[Life, Act], None]
