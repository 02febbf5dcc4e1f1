"""Paper beside screen (代录): staff enter what came on paper, and its side confirms it in one tap or disputes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.domain.permissions import why_not
from tracker.domain.roles import Capability
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.entries import Seated, seated
from tracker.services import disputed_entries, entries, unit_entries
from tracker.services._load import Invalid
from tracker.services.disputed_entries import Settlement
from tracker.web import entry_pages, reply_pages
from tracker.web.access import actor, me, needs, on_round, on_suggestion, on_task
from tracker.web.entry_forms import (
    AnswerForm,
    PaperEntryForm,
    ReceiptEntryForm,
    ReplyEntryForm,
    SettleForm,
    SignatureEntryForm,
    came_of,
    label_of,
)
from tracker.web.paper_form import offer_choices
from tracker.web.picks import picked_id
from tracker.web.reply_form import reply_form
from tracker.web.reply_gaps import unheard
from tracker.web.spoken import gettext as _

bp = Blueprint("entries", __name__)
Page = str | tuple[str, int] | Response


@bp.route("/entries/new", methods=["GET", "POST"])
@needs(Capability.ENTER_PAPERS)
def new() -> Page:
    """A whole paper with everybody who signed it."""
    form, known = PaperEntryForm(hat_id=actor().membership_id), seated(day_of(now()))
    offer_choices(form, today=day_of(now()))
    form.call_by_kind()
    if not form.rearranged and form.is_submitted():
        try:
            made = _enter_paper(form, known)
        except Invalid as invalid:
            form.take(invalid)
        else:
            if made is not None:
                flash(_("已代录。代表登录后一按就能确认；确认以前照常审查，各处标明“代录，待本人确认”。"), "done")
                return redirect(url_for("dossier.show", suggestion_id=made))
    page = render_template("entries/new.html", form=form, limits=limits, names=_names(known), **entry_pages.kinds(form))
    return page, 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/entries/signature", methods=["GET", "POST"])
@on_suggestion(Action.ENTER_SIGNATURE)
def signature(suggestion: Suggestion) -> Page:
    """One more co-signer on paper."""
    form, known = SignatureEntryForm(hat_id=actor().membership_id), seated(day_of(now()))
    if form.submitted() and (signer := form.read_signer(known)) is not None:
        try:
            once = form.once_for(me().person_id)
            entries.enter_signature(actor(), suggestion.id, signer, came_of(form), now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(suggestion.id, _("已代录附议，待这位代表确认。"))
    page = entry_pages.about(suggestion)
    return render_template("entries/signature.html", form=form, names=_names(known), **page), _status(form)


@bp.route("/suggestions/<int:suggestion_id>/entries", methods=["GET", "POST"])
@on_suggestion(Action.CONFIRM_ENTRY)
def answer(suggestion: Suggestion) -> Page:
    """What was entered here for the reader: one tap says that it is right, or words say what is not."""
    form = AnswerForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            return _answer(form, suggestion)
        except Invalid as invalid:
            form.take(invalid)
    _require(Action.CONFIRM_ENTRY, suggestion)
    page = entry_pages.to_answer(suggestion, actor())
    return render_template("entries/answer.html", form=form, **page), _status(form)


@bp.route("/suggestions/<int:suggestion_id>/entries/disputed", methods=["GET", "POST"])
@on_suggestion(Action.SETTLE_ENTRY)
def settle(suggestion: Suggestion) -> Page:
    """What its side denies: the desk has looked at the original, and lets it stand or makes it void."""
    form = SettleForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            return _settle(form, suggestion)
        except Invalid as invalid:
            form.take(invalid)
    _require(Action.SETTLE_ENTRY, suggestion)
    page = entry_pages.to_settle(suggestion, form, picked_id(request.args.get("entry", "")))
    return render_template("entries/settle.html", form=form, **page), _status(form)


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/entries/receipt", methods=["GET", "POST"])
@on_task(Action.ENTER_SIGN_FOR)
def sign_for(task: Task) -> Page:
    """A unit's receipt on paper."""
    form = ReceiptEntryForm(hat_id=actor().membership_id, at_version=task.version)
    if form.submitted():
        try:
            once, version = form.once_for(me().person_id), form.version.data or 0
            came, on = came_of(form), form.on.data
            unit_entries.enter_sign_for(actor(), task.id, on, came, version=version, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return _done(task.suggestion.id, _("已代录签收，待该单位确认。"))
    page = entry_pages.about(task.suggestion)
    return render_template("entries/receipt.html", form=form, task=task, **page), _status(form)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/entries/reply", methods=["GET", "POST"])
@on_round(Action.ENTER_REPLY)
def reply(round_: Round) -> Page:
    """A unit's letter on paper, request by request."""
    book = reply_pages.book_of(round_)
    form = reply_form(round_, book, hat_id=actor().membership_id, kind=ReplyEntryForm, is_blank=True)
    if form.submitted():
        form.blame(has_talked=round_.task.has_talked, waits=unheard(round_))
    if form.is_submitted() and not form.problems:
        try:
            return _enter_reply(form, round_)
        except Invalid as invalid:
            form.take(invalid)
    _require(Action.ENTER_REPLY, round_)
    page = reply_pages.written(form, round_)
    return render_template("entries/reply.html", **page), 422 if form.problems else 200


def _enter_paper(form: PaperEntryForm, known: list[Seated]) -> int | None:
    # All that is wrong or missing is said at once; the service would stop at the first.
    fits, (lead, others) = form.submitted(), form.read_signers(known)
    form.say_missing()
    if not fits or form.errors or lead is None or form.is_there_already(lead):
        return None
    once = form.once_for(me().person_id)
    return entries.enter_paper(actor(), form.paper, lead, others, came_of(form), now=now(), once=once)


def _answer(form: AnswerForm, suggestion: Suggestion) -> Response:
    once = form.once_for(me().person_id)
    if request.form.get("answer") == "dispute":
        entries.dispute(actor(), suggestion.id, words=form.words.data or "", now=now(), once=once)
        flash(_("已记下您的异议，代表工作机构会核对原件，结果写在案卷里。"), "done")
        return redirect(url_for("home.show"))
    entries.confirm(actor(), suggestion.id, now=now(), once=once)
    return _done(suggestion.id, _("已确认，谢谢。"))


def _settle(form: SettleForm, suggestion: Suggestion) -> Response:
    is_void = request.form.get("answer") == "void"
    found, once = Settlement(is_void, form.words.data or ""), form.once_for(me().person_id)
    disputed_entries.settle(actor(), suggestion.id, form.entry.data or 0, found, now=now(), once=once)
    done = _("已作废，结果写在案卷里，各方都看得到。") if is_void else _("已维持，结果写在案卷里，各方都看得到。")
    return _done(suggestion.id, done)


def _enter_reply(form: Any, round_: Round) -> Response:
    once, version = form.once_for(me().person_id), form.version.data or 0
    unit_entries.enter_reply(
        actor(), round_.id, form.draft, form.signed, came_of(form), version=version, now=now(), once=once
    )
    return _done(round_.suggestion.id, _("已代录答复并送达署名代表，待该单位签发人确认。"))


def _names(known: list[Seated]) -> list[str]:
    twice = [one.name for one in known]
    return [label_of(one) if twice.count(one.name) > 1 else one.name for one in known]


def _done(suggestion_id: int, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("dossier.show", suggestion_id=suggestion_id))


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _require(action: Action, case: Suggestion | Round) -> None:
    # A posted form comes this far whoever sent it; the page itself is only for whom the act is open.
    if why := why_not(actor(), action, case, today=day_of(now())):
        raise Refused(why, action)
