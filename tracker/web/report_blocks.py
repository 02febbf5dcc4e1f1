"""The text of a report, block by block: edited, compared with what the figures say now, drafted anew."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import now
from tracker.domain.differences import compare
from tracker.domain.report_drafts import plain
from tracker.domain.report_figures import Frozen
from tracker.domain.report_texts import draft
from tracker.domain.reports import BLOCK
from tracker.domain.roles import Capability
from tracker.models.reports import Report, ReportBlock
from tracker.queries import reports as found
from tracker.services import reports
from tracker.services._load import Invalid, Stale
from tracker.web import report_drafts
from tracker.web.access import actor, me, needs
from tracker.web.report_forms import BlockForm, RedraftForm
from tracker.web.report_screen import screen_of
from tracker.web.spoken import gettext as _

bp = Blueprint("report_blocks", __name__)
Page = str | tuple[str, int] | Response


@bp.route("/reports/<int:report_id>/text/<code>", methods=["GET", "POST"])
@needs(Capability.SEE_REPORTS)
def edit(report_id: int, code: str) -> Page:
    """Edit one block; two who edit it at once meet both texts."""
    one, block = _block(report_id, code)
    form = BlockForm(data={"words": block.words}, hat_id=actor().membership_id, at_version=block.version)
    try:
        if form.submitted() and _edited(form, block):
            flash(_("已经保存。"), "done")
            return redirect(url_for("reports.show", report_id=one.id, _anchor=code))
    except Stale:
        return report_drafts.conflict(form, *_block(report_id, code))
    beside = screen_of(one).blocks[code]
    page = render_template("report_blocks/edit.html", form=form, one=one, beside=beside, limit=BLOCK)
    return page, 422 if form.errors else 200


def _edited(form: BlockForm, block: ReportBlock) -> bool:
    try:
        report_drafts.save(form, block)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


@bp.route("/reports/<int:report_id>/text/<code>/redraft", methods=["GET", "POST"])
@needs(Capability.SEE_REPORTS)
def redraft(report_id: int, code: str) -> Page:
    """What the figures say now beside what stands there, and the press that takes it over."""
    one, block = _block(report_id, code)
    form = RedraftForm(hat_id=actor().membership_id, at_version=block.version)
    if form.submitted():
        how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
        try:
            reports.redraft(actor(), block.id, **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已经按数据重写，换下的文字留在这一段的修改页里。"), "done")
            return redirect(url_for("reports.show", report_id=one.id, _anchor=code))
    fresh = plain(draft(code, Frozen(one.figures), one.kind))
    pieces, beside = compare(block.words, fresh), screen_of(one).blocks[code]
    page = render_template("report_blocks/redraft.html", form=form, one=one, beside=beside, pieces=pieces, fresh=fresh)
    return page, 422 if form.errors else 200


def _block(report_id: int, code: str) -> tuple[Report, ReportBlock]:
    pair = report_drafts.block_of(report_id, code) or abort(404)
    if request.method == "GET" and not found.may_write(actor(), pair[0]):
        abort(404)
    return pair
