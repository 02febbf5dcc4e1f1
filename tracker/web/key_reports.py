"""A unit's report on a key item: drafted by its people, handed in by its principal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.key_items import KeyAct
from tracker.domain.limits import ANSWER
from tracker.domain.roles import Capability, Role
from tracker.models.key_items import KeyItem, KeyReport
from tracker.queries import key_items as found
from tracker.queries.files import of_report
from tracker.services import key_reports
from tracker.services._load import Stale
from tracker.web.access import actor, me, needs
from tracker.web.key_item_ways import done, item_for
from tracker.web.key_supervision_forms import ReportForm
from tracker.web.spoken import gettext as _

bp = Blueprint("key_reports", __name__)
Page = str | tuple[str, int] | Response


@bp.route("/key-items/<int:item_id>/report", methods=["GET", "POST"])
@needs(Capability.SEE_TASKS)
def write(item_id: int) -> Page:
    """The unit's report: kept as a draft by whoever works on it, handed in by the principal."""
    item = item_for(KeyAct.DRAFT_REPORT, item_id)
    draft, last = _ours(item)
    form = ReportForm(hat_id=actor().membership_id, at_version=draft.version if draft else 0)
    if draft is not None:
        form.files.hold(of_report(draft.id))
    if not form.is_submitted() and draft is not None:
        form.body.data, form.document_no.data = draft.body, draft.document_no
    try:
        if form.submitted() and _kept_or_handed_in(form, item_id):
            shown = "key_items.show" if "hand_in" in request.form else "key_reports.write"
            return redirect(url_for(shown, item_id=item_id))
    except Stale:
        return _both(form, item_id)
    return _page(form, item, draft, last, theirs=None), 422 if form.errors else 200


def _both(form: ReportForm, item_id: int) -> Page:
    """What a colleague saved meanwhile above what was typed; the next press is on purpose."""
    item = item_for(KeyAct.DRAFT_REPORT, item_id)
    draft, last = _ours(item)
    # What was sent would be shown again in place of it.
    form.version.data, form.version.raw_data = draft.version if draft else 0, None
    return _page(form, item, None, last, theirs=draft or last), 409


def _page(
    form: ReportForm, item: KeyItem, draft: KeyReport | None, last: KeyReport | None, *, theirs: KeyReport | None
) -> str:
    return render_template(
        "key_reports/write.html",
        form=form,
        item=item,
        draft=draft,
        last=last,
        theirs=theirs,
        can_hand_in=_can_hand_in(),
        limit=ANSWER,
    )


def _kept_or_handed_in(form: ReportForm, item_id: int) -> bool:
    how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    how |= {"files": form.files.keys_shown, "document_no": form.document_no.data or ""}
    if "hand_in" in request.form:
        if done(form, key_reports.hand_in, item_id, form.body.data or "", **how) is None:
            return False
        flash(_("报告已提交主任会议。"), "done")
        return True
    if done(form, key_reports.draft, item_id, form.body.data or "", **how) is None:
        return False
    flash(_("草稿已保存，只有本单位的人看得到。"), "done")
    return True


def _ours(item: KeyItem) -> tuple[KeyReport | None, KeyReport | None]:
    """The open draft of the own unit, and what it handed in last."""
    ours = [one for one in item.reports if one.unit_id == actor().unit_id]
    draft = next((one for one in ours if one.handed_in_at is None), None)
    return draft, next((one for one in reversed(ours) if one.handed_in_at is not None), None)


def _can_hand_in() -> bool:
    who = actor()
    if who.role is not Role.UNIT_SIGNER:
        return False
    return who.is_principal or not found.has_principal(who.unit_id or 0, day_of(now()))
