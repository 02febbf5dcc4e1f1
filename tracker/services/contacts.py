"""The deputy's word on a talk the unit noted: confirmed with one tap, or corrected in his own words."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.contacts import Contact
from tracker.models.tasks import Task
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh


@transactional
def confirm(actor: Actor, task_id: int, entry_id: int, *, now: datetime) -> int:
    """The deputy confirms that the talk was as noted; from now on it counts. Returns the suggestion's id.

    Raises `Invalid` for an entry that is not his or that he has answered already.
    """
    task = fresh(Task, task_id)
    entry = _awaiting(actor, task, entry_id, Action.CONFIRM_CONTACT, now=now)
    advance(task, Action.CONFIRM_CONTACT, actor, now=now, facts=entry_facts(task, entry))
    entry.confirmed_at = now
    task.open_contacts = _still_open(task)
    return task.suggestion_id


@transactional
def correct(actor: Actor, task_id: int, entry_id: int, *, words: str, now: datetime) -> int:
    """The deputy says how it was; both texts are kept, and the talk counts. Returns the suggestion's id.

    Raises `Invalid` like `confirm`, and for a correction that says nothing.
    """
    task = fresh(Task, task_id)
    entry = _awaiting(actor, task, entry_id, Action.CORRECT_CONTACT, now=now)
    if not words.strip():
        raise Invalid(correction="correction_missing")
    advance(task, Action.CORRECT_CONTACT, actor, now=now, note=words, facts=entry_facts(task, entry))
    entry.corrected_at, entry.correction = now, words
    task.open_contacts = _still_open(task)
    return task.suggestion_id


def _awaiting(actor: Actor, task: Task, entry_id: int, action: Action, *, now: datetime) -> Contact:
    require(actor, action, task, today=day_of(now))
    mine = [one for one in task.contacts if one.awaits and one.with_person_id == actor.person_id]
    entry = next((one for one in mine if one.id == entry_id), None)
    if entry is None:
        raise Invalid(entry="entry_answered")
    return entry


def entry_facts(task: Task, entry: Contact) -> dict[str, object]:
    """Which talk it was, as kept with the event: the how manieth noted for this share."""
    no = sum(one.id <= entry.id for one in task.contacts)
    return {"no": no, "on": entry.on.isoformat(), "manner": entry.manner.value}


def _still_open(task: Task) -> int:
    return sum(one.awaits for one in task.contacts)
