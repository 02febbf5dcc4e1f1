"""Ruling on an objection: what was said by both units beside the decision, and what each decision leads to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import DOCUMENT_NO, NAME, NOTE
from tracker.domain.rulebook import ClockKind
from tracker.models.procedures import Objection
from tracker.models.tasks import Task
from tracker.queries import law, precedents
from tracker.queries.objections import chain, hearings_on, last_of, of_suggestion, running_on
from tracker.services import rulings
from tracker.services._load import Invalid
from tracker.services.rulings import Ruling
from tracker.web.access import actor, me, on_task
from tracker.web.assignment_pages import sent_fields
from tracker.web.due_tags import due_tag
from tracker.web.evidence import came_with
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.precedent_words import objection_rows, rows_of, said_words
from tracker.web.share_matters import directory, matter, reply_tag, rule
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory, one_unit
from tracker.web.words import day_words

bp = Blueprint("rulings", __name__)
Page = str | tuple[str, int] | Response


class Outcome(StrEnum):
    """The two answers."""

    UPHOLD = "uphold"
    REJECT = "reject"


class RulingForm(Form):
    """Which of the two, for which unit, and why; nothing is chosen beforehand."""

    outcome = RadioField(
        _l("怎么裁定"),
        choices=lambda: [(Outcome.UPHOLD, _("同意退件，改由另一个单位办理")), (Outcome.REJECT, _("不同意退件"))],
        validate_choice=False,
    )
    unit = StringField(_l("改由哪个单位办理"), [Optional(), at_most(NAME)])
    words = TextAreaField(
        _l("裁定理由"),
        [Optional(), at_most(NOTE)],
        description=_l("写明事情归谁管、依据什么。两个单位和代表都看得到，并作为先例保留。"),
    )
    unheard_for = TextAreaField(_l("为什么不等它说"), [Optional(), at_most(NOTE)])
    arbiter_name = StringField(
        _l("裁决人"), [Optional(), at_most(NAME)], description=_l("例如：市分管领导、主任会议。")
    )
    decided_on = DateField(_l("裁决日期"), [Optional()])
    document_no = StringField(_l("裁决文件"), [Optional(), at_most(DOCUMENT_NO)])
    files = FilesField(description=_l("裁决文件、会议纪要等。看得到裁定的人都看得到。"))


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/ruling", methods=["GET", "POST"])
@on_task(Action.REJECT_OBJECTION)
def new(task: Task) -> Page:
    """What was said, precedents, and the ruling: read through once more before it is made, for it cannot be undone."""
    form, known = RulingForm(hat_id=actor().membership_id, at_version=task.version), directory()
    step = request.form.get("step", "")
    if step != "edit" and form.submitted():
        if step == "check" and (choice := _checked(form, task, known)):
            return _check_page(form, task, *choice)
        if step != "check" and (words := _ruled(form, task, known)):
            flash(words, "done")
            return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return _page(form, task, known), 422 if form.errors else 200


def _checked(form: RulingForm, task: Task, known: Directory) -> tuple[Ruling, bool, str] | None:
    """The ruling as it would be made, whether it upholds, and the short name of the unit then; None with what is wrong
    beside its field."""
    upheld = form.outcome.data == Outcome.UPHOLD
    if not upheld and form.outcome.data != Outcome.REJECT:
        form.take(_no_choice(form, task))
        return None
    unit_id = one_unit(form.unit, known) if upheld else None
    if upheld and unit_id is None:
        return None
    ruling = _ruling(form, unit_id)
    try:
        rulings.check(actor(), task, ruling, upheld=upheld, now=now())
    except Invalid as invalid:
        form.take(invalid)
        return None
    return ruling, upheld, known.units[unit_id].short_name if unit_id else task.unit.short_name


def _no_choice(form: RulingForm, task: Task) -> Invalid:
    """Nothing was chosen; whatever else is missing is told in the same breath."""
    one = last_of(task)
    rest = rulings.gaps(one, _ruling(form, None), day_of(now())) if one is not None else {}
    return Invalid(outcome="choose_one", **rest)


def _check_page(form: RulingForm, task: Task, ruling: Ruling, upheld: bool, unit: str) -> str:
    one = last_of(task)
    assert one is not None, "the guard found it"
    outcome = Outcome.UPHOLD if upheld else Outcome.REJECT
    return render_template(
        "rulings/check.html",
        form=form,
        ruling=ruling,
        upheld=upheld,
        unit_then=unit,
        leads_to=_leads_to(task, one)[outcome],
        objection=one,
        fields=sent_fields(),
        **matter(task),
    )


def _ruled(form: RulingForm, task: Task, known: Directory) -> str:
    """What was decided, in words; nothing where it could not be taken."""
    try:
        return _rule(form, task, known)
    except Invalid as invalid:
        form.take(invalid)
        return ""


def _rule(form: RulingForm, task: Task, known: Directory) -> str:
    how: dict[str, Any] = {
        "version": form.version.data or 0,
        "now": now(),
        "once": form.once_for(me().person_id),
    }
    if form.outcome.data == Outcome.REJECT:
        rulings.reject(actor(), task.id, _ruling(form, None), **how)
        return _("没有同意退件，原单位和原期限都不变。")
    if form.outcome.data != Outcome.UPHOLD:
        raise _no_choice(form, task)
    unit_id = one_unit(form.unit, known)
    if unit_id is None:
        return ""
    rulings.uphold(actor(), task.id, _ruling(form, unit_id), **how)
    return _("已改由%(unit)s办理。", unit=known.units[unit_id].short_name)


def _ruling(form: RulingForm, unit_id: int | None) -> Ruling:
    return Ruling(
        form.words.data or "",
        unit_id,
        form.arbiter_name.data or "",
        form.decided_on.data,
        form.document_no.data or "",
        form.files.keys,
        form.unheard_for.data or "",
    )


def _waits(task: Task) -> str:
    """Which unit has still to speak and until when; nothing where none is waited for."""
    return "".join(
        _(
            "%(unit)s还没有说，%(day)s以前可以说，到期不说按没有不同意见。现在就同意退件的，请写明为什么不等；不同意退件的不用写。",
            unit=one.unit.short_name,
            day=day_words(one.answer_by),
        )
        for one in rulings.not_heard(task, day_of(now()))
    )


def _page(form: RulingForm, task: Task, known: Directory) -> str:
    one = last_of(task)
    assert one is not None, "the guard found it"
    if not form.is_submitted():
        form.unit.data = one.better_unit.short_name
    clock = running_on(task, ClockKind.OBJECTION_DECISION)
    found = precedents.beside(actor(), task, (task.unit_id, one.better_unit_id))
    return render_template(
        "rulings/new.html",
        form=form,
        known=known,
        objection=one,
        said=_said(task, one),
        files=came_with(task, Action.OBJECT),
        said_files=came_with(task, Action.HEAR),
        waits=_waits(task),
        earlier=_earlier(task, one),
        tag=due_tag(ClockKind.OBJECTION_DECISION, clock.due_on if clock else None, today=day_of(now())),
        clock_id=clock.id if clock else None,
        reply=reply_tag(task),
        rule=rule(task, ClockKind.OBJECTION_DECISION),
        leads_to=_leads_to(task, one),
        precedents=rows_of(found),
        note_limit=NOTE,
        **matter(task),
    )


def _said(task: Task, one: Objection) -> list[dict[str, str]]:
    """What was said on this objection; what was said on an earlier one stands with that."""
    rows = (each for each in hearings_on(task.suggestion_id) if each.objection_id == one.id)
    return said_words(rows, today=day_of(now()))


def _earlier(task: Task, one: Objection) -> list[dict[str, Any]]:
    before = [each for each in chain(task, of_suggestion(task.suggestion_id)) if each.id != one.id]
    rows = objection_rows(before, task.suggestion.tasks)
    for row, each in zip(rows, before, strict=True):
        row["said"] = _said(task, each)
    return rows


def _leads_to(task: Task, one: Objection) -> dict[str, str]:
    today = day_of(now())
    book = law.rulebook_of(task.suggestion.assigned_on, today)
    longest = book.due_on(ClockKind.SUGGESTION_REPLY, task.suggestion.assigned_on or today, law.calendar_now())
    return {
        Outcome.UPHOLD: _uphold_words(task, longest),
        Outcome.REJECT: _(
            "仍由%(unit)s办理，原单位和原期限都不变。理由告知代表和两个单位。", unit=task.unit.short_name
        ),
    }


def _uphold_words(task: Task, longest: date | None) -> str:
    told = _(
        "%(unit)s的任务结束，另一个单位从交给它之日起重新计算签收和答复期限，经过保留。", unit=task.unit.short_name
    )
    if longest is None:
        return told
    return told + _("整件的最长期限%(day)s不变。", day=day_words(longest, year=True))
