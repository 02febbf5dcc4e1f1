"""Another deputy leads the paper: whom to ask, and the answer of who was asked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.clock import day_of, now
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.domain.permissions import why_not
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.queries import law, signing
from tracker.queries.cosigning import signers_of
from tracker.services import leads
from tracker.services._load import Invalid
from tracker.web import papers
from tracker.web.access import actor, me, on_suggestion
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("leads", __name__)


class OfferForm(Form):
    """Who is to lead it, and why."""

    person = RadioField(
        _l("请谁接替领衔"), [Optional()], coerce=lambda value: picked_id(value) or -1, validate_choice=False
    )
    reason = TextAreaField(_l("更换的理由"), [InputRequired(_l("请写明理由")), at_most(limits.NOTE)])
    files = FilesField(description=_l("例如离任通知。被提议的代表看得到。"))


class AnswerForm(Form):
    """Yes, or no with a reason if there is one."""

    reason = TextAreaField(_l("不接替的理由"), [Optional(), at_most(limits.NOTE)])


@bp.route("/suggestions/<int:suggestion_id>/lead/offer", methods=["GET", "POST"])
@on_suggestion(Action.OFFER_LEAD)
def offer(suggestion: Suggestion) -> Any:
    """Says what changes and what does not, then asks the deputy chosen."""
    form = OfferForm(hat_id=actor().membership_id)
    form.person.choices = signing.names_of(leads.candidates(suggestion, today=day_of(now())))
    if form.submitted():
        try:
            told = {"person_id": form.person.data, "reason": form.reason.data or "", "files": form.files.keys}
            leads.offer(actor(), suggestion.id, now=now(), once=form.once_for(me().person_id), **told)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已请他答复。在他接替以前，领衔代表不变。"), "done")
            return _back(suggestion)
    return _page("leads/offer.html", form, suggestion)


@bp.route("/suggestions/<int:suggestion_id>/lead", methods=["GET", "POST"])
@on_suggestion()
def answer(suggestion: Suggestion) -> Any:
    """The whole paper, who asks and why; one press to lead it on or not."""
    form = AnswerForm(hat_id=actor().membership_id)
    why = why_not(actor(), Action.TAKE_LEAD, suggestion, today=day_of(now()))
    if why is not None and not (form.is_submitted() and form.once.data):
        raise Refused(why, Action.TAKE_LEAD)
    if form.submitted():
        try:
            return _answered(form, suggestion)
        except Invalid as invalid:
            form.take(invalid)
    paper = papers.official_form(suggestion, signers_of(suggestion), book=law.rulebook_for(day_of(now())))
    return _page("leads/answer.html", form, suggestion, paper=paper, change=signing.open_offer(suggestion))


@bp.route("/suggestions/<int:suggestion_id>/lead/recall", methods=["GET", "POST"])
@on_suggestion(Action.RECALL_LEAD)
def recall(suggestion: Suggestion) -> Any:
    """The offer is taken back before it is answered."""
    form = Form(hat_id=actor().membership_id)
    if form.submitted():
        leads.recall(actor(), suggestion.id, now=now(), once=form.once_for(me().person_id))
        flash(_("已收回更换领衔代表的提议。"), "done")
        return _back(suggestion)
    return _page("leads/recall.html", form, suggestion, change=signing.open_offer(suggestion))


def _answered(form: AnswerForm, suggestion: Suggestion) -> Any:
    once, chosen = form.once_for(me().person_id), request.form.get("answer")
    if chosen == "take":
        leads.take(actor(), suggestion.id, now=now(), once=once)
        flash(_("您已接替领衔。编号、答复和评价都没有变。"), "done")
        return _back(suggestion)
    if chosen == "decline":
        leads.decline(actor(), suggestion.id, reason=form.reason.data or "", now=now(), once=once)
        flash(_("您没有接替领衔，其他都不变。"), "done")
        return redirect(url_for("home.show"))
    raise Invalid(answer="choose_one")


def _page(template: str, form: Form, suggestion: Suggestion, **more: Any) -> Any:
    title = papers.official_title(suggestion.title)
    return render_template(template, form=form, suggestion=suggestion, title=title, **more), (
        422 if form.errors else 200
    )


def _back(suggestion: Suggestion) -> Any:
    return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
