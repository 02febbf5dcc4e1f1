"""Papers handled together: what is said to all is written once and taken over into the unit's other drafts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, FormField, HiddenField

from tracker.clock import now
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries.cases import find_round
from tracker.queries.shared_replies import drafts_beside
from tracker.services import shared_replies
from tracker.services._load import Invalid
from tracker.services.shared_replies import Target, alike_requests, is_empty
from tracker.web.access import actor, me, on_suggestion
from tracker.web.forms import Form, Part, Rows
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.refused import lines_on_record
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words, problem_words

bp = Blueprint("shared_replies", __name__)


class DraftRow(Part):
    """One draft: ticked or not, with the version that was shown."""

    draft = HiddenField()
    at = HiddenField()
    pick = BooleanField(_l("选上"))

    @property
    def round_id(self) -> int:
        """The draft of the row; -1 for anything that is no id."""
        return picked_id(self.draft.data) or -1


class CopyForm(Form):
    """Into which drafts."""

    drafts = Rows(FormField(DraftRow), _l("套用到"))

    @property
    def targets(self) -> list[Target]:
        """The ticked drafts."""
        rows = [row.form for row in self.drafts.entries if row.form.pick.data]
        return [Target(row.round_id, picked_id(row.at.data) or 0) for row in rows]

    def blame(self, codes: dict[str, str]) -> None:
        """Mark the rows the service could not take."""
        rows = {f"line-{row.form.round_id}": row.form for row in self.drafts.entries}
        for name, code in codes.items():
            field = rows[name].pick if name in rows else self.drafts
            field.errors = [*field.errors, problem_words(code)]
        self.drafts.gather()


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/shared", methods=["GET", "POST"])
@on_suggestion()
def copy(suggestion: Suggestion, round_id: int) -> Response | tuple[str, int]:
    """What would be taken over, into which drafts; only empty ones can be chosen."""
    source = find_round(suggestion, round_id) or abort(404)
    if source.task.handler_id != me().person_id or source.task.unit_id != actor().unit_id:
        abort(404)
    beside = {one.id: one for one in drafts_beside(actor(), source)}
    form = _form(beside)
    if form.submitted() and _copied(form, source):
        return redirect(url_for("replies.edit", suggestion_id=suggestion.id, round_id=source.id))
    page = render_template(
        "shared_replies/copy.html",
        form=form,
        source=source,
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=number_words(suggestion.number or ""),
        rows=[_row(row.form, beside[row.form.round_id], source) for row in form.drafts.entries],
    )
    return page, 422 if form.errors else 200


def _form(beside: dict[int, Round]) -> CopyForm:
    rows = [{"draft": str(one.id), "at": str(one.version), "pick": is_empty(one)} for one in beside.values()]
    form = CopyForm(hat_id=actor().membership_id, data={"drafts": rows})
    if request.method == "POST":
        form.drafts.entries = [row for row in form.drafts.entries if row.form.round_id in beside]
    return form


def _row(form: DraftRow, one: Round, source: Round) -> dict[str, Any]:
    found, text = alike_requests(source, one), one.suggestion.text
    requests = [each for each in (text.requests if text else []) if each.no in one.task.part]
    return {
        "form": form,
        "title": official_title(one.suggestion.title),
        "number": number_words(one.suggestion.number or ""),
        "author": one.suggestion.author.name if one.suggestion.author else "",
        "is_empty": is_empty(one),
        "href": url_for("replies.edit", suggestion_id=one.suggestion.id, round_id=one.id),
        "answers": [(each.no, each.body, found.get(each.no)) for each in requests],
    }


def _copied(form: CopyForm, source: Round) -> bool:
    try:
        done = shared_replies.take_over(actor(), source.id, form.targets, now=now(), once=form.once_for(me().person_id))
    except Invalid as invalid:
        form.blame(invalid.problems)
        lines_on_record(invalid)
        return False
    flash(_("已套用到%(n)s件的草稿。每一件还要写至少一句只对那位代表说的话。", n=len(done)), "done")
    return True
