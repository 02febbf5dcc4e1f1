"""Who held a case for how long, as of any day, and each unit judged on its own days (用时构成)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request

from tracker.clock import day_of, now
from tracker.domain.holding import INNER, Holder, Span, joined
from tracker.domain.parties import Actor, Party, TaskRole, parties
from tracker.domain.permissions import Sight, sight
from tracker.domain.roles import UNIT_ROLES
from tracker.domain.states import TaskState
from tracker.models.suggestions import Suggestion
from tracker.queries.holding import HeldShare, held_case
from tracker.queries.law import calendar_now
from tracker.web.access import actor, on_suggestion
from tracker.web.holding_words import (
    HOLDERS,
    LOOKS,
    by_words,
    longest_words,
    own_words,
    reason_words,
    standing_words,
)
from tracker.web.labels import TASK_ROLES
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("holding", __name__)
# Of the units' bar; every span keeps its share of it.
WIDTH = 1000
_ALL_OFFICES = frozenset({Party.DESK, Party.COORDINATOR, Party.BILL_GROUP})


@bp.get("/suggestions/<int:suggestion_id>/holding")
@on_suggestion()
def show(suggestion: Suggestion) -> str:
    """In whose hands the case was, span by span, until the end of a day."""
    if sight(actor(), suggestion) is not Sight.FULL:
        abort(404)
    today = day_of(now())
    day, wrong = _day(request.args.get("day", ""), today)
    held, units = held_case(suggestion.id, day), {task.unit_id: task.unit.short_name for task in suggestion.tasks}
    shares = [_as_seen(one, actor(), suggestion) for one in held.shares if _knows(actor(), suggestion, one.task_id)]
    return render_template(
        "holding/show.html",
        suggestion=suggestion,
        day=day,
        is_today=day == today,
        wrong=wrong,
        longest=longest_words(shares, units),
        paper=_rows(_paper(held.paper, actor(), suggestion), ""),
        shares=[_share(one, units[one.unit_id], actor(), suggestion) for one in shares],
    )


def _day(words: str, today: date) -> tuple[date, str]:
    """The day asked about; what cannot be read, or has not come, is said and today is shown."""
    if not words:
        return today, ""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return today, _("日期没有看懂，下面是到今天为止的。")
    return (day, "") if day <= today else (today, _("那一天还没有到，下面是到今天为止的。"))


def _knows(who: Actor, suggestion: Suggestion, task_id: int) -> bool:
    """A share still with the coordinator is a proposal between two offices."""
    task = next(one for one in suggestion.tasks if one.id == task_id)
    return task.state is not TaskState.WITH_COORDINATOR or bool(_ALL_OFFICES & parties(who, suggestion))


def _reads_inner(who: Actor, suggestion: Suggestion, unit_id: int) -> bool:
    if who.role in UNIT_ROLES:
        return who.unit_id == unit_id
    return bool(_ALL_OFFICES & parties(who, suggestion))


def _as_seen(share: HeldShare, who: Actor, suggestion: Suggestion) -> HeldShare:
    """What a unit asks for and who decides lies between the offices: others read that it is being handled."""
    if _reads_inner(who, suggestion, share.unit_id):
        return share
    folded = (replace(one, holder=Holder.HANDLING) if one.holder in INNER else one for one in share.spans)
    return replace(share, spans=tuple(joined(folded)))


def _paper(spans: Iterable[Span], who: Actor, suggestion: Suggestion) -> Sequence[Span]:
    if _ALL_OFFICES & parties(who, suggestion):
        return list(spans)
    heard = (replace(one, holder=Holder.ASSIGNING) if one.holder is Holder.CIRCULATION else one for one in spans)
    return joined(heard)


def _share(one: HeldShare, unit: str, who: Actor, suggestion: Suggestion) -> dict[str, Any]:
    inner = _reads_inner(who, suggestion, one.unit_id)
    # The days of an opinion lie between the units; a deputy is told of the reply.
    replies = one.replies if inner or one.role is not TaskRole.CO else ()
    judged = [[standing_words(each), *([own_words(each), reason_words(each)] if inner else [])] for each in replies]
    return {
        "unit": unit,
        "role": str(TASK_ROLES[one.role]),
        "judged": ["".join(words) for words in judged],
        "rows": _rows(one.spans, unit),
        "bar": _bar(one.spans, unit),
    }


def _rows(spans: Iterable[Span], unit: str) -> list[dict[str, Any]]:
    calendar = calendar_now()
    return [
        {
            "what": str(HOLDERS[one.holder]),
            "who": by_words(one.holder, unit),
            "first": one.first,
            "last": one.last,
            "days": one.days,
            "working": one.working_days(calendar),
            "look": LOOKS.get(one.holder, "other"),
        }
        for one in spans
    ]


def _bar(spans: Sequence[Span], unit: str) -> list[dict[str, Any]]:
    """Rectangles side by side; days between the spans, when nobody held it, stay empty."""
    if not spans:
        return []
    first, whole = spans[0].first, (spans[-1].last - spans[0].first).days
    return [
        {
            "x": round((one.first - first).days * WIDTH / whole, 1),
            "width": round(one.days * WIDTH / whole, 1),
            "look": LOOKS.get(one.holder, "other"),
            "words": _(
                "%(what)s（%(who)s）%(first)s至%(last)s，%(n)s天",
                what=HOLDERS[one.holder],
                who=by_words(one.holder, unit),
                first=day_words(one.first, year=True),
                last=day_words(one.last, year=True),
                n=one.days,
            ),
        }
        for one in spans
    ]
