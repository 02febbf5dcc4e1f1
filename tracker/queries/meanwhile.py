"""What somebody else did to a thing while a form on it was open: the last act, by whom, when and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import UNIT_SIDE, Actor, Party, parties
from tracker.domain.states import TaskState
from tracker.models.joint import GroupMembership
from tracker.models.people import Person
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.cases import find_round, find_suggestion, find_task
from tracker.queries.dossier import Names, Seer, Told, names, story
from tracker.queries.lines import is_inside, line_of


@dataclass(frozen=True)
class OnCase:
    """The last act of a case as this reader may see it, with the names its sentence needs."""

    suggestion: Suggestion
    told: Told
    names: Names


@dataclass(frozen=True)
class Change:
    """The last act on something of the office."""

    action: str
    at: datetime
    name: str
    note: str
    facts: dict[str, Any]
    person_id: int | None = None


def on_case(actor: Actor, suggestion_id: int) -> OnCase | None:
    """The newest act of a case this actor would find in its story; what followed from it by itself does not count."""
    suggestion = find_suggestion(actor, suggestion_id)
    told = story(suggestion, Seer(actor, suggestion)) if suggestion is not None else []
    if suggestion is None or not told:
        return None
    of_then = [one for one in told if one.at == told[-1].at and one.name]
    last = (of_then or told)[-1]
    return OnCase(suggestion, last, names(suggestion, [last]))


def handled_by(actor: Actor, suggestion_id: int, *, task_id: int | None, round_id: int | None) -> Task | None:
    """The share of an address with whoever handles it, for its own unit and for those who look after all of them."""
    suggestion = find_suggestion(actor, suggestion_id)
    if suggestion is None:
        return None
    one = find_round(suggestion, round_id) if round_id else None
    task = one.task if one else find_task(suggestion, task_id or 0)
    if task is None or task.state is not TaskState.HANDLING or task.was_replaced or task.handler is None:
        return None
    return task if parties(actor, suggestion, task) & (UNIT_SIDE | {Party.DESK, Party.COORDINATOR}) else None


def on_office(subject: str) -> Change | None:
    """The newest act on something of the office, such as `unit:4`: one statement."""
    found = _newest(Event.subject == subject)
    return found[0] if found else None


def on_line(actor: Actor, line_id: int) -> Change | None:
    """The newest act on an approved line, for the people of its unit: nobody else reads why one was returned."""
    line = line_of(actor, line_id)
    return on_office(f"line:{line_id}") if line is not None and is_inside(actor, line) else None


def on_group(group_id: int) -> Change | None:
    """The newest act on a group: it was renamed, a paper joined or left. Only who keeps groups may be told."""
    papers = select(GroupMembership.suggestion_id).where(GroupMembership.group_id == group_id)
    moves = and_(Event.action.in_((Action.JOIN_GROUP, Action.LEAVE_GROUP)), Event.suggestion_id.in_(papers))
    found = _newest(or_(Event.subject == f"group:{group_id}", moves), most=20)
    return next((one for one in found if one.facts.get("group", group_id) == group_id), None)


def _newest(which: ColumnElement[bool], *, most: int = 1) -> list[Change]:
    rows = db.session.execute(
        select(Event.action, Event.at, Person.name, Event.note, Event.facts, Event.person_id)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(which, Event.action != "refused")
        .order_by(Event.seq.desc())
        .limit(most)
    )
    return [Change(action, at, name or "", note, facts, by) for action, at, name, note, facts, by in rows]
