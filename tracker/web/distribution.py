"""The coordinator's second step: confirm or change the units of its system, one paper or many, and send them on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.permissions import require
from tracker.domain.roles import Capability
from tracker.domain.states import TaskState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import distribution as waiting
from tracker.queries.cases import find_suggestion
from tracker.queries.places import receiving_units
from tracker.queries.writing import proposable_units
from tracker.services import assignments
from tracker.services._load import Invalid
from tracker.web import distribution_pages
from tracker.web.access import actor, me, needs
from tracker.web.distribution_forms import DistributionForm
from tracker.web.paging import page_asked
from tracker.web.picks import picked_id
from tracker.web.refused import lines_on_record
from tracker.web.spoken import gettext as _
from tracker.web.unit_directory import Directory

bp = Blueprint("distribution", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/distribution")
@needs(Capability.DISTRIBUTE)
def queue() -> str:
    """What waits to be sent on, with the unit the desk has named."""
    known = _directory()
    rows = waiting.shares(actor(), page=page_asked(), group_id=picked_id(request.args.get("group")))
    form = _form(known, ((row.task_id, row.unit_id) for row in rows))
    return distribution_pages.queue(form, {row.task_id: row for row in rows}, known, waiting.how_many(actor()))


@bp.post("/distribution/batch")
@needs(Capability.DISTRIBUTE)
def batch() -> Page:
    """Many shares: shown as they will go, then sent, all or none."""
    known, form, step = _directory(), DistributionForm(), request.form.get("step", "")
    held = waiting.shares_of(actor(), [row.form.task_id for row in form.shares.entries])
    form.keep(held)
    if step in ("check", "send") and form.submitted() and (units := form.units(known)):
        rows = [held[task_id] for task_id in units]
        if step == "check":
            if not form.fits(rows, units):
                return distribution_pages.queue(form, held, known, waiting.how_many(actor())), 422
            return distribution_pages.check(rows, units, known, note=form.note.data or "", back=url_for(".batch"))
        if _all_sent(form, rows, units):
            return redirect(url_for(".queue"))
    return distribution_pages.queue(form, held, known, waiting.how_many(actor())), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/distribution", methods=["GET", "POST"])
@needs(Capability.DISTRIBUTE)
def one(suggestion_id: int) -> Page:
    """The shares of one paper: confirm or change the units, with a note, shown before they go."""
    suggestion = find_suggestion(actor(), suggestion_id) or abort(404)
    known, step = _directory(), request.form.get("step", "")
    tasks = _tasks(suggestion)
    form = _form(known, ((task.id, task.unit_id) for task in tasks))
    form.keep(task.id for task in tasks)
    if step in ("check", "send") and form.submitted() and (units := form.units(known)):
        if step == "check":
            rows = list(waiting.shares_of(actor(), units).values())
            if not form.fits(rows, units):
                return distribution_pages.one(form, suggestion, tasks, known), 422
            back = url_for(".one", suggestion_id=suggestion.id)
            return distribution_pages.check(rows, units, known, note=form.note.data or "", back=back)
        if _sent(form, suggestion, units):
            return redirect(url_for(".queue"))
    return distribution_pages.one(form, suggestion, tasks, known), 422 if form.errors else 200


def _directory() -> Directory:
    today = day_of(now())
    own = [unit for unit in proposable_units(today=today) if unit.system is actor().system]
    return Directory(own, receiving=receiving_units(today), whole=False)


def _form(known: Directory, chosen: Iterable[tuple[int, int]]) -> DistributionForm:
    units = known.units
    rows = [
        {"task": str(task_id), "pick": True, "unit": units[unit_id].short_name if unit_id in units else ""}
        for task_id, unit_id in chosen
    ]
    return DistributionForm(hat_id=actor().membership_id, data={"shares": rows})


def _tasks(suggestion: Suggestion) -> list[Task]:
    ours = [task for task in suggestion.tasks if task.system is actor().system and not task.was_replaced]
    still = [task for task in ours if task.state is TaskState.WITH_COORDINATOR]
    if not ours:
        abort(404)
    if request.method == "POST":
        return ours
    # Nothing waits any more: the table of the law says so, with the reason.
    require(actor(), Action.DISTRIBUTE, (still or ours)[0], today=day_of(now()))
    return still


def _sent(form: DistributionForm, suggestion: Suggestion, units: dict[int, int]) -> bool:
    how: dict[str, Any] = {"note": form.note.data or "", "now": now(), "once": form.once_for(me().person_id)}
    try:
        assignments.distribute(actor(), suggestion.id, units, **how)
    except Invalid as invalid:
        form.blame(
            {f"line-{suggestion.id}": next(iter(invalid.problems.values()))}, dict.fromkeys(units, suggestion.id)
        )
        return False
    flash(_("已转办第%(number)s号。", number=suggestion.number), "done")
    return True


def _all_sent(form: DistributionForm, rows: list[Any], units: dict[int, int]) -> bool:
    papers = {row.task_id: row.id for row in rows}
    by_paper: dict[int, dict[int, int]] = {}
    for task_id, unit_id in units.items():
        by_paper.setdefault(papers[task_id], {})[task_id] = unit_id
    try:
        how: dict[str, Any] = {"note": form.note.data or "", "now": now(), "once": form.once_for(me().person_id)}
        done = assignments.distribute_batch(actor(), by_paper, **how)
    except Invalid as invalid:
        form.blame(invalid.problems, papers)
        lines_on_record(invalid)
        return False
    flash(_("已转办%(n)s件。", n=len(done)), "done")
    return True
