"""What a unit does before it replies: sign for, give to a handler, note contacts, give a co-opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import UNIT_ROLES
from tracker.domain.states import RoundState, TaskState
from tracker.models.contacts import Contact, CoOpinion, Manner, Phase, Rank
from tracker.models.people import Membership
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.services._advance import advance
from tracker.services._batch import all_or_none
from tracker.services._load import Invalid, fresh
from tracker.services._requests import drop_open


@transactional
def sign_for(actor: Actor, task_id: int, *, now: datetime, handler_id: int | None = None, note: str = "") -> int:
    """Confirm receipt; may name the handler in the same step. The reply clock has run since assignment.

    Returns the task's id.
    """
    return _sign_for(actor, task_id, handler_id, note=note, now=now)


@transactional
def sign_for_batch(actor: Actor, task_ids: Sequence[int], *, now: datetime, handler_id: int | None = None) -> list[int]:
    """Confirm receipt of many at once, all or none; one handler may be named for all. Returns the tasks' ids.

    Raises one `Invalid` that names every line at fault as `line-<task id>`.
    """
    return all_or_none(
        (
            (f"line-{task_id}", partial(_sign_for, actor, task_id, handler_id, note="", now=now))
            for task_id in dict.fromkeys(task_ids)
        ),
        empty="lines",
    )


@transactional
def give(
    actor: Actor,
    task_id: int,
    *,
    handler_id: int,
    note: str,
    version: int,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Give the task to a named handler of the unit, or to another one when the first is away. Returns the task's id.

    Giving it to somebody else needs a note: the new handler must learn where things stand. Raises `Stale` when somebody
    else gave it to somebody in between.
    """
    task = fresh(Task, task_id, version=version)
    if task.handler_id not in (None, handler_id) and not note.strip():
        raise Invalid(note="missing")
    _give(actor, task, handler_id, note=note, now=now, files=files)
    return task.id


@dataclass(frozen=True)
class Talk:
    """A contact with a deputy (沟通): when, how, who came, what was said."""

    phase: Phase
    manner: Manner
    on: date
    who_came: str
    with_person_id: int
    said: str
    rank: Rank | None = None


@transactional
def note_contact(actor: Actor, task_id: int, talk: Talk, *, now: datetime, files: Sequence[str] = ()) -> int:
    """Note that the unit spoke with a signer of the suggestion. Returns the task's id.

    The signer confirms or corrects it; until then it weighs nothing (e.5).
    """
    task = fresh(Task, task_id)
    if code := wrong_day(talk.on, task.suggestion.submitted_on, today=day_of(now)):
        raise Invalid(on=code)
    if code := wrong_phase(task, talk.phase, talk.on):
        raise Invalid(phase=code)
    if talk.with_person_id not in task.suggestion.signers:
        raise Invalid(with_person="not_a_signer")
    db.session.add(
        Contact(
            task_id=task.id,
            phase=talk.phase,
            manner=talk.manner,
            on=talk.on,
            who_came=talk.who_came,
            with_person_id=talk.with_person_id,
            said=talk.said,
            rank=talk.rank,
            noted_by_id=actor.person_id,
            made_at=now,
        )
    )
    task.open_contacts += 1
    facts = {"manner": talk.manner.value, "on": talk.on.isoformat(), "with": talk.with_person_id, "who": talk.who_came}
    advance(task, Action.NOTE_CONTACT, actor, now=now, note=talk.said, facts=facts, files=files)
    return task.id


def wrong_day(on: date, filed_on: date | None, *, today: date) -> str:
    """Why no talk about a suggestion was held that day, as a code, or nothing. Days of Asia/Shanghai."""
    if on > today:
        return "in_future"
    return "before_filing" if filed_on is not None and on < filed_on else ""


def wrong_phase(task: Task, phase: Phase, on: date) -> str:
    """Why a talk of that day (Asia/Shanghai) was not held in this phase, as a code, or nothing.

    On the day of the answer itself both fit; while it is handled again nothing is "after" for good.
    """
    sent = [one.delivered_on for one in task.rounds if one.delivered_on is not None]
    answered = [day for day in (task.replied_on, *sent) if day is not None]
    if phase is Phase.AFTER:
        return "not_answered_yet" if not answered or on < min(answered) else ""
    return "answered_by_then" if task.state is TaskState.REPLIED and answered and on > max(answered) else ""


@transactional
def give_opinion(
    actor: Actor,
    task_id: int,
    *,
    body: str,
    signer_name: str,
    document_no: str,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """Send the co-unit's opinion to the lead (会办意见), which ends its share. Returns the task's id.

    One that was sent back is kept as the version it was; the new one gets the next number.
    """
    task = fresh(Task, task_id)
    if not body.strip():
        raise Invalid(body="missing")
    if not signer_name.strip():
        raise Invalid(signer_name="missing")
    before = max(task.opinions, key=lambda one: one.no, default=None)
    if before is not None:
        before.is_current = False
        db.session.flush()
    db.session.add(
        CoOpinion(
            task_id=task.id,
            no=before.no + 1 if before is not None else 1,
            document_no=document_no,
            body=body,
            signer_name=signer_name,
            given_at=now,
            by_id=actor.person_id,
        )
    )
    task.replied_on = day_of(now)
    facts = {"document_no": document_no, "signer": signer_name} | ({"no": before.no + 1} if before else {})
    advance(task, Action.OPINE, actor, now=now, facts=facts, files=files)
    drop_open(task, now=now)
    renew_clearance(task.suggestion)
    return task.id


def renew_clearance(suggestion: Suggestion) -> None:
    """The letter names the units that were heard: a new version of the round makes the signer's open page stale, so
    that nobody signs a sentence he has not read. A draft in work would lose its automatic save to it."""
    for task in suggestion.tasks:
        for one in task.rounds:
            if one.state is RoundState.IN_CLEARANCE:
                flag_modified(one, "opening")
    db.session.flush()


def _sign_for(actor: Actor, task_id: int, handler_id: int | None, *, note: str, now: datetime) -> int:
    task = fresh(Task, task_id)
    advance(task, Action.SIGN_FOR, actor, now=now)
    if handler_id is not None:
        _give(actor, task, handler_id, note=note, now=now)
    return task.id


def _give(actor: Actor, task: Task, handler_id: int, *, note: str, now: datetime, files: Sequence[str] = ()) -> None:
    if not _works_at(handler_id, task.unit_id, day_of(now)):
        raise Invalid(handler="not_of_this_unit")
    before = task.handler_id
    task.handler_id = handler_id
    first = task.state is TaskState.SIGNED_FOR
    facts = {"handler": handler_id, "before": before, "first": first}
    advance(task, Action.GIVE, actor, now=now, note=note, facts=facts, files=files)


def _works_at(person_id: int, unit_id: int, day: date) -> bool:
    found = db.session.scalars(
        select(Membership).where(
            Membership.person_id == person_id, Membership.unit_id == unit_id, Membership.role.in_(UNIT_ROLES)
        )
    )
    return any(one.holds_on(day) for one in found)
