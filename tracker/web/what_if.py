"""Questions to a due date: if more time were given, if the paper were assigned on another day. Nothing is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request, url_for

from tracker.domain.actions import Action
from tracker.domain.calendar import LONGEST, Limit, Unit
from tracker.domain.more_time import Present, WhatIf, by_limit, until_day
from tracker.domain.permissions import may
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries.law import calendar_now, rulebook_of
from tracker.services.extensions import REPLY_CLOCKS, latest_day
from tracker.web.access import actor
from tracker.web.day_notes import rest_day
from tracker.web.law_labels import UNITS
from tracker.web.month_grid import weekday_words
from tracker.web.register_rows import OFFICES
from tracker.web.spoken import gettext as _
from tracker.web.words import PROBLEMS, day_words

Facts = list[tuple[str, str]]


def asked_day(name: str) -> date | None:
    """A day in the address; anything odd is none."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def extended(suggestion: Suggestion, clock: Clock, *, today: date) -> dict[str, Any] | None:
    """The form and its answer, for the offices, while a reply is owed; between them lies what is asked and granted."""
    task = next((one for one in suggestion.tasks if one.id == clock.task_id), None)
    if task is None or clock.kind not in REPLY_CLOCKS or clock.stopped_on is not None or actor().role not in OFFICES:
        return None
    present = Present(clock.due_on, latest_day(task, today=today), today)
    found, odd = _asked(suggestion, present)
    return {
        "until": request.args.get("until", ""),
        "more": request.args.get("more", ""),
        "unit": request.args.get("unit", Unit.MONTH.value),
        "units": [(unit.value, UNITS[unit]) for unit in Unit],
        "odd": odd,
        "words": "".join([*_answer(found, present), *_left_aside()]) if found else "",
        "is_wrong": bool(found and found.wrong),
        "facts": _facts(task, suggestion, present, found),
        "ask_href": _ask_href(task, found, today),
    }


def _asked(suggestion: Suggestion, present: Present) -> tuple[WhatIf | None, str]:
    """What was asked for, and what of it could not be read."""
    until, more = request.args.get("until", ""), request.args.get("more", "")
    calendar = calendar_now()
    if until:
        day = asked_day("until")
        return (until_day(day, present, calendar), "") if day else (None, _("日期没有看懂，请按年、月、日填写。"))
    if not more:
        return None, ""
    try:
        limit = Limit(int(more), Unit(request.args.get("unit", "")))
    except ValueError:
        return None, _("请填大于零的整数，并选按什么单位。")
    if not limit.is_plausible:
        return None, _("太长了，最多%(n)s。", n=LONGEST[limit.unit])
    return by_limit(limit, present, calendar, rulebook_of(suggestion.assigned_on, present.today)), ""


def _answer(found: WhatIf, present: Present) -> list[str]:
    day, weekday = day_words(found.until, year=True), weekday_words(found.until)
    said = [_("期限会到%(day)s，%(weekday)s", day=day, weekday=weekday)]
    if found.rolled:
        nominal = day_words(found.nominal, year=True)
        said.append(_("（%(day)s是休息日，顺延）", day=nominal))
    if found.more > 0:
        said.append(_("，比现在多%(n)s天，其中工作日%(working)s天。", n=found.more, working=found.more_working))
    else:
        said.append(_("，比现在早%(n)s天。", n=-found.more) if found.more else _("，与现在相同。"))
    if found.wrong:
        said.append(_("不能这样延期：%(why)s。", why=PROBLEMS[found.wrong]))
    if found.wrong == "beyond_the_longest":
        said.append(_("最晚可以延到%(day)s。", day=day_words(present.latest, year=True)))
    return said if found.rolled else [*said, *rest_day(found.until)]


def _left_aside() -> list[str]:
    """That of two answers to one question the day was taken."""
    both = request.args.get("until") and request.args.get("more")
    return [_("填了日期，就按日期算；“再加多少”没有算进去。")] if both else []


def _facts(task: Task, suggestion: Suggestion, present: Present, found: WhatIf | None) -> Facts:
    """What stands beside the answer: the day that runs, the first assignment, the longest, what the meeting agreed."""
    told = [
        (_("现在的期限"), day_words(present.due_on, year=True)),
        (_("首次交办"), day_words(suggestion.assigned_on, year=True) if suggestion.assigned_on else ""),
        (_("最长可以到"), day_words(present.latest, year=True)),
    ]
    if task.extended_from:
        told.insert(1, (_("原定"), day_words(task.extended_from, year=True)))
    if task.agreed_due_on:
        told.append((_("交办会商定"), day_words(task.agreed_due_on, year=True)))
    return [*told, (_("试算的期限"), day_words(found.until, year=True))] if found else told


def _ask_href(task: Task, found: WhatIf | None, today: date) -> str:
    """On to the request for this day, where it may be asked for and by whom it may."""
    if found is None or found.wrong or not may(actor(), Action.ASK_EXTENSION, task, today=today):
        return ""
    until = found.until.isoformat()
    return url_for("extensions.ask", suggestion_id=task.suggestion_id, task_id=task.id, until=until)
