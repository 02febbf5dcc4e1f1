"""The desk's review: the queue by age, one paper with its three outcomes, and the receipt."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.permissions import why_not
from tracker.domain.roles import Capability, Role, can
from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.queries import bills
from tracker.queries import reviews as waiting
from tracker.queries.cases import find_suggestion
from tracker.queries.law import rulebook_for
from tracker.queries.reviews import Counts, Grade, Whose
from tracker.services import reviews
from tracker.services._load import Invalid
from tracker.web import review_pages
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.due_tags import due_link
from tracker.web.forms import Form
from tracker.web.outcome_words import lies_with
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_title
from tracker.web.picks import is_offered
from tracker.web.review_form import ReviewForm, review_form
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("reviews", __name__)
E = TypeVar("E", bound=StrEnum)
Page = str | tuple[str, int] | Response

PARTS = {
    Whose.ALL: _l("全部"),
    Whose.NOBODY: _l("还没有人审"),
    Whose.MINE: _l("我在审"),
    Whose.OTHERS: _l("同事在审"),
}
GRADES = {
    Grade.LATE: (_l("逾期"), "late"),
    Grade.SOON: (_l("快到期"), "soon"),
    Grade.FRESH: (_l("时间充裕"), ""),
    Grade.WITH_DEPUTY: (_l("等代表答复"), ""),
    Grade.TO_DECIDE: (_l("等作决定"), ""),
}
NONE_OF_GRADE = _l("没有这样的建议。")
EMPTY = {
    Whose.ALL: _l("没有等待审查的建议。代表提交以后会出现在这里。"),
    Whose.NOBODY: _l("每一件都已经有人在审。"),
    Whose.MINE: _l("您没有正在审的建议。打开一件，按“开始审查”，同事就知道您在审。"),
    Whose.OTHERS: _l("同事没有正在审的建议。"),
}


@bp.get("/reviews")
@needs(Capability.REVIEW)
def queue() -> str:
    """What waits for review, the longest waiting first."""
    whose, grade = _asked(Whose, "whose") or Whose.ALL, _asked(Grade, "grade")
    today, page = day_of(now()), page_asked()
    counts = waiting.counts(actor(), today=today)
    found = waiting.queue(actor(), Whose.ALL if grade else whose, today=today, grade=grade, page=page)
    return render_template(
        "reviews/queue.html",
        rows=[(row, due_link(ClockKind.REVIEW, row.due_on, today=today, case=row.id), lies_with(row)) for row in found],
        counts=counts,
        tabs=_tabs(counts, whose, grade),
        cells=_cells(counts, grade),
        pager=pages(counts.by_grade[grade] if grade else counts.of(whose), page),
        empty=NONE_OF_GRADE if grade else EMPTY[whose],
    )


def _asked(kind: type[E], name: str) -> E | None:
    wanted = request.args.get(name, "")
    return kind(wanted) if wanted in list(kind) else None


def _tabs(counts: Counts, whose: Whose, grade: Grade | None) -> list[tuple[Any, int, str, bool]]:
    tabs: list[tuple[Any, int, str, bool]] = [
        (words, counts.of(one), url_for(".queue", whose=one.value), one is whose and grade is None)
        for one, words in PARTS.items()
    ]
    return [*tabs, (_("议案"), bills.how_many(actor()).all, url_for("bills.queue"), False)]


def _cells(counts: Counts, grade: Grade | None) -> list[tuple[Any, int, str | None, str, str]]:
    """How near their limits the papers are, and what lies with deputies; the one that is shown is no link."""
    return [
        (
            words,
            counts.by_grade[one],
            None if one is grade else url_for(".queue", grade=one.value),
            "",
            level if counts.by_grade[one] else "",
        )
        for one, (words, level) in GRADES.items()
    ]


@bp.route("/suggestions/<int:suggestion_id>/review", methods=["GET", "POST"])
@on_suggestion(Action.RETURN)
def show(suggestion: Suggestion) -> Page:
    """One paper and what it comes to: registered, returned for correction, or an outcome put to the deputy first."""
    form = review_form(suggestion)
    if request.method == "GET" and request.args.get("reasons"):
        form.reason.data = review_pages.reasons(suggestion)
    if not form.wants_row and form.submitted() and _decided(form, suggestion):
        return redirect(_after(suggestion))
    shown = review_pages.paper(suggestion, form)
    return render_template("reviews/show.html", form=form, **shown), 422 if form.errors else 200


def _after(suggestion: Suggestion) -> str:
    """The receipt; whose delegation only checks first has no part in what follows and goes back to its queue."""
    reviews_all = can(actor().role or Role.DEPUTY, Capability.REVIEW)
    return url_for(".receipt", suggestion_id=suggestion.id) if reviews_all else url_for("checks.queue")


@bp.post("/suggestions/<int:suggestion_id>/take-up")
@on_suggestion(Action.TAKE_UP)
def take_up(suggestion: Suggestion) -> Response:
    """Say that one is reviewing it, so that colleagues turn to another."""
    form = Form()
    if form.submitted():
        reviews.take_up(actor(), suggestion.id, now=now(), once=form.once_for(me().person_id))
    return redirect(url_for(".show", suggestion_id=suggestion.id))


@bp.get("/suggestions/<int:suggestion_id>/review/receipt")
@needs(Capability.REVIEW)
def receipt(suggestion_id: int) -> str:
    """What the review came to, what follows, and the next paper."""
    suggestion = find_suggestion(actor(), suggestion_id) or abort(404)
    found = waiting.reviews_of(suggestion) or abort(404)
    today = day_of(now())
    return render_template(
        "reviews/receipt.html",
        suggestion=suggestion,
        review=found[0],
        number=_number_words(suggestion, rulebook_for(today)),
        ground=rulebook_for(day_of(found[0].made_at)).ground(found[0].ground),
        title=official_title(suggestion.title, suggestion.kind),
        due=suggestion.due_on,
        next_id=waiting.next_waiting(actor()),
        left=waiting.counts(actor(), today=today).all,
        next_act=next((one for one in (Action.ASSIGN, Action.PRE_ASSIGN) if _opens(one, suggestion)), ""),
    )


def _opens(action: Action, suggestion: Suggestion) -> bool:
    return why_not(actor(), action, suggestion, today=day_of(now())) is None


def _decided(form: ReviewForm, suggestion: Suggestion) -> bool:
    how: dict[str, Any] = {
        "version": form.version.data or 0,
        "now": now(),
        "once": form.once_for(me().person_id),
    }
    outcome = request.form.get("outcome")
    try:
        if outcome == Outcome.RETURNED:
            _send_back(form, suggestion, how)
        elif outcome != Outcome.ACCEPTED:
            raise Invalid(outcome="choose_one")
        elif not is_offered(form.category):
            raise Invalid(category="unknown")
        else:
            reviews.accept(actor(), suggestion.id, category_id=form.category.data, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _send_back(form: ReviewForm, suggestion: Suggestion, how: dict[str, Any]) -> None:
    # All that is missing is said at once; the service would name the first only.
    whole = form.check_marks()
    if not form.reason.data:
        raise Invalid(reason="reason_missing")
    if not whole:
        raise Invalid
    reviews.send_back(
        actor(),
        suggestion.id,
        reason=form.reason.data,
        marks=form.passages,
        answer_by=form.answer_by.data,
        files=form.files.keys,
        **how,
    )


def _number_words(suggestion: Suggestion, book: Rulebook) -> str:
    return book.numbering.words(suggestion.number) if suggestion.number else ""
