"""The table of the law is whole: every row makes sense, nothing leads nowhere, what starts can stop."""

from __future__ import annotations

import pytest

from tracker.domain.actions import Action, Machine
from tracker.domain.clocks import HANDS
from tracker.domain.lifecycle import COMMITMENT, CONSEQUENCES, QUIET, ROUND, STEPS, SUGGESTION, TASK
from tracker.domain.parties import Party
from tracker.domain.states import FINAL, CommitmentState, RoundState, SuggestionState, TaskState

TABLES = {Machine.SUGGESTION: SUGGESTION, Machine.TASK: TASK, Machine.ROUND: ROUND, Machine.COMMITMENT: COMMITMENT}
STATES = {
    Machine.SUGGESTION: SuggestionState,
    Machine.TASK: TaskState,
    Machine.ROUND: RoundState,
    Machine.COMMITMENT: CommitmentState,
}


def test_every_action_has_exactly_one_row() -> None:
    rows = [step.action for table in TABLES.values() for step in table]
    assert sorted(rows) == sorted(Action)


@pytest.mark.parametrize("machine", Machine)
def test_rows_stay_on_their_machine(machine: Machine) -> None:
    for step in TABLES[machine]:
        assert step.machine is machine
        assert all(isinstance(state, STATES[machine]) for state in step.frm)
        assert step.to is None or isinstance(step.to, STATES[machine])
        assert step.by and step.seen_by
        assert step.to is not None or step.frm, f"{step.action} is a birth without a state"


@pytest.mark.parametrize("machine", Machine)
def test_every_state_can_be_reached_and_reaches_an_end(machine: Machine) -> None:
    moves = {(frm, step.to) for step in TABLES[machine] for frm in step.frm if step.to}
    born = {step.to for step in TABLES[machine] if step.is_birth}
    reached = set(born)
    while more := {to for frm, to in moves if frm in reached} - reached:
        reached |= more
    assert set(STATES[machine]) == reached
    ending = {state for state in STATES[machine] if state in FINAL}
    while more := {frm for frm, to in moves if to in ending} - ending:
        ending |= more
    assert reached <= ending, f"dead ends: {reached - ending}"


def test_nothing_leaves_a_final_state() -> None:
    for step in STEPS.values():
        if step.to is not None:
            assert not step.frm & FINAL or step.frm & FINAL <= {RoundState.RATED}, step.action


def test_every_clock_that_starts_can_stop() -> None:
    for hand in HANDS:
        for start in hand.starts:
            step = STEPS[start]
            assert step.machine is hand.machine
            assert step.to is None or any(
                step.to in STEPS[stop].frm or STEPS[stop].machine is hand.machine for stop in hand.stops
            ), hand.kind
        assert hand.stops


def test_consequences_are_nobodys_buttons_and_quiet_lines_exist() -> None:
    assert set(Action) >= QUIET and set(Action) >= CONSEQUENCES
    by_time = {step.action for step in STEPS.values() if step.by == {Party.CLOCK}}
    assert by_time <= CONSEQUENCES
