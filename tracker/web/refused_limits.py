"""By which rule an act is refused; of one on a share that comes too late, the day that has passed too."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import gettext as _

from tracker.clock import day_of, now
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Why
from tracker.models.tasks import Task
from tracker.queries import law
from tracker.queries.cases import find_suggestion, find_task
from tracker.web.law_labels import limit_words
from tracker.web.refusal_grounds import basis_words
from tracker.web.sessions import asking
from tracker.web.words import day_words

_KINDS = {
    Why.OBJECTION_TOO_LATE: ClockKind.OBJECTION,
    Why.HEARING_IS_OVER: ClockKind.OBJECTION_DECISION,
    Why.EXTENSION_TOO_LATE: ClockKind.REPLY,
}


def rule_words(why: Why) -> str:
    """「期限是4月13日（10日，依据…）。」, 「依据：…。」, or nothing where the refusal only says how things stand."""
    kind, task = _KINDS.get(why), _task()
    until = _until(why, task) if kind is not None and task is not None else None
    if kind is None or task is None or until is None:
        return basis_words(why, law.rulebook_for(day_of(now())))
    rule = law.rulebook_of(task.suggestion.assigned_on, day_of(now())).rule(kind)
    facts = {"day": day_words(until, year=True), "limit": limit_words(rule.limit), "basis": rule.legal_basis}
    return _("期限是%(day)s（%(limit)s，依据：%(basis)s）。", **facts)


def _until(why: Why, task: Task) -> date | None:
    if why is Why.OBJECTION_TOO_LATE:
        return task.objection_due_on
    if why is Why.EXTENSION_TOO_LATE:
        return task.due_on
    return max((one.answer_by for one in task.suggestion.hearings if one.task_id == task.id), default=None)


def _task() -> Task | None:
    ids, who = request.view_args or {}, asking()
    if who is None or "task_id" not in ids or "suggestion_id" not in ids:
        return None
    suggestion = find_suggestion(who.actor, ids["suggestion_id"])
    return find_task(suggestion, ids["task_id"]) if suggestion is not None else None
