"""The unit that an objection names as the better one is heard: its own, or not and then whose."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import now
from tracker.domain.actions import Action
from tracker.domain.limits import NAME, NOTE
from tracker.domain.permissions import Sight, sight
from tracker.domain.rulebook import ClockKind
from tracker.models.procedures import Say
from tracker.models.tasks import Task
from tracker.queries.objections import last_of
from tracker.services import objections
from tracker.services._load import Invalid
from tracker.services.objections import Word
from tracker.web.access import actor, me, on_task
from tracker.web.evidence import came_with
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.read_by import read_by
from tracker.web.share_matters import directory, matter, rule
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory, one_unit

bp = Blueprint("hearings", __name__)
Page = str | tuple[str, int] | Response


class HearingForm(Form):
    """Whose it is; who says that it is another's says whose and why."""

    say = RadioField(
        _l("是不是本单位的职责"),
        choices=lambda: [(Say.OURS.value, _("属于本单位职责")), (Say.NOT_OURS.value, _("不属于本单位职责"))],
        validate_choice=False,
    )
    better_unit = StringField(_l("应由哪个单位办理"), [Optional(), at_most(NAME)])
    words = TextAreaField(
        _l("理由"),
        [Optional(), at_most(NOTE)],
        description=read_by(Action.HEAR, _l("不属于本单位职责的必须写，引用职责条款；属于的可以不写。")),
    )
    files = FilesField()


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/hearing", methods=["GET", "POST"])
@on_task(Action.HEAR)
def answer(task: Task) -> Page:
    """Read why the other unit objects, say whose it is."""
    form, known = HearingForm(hat_id=actor().membership_id, at_version=task.version), directory()
    if form.submitted() and (word := _word(form, known)) and _said(form, task, word):
        flash(_("意见已经交给裁定的人。裁定以前可以改。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return _page(form, task, known), 422 if form.errors else 200


def _word(form: HearingForm, known: Directory) -> Word | None:
    if form.say.data == Say.OURS:
        return Word(Say.OURS, form.words.data or "", files=form.files.keys)
    if form.say.data != Say.NOT_OURS:
        form.take(Invalid(say="choose_one"))
        return None
    unit_id = one_unit(form.better_unit, known)
    if not (form.words.data or "").strip():
        form.take(Invalid(words="missing"))
        return None
    return Word(Say.NOT_OURS, form.words.data or "", unit_id, form.files.keys) if unit_id else None


def _said(form: HearingForm, task: Task, word: Word) -> bool:
    once = form.once_for(me().person_id)
    try:
        objections.hear(actor(), task.id, word, version=form.version.data or 0, now=now(), once=once)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _page(form: HearingForm, task: Task, known: Directory) -> str:
    mine = _mine(task)
    if mine is not None and not form.is_submitted():
        _said_before(form, mine, known)
    return render_template(
        "hearings/answer.html",
        form=form,
        known=known,
        objection=last_of(task),
        mine=mine,
        files=came_with(task, Action.OBJECT),
        said_files=came_with(task, Action.HEAR),
        reads=sight(actor(), task.suggestion) is Sight.FULL,
        ruling=rule(task, ClockKind.OBJECTION_DECISION),
        note_limit=NOTE,
        **matter(task),
    )


def _said_before(form: HearingForm, mine: Any, known: Directory) -> None:
    """What this unit has said, to be changed where it stands."""
    form.say.data, form.words.data = mine.say.value if mine.say else None, mine.words
    if mine.better_unit_id in known.units:
        form.better_unit.data = known.units[mine.better_unit_id].short_name


def _mine(task: Task) -> Any:
    """What this unit is asked, and has said so far."""
    ours = [one for one in task.suggestion.hearings if one.task_id == task.id and one.unit_id == actor().unit_id]
    return ours[-1] if ours else None
