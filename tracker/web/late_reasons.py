"""Stating why a share is late (逾期原因): the record proposes, an office confirms or says what it was."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.lateness import LateReason
from tracker.domain.limits import NOTE
from tracker.models.tasks import Task
from tracker.queries import late_reasons as found
from tracker.services import late_reasons
from tracker.services._load import Invalid
from tracker.web.access import actor, me, on_task
from tracker.web.forms import Form
from tracker.web.lateness_words import HINTS, REASONS, late_words, proposed_words, stated_words
from tracker.web.lengths import at_most
from tracker.web.read_by import read_by
from tracker.web.share_matters import matter, reply_tag
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("late_reasons", __name__)
Page = str | tuple[str, int] | Response


class ReasonForm(Form):
    """What the record proposes is chosen beforehand, where it proposes anything; another reason needs words."""

    reason = RadioField(
        _l("逾期的原因"),
        choices=lambda: [(one.value, str(words)) for one, words in REASONS.items()],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("说明"),
        [Optional(), at_most(NOTE)],
        description=read_by(Action.STATE_LATENESS, _l("与记录一致的可以不写；认定为别的原因的，写明依据。")),
    )

    @property
    def chosen(self) -> LateReason | None:
        return next((one for one in LateReason if one.value == self.reason.data), None)


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/late-reason", methods=["GET", "POST"])
@on_task(Action.STATE_LATENESS)
def new(task: Task) -> Page:
    """Where the days of a late share went, and the reason an office puts on record."""
    late = found.proposed([task.id], day_of(now())).get(task.id)
    form = ReasonForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            how = {"now": now(), "once": form.once_for(me().person_id)}
            late_reasons.state(actor(), task.id, form.chosen, words=form.words.data or "", **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已记逾期的原因，单位看得到；代表看不到。"), "done")
            return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    elif late is not None and late.proposed is not None:
        form.reason.data = late.proposed.value
    stated = found.stated([task.id]).get(task.id)
    shown = render_template(
        "late_reasons/new.html",
        form=form,
        reply=reply_tag(task),
        earlier=[],
        next_words="",
        late=late_words(late) if late else "",
        proposed=proposed_words(late) if late else "",
        stated=(stated_words(stated), stated.words) if stated else None,
        hints={one.value: words for one, words in HINTS.items()},
        note_limit=NOTE,
        **matter(task),
    )
    return shown, 422 if form.errors else 200
