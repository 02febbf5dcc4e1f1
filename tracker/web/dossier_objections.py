"""Objections to shares and more time on a dossier: what was asked, said and decided, as far as its reader may know."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from tracker.clock import day_of
from tracker.domain.parties import Party
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.objections import explanations_of, extensions_of, hearings_of, of_suggestion
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.precedent_words import objection_rows, said_words
from tracker.web.words import day_words

# Why a unit objected lies between the offices; the deputies are told who has the paper now and why.
OFFICES = frozenset({
    Party.DESK, Party.COORDINATOR, Party.HEARD, Party.RECEIVER, Party.HANDLER, Party.REVIEWER, Party.UNIT_SIGNER,
    Party.COLLEAGUE,
})  # fmt: skip


def objections(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Each objection with its ruling; of deputies' sight only what came of it."""
    if "objections" not in there or not reader.full:
        return None
    every = of_suggestion(suggestion.id)
    inner = bool(reader.who & OFFICES)
    rows = objection_rows(every, suggestion.tasks)
    for row, one in zip(rows, every, strict=True):
        task = next((each for each in suggestion.tasks if each.id == one.task_id), None)
        row["said"] = said_words(_heard(task, one.id), today=reader.today) if inner and task is not None else []
    held = {"rows": rows if inner else [row for row in rows if row["ruling"]], "inner": inner}
    held |= {"moves": _moves(suggestion), "now": _holders(suggestion)}
    if not held["rows"]:
        return None
    count = _("改办%(n)s次", n=held["moves"]) if held["moves"] else ""
    return Section("objections", _("退件"), count, "dossier/_objections.html", held)


def extensions(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """What the deputies were told about delays, and what more time was asked and given."""
    if not there & {"extensions", "explanations"} or not reader.full:
        return None
    tasks = {task.id: task for task in suggestion.tasks}
    told = explanations_of(list(tasks)) if "explanations" in there else []
    asked = extensions_of(suggestion.id) if "extensions" in there else []
    inner = bool(reader.who & OFFICES)
    rows = [_asked(one, tasks[one.task_id]) for one in asked if inner or one.is_granted]
    said = [
        {"unit": tasks[one.task_id].unit.short_name, "words": one.words, "made_at": one.made_at, "by": one.name or ""}
        for one in told
    ]
    if not rows and not said:
        return None
    return Section("extensions", _("进展说明和延期"), "", "dossier/_extensions.html", {"rows": rows, "told": said})


def _heard(task: Task, objection_id: int) -> list[Any]:
    return [one for one in hearings_of(task) if one.objection_id == objection_id]


def _moves(suggestion: Suggestion) -> int:
    return max((task.moves for task in suggestion.tasks), default=0)


def _holders(suggestion: Suggestion) -> list[str]:
    """Who has it now; a unit the coordinator has still to confirm is not told."""
    held = [task for task in suggestion.tasks if not task.was_replaced and task.with_unit]
    return [task.unit.short_name for task in held]


def _asked(one: Any, task: Task) -> dict[str, Any]:
    words = {
        None: _("等待决定"),
        True: _("批准延期到%(day)s", day=day_words(one.granted_until, year=True)) if one.granted_until else "",
        False: _("没有同意") if one.decided_by_id else _("没有决定"),
    }
    return {
        "unit": task.unit.short_name,
        "was": day_words(one.was_due_on, year=True),
        "until": day_words(one.asked_until, year=True),
        "reason": one.reason,
        "outcome": words[one.is_granted],
        "decision": one.decision,
        "by": one.decided_by.name if one.decided_by else "",
        "asked_on": day_words(day_of(one.made_at)),
    }
