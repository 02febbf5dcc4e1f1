"""Hand-over lists (交接清单) of reorganised units: the desk draws them up, both units confirm, then the work moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.limits import NOTE, PAGE
from tracker.domain.roles import Capability, Role
from tracker.models.procedures import HandOver
from tracker.queries import hand_overs as known
from tracker.queries import organs
from tracker.queries.places import units_in_use
from tracker.services import hand_overs
from tracker.services._load import Invalid
from tracker.services.hand_overs import CONFIRMING, Plan, side_of
from tracker.web.access import actor, me, needs
from tracker.web.forms import Form
from tracker.web.hand_over_words import row_words, stands_words, steps_words
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import instant_words

bp = Blueprint("hand_overs", __name__)
Page = str | tuple[str, int] | Response


class PlanForm(Form):
    """Which shares go to which unit, and why."""

    tasks = SelectMultipleField(_l("移交哪些"), coerce=lambda value: picked_id(value) or -1, validate_choice=False)
    successor = SelectField(_l("由哪个单位接办"), coerce=picked_id, validate_choice=False)
    reason = TextAreaField(_l("依据和说明"), [Optional(), at_most(NOTE)])

    def plan(self, unit_id: int) -> Plan:
        """What was chosen."""
        return Plan(unit_id, self.successor.data or 0, self.tasks.data or [], self.reason.data or "")


@bp.get("/hand-overs")
@needs(Capability.CONFIRM_HAND_OVERS)
def index() -> str:
    """The lists this hat may know: all for the desk, its own for a unit."""
    found, total = known.lists_for(actor(), page=page_asked())
    waiting = _waiting(found)
    lists = [(one, stands_words(one), one.id in waiting) for one in found]
    return render_template("hand_overs/index.html", lists=lists, pager=pages(total, page_asked(), size=PAGE))


@bp.route("/units/<int:unit_id>/hand-over", methods=["GET", "POST"])
@needs(Capability.KEEP_UNITS)
def new(unit_id: int) -> Page:
    """Choose what goes to which unit; several lists where a unit is split."""
    unit = organs.unit(unit_id) or abort(404)
    form = PlanForm(hat_id=actor().membership_id)
    form.successor.choices = [("", _("请选择")), *(one for one in units_in_use() if one[0] != unit_id)]
    if form.submitted():
        try:
            made = hand_overs.draw_up(actor(), form.plan(unit_id), now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("交接清单已列好，等双方确认。确认以前，什么都没有移交。"), "done")
            return redirect(url_for("hand_overs.show", hand_over_id=made))
    listed = known.on_open_lists(unit_id)
    rows = [(task, row_words(task), task.id in listed) for task in known.open_tasks(unit_id)]
    page = render_template("hand_overs/new.html", form=form, unit=unit, rows=rows, lists=_lists(unit_id))
    return page, 422 if form.errors else 200


@bp.get("/hand-overs/<int:hand_over_id>")
@needs(Capability.CONFIRM_HAND_OVERS)
def show(hand_over_id: int) -> Page:
    """One list: what is on it, who has confirmed, and the one press that is asked for."""
    return _page(_list(hand_over_id), Form(hat_id=actor().membership_id))


@bp.get("/hand-overs/<int:hand_over_id>/paper")
@needs(Capability.CONFIRM_HAND_OVERS)
def paper(hand_over_id: int) -> str:
    """The list for A4, with places for two signatures."""
    found = _list(hand_over_id)
    return render_template("hand_overs/paper.html", as_of=instant_words(now()), **_told(found))


@bp.post("/hand-overs/<int:hand_over_id>/confirm")
@needs(Capability.CONFIRM_HAND_OVERS)
def confirm(hand_over_id: int) -> Page:
    """Confirm for the own side."""
    found, form = _list(hand_over_id), Form(hat_id=actor().membership_id)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            hand_overs.confirm(actor(), found.id, version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已确认。双方都确认的，移交随即生效。"), "done")
            return redirect(url_for("hand_overs.show", hand_over_id=hand_over_id))
    return _page(found, form)


@bp.post("/hand-overs/<int:hand_over_id>/cancel")
@needs(Capability.KEEP_UNITS)
def cancel(hand_over_id: int) -> Page:
    """Take a list back that is not in force."""
    found, form = _list(hand_over_id), Form(hat_id=actor().membership_id)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            hand_overs.cancel(actor(), found.id, version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("这份清单已作废，清单上的件都没有动。"), "done")
            return redirect(url_for("hand_overs.new", unit_id=found.from_unit_id))
    return _page(found, form)


def _list(hand_over_id: int) -> HandOver:
    found = known.list_of(hand_over_id)
    if found is None or not _may_know(found):
        abort(404)
    return found


def _may_know(found: HandOver) -> bool:
    return actor().role is Role.DESK or actor().unit_id in (found.from_unit_id, found.to_unit_id)


def _page(found: HandOver, form: Form) -> Page:
    if not form.is_submitted():
        form.version.data = found.version
    is_open = _is_open(found)
    page = render_template(
        "hand_overs/show.html",
        form=form,
        is_open=is_open,
        waits=_waits(found),
        may_cancel=is_open and actor().role is Role.DESK,
        taking_is_empty=is_open and not known.can_confirm(found.to_unit_id, CONFIRMING, day=day_of(now())),
        in_stead=actor().role is Role.DESK,
        **_told(found),
    )
    return page, 422 if form.errors else 200


def _told(found: HandOver) -> dict[str, Any]:
    names = known.names_of(found)
    met = known.shares_met(found) if _is_open(found) else []
    lines = known.lines_of(found)
    return {
        "one": found,
        "stands": stands_words(found),
        "steps": steps_words(found, names),
        "rows": [(line.task, row_words(line.task, met)) for line in lines],
        # For who has to compare it with what lies on the desk; whoever reads the papers anyhow opens them.
        "matters": known.matters_of([line.task for line in lines]),
        "reads": actor().role is Role.DESK or actor().unit_id == found.from_unit_id,
    }


def _is_open(found: HandOver) -> bool:
    return found.cancelled_at is None and (found.given_at is None or found.taken_at is None)


def _waiting(found: Sequence[HandOver]) -> set[int]:
    """Which of these lists wait for a press of the reader; the desk stands in for giving units with nobody left."""
    if actor().role is not Role.DESK:
        return {one.id for one in found if _waits(one)}
    asked = [one for one in found if one.cancelled_at is None and one.given_at is None]
    able = known.confirming({one.from_unit_id for one in asked}, CONFIRMING, day=day_of(now())) if asked else set()
    return {one.id for one in asked if one.from_unit_id not in able}


def _waits(found: HandOver) -> bool:
    """Whether this list waits for a press of the reader."""
    if found.cancelled_at is not None:
        return False
    gives = side_of(actor(), found, now=now())
    return gives is not None and (found.given_at if gives else found.taken_at) is None


def _lists(unit_id: int) -> list[tuple[HandOver, str]]:
    return [(one, stands_words(one)) for one in known.lists_of(unit_id)]
