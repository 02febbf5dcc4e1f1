"""The facts of papers about one unit's share: assignment notice, objection, request for more time, co-opinion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of, end_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.parties import TaskRole, lead_of
from tracker.domain.rulebook import ClockKind
from tracker.models.organs import Unit
from tracker.models.procedures import Explanation, Extension
from tracker.models.record import Clock, Event
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import objections
from tracker.queries.cases import find_task
from tracker.queries.documents_case import Office, label_of, sealed_of, shown_of
from tracker.queries.documents_past import shares_at, signatories, signers_at, unit_at

_GIVING = (Action.OPEN.value, Action.DISTRIBUTE.value)
_LIMITS = (ClockKind.REPLY, ClockKind.CO_OPINION)


def notice(suggestion: Suggestion, task_id: int, where: Office) -> Paper | None:
    """交办通知, with the limit as it was set when the work was given: three statements."""
    task = find_task(suggestion, task_id)
    if task is None or task.assigned_on is None:
        return None
    asked = {one.no: one.body for one in suggestion.text.requests} if suggestion.text else {}
    part, at = task.part or sorted(asked), _given_at(task, task.assigned_on)
    unit = unit_at(task, at)
    sealed = sealed_of(suggestion) | {
        "unit_id": unit.id,
        "role": task.role.value,
        "requests": [{"no": no, "body": asked.get(no, "")} for no in part],
        "asked": task.asked,
        "on": task.assigned_on,
        "due": first_due(task),
        "is_key": suggestion.is_key,
        "is_leader_led": suggestion.is_leader_led,
    }
    deputies = signatories(signers_at(suggestion, at).ids)
    shown = shown_of(suggestion, where, at) | {
        "unit": unit.name,
        "role_words": where.role(task.role),
        "by_coordinator": unit.has_coordinator,
        "units": [(where.role(one.role), held.name) for one, held in shares_at(suggestion, at) if one.with_unit],
        "deputies": [(one.name, one.delegation, one.phone) for one in deputies],
        "objection_limit": where.book.rule(ClockKind.OBJECTION).limit,
        "letters": sorted({one.letter for one in where.book.result_classes}),
    }
    label = label_of(suggestion, where, unit=unit.name, on=task.assigned_on)
    return Paper(PaperKind.NOTICE, suggestion.id, task_id, label, sealed, shown, at=at)


def given_to(task: Task, on: date) -> Unit:
    """The unit the share was given to on that day: no statement for one that never moved."""
    return task.unit if task.came_from_id is None else unit_at(task, _given_at(task, on))


def first_due(task: Task) -> date | None:
    """The day by which it was first to be answered: one statement."""
    wanted = select(Clock.due_on).where(Clock.task_id == task.id, Clock.kind.in_(_LIMITS)).order_by(Clock.id).limit(1)
    return task.extended_from or db.session.scalar(wanted) or task.due_on


def _given_at(task: Task, on: date) -> datetime:
    """The instant it was given to the unit that holds it; the end of that day where no act tells."""
    wanted = select(Event.at).where(Event.suggestion_id == task.suggestion_id, Event.task_id == task.id)
    return db.session.scalar(wanted.where(Event.action.in_(_GIVING)).order_by(Event.seq.desc()).limit(1)) or end_of(on)


def objection(suggestion: Suggestion, objection_id: int, where: Office) -> Paper | None:
    """退件申请 as the unit made it, whatever was decided since: one statement."""
    found = next((one for one in objections.of_suggestion(suggestion.id) if one.id == objection_id), None)
    task = find_task(suggestion, found.task_id) if found is not None else None
    if found is None or task is None:
        return None
    on = day_of(found.made_at)
    sealed = sealed_of(suggestion) | {
        "no": found.no,
        "unit_id": found.unit_id,
        "reason": found.reason,
        "duty_clause": found.duty_clause,
        "better_unit_id": found.better_unit_id,
        "signer": found.signer_name,
        "by_principal": found.by_principal,
        "to_arbiter": found.to_arbiter,
        "on": on,
    }
    shown = shown_of(suggestion, where, found.made_at) | {
        "unit": found.unit.name,
        "better_unit": found.better_unit.name,
        "role_words": where.role(task.role),
        "assigned_on": task.assigned_on,
        "by_coordinator": found.unit.has_coordinator,
    }
    label = label_of(suggestion, where, unit=found.unit.name, on=on)
    return Paper(PaperKind.OBJECTION, suggestion.id, objection_id, label, sealed, shown, at=found.made_at)


def extensions(suggestion: Suggestion) -> Sequence[Extension]:
    """Every request for more time of a case, oldest first: one statement."""
    wanted = select(Extension).where(Extension.suggestion_id == suggestion.id).order_by(Extension.id)
    return db.session.scalars(wanted).all()


def extension(suggestion: Suggestion, extension_id: int, where: Office) -> Paper | None:
    """延期申请, with what the deputies had been told before it: two statements."""
    found = next((one for one in extensions(suggestion) if one.id == extension_id), None)
    task = find_task(suggestion, found.task_id) if found is not None else None
    if found is None or task is None:
        return None
    on = day_of(found.made_at)
    unit = unit_at(task, found.made_at)
    told = select(Explanation.words).where(Explanation.task_id == task.id, Explanation.made_at <= found.made_at)
    sealed = sealed_of(suggestion) | {
        "unit_id": unit.id,
        "reason": found.reason,
        "was_due": found.was_due_on,
        "until": found.asked_until,
        "told": db.session.scalar(told.order_by(Explanation.id.desc()).limit(1)) or "",
        "on": on,
    }
    shown: dict[str, Any] = shown_of(suggestion, where, found.made_at) | {
        "unit": unit.name,
        "role_words": where.role(task.role),
        "by_coordinator": unit.has_coordinator,
    }
    label = label_of(suggestion, where, unit=unit.name, on=on)
    return Paper(PaperKind.EXTENSION, suggestion.id, extension_id, label, sealed, shown, at=found.made_at)


def opinion(suggestion: Suggestion, opinion_id: int, where: Office) -> Paper | None:
    """会办意见 as it was given to the lead unit: no statement."""
    task = next((one for one in suggestion.tasks if one.opinion is not None and one.opinion.id == opinion_id), None)
    if task is None or task.opinion is None or task.role is not TaskRole.CO:
        return None
    given, lead = task.opinion, lead_of(suggestion.tasks)
    on, unit = day_of(given.given_at), unit_at(task, given.given_at)
    sealed = sealed_of(suggestion) | {
        "no": given.no,
        "unit_id": unit.id,
        "document_no": given.document_no,
        "body": given.body,
        "signer": given.signer_name,
        "on": on,
    }
    shown = shown_of(suggestion, where, given.given_at) | {
        "unit": unit.name,
        "lead_unit": unit_at(lead, given.given_at).name if lead else "",
        "asked": task.asked,
        "by_coordinator": unit.has_coordinator,
    }
    label = label_of(suggestion, where, document_no=given.document_no, unit=unit.name, on=on)
    return Paper(PaperKind.OPINION, suggestion.id, opinion_id, label, sealed, shown, at=given.given_at)
