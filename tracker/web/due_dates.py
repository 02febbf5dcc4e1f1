"""The page that explains a due date, day by day, as weeks or as a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request

from tracker.clock import day_of, now
from tracker.domain.clocks import standing
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.queries.due_dates import clocks_of, notices_of
from tracker.queries.law import Explanation, explain_clock
from tracker.web import due_words
from tracker.web.access import actor, on_suggestion
from tracker.web.labels import CLOCK_VERBS, CLOCKS
from tracker.web.law_labels import STARTS, limit_words
from tracker.web.month_grid import weeks
from tracker.web.words import day_words, standing_words

bp = Blueprint("due_dates", __name__)
AFTERWARDS = (ClockKind.SIGN_FOR, ClockKind.CO_OPINION, ClockKind.REPLY, ClockKind.SUGGESTION_REPLY)


@bp.get("/suggestions/<int:suggestion_id>/clocks/<int:clock_id>")
@on_suggestion()
def show(suggestion: Suggestion, clock_id: int) -> str:
    """Why this limit of this suggestion ends on its day."""
    clocks = clocks_of(actor(), suggestion)
    clock = next((one for one in clocks if one.id == clock_id), None) or abort(404)
    found, today = explain_clock(clock), day_of(now())
    return render_template(
        "due_dates/show.html",
        suggestion=suggestion,
        clock=clock,
        tag=_tag(clock, today),
        others=[(CLOCKS[one.kind], one, *_tag(one, today)) for one in clocks if one is not clock],
        **_explanation(found, today),
    )


def _explanation(found: Explanation, today: date) -> dict[str, Any]:
    due = found.cap or found.due
    years = notices_of(found.clock.started_on.year, found.clock.due_on.year)
    start = str(STARTS[found.rule.start])
    as_list = request.args.get("form") == "list"
    return {
        "title": due_words.title(found),
        "sentence": due_words.sentence(found),
        "facts": due_words.facts(found, years),
        "as_list": as_list,
        "weeks": weeks(due, found.calendar, today=today, start_words=start) if due and not as_list else [],
        "days": due_words.day_list(due) if due and as_list else [],
        "afterwards": _afterwards(found, today),
    }


def _tag(clock: Clock, today: date) -> tuple[str, str, str]:
    stands = standing(clock.due_on, today, stopped=clock.stopped_on is not None)
    words = f"{day_words(clock.due_on, year=clock.due_on.year != today.year)}前{CLOCK_VERBS[clock.kind]}"
    return stands.value, standing_words(stands, clock.due_on, today), words


def _afterwards(found: Explanation, today: date) -> dict[str, Any] | None:
    """What follows if the paper is assigned today or on the last day."""
    clock = found.clock
    if clock.kind not in (ClockKind.ASSIGN, ClockKind.KICK_OFF) or clock.stopped_on is not None:
        return None
    book, days = found.book, dict.fromkeys((today, max(today, clock.due_on)))
    heads = [(CLOCKS[kind], limit_words(book.rule(kind).limit)) for kind in AFTERWARDS]
    rows = [(day, [book.due_on(kind, day, found.calendar) for kind in AFTERWARDS]) for day in days]
    return {"heads": heads, "rows": rows, "today": today}
