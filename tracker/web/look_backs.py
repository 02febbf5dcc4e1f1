"""Looking back (回头看): the campaigns, the list of one, its report; begun, added to and closed by the desk."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.limits import ANSWER, NOTE
from tracker.domain.look_backs import MOST_LINES, Scope, scope_of
from tracker.domain.roles import Capability, Role, can
from tracker.models.look_backs import LookBack
from tracker.queries import law
from tracker.queries import look_backs as found
from tracker.queries.cases import BIGGEST
from tracker.queries.look_back_candidates import Candidate, candidates
from tracker.services import look_back_changes, look_backs
from tracker.services._load import Invalid, Stale
from tracker.services.look_back_lines import letters_of
from tracker.web import look_back_drafts, look_back_words
from tracker.web.access import actor, me, needs
from tracker.web.labels import LEVELS
from tracker.web.look_back_forms import CampaignForm, CloseForm, DaysForm, ScopeForm
from tracker.web.look_back_report import report_words, sheet
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.round_labels import FINDINGS, REASONS, SHOWN
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words

bp = Blueprint("look_backs", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/look-backs")
@needs(Capability.SEE_LOOK_BACKS)
def index() -> str:
    """Every campaign with lines of this reader."""
    return render_template(
        "look_backs/index.html", rows=found.campaigns(actor(), today=day_of(now())), keeps=_keeps(), waits=_waits()
    )


@bp.route("/look-backs/new", methods=["GET", "POST"])
@needs(Capability.KEEP_LOOK_BACKS)
def new() -> Page:
    """What is looked back on, the list it finds with why each line is on it, and the first press."""
    form = _with_letters(CampaignForm(hat_id=actor().membership_id))
    if not form.is_submitted():
        form.year.data = day_of(now()).year - 1
    elif _is_start(form) and (made := _started(form)):
        flash(_("回头看已经开始，列入的各承办单位在待办里看得到。"), "done")
        return redirect(url_for("look_backs.show", look_back_id=made))
    return _choosing("look_backs/new.html", form, form.scope())


@bp.route("/look-backs/<int:look_back_id>/more", methods=["GET", "POST"])
@needs(Capability.KEEP_LOOK_BACKS)
def more(look_back_id: int) -> Page:
    """Further lines for one that runs; what is on it already is not offered."""
    one = _one(look_back_id)
    if one.closed_on is not None:
        abort(404)
    form = _with_letters(ScopeForm(hat_id=actor().membership_id, at_version=one.version))
    if not form.is_submitted():
        _fill_scope(form, scope_of(one.scope))
    elif _is_start(form) and _added(form, one):
        flash(_("已经增加，列入的各承办单位在待办里看得到。"), "done")
        return redirect(url_for("look_backs.show", look_back_id=one.id))
    return _choosing("look_backs/more.html", form, form.scope(), one=one)


@bp.route("/look-backs/<int:look_back_id>/days", methods=["GET", "POST"])
@needs(Capability.KEEP_LOOK_BACKS)
def days(look_back_id: int) -> Page:
    """More time for one that runs."""
    one = _one(look_back_id)
    if one.closed_on is not None and request.method == "GET":
        abort(404)
    held = {name: getattr(one, name) for name in ("fill_by", "check_by", "rate_by")}
    form = DaysForm(data=held, hat_id=actor().membership_id, at_version=one.version)
    if form.submitted() and _moved(form, one):
        flash(_("日子已经改了，还没有办完的承办单位已经告知。"), "done")
        return redirect(url_for("look_backs.show", look_back_id=one.id))
    page = render_template("look_backs/days.html", form=form, one=one, held=held, today=day_of(now()), limit=NOTE)
    return page, 422 if form.errors else 200


@bp.get("/look-backs/<int:look_back_id>")
@needs(Capability.SEE_LOOK_BACKS)
def show(look_back_id: int) -> str:
    """The lines of one, as far as the reader may know them, listed by what he asks for."""
    one = _one(look_back_id)
    asked = request.args.get("show", "all")
    chosen = asked if asked in SHOWN else "all"
    unit_id, page, today = picked_id(request.args.get("unit", "")), page_asked(), day_of(now())
    total = found.how_many(actor(), one, chosen, unit_id, today=today)
    return render_template(
        "look_backs/show.html",
        one=one,
        rows=found.lines(actor(), one, chosen, unit_id, page=page, today=today),
        total=total,
        pager=pages(total, page),
        chosen=chosen,
        unit_id=unit_id,
        query=urlencode({"look_back": one.id, "show": chosen} | ({"unit": unit_id} if unit_id else {})),
        filter_choices=_choices(one, today),
        waits=_waits(),
        keeps=_keeps(),
        findings=FINDINGS,
        levels=LEVELS,
        title_of=official_title,
        today=today,
        words=look_back_words,
    )


@bp.route("/look-backs/<int:look_back_id>/report", methods=["GET", "POST"])
@needs(Capability.KEEP_LOOK_BACKS)
def report(look_back_id: int) -> Page:
    """The figures, each opening what it counts, the desk's words as a draft, and the end of the campaign with them."""
    one = _one(look_back_id)
    form = _ending(one)
    try:
        if form.submitted() and _kept_or_closed(form, one):
            return redirect(url_for("look_backs.report", look_back_id=one.id))
    except Stale:
        one = _one(look_back_id)
        if one.closed_on is not None:
            raise
        return look_back_drafts.conflict(form, one)
    today, words = day_of(now()), {"as_of": instant_words(now()), "note_limit": ANSWER, "title_of": official_title}
    facts = {"one": one, "report": report_words(one, found.report(one, today=today), today=today)}
    facts["off"] = found.lines(actor(), one, "taken_off", page=1, size=MOST_LINES, today=today)
    return render_template("look_backs/report.html", form=form, **words, **facts), 422 if form.errors else 200


