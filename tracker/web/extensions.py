"""More time: telling the deputies why, asking for it, deciding on it (延期)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.permissions import why_not
from tracker.domain.rulebook import CityWord, ClockKind
from tracker.models.tasks import Task
from tracker.queries import law
from tracker.queries.objections import explanations_of, extensions_of, running_on
from tracker.services import extensions
from tracker.services._load import Invalid
from tracker.services.extensions import Decided
from tracker.web.access import actor, me, on_task
from tracker.web.addresses import address
from tracker.web.day_notes import rest_day
from tracker.web.due_tags import due_tag, explained_at
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.read_by import read_by
from tracker.web.share_matters import matter, reply_tag, rule
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.what_if import asked_day
from tracker.web.words import day_words

bp = Blueprint("extensions", __name__)
Page = str | tuple[str, int] | Response


class ExplanationForm(Form):
    """What the deputies are told."""

    words = TextAreaField(
        _l("向代表说明"),
        [DataRequired(_l("请写给代表的说明")), at_most(NOTE)],
        description=_l("写已经做了什么、还差什么、为什么需要更多时间。每一位署名代表都会看到。"),
    )
    files = FilesField(description=_l("署名代表看得到。"))


class ExtensionForm(Form):
    """Until when, and why."""

    until = DateField(_l("延期到哪一天"), [DataRequired(_l("请填写日期"))])
    reason = TextAreaField(
        _l("申请理由"), [DataRequired(_l("请写理由")), at_most(NOTE)], description=read_by(Action.ASK_EXTENSION)
    )
    files = FilesField()


class Outcome(StrEnum):
    """The two answers."""

    GRANT = "grant"
    REFUSE = "refuse"


class DecisionForm(Form):
    """Granted, for which day, or refused and why; nothing is chosen beforehand."""

    outcome = RadioField(
        _l("怎么决定"),
        choices=lambda: [(Outcome.GRANT, _("同意延期")), (Outcome.REFUSE, _("不同意延期"))],
        validate_choice=False,
    )
    until = DateField(_l("同意延到哪一天"), [Optional()], description=_l("可以和申请的不同。"))
    words = TextAreaField(
        _l("说明"),
        [Optional(), at_most(NOTE)],
        description=_l("不同意的必须写理由；同意的可以不写。同意的，代表也看得到；不同意的，代表看不到。"),
    )
    files = FilesField()


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/explanation", methods=["GET", "POST"])
@on_task(Action.EXPLAIN_DELAY)
def explain(task: Task) -> Page:
    """Tell every signer how things stand."""
    form = ExplanationForm(hat_id=actor().membership_id, at_version=task.version)
    if form.submitted() and _did(form, extensions.explain_delay, task.id, words=form.words.data or ""):
        flash(_("说明已记入案卷，每一位署名代表都看得到，待办页的“最近的结果”里也有。"), "done")
        return redirect(_after_explaining(task))
    facts = {"told": explanations_of([task.id]), "signers": task.suggestion.signer_count}
    return _page("extensions/explain.html", form, task, **facts), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/extension", methods=["GET", "POST"])
@on_task(Action.ASK_EXTENSION)
def ask(task: Task) -> Page:
    """Ask for a later day."""
    form = ExtensionForm(hat_id=actor().membership_id, at_version=task.version)
    if not form.is_submitted():
        form.until.data = asked_day("until")
    asked = {"reason": form.reason.data or "", "until": form.until.data}
    if form.submitted() and _did(form, extensions.ask_extension, task.id, **asked):
        flash(_("延期申请已提交。决定以前，现在的答复期限照常计算。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    facts = {"told": explanations_of([task.id]), "decider": _decider(task)}
    return _page("extensions/ask.html", form, task, **facts), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/extension-decision", methods=["GET", "POST"])
@on_task(Action.GRANT_EXTENSION)
def decide(task: Task) -> Page:
    """What was asked and told, and the decision."""
    form = DecisionForm(hat_id=actor().membership_id, at_version=task.version)
    if form.submitted() and (words := _decided(form, task)):
        flash(words, "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    every = [one for one in extensions_of(task.suggestion_id) if one.task_id == task.id]
    if not form.is_submitted():
        form.until.data = every[-1].asked_until
    clock = running_on(task, ClockKind.EXTENSION)
    tag = due_tag(ClockKind.EXTENSION, clock.due_on if clock else None, today=day_of(now()))
    facts = {
        "rest": rest_day(every[-1].asked_until),
        "one": every[-1],
        "earlier": every[:-1],
        "told": explanations_of([task.id]),
        "tag": tag,
    }
    return _page("extensions/decide.html", form, task, clock_id=clock.id if clock else None, **facts), (
        422 if form.errors else 200
    )


def _after_explaining(task: Task) -> str:
    """On to the request where it is open now, as what was told is what it needs."""
    if why_not(actor(), Action.ASK_EXTENSION, task, today=day_of(now())) is None:
        return address("extensions.ask", suggestion_id=task.suggestion_id, task_id=task.id)
    return url_for("dossier.show", suggestion_id=task.suggestion_id)


def _did(form: ExplanationForm | ExtensionForm, act: Any, task_id: int, **handed_in: Any) -> bool:
    once = form.once_for(me().person_id)
    try:
        act(actor(), task_id, **handed_in, files=form.files.keys, version=form.version.data or 0, now=now(), once=once)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _decided(form: DecisionForm, task: Task) -> str:
    """What was decided, in words; nothing where it could not be taken."""
    how: dict[str, Any] = {"now": now(), "once": form.once_for(me().person_id)}
    version, words = form.version.data or 0, form.words.data or ""
    try:
        if form.outcome.data == Outcome.GRANT:
            extensions.grant(actor(), Decided(task.id, version, words, form.until.data, form.files.keys), **how)
            done = _("已同意延期到%(day)s，代表和承办单位都看得到。", day=day_words(form.until.data, year=True))
            return done + "".join(rest_day(form.until.data))
        if form.outcome.data == Outcome.REFUSE:
            extensions.refuse(actor(), Decided(task.id, version, words, files=form.files.keys), **how)
            return _("没有同意延期，答复期限不变。")
        raise Invalid(outcome="choose_one")
    except Invalid as invalid:
        form.take(invalid)
        return ""


def _decider(task: Task) -> str:
    today = day_of(now())
    book = law.rulebook_of(task.suggestion.assigned_on, today)
    coordinates = extensions.coordinator_decides(task, today=today)
    return book.word(CityWord.COORDINATOR if coordinates else CityWord.DESK)


def _page(template: str, form: Form, task: Task, **more: Any) -> str:
    return render_template(
        template,
        form=form,
        reply=reply_tag(task),
        try_href=explained_at(task.suggestion_id, ClockKind.REPLY, task.due_on, share=task.id) if task.due_on else "",
        latest=extensions.latest_day(task, today=day_of(now())),
        rule=rule(task, ClockKind.EXTENSION),
        longest=rule(task, ClockKind.SUGGESTION_REPLY),
        note_limit=NOTE,
        **matter(task),
        **more,
    )
