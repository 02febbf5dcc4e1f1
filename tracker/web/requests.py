"""What units have asked for and somebody has to decide: objections to shares and more time, on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability
from tracker.domain.rulebook import ClockKind
from tracker.models.procedures import Say
from tracker.queries import requests as waiting
from tracker.services import extensions
from tracker.services._load import Invalid
from tracker.services.extensions import Decided
from tracker.web.access import actor, me, needs
from tracker.web.due_tags import due_link
from tracker.web.forms import Form
from tracker.web.labels import TASK_ROLES
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.read_by import read_by
from tracker.web.refused import lines_on_record
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, instant_words, number_words, problem_words

bp = Blueprint("requests", __name__)
SAID = {Say.OURS: lambda: _("愿意接"), Say.NOT_OURS: lambda: _("也认为不是"), None: lambda: _("还没有说")}


class GrantForm(Form):
    """Requests for more time that are granted as they were asked; a pick is the share and the version that was seen."""

    picks = SelectMultipleField(_l("延期申请"), [Optional()], validate_choice=False)
    words = TextAreaField(
        _l("说明"), [Optional(), at_most(NOTE)], description=read_by(Action.GRANT_EXTENSION, _l("写给选中的每一件。"))
    )
    wrong: dict[int, str]


@bp.get("/objections")
@needs(Capability.DECIDE_REQUESTS)
def queue() -> str:
    """Both kinds by due date."""
    return _queue(GrantForm(hat_id=actor().membership_id))


@bp.post("/objections/extensions")
@needs(Capability.DECIDE_REQUESTS)
def grant() -> Response | tuple[str, int]:
    """Grant the ticked requests until the days asked for, all or none."""
    form = GrantForm()
    if form.submitted() and _granted(form):
        return redirect(url_for(".queue"))
    return _queue(form), 422


def _granted(form: GrantForm) -> bool:
    asked = {row.task_id: row.asked_until for row in waiting.extensions(actor())}
    decided = []
    for pick in form.picks.data or []:
        task_id, _dash, version = pick.partition("-")
        ids = picked_id(task_id) or 0, picked_id(version) or 0
        decided.append(Decided(*ids, form.words.data or "", asked.get(ids[0])))
    try:
        done = extensions.grant_batch(actor(), decided, now=now(), once=form.once_for(me().person_id))
    except Invalid as invalid:
        _blame(form, invalid)
        return False
    flash(_("已同意%(n)s件次延期，代表和承办单位都看得到。", n=len(done)), "done")
    return True


def _blame(form: GrantForm, invalid: Invalid) -> None:
    lines_on_record(invalid)
    lines = {name.removeprefix("line-"): code for name, code in invalid.problems.items() if name.startswith("line-")}
    form.wrong = {int(task_id): problem_words(code) for task_id, code in lines.items()}
    if lines:
        form.form_errors = [_("%(n)s件次不能延期，已在下面标出；这一批都没有决定。", n=len(lines))]
    else:
        form.take(invalid)


def _queue(form: GrantForm) -> str:
    asked, wrong = waiting.extensions(actor()), getattr(form, "wrong", {})
    waits = {f"{row.task_id}-{row.version}" for row in asked}
    return render_template(
        "requests/queue.html",
        form=form,
        wrong=wrong,
        over=_over([one for one in wrong if one not in {row.task_id for row in asked}]),
        picked=[one for one in form.picks.data or () if one in waits],
        objections=[_objection(row) for row in waiting.objections(actor())],
        extensions=[_row(row, ClockKind.EXTENSION) for row in asked],
        note_limit=NOTE,
    )


def _over(task_ids: list[int]) -> list[tuple[str, str, str]]:
    """What was picked and waits no more: which request, what was decided on it meanwhile and in which words, where."""
    found = waiting.decided(actor(), task_ids) if task_ids else {}
    return [_decided_already(found[one]) if one in found else (_("有一件次没有找到。"), "", "") for one in task_ids]


def _decided_already(row: Any) -> tuple[str, str, str]:
    facts = {"number": number_words(row.number or ""), "unit": row.unit, "who": row.name or _("系统")}
    facts["when"] = instant_words(row.decided_at)
    words = _("%(number)s %(unit)s：%(who)s %(when)s没有同意延期。", **facts)
    if row.is_granted:
        until = day_words(row.granted_until, year=True)
        words = _("%(number)s %(unit)s：%(who)s %(when)s已经同意延到%(until)s。", **facts, until=until)
    return words, row.decision, url_for("dossier.show", suggestion_id=row.suggestion_id)


def _objection(row: Any) -> dict[str, Any]:
    said = SAID.get(row.said, SAID[None])()
    return _row(row, ClockKind.OBJECTION_DECISION) | {"said": said, "better_unit": row.better_unit}


def _row(row: Any, kind: ClockKind) -> dict[str, Any]:
    return {
        "row": row,
        "title": official_title(row.title),
        "number": number_words(row.number) if row.number else "",
        "role": TASK_ROLES[row.role],
        "tag": due_link(kind, row.due_on, today=day_of(now()), case=row.suggestion_id, share=row.task_id),
    }
