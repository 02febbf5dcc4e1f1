"""Objections to shares and more time on a dossier: what was asked, said and decided, as far as its reader may know."""

from __future__ import annotations

from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.judging_objections import leaves_its_system
from tracker.models.procedures import Extension, Objection
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.objections import explanations_of, extensions_of, hearings_on, of_suggestion
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.precedent_words import objection_rows, said_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

A = Action


def objections(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Each objection with its ruling; why a unit objected lies between the offices, deputies are told the ruling."""
    if "objections" not in there or not reader.full:
        return None
    every, said = of_suggestion(suggestion.id), hearings_on(suggestion.id) if "hearings" in there else ()
    rows = []
    for row, one in zip(objection_rows(every, suggestion.tasks), every, strict=True):
        ended = _ended(one)
        row["inner"] = reader.sees(A.OBJECT, one.task_id)
        if (ended is None and not row["inner"]) or (ended is not None and not reader.sees(ended, one.task_id)):
            continue
        if reader.sees(A.HEAR, one.task_id):
            row["said"] = said_words((each for each in said if each.objection_id == one.id), today=reader.today)
        rows.append(row)
    if not rows:
        return None
    held = {"rows": rows, "moves": _moves(suggestion), "now": _holders(suggestion)}
    count = _("改办%(n)s次", n=held["moves"]) if held["moves"] else ""
    return Section("objections", _("退件"), count, "dossier/_objections.html", held)


def awaited(suggestion: Suggestion, reader: Reader) -> list[str]:
    """What somebody has still to decide about a share, and who: said before what its unit has to do meanwhile."""
    told = []
    for task in suggestion.tasks:
        unit = task.unit.short_name
        if task.objection_is_open and reader.sees(A.OBJECT, task.id):
            by = _ruler(suggestion, task)
            told.append(_("%(unit)s已申请退件，等%(by)s裁定；裁定以前由它继续办理。", unit=unit, by=by))
        if task.extension_is_open and reader.sees(A.ASK_EXTENSION, task.id):
            by = _("督查室") if task.extension_is_coordinators else _("代表工作机构")
            told.append(_("%(unit)s已申请延期，等%(by)s决定；决定以前原期限照算。", unit=unit, by=by))
    return told


def _ruler(suggestion: Suggestion, task: Task) -> str:
    if task.objection_is_arbiters:
        return _("裁决人")
    heard = suggestion.hearings if suggestion.open_hearings else ()
    return _("督查室") if task.has_coordinator and not leaves_its_system(task, heard) else _("代表工作机构")


def _ended(one: Objection) -> Action | None:
    """The act that ended an objection; none while it is open."""
    if one.is_upheld is None:
        return None
    if one.is_upheld:
        return A.UPHOLD_OBJECTION
    if one.recalled_for:
        return A.RECALL_OBJECTION
    return A.REJECT_OBJECTION if one.ruled_by_id else A.DROP_OBJECTION


def extensions(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """What the deputies were told about delays, and what more time was asked and given."""
    if not there & {"extensions", "explanations"} or not reader.full:
        return None
    tasks = {task.id: task for task in suggestion.tasks}
    told = explanations_of(list(tasks)) if "explanations" in there else []
    asked = extensions_of(suggestion.id) if "extensions" in there else []
    rows = [_asked(one, tasks[one.task_id], reader) for one in asked if reader.sees(_latest(one), one.task_id)]
    said = [
        {"unit": tasks[one.task_id].unit.short_name, "words": one.words, "made_at": one.made_at, "by": one.name or ""}
        for one in told
        if reader.sees(A.EXPLAIN_DELAY, one.task_id)
    ]
    if not rows and not said:
        return None
    return Section("extensions", _("进展说明和延期"), "", "dossier/_extensions.html", {"rows": rows, "told": said})


def _latest(one: Extension) -> Action:
    """What became of a request for more time, or that it was asked."""
    if one.is_granted is None:
        return A.ASK_EXTENSION
    if one.is_granted:
        return A.GRANT_EXTENSION
    return A.REFUSE_EXTENSION if one.decided_by_id else A.DROP_EXTENSION


def _moves(suggestion: Suggestion) -> int:
    return max((task.moves for task in suggestion.tasks), default=0)


def _holders(suggestion: Suggestion) -> list[str]:
    """Who has it now; a unit the coordinator has still to confirm is not told."""
    held = [task for task in suggestion.tasks if not task.was_replaced and task.with_unit]
    return [task.unit.short_name for task in held]


def _asked(one: Extension, task: Task, reader: Reader) -> dict[str, Any]:
    granted = day_words(one.granted_until, year=True) if one.granted_until else ""
    words = {
        None: _("等待决定"),
        True: _("批准延期到%(day)s", day=granted) if granted else "",
        False: _("没有同意") if one.decided_by_id else _("没有决定"),
    }
    facts = {"day": day_words(day_of(one.made_at)), "was": day_words(one.was_due_on, year=True)}
    facts["until"] = day_words(one.asked_until, year=True)
    # What was asked and why lies between the offices; the deputies are told until when it was granted.
    inner = reader.sees(A.ASK_EXTENSION, task.id)
    return {
        "unit": task.unit.short_name,
        "asked": _("%(day)s申请从%(was)s延期到%(until)s", **facts) if inner else _("原定%(was)s前答复", **facts),
        "reason": one.reason if inner else "",
        "outcome": words[one.is_granted],
        "decision": one.decision,
        "by": one.decided_by.name if one.decided_by else "",
    }
