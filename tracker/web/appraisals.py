"""Appraisal (绩效考核): each unit's score with the cases behind every point, the table of all, the end of a period."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.appraisal import Indicator, Kind
from tracker.domain.roles import Capability, can
from tracker.models.appraisals import Appraisal, Standing
from tracker.queries.appraisal_scores import Hard
from tracker.queries.appraisals import find, keeps, latest_before, schemes, versions_of
from tracker.services import appraisal_closing, appraisal_contests
from tracker.services._load import Invalid
from tracker.web import appraisal_lines as lines
from tracker.web.access import actor, me, needs
from tracker.web.appraisal_evidence import evidence_of
from tracker.web.appraisal_forms import PointsForm, hundredths
from tracker.web.appraisal_scores import Shown, shown
from tracker.web.appraisal_tables import unit_sheet, units_csv, units_sheet
from tracker.web.appraisal_words import HINDRANCES, OUTCOMES, RECKONINGS, STANDINGS, how_words, points_words
from tracker.web.forms import Form
from tracker.web.spoken import gettext as _

bp = Blueprint("appraisals", __name__)
Page = str | tuple[str, int] | Response


@bp.get("/appraisals")
@needs(Capability.SEE_APPRAISALS)
def index() -> Page:
    """The schemes of this reader; a unit with a single one comes to its own score at once."""
    found = schemes(actor())
    running = [one for one in found if one.standing is Standing.IN_FORCE]
    if not keeps(actor()) and actor().unit_id is not None and len(found) == 1 and running:
        return redirect(url_for("appraisals.show", appraisal_id=found[0].id))
    return render_template(
        "appraisals/index.html", rows=found, standings=STANDINGS, reckonings=RECKONINGS, keeps=keeps(actor())
    )


@bp.get("/appraisals/<int:appraisal_id>")
@needs(Capability.SEE_APPRAISALS)
def show(appraisal_id: int) -> Page:
    """The scores of all units this reader may see; a unit's people come to their own."""
    one = scored_one(appraisal_id)
    if actor().unit_id is not None and not keeps(actor()):
        return redirect(url_for("appraisals.sheet", appraisal_id=one.id, unit_id=actor().unit_id))
    found = shown(actor(), one)
    return render_template(
        "appraisals/show.html",
        rows=[lines.table_row(one, each, found.hard) for each in lines.in_order(found.scores)],
        heads=lines.heads(one),
        volume=lines.volume_heads(),
        versions=versions_of(one),
        **_frame(one, found),
    )


@bp.get("/appraisals/<int:appraisal_id>/units/<int:unit_id>")
@needs(Capability.SEE_APPRAISALS)
def sheet(appraisal_id: int, unit_id: int) -> str:
    """One unit's score, line by line; the same page prints as its sheet."""
    one = scored_one(appraisal_id)
    found = shown(actor(), one)
    score = found.of(unit_id) or abort(404)
    on = found.on
    return render_template(
        "appraisals/sheet.html",
        unit=score.unit,
        rows=[lines.line_row(one, score, each, on) for each in score.lines] if score.has_work else [],
        total=lines.total_words(score),
        rank=lines.rank_words(one, score, found.ranked),
        sums=lines.sum_words(score),
        volume=lines.volume_rows(one, score, on),
        hard=lines.hard_rows(found.hard.get(unit_id, Hard())),
        contests=[each for each in found.contests if each.unit_id == unit_id],
        may_contest=may_contest(one, unit_id),
        **_frame(one, found),
    )


@bp.get("/appraisals/<int:appraisal_id>/units/<int:unit_id>/indicators/<code>")
@needs(Capability.SEE_APPRAISALS)
def line(appraisal_id: int, unit_id: int, code: str) -> str:
    """One line of a score: the formula in words, what it came to and why, and every case behind it."""
    one = scored_one(appraisal_id)
    found = shown(actor(), one)
    score = found.of(unit_id) or abort(404)
    scored = next((each for each in score.lines if each.line.indicator.code == code), None) or abort(404)
    contests = [each for each in found.contests if (each.unit_id, each.code) == (unit_id, code)]
    return render_template(
        "appraisals/line.html",
        unit=score.unit,
        row=lines.line_row(one, score, scored, found.on),
        groups=evidence_of(actor(), one, scored.line.indicator, unit_id, on=found.on, contests=contests),
        contests=contests,
        entry=found.entries.get((unit_id, code)),
        may_contest=may_contest(one, unit_id),
        gives=keeps(actor(), one) and scored.line.indicator.kind is Kind.MANUAL and one.standing is Standing.IN_FORCE,
        **_frame(one, found),
    )


