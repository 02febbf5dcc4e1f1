"""A report while it is a draft: its text kept by the page itself, two texts on one page, the draft thrown away."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import now
from tracker.domain.reports import PLANS
from tracker.domain.roles import Capability
from tracker.models.reports import Report, ReportBlock
from tracker.queries import reports as found
from tracker.queries.cases import BIGGEST
from tracker.services import reports
from tracker.services._load import Invalid, Missing, Stale
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.page_saves import save_page
from tracker.web.report_forms import BlockForm
from tracker.web.report_screen import screen_of
from tracker.web.report_words import KINDS
from tracker.web.spoken import gettext as _
from tracker.web.typed import fields_of
from tracker.web.words import clock_words

bp = Blueprint("report_drafts", __name__)
Page = str | tuple[str, int] | Response


def block_of(report_id: int, code: str) -> tuple[Report, ReportBlock] | None:
    """One block of a report this reader may open."""
    one = found.find(actor(), report_id) if report_id <= BIGGEST else None
    if one is None or code not in {section.code for section in PLANS[one.kind]}:
        return None
    return one, next(block for block in one.blocks if block.code == code)


def save(form: BlockForm, block: ReportBlock) -> int:
    """The new version of the block. Raises `Invalid`, `Missing`, `Stale`."""
    write = partial(reports.edit, actor(), block.id, words=form.words.data or "", now=now())
    return save_page(write, form, form.version.data or 0, page="report_block")


@bp.post("/reports/<int:report_id>/text/<code>/autosave")
@needs(Capability.SEE_REPORTS)
def autosave(report_id: int, code: str) -> Any:
    """Saves the words of one block, for the script of the page: it reads no pages, so all is told in words."""
    pair = block_of(report_id, code)
    if pair is None:
        return _not_saved(404, _("这份报告已经不在了，您写的还没有存，请先复制。"))
    form = BlockForm(hat_id=actor().membership_id, at_version=pair[1].version)
    if not form.submitted():
        return _not_saved(422, _problem(form))
    try:
        version = save(form, pair[1])
    except Invalid as invalid:
        form.take(invalid)
        # Of what can be put right in the box the page tries again; of the rest it stops.
        return _not_saved(422 if form.words.errors else 409, _problem(form))
    except Missing:
        return _not_saved(409, _("您现在不能改这份报告，写的还没有存，请先复制。"))
    except Stale:
        return _not_saved(409, _("另一处先存了一稿，这里的内容还没有存，也没有丢。"))
    return jsonify({"saved": _("%(time)s 已自动保存", time=clock_words(now())), "version": version})


def _not_saved(status: int, words: str) -> Any:
    return jsonify({"words": words}), status


def _problem(form: BlockForm) -> str:
    said = [*form.words.errors, *form.form_errors]
    return _("还没有存上：%(words)s", words=said[0]) if said else _("还没有存上")


def conflict(form: BlockForm, one: Report, block: ReportBlock) -> tuple[str, int]:
    """Both texts, to choose from, and who wrote the other one."""
    label = str(form.words.label.text)
    sent = [(name, value) for name, value in fields_of(request.form) if name not in ("once", "version")]
    happened = _("您打开这一页以后，这一段在另一处改过，您写的还没有存。")
    other = block.edited_by
    if other is not None and other.id != me().person_id:
        happened = _("您打开这一页以后，%(name)s改过这一段，您写的还没有存。", name=other.name)
    page = render_template(
        "errors/409.html",
        title=_("另一处先改了这一段"),
        happened=happened,
        mine=[(label, form.words.data or "")],
        theirs=[(label, block.words)],
        action=url_for("report_blocks.edit", report_id=one.id, code=block.code),
        fields=[*sent, ("once", secrets.token_urlsafe(18)), ("version", block.version)],
        back=url_for("reports.show", report_id=one.id),
    )
    return page, 409


@bp.route("/reports/<int:report_id>/discard", methods=["GET", "POST"])
@needs(Capability.SEE_REPORTS)
def discard(report_id: int) -> Page:
    """What throwing a draft away would lose, and the press; of what is signed off there is no such page."""
    one = (found.find(actor(), report_id) if report_id <= BIGGEST else None) or abort(404)
    if request.method == "GET" and not found.may_discard(actor(), one):
        abort(404)
    form = Form(hat_id=actor().membership_id, at_version=one.version)
    if form.submitted() and _discarded(form, one):
        flash(_("草稿已经删去，签发过的报告不受影响。"), "done")
        return redirect(url_for("reports.index"))
    written = [beside for beside in screen_of(one).blocks.values() if beside.block.edited_at is not None]
    page = render_template("report_drafts/discard.html", form=form, one=one, written=written, kinds=KINDS)
    return page, 422 if form.errors else 200


def _discarded(form: Form, one: Report) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        reports.discard(actor(), one.id, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True
