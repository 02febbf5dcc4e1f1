"""What boards show: steps of the ledger are those of the cases, what falls due adds up, past weeks stay."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.parties import TaskRole
from tracker.domain.states import ClearanceStage, RoundState, TaskState
from tracker.domain.statistics import REPLIED, STEPS, Measure, total, unbalanced
from tracker.models.figures import FigureEntry, FigureSum
from tracker.models.tasks import Task
from tracker.queries import boards, figures
from tracker.queries.figures import Scope
from tracker.services.figures import keep_up, recount

M = Measure
_STEP = {TaskState.ASSIGNED: M.AT_SIGN_FOR, TaskState.SIGNED_FOR: M.AT_GIVE}
_STAGE = {ClearanceStage.REVIEW: M.AT_REVIEW, ClearanceStage.SIGN: M.AT_SIGN, ClearanceStage.CHECK: M.AT_CHECK}


def _step_of(task: Task) -> Measure:
    if task.state in _STEP:
        return _STEP[task.state]
    lies = [one for one in task.rounds if one.state is RoundState.IN_CLEARANCE]
    return _STAGE[lies[0].stage] if lies else M.AT_DRAFT


@pytest.mark.usefixtures("everywhere", "world")
def test_the_ledger_says_of_every_case_with_whom_its_reply_lies() -> None:
    keep_up(now=NOW, most=None)
    wanted = select(FigureEntry.task_id, FigureEntry.measure, FigureEntry.number).where(
        FigureEntry.measure.in_(STEPS), FigureEntry.day <= TODAY
    )
    found: dict[int, Counter[Measure]] = {}
    for task_id, measure, number in db.session.execute(wanted):
        found.setdefault(task_id, Counter())[measure] += number
    said = {
        task_id: next(one for one in STEPS if counts[one]) for task_id, counts in found.items() if any(counts.values())
    }
    open_ones = (TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDLING)
    rows = db.session.scalars(select(Task).where(Task.role != TaskRole.CO, Task.state.in_(open_ones)))
    unsent = (RoundState.DRAFTING, RoundState.IN_CLEARANCE)
    shown = {one.id: _step_of(one) for one in rows if all(each.state in unsent for each in one.rounds)}
    assert len(shown) > 20 and len(set(shown.values())) == len(STEPS)
    assert said == shown
    assert not unbalanced(figures.whole(Scope()))


@pytest.mark.usefixtures("everywhere", "world")
def test_what_falls_due_adds_up_to_what_is_owed_and_is_the_same_from_sums_and_entries() -> None:
    keep_up(now=NOW, most=None)
    far = (date(2000, 1, 1), date(2100, 1, 1))
    kept = boards.due_days(Scope(), *far, on=TODAY)
    every = figures.whole(Scope())
    measures = (M.RUNNING, M.OVERDUE, *REPLIED, *STEPS)
    assert {one: sum(day[one] for day in kept.values()) for one in measures} == {one: every[one] for one in measures}
    sessions = tuple(set(db.session.scalars(select(FigureSum.session_id))))
    ours = tuple(int(one) for one in figures.figures(Scope(sessions), By.UNIT) if one)
    of_units = boards.due_days(Scope(sessions, unit_ids=ours), *far, on=TODAY)
    short = lambda days: {day: {one: counts[one] for one in measures if counts[one]} for day, counts in days.items()}  # noqa: E731
    assert {day: row for day, row in short(kept).items() if row} == short(of_units)


def test_a_late_share_is_late_from_the_day_after_its_limit_until_it_is_replied_to(world: World) -> None:
    case = builders.in_hand(world)
    task = db.session.get_one(Task, builders.task_of(world, case))
    due, unit = task.due_on, world.units["市教育局"]
    assert due is not None
    keep_up(now=NOW + timedelta(days=120), most=None)
    ends = [due, due + timedelta(days=1), due + timedelta(days=8)]
    found = boards.late_at(Scope(), ends)
    assert found.units == {unit: [0, 1, 1]}
    assert found.oldest == {unit: due}


def test_days_not_long_ago_are_what_they_were_when_they_were_today(world: World) -> None:
    builders.closed(world)
    seen = {}
    for days in (0, 3, 10):
        now = NOW + timedelta(days=days)
        builders.in_hand(world, now=now)
        builders.delivered(world, now=now)
        keep_up(now=now, most=None)
        seen[TODAY + timedelta(days=days)] = (figures.whole(Scope()), figures.figures(Scope(), By.UNIT))
    recount(now=NOW + timedelta(days=20))
    keep_up(now=NOW + timedelta(days=20), most=None)
    assert len({total(counts, (M.OWED,)) for counts, _units in seen.values()}) == 3
    for day, (counts, units) in seen.items():
        assert figures.whole(Scope(), on=day) == counts
        assert {part: row for part, row in figures.figures(Scope(), By.UNIT, on=day).items() if row} == units


def test_what_is_due_soon_and_not_sent_up_is_told_by_unit(world: World) -> None:
    case = builders.in_hand(world)
    builders.in_clearance(world)
    keep_up(now=NOW, most=None)
    due = db.session.get_one(Task, builders.task_of(world, case)).due_on
    assert due is not None
    unit = world.units["市教育局"]
    assert boards.soon_by_unit(Scope(), due, due, on=TODAY) == {unit: boards.Soon(2, 1)}
    assert boards.soon_by_unit(Scope(), due + timedelta(days=1), due + timedelta(days=9), on=TODAY) == {}


def test_a_units_board_says_who_of_its_people_has_what(world: World) -> None:
    builders.in_hand(world)
    builders.in_clearance(world)
    keep_up(now=NOW, most=None)
    found = boards.steps_by_handler(Scope(unit_ids=(world.units["市教育局"],)), on=TODAY)
    assert {name: +counts for (_id, name), counts in found.items()} == {"景行": Counter({M.AT_DRAFT: 1, M.AT_SIGN: 1})}
