"""The list for chasing (催办): who is late or near due, by unit; many chased at once, each line shown beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.ladder import side_of
from tracker.domain.limits import NOTE
from tracker.domain.permissions import may
from tracker.domain.roles import Capability
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused, Why
from tracker.models.tasks import Task
from tracker.queries import chasing as waiting
from tracker.queries import promise_chasing
from tracker.queries.chasing import Line, Which
from tracker.queries.law import rulebook_for
from tracker.queries.promise_chasing import Which as PromiseKind
from tracker.services import chases
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs
from tracker.web.action_labels import ACTIONS, WHYS
from tracker.web.actions import action_address
from tracker.web.chase_words import again_words, is_held_back, number_words, step_words, times_words
from tracker.web.due_tags import due_tag
from tracker.web.forms import Form
from tracker.web.labels import TASK_ROLES
from tracker.web.lateness_words import late_words, proposed_words, stated_words
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.refused import on_record
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import count_words, instant_words

bp = Blueprint("chasing", __name__)
Page = str | tuple[str, int] | Response

KINDS = {
    Which.ALL: _l("全部要看的"),
    Which.LATE: _l("已经逾期"),
    Which.NEAR: _l("快到期"),
    Which.CHASED: _l("催办过的"),
    Which.UNANSWERED: _l("催了没有回应"),
    Which.CHAIR: _l("主任会议名单"),
}
EMPTY = {
    Which.ALL: _l("没有逾期、快到期或者催办过的。"),
    Which.LATE: _l("没有逾期的。"),
    Which.NEAR: _l("没有快到期的。"),
    Which.CHASED: _l("还没有催办过，或者催过的都已答复。"),
    Which.UNANSWERED: _l("催办都有了回应。"),
    Which.CHAIR: _l("名单上没有。逾期的，在案卷里“列入主任会议名单”。"),
}


class BatchForm(Form):
    """The ticked shares, and one word to all of them."""

    tasks = SelectMultipleField(_l("要催办的"), [Optional()], coerce=picked_id, validate_choice=False)
    words = TextAreaField(
        _l("要说的话"), [Optional(), at_most(NOTE)], description=_l("可以不写；写了的，每一份催办单上都有。")
    )

    @property
    def ids(self) -> list[int]:
        return [one for one in self.tasks.data or () if one is not None]


@bp.get("/chasing")
@needs(Capability.CHASE)
def index() -> str:
    """Late, near and chased shares, by unit."""
    return _index(BatchForm(hat_id=actor().membership_id))


@bp.post("/chasing/batch")
@needs(Capability.CHASE)
def batch() -> Page:
    """The ticked lines: shown as they will go, then chased one by one; what may not be chased says why."""
    form, today = BatchForm(), day_of(now())
    if form.submitted():
        found = waiting.lines_of(actor(), form.ids, today=today)
        if request.form.get("step") == "send":
            return _sent(form, found)
        if found:
            return _check(form, found)
        form.take(Invalid(tasks="nobody_chosen"))
    return _index(form), 422


def _sent(form: BatchForm, found: Sequence[Line]) -> Page:
    how = {"now": now(), "once": form.once_for(me().person_id)}
    try:
        come = chases.chase_batch(actor(), form.ids, words=form.words.data or "", **how)
    except Invalid as invalid:
        form.take(invalid)
        return _index(form), 422
    by_id = {line.task.id: line.task for line in found}
    missed: dict[str, list[str]] = {}
    for task_id, why in come:
        if why:
            missed.setdefault(why, []).append(_named(by_id.get(task_id)))
    done = sum(not why for _task_id, why in come)
    if done:
        flash(_("已催办%(n)s件次，催办单在各案卷里。", n=done), "done")
    for why, names in missed.items():
        on_record(Refused(Why(why), Action.CHASE))
        facts = {"names": _("、").join(names), "why": str(WHYS[Why(why)])}
        flash(_("没有催：%(names)s。%(why)s", **facts), "soon")
    return redirect(url_for(".index", **_place()))


def _named(task: Task | None) -> str:
    if task is None:
        return _("不在清单里的一件")
    return _("%(unit)s第%(number)s号", unit=task.unit.short_name, number=task.suggestion.number)


def _check(form: BatchForm, found: Sequence[Line]) -> Page:
    going = [row for row in map(_row, found) if not row["why"]]
    held = [row for row in map(_row, found) if row["why"]]
    law = rulebook_for(day_of(now())).chasing
    fields = [("once", form.once.data), ("hat", form.hat.data), ("words", form.words.data or "")]
    fields += [("tasks", str(row["task"].id)) for row in going]
    facts = {"words": form.words.data, "weight": law.weights[side_of(actor().role)], "pause": law.pause_days}
    return render_template("chasing/check.html", going=going, held=held, fields=fields, place=_place(), **facts)


def _index(form: BatchForm) -> str:
    today = day_of(now())
    which = next((one for one in Which if one.value == request.args.get("which")), Which.ALL)
    unit_id = picked_id(request.args.get("unit"))
    parts = waiting.stretches(actor(), which, today=today, unit_id=unit_id)
    # What was on the last page may just have been chased.
    page = min(page_asked(), len(parts))
    skip, size = parts[page - 1]
    counts, promises = waiting.counts(actor(), today=today), promise_chasing.counts(actor(), today=today)
    found = waiting.lines(actor(), which, today=today, unit_id=unit_id, skip=skip, size=size)
    grouped = [
        (rows[0]["unit"], rows)
        for _unit_id, some in groupby(found, key=lambda line: line.task.unit_id)
        if (rows := [_row(line) for line in some])
    ]
    return render_template(
        "chasing/index.html",
        form=form,
        roles=TASK_ROLES,
        groups=grouped,
        which=which,
        tabs=[
            (str(words), counts[one], url_for(".index", which=one.value), one is which) for one, words in KINDS.items()
        ]
        + [(_("承诺"), promises[PromiseKind.ALL], url_for("promise_chases.index"), False)],
        title=str(KINDS[which]),
        total=sum(number for _skip, number in parts),
        place=_place(),
        empty=str(EMPTY[which]),
        units=[(one.id, f"{one.short_name} {count_words(one.n)}") for one in waiting.units(actor(), today=today)],
        unit_id=unit_id,
        as_of=instant_words(now()),
        pager=pages(len(parts), page, size=1, endpoint=".index"),
    )


def _place() -> dict[str, Any]:
    """What of the list was looked at: it is kept over the acts."""
    return {name: request.args[name] for name in ("which", "unit", "page") if request.args.get(name)}


def _row(line: Line) -> dict[str, Any]:
    today, task = day_of(now()), line.task
    last = line.chases[-1] if line.chases else None
    answered = next((one for one in reversed(line.chases) if one.answered_at), None)
    ids = {"suggestion_id": task.suggestion_id, "task_id": task.id}
    kind = ClockKind.CO_OPINION if task.role == "co" else ClockKind.REPLY
    return {
        "task": task,
        "unit": task.unit.short_name,
        "title": official_title(task.suggestion.title),
        "number": task.suggestion.number,
        "author": task.suggestion.author.name if task.suggestion.author else "",
        "tag": due_tag(kind, task.due_on, today=today),
        "times": times_words(task.chases) if task.chases else "",
        "last": (number_words(last), last) if last else None,
        "answered": answered,
        "next": step_words(line.next, today, held_back=is_held_back(task)) if line.next else "",
        "press": _press(line, ids),
        "why": _why(line) if line.why is not None else "",
        "late": _late(line, ids),
    }


def _late(line: Line, ids: dict[str, int]) -> dict[str, str] | None:
    """Where the days of a late share went, what reason stands, and the way to state one."""
    if line.late is None:
        return None
    stated = stated_words(line.stated) if line.stated is not None else proposed_words(line.late)
    may_state = may(actor(), Action.STATE_LATENESS, line.task, today=day_of(now()))
    href = action_address(Action.STATE_LATENESS, **ids) if may_state else ""
    return {"words": late_words(line.late), "reason": stated, "href": href, "is_stated": "1" if line.stated else ""}


def _press(line: Line, ids: dict[str, int]) -> tuple[str, str] | None:
    """What this reader issues of the step that waits for a click, and the page on which that is done."""
    if line.waits is None:
        return None
    action = Action.SUPERVISE if line.waits.rung.form == "supervision" else Action.PUT_TO_CHAIR
    if not may(actor(), action, line.task, today=day_of(now())):
        return None
    return str(ACTIONS[action]), action_address(action, ids["suggestion_id"], ids["task_id"])


def _why(line: Line) -> str:
    if line.why is Why.CHASED_LATELY:
        return again_words(actor(), line.task, day_of(now()))
    return str(WHYS[line.why]) if line.why is not None else ""
