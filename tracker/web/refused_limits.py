"""By which rule an act is refused; of one on a share that comes too late, the day that has passed too."""

from __future__ import annotations

from datetime import date

from flask import request

from tracker.clock import day_of, now
from tracker.domain.whys import Why
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import law
from tracker.queries.cases import find_suggestion, find_task
from tracker.web.chase_words import again_words
from tracker.web.law_labels import limit_words
from tracker.web.refusal_grounds import LIMITS, basis_words
from tracker.web.sessions import asking
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def rule_words(why: Why) -> str:
    """「期限是4月13日（10日，依据…）。」, 「依据：…。」, or nothing where the refusal only says how things stand."""
    suggestion, who = _suggestion(), asking()
    book = law.rulebook_of(suggestion.assigned_on if suggestion is not None else None, day_of(now()))
    task = find_task(suggestion, (request.view_args or {}).get("task_id", 0)) if suggestion is not None else None
    if why is Why.CHASED_LATELY and task is not None and who is not None:
        return again_words(who.actor, task, day_of(now())) + basis_words(why, book)
    until = _until(why, task) if task is not None else None
    if until is None:
        return basis_words(why, book)
    rule = book.rule(LIMITS[why])
    facts = {"day": day_words(until, year=True), "limit": limit_words(rule.limit), "basis": rule.legal_basis}
    return _("期限是%(day)s（%(limit)s，依据：%(basis)s）。", **facts)


def _until(why: Why, task: Task) -> date | None:
    if why is Why.OBJECTION_TOO_LATE:
        return task.objection_due_on
    if why is Why.EXTENSION_TOO_LATE:
        return task.due_on
    if why is not Why.HEARING_IS_OVER:
        return None
    return max((one.answer_by for one in task.suggestion.hearings if one.task_id == task.id), default=None)


def _suggestion() -> Suggestion | None:
    """The case of the address, as far as who asks may read it."""
    ids, who = request.view_args or {}, asking()
    return find_suggestion(who.actor, ids["suggestion_id"]) if who is not None and "suggestion_id" in ids else None
