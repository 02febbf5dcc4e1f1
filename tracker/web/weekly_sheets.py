"""The sheet of the weekly meeting (例会一页纸): as it would be now, settled, and as each was settled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField

from tracker.clock import day_of, now
from tracker.domain.limits import NOTE, PAGE
from tracker.domain.roles import Capability
from tracker.models.weekly_sheets import WeeklySheet
from tracker.queries import weekly_sheets as found
from tracker.queries.cases import BIGGEST
from tracker.queries.sessions_held import sessions_held
from tracker.services import weekly_sheets
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.board_scopes import Looked, looked_at
from tracker.web.figure_scopes import choices
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.weekly_words import page_of
from tracker.web.words import instant_words

bp = Blueprint("weekly_sheets", __name__)
Page = str | tuple[str, int] | Response


class SettleForm(Form):
    """One press: what is kept is what the figures say at that moment; a second one of the same day is asked about."""

    again = BooleanField(_l("再定稿一期"))


class VoidForm(Form):
    """Why a settled sheet does not count."""

    reason = TextAreaField(_l("为什么作废"), [at_most(NOTE)])


@bp.route("/board/weekly", methods=["GET", "POST"])
@needs(Capability.KEEP_SHEETS)
def show() -> Page:
    """The sheet as it would be printed now; pressing settles it, and the settled one is what is printed."""
    held = sessions_held()
    looked = looked_at({}, held, actor(), of=request.values.get("of") if _is_known(held) else None) or abort(404)
    form = SettleForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            made = weekly_sheets.settle(
                actor(), looked.of, looked.scope, of_words=looked.of_words, again=form.again.data, now=now(), once=once
            )
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已经定稿。这一页的数字不会再变，下一次例会与它对比；现在可以打印。"), "done")
            return redirect(url_for("weekly_sheets.one", sheet_id=made))
    content = found.content(actor(), looked.of, looked.scope, of_words=looked.of_words)
    page = render_template(
        "weekly_sheets/show.html",
        form=form,
        sheet=page_of(content, looked) if content else None,
        of=looked.of,
        choices=choices(held),
        today=day_of(now()),
        already=_of_today(looked, content),
    )
    return page, 422 if form.errors else 200


def _of_today(looked: Looked, content: Any) -> WeeklySheet | None:
    """The sheet that was settled with the figures of the same day."""
    last = found.last_of(looked.of) if content else None
    return last if last is not None and last.day.isoformat() == content["through"] else None


def _is_known(held: Any) -> bool:
    return request.values.get("of", "") in dict(choices(held))


@bp.get("/board/weekly/sheets")
@needs(Capability.KEEP_SHEETS)
def index() -> str:
    """The sheets that were settled, the latest first."""
    page = page_asked()
    rows = found.sheets(skip=(page - 1) * PAGE, size=PAGE + 1)
    return render_template(
        "weekly_sheets/index.html",
        rows=[(one, url_for("weekly_sheets.one", sheet_id=one.id), instant_words(one.made_at)) for one in rows[:PAGE]],
        earlier_url=url_for("weekly_sheets.index", page=page + 1) if len(rows) > PAGE else None,
        later_url=url_for("weekly_sheets.index", page=page - 1) if page > 1 else None,
    )


@bp.get("/board/weekly/<int:sheet_id>")
@needs(Capability.KEEP_SHEETS)
def one(sheet_id: int) -> str:
    """A sheet as it was settled."""
    return _settled("weekly_sheets/one.html", sheet_id)


@bp.route("/board/weekly/<int:sheet_id>/void", methods=["GET", "POST"])
@needs(Capability.KEEP_SHEETS)
def void(sheet_id: int) -> Page:
    """Keep the latest sheet as void, and say why."""
    kept, form = _sheet(sheet_id), VoidForm(hat_id=actor().membership_id)
    if not form.is_submitted() and not found.may_be_void(kept):
        return redirect(url_for(".one", sheet_id=sheet_id))
    if form.submitted():
        try:
            once = form.once_for(me().person_id)
            weekly_sheets.void(actor(), sheet_id, reason=form.reason.data or "", now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已作废，留在以前的定稿里；下一期与它之前的一期对比。"), "done")
            return redirect(url_for(".one", sheet_id=sheet_id))
    page = render_template("weekly_sheets/void.html", form=form, kept=kept, limit=NOTE)
    return page, 422 if form.errors else 200


@bp.get("/board/weekly/<int:sheet_id>/paper")
@needs(Capability.KEEP_SHEETS)
def paper(sheet_id: int) -> str:
    """The same for the printer: no navigation, no addresses."""
    return _settled("weekly_sheets/paper.html", sheet_id)


def _settled(template: str, sheet_id: int) -> str:
    kept = _sheet(sheet_id)
    facts = {"sheet": page_of(found.as_shown_today(kept.content), _looked(kept)), "may_void": found.may_be_void(kept)}
    return render_template(template, kept=kept, **facts, **_told(kept))


def _sheet(sheet_id: int) -> WeeklySheet:
    return (found.sheet(sheet_id) if sheet_id <= BIGGEST else None) or abort(404)


def _looked(kept: WeeklySheet) -> Looked:
    return looked_at({}, sessions_held(), actor(), of=kept.of) or abort(404)


def _told(kept: WeeklySheet) -> dict[str, Any]:
    return {
        "settled_at": instant_words(kept.made_at),
        "settled_by": kept.made_by.name if kept.made_by else "",
        "void_words": _void_words(kept),
        "as_of": instant_words(kept.made_at),
    }


def _void_words(kept: WeeklySheet) -> str:
    if kept.voided_at is None:
        return ""
    who = kept.voided_by.name if kept.voided_by else ""
    facts = {"who": who, "at": instant_words(kept.voided_at), "why": kept.void_reason}
    return _("作废：%(who)s于%(at)s作废。%(why)s", **facts)
