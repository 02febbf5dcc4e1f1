"""Ratings that came on paper (纸质代录): typed off by one person of the desk, compared with the scan by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE, REASON
from tracker.domain.permissions import why_not
from tracker.domain.ratings import Question, needs_reason
from tracker.domain.rulebook import ClockKind
from tracker.domain.whys import Refused
from tracker.models.commitments import Commitment
from tracker.models.ratings import PaperRating
from tracker.models.tasks import Round
from tracker.services import paper_ratings
from tracker.services._load import Invalid
from tracker.services._rating import ballot_of
from tracker.services.paper_ratings import OnPaper
from tracker.web import papers
from tracker.web.access import actor, me, on_commitment, on_round
from tracker.web.due_tags import due_link
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.implementation_ratings import ImplementationForm
from tracker.web.labels import LEVELS, QUESTIONS
from tracker.web.lengths import at_most
from tracker.web.picks import is_offered, picked_id
from tracker.web.rating_form import ASKS, RatingForm
from tracker.web.rating_labels import NO_REASON_ON_PAPER, WISHES
from tracker.web.reply_parts import DayField
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words

bp = Blueprint("paper_ratings", __name__)
Page = str | tuple[str, int] | Response


class PaperRatingForm(RatingForm):
    """The deputy, the day of signing, the answers as they stand on the paper, and its scan."""

    person = SelectField(_l("哪位代表"), coerce=picked_id, validate_choice=False)
    signed_on = DayField(_l("签名日期"), description=_l("照纸上写的。要在答复送达以后、评价期以内。"))
    files = FilesField(_l("征询意见表的扫描件"), optional=False, description=_l("必须有。另一位工作人员对照它核对。"))

    def speak_of_paper(self) -> None:
        """The questions in the words of who types, not of who is asked."""
        self.answer.label.text, self.answer.description = _("答复内容"), ""
        self.process_level.label.text, self.process_level.description = _("办理过程"), ""
        self.answer_reason.label.text = self.process_reason.label.text = _("纸上写的理由")
        self.wish.label.text, self.wish.description = _("代表希望怎样"), _("纸上没有写的不选。")

    @property
    def paper(self) -> OnPaper:
        person = self.person.data if is_offered(self.person) else None
        return OnPaper(person or 0, self.signed_on.data, self.ballot, self.files.keys)


class PromisePaperForm(ImplementationForm):
    """The same of what became of a promise: one answer."""

    person = SelectField(_l("哪位代表"), coerce=picked_id, validate_choice=False)
    signed_on = DayField(_l("签名日期"), description=_l("照纸上写的。要在请代表评价落实以后、评价期以内。"))
    files = FilesField(_l("签了名的评价的扫描件"), optional=False, description=_l("必须有。另一位工作人员对照它核对。"))

    def speak_of_paper(self) -> None:
        """The question in the words of who types, not of who is asked."""
        self.level.label.text, self.level.description = _("落实情况"), ""
        self.reason.label.text = _("纸上写的理由")

    @property
    def paper(self) -> OnPaper:
        person = self.person.data if is_offered(self.person) else None
        return OnPaper(person or 0, self.signed_on.data, self.ballot, self.files.keys)

    def take(self, invalid: Invalid) -> None:
        """The one question goes by shorter names in its form."""
        names = {"implementation": "level", "implementation_reason": "reason"}
        super().take(Invalid(**{names.get(name, name): code for name, code in invalid.problems.items()}))


class CheckForm(Form):
    """What the second person finds: the same, or a word why it is sent back."""

    paper = IntegerField(validators=[Optional()], widget=HiddenInput())
    words = TextAreaField(
        _l("哪里和扫描件不一样"), [at_most(NOTE)], description=_l("退回时要写，录入的人照它改了再录。")
    )


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/paper-rating", methods=["GET", "POST"])
@on_round(Action.ENTER_RATING)
def enter(round_: Round) -> Page:
    """Type a rating of a reply off its paper."""
    form = PaperRatingForm(hat_id=actor().membership_id, at_version=round_.version)
    return _enter(form, round_, Action.ENTER_RATING, paper_ratings.enter)


@bp.route("/promises/<int:commitment_id>/paper-rating", methods=["GET", "POST"])
@on_commitment(Action.ENTER_COMMITMENT_RATING)
def enter_of_promise(promise: Commitment) -> Page:
    """Type a rating of what became of a promise off its paper."""
    form = PromisePaperForm(hat_id=actor().membership_id, at_version=promise.version)
    return _enter(form, promise, Action.ENTER_COMMITMENT_RATING, paper_ratings.enter_of_promise)


def _enter(
    form: PaperRatingForm | PromisePaperForm, one: Round | Commitment, action: Action, write: Callable[..., int]
) -> Page:
    form.person.choices = [("", _("请选择")), *_deputies(one)]
    form.speak_of_paper()
    matter = _matter(one)
    if form.submitted() and _entered(form, one, write):
        flash(_("已录入，等另一位工作人员对照扫描件核对，核对以后才计入。"), "done")
        return redirect(matter["back"])
    if not form.is_submitted() or form.errors:
        _require(action, one)
    page = render_template("paper_ratings/enter.html", form=form, asks=ASKS, reason_limit=REASON, **matter)
    return page, 422 if form.errors else 200


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/paper-rating/check", methods=["GET", "POST"])
@on_round(Action.REJECT_RATING)
def check(round_: Round) -> Page:
    """One typed rating beside its scan: it counts from now on, or goes back with a word why."""
    return _check(round_, Action.REJECT_RATING)


@bp.route("/promises/<int:commitment_id>/paper-rating/check", methods=["GET", "POST"])
@on_commitment(Action.REJECT_COMMITMENT_RATING)
def check_of_promise(promise: Commitment) -> Page:
    """The same of what became of a promise."""
    return _check(promise, Action.REJECT_COMMITMENT_RATING)


def _check(of: Round | Commitment, action: Action) -> Page:
    form = CheckForm(hat_id=actor().membership_id)
    matter = _matter(of)
    if form.submitted() and (told := _judged(form)):
        flash(told, "done")
        return redirect(matter["back"])
    _require(action, of)
    waiting = [one for one in of.paper_ratings if one.is_open]
    one = _chosen(waiting, form)
    if not form.is_submitted():
        form.paper.data, form.version.data = one.id, one.version
    page = render_template(
        "paper_ratings/check.html",
        form=form,
        one=one,
        others=[other for other in waiting if other is not one],
        rows=_typed(one),
        is_mine=actor().person_id in (one.entered_by_id, one.person_id),
        **matter,
    )
    return page, 422 if form.errors else 200


def _chosen(waiting: list[PaperRating], form: CheckForm) -> PaperRating:
    """The paper of the address or the form, else the first that this person may confirm."""
    wanted = form.paper.data if form.is_submitted() else picked_id(request.args.get("paper"))
    if wanted:
        return next((one for one in waiting if one.id == wanted), None) or abort(404)
    mine = [one for one in waiting if one.entered_by_id != actor().person_id]
    return next(iter([*mine, *waiting]), None) or abort(404)


def _entered(form: PaperRatingForm | PromisePaperForm, one: Round | Commitment, write: Callable[..., int]) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        write(actor(), one.id, form.paper, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _judged(form: CheckForm) -> str:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        if request.form.get("answer") == "reject":
            paper_ratings.reject(actor(), form.paper.data or 0, words=form.words.data or "", **how)
            return _("已退回，录入的人看得到您写的话。")
        paper_ratings.confirm(actor(), form.paper.data or 0, **how)
    except Invalid as invalid:
        form.take(invalid)
        return ""
    return _("已核对，这份评价从现在起计入。")


def _deputies(one: Round | Commitment) -> list[tuple[int, str]]:
    left = one.still_to_rate(day_of(now()))
    waits = {paper.person_id for paper in one.paper_ratings if paper.is_open} if one.open_paper_ratings else set()
    return [(each.person_id, each.person.name) for each in one.delivered_to if each.person_id in left - waits]


def _typed(one: PaperRating) -> list[tuple[str, str]]:
    ballot = ballot_of(one)
    rows = []
    for question in (Question.ANSWER, Question.PROCESS, Question.IMPLEMENTATION):
        if (said := ballot.verdicts.get(question)) is not None:
            reason = said.reason or (str(NO_REASON_ON_PAPER) if needs_reason(said.level) else "")
            rows.append((str(QUESTIONS[question]), f"{LEVELS[said.level]}\n{reason}".rstrip()))
    rows += [(_("代表希望怎样"), str(WISHES[ballot.wish]))] if ballot.wish else []
    return rows + ([(_("只写给市人大的话"), ballot.private_note)] if ballot.private_note else [])


def _matter(one: Round | Commitment) -> dict[str, Any]:
    """What is rated, and where its pages are; of a promise the way back leads to the promise."""
    suggestion = one.suggestion
    held = {"suggestion": suggestion, "number": number_words(suggestion.number), "note_limit": NOTE}
    ids: dict[str, Any]
    if isinstance(one, Commitment):
        ids, of, kind = {"commitment_id": one.id}, "_of_promise", ClockKind.IMPLEMENTATION
        back = url_for("commitments.show", commitment_id=one.id)
        what = _("%(unit)s第%(n)s项承诺：%(promise)s", unit=one.unit.short_name, n=one.request_no, promise=one.promise)
    else:
        ids, of, kind = {"suggestion_id": suggestion.id, "round_id": one.id}, "", ClockKind.RATING
        back = url_for("dossier.show", suggestion_id=suggestion.id)
        title = papers.official_title(suggestion.title)
        what = title + _("，") + _("%(unit)s第%(n)s次答复", unit=one.unit.short_name, n=one.no)
    pages = {name: url_for(f"paper_ratings.{name}{of}", **ids) for name in ("enter", "check")}
    tag = due_link(kind, one.rating_due_on, today=day_of(now()), case=one.suggestion.id)
    return held | pages | {"back": back, "what": what, "of_promise": bool(of), "tag": tag}


def _require(action: Action, one: Round | Commitment) -> None:
    if why := why_not(actor(), action, one, today=day_of(now())):
        raise Refused(why, action)
