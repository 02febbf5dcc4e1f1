"""The first check of a paper by the delegation's staff (代表团初审), before the desk or the bill group turns to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.clock import day_of
from tracker.db import transactional
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh


@transactional
def check(
    actor: Actor, suggestion_id: int, *, note: str, version: int, now: datetime, files: Sequence[str] = ()
) -> int:
    """Pass the paper on to the review; returns its id. The desk may do so for the delegation and says why."""
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    if actor.role is Role.DESK and not note.strip():
        raise Invalid(note="missing")
    facts = {"delegation": suggestion.delegation_id}
    advance(suggestion, Action.CHECK, actor, now=now, note=note, facts=facts, files=files)
    suggestion.checked_on = day_of(now)
    return suggestion.id
