"""The deputy's word on a talk the unit noted: confirmed with one tap, or corrected in his own words."""

from __future__ import annotations

from collections.abc import Sequence
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
def correct(
    actor: Actor,
    task_id: int,
    entry_id: int,
    *,
    took_place: bool | None,
    words: str,
    now: datetime,
    files: Sequence[str] = (),
) -> int:
    """The deputy says how it was; both texts are kept. Returns the suggestion's id.

    A talk that took place counts, as the deputy tells it; one that he says there never was does not, and the unit has
    still to talk or to say why not. Raises `Invalid` like `confirm`, for a correction that does not say which of the
    two, and for one that says nothing of a talk that took place.
    """
    task = fresh(Task, task_id)
    entry = _awaiting(actor, task, entry_id, Action.CORRECT_CONTACT, now=now)
    wrong = {} if took_place is not None else {"took_place": "choose_one"}
    if took_place is not False and not words.strip():
        wrong["correction"] = "correction_missing"
    if wrong:
        raise Invalid(**wrong)
    facts = entry_facts(task, entry) | ({} if took_place else {"denied": True})
    advance(task, Action.CORRECT_CONTACT, actor, now=now, note=words, facts=facts, files=files)
    entry.corrected_at, entry.correction, entry.is_denied = now, words, took_place is False
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
