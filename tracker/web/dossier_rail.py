"""The right third of a dossier: limits that run, the steps of its life, the units that hold it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.clocks import standing
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.web.addresses import address
from tracker.web.due_tags import due_tag
from tracker.web.labels import CLOCKS, TASK_ROLES
from tracker.web.register_rows import share_words
from tracker.web.words import day_words, standing_words

S, T = SuggestionState, TaskState


def limits(suggestion: Suggestion, clocks: Sequence[Clock], today: date) -> list[tuple[Any, ...]]:
    """The limits that run, nearest first; the longest the law allows is a plain date."""
    units = {task.id: task.unit.short_name for task in suggestion.tasks}
    several = len(units) > 1
    rows: list[tuple[Any, ...]] = []
    for clock in clocks:
        if clock.stopped_on is not None:
            continue
        label = str(CLOCKS[clock.kind])
        if several and clock.task_id in units:
            label = _("%(unit)s%(clock)s", unit=units[clock.task_id], clock=label)
        href = address("due_dates.show", suggestion_id=suggestion.id, clock_id=clock.id)
        if clock.kind is ClockKind.SUGGESTION_REPLY:
            rows.append((label, None, day_words(clock.due_on, year=True), "", href))
        elif tag := due_tag(clock.kind, clock.due_on, today=today):
            rows.append((label, tag.standing, tag.words, day_words(clock.due_on), href))
    return rows


_ENDED = {
    S.NOT_ACCEPTED: _l("不作为建议处理"),
    S.WITHDRAWN: _l("已撤回"),
}
Step = tuple[str, str, str]


def steps(suggestion: Suggestion, clocks: Sequence[Clock], today: date) -> list[Step]:
    """The life of a case: what is done with its day, what is now, what is to come with its limit."""
    if suggestion.state is S.ARCHIVED:
        return []
    done = _done(suggestion)
    if suggestion.state in _ENDED:
        return [
            *((words, "done", day_words(day)) for words, day in done if day),
            (str(_ENDED[suggestion.state]), "now", ""),
        ]
    found: list[Step] = []
    for words, day in done:
        reached = "done" if day else "todo" if any(step[1] == "now" for step in found) else "now"
        found.append((words, reached, day_words(day)))
    return [(words, state, _ahead(clocks, today) if state == "now" else day) for words, state, day in found]


def _done(suggestion: Suggestion) -> list[tuple[str, date | None]]:
    signed = [task for task in suggestion.tasks if task.state not in (T.WITH_COORDINATOR, T.ASSIGNED)]
    every = bool(signed) and len(signed) == len(suggestion.tasks)
    counted = f" {len(signed)}/{len(suggestion.tasks)}" if suggestion.tasks else ""
    rated = suggestion.replied_on if suggestion.state is S.CLOSED else None
    handed_in = None if suggestion.state is S.RETURNED else suggestion.submitted_on
    return [
        (_("修改后提交") if suggestion.state is S.RETURNED else _("提交"), handed_in),
        (_("审查立案"), suggestion.registered_on),
        (_("交办"), suggestion.assigned_on),
        (_("签收") + counted, suggestion.assigned_on if every else None),
        (_("办理答复"), suggestion.replied_on),
        (_("代表评价"), rated),
        (_("办结"), suggestion.closed_on),
    ]


def _ahead(clocks: Sequence[Clock], today: date) -> str:
    running = [clock for clock in clocks if clock.stopped_on is None]
    if not running:
        return ""
    nearest = min(clock.due_on for clock in running)
    return _("%(day)s前", day=day_words(nearest, year=nearest.year != today.year))


def cards(tasks: Sequence[Task], today: date, *, inner: bool, full: bool) -> list[tuple[Any, ...]]:
    """Who holds the case: role, unit, where its share stands, its handler and how long it has lain there."""
    return [_card(task, today, inner=inner, full=full) for task in tasks]


def _card(task: Task, today: date, *, inner: bool, full: bool) -> tuple[Any, ...]:
    last = task.rounds[-1].state if task.rounds else None
    late = task.due_on is not None and task.state not in (T.REPLIED, T.ENDED) and today > task.due_on
    stands = standing(task.due_on, today) if late else None
    words = standing_words(stands, task.due_on, today) if stands else share_words(task.state, last, inner=inner)
    if stands is None and last is RoundState.DELIVERED:
        words = _("已答复")
    return (
        str(TASK_ROLES[task.role]),
        task.role is not TaskRole.CO,
        task.unit.short_name,
        None,
        stands.value if stands else None,
        words,
        "，".join(_notes(task, today, full=full)),
    )


def _notes(task: Task, today: date, *, full: bool) -> list[str]:
    found = [task.handler.name] if full and task.handler else []
    if task.assigned_on is not None and task.state is not T.ENDED:
        if task.replied_on:
            found.append(_("用时%(n)s天", n=(task.replied_on - task.assigned_on).days))
        else:
            found.append(_("已停留%(n)s天", n=(today - task.assigned_on).days))
    elif task.replied_on:
        found.append(_("%(day)s答复", day=day_words(task.replied_on, year=task.replied_on.year != today.year)))
    return found
