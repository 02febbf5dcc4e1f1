"""A unit's shares: the list by what comes next, signing for one or many, giving a share to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import BATCH, NOTE
from tracker.domain.lists import ListCode
from tracker.domain.permissions import may
from tracker.domain.roles import Capability, Role
from tracker.domain.rulebook import ClockKind
from tracker.models.tasks import Task
from tracker.queries import circulation
from tracker.queries import tasks as ours
from tracker.queries.law import rulebook_for
from tracker.queries.tasks import Stage
from tracker.services import handling
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs, on_task
from tracker.web.actions import action_address
from tracker.web.addresses import address
from tracker.web.due_tags import due_link
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.labels import ROLES, TASK_ROLES, TASK_STATES
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.picks import is_offered, picked_id
from tracker.web.refused import lines_on_record
from tracker.web.share_matters import by_hand
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.view_bar import ViewBar, view_bar
from tracker.web.words import problem_words

bp = Blueprint("tasks", __name__)
Page = str | tuple[str, int] | Response

STAGES = {
    Stage.TO_SIGN_FOR: _l("待签收"),
    Stage.TO_GIVE: _l("待交经办人"),
    Stage.IN_HAND: _l("办理中"),
    Stage.TO_SIGN: _l("待签发"),
    Stage.MINE: _l("我经办的"),
    Stage.REPLIED: _l("已答复"),
}
EMPTY = {
    Stage.TO_SIGN_FOR: _l("没有等待签收的。交给本单位的建议会出现在这里。"),
    Stage.TO_GIVE: _l("签收过的都已经交给经办人。"),
    Stage.IN_HAND: _l("没有正在办理的。"),
    Stage.TO_SIGN: _l("没有等待签发的答复。"),
    Stage.MINE: _l("没有交给您经办、还没有答复的。"),
    Stage.REPLIED: _l("还没有答复过的。"),
}
# What each post looks at first.
FIRST = {Role.UNIT_RECEIVER: Stage.TO_SIGN_FOR, Role.UNIT_HANDLER: Stage.MINE, Role.UNIT_SIGNER: Stage.TO_SIGN}


class HandlerForm(Form):
    """Who is to handle it."""

    handler = SelectField(_l("经办人"), [Optional()], coerce=picked_id, validate_choice=False)
    note = TextAreaField(_l("交代的话"), [Optional(), at_most(NOTE)])
    files = FilesField(description=_l("经办人用得着的材料，例如以前的答复、会议纪要。"))

    def offer(self, unit_id: int, nobody: str) -> None:
        """The people of the unit; `nobody` are the words for naming none."""
        people = ours.people_of(unit_id, today=day_of(now()))
        self.handler.choices = [("", nobody), *((person_id, _who(name, roles)) for person_id, name, roles in people)]

    def chosen(self) -> bool:
        """Whether the person is one of those offered; naming nobody counts."""
        fine = self.handler.data is None or is_offered(self.handler)
        if not fine:
            self.handler.errors = [*self.handler.errors, problem_words("not_of_this_unit")]
        return fine


class InboxForm(HandlerForm):
    """Many shares signed for with one press; one person may be named for all."""

    tasks = SelectMultipleField(_l("待签收的"), [Optional()], coerce=picked_id, validate_choice=False)
    wrong: dict[int, str]

    def blame(self, codes: dict[str, str]) -> None:
        """Keep what is wrong with each line, and say over the form how many are at fault."""
        self.wrong = {task_id: problem_words(code) for name, code in codes.items() if (task_id := _line(name))}
        over = [_("%(n)s件不能签收，已在下面标出；这一批都没有签收。", n=len(self.wrong))] if self.wrong else []
        self.form_errors = [*over, *(problem_words(code) for name, code in codes.items() if not _line(name))]


@bp.get("/tasks")
@needs(Capability.SEE_TASKS)
def inbox() -> Page:
    """The unit's shares by what comes next."""
    form = InboxForm(hat_id=actor().membership_id)
    bar = view_bar(actor(), ListCode.SHARES, _asked())
    return redirect(bar.opens_with) if bar.opens_with else _inbox(form, bar)


