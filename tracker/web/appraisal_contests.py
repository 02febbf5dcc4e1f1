"""Objections to a score: made by the unit, decided by the desk, readable for both with what it changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.appraisal import Grade
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability, can
from tracker.models.appraisals import Appraisal, AppraisalContest, Outcome, Standing
from tracker.queries.appraisal_evidence import share_of_unit
from tracker.queries.appraisals import contests, find, find_contest, keeps, units_of, version_in_force
from tracker.queries.cases import BIGGEST
from tracker.services import appraisal_contests
from tracker.services._load import Invalid, Missing
from tracker.web.access import actor, me, needs
from tracker.web.appraisal_forms import ContestForm, DecisionForm, hundredths, ways_to_decide
from tracker.web.appraisal_lines import line_row
from tracker.web.appraisal_scores import shown
from tracker.web.appraisal_words import OUTCOMES, score_words
from tracker.web.appraisals import indicator_of, may_contest, scored_one
from tracker.web.forms import Form
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _

bp = Blueprint("appraisal_contests", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/appraisals/<int:appraisal_id>/contests")
@needs(Capability.SEE_APPRAISALS)
def index(appraisal_id: int) -> str:
    """Every objection this reader may know of, those that wait first."""
    one = find(actor(), appraisal_id) or abort(404)
    ours = {unit.id for unit in units_of(actor(), one)}
    found = sorted(contests(one.series, ours), key=lambda each: (each.outcome is not Outcome.OPEN, each.id))
    names = {each.code: each.name for each in one.scheme.indicators}
    return render_template("appraisal_contests/index.html", one=one, rows=found, names=names, outcomes=OUTCOMES)


@bp.route("/appraisals/<int:appraisal_id>/indicators/<code>/contest", methods=["GET", "POST"])
@needs(Capability.CONTEST_APPRAISALS)
def new(appraisal_id: int, code: str) -> Page:
    """Object to a line of one's own unit, or with `task` to one case in it."""
    one, unit_id, task_id = scored_one(appraisal_id), actor().unit_id or 0, picked_id(request.args.get("task", ""))
    found = shown(actor(), one)
    score = found.of(unit_id) or abort(404)
    scored = next((each for each in score.lines if each.line.indicator.code == code), None) or abort(404)
    paper = _paper(one, task_id, unit_id)
    form = ContestForm(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted() and (made := _contested(form, one, code, task_id)):
        flash(_("异议已经提出，等主持考核的机构决定。决定以前得分不变。"), "done")
        return redirect(url_for("appraisal_contests.show", contest_id=made))
    if not form.is_submitted() and not may_contest(one, unit_id):
        abort(404)
    page = render_template(
        "appraisal_contests/new.html",
        form=form,
        one=one,
        unit=score.unit,
        row=line_row(one, score, scored, found.on),
        paper=paper,
        task_id=task_id,
        note_limit=NOTE,
    )
    return page, 422 if form.errors else 200


def _paper(one: Appraisal, task_id: int | None, unit_id: int) -> tuple[str, str] | None:
    """Number and title of the case that is objected to; 404 where it is none of the unit's in this appraisal."""
    if task_id is None:
        return None
    found = share_of_unit(actor(), task_id, unit_id) if 0 < task_id <= BIGGEST else None
    if found is None or found.session_id != one.session_id:
        abort(404)
    return found.number or _("未编号"), official_title(found.title)


def _contested(form: ContestForm, one: Appraisal, code: str, task_id: int | None) -> int | None:
    how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        made: int = appraisal_contests.contest(
            actor(), one.id, code, task_id=task_id, reason=form.reason.data or "", **how
        )
    except Invalid as invalid:
        form.take(invalid)
        return None
    except Missing:
        abort(404)
    return made


@bp.route("/appraisal-contests/<int:contest_id>", methods=["GET", "POST"])
@needs(Capability.SEE_APPRAISALS)
def show(contest_id: int) -> Page:
    """One objection with the line it is about; the desk decides it here."""
    one = _one(contest_id)
    running = version_in_force(one.series)
    indicator = indicator_of(running or one.appraisal, one.code)
    form = DecisionForm(hat_id=actor().membership_id, at_version=one.version)
    form.how.choices = ways_to_decide(
        indicator, is_case=one.task_id is not None, reckoning=(running or one.appraisal).reckoning
    )
    if request.method == "POST" and not keeps(actor(), one.appraisal):
        abort(404)
    if form.submitted() and _decided(form, one):
        flash(_("已经决定，得分随之更新，原来的得分照样看得到。"), "done")
        return redirect(url_for("appraisal_contests.show", contest_id=one.id))
    page = render_template(
        "appraisal_contests/show.html",
        form=form,
        withdrawal=Form(hat_id=actor().membership_id, at_version=one.version),
        one=one,
        name=indicator.name if indicator else one.code,
        was=_was(one),
        row=_row(running, one),
        paper=_paper_of(one),
        running=running,
        outcome=str(OUTCOMES[one.outcome]),
        put_right=_put_right(one),
        decides=_decides(one, running),
        withdraws=_withdraws(one),
        waited=(day_of(now()) - day_of(one.made_at)).days,
        note_limit=NOTE,
    )
    return page, 422 if form.errors else 200


@bp.post("/appraisal-contests/<int:contest_id>/withdraw")
@needs(Capability.CONTEST_APPRAISALS)
def withdraw(contest_id: int) -> Response:
    """Take back an objection of one's own unit."""
    one, form = _one(contest_id), Form(hat_id=actor().membership_id)
    if form.submitted():
        how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        try:
            appraisal_contests.withdraw(actor(), one.id, **how)
        except Missing:
            abort(404)
        flash(_("异议已经撤回。"), "done")
    return redirect(url_for("appraisal_contests.show", contest_id=one.id))


def _one(contest_id: int) -> AppraisalContest:
    one = find_contest(actor(), contest_id) if contest_id <= BIGGEST else None
    return one or abort(404)


def _decided(form: DecisionForm, one: AppraisalContest) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        if form.how.data == "points" and hundredths(form.points.data) is None:
            raise Invalid(points="no_number")
        appraisal_contests.decide(actor(), one.id, form.decision(), **how)
    except Invalid as invalid:
        form.take(_beside_their_fields(form, invalid))
        return False
    return True


def _beside_their_fields(form: DecisionForm, invalid: Invalid) -> Invalid:
    """What is missing with the chosen way stands beside the box that way asks for."""
    problems = dict(invalid.problems)
    code = problems.pop("accepts", "")
    if code == "put_right_how" and form.how.data in ("points", "grade"):
        problems[form.how.data] = "missing"
    elif code:
        problems["how"] = code
    return Invalid(**problems)


def _was(one: AppraisalContest) -> str:
    grade = one.line_was.get("grade")
    return score_words(one.line_was.get("points"), Grade(grade) if grade else None)


def _row(running: Appraisal | None, one: AppraisalContest) -> dict[str, Any] | None:
    """The line as it stands now, under the version in force."""
    if running is None:
        return None
    found = shown(actor(), running)
    score = found.of(one.unit_id)
    scored = next((each for each in score.lines if each.line.indicator.code == one.code), None) if score else None
    return line_row(running, score, scored, found.on) if score and scored else None


def _paper_of(one: AppraisalContest) -> dict[str, Any] | None:
    if one.task_id is None:
        return None
    found = share_of_unit(actor(), one.task_id, one.unit_id)
    if found is None:
        return None
    return {
        "href": url_for("dossier.show", suggestion_id=found.suggestion_id),
        "number": found.number or _("未编号"),
        "title": official_title(found.title),
    }


def _put_right(one: AppraisalContest) -> str:
    if one.outcome is not Outcome.ACCEPTED:
        return ""
    if one.excludes:
        return _("这一件不计入这项指标")
    return _("改定为%(what)s", what=score_words(one.points, one.grade))


def _decides(one: AppraisalContest, running: Appraisal | None) -> bool:
    is_open = one.outcome is Outcome.OPEN and running is not None and running.standing is Standing.IN_FORCE
    return keeps(actor(), one.appraisal) and is_open


def _withdraws(one: AppraisalContest) -> bool:
    role = actor().role
    own = actor().unit_id == one.unit_id and role is not None and can(role, Capability.CONTEST_APPRAISALS)
    return own and one.outcome is Outcome.OPEN
