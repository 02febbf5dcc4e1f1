"""What a page about one share says of it before anything else: paper, unit, role, requests, and the rule of a limit."""

from __future__ import annotations

from typing import Any

from tracker.clock import day_of, now
from tracker.domain.rulebook import ClockKind
from tracker.models.tasks import Task
from tracker.queries import law
from tracker.queries.places import receiving_units
from tracker.queries.writing import proposable_units
from tracker.web.due_tags import due_link
from tracker.web.labels import TASK_ROLES
from tracker.web.law_labels import limit_words
from tracker.web.papers import official_title
from tracker.web.unit_directory import Directory


def matter(task: Task) -> dict[str, Any]:
    """The share and the paper it is of."""
    today, suggestion = day_of(now()), task.suggestion
    return {
        "task": task,
        "suggestion": suggestion,
        "title": official_title(suggestion.title),
        "number": law.rulebook_of(suggestion.assigned_on, today).numbering.words(suggestion.number or ""),
        "unit": task.unit.short_name,
        "role": TASK_ROLES[task.role],
        "asked": [one for one in (suggestion.text.requests if suggestion.text else []) if one.no in task.part],
        "requests": len(suggestion.text.requests) if suggestion.text else 0,
    }


def rule(task: Task, kind: ClockKind) -> dict[str, Any]:
    """How long a limit is for this case, on whose authority, and whether that is confirmed."""
    held = law.rulebook_of(task.suggestion.assigned_on, day_of(now())).rule(kind)
    return {
        "limit": limit_words(held.limit),
        "basis": held.legal_basis,
        "note": held.note,
        "is_provisional": held.provisional,
    }


def reply_tag(task: Task) -> Any:
    """How the limit of this share stands."""
    kind = ClockKind.CO_OPINION if task.role == "co" else ClockKind.REPLY
    return due_link(kind, task.due_on, today=day_of(now()), case=task.suggestion_id, share=task.id, **by_hand(task))


def by_hand(task: Task) -> dict[str, bool]:
    """A day that was granted stands, whatever notice comes; any other is as sure as its year."""
    return {"provisional": False} if task.extended_from is not None else {}


def directory() -> Directory:
    """The units a share may go to."""
    today = day_of(now())
    return Directory(proposable_units(today=today), receiving=receiving_units(today))