@bp.post("/tasks/sign-for")
@needs(Capability.SEE_TASKS)
def sign_for_many() -> Page:
    """Sign for the ticked shares, all or none."""
    form = InboxForm()
    form.offer(actor().unit_id or 0, "")
    if form.submitted() and form.chosen() and _signed_for(form):
        return redirect(url_for(".inbox", stage=Stage.TO_SIGN_FOR.value))
    return _inbox(form), 422


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/sign-for", methods=["GET", "POST"])
@on_task(Action.SIGN_FOR)
def sign_for(task: Task) -> Page:
    """Confirm receipt of one share; its handler may be named with it."""
    form = HandlerForm(hat_id=actor().membership_id)
    form.offer(task.unit_id, _("先签收，以后再交给经办人"))
    if form.submitted() and form.chosen() and _addressed(form) and _did(form, task, handling.sign_for):
        flash(_("已签收。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return _task_page("tasks/sign_for.html", form, task), 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/tasks/<int:task_id>/handler", methods=["GET", "POST"])
@on_task(Action.GIVE)
def give(task: Task) -> Page:
    """Give a share to a handler, or to another one with what he has to know."""
    form = HandlerForm(hat_id=actor().membership_id, at_version=task.version)
    form.offer(task.unit_id, _("请选择"))
    shown = {"version": form.version.data or 0}
    if (
        form.submitted()
        and _named(form)
        and form.chosen()
        and _did(form, task, handling.give, **shown, files=form.files.keys)
    ):
        flash(_("已交给经办人。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=task.suggestion_id))
    return _task_page("tasks/give.html", form, task), 422 if form.errors else 200


def _addressed(form: HandlerForm) -> bool:
    """Words without anybody to read them would be lost without a trace."""
    fine = not form.note.data or form.handler.data is not None
    if not fine:
        form.handler.errors = [*form.handler.errors, _("写了交代的话，请选看这段话的经办人，或者把话删去")]
    return fine


def _named(form: HandlerForm) -> bool:
    if form.handler.data is None:
        form.handler.errors = [*form.handler.errors, problem_words("handler_missing")]
    return form.handler.data is not None


def _did(form: HandlerForm, task: Task, act: Any, **more: Any) -> bool:
    how = more | {"now": now(), "once": form.once_for(me().person_id)}
    try:
        act(actor(), task.id, handler_id=form.handler.data, note=form.note.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _signed_for(form: InboxForm) -> bool:
    how: dict[str, Any] = {"now": now(), "once": form.once_for(me().person_id)}
    try:
        done = handling.sign_for_batch(actor(), form.tasks.data or [], handler_id=form.handler.data, **how)
    except Invalid as invalid:
        form.blame(invalid.problems)
        lines_on_record(invalid)
        return False
    flash(_("已签收%(n)s件。", n=len(done)), "done")
    return True


def _inbox(form: InboxForm, bar: ViewBar | None = None) -> str:
    today, page = day_of(now()), page_asked()
    counts = ours.counts(actor(), today=today)
    stage = Stage.TO_SIGN_FOR if request.method == "POST" else stage_of(request.args, actor().role)
    form.offer(actor().unit_id or 0, _("先签收，以后再交给经办人"))
    group_id = picked_id(request.args.get("group"))
    rows = ours.shares(actor(), stage, today=today, page=page, group_id=group_id)
    receives = actor().role is Role.UNIT_RECEIVER
    return render_template(
        "tasks/inbox.html",
        form=form,
        stage=stage,
        group_id=group_id,
        bar=bar or view_bar(actor(), ListCode.SHARES, _asked()),
        query=urlencode({"stage": stage.value} | _asked()),
        signing=stage is Stage.TO_SIGN_FOR and receives,
        giving=stage is Stage.TO_GIVE and receives,
        tabs=tabs(stage, counts),
        rows=[
            (row, due_link(row.clock_kind, row.clock_due_on, today=today, case=row.id, share=row.task_id))
            for row in rows
        ],
        empty=EMPTY[stage],
        pager=pages(counts[stage], page, size=BATCH),
        numbered=rulebook_for(today).numbering.words,
        roles=TASK_ROLES,
        states=TASK_STATES,
        address=address,
        wrong=getattr(form, "wrong", {}),
    )


def tabs(here: Stage | None, counted: dict[Stage, int] | None = None) -> list[tuple[str, int, str, bool]]:
    """The stages of the unit's shares, and before them the drafts it is asked about, where there are any."""
    today = day_of(now())
    counts = counted if counted is not None else ours.counts(actor(), today=today)
    drafts = circulation.how_many(actor(), today=today)
    asked = [(_("预交办"), drafts, url_for("circulation.drafts"), here is None)] if drafts or here is None else []
    return asked + [
        (str(words), counts[one], url_for("tasks.inbox", stage=one.value), one is here) for one, words in STAGES.items()
    ]


def _asked() -> dict[str, str]:
    return {name: request.args[name] for name in ("stage", "group") if request.args.get(name)}


def stage_of(args: Mapping[str, str], role: Role | None) -> Stage:
    """The stage an address asks for, or what a post of the unit looks at first."""
    asked = args.get("stage", "")
    return Stage(asked) if asked in list(Stage) else FIRST.get(role or Role.UNIT_REVIEWER, Stage.IN_HAND)


def _task_page(template: str, form: HandlerForm, task: Task) -> str:
    today, suggestion = day_of(now()), task.suggestion
    return render_template(
        template,
        form=form,
        task=task,
        suggestion=suggestion,
        title=official_title(suggestion.title),
        number=rulebook_for(today).numbering.words(suggestion.number or ""),
        role=TASK_ROLES[task.role],
        gone=task.handler_is_gone(today),
        asked=[one for one in (suggestion.text.requests if suggestion.text else []) if one.no in task.part],
        tag=due_link(_owed(task), task.due_on, today=today, case=suggestion.id, share=task.id, **by_hand(task)),
        objection_href=action_address(Action.OBJECT, suggestion.id, task.id) if _may_object(task, today) else None,
        until=task.objection_due_on,
    )


def _may_object(task: Task, today: date) -> bool:
    return may(actor(), Action.OBJECT, task, today=today)


def _owed(task: Task) -> ClockKind:
    return ClockKind.CO_OPINION if task.role == "co" else ClockKind.REPLY


def _who(name: str, roles: tuple[Role, ...]) -> str:
    return _("%(name)s（%(posts)s）", name=name, posts=_("、").join(str(ROLES[role]) for role in roles))


def _line(name: str) -> int | None:
    return picked_id(name.removeprefix("line-")) if name.startswith("line-") else None
