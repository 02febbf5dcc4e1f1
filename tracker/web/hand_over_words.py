"""A hand-over list in words: how far it is, who confirmed when, and what stands in each of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.kinds import called
from tracker.domain.parties import TaskRole
from tracker.domain.states import TaskState
from tracker.models.procedures import HandOver
from tracker.models.tasks import Task
from tracker.web.labels import TASK_ROLES, TASK_STATES
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words, number_words


def stands_words(one: HandOver) -> str:
    """How far the list is."""
    if one.cancelled_at is not None:
        return _("已作废")
    if one.given_at is not None and one.taken_at is not None:
        return _("已移交")
    if one.given_at is None and one.taken_at is None:
        return _("等双方确认")
    return _("等%(unit)s确认", unit=one.from_unit.short_name if one.given_at is None else one.to_unit.short_name)


def steps_words(one: HandOver, names: dict[int, str]) -> list[tuple[str, str]]:
    """Who did what and when, as facts."""
    waits = _("还没有确认")
    given = f"{names.get(one.given_by_id or 0, '')} {instant_words(one.given_at)}" if one.given_at else waits
    taken = f"{names.get(one.taken_by_id or 0, '')} {instant_words(one.taken_at)}" if one.taken_at else waits
    found = [
        (_("列清单"), f"{names.get(one.made_by_id or 0, '')} {instant_words(one.made_at)}"),
        (_("移交方确认"), given),
        (_("接办方确认"), taken),
    ]
    if one.cancelled_at:
        found.append((_("作废"), instant_words(one.cancelled_at)))
    return found


def row_words(task: Task, met: Sequence[Task] = ()) -> dict[str, str]:
    """One line: number, title, role and where it stands; `met` are shares of the taking unit in the papers listed."""
    return {
        "number": number_words(task.suggestion.number),
        "title": called(task.suggestion.title),
        "role": str(TASK_ROLES[task.role]),
        "state": str(TASK_STATES[task.state]),
        "meets": _meeting_words(task, [one for one in met if one.suggestion_id == task.suggestion_id]),
    }


def _meeting_words(task: Task, others: Sequence[Task]) -> str:
    """What becomes of two shares of one paper that come to one unit."""
    if not others:
        return ""
    leads = any(one.role is not TaskRole.CO for one in others)
    if leads and _ends(task):
        return _("接办单位主办本件，移交后这份会办任务结束")
    if task.role is not TaskRole.CO and any(_ends(one) for one in others):
        return _("接办单位会办本件，移交后它的会办任务结束")
    return _("接办单位在本件另有一份任务，移交后两份分别办理")


def _ends(task: Task) -> bool:
    return task.role is TaskRole.CO and task.state is not TaskState.REPLIED
