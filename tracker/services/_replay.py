"""Living a history again in memory: the twin of `advance`, and who carries out which act.

The acts themselves are in `_replay_papers.py`, `_replay_tasks.py`, `_replay_rounds.py` and `_replay_old.py`. Each does
what the service of that act does, and a test compares the rows of both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.clocks import STARTING, stopped_by
from tracker.domain.consequences import Days, clock_starts
from tracker.domain.lifecycle import Step
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import Commitment
from tracker.models.record import Clock
from tracker.models.reviews import IntendedOutcome
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.services import _twins as twins
from tracker.services._advance import Case, case_ids, clock_facts, days_of, keep_dates, keep_nearest, unit_told
from tracker.services._ledger import Ledger
from tracker.services._load import Missing
from tracker.services.histories import Act


class Life:
    """One suggestion as far as its history has been told."""

    suggestion: Suggestion
    outcome: IntendedOutcome | None = None

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.clocks: list[Clock] = []
        self.promises: list[Commitment] = []

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
        # Asked while it stands where it stood, as `advance` does: what a share was is part of what its limits run from.
        days = days_of(case, today) if step.action in STARTING else None
        before, case.state = case.state, step.to or case.state
        case.suggestion.changed_at = at
        event = self.ledger.event(
            actor,
            (case.machine.value, action.value),
            at=at,
            case=case_ids(case),
            states=(before.value if before else None, case.state.value),
            note=note,
            facts=facts or {},
        )
        self._turn_clocks(case, step, today, days)
        self.ledger.tell({party: unit_told(case, party) for party in step.tells}, event)

    def let_go(self) -> None:
        """Untie what refers to each other once it is written, so that it is freed at once."""
        self.promises.clear()
        for task in self.suggestion.tasks:
            task.rounds.clear()
        self.suggestion.tasks.clear()

    def task_of(self, act: Act) -> Task:
        """The task an act is about. Raises `Missing`."""
        for task in self.suggestion.tasks:
            if task.unit_id == act.unit_id and not task.was_replaced:
                return task
        raise Missing(f"task of unit {act.unit_id}")

    def round_of(self, act: Act) -> Round:
        """The last round of that task."""
        return self.task_of(act).rounds[-1]

    def _turn_clocks(self, case: Case, step: Step, today: date, days: Days | None) -> None:
        stopped = self._stop(case, stopped_by(step.machine, step.action), today)
        if days is not None:
            self._start(case, step, days)
        elif not stopped:
            return
        keep_nearest(case.suggestion, self.clocks)

    def _start(self, case: Case, step: Step, days: Days) -> None:
        law = self.ledger.law_on(case.suggestion.assigned_on or days.today)
        starts = clock_starts(step, days, law)
        started = [self.ledger.bulk.add(twins.Clock(**clock_facts(case, one, law))) for one in starts]
        self.clocks += started
        keep_dates(case, started)

    def _stop(self, case: Case, kinds: frozenset[ClockKind], today: date) -> bool:
        ids = case_ids(case)[1:]
        stopped = False
        for clock in self.clocks if kinds else ():
            if clock.stopped_on is None and clock.kind in kinds and (clock.task_id, clock.round_id) == ids:
                clock.stopped_on, stopped = today, True
        return stopped


Doing = Callable[[Life, Act], None]
