"""Pre-assignment (预交办): drafts go to the units before anything is assigned; each unit says whose business it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import PAGE
from tracker.domain.roles import Capability
from tracker.models.suggestions import Suggestion
from tracker.queries import assignments as waiting
from tracker.queries import circulation as asked
from tracker.queries.assignments import Wait
from tracker.services import circulation
from tracker.services._load import Invalid
from tracker.services.assignments import Plan
from tracker.web import circulation_pages
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.assignment_forms import first_lines, first_units
from tracker.web.circulation_forms import DraftForm, DraftsForm, WordsForm
from tracker.web.forms import Form
from tracker.web.paging import page_asked
from tracker.web.refused import lines_on_record
from tracker.web.share_forms import rows_of
from tracker.web.spoken import gettext as _
from tracker.web.tasks import tabs
from tracker.web.unit_directory import Directory, directory

bp = Blueprint("circulation", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/circulation")
@needs(Capability.ASSIGN)
def queue() -> str:
    """What still has to be shown to the units, or what they are asked about now."""
    today, known = day_of(now()), directory()
    here = Wait.CIRCULATING if request.args.get("stage") == Wait.CIRCULATING else Wait.TO_CIRCULATE
    units = list(known.units.values())
    found = waiting.lines(actor(), units, today=today, page=page_asked(), size=PAGE, wait=here)
    return circulation_pages.queue(found, waiting.counts(actor(), today=today), here, known)


@bp.route("/suggestions/<int:suggestion_id>/circulation", methods=["GET", "POST"])
@on_suggestion(Action.PRE_ASSIGN)
def one(suggestion: Suggestion) -> Page:
    """One draft: which units, shown as it will go, then sent."""
    known, step = directory(), request.form.get("step", "")
    line = waiting.lines_of(actor(), [suggestion.id], list(known.units.values()), today=day_of(now()))[suggestion.id]
    form = _draft(suggestion, line, known)
    if step == "add":
        form.add(known, line.requests)
    elif step in ("check", "send") and form.submitted() and (plan := form.plan(suggestion)):
        until = _until(form, line)
        if step == "check" and until:
            return circulation_pages.check(suggestion, plan, known, until=until, due=line.row.due_on)
        if step == "send" and _sent(form, plan):
            return redirect(url_for(".queue", stage=Wait.CIRCULATING.value))
    return circulation_pages.one(form, suggestion, line, known, until=_usual(line)), 422 if form.errors else 200


@bp.route("/circulation/batch", methods=["GET", "POST"])
@needs(Capability.ASSIGN)
def batch() -> Page:
    """Many drafts: a unit proposed for each, changed where it is wrong, all sent with one press."""
    known, step = directory(), request.form.get("step", "")
    form, held = _drafts(known)
    if step in ("check", "send") and form.submitted() and (plans := form.plans(known, held)):
        untils = {plan.suggestion_id: _until(form, held[plan.suggestion_id]) for plan in plans}
        if step == "check" and form.still_wait(held) and not form.errors:
            return circulation_pages.batch_check(plans, held, known, untils=untils)
        if step == "send" and _all_sent(form, plans):
            return redirect(url_for(".queue", stage=Wait.CIRCULATING.value))
    total = waiting.how_many(actor(), today=day_of(now()), wait=Wait.TO_CIRCULATE)
    return circulation_pages.batch(form, held, known, total=total, until=_usual()), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/circulation/close", methods=["GET", "POST"])
@on_suggestion(Action.CLOSE_CIRCULATION)
def close(suggestion: Suggestion) -> Page:
    """End the round before its day; who has not spoken is noted as silent."""
    form = Form(hat_id=actor().membership_id, at_version=suggestion.version)
    if form.submitted():
        how: dict[str, Any] = {"version": form.version.data or 0, "once": form.once_for(me().person_id)}
        circulation.close(actor(), suggestion.id, now=now(), **how)
        flash(_("预交办已结束，可以正式交办。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return circulation_pages.close(form, suggestion, asked.words_on(suggestion.id))


@bp.route("/tasks/drafts", methods=["GET", "POST"])
@needs(Capability.SEE_TASKS)
def drafts() -> Page:
    """Everything a unit is asked about: yes, no, or whose; several at once."""
    rows, known = asked.drafts(actor(), today=day_of(now())), directory()
    form = WordsForm(hat_id=actor().membership_id)
    # What is sent goes to the service as it was shown: only there a repeated form can be told from a late one.
    if form.submitted() and (said := form.words(known)) and _spoken(form, said):
        flash(_("已对%(n)s件说了意见。", n=len(said)), "done")
        return redirect(url_for(".drafts"))
    _stand(form, [row.id for row in rows])
    return circulation_pages.words(form, rows, known, tabs=tabs(None)), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/word", methods=["GET", "POST"])
@on_suggestion(Action.SPEAK)
def speak(suggestion: Suggestion) -> Page:
    """One draft in full, and the unit's word on it."""
    mine = next((one for one in asked.words_on(suggestion.id) if one.unit_id == actor().unit_id), None)
    known, form = directory(), _words([suggestion.id])
    if mine and mine.say and not form.is_submitted():
        form.stand_said(mine, known)
    if form.submitted() and (said := form.words(known)) and _spoken(form, said):
        flash(_("意见已告诉代表工作机构。这一轮结束以前可以改：在“建议总表”里打开这一件。"), "done")
        return redirect(url_for(".drafts"))
    return circulation_pages.speak(form, suggestion, mine or abort(404), known), 422 if form.errors else 200


