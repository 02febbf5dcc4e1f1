"""Chasing a promise (催办承诺), and the list of those that press."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.ladder import side_of
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability, Role
from tracker.domain.whys import Why
from tracker.models.commitments import Commitment
from tracker.queries import law
from tracker.queries import promise_chasing as waiting
from tracker.queries.chases import of_promise
from tracker.queries.promise_chasing import SIZE, Line, Which
from tracker.services import promise_chases
from tracker.services._load import Invalid
from tracker.services.chases import Said
from tracker.web.access import actor, me, needs, on_commitment
from tracker.web.action_labels import WHYS
from tracker.web.chase_words import number_words, times_words
from tracker.web.commitment_matters import matter, tag_of
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.read_by import read_by
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, instant_words

bp = Blueprint("promise_chases", __name__)
Page = str | tuple[str, int] | Response

KINDS = {
    Which.ALL: _l("全部要看的承诺"),
    Which.LATE: _l("过期没有做到"),
    Which.NEAR: _l("一个月内到期"),
    Which.QUIET: _l("一个季度没有进展"),
    Which.CHASED: _l("催办过的"),
    Which.UNANSWERED: _l("催了没有回应"),
}


class PromiseChaseForm(Form):
    """What is said to the unit; an office may set a day for its word."""

    words = TextAreaField(
        _l("要说的话"), [Optional(), at_most(NOTE)], description=read_by(Action.CHASE_PROMISE, _l("可以不写。"))
    )
    answer_by = DateField(_l("请在哪天前回应"), [Optional()], description=_l("可以不填；不改变承诺的日期。"))
    files = FilesField()

    def said(self) -> Said:
        return Said(self.words.data or "", self.answer_by.data if self.answer_by else None, self.files.keys)


@bp.get("/chasing/promises")
@needs(Capability.CHASE)
def index() -> str:
    """Promises that are late, near or quiet, what is pressed hardest first."""
    today, page = day_of(now()), page_asked()
    which = next((one for one in Which if one.value == request.args.get("which")), Which.ALL)
    counts = waiting.counts(actor(), today=today)
    tabs = [(str(words), counts[one], url_for(".index", which=one.value), one is which) for one, words in KINDS.items()]
    return render_template(
        "promise_chases/index.html",
        rows=[_row(line) for line in waiting.lines(actor(), which, today=today, page=page)],
        tabs=tabs,
        title=str(KINDS[which]),
        total=counts[which],
        as_of=instant_words(now()),
        pager=pages(counts[which], page, size=SIZE),
    )


def _row(line: Line) -> dict[str, Any]:
    one, today = line.promise, day_of(now())
    last = line.chases[-1] if line.chases else None
    said = one.progress[-1] if one.progress else None
    heard = one.progress_on or one.promised_on
    return {
        "id": one.id,
        "promise": one.promise,
        "origin": f"{one.suggestion.number} {official_title(one.suggestion.title)}",
        "unit": one.unit.short_name,
        "owner": one.owner,
        "tag": tag_of(one, today),
        "times": times_words(one.chases) if one.chases else "",
        "last": (number_words(last), last) if last else None,
        "answered": next((each for each in reversed(line.chases) if each.answered_at), None),
        "percent": one.percent,
        "said": said.words if said else "",
        "heard": day_words(heard, year=heard.year != today.year) if heard else "",
        "may": line.why is None,
        "why": _why(line),
    }


def _why(line: Line) -> str:
    if line.why is Why.PROMISE_CHASED_LATELY:
        again = line.promise.chased_until(side_of(actor().role))
        return _("这一方刚催过，%(day)s起可以再催。", day=day_words(again))
    return str(WHYS[line.why]) if line.why is not None else ""


@bp.route("/promises/<int:commitment_id>/chase", methods=["GET", "POST"])
@on_commitment(Action.CHASE_PROMISE)
def new(promise: Commitment) -> Page:
    """Chase the unit that keeps a promise: what it does, and when this side may chase again."""
    form, today = PromiseChaseForm(hat_id=actor().membership_id), day_of(now())
    chasing = law.rulebook_of(promise.suggestion.assigned_on, today).chasing
    if actor().role is Role.DEPUTY:
        del form.answer_by
    if form.submitted():
        try:
            how = {"now": now(), "once": form.once_for(me().person_id)}
            promise_chases.chase_promise(actor(), promise.id, form.said(), **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            again = day_words(chasing.again_on(today))
            flash(_("已催办，%(unit)s看得到。%(day)s起可以再催。", unit=promise.unit.short_name, day=again), "done")
            return redirect(url_for("commitments.show", commitment_id=promise.id))
    shown = render_template(
        "promise_chases/new.html",
        form=form,
        weight=chasing.weights[side_of(actor().role)],
        pause=chasing.pause_days,
        paper=actor().role is not Role.DEPUTY,
        earlier=[(number_words(one), one) for one in of_promise(promise.id)],
        note_limit=NOTE,
        **matter(promise),
    )
    return shown, 422 if form.errors else 200
