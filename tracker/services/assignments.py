"""Assigning a suggestion to units, and the coordinator's second step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.limits import UNITS_PER_CASE
from tracker.domain.parties import CLOCK, Actor, TaskRole
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import TaskState
from tracker.models.organs import Unit
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import law as laws
from tracker.queries.assignments import proposed_for
from tracker.services._advance import advance
from tracker.services._batch import all_or_none
from tracker.services._circulation import end_circulation
from tracker.services._key_acts import settle_reports_on
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._routing import follow, note_choices


@dataclass(frozen=True)
class Share:
    """One unit's share: its role, for separate handling the numbers of the requests it answers, and what a co-unit is
    asked for (请会办单位做什么)."""

    unit_id: int
    role: TaskRole
    part: tuple[int, ...] = ()
    asked: str = ""


@dataclass(frozen=True)
class Plan:
    """How one suggestion is to be handled. An earlier reply date may be agreed at the assignment meeting."""

    suggestion_id: int
    version: int
    shares: Sequence[Share]
    agreed_due_on: date | None = None
    files: Sequence[str] = ()


@transactional
def assign(actor: Actor, plan: Plan, *, now: datetime) -> int:
    """Assign one suggestion; returns its id. T0 of the reply clock is today (Asia/Shanghai)."""
    proposed = proposed_for(actor, [plan.suggestion_id], today=day_of(now))
    done = _assign(actor, plan, now=now)
    _learn(proposed, now=now)
    return done


@transactional
def assign_batch(actor: Actor, plans: Sequence[Plan], *, now: datetime) -> list[int]:
    """Assign many at once, all or none; returns their ids.

    Raises one `Invalid` that names every line at fault as `line-<suggestion id>`, so that a batch is mended in one go.
    """
    proposed = proposed_for(actor, [plan.suggestion_id for plan in plans], today=day_of(now))
    done = all_or_none(
        ((f"line-{plan.suggestion_id}", partial(_assign, actor, plan, now=now)) for plan in plans), empty="lines"
    )
    _learn(proposed, now=now)
    return done


def _learn(proposed: Mapping[int, Sequence[int]], *, now: datetime) -> None:
    """Whether what was proposed was chosen, and what the choice teaches."""
    db.session.flush()
    note_choices(proposed, today=day_of(now))
    follow(proposed)


@transactional
def distribute(actor: Actor, suggestion_id: int, units: dict[int, int], *, now: datetime, note: str = "") -> int:
    """The coordinator's second step (转办): confirm or change the unit of each task of its system, and send them.

    `units` maps task ids to unit ids. The sign-for and reply clocks of these tasks start today; the suggestion's own
    clock has run since the desk's assignment. Returns the suggestion's id.
    """
    done = _distribute(actor, suggestion_id, units, note=note, now=now)
    follow([done])
    return done


@transactional
def distribute_batch(actor: Actor, units: dict[int, dict[int, int]], *, now: datetime, note: str = "") -> list[int]:
    """Send on many at once, all or none: suggestion id to (task id to unit id); returns the suggestions' ids.

    Raises one `Invalid` that names every line at fault as `line-<suggestion id>`. The note is that of every line.
    """
    done = all_or_none(
        (
            (f"line-{suggestion_id}", partial(_distribute, actor, suggestion_id, chosen, note=note, now=now))
            for suggestion_id, chosen in units.items()
        ),
        empty="lines",
    )
    follow(done)
    return done


def _distribute(actor: Actor, suggestion_id: int, units: dict[int, int], *, note: str, now: datetime) -> int:
    suggestion = fresh(Suggestion, suggestion_id)
    waiting = [task for task in suggestion.tasks if task.id in units and task.system is actor.system]
    if not waiting or len(waiting) != len(units):
        raise Missing("task")
    chosen = []
    for task in waiting:
        proposed = task.unit_id
        unit = assignable(units[task.id], day_of(now))
        if unit.system is not actor.system:
            raise Invalid(unit="other_system")
        if unit.id != proposed and not note.strip():
            raise Invalid(note="change_needs_note")
        task.unit_id = unit.id
        task.assigned_on = day_of(now)
        advance(task, Action.DISTRIBUTE, actor, now=now, note=note, facts={"unit": unit.id, "proposed": proposed})
        # What a hand-over has brought together at one unit was confirmed by both sides.
        if task.came_from_id is None or unit.id != proposed:
            chosen.append(task)
    _no_unit_twice(suggestion, chosen)
    settle_reports_on(suggestion)
    return suggestion.id


def problems(shares: Sequence[Share], requests: Sequence[int]) -> dict[str, str]:
    """What is wrong with the shares, as codes; empty when they may be sent (invariant 2 of domain c.11)."""
    roles = [share.role for share in shares]
    if not shares:
        return {"units": "nobody_chosen"}
    if len(shares) > UNITS_PER_CASE:
        return {"units": "too_many"}
    if len({share.unit_id for share in shares}) != len(shares):
        return {"units": "unit_twice"}
    if TaskRole.SEPARATE in roles:
        return _separate_problems(shares, requests)
    if roles == [TaskRole.SOLE]:
        return {}
    if roles.count(TaskRole.LEAD) != 1 or TaskRole.SOLE in roles:
        return {"units": "one_lead"}
    return {} if TaskRole.CO in roles else {"units": "lead_needs_co"}


def _separate_problems(shares: Sequence[Share], requests: Sequence[int]) -> dict[str, str]:
    if any(share.role is not TaskRole.SEPARATE for share in shares):
        return {"units": "separate_alone"}
    if len(shares) < 2:
        return {"units": "separate_needs_two"}
    if not all(share.part for share in shares):
        return {"parts": "part_empty"}
    if {no for share in shares for no in share.part} != set(requests):
        return {"parts": "parts_do_not_cover"}
    return {}


def _assign(actor: Actor, plan: Plan, *, now: datetime) -> int:
    suggestion = fresh(Suggestion, plan.suggestion_id, version=plan.version)
    numbers = [request.no for request in suggestion.text.requests] if suggestion.text else []
    found = problems(plan.shares, numbers)
    if found:
        raise Invalid(**found)
    units = {share.unit_id: assignable(share.unit_id, day_of(now)) for share in plan.shares}
    check_agreed(plan.agreed_due_on, now=now)
    if suggestion.circulated_until is not None and suggestion.circulates and day_of(now) > suggestion.circulated_until:
        # Its day is over, though the worker has not looked yet.
        end_circulation(CLOCK, suggestion, on=suggestion.circulated_until, now=now)
    suggestion.assigned_on = day_of(now)
    named = [{"unit": share.unit_id, "role": share.role.value, "part": list(share.part)} for share in plan.shares]
    advance(suggestion, Action.ASSIGN, actor, now=now, facts={"shares": named}, files=plan.files)
    for share in plan.shares:
        open_task(actor, suggestion, share, units[share.unit_id], numbers, agreed=plan.agreed_due_on, now=now)
    settle_reports_on(suggestion)
    return suggestion.id


def open_task(
    actor: Actor,
    suggestion: Suggestion,
    share: Share,
    unit: Unit,
    numbers: Sequence[int],
    *,
    agreed: date | None,
    now: datetime,
    direct: bool | None = None,
) -> Task:
    """Bring one unit's task into being, with its first round unless it only gives an opinion.

    It goes through the coordinator of the unit's system where it has one, unless `direct` says otherwise.
    """
    today = day_of(now)
    direct = not unit.has_coordinator if direct is None else direct
    task = Task(
        suggestion=suggestion,
        unit_id=unit.id,
        system=unit.system,
        role=share.role,
        part=list(share.part or numbers),
        opened_on=today,
        assigned_on=today if direct else None,
        asked=share.asked if share.role is TaskRole.CO else "",
        agreed_due_on=None if share.role is TaskRole.CO else agreed,
        rounds=[],
    )
    advance(task, Action.OPEN if direct else Action.OPEN_WITH_COORDINATOR, actor, now=now)
    if share.role is not TaskRole.CO:
        open_round(actor, task, now=now)
    return task


def open_round(actor: Actor, task: Task, *, now: datetime) -> Round:
    """Open the next round of a task: round 1 on assignment, n + 1 on re-handling."""
    one = Round(task=task, no=len(task.rounds) + 1, opened_on=day_of(now), answers=[], ratings=[], deliveries=[])
    advance(one, Action.OPEN_ROUND, actor, now=now)
    return one


def assignable(unit_id: int, today: date) -> Unit:
    """The unit, if papers may be given to it on a day of Asia/Shanghai. Raises `Invalid` otherwise."""
    unit = fresh(Unit, unit_id)
    if not unit.is_assignable or (unit.ended_on is not None and unit.ended_on <= today):
        raise Invalid(unit="not_assignable")
    return unit


def still_waits(actor: Actor, suggestion_id: int, *, version: int, now: datetime) -> None:
    """Writes nothing: raises `Stale` or `Refused` as `assign` would, so that no page shows a plan that cannot go."""
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    require(actor, Action.ASSIGN, suggestion, today=day_of(now))


def check_agreed(agreed: date | None, *, now: datetime) -> None:
    """Writes nothing: raises `Invalid` for an agreed reply date that is not after today or is later than the law's.

    A city's meeting may ask for replies earlier than the law, never later; the page asks this before it shows the plan.
    """
    if agreed is None:
        return
    today = day_of(now)
    legal = laws.rulebook_for(today).due_on(ClockKind.REPLY, today, laws.calendar_now())
    if agreed <= today:
        raise Invalid(agreed_due_on="agreed_in_past")
    if legal is not None and agreed > legal:
        raise Invalid(agreed_due_on="agreed_after_legal")


def _no_unit_twice(suggestion: Suggestion, chosen: Sequence[Task]) -> None:
    """Raises `Invalid` where a share that is sent meets another live one at its unit; those not sent are not asked."""
    db.session.flush()
    live = [task for task in suggestion.tasks if not task.was_replaced and task.state is not TaskState.ENDED]
    if any(task.unit_id == other.unit_id for task in chosen for other in live if other is not task):
        raise Invalid(unit="unit_twice")
