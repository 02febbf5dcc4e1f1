"""What the lead unit does with a co-unit: asks it more precisely, takes its opinion or sends it back as empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.db import transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.tasks import Task
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services.handling import renew_clearance


@transactional
def ask(actor: Actor, task_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """Write down what the co-unit is asked for, after what was asked at assignment (c.6). Returns the task's id.

    Its limit runs on as before. Raises `Stale` when the share changed after the form was opened.
    """
    task = fresh(Task, task_id, version=version)
    if not words.strip():
        raise Invalid(words="missing")
    task.asked = "\n".join(part for part in (task.asked, words) if part)
    advance(task, Action.ASK_CO, actor, now=now, note=words, files=files)
    return task.id


@transactional
def accept(actor: Actor, task_id: int, *, version: int, now: datetime, note: str = "") -> int:
    """The lead takes the opinion as substantive; a word to the co-unit may go with it. Returns the task's id."""
    task = fresh(Task, task_id, version=version)
    advance(task, Action.ACCEPT_OPINION, actor, now=now, note=note, facts=_facts(task))
    _judge(task, actor, taken=True, words=note, now=now)
    return task.id


@transactional
def send_back(actor: Actor, task_id: int, *, note: str, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """The lead sends an opinion without substance back to be given again (c.3, 10a). Returns the task's id.

    The co-unit's limit to give it again starts now; the first one stays as it was given.
    """
    task = fresh(Task, task_id, version=version)
    if not note.strip():
        raise Invalid(note="missing")
    advance(task, Action.SEND_BACK_OPINION, actor, now=now, note=note, facts=_facts(task), files=files)
    _judge(task, actor, taken=False, words=note, now=now)
    task.replied_on = None
    renew_clearance(task.suggestion)
    return task.id


def _facts(task: Task) -> dict[str, object]:
    return {"no": task.opinion.no} if task.opinion is not None else {}


def _judge(task: Task, actor: Actor, *, taken: bool, words: str, now: datetime) -> None:
    given = task.opinion
    assert given is not None, "the law asks for one"
    given.is_accepted, given.judgement = taken, words
    given.judged_by_id, given.judged_at = actor.person_id, now
