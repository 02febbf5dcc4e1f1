"""Supervising a key item: the plan, what was held, a unit's answer, the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.key_items import MOST_DEMANDS, MOST_STEPS, KeyAct, KeyStage
from tracker.domain.limits import ANSWER, NOTE
from tracker.domain.roles import Capability
from tracker.models.key_items import KeyItem
from tracker.queries import key_items as found
from tracker.queries.board_key_items import key_lines
from tracker.queries.figures import Scope
from tracker.services import key_supervision
from tracker.services._load import Stale
from tracker.web.access import actor, me, needs
from tracker.web.key_item_ways import done, item_for
from tracker.web.key_supervision_forms import AnswerForm, ConclusionForm, EventForm, PlanForm, Supervision
from tracker.web.meanwhile import on_stale
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

bp = Blueprint("key_supervision", __name__)
Page = str | tuple[str, int] | Response
# So many empty rows stand below what is written; more come by the button.
STEPS, DEMANDS = 3, 1


@bp.route("/key-items/<int:item_id>/plan", methods=["GET", "POST"])
@needs(Capability.PROPOSE_KEY_ITEMS)
def plan(item_id: int) -> Page:
    """The plan, written or written anew; earlier versions stay."""
    item = item_for(KeyAct.PLAN, item_id)
    form = PlanForm(hat_id=actor().membership_id, at_version=item.version)
    if not form.is_submitted() and item.plans:
        form.body.data = item.plans[-1].body
        for step in item.plans[-1].steps:
            form.steps.append_entry({"day": date.fromisoformat(step["day"]), "words": step["words"]})
    if request.form.get("step") == "more":
        form.files.take_in()
    elif form.submitted():
        told = (form.body.data or "", form.written())
        if _did(form, key_supervision.plan, item_id, *told):
            flash(_("督办方案已保存。"), "done")
            return redirect(url_for("key_items.show", item_id=item_id))
    _widen(form.steps, STEPS, MOST_STEPS)
    return _page("key_supervision/plan.html", form, item, held=item.plans[-1] if item.plans else None)


@bp.route("/key-items/<int:item_id>/events", methods=["GET", "POST"])
@needs(Capability.PROPOSE_KEY_ITEMS)
def hold(item_id: int) -> Page:
    """An inspection, a hearing, a televised inquiry that was held, and what units were told there."""
    item = item_for(KeyAct.HOLD, item_id)
    form = EventForm(hat_id=actor().membership_id, at_version=item.version)
    units = found.units_of(item)
    form.offer(units)
    if request.form.get("step") == "more":
        form.files.take_in()
    elif form.submitted() and _did(form, key_supervision.hold, item_id, form.held()):
        flash(_("督办活动已登记，有要求的承办单位在待办里看得到。"), "done")
        return redirect(url_for("key_items.show", item_id=item_id))
    _widen(form.demands, DEMANDS, MOST_DEMANDS)
    form.offer(units)
    return _page("key_supervision/hold.html", form, item)


@bp.route("/key-items/<int:item_id>/demands/<int:demand_id>", methods=["GET", "POST"])
@needs(Capability.SEE_KEY_ITEMS)
def answer(item_id: int, demand_id: int) -> Page:
    """What the own unit was told, and its answer."""
    item = item_for(KeyAct.ANSWER, item_id)
    demand = next((one for event in item.events for one in event.demands if one.id == demand_id), None)
    if demand is None or demand.unit_id != actor().unit_id:
        abort(404)
    if request.method == "GET" and demand.answered_at is not None:
        return redirect(url_for("key_items.show", item_id=item_id))
    form = AnswerForm(hat_id=actor().membership_id, at_version=item.version)
    if form.submitted() and _did(form, key_supervision.answer, item_id, demand_id, form.answer.data or ""):
        flash(_("已回复，督办的委员会看得到。"), "done")
        return redirect(url_for("key_items.show", item_id=item_id))
    return _page("key_supervision/answer.html", form, item, demand=demand)


@bp.route("/key-items/<int:item_id>/conclusion", methods=["GET", "POST"])
@needs(Capability.PROPOSE_KEY_ITEMS)
def conclude(item_id: int) -> Page:
    """The look-back of the year: the result, and whether it goes on."""
    item = item_for(KeyAct.CONCLUDE, item_id)
    form = ConclusionForm(hat_id=actor().membership_id, at_version=item.version)
    if form.submitted():
        made = _done(form, key_supervision.conclude, item_id, form.conclusion())
        if made is not None:
            flash(_("本年度已结束。") if made == item_id else _("本年度已结束，下一年的提请已经列出，请核对。"), "done")
            return redirect(url_for("key_items.show", item_id=made))
    missing = item.stage is not KeyStage.REPORTED
    return _page("key_supervision/conclude.html", form, item, missing=missing, ahead=_ahead(item))


def _ahead(item: KeyItem) -> list[str]:
    """What is still to come on an item that is about to be closed; it can be closed all the same."""
    line = next((one for one in key_lines(actor(), Scope(), today=day_of(now())) if one.item.id == item.id), None)
    said = []
    if line is not None and line.papers > line.replied:
        said.append(_("还有%(n)s件建议没有答复完。", n=line.papers - line.replied))
    if line is not None and line.next_on is not None and line.next_on >= day_of(now()):
        facts = {"day": day_words(line.next_on, year=True), "what": line.next_words}
        said.append(_("计划里还有没到日子的：%(day)s，%(what)s。", **facts))
    return said


def _did(form: Supervision, act: Callable[..., Any], item_id: int, *args: Any) -> bool:
    return _done(form, act, item_id, *args) is not None


def _done(form: Supervision, act: Callable[..., Any], item_id: int, *args: Any) -> Any:
    """What the service answered; nothing where it could not, as in `done`. Every act on an item makes the forms on it
    late, also one that has nothing to do with them: what came between is said, and the next press is on purpose."""
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        return done(form, act, item_id, *args, files=form.files.keys, **how)
    except Stale as stale:
        one = found.find(actor(), item_id) or abort(404)
        form.late = on_stale(stale).last or _("有人刚刚办过这一件。")
        # What was sent would be shown again in place of it.
        form.version.data, form.version.raw_data = one.item.version, None
        return None


def _page(template: str, form: Supervision, item: KeyItem, **more: Any) -> Page:
    page = render_template(template, form=form, item=item, limit=ANSWER, note_limit=NOTE, **more)
    return page, 409 if form.late else 422 if form.errors else 200


def _widen(rows: Any, spare: int, most: int) -> None:
    """Empty rows to write into, below those that are written."""
    written = sum(any(field.data for field in row.form) for row in rows.entries)
    while len(rows.entries) < min(written + spare, most):
        rows.append_entry()
