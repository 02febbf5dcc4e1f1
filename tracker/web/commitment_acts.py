"""Acts on a promise: how far it is, why it is late, the second reply, and a deputy's word against it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from tracker.domain.actions import Action
from tracker.domain.limits import ANSWER, DOCUMENT_NO, NOTE
from tracker.models.commitments import Commitment
from tracker.queries.document_numbers import is_used
from tracker.services import commitment_disputes, commitments
from tracker.services._load import Invalid
from tracker.services.commitment_disputes import Decision, Finding
from tracker.services.commitments import Progress, SecondReply
from tracker.web.access import actor, on_commitment
from tracker.web.commitment_matters import did, page
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.read_by import read_by
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("commitment_acts", __name__)
Page = str | tuple[str, int] | Response


class ProgressForm(Form):
    """How far it is, in per cent and in words, with what shows it."""

    percent = IntegerField(_l("做了百分之几"), [InputRequired(_l("请填写0到100的数"))])
    words = TextAreaField(
        _l("进展"),
        [DataRequired(_l("请写进展")), at_most(NOTE)],
        description=_l("写做了什么、还差什么。署名代表马上看得到。"),
    )
    files = FilesField(_l("证明"), description=_l("照片、文件、验收单等，署名代表看得到。"))


class WordsForm(Form):
    """What somebody says, with what shows it."""

    words = TextAreaField(_l("说明"), [DataRequired(_l("请写明")), at_most(NOTE)], description=read_by(Action.NOT_SO))
    files = FilesField()


class SecondReplyForm(Form):
    """The second reply to every signer."""

    document_no = StringField(_l("再次答复的文号"), [DataRequired(_l("请填写文号")), at_most(DOCUMENT_NO)])
    letter = TextAreaField(
        _l("再次答复"),
        [DataRequired(_l("请写给代表的答复")), at_most(ANSWER)],
        description=_l("写承诺的事怎样做到、什么时候做到；晚于承诺日期的写明原因。"),
    )
    files = FilesField(_l("证明"), description=_l("照片、文件、验收单等，署名代表看得到。"))


class Outcome(StrEnum):
    """What the desk found."""

    UPHELD = "upheld"
    STANDS = "stands"


_CHOSEN = {Outcome.UPHELD.value: True, Outcome.STANDS.value: False}


class DecisionForm(Form):
    """Taken up again, or why it stays; nothing is chosen beforehand."""

    outcome = RadioField(
        _l("怎么决定"),
        choices=lambda: [(Outcome.UPHELD, _("要求单位继续落实")), (Outcome.STANDS, _("维持单位的报告，向代表说明"))],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("为什么这样决定"), [DataRequired(_l("请写明")), at_most(NOTE)], description=read_by(Action.LEAVE_PROMISE)
    )
    files = FilesField()


class FindingForm(Form):
    """Whether the deputy is right; nothing is chosen beforehand."""

    outcome = RadioField(
        _l("核实的结果"),
        choices=lambda: [(Outcome.UPHELD, _("代表反映属实")), (Outcome.STANDS, _("反映不成立，维持单位的报告"))],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("怎样核实、为什么"), [DataRequired(_l("请写明")), at_most(NOTE)], description=read_by(Action.SETTLE_NOT_SO)
    )
    files = FilesField()


F = TypeVar("F", bound=Form)


def _form(kind: type[F], one: Commitment) -> F:
    return kind(hat_id=actor().membership_id, at_version=one.version)


def _to(one: Commitment, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("commitments.show", commitment_id=one.id))


@bp.route("/promises/<int:commitment_id>/progress", methods=["GET", "POST"])
@on_commitment(Action.NOTE_PROGRESS)
def progress(promise: Commitment) -> Page:
    """How far it is."""
    form = _form(ProgressForm, promise)
    if not form.is_submitted():
        form.percent.data = promise.percent
    if did(
        form,
        commitments.note_progress,
        promise,
        lambda: Progress(form.words.data or "", form.percent.data, form.files.keys),
    ):
        return _to(promise, _("进展已记入台账，署名代表看得到。"))
    words = {"heading_words": _("记进展"), "button": _("记入台账"), "limit": NOTE}
    lead = _("做满100%不等于报告做到：做到以后由签发人再次答复代表。")
    return page(form, promise, "commitment_acts.progress", lead=lead, **words)


@bp.route("/promises/<int:commitment_id>/explanation", methods=["GET", "POST"])
@on_commitment(Action.EXPLAIN_UNKEPT)
def explain(promise: Commitment) -> Page:
    """Why it was not kept on its day."""
    form = _form(WordsForm, promise)
    if did(form, commitments.explain_unkept, promise):
        return _to(promise, _("原因已告知署名代表和代表工作机构。"))
    words = {"heading_words": _("说明过期没有做到的原因"), "button": _("告知代表"), "limit": NOTE}
    lead = _("写为什么没有按期做到、现在做到哪一步、打算怎么办。承诺日期不因说明而改变；要改期的另行申请。")
    return page(form, promise, "commitment_acts.explain", lead=lead, **words)


@bp.route("/promises/<int:commitment_id>/second-reply", methods=["GET", "POST"])
@on_commitment(Action.FULFIL)
def fulfil(promise: Commitment) -> Page:
    """Report it as kept and reply again."""
    form = _form(SecondReplyForm, promise)
    if did(
        form,
        commitments.fulfil,
        promise,
        lambda: SecondReply(_number(form, promise), form.letter.data or "", form.files.keys),
    ):
        return _to(promise, _("再次答复已送达每一位署名代表，请代表评价落实情况。"))
    words = {"heading_words": _("报告做到并再次答复"), "button": _("签发并送达代表"), "limit": ANSWER}
    lead = _("再次答复送达每一位署名代表，并请代表评价落实情况。没有决定的改期申请不再处理。")
    return page(form, promise, "commitment_acts.fulfil", lead=lead, **words)


def _number(form: SecondReplyForm, promise: Commitment) -> str:
    number = form.document_no.data or ""
    # The same form a second time is no second letter: its own number is not asked about.
    ours = number == promise.second_document_no
    if not ours and request.form.get("same_number") != number and is_used(promise.owed_by.unit_id, number):
        raise Invalid(document_no="number_used")
    return number


@bp.route("/promises/<int:commitment_id>/not-so", methods=["GET", "POST"])
@on_commitment(Action.NOT_SO)
def not_so(promise: Commitment) -> Page:
    """A deputy says that it is not so."""
    form = _form(WordsForm, promise)
    form.words.label.text = _("实际情况")
    if did(form, commitment_disputes.not_so, promise):
        return _to(promise, _("您反映的情况已送代表工作机构核实，承办单位要作出回应。"))
    words = {"heading_words": _("反映不实"), "button": _("送代表工作机构核实"), "limit": NOTE}
    lead = _("写您看到的和单位说的哪里不一样。单位要回应，代表工作机构核实后告诉您；核实以前不结束评价。")
    return page(form, promise, "commitment_acts.not_so", lead=lead, **words)


@bp.route("/promises/<int:commitment_id>/answer", methods=["GET", "POST"])
@on_commitment(Action.ANSWER_NOT_SO)
def answer(promise: Commitment) -> Page:
    """The unit's word on it."""
    form = _form(WordsForm, promise)
    form.words.label.text = _("单位的回应")
    if did(form, commitment_disputes.answer, promise):
        return _to(promise, _("回应已送代表和代表工作机构。"))
    words = {"heading_words": _("回应代表的反映"), "button": _("送代表和代表工作机构"), "limit": NOTE}
    return page(form, promise, "commitment_acts.answer", dispute=promise.open_dispute, **words)


