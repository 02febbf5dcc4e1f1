"""Moving or dropping a promise: the unit's request, taking it back, and the desk's decision (改期、不再兑现)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE
from tracker.domain.rulebook import ClockKind
from tracker.models.commitments import ChangeKind, Commitment
from tracker.queries import law
from tracker.queries.commitments import later_round
from tracker.services import commitment_changes
from tracker.services._load import Invalid
from tracker.services.commitment_changes import Change, Decision
from tracker.web.access import actor, on_commitment
from tracker.web.commitment_matters import did, page
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.law_labels import limit_words
from tracker.web.lengths import at_most
from tracker.web.read_by import read_by
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("commitment_changes", __name__)
Page = str | tuple[str, int] | Response


class MoveForm(Form):
    """Until when, and why."""

    until = DateField(_l("改到哪一天"), [DataRequired(_l("请填写日期"))])
    reason = TextAreaField(
        _l("改期的原因"), [DataRequired(_l("请写原因")), at_most(NOTE)], description=read_by(Action.ASK_MOVE)
    )
    files = FilesField()


class DropForm(Form):
    """Why it cannot be kept at all."""

    reason = TextAreaField(
        _l("不能兑现的原因"), [DataRequired(_l("请写原因")), at_most(NOTE)], description=read_by(Action.ASK_DROP)
    )
    files = FilesField()


class RecallForm(Form):
    """Why the request is taken back."""

    words = TextAreaField(
        _l("收回的理由"), [DataRequired(_l("请写理由")), at_most(NOTE)], description=read_by(Action.RECALL_CHANGE)
    )


class Outcome(StrEnum):
    """The two answers."""

    GRANT = "grant"
    REFUSE = "refuse"


class DecisionForm(Form):
    """Granted, for which day, or refused and why; nothing is chosen beforehand."""

    outcome = RadioField(
        _l("怎么决定"),
        choices=lambda: [(Outcome.GRANT, _("批准")), (Outcome.REFUSE, _("不批准"))],
        validate_choice=False,
    )
    until = DateField(_l("批准改到哪一天"), [Optional()], description=_l("可以和申请的不同；申请不再兑现的不用填。"))
    words = TextAreaField(
        _l("说明"), [Optional(), at_most(NOTE)], description=read_by(Action.REFUSE_CHANGE, _l("不批准的必须写理由。"))
    )
    files = FilesField()


def _to(one: Commitment, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("commitments.show", commitment_id=one.id))


@bp.route("/promises/<int:commitment_id>/move", methods=["GET", "POST"])
@on_commitment(Action.ASK_MOVE)
def move(promise: Commitment) -> Page:
    """Ask for a later day."""
    form = MoveForm(hat_id=actor().membership_id, at_version=promise.version)
    if did(
        form,
        commitment_changes.ask,
        promise,
        lambda: Change(ChangeKind.MOVE, form.reason.data or "", form.until.data, form.files.keys),
    ):
        return _to(promise, _("申请已提交，署名代表和代表工作机构看得到。批准以前承诺的日期不变。"))
    words = {"heading_words": _("申请改期"), "button": _("提交申请"), "limit": NOTE}
    return page(form, promise, "commitment_changes.move", lead=_lead(promise), **words)


@bp.route("/promises/<int:commitment_id>/drop", methods=["GET", "POST"])
@on_commitment(Action.ASK_DROP)
def drop(promise: Commitment) -> Page:
    """Ask to be let off."""
    form = DropForm(hat_id=actor().membership_id, at_version=promise.version)
    if not form.is_submitted() and (later := later_round(promise)) is not None:
        form.reason.data = _("由第%(no)s次答复的承诺代替", no=later)
    if did(
        form,
        commitment_changes.ask,
        promise,
        lambda: Change(ChangeKind.DROP, form.reason.data or "", None, form.files.keys),
    ):
        return _to(promise, _("申请已提交，署名代表和代表工作机构看得到。批准以前承诺不变。"))
    words = {"heading_words": _("申请不再兑现"), "button": _("提交申请"), "limit": NOTE}
    return page(form, promise, "commitment_changes.drop", lead=_lead(promise), **words)


@bp.route("/promises/<int:commitment_id>/recall", methods=["GET", "POST"])
@on_commitment(Action.RECALL_CHANGE)
def recall(promise: Commitment) -> Page:
    """Take the request back."""
    form = RecallForm(hat_id=actor().membership_id, at_version=promise.version)
    if did(form, commitment_changes.recall, promise):
        return _to(promise, _("申请已收回，承诺照旧。"))
    words = {"heading_words": _("收回申请"), "button": _("收回申请"), "limit": NOTE}
    return page(form, promise, "commitment_changes.recall", change=promise.open_change, **words)


@bp.route("/promises/<int:commitment_id>/decision", methods=["GET", "POST"])
@on_commitment(Action.GRANT_CHANGE)
def decide(promise: Commitment) -> Page:
    """What was asked, and the decision."""
    form, change = DecisionForm(hat_id=actor().membership_id, at_version=promise.version), promise.open_change
    if not form.is_submitted() and change is not None:
        form.until.data = change.asked_until
    if done := _decided(form, promise):
        return _to(promise, done)
    hints = {
        Outcome.GRANT.value: _("改期的按下面的日子，原来的日子保留在台账里；不再兑现的到此为止。署名代表马上看得到。"),
        Outcome.REFUSE.value: _("承诺和日期都不变，告知承办单位和署名代表。"),
    }
    words = {"heading_words": _("决定承诺的申请"), "button": _("作出决定"), "limit": NOTE}
    return page(form, promise, "commitment_changes.decide", change=change, hints=hints, **words)


def _decided(form: DecisionForm, promise: Commitment) -> str:
    acts: dict[str, tuple[Any, str]] = {
        Outcome.GRANT.value: (commitment_changes.grant, _("已批准，署名代表和承办单位看得到。")),
        Outcome.REFUSE.value: (commitment_changes.refuse, _("没有批准，承诺照旧。")),
    }
    if not form.is_submitted():
        return ""
    if form.outcome.data not in acts:
        if form.submitted():
            form.take(Invalid(outcome="choose_one"))
        return ""
    act, words = acts[form.outcome.data]
    done = did(form, act, promise, lambda: Decision(form.words.data or "", form.until.data, form.files.keys))
    return words if done else ""


def _lead(promise: Commitment) -> str:
    rule = law.rulebook_of(promise.suggestion.assigned_on, day_of(now())).rule(ClockKind.PROMISE_CHANGE)
    told = _("由代表工作机构决定，批准以前承诺和日期都不变，署名代表看得到您的申请。")
    if rule.limit is None:
        return told
    return told + _("决定的期限是%(limit)s（%(basis)s）。", limit=limit_words(rule.limit), basis=rule.legal_basis)
