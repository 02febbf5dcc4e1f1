"""Taking a joint paper back: the lead asks the other signers, each of them agrees or not."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.clock import day_of, now
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.domain.permissions import may, why_not
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.queries.signing import consents, last_note
from tracker.services import withdrawals
from tracker.services._load import Invalid
from tracker.web import papers
from tracker.web.access import actor, me, on_suggestion
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("withdrawals", __name__)


class AskForm(Form):
    """Why the lead wants to take it back."""

    reason = TextAreaField(_l("想撤回的理由"), [InputRequired(_l("请写明理由")), at_most(limits.NOTE)])
    files = FilesField(description=_l("书面的撤回申请等。署名代表和代表工作机构看得到。"))


class AnswerForm(Form):
    """Yes, or no with a reason, and whether this signer would lead it on."""

    reason = TextAreaField(_l("不同意的理由"), [Optional(), at_most(limits.NOTE)])
    would_lead = BooleanField(_l("我愿意接替领衔"), description=_l("领衔代表看得到，可以提议由您接替领衔，继续办理。"))


@bp.route("/suggestions/<int:suggestion_id>/withdrawal/ask", methods=["GET", "POST"])
@on_suggestion(Action.ASK_WITHDRAWAL)
def ask(suggestion: Suggestion) -> Any:
    """Says what follows, then asks every other signer."""
    form = AskForm(hat_id=actor().membership_id)
    if form.submitted():
        reason, once = form.reason.data or "", form.once_for(me().person_id)
        try:
            withdrawals.ask(actor(), suggestion.id, reason=reason, files=form.files.keys, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已请各位署名代表答复。全体同意后自动撤回，有一位不同意就继续办理。"), "done")
            return _back(suggestion)
    return _page("withdrawals/ask.html", form, suggestion)


@bp.route("/suggestions/<int:suggestion_id>/withdrawal", methods=["GET", "POST"])
@on_suggestion()
def answer(suggestion: Suggestion) -> Any:
    """Why the lead wants to take it back, and this signer's answer."""
    form = AnswerForm(hat_id=actor().membership_id)
    _still_asked(suggestion, form)
    if form.submitted():
        try:
            flash(_answer(form, suggestion), "done")
        except Invalid as invalid:
            form.take(invalid)
        else:
            return redirect(url_for("home.show"))
    return _page("withdrawals/answer.html", form, suggestion)


@bp.route("/suggestions/<int:suggestion_id>/withdrawal/recall", methods=["GET", "POST"])
@on_suggestion(Action.RECALL_WITHDRAWAL)
def recall(suggestion: Suggestion) -> Any:
    """The lead no longer asks; the paper goes on."""
    form = Form(hat_id=actor().membership_id)
    if form.submitted():
        withdrawals.recall(actor(), suggestion.id, now=now(), once=form.once_for(me().person_id))
        flash(_("不再征求撤回，建议继续办理。"), "done")
        return _back(suggestion)
    return _page("withdrawals/recall.html", form, suggestion)


def _answer(form: AnswerForm, suggestion: Suggestion) -> str:
    once, chosen = form.once_for(me().person_id), request.form.get("answer")
    if chosen == "consent":
        withdrawals.consent(actor(), suggestion.id, now=now(), once=once)
        if suggestion.state is SuggestionState.WITHDRAWN:
            return _("您已同意撤回。全体署名代表都已同意，建议已经撤回。")
        return _("您已同意撤回。还有代表没有答复，全体同意后建议自动撤回。")
    if chosen == "refuse":
        said = {"reason": form.reason.data or "", "would_lead": bool(form.would_lead.data)}
        withdrawals.refuse(actor(), suggestion.id, now=now(), once=once, **said)
        return _("您没有同意撤回，建议继续办理。领衔代表看得到您写的理由。")
    raise Invalid(answer="choose_one")


def _still_asked(suggestion: Suggestion, form: Form) -> None:
    # What was posted goes on to the service, which can tell a repeated form from a late one.
    why = why_not(actor(), Action.REFUSE_WITHDRAWAL, suggestion, today=day_of(now()))
    if why is not None and not (form.is_submitted() and form.once.data):
        raise Refused(why, Action.CONSENT_WITHDRAWAL)


def _page(template: str, form: Form, suggestion: Suggestion) -> Any:
    words = {
        "title": papers.official_title(suggestion.title),
        "signers": consents(suggestion, today=day_of(now())),
        "reason": last_note(suggestion, Action.ASK_WITHDRAWAL) if suggestion.withdrawal_asked_on else "",
        "may_consent": may(actor(), Action.CONSENT_WITHDRAWAL, suggestion, today=day_of(now())),
        "in_handling": suggestion.state is SuggestionState.IN_HANDLING,
    }
    return render_template(template, form=form, suggestion=suggestion, **words), 422 if form.errors else 200


def _back(suggestion: Suggestion) -> Any:
    return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
