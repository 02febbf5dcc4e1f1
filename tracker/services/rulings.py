"""Ruling on an objection: the share goes to another unit (改办) or stays; by somebody else than who objected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import CLOCK, Actor, TaskRole
from tracker.domain.permissions import require
from tracker.domain.roles import Role
from tracker.domain.whys import Refused, Why
from tracker.models.organs import Unit
from tracker.models.procedures import Hearing, Objection
from tracker.models.tasks import Task
from tracker.services._advance import advance
from tracker.services._key_acts import settle_reports_on
from tracker.services._load import Invalid, fresh
from tracker.services._requests import close_hearings, drop_all, open_objection
from tracker.services._routing import follow
from tracker.services.assignments import Share, open_task
from tracker.services.objections import free


@dataclass(frozen=True)
class Ruling:
    """What was decided and why; for the arbiter's ruling who he is, on which day and by which document."""

    words: str
    unit_id: int | None = None
    arbiter_name: str = ""
    decided_on: date | None = None
    document_no: str = ""
    files: Sequence[str] = ()
    # Why the unit that is heard was not waited for, where it has still to speak and its day is not over.
    unheard_for: str = ""


@transactional
def uphold(actor: Actor, task_id: int, ruling: Ruling, *, version: int, now: datetime) -> int:
    """Uphold an objection: the share ends here and begins at the unit ruled, with limits of its own from today.

    T0 of the suggestion never moves, and the new unit's reply is still due within the suggestion's own limit. Raises
    `Refused` for who objected himself; `Invalid` for a unit outside the coordinator's system, and where the unit named
    has still to speak, its day is not over and nothing is said why it is not waited for. Returns the suggestion's id.
    """
    task, one = _ruled(actor, task_id, Action.UPHOLD_OBJECTION, ruling, version=version, now=now)
    waited_for = not_heard(task, day_of(now))
    unit = _taker(actor, task, ruling, day_of(now))
    facts = _facts(one, ruling) | {"unit": unit.id, "from": task.unit_id}
    if waited_for:
        one.unheard_for = ruling.unheard_for.strip()
        facts["unheard_for"] = one.unheard_for
    _settle(actor, task, one, Action.UPHOLD_OBJECTION, ruling, upheld=True, facts=facts, now=now)
    one.new_task_id = _move(actor, task, unit, arbiters=one.to_arbiter, now=now).id
    settle_reports_on(task.suggestion)
    follow([task.suggestion_id])
    return task.suggestion_id


def check(actor: Actor, task: Task, ruling: Ruling, *, upheld: bool, now: datetime) -> None:
    """Writes nothing: raises what `uphold` or `reject` would raise for this ruling, but for a version that is old."""
    _check(actor, task, Action.UPHOLD_OBJECTION if upheld else Action.REJECT_OBJECTION, ruling, now=now)
    if upheld:
        _taker(actor, task, ruling, day_of(now))


def _taker(actor: Actor, task: Task, ruling: Ruling, today: date) -> Unit:
    """The unit the share goes to. Raises `Invalid` for one it may not go to, and for not waiting without a word why."""
    if ruling.unit_id is None:
        raise Invalid(unit="unit_missing")
    if ruling.unit_id == task.unit_id:
        raise Invalid(unit="still_the_same_unit")
    unit = free(task, ruling.unit_id, "unit", today)
    if actor.role is Role.COORDINATOR and unit.system is not actor.system:
        raise Invalid(unit="ruled_by_desk")
    if not_heard(task, today) and not ruling.unheard_for.strip():
        raise Invalid(unheard_for="not_heard_yet")
    return unit


def not_heard(task: Task, today: date) -> list[Hearing]:
    """Who is heard on the open objection, has said nothing and may still speak on a day of Asia/Shanghai."""
    return [one for one in task.suggestion.hearings if one.task_id == task.id and one.is_waited_for(today)]


@transactional
def reject(actor: Actor, task_id: int, ruling: Ruling, *, version: int, now: datetime) -> int:
    """Refuse an objection: unit, share and every limit stay as they were. Returns the suggestion's id."""
    task, one = _ruled(actor, task_id, Action.REJECT_OBJECTION, ruling, version=version, now=now)
    facts = _facts(one, ruling) | {"from": task.unit_id}
    _settle(actor, task, one, Action.REJECT_OBJECTION, ruling, upheld=False, facts=facts, now=now)
    return task.suggestion_id


