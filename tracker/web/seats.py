"""Ends of seats and terms: papers whose lead has left office, the change of term (换届), promises that outlive it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.permissions import may
from tracker.domain.roles import Capability, Role
from tracker.models.organs import Term
from tracker.queries import seats as known
from tracker.queries.seats import Leaderless
from tracker.services import term_ends
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.actions import action_address
from tracker.web.forms import Form
from tracker.web.labels import SUGGESTION_STATES
from tracker.web.seat_words import hanging_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import instant_words, number_words

bp = Blueprint("seats", __name__)
Page = str | tuple[str, int] | Response


class TermEndForm(Form):
    """The last day of a term; `expects` is the number of hats the page showed."""

    last_day = DateField(
        _l("这一届的最后一天"),
        [InputRequired(_l("请填写日期，如2026-04-30"))],
        description=_l("这一天还有效，第二天起代表和代表团工作人员的身份失效。"),
    )
    expects = IntegerField(validators=[Optional()], widget=HiddenInput())
    sure = BooleanField(_l("名单和人数已经核对"))

    def day(self) -> date:
        """The last day, once it was typed."""
        assert self.last_day.data is not None
        return self.last_day.data


@bp.get("/seats/leaderless")
@needs(Capability.KEEP_PEOPLE)
def leaderless() -> str:
    """Papers that go on though their lead has left office."""
    today = day_of(now())
    found = known.leaderless(today)
    return render_template("seats/leaderless.html", rows=[_row(one, today) for one in found])


@bp.route("/terms/<int:term_id>/end", methods=["GET", "POST"])
@needs(Capability.KEEP_SESSIONS)
def end_term(term_id: int) -> Page:
    """First the day, then what it means in numbers, then the change itself."""
    term = known.term_of(term_id) or abort(404)
    form = TermEndForm(hat_id=actor().membership_id)
    if not form.is_submitted():
        form.last_day.data = _asked_day() or term.ends_on
    if form.submitted():
        try:
            term_ends.check_last_day(term, form.day(), now=now())
            ended = _is_sure(form) and _end(form, term)
        except Invalid as invalid:
            form.take(invalid)
        else:
            if not ended:
                return _end_page(form, term)
            flash(_("%(name)s已换届，身份到期自动失效；在办的建议照常办理。", name=term.name), "done")
            return redirect(url_for("terms.index"))
    return _end_page(form, term)


@bp.get("/terms/<int:term_id>/promises")
@needs(Capability.KEEP_SESSIONS)
def promises(term_id: int) -> str:
    """What was promised in this term and is still to be kept."""
    term = known.term_of(term_id) or abort(404)
    return render_template("seats/promises.html", term=term, rows=known.open_promises(term), number_words=number_words)


@bp.get("/terms/<int:term_id>/promises/paper")
@needs(Capability.KEEP_SESSIONS)
def promises_paper(term_id: int) -> str:
    """The same for A4: the written statement at the change of term."""
    term, as_of = known.term_of(term_id) or abort(404), instant_words(now())
    rows = known.open_promises(term)
    return render_template("seats/paper.html", term=term, rows=rows, number_words=number_words, as_of=as_of)


def _end_page(form: TermEndForm, term: Term) -> Page:
    page = render_template("seats/end_term.html", form=form, term=term, **_preview(term, form))
    return page, 422 if form.errors else 200


def _row(one: Leaderless, today: date) -> dict[str, Any]:
    case = one.suggestion
    offers = may(actor(), Action.OFFER_LEAD, case, today=today) and bool(one.could_lead)
    return {
        "case": case,
        "number": number_words(case.number),
        "state": str(SUGGESTION_STATES[case.state]),
        "lead": case.author.name if case.author else "",
        "left_on": one.last_day + timedelta(days=1),
        "could_lead": _("、").join(one.could_lead),
        "offer": action_address(Action.OFFER_LEAD, case.id) if offers else None,
        "is_offered": case.lead_offered_to_id is not None,
    }


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("last_day", ""))
    except ValueError:
        return None


def _is_sure(form: TermEndForm) -> bool:
    if form.expects.data is None or "preview" in request.form:
        return False
    if not form.sure.data:
        form.sure.errors = [*form.sure.errors, _("请先核对，再勾选")]
    return bool(form.sure.data)


def _end(form: TermEndForm, term: Term) -> int:
    once = form.once_for(me().person_id)
    return term_ends.end_term(actor(), term.id, form.day(), expects=form.expects.data or 0, now=now(), once=once)


def _preview(term: Term, form: TermEndForm) -> dict[str, Any]:
    """What ends with that day; nothing before a day is chosen."""
    last_day = form.last_day.data
    if last_day is None or form.last_day.errors:
        return {"facts": []}
    hats = known.leaving(term, last_day)
    deputies = [hat.person_id for hat in hats if hat.role is Role.DEPUTY]
    again = known.reelected(term, deputies)
    form.expects.raw_data, form.expects.data = None, len(hats)
    leaving = [one for one in deputies if one not in again]
    facts = [
        (_("代表身份"), _("%(n)s人到期", n=len(deputies))),
        (_("其中下一届也当选"), _("%(n)s人，他们的建议跟着本人", n=len(again))),
        (_("代表团工作人员"), _("%(n)s人到期", n=len(hats) - len(deputies))),
    ]
    return {
        "facts": facts + hanging_words(known.hanging_on(leaving)),
        "promised": len(known.open_promises(term)),
        "is_last": not known.has_successor(term),
    }
