"""What every sentence of the story is made from: the teller who knows the names, and the plain forms of a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.domain.roles import UNIT_ROLES
from tracker.models.suggestions import Suggestion
from tracker.queries.dossier import Names, Told
from tracker.web.spoken import gettext as _


class Teller:
    """What a sentence needs to know of the case it is about."""

    def __init__(self, suggestion: Suggestion, names: Names) -> None:
        self._names = names
        self.suggestion_id = suggestion.id
        self._tasks = {task.id: task for task in suggestion.tasks}

    def unit_of(self, event: Told) -> str:
        """The unit whose share the event is about."""
        task = self._tasks.get(event.task_id or 0)
        if task is not None and task.came_from_id and event.role in UNIT_ROLES and event.place:
            return event.place  # what was done before the share was handed over was done by the unit it came from
        return task.unit.short_name if task else event.place or _("承办单位")

    def person(self, person_id: Any) -> str:
        return self._names.person(person_id) or _("有关人员")

    def unit(self, unit_id: Any) -> str:
        return self._names.unit(unit_id) or _("有关单位")


Sentence = tuple[str, str]


def who(words: Any) -> Callable[[Teller, Told], Sentence]:
    return lambda _teller, event: (event.name or _("系统"), str(words))


def what(subject: Any, words: Any) -> Callable[[Teller, Told], Sentence]:
    return lambda _teller, _event: (str(subject), str(words))


def of_unit(words: Any) -> Callable[[Teller, Told], Sentence]:
    return lambda teller, event: (teller.unit_of(event), str(words))
