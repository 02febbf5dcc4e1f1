"""Signing together: the author asks deputies of the same term, each of them reads the text and says yes or no."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import DateField, HiddenField, IntegerField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from tracker.clock import day_of, now
from tracker.domain import limits
from tracker.domain.actions import Action
from tracker.domain.judging_joint import MISSING
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import may, why_not
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Why
from tracker.models.suggestions import Suggestion
from tracker.queries import law
from tracker.queries.cosigning import Deputy, Signer, delegations_of, deputies_to_ask, signers_of, text_version
from tracker.services import cosigning
from tracker.services._load import Invalid
from tracker.web import openings, papers
from tracker.web.access import actor, me, on_suggestion
from tracker.web.action_labels import WHYS
from tracker.web.comparisons import Compared, compared
from tracker.web.forms import Form
from tracker.web.labels import SIGNATURES
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.signature_words import proof_words, standing_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

bp = Blueprint("cosigning", __name__)
LIVE = (SignatureState.ASKED, SignatureState.AGREED)
WORDS_AT_MOST = 40
FEW = 60  # so many names are shown at once; more are folded by delegation


class InviteForm(Form):
    """Whom to ask, by membership."""

    deputies = SelectMultipleField(_l("请谁附议"), coerce=lambda value: picked_id(value) or -1, validate_choice=False)
    answer_by = DateField(_l("请在哪一天以前答复"), [Optional()])


class AnswerForm(Form):
    """Yes or no to the version that was read, with an opinion if there is one."""

    text_no = IntegerField(validators=[Optional()], widget=HiddenInput())
    opened = HiddenField()
    opinion = TextAreaField(_l("附议意见"), [Optional(), at_most(limits.NOTE)])


class LeaveForm(Form):
    """Why one takes one's name back."""

    reason = TextAreaField(_l("退出的理由"), [InputRequired(_l("请写明理由")), at_most(limits.NOTE)])


