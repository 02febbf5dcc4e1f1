"""Taking a matter up after two dissatisfied ratings (会商、专家论证、主任会议), and writing down what it came to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.roles import Capability
from tracker.domain.rulebook import ClockKind
from tracker.models.escalations import CameTo, Way
from tracker.models.tasks import Round
from tracker.queries.escalations import of_round, open_for, open_of
from tracker.queries.ratings import running_clock
from tracker.services import escalations
from tracker.services._load import Invalid
from tracker.services.escalations import Minutes, Plan
from tracker.web.access import actor, me, needs, on_round
from tracker.web.due_tags import due_tag
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.read_by import read_by
from tracker.web.round_labels import CAME_TO, WAYS
from tracker.web.rounds_told import rounds_told, said_of
from tracker.web.share_matters import matter, rule
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

bp = Blueprint("escalations", __name__)
Page = str | tuple[str, int] | Response


def _ways() -> list[tuple[Way, Any]]:
    return list(WAYS.items())


class EscalationForm(Form):
    """How it is taken up, when and where, and why; nothing is chosen beforehand."""

    way = RadioField(_l("用什么方式"), choices=_ways, validate_choice=False)
    planned_on = DateField(_l("定于哪一天"), [Optional()])
    place = StringField(_l("地点"), [Optional(), at_most(200)])
    reason = TextAreaField(
        _l("提请的理由"), [at_most(NOTE)], description=_l("代表、承办单位、督查室和专门委员会看得到。")
    )
    files = FilesField(description=_l("看得到理由的人也看得到。"))

    def plan(self) -> Plan:
        way = next((one for one in Way if one.value == self.way.data), None)
        return Plan(way, self.reason.data or "", self.planned_on.data, self.place.data or "")


class MinutesForm(Form):
    """What was held, and what it came to."""

    held_on = DateField(_l("哪一天开的"), [Optional()])
    place = StringField(_l("地点"), [Optional(), at_most(200)])
    chaired_by = StringField(_l("主持人"), [Optional(), at_most(100)])
    who_came = TextAreaField(_l("参加的人"), [at_most(NOTE)], description=_l("写姓名和职务。"))
    words = TextAreaField(
        _l("会商的意见"),
        [at_most(NOTE)],
        description=read_by(Action.CLOSE_ESCALATION, _l("各方怎么说、定了什么。再办一轮的，承办单位要照此办理。")),
    )
    document_no = StringField(_l("会议纪要文号"), [Optional(), at_most(60)])
    came_to = RadioField(_l("会商的结果"), choices=lambda: list(CAME_TO.items()), validate_choice=False)
    sure = BooleanField(_l("已经核对，到此办结，不再开新一轮"))
    higher_way = RadioField(_l("下一步用什么方式"), choices=_ways, validate_choice=False)
    higher_planned_on = DateField(_l("下一步定于哪一天"), [Optional()])
    higher_place = StringField(_l("下一步的地点"), [Optional(), at_most(200)])
    higher_reason = TextAreaField(_l("再提请的理由"), [Optional(), at_most(NOTE)])
    files = FilesField(description=_l("会议纪要、论证意见的扫描件。"))

    def minutes(self) -> Minutes:
        way = next((one for one in Way if one.value == self.higher_way.data), None)
        higher = Plan(way, self.higher_reason.data or "", self.higher_planned_on.data, self.higher_place.data or "")
        return Minutes(
            next((one for one in CameTo if one.value == self.came_to.data), None),
            self.held_on.data,
            self.who_came.data or "",
            self.words.data or "",
            self.document_no.data or "",
            higher,
            self.place.data or "",
            self.chaired_by.data or "",
            sure=bool(self.sure.data),
        )


@bp.get("/escalations")
@needs(Capability.SEE_REGISTER)
def index() -> str:
    """The meetings that are planned and concern this reader, with day and place."""
    rows = open_for(actor())
    return render_template("escalations/index.html", rows=rows, ways=WAYS, title_of=official_title)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/escalation", methods=["GET", "POST"])
@on_round(Action.ESCALATE)
def new(round_: Round) -> Page:
    """Take it up: way, day, place and reason."""
    form = EscalationForm(hat_id=actor().membership_id, at_version=round_.version)
    if form.submitted() and _did(form, escalations.escalate, round_.id, form.plan()):
        flash(_("已提请会商，代表、承办单位、督查室和专门委员会看得到日子和地点。评价照实保留。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=round_.suggestion.id))
    facts = {"earlier": of_round(round_), "clock": running_clock(round_, ClockKind.REHANDLE_DECISION)}
    return _page("escalations/new.html", form, round_, ClockKind.REHANDLE_DECISION, **facts)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/escalation-result", methods=["GET", "POST"])
@on_round(Action.CLOSE_ESCALATION)
def close(round_: Round) -> Page:
    """Write down what was held and what it came to."""
    form = MinutesForm(hat_id=actor().membership_id, at_version=round_.version)
    if form.submitted() and _did(form, escalations.close, round_.id, form.minutes()):
        flash(_closed_words(form), "done")
        return redirect(url_for("dossier.show", suggestion_id=round_.suggestion.id))
    # Only now: a form sent twice comes when nothing is open any more.
    held = open_of(round_)
    if not form.is_submitted():
        form.place.data = held.place
    facts = {"one": held, "clock": running_clock(round_, ClockKind.ESCALATION)}
    return _page("escalations/close.html", form, round_, ClockKind.ESCALATION, leads_to=_leads_to(round_), **facts)


def _did(form: EscalationForm | MinutesForm, act: Any, round_id: int, handed_in: Plan | Minutes) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        act(actor(), round_id, handed_in, files=form.files.keys, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _closed_words(form: MinutesForm) -> str:
    if form.came_to.data == CameTo.AGAIN:
        return _("已登记会商结果，承办单位按会商意见再办一轮。")
    if form.came_to.data == CameTo.HIGHER:
        return _("已登记会商结果，并再次提请，定于%(day)s。", day=day_words(form.higher_planned_on.data))
    return _("已登记会商结果，评价照实保留为“不满意”。")


def _leads_to(round_: Round) -> dict[str, str]:
    unit, no = round_.task.unit.short_name, round_.no + 1
    return {
        CameTo.AGAIN: _(
            "%(unit)s进入第%(no)s轮办理，会商的意见写在它的起草页上，必须照办；办完代表再评价。", unit=unit, no=no
        ),
        CameTo.HIGHER: _("在下面填下一步的方式、日子和理由。"),
        CameTo.CLOSED: _("不开新一轮，评价照实保留为“不满意”。其余答复都评完的，这一件办结。"),
    }


def _page(template: str, form: Form, round_: Round, kind: ClockKind, **more: Any) -> tuple[str, int]:
    clock = more.pop("clock")
    shown = render_template(
        template,
        form=form,
        round_=round_,
        told=rounds_told(round_),
        said=said_of(round_),
        tag=due_tag(kind, clock.due_on if clock else None, today=day_of(now())),
        clock_id=clock.id if clock else None,
        rule=rule(round_.task, ClockKind.ESCALATION),
        note_limit=NOTE,
        ways=WAYS,
        came_to=CAME_TO,
        **matter(round_.task),
        **more,
    )
    return shown, 422 if form.errors else 200
