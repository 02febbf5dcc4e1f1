"""What the desk decides after a dissatisfied rating: handle again, or explain why not."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.permissions import may
from tracker.domain.rulebook import ClockKind
from tracker.models.tasks import Round
from tracker.queries import law
from tracker.queries.ratings import dissatisfied_on, running_clock
from tracker.services import ratings
from tracker.services._load import Invalid
from tracker.web import papers
from tracker.web.access import actor, me, on_round
from tracker.web.due_tags import due_tag
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.law_labels import limit_words
from tracker.web.lengths import at_most
from tracker.web.replies_told import in_short
from tracker.web.rounds_told import rounds_told, said_of
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

bp = Blueprint("decisions", __name__)


class Decision(StrEnum):
    """The two answers."""

    REHANDLE = "rehandle"
    EXPLAIN = "explain"


class DecisionForm(Form):
    """Which of the two, and why; nothing is chosen beforehand."""

    decision = RadioField(
        _l("怎么处理"),
        choices=lambda: [(Decision.REHANDLE, _("重新办理")), (Decision.EXPLAIN, _("不再办理，向代表说明"))],
        validate_choice=False,
    )
    reason = TextAreaField(_l("理由"), [at_most(NOTE)])
    asks = TextAreaField(
        _l("这一轮要承办单位答复什么"),
        [Optional(), at_most(NOTE)],
        description=_l("重新办理的才用填。写在承办单位的起草页上，代表也看得到。"),
    )
    files = FilesField(description=_l("理由所依据的材料，看得到理由的人也看得到。"))


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/decision", methods=["GET", "POST"])
@on_round(Action.REHANDLE)
def new(round_: Round) -> Any:
    """What the deputies said, what each decision leads to, and the decision."""
    form, suggestion_id = DecisionForm(hat_id=actor().membership_id, at_version=round_.version), round_.suggestion.id
    if form.submitted():
        try:
            words = _decide(form, round_)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(words, "done")
            return redirect(url_for("dossier.show", suggestion_id=suggestion_id))
    return render_template("decisions/new.html", form=form, **_matter(round_)), (422 if form.errors else 200)


def _decide(form: DecisionForm, round_: Round) -> str:
    reason, version, once = form.reason.data or "", form.version.data or 0, form.once_for(me().person_id)
    files = form.files.keys
    if form.decision.data == Decision.REHANDLE:
        asks = form.asks.data or ""
        ratings.rehandle(
            actor(), round_.id, reason=reason, asks=asks, version=version, now=now(), once=once, files=files
        )
        return _("已决定重新办理，承办单位和代表看得到您写的理由。")
    if form.decision.data == Decision.EXPLAIN:
        ratings.explain(actor(), round_.id, reason=reason, version=version, now=now(), once=once, files=files)
        return _("已决定不再办理，代表看得到您写的理由。")
    missing = {} if reason.strip() else {"reason": "missing"}
    raise Invalid(decision="choose_one", **missing)


def _matter(round_: Round) -> dict[str, Any]:
    suggestion, today = round_.suggestion, day_of(now())
    book = law.rulebook_of(suggestion.assigned_on, today)
    clock = running_clock(round_, ClockKind.REHANDLE_DECISION)
    again = _again_by(round_, today)
    return {
        "round_": round_,
        "suggestion": suggestion,
        "title": papers.official_title(suggestion.title),
        "number": book.numbering.words(suggestion.number) if suggestion.number else "",
        "unit": round_.task.unit.short_name,
        "said": said_of(round_),
        "told": rounds_told(round_) if round_.no > 1 else [],
        "may_escalate": may(actor(), Action.ESCALATE, round_, today=today),
        "contact": me().name,
        "short": in_short(round_) | {"title": _("第%(n)s次答复", n=round_.no)},
        "tag": due_tag(ClockKind.REHANDLE_DECISION, clock.due_on if clock else None, today=today),
        "clock_id": clock.id if clock else None,
        "again_by": again,
        "limit": limit_words(book.rule(ClockKind.REHANDLE_REPLY).limit),
        "basis": book.rule(ClockKind.REHANDLE_REPLY).legal_basis,
        "is_provisional": book.rule(ClockKind.REHANDLE_REPLY).provisional,
        "note_limit": NOTE,
        "leads_to": _leads_to(round_, again),
    }


def _again_by(round_: Round, today: date) -> date | None:
    book = law.rulebook_of(round_.suggestion.assigned_on, today)
    return book.due_on(ClockKind.REHANDLE_REPLY, dissatisfied_on(round_) or today, law.calendar_now())


def _leads_to(round_: Round, again: date | None) -> dict[str, str]:
    unit, no = round_.task.unit.short_name, round_.no + 1
    by = _("，%(day)s前重新答复", day=day_words(again)) if again else ""
    return {
        Decision.REHANDLE: _(
            "%(unit)s进入第%(no)s轮办理%(by)s，代表再评价。第%(before)s次答复和评价原样保留。理由代表和承办单位都看得到。",
            unit=unit,
            no=no,
            by=by,
            before=round_.no,
        ),
        Decision.EXPLAIN: _(
            "不开新一轮，评价照实保留为“不满意”。理由代表看得到，承办单位看不到。其余答复都评完的，这一件办结。"
        ),
    }
