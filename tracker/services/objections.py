"""A unit objects to a share (退件), and the unit it names is heard; the ruling is in `rulings.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.judging_objections import is_further
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.permissions import require
from tracker.domain.rulebook import ClockKind
from tracker.models.organs import Unit
from tracker.models.people import Person
from tracker.models.procedures import HeardOn, Hearing, Objection, Say
from tracker.models.tasks import Task
from tracker.queries import law as laws
from tracker.queries.objections import refused_before
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._requests import close_hearings, open_objection
from tracker.services.assignments import assignable

# Where the city sets no limit for the ruling, the unit that is heard still needs a day.
_WITHOUT_LIMIT = timedelta(days=7)


@dataclass(frozen=True)
class Claim:
    """Why the share is not this unit's, by which clause of its duties (三定), and whose it is.

    `sure` names a unit all the same that had the share before and was let go.
    """

    reason: str
    duty_clause: str
    better_unit_id: int | None
    signer_name: str
    sure: bool = False
    files: Sequence[str] = ()


@transactional
def object_to(actor: Actor, task_id: int, claim: Claim, *, version: int, now: datetime) -> int:
    """Object to a share within its window; the unit goes on working at it until it is ruled on.

    The unit named as the better one is asked for its word at once, until the day of the ruling (Asia/Shanghai). A
    second objection to the same share of the work goes to the arbiter and is signed by who hands it in. Raises
    `Refused` when the window has shut, and for a third one. Returns the suggestion's id.
    """
    task = fresh(Task, task_id, version=version)
    require(actor, Action.OBJECT, task, today=day_of(now))
    if is_further(task):
        claim = replace(claim, signer_name=db.session.get_one(Person, actor.person_id).name)
    better = _claimed(task, claim, day_of(now))
    further, no = is_further(task), task.objections + 1
    facts = {"better": better.id, "no": no, "signer": claim.signer_name, "clause": claim.duty_clause}
    advance(
        task, Action.OBJECT, actor, now=now, note=claim.reason, facts=facts | {"to_arbiter": further}, files=claim.files
    )
    one = Objection(
        suggestion_id=task.suggestion_id,
        task_id=task.id,
        no=no,
        unit_id=task.unit_id,
        reason=claim.reason,
        duty_clause=claim.duty_clause,
        better_unit_id=better.id,
        signer_name=claim.signer_name,
        by_principal=actor.is_principal,
        by_id=actor.person_id,
        made_at=now,
        to_arbiter=further,
    )
    db.session.add(one)
    task.objections, task.objection_is_open, task.objection_is_arbiters = no, True, further
    db.session.flush()
    _ask(task, one, now=now)
    return task.suggestion_id


def _claimed(task: Task, claim: Claim, today: date) -> Unit:
    """The unit that is named as the better one. Raises `Invalid` with everything that is wrong, once."""
    wrong = {
        name: "missing"
        for name in ("reason", "duty_clause", "signer_name")
        if not getattr(claim, name).strip()
    }  # fmt: skip
    if claim.better_unit_id is None:
        wrong["better_unit"] = "better_unit_missing"
    elif claim.better_unit_id == task.unit_id:
        wrong["better_unit"] = "better_unit_is_yours"
    if wrong or claim.better_unit_id is None:
        raise Invalid(**wrong)
    found = free(task, claim.better_unit_id, "better_unit", today)
    if not claim.sure and found.id in refused_before(task):
        raise Invalid(sure="refused_before")
    return found


def free(task: Task, unit_id: int, field: str, today: date) -> Unit:
    """A unit this share may go to: in being, and without a share of this suggestion that would clash."""
    try:
        found = assignable(unit_id, today)
    except Invalid:
        raise Invalid(**{field: "not_assignable"}) from None
    for other in task.suggestion.tasks:
        clashes = other.role is not TaskRole.CO or task.role is TaskRole.CO
        if other.unit_id == unit_id and other is not task and not other.was_replaced and clashes:
            raise Invalid(**{field: "has_share_already"})
    return found


def _ask(task: Task, one: Objection, *, now: datetime) -> None:
    today, suggestion = day_of(now), task.suggestion
    book = laws.rulebook_of(suggestion.assigned_on, today)
    until = book.due_on(ClockKind.OBJECTION_DECISION, today, laws.calendar_now())
    db.session.add(
        Hearing(
            suggestion_id=suggestion.id,
            objection_id=one.id,
            task_id=task.id,
            unit_id=one.better_unit_id,
            on=HeardOn.OBJECTION,
            role=task.role,
            part=list(task.part),
            asked=task.asked,
            asked_at=now,
            answer_by=until or today + _WITHOUT_LIMIT,
        )
    )
    suggestion.open_hearings += 1
    db.session.flush()
    db.session.expire(suggestion, ["hearings"])


@transactional
def recall(actor: Actor, task_id: int, *, reason: str, version: int, now: datetime) -> int:
    """Take an objection back before it is ruled on: the unit accepts the share after all.

    It counts as one that was made, so the next one to this share is still the principal's and goes to the arbiter.
    Raises `Invalid` without a reason. Returns the suggestion's id.
    """
    task = fresh(Task, task_id, version=version)
    require(actor, Action.RECALL_OBJECTION, task, today=day_of(now))
    if not reason.strip():
        raise Invalid(reason="missing")
    advance(task, Action.RECALL_OBJECTION, actor, now=now, note=reason)
    one = open_objection(task)
    one.is_upheld, one.ruled_at, one.recalled_for = False, now, reason
    task.objection_is_open = task.objection_is_arbiters = False
    close_hearings(task, on=day_of(now))
    return task.suggestion_id


@dataclass(frozen=True)
class Word:
    """What the unit that is heard says: its own, or not and then whose and why."""

    say: Say
    words: str = ""
    better_unit_id: int | None = None
    files: Sequence[str] = ()


@transactional
def hear(actor: Actor, task_id: int, word: Word, *, version: int, now: datetime) -> int:
    """Say whether a share is one's own; until its day it may be said anew. Returns the suggestion's id.

    The task takes a new version, so that nobody rules on a page that does not show what was said.
    """
    task = fresh(Task, task_id, version=version)
    require(actor, Action.HEAR, task, today=day_of(now))
    if word.say is Say.NOT_OURS:
        _not_ours(actor, word, day_of(now))
    mine = Hearing.task_id == task.id, Hearing.unit_id == actor.unit_id, Hearing.closed_on.is_(None)
    one = db.session.scalars(select(Hearing).where(*mine).order_by(Hearing.id.desc())).first()
    assert one is not None, "the guard found it"
    one.say, one.words, one.said_by_id, one.said_at = word.say, word.words, actor.person_id, now
    one.better_unit_id = word.better_unit_id if word.say is Say.NOT_OURS else None
    flag_modified(task, "part")
    facts = {"say": word.say.value, "better": one.better_unit_id}
    advance(task, Action.HEAR, actor, now=now, note=word.words, facts=facts, files=word.files)
    return task.suggestion_id


def _not_ours(actor: Actor, word: Word, today: date) -> None:
    wrong = {} if word.words.strip() else {"words": "missing"}
    if word.better_unit_id is None:
        wrong["better_unit"] = "better_unit_missing"
    elif word.better_unit_id == actor.unit_id:
        wrong["better_unit"] = "better_unit_is_yours"
    if wrong or word.better_unit_id is None:
        raise Invalid(**wrong)
    try:
        assignable(word.better_unit_id, today)
    except Invalid:
        raise Invalid(better_unit="not_assignable") from None
