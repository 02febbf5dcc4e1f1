"""Bills (议案): those that wait, what the Presidium decided, the report a bill ends with, a draft that changes kind."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.queries import bills as known
from tracker.queries.cosigning import signers_of
from tracker.queries.law import rulebook_for
from tracker.queries.writing import certificate_of
from tracker.services import bills
from tracker.services._load import Invalid
from tracker.services.bills import Decision
from tracker.web import bill_words
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_form, official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("bills", __name__)
Page = str | tuple[str, int] | Response
# The button of the check page that leads back to the form.
BACK = "edit"


class ReportForm(Form):
    """When and where it was decided, and in what words."""

    decided_on = DateField(_l("哪一天"), [Optional()])
    document_no = StringField(_l("文号或者会议"), [at_most(60)], description=_l("例如：主席团第三次会议。"))
    words = TextAreaField(_l("说明"), [at_most(NOTE)])
    files = FilesField(description=_l("主席团决定、审议结果报告等文件。"))

    def decision(self) -> Decision:
        """What was typed."""
        return Decision(self.decided_on.data, self.document_no.data or "", self.words.data or "", self.files.keys)


class DecisionForm(ReportForm):
    """Which of the four the Presidium decided; nothing is chosen beforehand."""

    outcome = RadioField(_l("主席团决定"), choices=lambda: list(bill_words.OUTCOMES.items()), validate_choice=False)
    committee = SelectField(_l("交哪个专门委员会"), [Optional()], validate_choice=False)


@bp.get("/bills")
@needs(Capability.REVIEW)
def queue() -> str:
    """The bills of this hat, those that wait for a decision first."""
    page, waiting = page_asked(), known.how_many(actor())
    needed = rulebook_for(day_of(now())).bill_signers
    rows = [(row, bill_words.stands(row)) for row in known.waiting(actor(), today=day_of(now()), page=page)]
    return render_template("bills/queue.html", rows=rows, counts=waiting, pager=pages(waiting.all, page), needed=needed)


@bp.route("/suggestions/<int:suggestion_id>/decision", methods=["GET", "POST"])
@on_suggestion(Action.REFUSE_BILL)  # open when too few sign it as well
def decide(suggestion: Suggestion) -> Page:
    """One bill and what the Presidium decided on it."""
    form = DecisionForm(hat_id=actor().membership_id, at_version=suggestion.version)
    committees = known.committees_of(suggestion.category_id, today=day_of(now()))
    form.committee.choices = [("", _("请选择")), *((name, name) for name in committees)]
    if form.submitted() and not request.form.get(BACK):
        if _wants_check(form, suggestion):
            return render_template("bills/check.html", form=form, **_matter(suggestion), **_checked(form, suggestion))
        if done := _decided(form, suggestion):
            flash(done, "done")
            return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    page = render_template("bills/decide.html", form=form, committees=committees, **_matter(suggestion))
    return page, 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/result", methods=["GET", "POST"])
@on_suggestion(Action.CONCLUDE)
def conclude(suggestion: Suggestion) -> Page:
    """The report on the result of the deliberation, with which the bill is over."""
    form = ReportForm(hat_id=actor().membership_id, at_version=suggestion.version)
    if form.submitted():
        try:
            version, once = form.version.data or 0, form.once_for(me().person_id)
            bills.conclude(actor(), suggestion.id, form.decision(), version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("审议结果已登记，议案到此办结，全体联名代表看得到。"), "done")
            return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return render_template("bills/conclude.html", form=form, **_matter(suggestion)), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/kind", methods=["GET", "POST"])
@on_suggestion(Action.TURN)
def turn(suggestion: Suggestion) -> Page:
    """Make a bill of a suggestion that is not yet handed in, or the other way round; says first what follows."""
    form = Form(hat_id=actor().membership_id, at_version=suggestion.version)
    if form.submitted():
        version, once = form.version.data or 0, form.once_for(me().person_id)
        bills.turn(actor(), suggestion.id, version=version, now=now(), once=once)
        # What it has become: the service has turned the paper that is loaded here.
        flash(_("已改为议案。") if suggestion.is_bill else _("已改为建议。"), "done")
        return redirect(url_for("writing.edit", suggestion_id=suggestion.id))
    lines = bill_words.turning(suggestion, rulebook_for(day_of(now())))
    return render_template("bills/turn.html", form=form, suggestion=suggestion, lines=lines)


def _wants_check(form: DecisionForm, suggestion: Suggestion) -> bool:
    """What cannot be taken back is shown once more, once everything it needs is there."""
    grave = form.outcome.data in (Outcome.NO_BILL, Outcome.CONVERTED)
    current = form.version.data == suggestion.version
    return (
        grave
        and current
        and not request.form.get("sure")
        and not bill_words.lacks(form.decision(), form.outcome.data, suggestion)
    )


def _checked(form: DecisionForm, suggestion: Suggestion) -> dict[str, Any]:
    converts = form.outcome.data == Outcome.CONVERTED
    return {
        "converts": converts,
        "lines": bill_words.converting(suggestion) if converts else bill_words.refusing(suggestion),
        "outcome_words": bill_words.OUTCOMES[Outcome(form.outcome.data)],
    }


def _decided(form: DecisionForm, suggestion: Suggestion) -> str:
    """Do what was decided; the words that say so, or nothing when something is missing."""
    how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    given = (actor(), suggestion.id, form.decision())
    try:
        _check_signers(form, suggestion)
        if form.outcome.data == Outcome.ON_AGENDA:
            return bill_words.numbered(bills.put_on_agenda(*given, **how))
        if form.outcome.data == Outcome.TO_COMMITTEE:
            return bill_words.numbered(bills.refer(*given, committee=form.committee.data or "", **how))
        if form.outcome.data == Outcome.NO_BILL:
            bills.refuse_bill(*given, **how)
            return _("已登记：不作为议案。理由已告知领衔代表和全体联名代表。")
        if form.outcome.data == Outcome.CONVERTED:
            bills.convert(*given, **how)
            return _("已转为建议。议案保留备查，新的一件建议已进入审查立案。")
        raise Invalid(outcome="choose_one", **bill_words.lacks(form.decision(), None, suggestion))
    except Invalid as invalid:
        form.take(invalid)
        return ""


def _check_signers(form: DecisionForm, suggestion: Suggestion) -> None:
    """Said at the choice, with everything typed in its place; the law itself refuses it as well."""
    today = day_of(now())
    needs_ten = form.outcome.data in (Outcome.ON_AGENDA, Outcome.TO_COMMITTEE) and suggestion.number is None
    if needs_ten and bill_words.too_few(suggestion, rulebook_for(today), today):
        raise Invalid(outcome="too_few_signers")


def _matter(suggestion: Suggestion) -> dict[str, Any]:
    today = day_of(now())
    book, signers = rulebook_for(today), signers_of(suggestion)
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "paper": official_form(suggestion, signers, book=book, certificate=certificate_of(suggestion)),
        "too_few": bill_words.too_few(suggestion, book, today),
        "signed": bill_words.signed(suggestion, book, today),
        "note_limit": NOTE,
        "decisions": [one for one in known.decisions_on(suggestion) if one.outcome in bill_words.OUTCOMES],
        "outcomes": bill_words.OUTCOMES,
        "leads_to": bill_words.LEADS_TO,
    }