def _draft(suggestion: Suggestion, line: waiting.Line, known: Directory) -> DraftForm:
    before = asked.words_on(suggestion.id) if suggestion.circulated_until else ()
    held = {"units": rows_of(before) or first_units(line)}
    form = DraftForm(hat_id=actor().membership_id, at_version=suggestion.version, data=held)
    form.offer(known, line.requests)
    return form


def _drafts(known: Directory) -> tuple[DraftsForm, dict[int, waiting.Line]]:
    today, units = day_of(now()), list(known.units.values())
    if request.method == "GET":
        found = waiting.lines(actor(), units, today=today, page=page_asked(), wait=Wait.TO_CIRCULATE)
        form = DraftsForm(hat_id=actor().membership_id, data={"lines": first_lines(found, known)})
        return form, {line.row.id: line for line in found}
    form = DraftsForm()
    held = waiting.lines_of(actor(), [row.form.suggestion_id for row in form.lines.entries], units, today=today)
    form.keep(held)
    return form, held


def _words(ids: list[int]) -> WordsForm:
    form = WordsForm(hat_id=actor().membership_id)
    form.keep(set(ids))
    _stand(form, ids)
    return form


def _stand(form: WordsForm, ids: list[int]) -> None:
    """The lines the unit may still speak on. A line that names no paper of the unit is none; what the page is about
    stands there all the same."""
    form.set_aside(set(ids))
    if not form.rows.entries and not form.gone:
        form.rows.process(None, [{"suggestion": str(one)} for one in ids])


def _usual(line: waiting.Line | None = None) -> date | None:
    try:
        return circulation.last_day(None, assign_by=line.row.due_on if line else None, now=now())
    except Invalid:
        return None


def _until(form: DraftForm | DraftsForm, line: waiting.Line) -> date | None:
    try:
        return circulation.last_day(form.answer_by.data, assign_by=line.row.due_on, now=now())
    except Invalid as invalid:
        form.take(invalid)
        return None


def _sent(form: DraftForm, plan: Plan) -> bool:
    how: dict[str, Any] = {"answer_by": form.answer_by.data, "once": form.once_for(me().person_id)}
    try:
        circulation.pre_assign(actor(), plan, now=now(), **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    flash(_("已发出预交办，等%(n)s个单位说意见。", n=len(plan.shares)), "done")
    return True


def _all_sent(form: DraftsForm, plans: list[Plan]) -> bool:
    how: dict[str, Any] = {"answer_by": form.answer_by.data, "once": form.once_for(me().person_id)}
    try:
        done = circulation.pre_assign_batch(actor(), plans, now=now(), **how)
    except Invalid as invalid:
        form.blame(invalid.problems)
        lines_on_record(invalid)
        return False
    flash(_("已预交办%(n)s件。", n=len(done)), "done")
    return True


def _spoken(form: WordsForm, said: dict[int, circulation.Word]) -> bool:
    try:
        circulation.speak_batch(actor(), said, now=now(), once=form.once_for(me().person_id))
    except Invalid as invalid:
        form.blame(invalid.problems)
        lines_on_record(invalid)
        return False
    return True
