"""A unit says that a share is not its own, by which clause of its duties, and whose it is (退件)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.judging_objections import is_further
from tracker.domain.limits import NAME, NOTE
from tracker.domain.rulebook import ClockKind
from tracker.models.tasks import Task
from tracker.queries import precedents
from tracker.queries.objections import last_of
from tracker.services import objections
from tracker.services._load import Invalid
from tracker.services.objections import Claim
from tracker.web.access import actor, me, on_task
from tracker.web.due_tags import due_link
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.precedent_words import objection_rows, rows_of
from tracker.web.read_by import read_by
from tracker.web.share_matters import directory, matter, reply_tag, rule
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory, one_unit

bp = Blueprint("objections", __name__)
Page = str | tuple[str, int] | Response


class ObjectionForm(Form):
    """Why not, by which clause, whose it is, and who signed the objection."""

    reason = TextAreaField(
        _l("为什么不属于本单位职责"),
        [DataRequired(_l("请写理由")), at_most(NOTE)],
        description=read_by(Action.OBJECT, _l("说事情归谁管，不说忙不过来。裁定以后会作为先例保留。")),
    )
    duty_clause = TextAreaField(
        _l("依据的职责条款"),
        [DataRequired(_l("请引用职能配置、内设机构和人员编制规定（“三定”）的条款")), at_most(NOTE)],
        description=_l("例如：市教育局“三定”规定第三条第（五）项“指导学校安全工作”。"),
    )
    better_unit = StringField(
        _l("应由哪个单位办理"),
        [at_most(NAME)],
        description=_l("写另一个单位。提交以后马上征求它的意见，到裁定期限没有说的，按没有不同意见。"),
    )
    signer_name = StringField(_l("签发人"), [DataRequired(_l("请写签发人姓名")), at_most(NAME)])
    files = FilesField(description=_l("“三定”规定的有关条款、以前的裁定等。"))
    sure = BooleanField(_l("仍然认为应由这个单位办理"))


class RecallForm(Form):
    """Why the unit takes its objection back."""

    reason = TextAreaField(
        _l("收回的理由"),
        [DataRequired(_l("请写收回的理由")), at_most(NOTE)],
        description=_l("裁定的人看得到；征求过意见的单位在“退件先例”里看得到。"),
    )


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/objection", methods=["GET", "POST"])
@on_task(Action.OBJECT)
def new(task: Task) -> Page:
    """Say why, name the better unit, hand it in."""
    form, known = ObjectionForm(hat_id=actor().membership_id, at_version=task.version), directory()
    fine = form.submitted()
    # Asked whatever else is wrong, so that everything is told at once.
    unit_id = one_unit(form.better_unit, known) if form.is_submitted() else None
    if fine and unit_id and _objected(form, task, unit_id):
        flash(_("退件申请已提交。裁定以前请继续办理，答复期限照常计算。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return _page(form, task, known), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/objection/recall", methods=["GET", "POST"])
@on_task(Action.RECALL_OBJECTION)
def recall(task: Task) -> Page:
    """Take one's objection back and go on with the work."""
    form = RecallForm(hat_id=actor().membership_id, at_version=task.version)
    if form.submitted() and _recalled(form, task):
        flash(_("退件申请已收回，这一份由本单位继续办理。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    rows = objection_rows([one for one in (last_of(task),) if one is not None], task.suggestion.tasks)
    page = render_template("objections/recall.html", form=form, rows=rows, note_limit=NOTE, **matter(task))
    return page, 422 if form.errors else 200


def _recalled(form: RecallForm, task: Task) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        objections.recall(actor(), task.id, reason=form.reason.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _objected(form: ObjectionForm, task: Task, unit_id: int) -> bool:
    claim = Claim(
        form.reason.data or "",
        form.duty_clause.data or "",
        unit_id,
        form.signer_name.data or "",
        sure=bool(form.sure.data),
        files=form.files.keys,
    )
    once = form.once_for(me().person_id)
    try:
        objections.object_to(actor(), task.id, claim, version=form.version.data or 0, now=now(), once=once)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _page(form: ObjectionForm, task: Task, known: Directory) -> str:
    found = precedents.beside(actor(), task, (task.unit_id,))
    return render_template(
        "objections/new.html",
        form=form,
        known=known,
        further=is_further(task),
        signer=me().name,
        window=due_link(
            ClockKind.OBJECTION,
            task.objection_due_on,
            today=day_of(now()),
            case=task.suggestion_id,
            share=task.id,
        ),
        reply=reply_tag(task),
        rule=rule(task, ClockKind.OBJECTION),
        ruling=rule(task, ClockKind.OBJECTION_DECISION),
        precedents=rows_of(found),
        note_limit=NOTE,
        **matter(task),
    )
