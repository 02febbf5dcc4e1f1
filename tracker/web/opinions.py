"""A co-unit's opinion to the lead: written, read through once more, sent."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NAME
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind
from tracker.models.tasks import Task
from tracker.queries.law import rulebook_for
from tracker.services import handling
from tracker.services._load import Invalid
from tracker.web.access import actor, me, on_task
from tracker.web.due_tags import due_link
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("opinions", __name__)
Page = str | tuple[str, int] | Response


class OpinionForm(Form):
    """The opinion, who signed it, and its number."""

    body = TextAreaField(
        _l("会办意见"),
        [DataRequired(_l("请写会办意见")), at_most(ANSWER)],
        description=_l("写明本单位能做什么、什么时候做到；做不到的写明依据。主办单位会据此答复代表。"),
    )
    signer_name = StringField(_l("签发人"), [DataRequired(_l("请写签发人姓名")), at_most(NAME)])
    document_no = StringField(
        _l("文号"), [Optional(), at_most(DOCUMENT_NO)], description=_l("例如：临交函〔2026〕3号。")
    )
    files = FilesField(description=_l("盖章的意见原件或者依据的文件，主办单位看得到。"))


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/opinion", methods=["GET", "POST"])
@on_task(Action.OPINE)
def new(task: Task) -> Page:
    """Write the opinion, see it as the lead will, send it."""
    form, step = OpinionForm(hat_id=actor().membership_id, data=_before(task)), request.form.get("step", "")
    if step != "edit" and form.submitted():
        if step != "send":
            return _page("opinions/check.html", form, task)
        if _given(form, task):
            flash(_("会办意见已交给%(unit)s。", unit=_lead(task)), "done")
            return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return _page("opinions/new.html", form, task), 422 if form.errors else 200


def _given(form: OpinionForm, task: Task) -> bool:
    written = {"body": form.body.data or "", "signer_name": form.signer_name.data or ""}
    try:
        handling.give_opinion(
            actor(),
            task.id,
            **written,
            document_no=form.document_no.data or "",
            files=form.files.keys,
            now=now(),
            once=form.once_for(me().person_id),
        )
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _before(task: Task) -> dict[str, str]:
    """An opinion that came back is written on from where it was."""
    given = task.opinion
    return {"body": given.body, "signer_name": given.signer_name} if given is not None else {}


def _lead(task: Task) -> str:
    leads = [one for one in task.suggestion.tasks if one.role is TaskRole.LEAD and not one.was_replaced]
    return leads[0].unit.short_name if leads else _("主办单位")


def _page(template: str, form: OpinionForm, task: Task) -> str:
    today, suggestion = day_of(now()), task.suggestion
    return render_template(
        template,
        form=form,
        task=task,
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=rulebook_for(today).numbering.words(suggestion.number or ""),
        lead=_lead(task),
        asked=[one for one in (suggestion.text.requests if suggestion.text else []) if one.no in task.part],
        sent_back=task.opinion if task.opinion is not None and task.opinion.is_accepted is False else None,
        tag=due_link(
            ClockKind.CO_OPINION_AGAIN if task.opinion else ClockKind.CO_OPINION,
            task.due_on,
            today=today,
            case=suggestion.id,
            share=task.id,
        ),
    )
