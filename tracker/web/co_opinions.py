"""What the lead does with a co-unit: asks it request by request, reads its opinion and takes it or sends it back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import FormField, TextAreaField

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.rulebook import ClockKind
from tracker.models.suggestions import Request
from tracker.models.tasks import Task
from tracker.queries import law
from tracker.queries.co_handling import Given, opinions_of
from tracker.services import opinions
from tracker.services._load import Invalid
from tracker.web.access import actor, me, on_task
from tracker.web.due_tags import due_link
from tracker.web.evidence import came_with
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form, Part, numbers_in
from tracker.web.law_labels import limit_words
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, number_words

bp = Blueprint("co_opinions", __name__)
Page = str | tuple[str, int] | Response


class JudgeForm(Form):
    """Whether the opinion has substance; sent back, with what is missing."""

    note = TextAreaField(
        _l("缺什么"), [at_most(NOTE)], description=_l("写明哪一项没有实质内容、要补什么，会办单位会原样看到。")
    )
    files = FilesField(description=_l("退回时一并给会办单位的材料。"))


class AskedPart(Part):
    """What the co-unit is asked on one request."""

    words = TextAreaField(_l("请会办单位说明什么"), [at_most(NOTE)])


class AskForm(Form):
    """What the co-unit is asked for, request by request; `ask_form` adds one part for each."""

    more = TextAreaField(_l("其他要求"), [at_most(NOTE)], description=_l("例如请派人一同见代表、请附数据。"))
    files = FilesField(description=_l("会办单位看得到。"))

    numbers: tuple[int, ...] = ()

    @classmethod
    def for_names(cls, names: Collection[str]) -> type[AskForm]:
        """With a part for each request that is asked about in fields of these names."""
        return cls.asking(numbers_in(names, "asked"))

    @classmethod
    def asking(cls, numbers: tuple[int, ...]) -> type[AskForm]:
        """With a part for each of these requests."""
        parts: dict[str, Any] = {f"asked-{no}": FormField(AskedPart, _("第%(n)s项", n=no)) for no in numbers}
        return type("Whole", (cls,), {"numbers": numbers} | parts)

    @property
    def parts(self) -> dict[int, AskedPart]:
        """The part of each request, by its number."""
        return {no: self._fields[f"asked-{no}"].form for no in self.numbers}

    @property
    def words(self) -> str:
        """All of it, a line for each request."""
        lines = [(no, (part.words.data or "").strip()) for no, part in self.parts.items()]
        told = [_("第%(n)s项：%(words)s", n=no, words=words) for no, words in lines if words]
        more = self.more.data or ""
        return "\n".join([*told, more] if more.strip() else told)


def ask_form(task: Task) -> AskForm:
    """The form with a part for each request of the share."""
    return AskForm.asking(tuple(sorted(task.part)))(hat_id=actor().membership_id, at_version=task.version)


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/asked", methods=["GET", "POST"])
@on_task(Action.ASK_CO)
def ask(task: Task) -> Page:
    """Ask the co-unit more precisely than the assignment did."""
    form = ask_form(task)
    if form.submitted():
        how: dict[str, Any] = {"version": form.version.data or 0, "once": form.once_for(me().person_id)}
        try:
            opinions.ask(actor(), task.id, words=form.words, files=form.files.keys, now=now(), **how)
        except Invalid as invalid:
            _take(form, invalid)
        else:
            flash(_("已告知%(unit)s。提交会办意见的期限不变。", unit=task.unit.short_name), "done")
            return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    status = 422 if form.errors or form.form_errors else 200
    return render_template("co_opinions/ask.html", form=form, **_about(task)), status


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/opinion/judgement", methods=["GET", "POST"])
@on_task(Action.SEND_BACK_OPINION)
def judge(task: Task) -> Page:
    """The opinion as it came, with what was asked; taken, or sent back."""
    form = JudgeForm(hat_id=actor().membership_id, at_version=task.version)
    if form.submitted():
        try:
            flash(_judged(form, task), "done")
        except Invalid as invalid:
            form.take(invalid)
        else:
            return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return render_template(
        "co_opinions/judge.html", form=form, files=came_with(task, Action.OPINE), **_about(task), **_given(task)
    ), (422 if form.errors else 200)


def _take(form: AskForm, invalid: Invalid) -> None:
    # The words are many boxes put together; that none was filled in belongs to no single one of them.
    others = {name: code for name, code in invalid.problems.items() if (name, code) != ("words", "missing")}
    form.take(Invalid(**others))
    if len(others) < len(invalid.problems):
        form.form_errors = [*form.form_errors, _("请至少写一项要会办单位说明什么")]


def _judged(form: JudgeForm, task: Task) -> str:
    how: dict[str, Any] = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    if request.form.get("outcome") == "back":
        opinions.send_back(actor(), task.id, note=form.note.data or "", files=form.files.keys, **how)
        return _("已退回%(unit)s，重报的期限从今天起算。", unit=task.unit.short_name)
    if request.form.get("outcome") != "taken":
        raise Invalid(outcome="choose_one")
    opinions.accept(actor(), task.id, **how)
    return _("已采用%(unit)s的会办意见，起草答复时可以引用。", unit=task.unit.short_name)


def _about(task: Task) -> dict[str, Any]:
    suggestion, today = task.suggestion, day_of(now())
    return {
        "task": task,
        "suggestion": suggestion,
        "title": official_title(suggestion.title),
        "number": number_words(suggestion.number),
        "requests": {one.no: one.body for one in _requests(task)},
        "tag": due_link(ClockKind.CO_OPINION, task.due_on, today=today, case=suggestion.id, share=task.id),
        "agreed": day_words(task.agreed_due_on, year=True) if task.agreed_due_on else "",
    }


def _requests(task: Task) -> list[Request]:
    text = task.suggestion.text
    return [one for one in text.requests if one.no in task.part] if text else []


def _given(task: Task) -> dict[str, Any]:
    """The current opinion, the earlier ones, and what sending back starts."""
    all_: list[Given] = opinions_of(task)
    book = law.rulebook_of(task.suggestion.assigned_on, day_of(now()))
    rule = book.rule(ClockKind.CO_OPINION_AGAIN)
    again = book.due_on(ClockKind.CO_OPINION_AGAIN, day_of(now()), law.calendar_now())
    return {
        "given": next((one for one in all_ if one.is_current), None),
        "earlier": [one for one in all_ if not one.is_current],
        "limit": limit_words(rule.limit),
        "again_by": again,
        "basis": rule.legal_basis,
        "is_provisional": rule.provisional,
        "note_limit": NOTE,
    }
