"""Reorganised units (撤并): open work goes to the successor by a list both sides confirm; no day of a case moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor, TaskRole
from tracker.domain.roles import Capability, Role
from tracker.domain.states import OWED, CommitmentState, RoundState, TaskState
from tracker.models.commitments import Commitment
from tracker.models.joint import PaperEntry
from tracker.models.organs import Unit
from tracker.models.procedures import HandOver, HandOverLine
from tracker.models.tasks import Task
from tracker.queries.hand_overs import can_confirm, on_open_lists, open_tasks
from tracker.services._advance import advance
from tracker.services._key_acts import settle_reports_on
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import require
from tracker.services._promises import entrust
from tracker.services._record import write_event
from tracker.services._requests import drop_all, drop_check
from tracker.services._routing import follow
from tracker.services._succession import demands_go_along, lines_go_along
from tracker.services.extensions import coordinator_decides

# Who of a unit may confirm a list (交接清单).
CONFIRMING = frozenset({Role.UNIT_RECEIVER, Role.UNIT_SIGNER})


@dataclass(frozen=True)
class Plan:
    """Which shares go from which unit to which, and why."""

    from_unit_id: int
    to_unit_id: int
    task_ids: Sequence[int]
    reason: str = ""


@transactional
def draw_up(actor: Actor, plan: Plan, *, now: datetime) -> int:
    """Draw up a list; returns its id. Nothing moves before both sides have confirmed it.

    Raises `Invalid` for a unit that cannot take over, an empty list, and a share that is not open with the giving unit
    or stands on another open list.
    """
    person_id = require(actor, Capability.KEEP_UNITS)
    giving = fresh(Unit, plan.from_unit_id)
    if giving.ended_on is not None:
        raise Invalid(unit="already_ended")
    wanted = list(dict.fromkeys(plan.task_ids))
    if not wanted:
        raise Invalid(tasks="nobody_chosen")
    _taking(plan.to_unit_id, giving.id)
    free = {task.id for task in open_tasks(giving.id)} - on_open_lists(giving.id)
    if not set(wanted) <= free:
        raise Invalid(tasks="not_to_hand_over")
    made = HandOver(from_unit_id=giving.id, to_unit_id=plan.to_unit_id, reason=plan.reason)
    made.made_by_id, made.made_at = person_id, now
    made.lines = [HandOverLine(task_id=one) for one in wanted]
    db.session.add(made)
    db.session.flush()
    _note(actor, "draw_up_hand_over", made, now=now, note=plan.reason)
    return made.id


@transactional
def confirm(actor: Actor, hand_over_id: int, *, version: int, now: datetime) -> int:
    """Confirm a list for the giving or the taking unit; returns its id. The second confirmation moves the shares.

    A receiver or signer of the unit confirms; the desk does so in place of a giving unit that has nobody left. Raises
    `Missing` to everybody else, `Invalid` for a side that has confirmed, where both sides would be one person, and for
    a unit that has ended since the list was drawn up.
    """
    found = _open(hand_over_id, version=version)
    gives = side_of(actor, found, now=now)
    if gives is None or actor.person_id is None:
        raise Missing("hand_over")
    if _has_ended(found.to_unit_id):
        raise Invalid(list="taking_has_ended")
    if (found.given_at if gives else found.taken_at) is not None:
        raise Invalid(list="already_confirmed")
    if actor.person_id == (found.taken_by_id if gives else found.given_by_id):
        raise Invalid(list="same_person")
    if gives:
        found.given_by_id, found.given_at = actor.person_id, now
    else:
        found.taken_by_id, found.taken_at = actor.person_id, now
    _note(actor, "give_by_hand_over" if gives else "take_by_hand_over", found, now=now)
    if found.given_at is not None and found.taken_at is not None:
        _carry_out(found, now=now)
    return found.id


@transactional
def cancel(actor: Actor, hand_over_id: int, *, version: int, now: datetime) -> int:
    """Take a list back that is not confirmed by both; returns its id. Its shares stay where they are."""
    require(actor, Capability.KEEP_UNITS)
    found = _open(hand_over_id, version=version)
    found.cancelled_at = now
    _note(actor, "cancel_hand_over", found, now=now)
    return found.id


def side_of(actor: Actor, hand_over: HandOver, *, now: datetime) -> bool | None:
    """For which side this actor may confirm: True the giving one, False the taking one, None neither."""
    if actor.role is Role.DESK:
        return None if can_confirm(hand_over.from_unit_id, CONFIRMING, day=day_of(now)) else True
    if actor.role not in CONFIRMING:
        return None
    if actor.unit_id == hand_over.from_unit_id:
        return True
    return False if actor.unit_id == hand_over.to_unit_id else None


def _open(hand_over_id: int, *, version: int) -> HandOver:
    found = fresh(HandOver, hand_over_id, version=version)
    if found.cancelled_at is not None:
        raise Invalid(list="list_cancelled")
    if found.given_at is not None and found.taken_at is not None:
        raise Invalid(list="already_confirmed")
    return found


def _taking(unit_id: int, giving_id: int) -> None:
    unit = db.session.get(Unit, unit_id, populate_existing=True)
    if unit is None:
        raise Invalid(successor="choose_one")
    if unit.id == giving_id or unit.ended_on is not None or not unit.is_assignable:
        raise Invalid(successor="not_assignable")


def _has_ended(unit_id: int) -> bool:
    unit = fresh(Unit, unit_id)
    return unit.ended_on is not None or not unit.is_assignable


def _carry_out(found: HandOver, *, now: datetime) -> None:
    moved: list[int] = []
    for line in found.lines:
        task = fresh(Task, line.task_id)
        # Meanwhile it may have ended or gone to another unit: the list no longer says anything about it.
        if task.unit_id == found.from_unit_id and task.state is not TaskState.ENDED and not task.was_replaced:
            _move(task, found, now=now)
            _end_doubles(task, now=now)
            settle_reports_on(task.suggestion)
            moved.append(task.suggestion_id)
    follow(moved)


def _move(task: Task, found: HandOver, *, now: datetime) -> None:
    at_work = task.state in (TaskState.SIGNED_FOR, TaskState.HANDLING)
    drop_check(task, now=now)
    facts = {"from_unit": found.from_unit_id, "to_unit": found.to_unit_id, "list": found.id}
    taking = fresh(Unit, found.to_unit_id)
    out = [one for one in task.rounds if one.state not in (RoundState.DRAFTING, RoundState.IN_CLEARANCE)]
    _move_promises(task, taking.id, now=now)
    lines_go_along([one.id for one in task.rounds], task.unit_id, taking.id)
    demands_go_along([task.suggestion_id], task.unit_id, taking.id)
    asked = update(PaperEntry).where(PaperEntry.task_id == task.id, PaperEntry.answered_at.is_(None))
    db.session.execute(asked.where(PaperEntry.unit_id == task.unit_id).values(unit_id=taking.id))
    with db.session.no_autoflush:
        for one in out:
            # Who answered stays who answered: the letter that is out never changes.
            one.by_unit_id = one.by_unit_id or task.unit_id
        task.came_from_id, task.unit_id = task.unit_id, taking.id
        if task.state is not TaskState.WITH_COORDINATOR:
            task.system = taking.system
        if at_work:
            task.handler_id = None
        advance(task, Action.HAND_OVER if at_work else Action.MOVE_ALONG, CLOCK, now=now, facts=facts)
    db.session.expire(task, ["unit", "came_from", "handler", "clearing_posts"])
    if task.extension_is_open:
        # Whoever decides for the unit that has it now.
        task.extension_is_coordinators = coordinator_decides(task, today=day_of(now))


def _move_promises(task: Task, unit_id: int, *, now: datetime) -> None:
    """Those the giving unit owes: what another unit of the case is to keep stays with it."""
    owed = select(Commitment).where(
        Commitment.round_id.in_([one.id for one in task.rounds]),
        Commitment.unit_id == task.unit_id,
        Commitment.state.in_((*OWED, CommitmentState.FULFILLED)),
    )
    for one in db.session.scalars(owed.order_by(Commitment.id)).all():
        entrust(one, unit_id, now=now)


def _end_doubles(task: Task, *, now: datetime) -> None:
    """A unit that now leads a case owes itself no opinion: its share as co-unit ends, unless the opinion is given."""
    ours = [one for one in task.suggestion.tasks if one.unit_id == task.unit_id and not one.was_replaced]
    if not any(one.role is not TaskRole.CO for one in ours):
        return
    for one in ours:
        if one.role is not TaskRole.CO or one.state is TaskState.ENDED:
            continue
        drop_all(one, now=now)
        if one.state is not TaskState.REPLIED:
            one.was_replaced = True
            advance(one, Action.END, CLOCK, now=now, facts={"unit": one.unit_id})


def _note(actor: Actor, action: str, found: HandOver, *, now: datetime, note: str = "") -> None:
    facts = {
        "from_unit": found.from_unit_id,
        "to_unit": found.to_unit_id,
        "tasks": [line.task_id for line in found.lines],
    }
    write_event(actor, action, now=now, subject=f"hand_over:{found.id}", note=note, facts=facts)
