"""Signing together: the author asks deputies of the same term, each of them reads the text and says yes or no."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.parties import SignatureState
from tracker.domain.permissions import may
from tracker.models.suggestions import Suggestion
from tracker.queries import law
from tracker.queries.cosigning import Deputy, Signer, delegations_of, deputies_to_ask, signers_of, text_version
from tracker.services import cosigning
from tracker.services._load import Invalid
from tracker.web import papers
from tracker.web.access import actor, me, on_suggestion
from tracker.web.forms import Form
from tracker.web.labels import SIGNATURES
from tracker.web.picks import picked_id
from tracker.web.words import problem_words

bp = Blueprint("cosigning", __name__)
LIVE = (SignatureState.ASKED, SignatureState.AGREED)
WORDS_AT_MOST = 40
FEW = 60  # so many names are shown at once; more are folded by delegation


class InviteForm(Form):
    """Whom to ask, by membership."""

    deputies = SelectMultipleField(_l("请谁附议"), coerce=lambda value: picked_id(value) or -1, validate_choice=False)


class AnswerForm(Form):
    """Yes or no to the version that was read."""

    text_no = IntegerField(validators=[Optional()], widget=HiddenInput())


@bp.route("/suggestions/<int:suggestion_id>/cosigners", methods=["GET", "POST"])
@on_suggestion(Action.INVITE)
def invite(suggestion: Suggestion) -> Any:
    """Choose deputies and ask them; who was asked already and what they said."""
    form = InviteForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            asked = form.deputies.data or []
            cosigning.invite(actor(), suggestion.id, asked, now=now(), once=form.once_for(me().person_id))
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已邀请%(n)s位代表。他们答复以后，这里看得到。", n=len(asked)), "done")
            return redirect(url_for("cosigning.invite", suggestion_id=suggestion.id))
    return render_template("cosigning/invite.html", form=form, **_choice(suggestion)), (422 if form.errors else 200)


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
    form.text_no.data, form.text_no.raw_data = suggestion.text_no, None  # the version shown now, not the one sent
    return render_template("cosigning/answer.html", form=form, **_reading(suggestion, mine)), (
        422 if form.errors else 200
    )


def _answer(form: AnswerForm, suggestion: Suggestion) -> str:
    once = form.once_for(me().person_id)
    if request.form.get("answer") == "agree":
        cosigning.agree(actor(), suggestion.id, text_no=form.text_no.data or 0, now=now(), once=once)
        return _(
            "您已附议《%(title)s》。提交以前正文有改动的，会请您再看一次。",
            title=papers.official_title(suggestion.title, suggestion.kind),
        )
    if request.form.get("answer") == "decline":
        cosigning.decline(actor(), suggestion.id, now=now(), once=once)
        return _("已答复不附议，领衔代表看得到。")
    raise Invalid(answer="missing")


def _choice(suggestion: Suggestion) -> dict[str, Any]:
    today, words = day_of(now()), _readable(request.args.get("q", ""))
    delegation_id = picked_id(request.args.get("delegation"))
    found = deputies_to_ask(suggestion, today=today, words=words, delegation_id=delegation_id)
    signers = signers_of(suggestion)
    places = [(one.id, one.name) for one in delegations_of(suggestion)]
    return {
        "suggestion": suggestion,
        "title": papers.official_title(suggestion.title, suggestion.kind),
        "gaps": papers.gap_links(suggestion.gaps, page=url_for("writing.edit", suggestion_id=suggestion.id)),
        "signers": signers,
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
    signers = signers_of(suggestion)
    book = law.rulebook_for(day_of(now()))
    return {
        "suggestion": suggestion,
        "mine": next((one for one in signers if one.person_id == mine.person_id), mine),
        "paper": papers.official_form(suggestion, signers, book=book),
        "others": [one for one in signers if one.person_id != mine.person_id and one.state in LIVE],
        "signature_words": SIGNATURES,
        "open": may(actor(), Action.AGREE, suggestion, today=day_of(now())),
        "changes": _changes(suggestion, mine),
    }


def _changes(suggestion: Suggestion, mine: Signer) -> dict[str, list[tuple[str, str]]]:
    """As it was signed and as it stands now, where they differ: what one whose agreement lapsed has to read anew."""
    if mine.state is not SignatureState.LAPSED or mine.text_no == suggestion.text_no or suggestion.text is None:
        return {}
    before = text_version(suggestion, mine.text_no)
    rows = papers.changed_parts(before, suggestion.text) if before else []
    return {"before": [(part, old) for part, old, _new in rows], "after": [(part, new) for part, _old, new in rows]}
