"""Lead and co-unit differ: raised with a point and a view, answered, decided once by the office over both."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.parties import lead_of
from tracker.domain.rulebook import CityWord, ClockKind
from tracker.models.procedures import Disagreement
from tracker.models.tasks import Task
from tracker.queries import law
from tracker.queries.co_handling import running_clock
from tracker.services import disagreements
from tracker.services._load import Invalid, Stale
from tracker.web.access import actor, me, on_task
from tracker.web.due_tags import due_tag
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.law_labels import limit_words
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.read_by import read_by
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words

bp = Blueprint("disagreements", __name__)
Page = str | tuple[str, int] | Response
_PLACE = "/suggestions/<int:suggestion_id>/tasks/<int:task_id>/disagreement"


class RaiseForm(Form):
    """The point, and one's own view of it."""

    point = TextAreaField(
        _l("分歧在哪一点"),
        [DataRequired(_l("请写分歧在哪一点")), at_most(NOTE)],
        description=_l("一句话说清：哪一项请求、由谁做、做不做、做到哪一步。"),
    )
    words = TextAreaField(
        _l("本单位的意见"),
        [DataRequired(_l("请写本单位的意见")), at_most(NOTE)],
        description=read_by(Action.RAISE_DISAGREEMENT, _l("写明理由和依据。对方会看到，也会写下它的意见。")),
    )
    files = FilesField()


class AnswerForm(Form):
    """The other side's view."""

    words = TextAreaField(
        _l("本单位的意见"),
        [DataRequired(_l("请写本单位的意见")), at_most(NOTE)],
        description=read_by(Action.ANSWER_DISAGREEMENT, _l("针对分歧的那一点写，写明理由和依据。")),
    )
    files = FilesField()


class DecideForm(Form):
    """One decision, by which both units go."""

    decision = TextAreaField(
        _l("决定"),
        [DataRequired(_l("请写明决定")), at_most(NOTE)],
        description=read_by(
            Action.DECIDE_DISAGREEMENT, _l("写明由谁做、怎么做、依据什么。两个单位照此办理，答复代表时以此为准。")
        ),
    )
    files = FilesField()


@bp.route(f"{_PLACE}/new", methods=["GET", "POST"])
@on_task(Action.RAISE_DISAGREEMENT)
def new(task: Task) -> Page:
    """Name the point on which lead and co-unit differ."""
    form = RaiseForm(hat_id=actor().membership_id)
    if form.submitted() and _taken(
        form, disagreements.raise_one, task, point=form.point.data or "", words=form.words.data or ""
    ):
        flash(_("分歧已提出，对方和协调单位都会看到。"), "done")
        return _back(task)
    return render_template("disagreements/new.html", form=form, **_about(task)), 422 if form.errors else 200


@bp.route(f"{_PLACE}/answer", methods=["GET", "POST"])
@on_task(Action.ANSWER_DISAGREEMENT)
def answer(task: Task) -> Page:
    """The other unit writes its view beside the first."""
    form = AnswerForm(hat_id=actor().membership_id, at_version=_version(task))
    version = form.version.data or 0
    if form.submitted() and _taken(form, disagreements.answer, task, words=form.words.data or "", version=version):
        flash(_("本单位的意见已记下，等协调决定。"), "done")
        return _back(task)
    return render_template("disagreements/answer.html", form=form, **_about(task)), 422 if form.errors else 200


@bp.route(f"{_PLACE}/decision", methods=["GET", "POST"])
@on_task(Action.DECIDE_DISAGREEMENT)
def decide(task: Task) -> Page:
    """Both views side by side, and the decision."""
    form = DecideForm(hat_id=actor().membership_id, at_version=_version(task))
    version, words = form.version.data or 0, form.decision.data or ""
    try:
        if form.submitted() and _taken(form, disagreements.decide, task, decision=words, version=version):
            flash(_("决定已告知两个单位，照此办理。"), "done")
            return _back(task)
    except Stale:
        return _read_again(form, task)
    return render_template("disagreements/decide.html", form=form, **_about(task)), 422 if form.errors else 200


def _taken(form: RaiseForm | AnswerForm | DecideForm, act: Callable[..., int], task: Task, **said: Any) -> bool:
    """Whether the service took it; what it could not take is said at its box, and all that was chosen stays."""
    try:
        act(actor(), task.id, files=form.files.keys, now=now(), once=form.once_for(me().person_id), **said)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _version(task: Task) -> int | None:
    return task.disagreement.version if task.disagreement is not None else None


def _back(task: Task) -> Response:
    return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id, _anchor="disagreements"))


def _about(task: Task) -> dict[str, Any]:
    suggestion, today = task.suggestion, day_of(now())
    book = law.rulebook_of(suggestion.assigned_on, today)
    rule, one, lead = book.rule(ClockKind.DISAGREEMENT), task.disagreement, lead_of(suggestion.tasks)
    clock = running_clock(task, ClockKind.DISAGREEMENT)
    coordinated = lead is not None and lead.system is task.system and lead.has_coordinator and task.has_coordinator
    return {
        "task": task,
        "suggestion": suggestion,
        "title": official_title(suggestion.title),
        "number": number_words(suggestion.number),
        "lead": lead.unit.short_name if lead is not None else _("主办单位"),
        "views": views(one) if one is not None else None,
        "point": one.point if one is not None else "",
        "decider": book.word(CityWord.COORDINATOR if coordinated else CityWord.DESK),
        "tag": due_tag(ClockKind.DISAGREEMENT, clock.due_on if clock else None, today=today),
        "clock_id": clock.id if clock else None,
        "limit": limit_words(rule.limit),
        "basis": rule.legal_basis,
        "is_provisional": rule.provisional,
        "note_limit": NOTE,
        "has_changed": False,
    }


def views(one: Disagreement) -> dict[str, Any]:
    """The two texts, the lead's first, as the macro `two_texts` takes them."""
    missing = _("还没有写意见")
    return {
        "left_title": _("%(unit)s（主办）", unit=one.lead_unit.short_name),
        "left": [(_("意见"), one.lead_words or missing)],
        "right_title": _("%(unit)s（会办）", unit=one.co_unit.short_name),
        "right": [(_("意见"), one.co_words or missing)],
    }


def _read_again(form: DecideForm, task: Task) -> tuple[str, int]:
    """A view came in while the decision was written: it stands on the page now, and what was typed is still there."""
    form.version.raw_data, form.version.data = None, _version(task)
    form.once.raw_data, form.once.data = None, secrets.token_urlsafe(18)
    return render_template("disagreements/decide.html", form=form, **(_about(task) | {"has_changed": True})), 409
