"""The first check by the delegation (代表团初审): its queue, one paper to pass on; sending back goes by the review."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability, Role
from tracker.domain.rulebook import Switch
from tracker.models.suggestions import Suggestion
from tracker.queries import checks as waiting
from tracker.queries.cosigning import signers_of
from tracker.queries.law import rulebook_for
from tracker.queries.writing import certificate_of
from tracker.services import checks
from tracker.services._load import Invalid
from tracker.web import bill_words
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_form, official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("checks", __name__)
Page = str | tuple[str, int] | Response


class CheckForm(Form):
    """Nothing but a remark; the desk has to say why it checks in the delegation's place."""

    note = TextAreaField(_l("初审说明"), [at_most(NOTE)])
    files = FilesField(description=_l("例如纸质原件的扫描件。审查的人看得到。"))


@bp.get("/checks")
@needs(Capability.CHECK)
def queue() -> str:
    """The delegation's papers that wait for its first check, the oldest on top."""
    today, page = day_of(now()), page_asked()
    return render_template(
        "checks/queue.html",
        rows=waiting.waiting(actor(), today=today, page=page),
        count=(count := waiting.how_many(actor(), today=today)),
        pager=pages(count, page),
        is_on=rulebook_for(today).is_on(Switch.DELEGATION_CHECK),
        sits=me().sitting.in_session,
    )


@bp.route("/suggestions/<int:suggestion_id>/first-check", methods=["GET", "POST"])
@on_suggestion(Action.CHECK)
def show(suggestion: Suggestion) -> Page:
    """One paper: passed on to the review, or sent back to the deputy on the page for that."""
    form = CheckForm(hat_id=actor().membership_id, at_version=suggestion.version)
    if form.submitted():
        try:
            how: dict[str, Any] = {"version": form.version.data or 0, "once": form.once_for(me().person_id)}
            said = {"note": form.note.data or "", "files": form.files.keys}
            checks.check(actor(), suggestion.id, **said, now=now(), **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("初审通过，已转交审查。"), "done")
            return redirect(url_for("home.show" if actor().role is Role.DESK else ".queue"))
    return render_template("checks/show.html", form=form, **_paper(suggestion)), 422 if form.errors else 200


def _paper(suggestion: Suggestion) -> dict[str, Any]:
    today = day_of(now())
    book, signers = rulebook_for(today), signers_of(suggestion)
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "paper": official_form(suggestion, signers, book=book, certificate=certificate_of(suggestion)),
        "delegation": suggestion.delegation.name if suggestion.delegation else "",
        "in_its_place": actor().role is Role.DESK,
        "too_few": bill_words.too_few(suggestion, book, today) if suggestion.is_bill else "",
        "note_limit": NOTE,
    }