def _ruled(
    actor: Actor, task_id: int, action: Action, ruling: Ruling, *, version: int, now: datetime
) -> tuple[Task, Objection]:
    task = fresh(Task, task_id, version=version)
    return task, _check(actor, task, action, ruling, now=now)


def _check(actor: Actor, task: Task, action: Action, ruling: Ruling, *, now: datetime) -> Objection:
    require(actor, action, task, today=day_of(now))
    one = open_objection(task)
    if one.by_id == actor.person_id:
        raise Refused(Why.SAME_PERSON, action)
    if wrong := gaps(one, ruling, day_of(now)):
        raise Invalid(**wrong)
    return one


def gaps(one: Objection, ruling: Ruling, today: date) -> dict[str, str]:
    """What a ruling lacks whichever way it goes, as codes by field: its reason; of the arbiter name, day and paper."""
    wrong = {} if ruling.words.strip() else {"words": "missing"}
    return wrong | (_arbiters_gaps(one, ruling, today) if one.to_arbiter else {})


def _arbiters_gaps(one: Objection, ruling: Ruling, today: date) -> dict[str, str]:
    wrong = {} if ruling.arbiter_name.strip() else {"arbiter_name": "arbiter_missing"}
    if not ruling.document_no.strip():
        wrong["document_no"] = "missing"
    if ruling.decided_on is None:
        wrong["decided_on"] = "missing"
    elif ruling.decided_on > today:
        wrong["decided_on"] = "in_future"
    elif ruling.decided_on < day_of(one.made_at):
        wrong["decided_on"] = "before_objection"
    return wrong


def _facts(one: Objection, ruling: Ruling) -> dict[str, object]:
    facts: dict[str, object] = {"no": one.no, "better": one.better_unit_id}
    if one.to_arbiter:
        day = ruling.decided_on.isoformat() if ruling.decided_on else ""
        facts |= {"arbiter": ruling.arbiter_name.strip(), "decided_on": day, "document_no": ruling.document_no}
    return facts


def _settle(
    actor: Actor,
    task: Task,
    one: Objection,
    action: Action,
    ruling: Ruling,
    *,
    upheld: bool,
    facts: dict[str, object],
    now: datetime,
) -> None:
    advance(task, action, actor, now=now, note=ruling.words, facts=facts, files=ruling.files)
    one.is_upheld, one.ruling, one.ruled_by_id, one.ruled_at = upheld, ruling.words, actor.person_id, now
    if one.to_arbiter:
        one.arbiter_name, one.decided_on = ruling.arbiter_name.strip(), ruling.decided_on
        one.document_no = ruling.document_no.strip()
    task.objection_is_open = task.objection_is_arbiters = False
    close_hearings(task, on=day_of(now))


def _move(actor: Actor, task: Task, unit: Unit, *, arbiters: bool, now: datetime) -> Task:
    """End the share here and open it at the other unit (改办)."""
    _end(task, now=now)
    # A co-unit that now leads has nobody to give its opinion to.
    for other in [one for one in task.suggestion.tasks if one.unit_id == unit.id and not one.was_replaced]:
        _end(other, now=now)
    share = Share(unit.id, _role(task), tuple(task.part), asked=task.asked)
    # The coordinator has just chosen the unit: there is nothing left to send on. What the arbiter ruled nobody changes.
    direct = arbiters or not unit.has_coordinator or (actor.role is Role.COORDINATOR and actor.system is unit.system)
    new = open_task(CLOCK, task.suggestion, share, unit, task.part, agreed=None, direct=direct, now=now)
    new.moves, new.objections = task.moves + 1, task.objections
    db.session.flush()
    return new


def _role(task: Task) -> TaskRole:
    left = [one for one in task.suggestion.tasks if one.role is TaskRole.CO and not one.was_replaced]
    return TaskRole.SOLE if task.role is TaskRole.LEAD and not left else task.role


def _end(task: Task, *, now: datetime) -> None:
    drop_all(task, now=now)
    task.was_replaced = True
    advance(task, Action.END, CLOCK, now=now)
