"""Schemes of appraisal: drawn up from a template, checked, tried with the figures there are, approved by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import now
from tracker.domain.appraisal import Reckoning
from tracker.domain.appraisal_checks import flaws
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability, Role
from tracker.models.appraisals import Appraisal, Standing
from tracker.queries.appraisals import find, keeps, schemes, templates, versions_of
from tracker.queries.sessions_held import sessions_held
from tracker.services import appraisals
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.appraisal_forms import (
    IndicatorForm,
    PlanForm,
    ReasonForm,
    StartForm,
    indicator_values,
    plan_values,
)
from tracker.web.appraisal_trials import trial
from tracker.web.appraisal_words import RECKONINGS, STANDINGS, flaw_words, how_words, points_words, source_words
from tracker.web.forms import Form
from tracker.web.labels import SYSTEMS
from tracker.web.spoken import gettext as _

bp = Blueprint("appraisal_schemes", __name__)
Page = str | tuple[str, int] | Response
KEEP = Capability.KEEP_APPRAISALS


@bp.route("/appraisal-schemes/new", methods=["GET", "POST"])
@needs(KEEP)
def new() -> Page:
    """Draw up a scheme from one that comes with the program or one of ours."""
    form = _with_sessions(StartForm(hat_id=actor().membership_id))
    shipped, own = templates(), [one for one in schemes(actor()) if one.in_force_at is not None]
    copies = [(f"#{one.id}", _("照搬：%(name)s（第%(n)s版）", name=one.name, n=one.edition)) for one in own]
    form.template.choices = [*((one.code, one.name) for one in shipped), *copies]
    if form.submitted():
        made = _done(
            form, lambda **how: appraisals.start(actor(), form.plan(), template=form.template.data or "", **how)
        )
        if made:
            flash(_("方案已经起草，请逐项核对，改好以后提请另一位工作人员批准。"), "done")
            return redirect(url_for("appraisal_schemes.show", appraisal_id=made))
    hints = {one.code: one.note for one in shipped}
    page = render_template("appraisal_schemes/new.html", form=form, hints=hints, note_limit=NOTE)
    return page, 422 if form.errors else 200


@bp.get("/appraisal-schemes/<int:appraisal_id>")
@needs(Capability.SEE_APPRAISALS)
def show(appraisal_id: int) -> str:
    """A version: its indicators and days, for the desk also what is wrong and what may be done."""
    return _page(_one(appraisal_id))


@bp.get("/appraisal-schemes/<int:appraisal_id>/preview")
@needs(KEEP)
def preview(appraisal_id: int) -> str:
    """What the units would come to by the figures there are, before anybody is appraised by it."""
    one = _kept(appraisal_id)
    return render_template("appraisal_schemes/preview.html", one=one, **trial(one, request.args))


@bp.route("/appraisal-schemes/<int:appraisal_id>/edit", methods=["GET", "POST"])
@needs(KEEP)
def edit(appraisal_id: int) -> Page:
    """Name, days, systems, note of a draft."""
    one = _draft(appraisal_id)
    form = _with_sessions(PlanForm(data=plan_values(one), hat_id=actor().membership_id, at_version=one.version))
    if form.submitted() and _done(form, lambda **how: appraisals.change(actor(), one.id, form.plan(), **how), True):
        flash(_("方案已经改好。"), "done")
        return redirect(url_for("appraisal_schemes.show", appraisal_id=one.id))
    by_grades = one.reckoning is Reckoning.GRADES
    page = render_template("appraisal_schemes/edit.html", form=form, one=one, by_grades=by_grades, note_limit=NOTE)
    return page, 422 if form.errors else 200


@bp.route("/appraisal-schemes/<int:appraisal_id>/indicators/new", methods=["GET", "POST"])
@needs(KEEP)
def add(appraisal_id: int) -> Page:
    """One more indicator of a draft."""
    one = _draft(appraisal_id)
    usual = {"ordinal": len(one.indicators) + 1, "kind": "grade" if one.reckoning is Reckoning.GRADES else "share"}
    form = IndicatorForm(data=usual | {"effect": "score"}, hat_id=actor().membership_id, at_version=one.version)
    return _indicator(one, form, "", _("增加指标"))


@bp.route("/appraisal-schemes/<int:appraisal_id>/indicators/<code>", methods=["GET", "POST"])
@needs(KEEP)
def change(appraisal_id: int, code: str) -> Page:
    """Another wording, weight or source of an indicator of a draft."""
    one = _draft(appraisal_id)
    row = next((each for each in one.indicators if each.code == code), None) or abort(404)
    held = indicator_values(row.told, row.ordinal)
    form = IndicatorForm(data=held, hat_id=actor().membership_id, at_version=one.version)
    return _indicator(one, form, code, _("改指标"))


def _indicator(one: Appraisal, form: IndicatorForm, code: str, title: str) -> Page:
    if form.submitted():
        wrong = form.wrong()
        if wrong:
            form.take(Invalid(**wrong))
        elif _done(form, lambda **how: _put(one, form, code, **how), True):
            flash(_("指标已经保存。"), "done")
            return redirect(url_for("appraisal_schemes.show", appraisal_id=one.id))
    page = render_template(
        "appraisal_schemes/indicator.html", form=form, one=one, code=code, heading_words=title, note_limit=NOTE
    )
    return page, 422 if form.errors else 200


def _put(one: Appraisal, form: IndicatorForm, code: str, **how: Any) -> int:
    ordinal = form.ordinal.data or len(one.indicators) + 1
    made: int = appraisals.put_indicator(actor(), one.id, form.indicator(code), ordinal=ordinal, **how)
    return made


@bp.post("/appraisal-schemes/<int:appraisal_id>/indicators/<code>/take-off")
@needs(KEEP)
def take_off(appraisal_id: int, code: str) -> Page:
    """Take an indicator off a draft."""
    one, form = _kept(appraisal_id), Form(hat_id=actor().membership_id)
    words = _("指标已经去掉。")
    return _pressed(one, form, words, lambda **how: appraisals.take_off(actor(), one.id, code, **how))


@bp.post("/appraisal-schemes/<int:appraisal_id>/propose")
@needs(KEEP)
def propose(appraisal_id: int) -> Page:
    """Hand a draft to a second person."""
    one, form = _kept(appraisal_id), Form(hat_id=actor().membership_id)
    words = _("已经提请批准。另一位工作人员批准以后，方案开始实施，各承办单位看得到。")
    return _pressed(one, form, words, lambda **how: appraisals.propose(actor(), one.id, **how))


@bp.post("/appraisal-schemes/<int:appraisal_id>/approve")
@needs(KEEP)
def approve(appraisal_id: int) -> Page:
    """Put a proposed version in force."""
    one, form = _kept(appraisal_id), Form(hat_id=actor().membership_id)
    words = _("方案开始实施，各承办单位看得到自己的得分和依据的件。")
    return _pressed(one, form, words, lambda **how: appraisals.approve(actor(), one.id, **how))


@bp.post("/appraisal-schemes/<int:appraisal_id>/send-back")
@needs(KEEP)
def send_back(appraisal_id: int) -> Page:
    """Give a proposed version back to be changed."""
    one, form = _kept(appraisal_id), ReasonForm(hat_id=actor().membership_id)
    reason = form.reason.data or ""
    words = _("方案已经退回起草。")
    return _pressed(one, form, words, lambda **how: appraisals.send_back(actor(), one.id, reason=reason, **how))


@bp.post("/appraisal-schemes/<int:appraisal_id>/discard")
@needs(KEEP)
def discard(appraisal_id: int) -> Page:
    """Throw a draft away."""
    one, form = _kept(appraisal_id), Form(hat_id=actor().membership_id)
    if form.submitted() and _done(form, lambda **how: appraisals.discard(actor(), one.id, **how), True):
        flash(_("草稿已经删去，实施中的方案不受影响。"), "done")
        return redirect(url_for("appraisals.index"))
    return _page(one, form), 422


@bp.route("/appraisal-schemes/<int:appraisal_id>/new-version", methods=["GET", "POST"])
@needs(KEEP)
def new_version(appraisal_id: int) -> Page:
    """Begin a further version, with the reason; the one in force or final stays until another person approves."""
    one = _kept(appraisal_id)
    form = ReasonForm(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted():
        reason = form.reason.data or ""
        if made := _done(form, lambda **how: appraisals.new_version(actor(), one.id, why=reason, **how), True):
            flash(_("新版已经起草，改好以后提请批准。批准以前，原来的一版照旧。"), "done")
            return redirect(url_for("appraisal_schemes.show", appraisal_id=made))
    page = render_template("appraisal_schemes/new_version.html", form=form, one=one, note_limit=NOTE)
    return page, 422 if form.errors else 200


def _pressed(one: Appraisal, form: Form, words: str, act: Callable[..., int]) -> Page:
    """A button of the page of a scheme."""
    if form.submitted() and _done(form, act, True):
        flash(words, "done")
        return redirect(url_for("appraisal_schemes.show", appraisal_id=one.id))
    return _page(one, form), 422


def _done(form: Form, act: Callable[..., int], is_of_a_version: bool = False) -> int | None:
    how: dict[str, Any] = {"now": now(), "once": form.once_for(me().person_id)}
    if is_of_a_version:
        how["version"] = form.version.data or 0
    try:
        return act(**how)
    except Invalid as invalid:
        # `why` of the service is the reason of the form.
        problems = {"reason" if name == "why" else name: code for name, code in invalid.problems.items()}
        form.take(Invalid(**problems))
        return None


def _page(one: Appraisal, form: Form | None = None) -> str:
    reason = form if isinstance(form, ReasonForm) else ReasonForm(hat_id=actor().membership_id, at_version=one.version)
    form, found = form or reason, one.scheme
    return render_template(
        "appraisal_schemes/show.html",
        form=form,
        reason=reason,
        one=one,
        rows=[(each, how_words(each), source_words(each), points_words(each.most)) for each in found.indicators],
        flaws=[flaw_words(each) for each in flaws(found)] if keeps(actor(), one) else [],
        standing=str(STANDINGS[one.standing]),
        reckoning=str(RECKONINGS[one.reckoning]),
        systems=_("、").join(str(SYSTEMS[code]) for code in one.systems) or _("全部系统"),
        ranked_from=points_words(one.rank_from),
        versions=versions_of(one),
        standings=STANDINGS,
        keeps=keeps(actor(), one),
        is_draft=one.standing is Standing.DRAFT,
        is_proposed=one.standing is Standing.PROPOSED,
        own=one.proposed_by_id == actor().person_id,
        may_renew=one.standing in (Standing.IN_FORCE, Standing.CLOSED),
        note_limit=NOTE,
    )


def _with_sessions(form: Any) -> Any:
    held = [(one.id, f"{one.term_name}{one.name}") for one in sessions_held()]
    form.session_id.choices = [("", _("请选择")), *held]
    if actor().role is Role.COORDINATOR and (own := actor().system) is not None:
        form.systems.choices = [(own, SYSTEMS[own])]
        form.systems.description = _("督查室只考核本系统的承办单位。")
        if not form.is_submitted():
            form.systems.data = [own.value]
    return form


def _one(appraisal_id: int) -> Appraisal:
    return find(actor(), appraisal_id) or abort(404)


def _kept(appraisal_id: int) -> Appraisal:
    one = _one(appraisal_id)
    return one if keeps(actor(), one) else abort(404)


def _draft(appraisal_id: int) -> Appraisal:
    """What may be changed; a form that was sent goes on to be told why it may not any more."""
    one = _kept(appraisal_id)
    if one.standing is not Standing.DRAFT and request.method == "GET":
        abort(404)
    return one
