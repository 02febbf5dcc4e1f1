"""Taking papers out of a handling group (并案), inside the transaction of whoever brings it about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.models.joint import GroupMembership, HandlingGroup
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._key_marks import leave_with_group
from tracker.services._load import fresh


def members(group: HandlingGroup) -> list[GroupMembership]:
    """The memberships that stand."""
    return [one for one in group.memberships if one.left_on is None]


def take_out(actor: Actor, suggestion: Suggestion, *, why: str, now: datetime, **facts: Any) -> None:
    """Take one paper out of the group it is in. A group of one is none: the last other paper leaves with it."""
    group = fresh(HandlingGroup, suggestion.group_id or 0)
    leave(actor, group, suggestion, why=why, now=now, **facts)
    left = members(group)
    if len(left) == 1:
        leave(actor, group, fresh(Suggestion, left[0].suggestion_id), why=why, now=now, was_last=True)


def leave(actor: Actor, group: HandlingGroup, suggestion: Suggestion, *, why: str, now: datetime, **facts: Any) -> None:
    """End one membership; `facts` say how it came about."""
    told = {"group": group.id, "name": group.name, "was_last": False} | facts
    advance(suggestion, Action.LEAVE_GROUP, actor, now=now, note=why, facts=told)
    suggestion.group_id = None
    for one in members(group):
        if one.suggestion_id == suggestion.id:
            one.left_on, one.why_left = day_of(now), why
    flag_modified(group, "name")
    db.session.flush()
    leave_with_group(suggestion, group, now=now)
