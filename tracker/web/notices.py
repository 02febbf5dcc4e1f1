"""通知: what one was told, under whatever hat, with marks of what is unread; and when one wants mail of it.

Opening a case does not mark anything: reading writes nothing. The button of the notice does, and brings one to the case
under the hat it was told to.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind

from tracker.clock import day_of, now
from tracker.domain.limits import PAGE
from tracker.domain.telling import Timing
from tracker.queries import notices as known
from tracker.queries.notice_rules import choice_of
from tracker.queries.notices import Line, hats_held
from tracker.queries.persons import person_of
from tracker.queries.who import Hat
from tracker.services import log_ins, tellings
from tracker.web.access import actor, me, signed_in
from tracker.web.forms import Form
from tracker.web.frame import hat_words
from tracker.web.notice_words import left_words, what_words
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, instant_words, number_words

bp = Blueprint("notices", __name__)
AS_RULED = "as_ruled"


class ChoiceForm(Form):
    """When one wants mail of what is not urgent."""

    timing = RadioField(
        _l("邮件什么时候发"),
        choices=[
            SelectChoice(AS_RULED, _l("按工作机构的规定")),
            SelectChoice(Timing.AT_ONCE.value, _l("有一件发一封")),
            SelectChoice(Timing.DIGEST.value, _l("都并入早上汇总")),
            SelectChoice(Timing.OFF.value, _l("不发，我在系统里看")),
        ],
        description=_l(
            "选了不发，早上也不再发要办的事；交办、退回、答复、就要到期、已经逾期这些规定必须告知的，照发。"
        ),
    )


@bp.get("/notices")
@signed_in
def index() -> str:
    """Everything one was told, newest first."""
    unread = request.args.get("show") != "all"
    found, total = known.page_of(me().person_id, _hats(), unread=unread, page=page_asked())
    choice, person = choice_of(me().person_id), person_of(me().person_id)
    form = ChoiceForm(data={"timing": choice.timing.value if choice else AS_RULED}, hat_id=actor().membership_id)
    mail = bool(current_app.config["MAIL_SERVER"])
    return render_template(
        "notices/index.html",
        rows=[_row(line) for line in found],
        total=total,
        newest=found[0].id if found else 0,
        pager=pages(total, page_asked(), size=PAGE),
        tabs=[
            (_("没有看过的"), total if unread else me().unread, url_for("notices.index"), unread),
            (_("全部"), None, url_for("notices.index", show="all"), not unread),
        ],
        unread=unread,
        form=form,
        mail=mail,
        email=person.email if person else "",
    )


@bp.get("/notices/<int:telling_id>")
@signed_in
def show(telling_id: int) -> Any:
    """One notice, where a mail leads: what happened, and the way to the case."""
    line = _line(telling_id)
    hat = _hat_of(line)
    return render_template(
        "notices/show.html", row=_row(line), other_hat=hat_words(hat) if hat and hat != me().hat else ""
    )


@bp.post("/notices/<int:telling_id>/open")
@signed_in
def open_case(telling_id: int) -> Response:
    """Mark a notice as read and go to what it is about, under the hat it was told to."""
    line = _line(telling_id)
    tellings.read(actor(), telling_id, now=now())
    if line.is_hidden:
        flash(_("这件现在不由您办，看不到案卷。通知已标为看过。"), "done")
        return redirect(url_for("notices.index"))
    hat = _hat_of(line)
    if hat is not None and hat.id != actor().membership_id:
        log_ins.wear(me().login_id, hat.id, now=now())
        flash(_("这一条是告诉您的这个身份的，已换成：%(hat)s。", hat=hat_words(hat)), "done")
    return redirect(_about(line))


@bp.post("/notices/read")
@signed_in
def read_all() -> Response:
    """Mark as read what the page showed and what is older."""
    count = tellings.read_all(actor(), up_to=picked_id(request.form.get("up_to")) or 0, now=now())
    flash(_("%(n)s条标为看过。", n=count), "done")
    return redirect(url_for("notices.index"))


@bp.post("/notices/choice")
@signed_in
def choose() -> Response:
    """When one wants mail."""
    form = ChoiceForm(hat_id=actor().membership_id)
    if form.submitted():
        chosen = None if form.timing.data == AS_RULED else Timing(form.timing.data)
        tellings.choose(actor(), chosen, now=now(), once=form.once_for(me().person_id))
        flash(_("已记下，从下一条通知起照这样发。"), "done")
    return redirect(url_for("notices.index"))


def _hats() -> list[Any]:
    return hats_held(me().person_id, day_of(now()))


def _line(telling_id: int) -> Line:
    return known.one_of(me().person_id, telling_id, _hats()) or abort(404)


def _hat_of(line: Line) -> Hat | None:
    """The hat it was told to, while it is worn."""
    return next((one for one in me().hats if one.id == line.membership_id), None)


def _about(line: Line) -> str:
    if line.suggestion_id is not None:
        return url_for("dossier.show", suggestion_id=line.suggestion_id)
    noun, _colon, number = line.subject.partition(":")
    if noun == "line" and number.isdigit():
        return url_for("lines.show", line_id=int(number))
    if noun == "appraisal" and number.isdigit():
        return url_for("appraisals.show", appraisal_id=int(number))
    return url_for("home.show")


def _row(line: Line) -> dict[str, Any]:
    today = day_of(now())
    hat = _hat_of(line)
    what, due = what_words(line, hat.role if hat else None), line.due_on
    if due is not None:
        what = _("%(day)s前%(what)s", day=day_words(due), what=what)
    title = official_title(line.title, line.kind) if line.title and line.kind else ""
    return {
        "id": line.id,
        "what": what,
        "left": left_words(due, today) if due is not None and not line.is_over else "",
        "is_late": due is not None and due < today and not line.is_over,
        "title": title or (_("这件现在不由您办，看不到案卷") if line.is_hidden else ""),
        "number": number_words(line.number) if line.number else "",
        "at": instant_words(line.made_at),
        # Who wears one hat need not be told which.
        "hat": hat_words(hat) if hat and len(me().hats) > 1 else "",
        "is_unread": line.read_at is None,
        "is_over": line.is_over,
        "is_hidden": line.is_hidden,
    }
