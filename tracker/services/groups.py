"""Suggestions handled together (并案): a name and dated memberships; tasks, clocks, replies stay each paper's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.limits import GROUP
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.models.joint import GroupMembership, HandlingGroup
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._batch import all_or_none
from tracker.services._grouping import leave, members, take_out
from tracker.services._key_marks import join_with_group
from tracker.services._load import Invalid, Missing, Stale, fresh
from tracker.services._record import write_event

# A paper of a group and the version of it that was shown.
Line = tuple[int, int]


@transactional
def merge(actor: Actor, lines: Sequence[Line], *, name: str, why: str, differ: str, now: datetime) -> int:
    """Put two or more papers into a new group; returns the group's id. All or none.

    Raises `Invalid` for fewer than two, for no name or reason, for not saying how they differ, and one code for every
    line at fault as `line-<suggestion id>`.
    """
    _written(name=name, why=why, differ=differ)
    if len({suggestion_id for suggestion_id, _version in lines}) < 2:
        raise Invalid(papers="two_at_least")
    # The paper the page began with; a line of the others may be mended.
    require(actor, Action.JOIN_GROUP, fresh(Suggestion, lines[0][0]), today=day_of(now))
    group = HandlingGroup(name=name, made_on=day_of(now), made_by_id=actor.person_id, memberships=[])
    db.session.add(group)
    db.session.flush()
    _join(actor, group, lines, reason=_reason(why, differ), now=now)
    return group.id


@transactional
def add(
    actor: Actor, group_id: int, lines: Sequence[Line], *, version: int, why: str, differ: str, now: datetime
) -> int:
    """Put further papers into a group; returns its id. Raises `Invalid` like `merge`, `Missing` for one dissolved."""
    _written(why=why, differ=differ)
    group = _standing(group_id, version)
    _join(actor, group, lines, reason=_reason(why, differ), now=now)
    return group.id


@transactional
def split(actor: Actor, suggestion_id: int, *, version: int, why: str, now: datetime) -> int:
    """Take one paper out of its group, at any time; returns its id. Clocks, tasks, replies and ratings stay.

    A group of one is none: the last other paper leaves with it.
    """
    _written(why=why)
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    require(actor, Action.LEAVE_GROUP, suggestion, today=day_of(now))
    take_out(actor, suggestion, why=why, now=now)
    return suggestion.id


@transactional
def dissolve(actor: Actor, group_id: int, *, version: int, why: str, now: datetime) -> int:
    """Take every paper out of a group; returns the group's id. Nothing of the papers' own work changes."""
    _written(why=why)
    group = _standing(group_id, version)
    for one in members(group):
        leave(actor, group, fresh(Suggestion, one.suggestion_id), why=why, now=now)
    return group.id


@transactional
def rename(actor: Actor, group_id: int, *, version: int, name: str, now: datetime) -> int:
    """Call a group otherwise; returns its id. Whether it is key says the key item it is in."""
    _written(name=name)
    group = _standing(group_id, version)
    for one in members(group)[:1]:
        require(actor, Action.LEAVE_GROUP, fresh(Suggestion, one.suggestion_id), today=day_of(now))
    if group.name != name:
        facts = {"before": group.name, "name": name}
        group.name = name
        write_event(actor, "rename_group", now=now, subject=f"group:{group.id}", facts=facts)
    return group.id


def _written(**texts: str) -> None:
    missing = {field: "missing" for field, text in texts.items() if not text.strip()}
    if missing:
        raise Invalid(**missing)


def _reason(why: str, differ: str) -> str:
    return f"{why.strip()}\n{differ.strip()}"


def _standing(group_id: int, version: int) -> HandlingGroup:
    group = fresh(HandlingGroup, group_id)
    if group.version != version:
        raise Stale(group, version)
    if not members(group):
        raise Missing("group")
    return group


def _join(actor: Actor, group: HandlingGroup, lines: Sequence[Line], *, reason: str, now: datetime) -> None:
    count = len(members(group)) + len(lines)
    if count > GROUP:
        raise Invalid(papers="too_many")
    acts = (
        (f"line-{suggestion_id}", partial(_joins, actor, group, suggestion_id, version, reason, count, now=now))
        for suggestion_id, version in dict(lines).items()
    )
    all_or_none(acts, empty="papers")
    flag_modified(group, "name")


def _joins(
    actor: Actor, group: HandlingGroup, suggestion_id: int, version: int, reason: str, count: int, *, now: datetime
) -> int:
    suggestion = fresh(Suggestion, suggestion_id, version=version)
    facts = {"group": group.id, "name": group.name, "n": count}
    advance(suggestion, Action.JOIN_GROUP, actor, now=now, note=reason, facts=facts)
    suggestion.group_id = group.id
    group.memberships.append(GroupMembership(suggestion_id=suggestion.id, joined_on=day_of(now), why_joined=reason))
    db.session.flush()
    join_with_group(actor, suggestion, group, now=now)
    return suggestion.id