@bp.route("/suggestions/<int:suggestion_id>/cosigners", methods=["GET", "POST"])
@on_suggestion(Action.INVITE)
def invite(suggestion: Suggestion) -> Any:
    """Choose deputies and ask them; who was asked already and what they said."""
    form = _invitation_form(suggestion)
    if form.submitted():
        try:
            asked, until, once = form.deputies.data or [], form.answer_by.data, form.once_for(me().person_id)
            cosigning.invite(actor(), suggestion.id, asked, answer_by=until, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已邀请%(n)s位代表。他们答复以后，这里看得到。", n=len(asked)), "done")
            return redirect(url_for("cosigning.invite", suggestion_id=suggestion.id))
    return render_template("cosigning/invite.html", form=form, **_choice(suggestion)), (422 if form.errors else 200)


@bp.route("/suggestions/<int:suggestion_id>/cosigners/again", methods=["GET", "POST"])
@on_suggestion(Action.ASK_AGAIN)
def ask_again(suggestion: Suggestion) -> Any:
    """Who has not answered, declined, or must sign the changed text anew; asked once more with a new day."""
    form, missing = _invitation_form(suggestion), [one for one in signers_of(suggestion) if one.state in MISSING]
    if form.submitted():
        try:
            asked, until, once = form.deputies.data or [], form.answer_by.data, form.once_for(me().person_id)
            cosigning.ask_again(actor(), suggestion.id, asked, answer_by=until, now=now(), once=once)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已再请%(n)s位代表答复。", n=len(asked)), "done")
            return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return _again_page(form, suggestion, missing), (422 if form.errors else 200)


@bp.route("/suggestions/<int:suggestion_id>/signature/leave", methods=["GET", "POST"])
@on_suggestion(Action.LEAVE)
def leave(suggestion: Suggestion) -> Any:
    """Says what follows, then takes the name back."""
    form = LeaveForm(hat_id=actor().membership_id)
    if form.submitted():
        reason, once = form.reason.data or "", form.once_for(me().person_id)
        cosigning.leave(actor(), suggestion.id, reason=reason, now=now(), once=once)
        left_bill = _("您已退出联名，领衔代表看得到您写的理由。")
        flash(left_bill if suggestion.is_bill else _("您已退出附议，领衔代表看得到您写的理由。"), "done")
        return redirect(url_for("home.show"))
    title = papers.official_title(suggestion.title, suggestion.kind)
    return render_template("cosigning/leave.html", form=form, suggestion=suggestion, title=title), (
        422 if form.errors else 200
    )


@bp.route("/suggestions/<int:suggestion_id>/signature", methods=["GET", "POST"])
@on_suggestion()
def answer(suggestion: Suggestion) -> Any:
    """The paper as it would be handed in, and one press to sign it or not; for those who were asked."""
    mine = next((one for one in signers_of(suggestion) if one.person_id == me().person_id), None) or abort(404)
    form = AnswerForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            words = _answer(form, suggestion)
        except Invalid as invalid:
            form.form_errors = [*form.form_errors, *map(problem_words, invalid.problems.values())]
        else:
            flash(words, "done")
            return redirect(url_for("home.show"))
    elif mine.state is SignatureState.LAPSED:
        # Whose agreement lapsed with the text keeps the opinion he gave with it, to be confirmed or changed.
        form.opinion.data = mine.opinion
    _show_now(form, suggestion)
    return render_template("cosigning/answer.html", form=form, **_reading(suggestion, mine)), (
        422 if form.errors else 200
    )


def _answer(form: AnswerForm, suggestion: Suggestion) -> str:
    once, opened = (
        form.once_for(me().person_id),
        openings.opened_at(form.opened.data or "", suggestion, form.text_no.data),
    )
    said = {"opinion": form.opinion.data or "", "opened_at": opened, "now": now(), "once": once}
    if request.form.get("answer") == "agree":
        if opened is None and form.text_no.data == suggestion.text_no:
            raise Invalid(text="not_opened")
        cosigning.agree(actor(), suggestion.id, text_no=form.text_no.data or 0, **said)
        named = {"title": papers.official_title(suggestion.title, suggestion.kind)}
        if suggestion.is_bill:
            return _("您已联名《%(title)s》。提交以前正文有改动的，会请您再看一次。", **named)
        return _("您已附议《%(title)s》。提交以前正文有改动的，会请您再看一次。", **named)
    if request.form.get("answer") == "decline":
        cosigning.decline(actor(), suggestion.id, **said)
        return _("已答复不联名，领衔代表看得到。") if suggestion.is_bill else _("已答复不附议，领衔代表看得到。")
    raise Invalid(answer="missing")


def _show_now(form: AnswerForm, suggestion: Suggestion) -> None:
    """The page shows the version of now: its form says so, and since when, unless it said so already."""
    known = openings.opened_at(form.opened.data or "", suggestion, suggestion.text_no)
    form.text_no.data, form.text_no.raw_data = suggestion.text_no, None
    form.opened.data = form.opened.data if known else openings.note_of(suggestion, now())


def _invitation_form(suggestion: Suggestion) -> InviteForm:
    form = InviteForm(hat_id=actor().membership_id)
    if not form.is_submitted():
        form.answer_by.data = cosigning.default_until(now(), is_bill=suggestion.is_bill)
    return form


def _again_page(form: InviteForm, suggestion: Suggestion, missing: list[Signer]) -> str:
    chosen = (
        form.deputies.data
        if form.is_submitted()
        else [one.person_id for one in missing if one.state is not SignatureState.DECLINED]
    )
    return render_template(
        "cosigning/again.html",
        form=form,
        suggestion=suggestion,
        title=papers.official_title(suggestion.title),
        chosen=chosen or [],
        missing=[(one, standing_words(one, suggestion)) for one in missing],
        rule=law.rulebook_for(day_of(now())).rules[ClockKind.INVITATION],
        until=cosigning.default_until(now(), is_bill=suggestion.is_bill),
    )


def _choice(suggestion: Suggestion) -> dict[str, Any]:
    today, words = day_of(now()), _readable(request.args.get("q", ""))
    delegation_id = picked_id(request.args.get("delegation"))
    found = deputies_to_ask(suggestion, today=today, words=words, delegation_id=delegation_id)
    signers = signers_of(suggestion)
    places = [(one.id, one.name) for one in delegations_of(suggestion, today=today)]
    return {
        "suggestion": suggestion,
        "title": papers.official_title(suggestion.title, suggestion.kind),
        "gaps": papers.gap_links(suggestion.gaps, page=url_for("writing.edit", suggestion_id=suggestion.id)),
        "signers": [(one, standing_words(one, suggestion), proof_words(one)) for one in signers],
        "may_ask_again": may(actor(), Action.ASK_AGAIN, suggestion, today=today),
        "rule": law.rulebook_for(today).rules[ClockKind.INVITATION],
        "until": cosigning.default_until(now(), is_bill=suggestion.is_bill),
        "signature_words": SIGNATURES,
        "groups": _by_delegation(found, {one.person_id: one for one in signers}),
        "home": suggestion.delegation.name if suggestion.delegation else "",
        "open_all": bool(words or delegation_id) or len(found) <= FEW,
        "asked_for": words,
        "delegation": delegation_id,
        "delegations": places,
        "tags": _tags(suggestion, words, next(((id_, name) for id_, name in places if id_ == delegation_id), None)),
    }


def _tags(suggestion: Suggestion, words: str, place: tuple[int, str] | None) -> list[tuple[str, str]]:
    """The filter in words, each with the address without it."""
    here = partial(url_for, "cosigning.invite", suggestion_id=suggestion.id)
    by_name = [(_("姓名含“%(words)s”", words=words), here(delegation=place[0] if place else None))] if words else []
    return by_name + ([(place[1], here(q=words or None))] if place else [])


def _readable(words: str) -> str:
    return "".join(one for one in words if one.isprintable()).strip()[:WORDS_AT_MOST]


def _by_delegation(
    deputies: list[Deputy], signers: dict[int, Signer]
) -> list[tuple[str, list[tuple[Deputy, Signer | None, bool]]]]:
    """Each delegation with its deputies, what each said before, and whether he can be asked (again)."""
    rows = [(one, signers.get(one.person_id)) for one in deputies]
    return [
        (name, [(one, before, before is None or before.state not in LIVE) for one, before in group])
        for name, group in groupby(rows, key=lambda row: row[0].delegation)
    ]


def _reading(suggestion: Suggestion, mine: Signer) -> dict[str, Any]:
    signers, today = signers_of(suggestion), day_of(now())
    book = law.rulebook_for(today)
    return {
        "suggestion": suggestion,
        "mine": mine,
        "mine_words": standing_words(mine, suggestion),
        "proof": proof_words(mine),
        "why": _why_shut(suggestion),
        "paper": papers.official_form(suggestion, signers, book=book),
        "others": [one for one in signers if one.person_id != mine.person_id and one.state in LIVE],
        "signature_words": SIGNATURES,
        "open": may(actor(), Action.AGREE, suggestion, today=today),
        "may_leave": may(actor(), Action.LEAVE, suggestion, today=today),
        "rule": book.rules[ClockKind.INVITATION],
        "changes": _changes(suggestion, mine),
    }


def _why_shut(suggestion: Suggestion) -> str:
    why = why_not(actor(), Action.AGREE, suggestion, today=day_of(now()))
    return str(WHYS[why]) if why is Why.INVITATION_EXPIRED else ""


def _changes(suggestion: Suggestion, mine: Signer) -> list[Compared]:
    """What changed since the version that was signed: what one whose agreement lapsed has to read anew."""
    if mine.state is not SignatureState.LAPSED or mine.text_no == suggestion.text_no or suggestion.text is None:
        return []
    before = text_version(suggestion, mine.text_no)
    return compared(before, suggestion.text) if before else []
