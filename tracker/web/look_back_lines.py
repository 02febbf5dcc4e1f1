"""One line of a look-back: what was promised and said, and each side's part of it on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import ANSWER, NOTE, REASON
from tracker.domain.permissions import Sight, may, sight
from tracker.domain.roles import Role
from tracker.models.look_backs import LookBackLine
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries import law
from tracker.queries import look_backs as found
from tracker.queries.cases import BIGGEST, find_round
from tracker.services import look_back_changes, look_back_lines
from tracker.services._load import Invalid
from tracker.services.look_back_lines import form_is_settled, letters_of, may_be_corrected, raters
from tracker.web import look_back_words
from tracker.web.access import actor, me, on_suggestion
from tracker.web.evidence import came_with
from tracker.web.forms import Form
from tracker.web.labels import COMMITMENT_STATES, LEVELS
from tracker.web.look_back_forms import CheckForm, DropForm, FillForm, LetterForm, RatingForm, letter_choices
from tracker.web.papers import official_title
from tracker.web.round_labels import FINDINGS
from tracker.web.spoken import gettext as _

bp = Blueprint("look_back_lines", __name__)
Page = str | tuple[str, int] | Response
A = Action


@bp.get("/suggestions/<int:suggestion_id>/look-backs/<int:line_id>")
@on_suggestion()
def show(suggestion: Suggestion, line_id: int) -> Page:
    """Everything said in this line, and what the reader may say."""
    return _page(suggestion, _line(suggestion, line_id))


@bp.post("/suggestions/<int:suggestion_id>/look-backs/<int:line_id>/form")
@on_suggestion()
def fill(suggestion: Suggestion, line_id: int) -> Page:
    """The unit's form."""
    line = _line(suggestion, line_id)
    form = _letters(FillForm(hat_id=actor().membership_id, at_version=line.version), line)
    if form.submitted() and _did(form, look_back_lines.fill, line, form.filled(), files=form.files.keys):
        flash(_("已填报。核查以前还可以更正。"), "done")
        return redirect(_address(suggestion, line))
    return _page(suggestion, line, fill=form)


@bp.post("/suggestions/<int:suggestion_id>/look-backs/<int:line_id>/check")
@on_suggestion()
def check(suggestion: Suggestion, line_id: int) -> Page:
    """What a check on site found."""
    line = _line(suggestion, line_id)
    form = CheckForm(hat_id=actor().membership_id, at_version=line.version)
    if form.submitted() and _did(form, look_back_lines.check, line, form.found(), files=form.files.keys):
        flash(_("已登记核查情况，承办单位和代表看得到。"), "done")
        return redirect(_address(suggestion, line))
    return _page(suggestion, line, check=form)


@bp.post("/suggestions/<int:suggestion_id>/look-backs/<int:line_id>/rating")
@on_suggestion()
def rate(suggestion: Suggestion, line_id: int) -> Page:
    """A deputy's new rating."""
    line = _line(suggestion, line_id)
    form = _beside(RatingForm(hat_id=actor().membership_id, at_version=line.version), line)
    said = {"private_note": form.private_note.data or "", "seen": form.seen}
    if form.submitted() and _did(form, look_back_lines.rate, line, form.verdict(), **said):
        flash(_("已评价。评价结束以前别人看不到，您还可以改。"), "done")
        return redirect(_address(suggestion, line))
    return _page(suggestion, line, rating=form)


@bp.post("/suggestions/<int:suggestion_id>/look-backs/<int:line_id>/letter")
@on_suggestion()
def letter(suggestion: Suggestion, line_id: int) -> Page:
    """Another letter from today."""
    line = _line(suggestion, line_id)
    form = _letters(LetterForm(hat_id=actor().membership_id, at_version=line.version), line)
    told = {"reason": form.letter_reason.data or ""}
    if form.submitted() and _did(form, look_back_lines.change_letter, line, form.letter.data or "", **told):
        flash(_("类别已经更改，答复时的类别照样保留。"), "done")
        return redirect(_address(suggestion, line))
    return _page(suggestion, line, letter=form)


@bp.post("/suggestions/<int:suggestion_id>/look-backs/<int:line_id>/off")
@on_suggestion()
def take_off(suggestion: Suggestion, line_id: int) -> Page:
    """A line that should not have been put on."""
    line = _line(suggestion, line_id)
    form, campaign = DropForm(hat_id=actor().membership_id, at_version=line.version), line.look_back_id
    if form.submitted() and _did(form, look_back_changes.take_off, line, reason=form.drop_reason.data or ""):
        flash(_("已移出，这一项不用再填报；记录和报告里写着为什么。"), "done")
        return redirect(url_for("look_backs.show", look_back_id=campaign))
    return _page(suggestion, line, drop=form)