@bp.route("/promises/<int:commitment_id>/settlement", methods=["GET", "POST"])
@on_commitment(Action.SETTLE_NOT_SO)
def settle(promise: Commitment) -> Page:
    """What the desk found."""
    form = _form(FindingForm, promise)
    upheld = _CHOSEN.get(form.outcome.data or "")
    if did(
        form,
        commitment_disputes.settle,
        promise,
        lambda: Finding(upheld, form.words.data or "", form.files.keys),
    ):
        return _to(promise, _("核实的结果已告知代表和承办单位。"))
    hints = {
        Outcome.UPHELD.value: _("单位报告做到的，报告退回，承诺继续落实；过了日期的，算过期没有做到。"),
        Outcome.STANDS.value: _("承诺和报告都不变。"),
    }
    words = {"heading_words": _("核实代表的反映"), "button": _("作出结论"), "limit": NOTE}
    return page(form, promise, "commitment_acts.settle", dispute=promise.open_dispute, hints=hints, **words)


@bp.route("/promises/<int:commitment_id>/decision-on-report", methods=["GET", "POST"])
@on_commitment(Action.TAKE_UP_PROMISE)
def decide(promise: Commitment) -> Page:
    """What follows where deputies are not satisfied with what was reported."""
    form = _form(DecisionForm, promise)
    taken_up = _CHOSEN.get(form.outcome.data or "")
    if did(
        form,
        commitment_disputes.decide,
        promise,
        lambda: Decision(taken_up, form.words.data or "", form.files.keys),
    ):
        return _to(promise, _("决定已告知署名代表和承办单位。"))
    hints = {
        Outcome.UPHELD.value: _("单位的报告退回，承诺继续落实；过了日期的，算过期没有做到。以前的评价照样保留。"),
        Outcome.STANDS.value: _("承诺和报告都不变，台账里仍写代表不满意，不算已做到。"),
    }
    words = {"heading_words": _("决定继续落实还是维持"), "button": _("作出决定"), "limit": NOTE}
    return page(form, promise, "commitment_acts.decide", hints=hints, **words)