@bp.route("/appraisals/<int:appraisal_id>/units/<int:unit_id>/indicators/<code>/points", methods=["GET", "POST"])
@needs(Capability.KEEP_APPRAISALS)
def points(appraisal_id: int, unit_id: int, code: str) -> Page:
    """Give a unit points by hand, with the reason."""
    one = kept_one(appraisal_id)
    found = shown(actor(), one)
    score = found.of(unit_id) or abort(404)
    indicator = indicator_of(one, code)
    if indicator is None or indicator.kind is not Kind.MANUAL:
        abort(404)
    entry = found.entries.get((unit_id, code))
    held = {"points": points_words(entry.points), "reason": entry.reason} if entry else {}
    form = PointsForm(data=held, hat_id=actor().membership_id, at_version=entry.version if entry else 0)
    if form.submitted() and _gave(form, one, unit_id, code):
        flash(_("已经评分，被考核的单位看得到分数和理由。"), "done")
        return redirect(url_for("appraisals.line", appraisal_id=one.id, unit_id=unit_id, code=code))
    page = render_template(
        "appraisals/points.html",
        form=form,
        one=one,
        unit=score.unit,
        indicator=indicator,
        how=how_words(indicator),
        deducts=indicator.effect == "deduct",
    )
    return page, 422 if form.errors else 200


def _gave(form: PointsForm, one: Appraisal, unit_id: int, code: str) -> bool:
    given, how = hundredths(form.points.data), {"version": form.version.data or 0, "now": now()}
    try:
        if given is None or not (form.points.data or "").strip():
            raise Invalid(points="no_number")
        once = form.once_for(me().person_id)
        appraisal_contests.give_points(
            actor(), one.id, code, unit_id, points=given, reason=form.reason.data or "", once=once, **how
        )
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


@bp.route("/appraisals/<int:appraisal_id>/close", methods=["GET", "POST"])
@needs(Capability.KEEP_APPRAISALS)
def close(appraisal_id: int) -> Page:
    """What making it final would write down, what still stands in its way, and the press."""
    one = kept_one(appraisal_id)
    form = Form(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            appraisal_closing.close(actor(), one.id, version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("考核已经定案，各单位的得分、名次和依据的件都已固定，以后不变。"), "done")
            return redirect(url_for("appraisals.show", appraisal_id=one.id))
    found = shown(actor(), one)
    problem = (
        appraisal_closing.hindrance(one, found.scores, found.reach, now=now()) if found.reach else "figures_behind"
    )
    page = render_template(
        "appraisals/close.html",
        form=form,
        hindrance=str(HINDRANCES[problem]) if problem else "",
        rows=[lines.table_row(one, each, found.hard) for each in lines.in_order(found.scores)],
        **_frame(one, found),
    )
    return page, 422 if form.errors else 200


@bp.get("/appraisals/<int:appraisal_id>/table.xlsx")
@needs(Capability.SEE_APPRAISALS)
def table(appraisal_id: int) -> Response:
    """The scores this reader may see, as a table for offices to work on."""
    one = scored_one(appraisal_id)
    found = shown(actor(), one)
    return units_sheet(one, lines.in_order(found.scores), found)


@bp.get("/appraisals/<int:appraisal_id>/table.csv")
@needs(Capability.SEE_APPRAISALS)
def table_csv(appraisal_id: int) -> Response:
    """The same as csv, for programs that read nothing else."""
    one = scored_one(appraisal_id)
    found = shown(actor(), one)
    return units_csv(one, lines.in_order(found.scores), found)


@bp.get("/appraisals/<int:appraisal_id>/units/<int:unit_id>/sheet.xlsx")
@needs(Capability.SEE_APPRAISALS)
def unit_table(appraisal_id: int, unit_id: int) -> Response:
    """One unit's score line by line with the cases behind it, as a table."""
    one = scored_one(appraisal_id)
    found = shown(actor(), one)
    return unit_sheet(actor(), one, found.of(unit_id) or abort(404), found)


def scored_one(appraisal_id: int) -> Appraisal:
    """A version units are scored by: in force, or final; 404 otherwise, as of one that is not there."""
    one = find(actor(), appraisal_id)
    if one is None or not (one.standing is Standing.IN_FORCE or one.closed_at is not None):
        abort(404)
    return one


def kept_one(appraisal_id: int) -> Appraisal:
    """The same, where this hat keeps it."""
    one = scored_one(appraisal_id)
    return one if keeps(actor(), one) else abort(404)


def indicator_of(one: Appraisal, code: str) -> Indicator | None:
    """The indicator of a version by its code."""
    return next((each for each in one.scheme.indicators if each.code == code), None)


def may_contest(one: Appraisal, unit_id: int) -> bool:
    """Whether this reader may object to the score of that unit now."""
    role, running = actor().role, one.standing is Standing.IN_FORCE
    own = actor().unit_id == unit_id and role is not None and can(role, Capability.CONTEST_APPRAISALS)
    return own and running and day_of(now()) <= one.contest_by


def _frame(one: Appraisal, found: Shown) -> dict[str, Any]:
    before = latest_before(one) if one.edition > 1 else None
    return {
        "one": one,
        "standing": str(STANDINGS[one.standing]),
        "reckoning": str(RECKONINGS[one.reckoning]),
        "keeps": keeps(actor(), one),
        "outcomes": OUTCOMES,
        "names": {each.code: each.name for each in one.indicators},
        "corrects": before is not None and before.closed_at is not None,
        **found.as_of_words(),
    }