def _did(form: Form, act: Any, line: LookBackLine, *handed_in: Any, **more: Any) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    try:
        act(actor(), line.id, *handed_in, **more, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _line(suggestion: Suggestion, line_id: int) -> LookBackLine:
    """The line, for whoever reads the case in full."""
    full = sight(actor(), suggestion) is Sight.FULL
    return (found.line(suggestion, line_id) if full and line_id <= BIGGEST else None) or abort(404)


def _address(suggestion: Suggestion, line: LookBackLine) -> str:
    return url_for("look_back_lines.show", suggestion_id=suggestion.id, line_id=line.id)


def _beside(form: RatingForm, line: LookBackLine) -> RatingForm:
    mine = found.own_rating(line, me().person_id)
    form.beside(mine.id if mine else 0)
    return form


def _letters(form: Any, line: LookBackLine) -> Any:
    book = law.rulebook_of(line.round.suggestion.assigned_on, day_of(now()))
    field = form.letter if isinstance(form, LetterForm) else form.proposed_letter
    field.choices = letter_choices(letters_of(book), _("请选择") if isinstance(form, LetterForm) else _("不变"))
    return form


def _page(suggestion: Suggestion, line: LookBackLine, **forms: Form) -> tuple[str, int]:
    round_ = find_round(suggestion, line.round_id) or abort(404)
    # A form that came back stands alone: the others would be filled with what was typed into it.
    forms = forms or _forms(line, round_)
    is_desk = actor().role is Role.DESK
    page = render_template(
        "look_back_lines/show.html",
        suggestion=suggestion,
        line=line,
        round_=round_,
        title=official_title(suggestion.title),
        number=law.rulebook_of(suggestion.assigned_on, day_of(now())).numbering.words(suggestion.number or ""),
        forms=dict.fromkeys(("fill", "check", "rating", "letter", "drop")) | forms,
        error=next((one for one in forms.values() if one.errors), None),
        filled_files=came_with(round_.task, A.FILL_LOOK_BACK) if line.filled_at else [],
        check_files=came_with(round_.task, A.CHECK_LOOK_BACK) if line.checked_at else [],
        changes=found.letter_changes(line.round_id),
        ratings=found.ratings_of(line),
        mine=found.own_rating(line, me().person_id) if forms.get("rating") else None,
        reads_notes=is_desk,
        is_late=line.filled_at is not None and day_of(line.filled_at) > line.look_back.fill_by,
        waits_for_form=not form_is_settled(line, day_of(now())),
        findings=FINDINGS,
        levels=LEVELS,
        states=COMMITMENT_STATES,
        today=day_of(now()),
        words=look_back_words,
        limits={"answer": ANSWER, "note": NOTE, "reason": REASON},
    )
    return page, 422 if any(one.errors for one in forms.values()) else 200


def _forms(line: LookBackLine, round_: Round) -> dict[str, Form]:
    """The forms that are open to this reader now, filled with what he has said so far."""
    who, today = actor(), day_of(now())
    how = {"hat_id": who.membership_id, "at_version": line.version}
    if line.look_back.closed_on is not None or line.taken_off_at is not None:
        return {}
    made: dict[str, Form] = {}
    if not line.form_is_checked and may(who, A.FILL_LOOK_BACK, round_, today=today):
        made["fill"] = _letters(FillForm(**how, obj=line), line)
    if _may_check(line, round_):
        made["check"] = CheckForm(**how, obj=line, data={"words": line.check_words})
    if _may_rate(line, round_):
        made["rating"] = _beside(RatingForm(**how, obj=found.own_rating(line, who.person_id)), line)
    if may(who, A.CHANGE_LETTER, round_, today=today):
        made["letter"] = _letters(LetterForm(**how), line)
    in_time = today <= line.look_back.fill_by
    if in_time and not line.has_begun and may(who, A.DROP_LOOK_BACK, round_, today=today):
        made["drop"] = DropForm(**how)
    return made


def _may_check(line: LookBackLine, round_: Round) -> bool:
    """For the first time, or to correct what was found."""
    who, today = actor(), day_of(now())
    runs = form_is_settled(line, today) and (line.finding is None or may_be_corrected(line, today))
    return runs and who.person_id != line.filled_by_id and may(who, A.CHECK_LOOK_BACK, round_, today=today)


def _may_rate(line: LookBackLine, round_: Round) -> bool:
    today = day_of(now())
    runs = line.rating_shut_on is None and today <= line.look_back.rate_by and form_is_settled(line, today)
    runs = runs and actor().person_id in raters(line)
    return runs and may(actor(), A.RATE_LOOK_BACK, round_, today=today)
