"""Reports (报告): drafted from the figures, edited block by block, signed off, taken as Word; every number a way
to its frozen list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.limits import COUNTED as MOST
from tracker.domain.limits import NOTE
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import DEPUTIES, ReportKind, ref_of
from tracker.domain.roles import UNIT_ROLES, Capability, can
from tracker.models.reports import Report
from tracker.outside.report_pdf import write_report_pdf
from tracker.outside.report_word import write_report
from tracker.queries import figures
from tracker.queries import reports as found
from tracker.queries.cases import BIGGEST
from tracker.queries.report_figures import NotCounted, gather, gather_units
from tracker.queries.sessions_held import sessions_held
from tracker.services import reports
from tracker.services._load import Invalid
from tracker.services.documents import folder
from tracker.web.access import actor, me, needs
from tracker.web.document_words import sent
from tracker.web.figure_scopes import EVERYTHING, choices
from tracker.web.paging import page_asked, pages
from tracker.web.report_forms import CorrectForm, DayForm, FinishForm, ReportForm
from tracker.web.report_pages import compared_line, list_name, page_of
from tracker.web.report_scopes import wanted_of
from tracker.web.report_screen import WHOLE, screen_of
from tracker.web.report_words import KINDS, stands
from tracker.web.spoken import as_written
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("reports", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/reports")
@needs(Capability.SEE_REPORTS)
def index() -> str:
    """Every report of this reader: drafts first, then the latest."""
    page, of_units = page_asked(), request.args.get("of") == "units"
    held = found.reports(actor(), of_units=of_units if _sees_all() else None, page=page)
    rows = [(row.Report, stands(row.Report, row.corrected_by, day_of(now())), row.opens) for row in held.rows]
    return render_template(
        "reports/index.html",
        rows=rows,
        kinds=KINDS,
        keeps=_keeps(),
        of_units=of_units if _sees_all() else None,
        pager=pages(held.total, page),
    )


@bp.route("/reports/new", methods=["GET", "POST"])
@needs(Capability.KEEP_REPORTS)
def new() -> Page:
    """What is to be written, of which papers, as of which day."""
    form = ReportForm(hat_id=actor().membership_id)
    held = sessions_held()
    form.scope.choices = [one for one in choices(held) if one[0] != EVERYTHING]
    if not form.is_submitted():
        form.kind.data = ReportKind.ANNUAL.value
    elif form.submitted() and (made := _started(form)):
        return made
    page = render_template("reports/new.html", form=form, reach=figures.as_of(), alike=_alike(form), kinds=KINDS)
    return page, 422 if form.errors else 200


def _started(form: ReportForm) -> Response | None:
    code, once = str(form.scope.data), form.once_for(me().person_id)
    try:
        if form.is_of_units:
            if not code.startswith("s"):
                raise Invalid(scope="not_a_session")
            wanted = wanted_of(ReportKind.UNIT, code, sessions_held(), _day(form), unit=None)
            made = reports.ask_units(actor(), gather_units(wanted), due_on=form.due_on.data, now=now(), once=once)
            flash(_("已经为%(n)s个承办单位起草年度总结，各单位在“报告”里看得到。", n=len(made)), "done")
            return redirect(url_for("reports.index", of="units"))
        wanted = wanted_of(ReportKind(form.kind.data), code, sessions_held(), _day(form), unit=None)
        one = reports.start(actor(), gather(wanted), again=bool(form.again.data), now=now(), once=once)
    except NotCounted:
        form.take(Invalid(on="not_counted_yet"))
        return None
    except Invalid as invalid:
        form.take(invalid)
        return None
    flash(_("已经按数据起草，文字可以逐段修改。"), "done")
    return redirect(url_for("reports.show", report_id=one))


def _alike(form: ReportForm) -> Sequence[Report]:
    """What is there already, once somebody has been asked whether he wants another."""
    if not form.again.errors:
        return ()
    wanted = wanted_of(ReportKind(form.kind.data), str(form.scope.data), sessions_held(), _day(form), unit=None)
    return found.alike(wanted.title, _day(form))


def _day(form: DayForm) -> date:
    """The day asked for; none that has not come yet, and nothing later than the figures go."""
    reach, asked = figures.as_of(), form.on.data
    if asked is not None and asked > day_of(now()):
        raise Invalid(on="in_future")
    if reach is None or (asked is not None and asked > reach.through):
        raise NotCounted
    return asked or reach.through


@bp.get("/reports/<int:report_id>")
@needs(Capability.SEE_REPORTS)
def show(report_id: int) -> str:
    """The report as it will be printed; every number leads to its list."""
    one = _one(report_id)
    later = found.correction_of(one.id)
    return render_template(
        "reports/show.html",
        one=one,
        page=page_of(one),
        screen=screen_of(one),
        compared=compared_line(Frozen(one.figures)),
        stands=stands(one, later.id if later and later.finished_at else None, day_of(now())),
        later=later,
        kinds=KINDS,
        writes=found.may_write(actor(), one),
        finishes=found.may_finish(actor(), one),
        corrects=found.may_correct(actor(), one) and later is None,
        discards=found.may_discard(actor(), one),
    )


@bp.get("/reports/<int:report_id>/print")
@needs(Capability.SEE_REPORTS)
def paper(report_id: int) -> str:
    """The whole report for the printer, or to be kept as PDF by the browser: nothing folded, no list cut."""
    one = _one(report_id)
    later = found.correction_of(one.id)
    return render_template(
        "reports/paper.html",
        one=one,
        page=page_of(one),
        screen=replace(screen_of(one), shown=WHOLE),
        compared=compared_line(Frozen(one.figures)),
        mended=later is not None and later.finished_at is not None,
        as_of=day_words(one.as_of, year=True),
    )


@bp.route("/reports/<int:report_id>/refresh", methods=["GET", "POST"])
@needs(Capability.SEE_REPORTS)
def refresh(report_id: int) -> Page:
    """Freeze the figures of a draft anew, as of another day."""
    one = _draft(report_id)
    form = DayForm(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted() and _refreshed(form, one):
        flash(_("数据已经刷新。改过的段落照旧，没有改过的按新数据重写。"), "done")
        return redirect(url_for("reports.show", report_id=one.id))
    return render_template("reports/refresh.html", form=form, one=one), 422 if form.errors else 200


def _refreshed(form: DayForm, one: Report) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        unit = (one.unit_id, one.unit.name) if one.unit_id is not None and one.unit is not None else None
        wanted = wanted_of(one.kind, one.scope, sessions_held(), _day(form), unit=unit)
        reports.refresh(actor(), one.id, gather(wanted), **how)
    except NotCounted:
        form.take(Invalid(on="not_counted_yet"))
        return False
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


@bp.route("/reports/<int:report_id>/finish", methods=["GET", "POST"])
@needs(Capability.SEE_REPORTS)
def finish(report_id: int) -> Page:
    """Sign it off; of a unit's summary, hand it in."""
    one = _one(report_id)
    if request.method == "GET" and not found.may_finish(actor(), one):
        abort(404)
    form = FinishForm(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted() and _finished(form, one):
        flash(_("已经签发，文字和数字不再改动。"), "done")
        return redirect(url_for("reports.show", report_id=one.id))
    page = render_template("reports/finish.html", form=form, one=one, screen=screen_of(one))
    return page, 422 if form.errors else 200


def _finished(form: FinishForm, one: Report) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        reports.finish(actor(), one.id, signed_by=form.signed_by.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


@bp.route("/reports/<int:report_id>/correct", methods=["GET", "POST"])
@needs(Capability.SEE_REPORTS)
def correct(report_id: int) -> Page:
    """Begin a correction of what is signed off, and say why."""
    one = _one(report_id)
    if request.method == "GET" and not found.may_correct(actor(), one):
        abort(404)
    form = CorrectForm(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted() and (made := _corrected(form, one)):
        flash(_("更正稿已经起草。原来的一份照旧保留，更正稿签发以后会标明已被更正。"), "done")
        return redirect(url_for("reports.show", report_id=made))
    return render_template("reports/correct.html", form=form, one=one, limit=NOTE), 422 if form.errors else 200


def _corrected(form: CorrectForm, one: Report) -> int | None:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        made: int = reports.correct(actor(), one.id, why=form.why.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return None
    return made


@bp.get("/reports/<int:report_id>/cases")
@needs(Capability.SEE_REPORTS)
def cases(report_id: int) -> str:
    """The frozen list behind one figure; those this reader may open."""
    one = _one(report_id)
    ref = ref_of(request.args.get("of", ""))
    frozen = Frozen(one.figures)
    if ref is None or not frozen.has(ref.when):
        abort(404)
    with as_written():
        name = list_name(ref, frozen)
    if ref.by == DEPUTIES:
        names = found.deputies_behind(one, ref)
        return render_template("reports/people.html", one=one, name=name, names=names, number=frozen.number(ref))
    rows, number, figure = found.behind(actor(), one, ref, most=MOST)
    return render_template(
        "reports/cases.html", one=one, name=name, rows=rows, number=number, figure=figure, ref=ref, frozen=frozen
    )


@bp.get("/reports/<int:report_id>/report.docx")
@needs(Capability.SEE_REPORTS)
def word(report_id: int) -> Response:
    """The report as a Word file."""
    one = _one(report_id)
    return sent(write_report(page_of(one)), one.title, "docx")


@bp.get("/reports/<int:report_id>/report.pdf")
@needs(Capability.SEE_REPORTS)
def pdf(report_id: int) -> Response:
    """The report as a PDF file, a draft marked as one."""
    one = _one(report_id)
    page = page_of(one)
    # Of a draft its foot says that it is one.
    mark = "" if one.finished_at else page.foot
    return sent(write_report_pdf(folder(), page, draft=mark), one.title, "pdf")


def _one(report_id: int) -> Report:
    one = found.find(actor(), report_id) if report_id <= BIGGEST else None
    return one or abort(404)


def _draft(report_id: int) -> Report:
    """A draft of this writer; what has been signed off meanwhile is told by the service, to a form that was sent."""
    one = _one(report_id)
    if request.method == "GET" and not found.may_write(actor(), one):
        abort(404)
    return one


def _sees_all() -> bool:
    """A unit has its own summaries only: there is nothing to choose between."""
    return actor().role not in UNIT_ROLES


def _keeps() -> bool:
    role = actor().role
    return role is not None and can(role, Capability.KEEP_REPORTS)
