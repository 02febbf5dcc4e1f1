"""The page that explains a due date, day by day, as weeks or as a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.calendar import Unit, working_days_between
from tracker.domain.clocks import Standing
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.queries.due_dates import clocks_of, law_version_of, notices_of
from tracker.queries.law import Explanation, explain_clock
from tracker.queries.objections import extensions_of
from tracker.web import due_words, what_if
from tracker.web.access import actor, on_suggestion
from tracker.web.due_tags import due_tag
from tracker.web.labels import CLOCKS
from tracker.web.law_labels import STARTS, limit_words
from tracker.web.month_grid import weeks
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("due_dates", __name__)
RUNNING = (Standing.ON_TIME, Standing.DUE_SOON)
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
        tag=_tag(clock, today, found),
        agreed=_agreed(suggestion, clock),
        what_if=what_if.extended(suggestion, clock, today=today),
        others=[(CLOCKS[one.kind], one, *_tag(one, today)) for one in clocks if one is not clock],
        **_explanation(found, today, granted=_granted(clock) if found.differs else ""),
    )


@bp.get("/suggestions/<int:suggestion_id>/clocks")
@on_suggestion()
def find(suggestion: Suggestion) -> Response:
    """On to the limit that ends on a day, for pages that know the day; to the case where this reader sees none."""
    kind, day, share = (request.args.get(name, "") for name in ("kind", "day", "share"))
    of_kind = [
        one
        for one in clocks_of(actor(), suggestion)
        if one.kind == kind and (not share or str(one.task_id) == share or one.task_id is None)
    ]
    # Running ones stand first; of what was moved since the address was written, the one that runs is meant.
    clock = next((one for one in of_kind if one.due_on.isoformat() == day), of_kind[0] if of_kind else None)
    if clock is None:
        return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return redirect(url_for("due_dates.show", suggestion_id=suggestion.id, clock_id=clock.id))


def _granted(clock: Clock) -> str:
    """That more time was given until this day, and until when it was before."""
    for one in extensions_of(clock.suggestion_id):
        if one.is_granted and (one.task_id, one.granted_until) == (clock.task_id, clock.due_on) and one.decided_at:
            decided = day_words(day_of(one.decided_at), year=True)
            facts = {"was": day_words(one.was_due_on, year=True), "until": day_words(clock.due_on, year=True)}
            return _("原定%(was)s，%(decided)s批准延期到%(until)s。", decided=decided, **facts)
    return ""


def _explanation(found: Explanation, today: date, *, granted: str) -> dict[str, Any]:
    due = found.cap or found.due
    years = notices_of(found.clock.started_on.year, found.clock.due_on.year)
    start = str(STARTS[found.rule.start])
    as_list = request.args.get("form") == "list"
    return {
        "title": due_words.title(found),
        "sentence": due_words.sentence(found, granted=granted),
        "facts": due_words.facts(found, years, law_version_of(found.clock)),
        "as_list": as_list,
        "weeks": weeks(due, found.calendar, today=today, start_words=start) if due and not as_list else [],
        "days": due_words.day_list(due) if due and as_list else [],
        "afterwards": _afterwards(found, today),
    }


def _agreed(suggestion: Suggestion, clock: Clock) -> date | None:
    """The earlier day the assignment meeting set for this reply; shown beside the legal one, never instead."""
    tasks = suggestion.tasks if clock.kind is ClockKind.REPLY else ()
    return next((task.agreed_due_on for task in tasks if task.id == clock.task_id), None)


def _tag(clock: Clock, today: date, found: Explanation | None = None) -> tuple[str, str, str]:
    tag = due_tag(
        clock.kind, clock.due_on, today=today, stopped=clock.stopped_on is not None, provisional=clock.is_provisional
    )
    assert tag is not None, "a clock has a due date"
    if clock.kind is ClockKind.OBJECTION and tag.standing == Standing.OVERDUE:
        # A right that was not used is no duty that was missed.
        return tag._replace(standing=Standing.DONE.value, words=_("已过，没有提出"))
    limit = found.rule.limit if found else None
    if found and limit and limit.unit is Unit.WORKING_DAY and tag.standing in RUNNING:
        left = working_days_between(today, clock.due_on, found.calendar)
        return tag._replace(words=_("还有%(n)s个工作日", n=left))
    return tag


def _afterwards(found: Explanation, today: date) -> dict[str, Any] | None:
    """What follows if the paper is assigned today, on the last day, or on a day that was asked about."""
    clock = found.clock
    if clock.kind not in (ClockKind.ASSIGN, ClockKind.KICK_OFF) or clock.stopped_on is not None:
        return None
    asked = what_if.asked_day("assigned")
    book, days = found.book, dict.fromkeys(sorted({today, max(today, clock.due_on)} | ({asked} if asked else set())))
    heads = [(CLOCKS[kind], limit_words(book.rule(kind).limit)) for kind in AFTERWARDS]
    rows = [(day, [book.due_on(kind, day, found.calendar) for kind in AFTERWARDS]) for day in days]
    return {"heads": heads, "rows": rows, "today": today, "asked": asked}
