"""Stating why a share is late (逾期原因): what the record proposes is confirmed, or another reason given in words."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.lateness import IN_WORDS, LateReason
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.late_reasons import StatedReason
from tracker.models.tasks import Task
from tracker.queries.late_reasons import proposed
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh


@transactional
def state(actor: Actor, task_id: int, reason: LateReason | None, *, words: str, now: datetime) -> int:
    """State why a late share is late, beside what the record says of its days. Returns the suggestion's id.

    The unit is told; the deputies are not, as of everything that lies between the offices. Another reason than the
    record proposes is said in words. Raises `Refused` while the share is not late, `Invalid` without a reason, or
    without words where they are needed.
    """
    task, today = fresh(Task, task_id), day_of(now)
    require(actor, Action.STATE_LATENESS, task, today=today)
    if reason is None:
        raise Invalid(reason="missing")
    found = proposed([task.id], today).get(task.id)
    own = found.proposed if found is not None else None
    if not words.strip() and (reason in IN_WORDS or reason is not own):
        raise Invalid(words="missing")
    assert task.due_on is not None and actor.person_id is not None, "judged to be late, by somebody"
    parts = [[one.value, days] for one, days in found.parts] if found is not None else []
    late_days = (today - task.due_on).days
    facts = {"reason": reason.value, "proposed": own.value if own else "", "late_days": late_days, "parts": parts}
    facts |= {"due_on": task.due_on.isoformat()}
    advance(task, Action.STATE_LATENESS, actor, now=now, note=words, facts=facts)
    stated = StatedReason(task_id=task.id, due_on=task.due_on, late_days=late_days, reason=reason, proposed=own)
    stated.parts, stated.words, stated.by_id, stated.made_at = parts, words, actor.person_id, now
    db.session.add(stated)
    return task.suggestion_id
