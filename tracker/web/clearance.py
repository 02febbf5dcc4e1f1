"""A reply on its way out: reviewed by the office, signed, checked for form and letter; sent back; its versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.permissions import why_not
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries.cases import find_round
from tracker.queries.document_numbers import is_used
from tracker.services import clearance, replies
from tracker.services._load import Invalid
from tracker.web import clearance_pages, reply_gaps, reply_pages
from tracker.web.access import actor, me, on_round, on_suggestion
from tracker.web.clearance_forms import ClearForm, clear_form
from tracker.web.spoken import gettext as _

bp = Blueprint("clearance", __name__)
# What the Enter key presses: the page is shown once more, and nothing is signed.
LOOK = "look"
Way = Callable[[ClearForm, Round, dict[str, Any]], Response]


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/signature", methods=["GET", "POST"])
@on_round(Action.SEND_BACK)
def sign(round_: Round) -> Any:
    """The letter as it will go out, for the unit's office and for who signs: let pass, signed, or sent back."""
    return _page(round_, Action.SEND_BACK, _AT_UNIT)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/check", methods=["GET", "POST"])
@on_round(Action.SEND_BACK_CHECK)
def check(round_: Round) -> Any:
    """The signed letter for who checks form and class: let out to the deputies, or sent back."""
    return _page(round_, Action.SEND_BACK_CHECK, _AT_CHECK)


@bp.get("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/versions")
@on_suggestion()
def versions(suggestion: Suggestion, round_id: int) -> str:
    """Every version that was sent up with its remarks, and two of them compared; for the people of the unit."""
    round_ = find_round(suggestion, round_id)
    if round_ is None or not reply_pages.is_own(round_) or not round_.versions_sent:
        abort(404)
    return render_template("clearance/versions.html", **clearance_pages.versions(round_))


def _page(round_: Round, action: Action, ways: Mapping[str, Way]) -> Any:
    form = clear_form(round_, reply_pages.book_of(round_))
    if not form.wants_row and request.form.get("outcome") != LOOK and form.submitted():
        try:
            return _done(form, round_, ways)
        except Invalid as invalid:
            reply_gaps.take(form, invalid)
    # A posted form comes this far whoever sent it; the page itself is only for whom the act is open.
    if why := why_not(actor(), action, round_, today=day_of(now())):
        raise Refused(why, action)
    shown = clearance_pages.to_clear(form, round_)
    return render_template("clearance/show.html", **shown), 422 if form.errors else 200


def _done(form: ClearForm, round_: Round, ways: Mapping[str, Way]) -> Response:
    way = ways.get(request.form.get("outcome", ""))
    if way is None:
        raise Invalid(outcome="choose_one")
    if way not in (_back, _back_from_check) and (form.note.data or form.filled):
        raise Invalid(note="words_and_passed")
    return way(
        form,
        round_,
        {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)},
    )


def _pass(_form: ClearForm, round_: Round, how: dict[str, Any]) -> Response:
    clearance.pass_review(actor(), round_.id, **how)
    flash(_("审核通过，已送签发人。"), "done")
    return redirect(url_for("home.show"))


def _deliver(form: ClearForm, round_: Round, how: dict[str, Any]) -> Response:
    number = _number(form, round_)
    suggestion_id = replies.deliver(actor(), round_.id, document_no=number, **how)
    return redirect(url_for("replies.receipt", suggestion_id=suggestion_id, round_id=round_.id))


def _sign(form: ClearForm, round_: Round, how: dict[str, Any]) -> Response:
    clearance.sign(actor(), round_.id, document_no=_number(form, round_), **how)
    flash(_("已签发，送去检查；检查通过就送达代表。"), "done")
    return redirect(url_for("home.show"))


def _pass_check(form: ClearForm, round_: Round, how: dict[str, Any]) -> Response:
    letter, words = form.checked_letter.data or "", form.check_words.data or ""
    suggestion_id = clearance.pass_check(actor(), round_.id, letter=letter, words=words, **how)
    flash(_("检查通过，答复已送达代表。"), "done")
    return redirect(url_for("dossier.show", suggestion_id=suggestion_id, _anchor=f"round-{round_.id}"))


def _back(form: ClearForm, round_: Round, how: dict[str, Any]) -> Response:
    replies.send_back(actor(), round_.id, **_said(form), **how)
    flash(_("已退回经办人，他会看到您写的意见。"), "done")
    return redirect(url_for("home.show"))


def _back_from_check(form: ClearForm, round_: Round, how: dict[str, Any]) -> Response:
    clearance.send_back_check(actor(), round_.id, **_said(form), **how)
    flash(_("已退回承办单位，改好以后重新签发、再送检查。"), "done")
    return redirect(url_for("home.show"))


def _said(form: ClearForm) -> dict[str, Any]:
    # All that is missing is said at once; the service would name the first only.
    if not form.check_marks():
        raise Invalid
    return {"note": form.note.data or "", "remarks": form.remarks}


def _number(form: ClearForm, round_: Round) -> str:
    number = form.document_no.data or ""
    if request.form.get("same_number") != number and is_used(round_.unit.id, number, but=round_.id):
        raise Invalid(document_no="number_used")
    return number


_AT_UNIT: Mapping[str, Way] = {"pass": _pass, "deliver": _deliver, "sign": _sign, "back": _back}
_AT_CHECK: Mapping[str, Way] = {"pass_check": _pass_check, "back": _back_from_check}
