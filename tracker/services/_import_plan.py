"""What an import would do, worked out before anything is written: rows to add, rows already there, faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.domain.intake_reading import RowFault
from tracker.domain.parties import Actor
from tracker.models.organs import Congress

# So many of the rows that would be added are shown before they are.
FIRST = 20
# One of them as it would be taken: what is shown of it by name.
Sample = dict[str, Any]


@dataclass
class Plan:
    """The outcome of checking a file. `write` adds everything inside the caller's transaction."""

    rows_in: int
    added: int = 0
    there: int = 0
    gaps: dict[str, int] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    # How many of what else comes into being, or their names.
    made: dict[str, int | str] = field(default_factory=dict)
    first: list[Sample] = field(default_factory=list)
    write: Callable[[], None] = lambda: None

    @property
    def counts(self) -> dict[str, int]:
        """Rows in, to be added, already there, gaps and errors, for the preview and the receipt."""
        return {
            "rows": self.rows_in,
            "added": self.added,
            "there": self.there,
            "gaps": sum(self.gaps.values()),
            "errors": len(self.faults),
        }


@dataclass(frozen=True)
class Ground:
    """What every planner stands on: who imports, into which congress, when."""

    actor: Actor
    ours: Congress
    now: datetime
    # Done by the operator of the server in the name of `actor`: said of the file and of each paper and hat in it.
    at_server: bool = False

    @property
    def by(self) -> dict[str, str]:
        """What the facts of an act say of who did it; nothing where the actor was logged in."""
        return {"by": "server"} if self.at_server else {}

    @property
    def city(self) -> str:
        """「临江市」 of 「临江市人大」: rows that name it are our own."""
        return self.ours.short_name.removesuffix("人大")


def count_gaps(plan: Plan, gaps: tuple[str, ...]) -> None:
    """Add the gaps of one row."""
    for gap in gaps:
        plan.gaps[gap] = plan.gaps.get(gap, 0) + 1