@bp.post("/look-backs/<int:look_back_id>/report/autosave")
@needs(Capability.KEEP_LOOK_BACKS)
def autosave(look_back_id: int) -> Any:
    """Saves the words under the figures, for the script of the page."""
    one = _one(look_back_id)
    return look_back_drafts.answer(_ending(one), one)


@bp.get("/look-backs/<int:look_back_id>/report.xlsx")
@needs(Capability.KEEP_LOOK_BACKS)
def table(look_back_id: int) -> Response:
    """The lines and what became of them, as a table for offices to work on."""
    one = _one(look_back_id)
    today = day_of(now())
    every: dict[str, Any] = {"page": 1, "size": 100 * MOST_LINES, "today": today}
    rows = [row for show in ("all", "taken_off") for row in found.lines(actor(), one, show, **every)]
    return sheet(one, rows, today=today)


def _one(look_back_id: int) -> LookBack:
    one = found.campaign(actor(), look_back_id) if look_back_id <= BIGGEST else None
    return one or abort(404)


def _keeps() -> bool:
    role = actor().role
    return role is not None and can(role, Capability.KEEP_LOOK_BACKS)


def _waits() -> bool:
    """The desk and a coordinator only follow how far the lines are."""
    return not _keeps() and actor().role is not Role.COORDINATOR


def _choices(one: LookBack, today: date) -> list[tuple[str, Any]]:
    """What the list may be narrowed to; by what waits, where lines may wait for the reader."""
    left_out = {"all", *(() if _waits() else ("waiting",))}
    return [(code, words) for code, words in look_back_words.shown(one, today).items() if code not in left_out]


def _with_letters(form: Any) -> Any:
    book = law.rulebook_for(day_of(now()))
    form.letters.choices = [(one, one) for one in letters_of(book)]
    return form


def _is_start(form: ScopeForm) -> bool:
    """Whether the lines are to be put on; all that is wrong with what was typed is said at once, not in turns."""
    fit = form.submitted()
    if request.form.get("step") == "start":
        if not fit and isinstance(form, CampaignForm):
            _say(form, look_backs.campaign_problems(form.campaign(), now=now()))
        return fit
    _say(form, form.scope().wrong)
    return False


def _say(form: ScopeForm, wrong: dict[str, str]) -> None:
    form.take(Invalid(**{name: code for name, code in wrong.items() if name not in form.errors}))


def _fill_scope(form: ScopeForm, scope: Scope) -> None:
    form.year.data, form.keys.data = scope.year, scope.keys
    form.promises.data, form.letters.data, form.only.data = map(sorted, (scope.promises, scope.letters, scope.only))


def _choosing(template: str, form: ScopeForm, scope: Scope, *, one: LookBack | None = None) -> tuple[str, int]:
    """The page with the list, once something is looked for."""
    rows = candidates(scope, today=day_of(now()), but=one.id if one else None)
    looked, shown = form.is_submitted() and not scope.wrong, rows[:MOST_LINES]
    ticked = form.ticked(row.key for row in shown)
    # What was left out and is not listed any more goes along in silence, until the list is wider again.
    form.left.data = " ".join(sorted(form.unticked - {row.key for row in shown}))
    page = render_template(
        template,
        form=form,
        one=one,
        groups=_by_unit(shown) if looked else [],
        count=len(shown) if looked else 0,
        looked=looked,
        too_many=len(rows) > MOST_LINES,
        most=MOST_LINES,
        ticked=ticked,
        reasons=REASONS,
        title_of=official_title,
        note_limit=NOTE,
    )
    return page, 422 if form.errors else 200


def _by_unit(rows: list[Candidate]) -> list[tuple[int, str, list[Candidate]]]:
    """They are sorted by unit already."""
    grouped = groupby(rows, key=lambda row: (row.unit_id, row.unit))
    return [(unit_id, unit, list(lines)) for (unit_id, unit), lines in grouped]


def _started(form: CampaignForm) -> int | None:
    once = form.once_for(me().person_id)
    try:
        made: int = look_backs.start(actor(), form.campaign(), form.chosen(), now=now(), once=once)
    except Invalid as invalid:
        form.take(invalid)
        return None
    return made


def _added(form: ScopeForm, one: LookBack) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        look_backs.add_lines(actor(), one.id, form.chosen(), scope=form.scope(), **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _moved(form: DaysForm, one: LookBack) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        look_back_changes.move_days(actor(), one.id, form.days, reason=form.reason.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _ending(one: LookBack) -> CloseForm:
    return CloseForm(data={"report": one.report}, hat_id=actor().membership_id, at_version=one.version)


def _kept_or_closed(form: CloseForm, one: LookBack) -> bool:
    """What was pressed. Raises `Stale`."""
    try:
        if "end" not in request.form:
            look_back_drafts.save(form, one)
            flash(_("草稿已保存，结束回头看以前只有代表工作机构看得到。"), "done")
            return True
        how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        look_backs.close(actor(), one.id, report=form.report.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    flash(_("回头看已经结束，报告可以打印和下载。"), "done")
    return True
