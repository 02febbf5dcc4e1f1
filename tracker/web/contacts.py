"""Talks with a deputy about a suggestion: noted by the unit, confirmed or corrected by the deputy."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NAME, NOTE
from tracker.domain.parties import SignatureState
from tracker.domain.states import TaskState
from tracker.models.contacts import Manner, Phase, Rank
from tracker.models.tasks import Task
from tracker.queries.cosigning import signers_of
from tracker.queries.law import rulebook_for
from tracker.queries.replies import talks
from tracker.services import contacts, handling
from tracker.services._load import Invalid
from tracker.services.handling import Talk, wrong_day
from tracker.web import talk_words
from tracker.web.access import actor, me, on_task
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.labels import MANNERS, PHASES, RANKS
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.picks import is_offered, picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

bp = Blueprint("contacts", __name__)
Page = str | tuple[str, int] | Response
# Several came; their names and posts go on one line.
WHO_CAME = 2 * NAME


class ContactForm(Form):
    """When, how, who with whom, what was said."""

    on = DateField(_l("哪一天"), [DataRequired(_l("请填写日期，例如2026-04-12"))])
    manner = RadioField(_l("怎么联系的"), validate_choice=False)
    phase = RadioField(_l("在哪个阶段"), validate_choice=False)
    with_person = SelectField(_l("和哪位代表"), coerce=picked_id, validate_choice=False)
    who_came = StringField(
        _l("本单位谁去的"),
        [DataRequired(_l("请写本单位谁去的")), at_most(WHO_CAME)],
        description=_l("姓名和职务，例如：程远，副局长；景行，科员。"),
    )
    rank = RadioField(_l("其中职务最高的"), validate_choice=False)
    said = TextAreaField(
        _l("谈了什么"),
        [DataRequired(_l("请写谈了什么")), at_most(NOTE)],
        description=_l(
            "代表最关心哪一项、对做法有什么意见。这位代表会看到，确认以后才作数；其他署名代表、督查室和代表工作机构也看得到，别的承办单位看不到。"
        ),
    )

    files = FilesField(description=_l("座谈签到、现场照片、代表给的材料。代表看得到。"))

    filed_on: date | None = None

    def submitted(self) -> bool:
        """Whether the form was sent and may be acted on; everything wrong with it is said at once."""
        fine = super().submitted()
        return fine if not self.is_submitted() else self._chosen() and fine

    def _chosen(self) -> bool:
        for field in (self.manner, self.phase, self.with_person, self.rank):
            if not field.data:
                field.errors = [*field.errors, _("请选%(what)s", what=field.label.text)]
            elif not is_offered(field):
                field.errors = [*field.errors, problem_words("unknown")]
        if self.on.data and (code := wrong_day(self.on.data, self.filed_on, today=day_of(now()))):
            self.on.errors = [*self.on.errors, problem_words(code)]
        return not self.errors

    @property
    def talk(self) -> Talk:
        """What was noted; asked only of a form that was accepted."""
        assert self.on.data is not None
        return Talk(
            phase=Phase(self.phase.data),
            manner=Manner(self.manner.data),
            on=self.on.data,
            who_came=self.who_came.data or "",
            with_person_id=self.with_person.data,
            said=self.said.data or "",
            rank=Rank(self.rank.data),
        )


class Held(StrEnum):
    """Whether there was a talk at all."""

    YES = "yes"
    NO = "no"


class AnswerForm(Form):
    """The deputy's word on one entry; a correction is text beside it."""

    took_place = RadioField(
        _l("有没有这次沟通"),
        choices=lambda: [(Held.YES, _("有，只是记得不对")), (Held.NO, _("没有这次沟通"))],
        validate_choice=False,
    )
    correction = TextAreaField(
        _l("实际是怎样的"),
        [at_most(NOTE)],
        description=_l("写哪里不对、实际怎样；没有这次沟通的，可以不写。两段文字都保留，承办单位会看到。"),
    )
    files = FilesField(description=_l("能说明实际情形的材料。承办单位看得到。"))

    @property
    def held(self) -> bool | None:
        """What was chosen, if anything."""
        return {Held.YES.value: True, Held.NO.value: False}.get(self.took_place.data or "")


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/contacts/new", methods=["GET", "POST"])
@on_task(Action.NOTE_CONTACT)
def new(task: Task) -> Page:
    """Note one talk with a deputy."""
    form = _form(task)
    if form.submitted() and _noted(form, task):
        flash(_("沟通已记下，等代表确认；代表确认以后才作数。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    earlier = talks(task)
    return render_template(
        "contacts/new.html",
        form=form,
        earlier=[(one, talk_words.title(one), talk_words.came(one), talk_words.status(one)) for one in earlier],
        meetings=talk_words.meetings(earlier),
        next_hint=talk_words.next_hint(task, earlier, is_out=task.state is TaskState.REPLIED),
        **_head(task),
    ), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/contacts/answer", methods=["GET", "POST"])
@on_task(Action.CONFIRM_CONTACT)
def answer(task: Task) -> Page:
    """The entries of talks with this deputy that await a word: confirmed as they are, or corrected."""
    form = AnswerForm(hat_id=actor().membership_id)
    if form.submitted():
        try:
            flash(_answered(form, task), "done")
        except Invalid as invalid:
            form.take(invalid)
        else:
            return redirect(_after_answer(task))
    mine = [one for one in talks(task) if one.awaits and one.with_person_id == me().person_id]
    asked = picked_id(request.values.get("entry", ""))
    # What was written of one talk is never put under another: the one it was about is the only one a sent form shows.
    chosen = next((one for one in mine if one.id == asked), mine[-1] if mine and not form.is_submitted() else None)
    return render_template(
        "contacts/answer.html",
        form=form,
        chosen=chosen,
        others=[(one, talk_words.title(one)) for one in mine if one is not chosen],
        words=talk_words,
        **_head(task),
    ), 422 if form.errors else 200


def _answered(form: AnswerForm, task: Task) -> str:
    entry, how = picked_id(request.form.get("entry", "")) or 0, request.form.get("answer", "")
    once = form.once_for(me().person_id)
    if how == "correct":
        words = form.correction.data or ""
        told: dict[str, Any] = {"took_place": form.held, "words": words, "files": form.files.keys}
        contacts.correct(actor(), task.id, entry, **told, now=now(), once=once)
        if form.held is False:
            return _("已记下没有这次沟通，原来的记录保留但不作数，承办单位看得到。")
        return _("更正已记下，和原来的记录一起保留，承办单位看得到。")
    if how != "confirm":
        raise Invalid(answer="choose_one")
    contacts.confirm(actor(), task.id, entry, now=now(), once=once)
    return _("已确认这次沟通。")


def _after_answer(task: Task) -> str:
    """The next entry, or back to the paper."""
    left = [one for one in talks(task) if one.awaits and one.with_person_id == me().person_id]
    if left:
        return url_for(".answer", suggestion_id=task.suggestion_id, task_id=task.id)
    return url_for("dossier.show", suggestion_id=task.suggestion_id, _anchor="talks")


def _head(task: Task) -> dict[str, Any]:
    suggestion = task.suggestion
    return {
        "task": task,
        "suggestion": suggestion,
        "title": official_title(suggestion.title),
        "number": rulebook_for(day_of(now())).numbering.words(suggestion.number or ""),
    }


def _form(task: Task) -> ContactForm:
    form = ContactForm(hat_id=actor().membership_id, data={"on": day_of(now())})
    form.filed_on = task.suggestion.submitted_on
    form.manner.choices = [(one.value, words) for one, words in MANNERS.items()]
    # What follows the reply can only be noted once it is out.
    is_out = task.state is TaskState.REPLIED
    form.rank.choices = [(one.value, words) for one, words in RANKS.items()]
    form.phase.choices = [(one.value, words) for one, words in PHASES.items() if is_out or one is not Phase.AFTER]
    author = task.suggestion.author
    signed = [one for one in signers_of(task.suggestion) if one.state is SignatureState.AGREED]
    form.with_person.choices = [
        *([(author.id, _("%(name)s（领衔）", name=author.name))] if author else []),
        *((one.person_id, one.name) for one in signed),
    ]
    return form


def _noted(form: ContactForm, task: Task) -> bool:
    try:
        handling.note_contact(
            actor(), task.id, form.talk, files=form.files.keys, now=now(), once=form.once_for(me().person_id)
        )
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True
