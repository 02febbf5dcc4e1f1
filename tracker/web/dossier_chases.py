"""Chasing on a dossier (催办): what was sent to each unit and what it said, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.ladder import CHASED, Running
from tracker.domain.permissions import why_not
from tracker.domain.roles import Role
from tracker.domain.states import TaskState
from tracker.domain.whys import Why
from tracker.models.chases import Chase
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.chases import of_suggestion
from tracker.queries.ladder import next_of
from tracker.web.chase_words import again_words, is_held_back, number_words, plain_words, step_words, times_words
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.spoken import gettext as _

A, T = Action, TaskState
_AT_UNIT = (T.ASSIGNED, T.SIGNED_FOR, T.HANDLING)


def chases(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Every chase of the units this reader may know of, newest last, for whoever sees it in the story."""
    if "chases" not in there or not reader.full:
        return None
    every = [one for one in of_suggestion(suggestion.id) if reader.sees(A.CHASE, one.task_id)]
    promised = {one.commitment_id for one in every if one.commitment is not None}
    if not every:
        return None
    tasks = {task.id: task for task in suggestion.tasks}
    several = len({one.task_id for one in every}) > 1 or bool(promised)
    rows = [
        {"unit": _whom(one, tasks[one.task_id]), "pair": (number_words(one), one)}
        for one in every
        if one.task_id in tasks
    ]
    held = {"rows": rows, "several": several}
    return Section("chases", _("催办"), _("%(n)s次", n=len(rows)), "dossier/_chases.html", held)


def _whom(one: Chase, task: Task) -> str:
    """Which unit was chased, and about which promise where it was one."""
    if one.commitment is None or one.unit is None:
        return task.unit.short_name
    return _("%(unit)s，第%(no)s项承诺", unit=one.unit.short_name, no=one.commitment.request_no)


def ahead(
    suggestion: Suggestion, tasks: Sequence[Task], clocks: Sequence[Clock], reader: Reader
) -> list[dict[str, Any]]:
    """What comes next for each open share, by day and addressee, in the words of whoever reads; nothing for others
    than those who see a chase in the story. No statement of its own."""
    if not reader.full:
        return []
    rows = []
    for task in tasks:
        if task.state not in _AT_UNIT or not reader.sees(A.CHASE, task.id):
            continue
        running = [Running(one.kind, one.due_on) for one in clocks if _is_its(one, task)]
        step = next_of(task, running, reader.today)
        lines = _lines(task, step, reader)
        if lines:
            rows.append({"unit": task.unit.short_name if len(suggestion.tasks) > 1 else "", "lines": lines})
    return rows


def _is_its(clock: Clock, task: Task) -> bool:
    return clock.task_id == task.id and clock.stopped_on is None and clock.kind in CHASED


def _lines(task: Task, step: Any, reader: Reader) -> list[str]:
    found = [_("%(times)s，还没有答复。", times=times_words(task.chases))] if task.chases else []
    if step is not None:
        held_back = is_held_back(task)
        plain = reader.actor.role in (Role.DEPUTY, Role.ASSISTANT)
        found.append(plain_words(step, reader.today) if plain else step_words(step, reader.today, held_back=held_back))
    if why_not(reader.actor, A.CHASE, task, today=reader.today) is Why.CHASED_LATELY:
        found.append(again_words(reader.actor, task, reader.today))
    return found
