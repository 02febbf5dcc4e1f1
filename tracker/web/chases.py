"""Chasing one share (催办), the unit's word on it, 督办通知, and the list for the chair meeting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.ladder import Form as Sort
from tracker.domain.ladder import office_step, side_of
from tracker.domain.lateness import Lateness
from tracker.domain.limits import NOTE
from tracker.domain.roles import Role
from tracker.models.tasks import Task
from tracker.queries import late_reasons, law
from tracker.queries.chases import of_share
from tracker.queries.ladder import next_of, owed_clock, running_of
from tracker.services import chases, ladder
from tracker.services._load import Invalid
from tracker.services.chases import Said
from tracker.web.access import actor, me, on_task
from tracker.web.chase_words import is_held_back, number_words, plain_words, step_words, to_words
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lateness_words import late_words, proposed_words, reads_why, suggested_words
from tracker.web.lengths import at_most
from tracker.web.read_by import read_by
from tracker.web.share_matters import matter, reply_tag
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

bp = Blueprint("chases", __name__)
Page = str | tuple[str, int] | Response


class ChaseForm(Form):
    """What is said to the unit; an office may set a day for its word."""

    words = TextAreaField(
        _l("要说的话"),
        [Optional(), at_most(NOTE)],
        description=read_by(Action.CHASE, _l("可以不写。")),
    )
    answer_by = DateField(_l("请在哪天前回应"), [Optional()], description=_l("可以不填；不改变答复的期限。"))
    files = FilesField()

    def said(self) -> Said:
        return Said(self.words.data or "", self.answer_by.data if self.answer_by else None, self.files.keys)


class AnswerForm(Form):
    """How far the matter is."""

    words = TextAreaField(
        _l("办到哪一步"),
        [DataRequired(_l("请写办到哪一步")), at_most(NOTE)],
        description=read_by(Action.ANSWER_CHASE, _l("写已经做了什么、还差什么、哪天答复。")),
    )
    files = FilesField()


class SupervisionForm(Form):
    """What the principal of the unit is told, and until when the unit reports."""

    words = TextAreaField(
        _l("督办的要求"),
        [DataRequired(_l("请写督办的要求")), at_most(NOTE)],
        description=read_by(Action.SUPERVISE, _l("印在督办通知上。")),
    )
    answer_by = DateField(_l("请在哪天前报告"), [Optional()], description=_l("可以不填；不改变答复的期限。"))
    files = FilesField()

    def said(self) -> Said:
        return Said(self.words.data or "", self.answer_by.data, self.files.keys)


class ChairForm(Form):
    """Why it is reported to the chair meeting."""

    words = TextAreaField(
        _l("报告的理由"), [DataRequired(_l("请写报告的理由")), at_most(NOTE)], description=read_by(Action.PUT_TO_CHAIR)
    )
    files = FilesField()

    def said(self) -> Said:
        return Said(self.words.data or "", None, self.files.keys)


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/chase", methods=["GET", "POST"])
@on_task(Action.CHASE)
def new(task: Task) -> Page:
    """Chase the unit: what it does, what follows by itself, when this side may chase again."""
    form = ChaseForm(hat_id=actor().membership_id)
    if actor().role is Role.DEPUTY:
        del form.answer_by
    late = _late(task)
    if late is not None and not form.is_submitted():
        form.words.data = suggested_words(late, task.due_on)
    if form.submitted() and _did(form, chases.chase, task.id, form.said()):
        again = _law(task).again_on(day_of(now()))
        flash(_("已催办，%(unit)s看得到。%(day)s起可以再催。", unit=task.unit.short_name, day=day_words(again)), "done")
        return _back(task)
    side = side_of(actor().role)
    facts = {
        "weight": _law(task).weights[side],
        "pause": _law(task).pause_days,
        "paper": actor().role is not Role.DEPUTY,
        "late": (late_words(late), proposed_words(late)) if late is not None else None,
    }
    return _page("chases/new.html", form, task, **facts)


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/chase-answer", methods=["GET", "POST"])
@on_task(Action.ANSWER_CHASE)
def answer(task: Task) -> Page:
    """The unit's word on every chase that waits."""
    form = AnswerForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            how = {"now": now(), "once": form.once_for(me().person_id), "files": form.files.keys}
            chases.answer(actor(), task.id, words=form.words.data or "", **how)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已回应，催办的各方都看得到。期限不变，答复寄出以后催办才结束。"), "done")
            return _back(task)
    return _page("chases/answer.html", form, task)


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/supervision", methods=["GET", "POST"])
@on_task(Action.SUPERVISE)
def supervise(task: Task) -> Page:
    """督办通知 to the unit's principal."""
    form = SupervisionForm(hat_id=actor().membership_id)
    if form.submitted() and _did(form, ladder.supervise, task.id, form.said()):
        flash(_("督办通知已发出，文书在案卷里可以下载。"), "done")
        return _back(task)
    return _page("chases/supervise.html", form, task, rung=_rung(task, Sort.SUPERVISION))


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/chair", methods=["GET", "POST"])
@on_task(Action.PUT_TO_CHAIR)
def chair(task: Task) -> Page:
    """Onto the list for the chair meeting."""
    form = ChairForm(hat_id=actor().membership_id)
    if form.submitted() and _did(form, ladder.put_to_chair, task.id, form.said()):
        flash(_("已列入报告主任会议的名单，名单在“催办”页可以打印。"), "done")
        return _back(task)
    return _page("chases/chair.html", form, task, rung=_rung(task, Sort.CHAIR))


def _did(form: ChaseForm | SupervisionForm | ChairForm, act: Any, task_id: int, said: Said) -> bool:
    try:
        act(actor(), task_id, said, now=now(), once=form.once_for(me().person_id))
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _back(task: Task) -> Response:
    return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))


def _late(task: Task) -> Lateness | None:
    """Where the days of a late share went, for those who are told."""
    if not reads_why(actor()):
        return None
    return late_reasons.proposed([task.id], day_of(now())).get(task.id)


def _law(task: Task) -> Any:
    return law.rulebook_of(task.suggestion.assigned_on, day_of(now())).chasing


def _rung(task: Task, sort: Sort) -> Any:
    return office_step(_law(task).ladder, sort, owed_clock(task, running_of(task)))


def _page(template: str, form: Form, task: Task, **more: Any) -> tuple[str, int]:
    today = day_of(now())
    step = next_of(task, running_of(task), today)
    plain = actor().role is Role.DEPUTY
    words = (
        ""
        if step is None
        else plain_words(step, today)
        if plain
        else step_words(step, today, held_back=is_held_back(task))
    )
    shown = render_template(
        template,
        form=form,
        reply=reply_tag(task),
        earlier=[(number_words(one), one) for one in of_share(task.id)],
        next_words=words,
        to_words=to_words,
        note_limit=NOTE,
        **matter(task),
        **more,
    )
    return shown, 422 if form.errors else 200
