"""Assigning: what waits, one paper with a role for each unit, many at once; shown as it will go before it goes."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import PAGE
from tracker.domain.roles import Capability, Role
from tracker.models.suggestions import Suggestion
from tracker.queries import assignments as waiting
from tracker.queries.assignments import Wait
from tracker.queries.cases import find_suggestion
from tracker.queries.circulation import words_on
from tracker.queries.law import rulebook_for
from tracker.services import assignments
from tracker.services._load import Invalid
from tracker.services.assignments import Plan
from tracker.web import assignment_pages, circulation_pages
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.assignment_forms import AssignmentForm, BatchForm, first_lines, first_units
from tracker.web.due_tags import due_link
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.refused import lines_on_record
from tracker.web.routing_words import reasons
from tracker.web.share_forms import rows_of
from tracker.web.spoken import gettext as _
from tracker.web.unit_directory import Directory, directory

bp = Blueprint("assignments", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/assignments")
@needs(Capability.ASSIGN)
def queue() -> str:
    """What waits to be assigned, nearest due date first, with the unit most speaks for."""
    today, page, known = day_of(now()), page_asked(), directory()
    found = waiting.lines(actor(), list(known.units.values()), today=today, page=page, size=PAGE)
    counts = waiting.counts(actor(), today=today)
    total = counts[Wait.TO_ASSIGN]
    rows = [(line, due_link(line.row.clock_kind, line.row.due_on, today=today, case=line.row.id)) for line in found]
    pager = pages(total, page)
    return render_template(
        "assignments/queue.html",
        rows=rows,
        known=known,
        total=total,
        desk=actor().role is Role.DESK,
        tabs=circulation_pages.tabs(counts, Wait.TO_ASSIGN),
        pager=pager,
        reasons=reasons,
    )


@bp.route("/suggestions/<int:suggestion_id>/assignment", methods=["GET", "POST"])
@on_suggestion(Action.ASSIGN)
def one(suggestion: Suggestion) -> Page:
    """One paper: who handles it, shown as it will go, then sent."""
    known, step = directory(), request.form.get("step", "")
    line = _line(suggestion, known)
    form = _form(suggestion, line, known)
    if step in ("add", "check"):
        assignments.still_waits(actor(), suggestion.id, version=form.version.data or 0, now=now())
    if step not in ("check", "send"):
        form.files.take_in()
    if step == "add":
        form.add(known, line.requests)
    elif step in ("check", "send") and form.submitted() and (plan := form.plan(suggestion)):
        if step == "check" and _fits(form, plan):
            return assignment_pages.check(suggestion, plan, line, known)
        if step == "send" and _sent(form, plan):
            return redirect(url_for(".receipt", suggestion_id=suggestion.id))
    return assignment_pages.one(form, suggestion, line, known), 422 if form.errors else 200


@bp.get("/suggestions/<int:suggestion_id>/assignment/receipt")
@needs(Capability.ASSIGN)
def receipt(suggestion_id: int) -> str:
    """What was sent to whom and by when each owes what; the next paper."""
    suggestion = find_suggestion(actor(), suggestion_id) or abort(404)
    if suggestion.assigned_on is None or not suggestion.tasks:
        abort(404)
    today = day_of(now())
    left, next_id = waiting.how_many(actor(), today=today), waiting.next_waiting(actor(), today=today)
    return assignment_pages.receipt(suggestion, left=left, next_id=next_id)


@bp.route("/assignments/batch", methods=["GET", "POST"])
@needs(Capability.ASSIGN)
def batch() -> Page:
    """Many papers: a unit proposed for each, changed where it is wrong, all sent with one press."""
    known, step = directory(), request.form.get("step", "")
    form, held = _batch_form(known)
    if step in ("check", "send") and form.submitted() and (plans := form.plans(known, held)):
        if step == "check" and form.still_wait(held) and _fits(form, plans[0]):
            return assignment_pages.batch_check(plans, held, known)
        if step == "send" and _all_sent(form, plans):
            return redirect(url_for(".sent"))
    return assignment_pages.batch(form, held, known, total=_left()), 422 if form.errors else 200


@bp.get("/assignments/sent")
@needs(Capability.ASSIGN)
def sent() -> str:
    """What was assigned on a day, paper by paper and counted by unit."""
    day, book = _day_asked(day_of(now())), rulebook_for(day_of(now()))
    found = waiting.sent_on(actor(), day)
    counts: dict[str, int] = {}
    for task in (task for suggestion in found for task in suggestion.tasks):
        counts[task.unit.short_name] = counts.get(task.unit.short_name, 0) + 1
    by_unit, left = sorted(counts.items(), key=lambda pair: -pair[1]), _left()
    return render_template(
        "assignments/sent.html", day=day, rows=found, by_unit=by_unit, left=left, book=book, full=official_title
    )


def _left() -> int:
    return waiting.how_many(actor(), today=day_of(now()))


def _day_asked(today: date) -> date:
    try:
        return min(date.fromisoformat(request.args.get("day", "")), today)
    except ValueError:
        return today


def _line(suggestion: Suggestion, known: Directory) -> waiting.Line:
    return waiting.lines_of(actor(), [suggestion.id], list(known.units.values()), today=day_of(now()))[suggestion.id]


def _form(suggestion: Suggestion, line: waiting.Line, known: Directory) -> AssignmentForm:
    said = words_on(suggestion.id) if suggestion.circulated_until else ()
    held = {"units": rows_of(said) or first_units(line)}
    form = AssignmentForm(hat_id=actor().membership_id, at_version=suggestion.version, data=held)
    form.offer(known, line.requests)
    return form


def _batch_form(known: Directory) -> tuple[BatchForm, dict[int, waiting.Line]]:
    today, units = day_of(now()), list(known.units.values())
    if request.method == "GET":
        found = waiting.lines(actor(), units, today=today, page=page_asked())
        form = BatchForm(hat_id=actor().membership_id, data={"lines": first_lines(found, known)})
        return form, {line.row.id: line for line in found}
    form = BatchForm()
    held = waiting.lines_of(actor(), [row.form.suggestion_id for row in form.lines.entries], units, today=today)
    form.keep(held)
    return form, held


def _fits(form: AssignmentForm | BatchForm, plan: Plan) -> bool:
    try:
        assignments.check_agreed(plan.agreed_due_on, now=now())
    except Invalid as invalid:
        form.take(invalid)
    return not form.errors


def _sent(form: AssignmentForm, plan: Plan) -> bool:
    try:
        assignments.assign(actor(), plan, now=now(), once=form.once_for(me().person_id))
    except Invalid as invalid:
        form.take(invalid)
    return not form.errors


def _all_sent(form: BatchForm, plans: list[Plan]) -> bool:
    try:
        done = assignments.assign_batch(actor(), plans, now=now(), once=form.once_for(me().person_id))
    except Invalid as invalid:
        form.blame(invalid.problems)
        lines_on_record(invalid)
        return False
    flash(_("已交办%(n)s件。", n=len(done)), "done")
    return True
