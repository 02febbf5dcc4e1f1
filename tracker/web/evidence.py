"""The attachments that came with what the units said, on the pages where one decides about it or answers it."""

from __future__ import annotations

from collections.abc import Collection

from tracker.domain.actions import Action
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import files
from tracker.web.access import actor
from tracker.web.file_words import Row, file_row


def came_with(task: Task, *acts: Action) -> list[Row]:
    """What was handed in on a share with these acts, as far as the reader may open it; oldest first, one statement."""
    return came_with_shares(task.suggestion, {task.id}, *acts).get(task.id, [])


def came_with_shares(suggestion: Suggestion, task_ids: Collection[int], *acts: Action) -> dict[int, list[Row]]:
    """The same of several shares of a suggestion, by share."""
    found: dict[int, list[Row]] = {}
    for one in files.readable(actor(), suggestion):
        task_id = one.file.task_id
        if task_id is not None and task_id in task_ids and one.action in acts:
            found.setdefault(task_id, []).append(file_row(suggestion.id, one.file))
    return found
