"""Lead unit and co-unit differ (分歧协调): one raises it, the other answers, one office decides and both go by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor, lead_of
from tracker.domain.permissions import require
from tracker.models.procedures import Disagreement
from tracker.models.tasks import Task
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services.handling import renew_clearance


@transactional
def raise_one(actor: Actor, task_id: int, *, point: str, words: str, now: datetime, files: Sequence[str] = ()) -> int:
    """Name the point on which lead and co-unit differ, and one's own view of it (c.6). Returns the task's id.

    The limit to decide it starts. Raises `Invalid` when point or view is missing.
    """
    task = fresh(Task, task_id)
    missing = {name: "missing" for name, said in (("point", point), ("words", words)) if not said.strip()}
    if missing:
        raise Invalid(**missing)
    advance(task, Action.RAISE_DISAGREEMENT, actor, now=now, note=point, facts={"words": words}, files=files)
    lead = lead_of(task.suggestion.tasks)
    assert lead is not None, "the law asks for one"
    is_lead = actor.unit_id == lead.unit_id
    db.session.add(
        Disagreement(
            suggestion_id=task.suggestion_id,
            task_id=task.id,
            point=point,
            lead_words=words if is_lead else "",
            co_words="" if is_lead else words,
            lead_unit_id=lead.unit_id,
            co_unit_id=task.unit_id,
            raised_by_unit_id=lead.unit_id if is_lead else task.unit_id,
            raised_by_id=actor.person_id,
            raised_at=now,
        )
    )
    task.disagreement_is_open = True
    db.session.flush()
    return task.id


@transactional
def answer(actor: Actor, task_id: int, *, words: str, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """The other unit writes its view beside the first. Returns the task's id.

    `version` is of the disagreement; raises `Stale` when it was decided or answered after the form was opened.
    """
    task, one = _open(actor, Action.ANSWER_DISAGREEMENT, task_id, version, now=now)
    if not words.strip():
        raise Invalid(words="missing")
    advance(task, Action.ANSWER_DISAGREEMENT, actor, now=now, note=words, facts={"point": one.point}, files=files)
    if one.lead_words:
        one.co_words = words
    else:
        one.lead_words = words
    db.session.flush()
    return task.id


@transactional
def decide(actor: Actor, task_id: int, *, decision: str, version: int, now: datetime, files: Sequence[str] = ()) -> int:
    """The office over both decides; the two units go by it. Returns the task's id.

    `version` is of the disagreement; raises `Stale` when a view came in after the form was opened.
    """
    task, one = _open(actor, Action.DECIDE_DISAGREEMENT, task_id, version, now=now)
    if not decision.strip():
        raise Invalid(decision="missing")
    advance(task, Action.DECIDE_DISAGREEMENT, actor, now=now, note=decision, facts={"point": one.point}, files=files)
    one.decision, one.decided_by_id, one.decided_at = decision, actor.person_id, now
    task.disagreement_is_open = False
    renew_clearance(task.suggestion)
    return task.id


def _open(actor: Actor, action: Action, task_id: int, version: int, *, now: datetime) -> tuple[Task, Disagreement]:
    task = fresh(Task, task_id)
    require(actor, action, task, today=day_of(now))
    assert task.disagreement is not None, "the law asks for one"
    return task, fresh(Disagreement, task.disagreement.id, version=version)
