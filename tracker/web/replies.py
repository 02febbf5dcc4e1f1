"""The reply: written request by request, seen as a letter, sent to the signer, signed and delivered; the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.permissions import may, why_not
from tracker.domain.states import OUT
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries.cases import find_round
from tracker.services import clearance, replies
from tracker.services._load import Invalid, Stale
from tracker.web import reply_autosave, reply_check, reply_gaps, reply_lines, reply_pages, reply_saving
from tracker.web.access import actor, me, on_round, on_suggestion
from tracker.web.forms import Form
from tracker.web.picks import picked_id
from tracker.web.reply_form import ReplyForm
from tracker.web.spoken import gettext as _

bp = Blueprint("replies", __name__)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/reply", methods=["GET", "POST"])
@on_round(Action.DRAFT_REPLY)
def edit(round_: Round) -> Any:
    """The answer matrix and what else the letter needs."""
    form = reply_pages.form_of(round_)
    if form.submitted():
        try:
            if (way := _saved(form, round_)) is not None:
                return way
        except Invalid as invalid:
            form.take(invalid)
        except Stale:
            return reply_saving.conflict(form, round_, reply_pages.book_of(round_))
    status = 422 if form.problems else 200
    if (form.errors and "check" in request.form) or ("lacks" in request.args and not form.is_submitted()):
        # So that what is missing beside it does not come up only after it is mended.
        reply_saving.blame(form, round_)
    _require(Action.DRAFT_REPLY, round_)
    return render_template("replies/edit.html", **reply_pages.written(form, round_)), status


@bp.post("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/reply/autosave")
@on_round(Action.DRAFT_REPLY, draws=False)
def autosave(round_: Round) -> Any:
    """Saves what stands on the page, for its script."""
    return reply_autosave.answer(reply_pages.form_of(round_), round_)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/letter", methods=["GET", "POST"])
@on_suggestion()
def letter(suggestion: Suggestion, round_id: int) -> Any:
    """The draft as the letter it will be, for everybody of the unit; its handler checks it and sends it up here."""
    round_ = _of_own_unit(suggestion, round_id)
    form = Form(hat_id=actor().membership_id, at_version=round_.version)
    # What was sent is answered by the law, also when the reply is out by now.
    if round_.state in OUT and not form.is_submitted():
        return redirect(url_for("dossier.show", suggestion_id=suggestion.id, _anchor=f"round-{round_.id}"))
    if form.submitted() and "recall" in request.form:
        return _recalled(form, round_)
    if may(actor(), Action.DRAFT_REPLY, round_, today=day_of(now())):
        return _checked(form, round_)
    # Also the second press of what is sent already: the service knows it by its token.
    if form.submitted():
        return _sent_up(form, round_)
    return render_template("replies/letter.html", form=form, **reply_pages.shown(round_))


@bp.get("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/receipt")
@on_suggestion()
def receipt(suggestion: Suggestion, round_id: int) -> str:
    """Whom the reply reached, until when they rate it, what follows for its promises; for the unit that sent it."""
    round_ = _of_own_unit(suggestion, round_id)
    if round_.state not in OUT:
        abort(404)
    return render_template("replies/receipt.html", **reply_pages.received(round_))


def _saved(form: ReplyForm, round_: Round) -> Response | None:
    """Where to go after the button that was pressed; nothing when the form comes back."""
    if "quote" in request.form:
        return _quoted(form, round_)
    if "line" in request.form:
        return _put_in(form, round_)
    reply_saving.save(form, round_, files=form.files.keys_shown)
    if "check" in request.form:
        return redirect(reply_gaps.page("replies.letter", round_))
    if "shared" in request.form:
        return redirect(reply_gaps.page("shared_replies.copy", round_))
    if no := picked_id(request.form.get("lines")):
        return redirect(f"{reply_gaps.page('replies.edit', round_)}?lines={no}#lines-{no}")
    flash(_("草稿已保存。送签以前只有本单位看得到。"), "done")
    return redirect(reply_gaps.page("replies.edit", round_))


def _quoted(form: ReplyForm, round_: Round) -> Response | None:
    """Save with a paper at hand put into one answer, and go on writing there."""
    taken = reply_pages.quote(form, round_, request.form["quote"])
    if taken is None:
        return None
    reply_saving.save(form, round_, files=form.files.keys_shown, taken=[taken])
    return redirect(f"{reply_gaps.page('replies.edit', round_)}#answers-{taken.request_no}-body")


def _put_in(form: ReplyForm, round_: Round) -> Response | None:
    """Save with an approved line put into one answer, and go on writing there."""
    before = {no: part.body.data for no, part in form.parts.items()}
    line = reply_lines.put_in(form, round_, request.form["line"])
    if line is None:
        return None
    try:
        reply_saving.save(form, round_, files=form.files.keys_shown, lines=[line])
    except Invalid:
        # It ended in this very moment: what was typed comes back without it.
        form.parts[line.request_no].body.data = before[line.request_no]
        raise
    return redirect(f"{reply_gaps.page('replies.edit', round_)}#answers-{line.request_no}-body")


def _recalled(form: Form, round_: Round) -> Response:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    clearance.recall(actor(), round_.id, **how)
    flash(_("已收回，改好以后再送。"), "done")
    return redirect(reply_gaps.page("replies.edit", round_))


def _checked(form: Form, round_: Round) -> Any:
    """The last page before it is sent up, or where to go when it is sent."""
    lacks = reply_gaps.lacking(round_)
    if form.submitted() and not lacks:
        try:
            return _sent_up(form, round_)
        except Invalid as invalid:
            lacks = reply_gaps.refused(round_, invalid)
    page = render_template("replies/check.html", form=form, **reply_check.to_check(round_, lacks))
    return page, 422 if form.is_submitted() else 200


def _sent_up(form: Form, round_: Round) -> Response:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    replies.send_up(actor(), round_.id, **how)
    words = _("已送审核人。签发以前代表看不到；要改的，可以收回，或者请审核人退回。")
    if not reply_pages.goes_to_office(round_):
        words = _("已送签发人。签发以前代表看不到；要改的，可以收回，或者请签发人退回。")
    flash(words, "done")
    return redirect(reply_gaps.page("replies.letter", round_))


def _of_own_unit(suggestion: Suggestion, round_id: int) -> Round:
    """A round whose drafts this reader may see: the people of the unit that writes it."""
    round_ = find_round(suggestion, round_id)
    if round_ is None or not reply_pages.is_own(round_):
        abort(404)
    return round_


def _require(action: Action, round_: Round) -> None:
    # A posted form comes this far whoever sent it; the page itself is only for whom the act is open.
    if why := why_not(actor(), action, round_, today=day_of(now())):
        raise Refused(why, action)
