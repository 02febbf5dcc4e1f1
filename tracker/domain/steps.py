"""What a row of the law is made of (`lifecycle.py` holds the rows)."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.actions import Action, Asks, Machine
from tracker.domain.guards import Guard
from tracker.domain.parties import Party
from tracker.domain.states import State


@dataclass(frozen=True)
class Step:
    """One row of the law."""

    machine: Machine
    action: Action
    by: frozenset[Party]
    frm: frozenset[State]
    to: State | None
    asks: Asks
    tells: frozenset[Party]
    seen_by: frozenset[Party]
    when: tuple[Guard, ...]

    @property
    def is_birth(self) -> bool:
        """Whether the action brings its case into being."""
        return not self.frm


def step(
    machine: Machine,
    action: Action,
    by: set[Party],
    frm: set[State],
    to: State | None,
    asks: Asks,
    tells: set[Party],
    seen_by: frozenset[Party],
    *when: Guard,
) -> Step:
    return Step(machine, action, frozenset(by), frozenset(frm), to, asks, frozenset(tells), seen_by, when)


def on_suggestion(action: Action, by: set[Party], frm: set[State], to: State | None, asks: Asks, *rest: object) -> Step:
    return step(Machine.SUGGESTION, action, by, frm, to, asks, *rest)  # type: ignore[arg-type]


def on_task(action: Action, by: set[Party], frm: set[State], to: State | None, asks: Asks, *rest: object) -> Step:
    return step(Machine.TASK, action, by, frm, to, asks, *rest)  # type: ignore[arg-type]


def on_round(action: Action, by: set[Party], frm: set[State], to: State | None, asks: Asks, *rest: object) -> Step:
    return step(Machine.ROUND, action, by, frm, to, asks, *rest)  # type: ignore[arg-type]


def on_commitment(action: Action, by: set[Party], frm: set[State], to: State | None, asks: Asks, *rest: object) -> Step:
    return step(Machine.COMMITMENT, action, by, frm, to, asks, *rest)  # type: ignore[arg-type]
