"""The desk's review: the queue by age, one paper with its three outcomes, and the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.hints import hints
from tracker.domain.limits import NOTE
from tracker.domain.numbering import series_of
from tracker.domain.roles import Capability
from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.queries import reviews as waiting
from tracker.queries.cases import find_suggestion
from tracker.queries.cosigning import signers_of
from tracker.queries.law import rulebook_for
from tracker.queries.reviews import Whose
from tracker.queries.writing import certificate_of, open_categories
from tracker.services import reviews
from tracker.services._load import Invalid
from tracker.web.access import actor, me, needs, on_suggestion
from tracker.web.category_tree import tree
from tracker.web.due_tags import due_tag
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.paging import page_asked, pages
from tracker.web.papers import official_form, official_title
from tracker.web.picks import is_offered, picked_id

bp = Blueprint("reviews", __name__)
Page = str | tuple[str, int] | Response

PARTS = {
    Whose.ALL: _l("全部"),
    Whose.NOBODY: _l("还没有人审"),
    Whose.MINE: _l("我在审"),
    Whose.OTHERS: _l("同事在审"),
}
EMPTY = {
    Whose.ALL: _l("没有等待审查的建议。代表提交以后会出现在这里。"),
    Whose.NOBODY: _l("每一件都已经有人在审。"),
    Whose.MINE: _l("您没有正在审的建议。打开一件，按“开始审查”，同事就知道您在审。"),
    Whose.OTHERS: _l("同事没有正在审的建议。"),
}


class ReviewForm(Form):
    """The three outcomes; which one it is, is said by the button."""

    category = SelectField(_l("类别"), coerce=picked_id, validate_choice=False)
    reason = TextAreaField(
        _l("请代表改什么"),
        [at_most(NOTE)],
        description=_l("代表会原样看到。写明哪一段、改成什么样；收件日期保留，不用重新排队。"),
    )
    ground = RadioField(_l("依据哪一条"), validate_choice=False)
    words = TextAreaField(
        _l("向代表说明"), [at_most(NOTE)], description=_l("写明为什么适用这一条，以及代表还可以怎么办。")
    )


# The button of the check page that leads back to the form.
BACK = "edit"


@bp.get("/reviews")
@needs(Capability.REVIEW)
def queue() -> str:
    """What waits for review, the longest waiting first."""
    asked = request.args.get("whose", "")
    whose = Whose(asked) if asked in list(Whose) else Whose.ALL
    today, page = day_of(now()), page_asked()
    counts = waiting.counts(actor(), today=today)
    rows = [
        (row, due_tag(ClockKind.REVIEW, row.due_on, today=today)) for row in waiting.queue(actor(), whose, page=page)
    ]
    tabs = [(words, counts.of(one), url_for(".queue", whose=one.value), one is whose) for one, words in PARTS.items()]
    pager = pages(counts.of(whose), page)
    return render_template("reviews/queue.html", rows=rows, counts=counts, tabs=tabs, pager=pager, empty=EMPTY[whose])


@bp.route("/suggestions/<int:suggestion_id>/review", methods=["GET", "POST"])
@on_suggestion(Action.ACCEPT)
def show(suggestion: Suggestion) -> Page:
    """One paper and what it comes to: registered, returned for correction, or not accepted."""
    book = rulebook_for(day_of(now()))
    form = _form(suggestion, book)
    if form.submitted() and request.form.get("outcome") != BACK:
        # A page that is no longer true is told so at once, not after one more page.
        if _wants_check(form) and form.version.data == suggestion.version:
            ground = book.ground(form.ground.data or "")
            return render_template(
                "reviews/check.html", form=form, suggestion=suggestion, title=official_title(suggestion.title, suggestion.kind),
                ground=ground,
            )  # fmt: skip
        if _decided(form, suggestion):
            return redirect(url_for(".receipt", suggestion_id=suggestion.id))
    return render_template("reviews/show.html", form=form, **_paper(suggestion, book)), 422 if form.errors else 200


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
    )


def _form(suggestion: Suggestion, book: Rulebook) -> ReviewForm:
    form = ReviewForm(
        hat_id=actor().membership_id, at_version=suggestion.version, data={"category": suggestion.category_id}
    )
    form.category.choices = tree(open_categories(today=day_of(now())))
    form.ground.choices = [(ground.code, ground.words) for ground in book.grounds]
    return form


def _wants_check(form: ReviewForm) -> bool:
    """A refusal cannot be taken back: it is shown once more before it is done."""
    whole = bool(form.words.data) and is_offered(form.ground)
    return request.form.get("outcome") == Outcome.REFUSED and whole and not request.form.get("sure")


def _decided(form: ReviewForm, suggestion: Suggestion) -> bool:
    how: dict[str, Any] = {
        "version": form.version.data or 0,
        "now": now(),
        "once": form.once_for(me().person_id),
    }
    outcome = request.form.get("outcome")
    try:
        _complete(form, outcome)
        if outcome == Outcome.RETURNED:
            reviews.send_back(actor(), suggestion.id, reason=form.reason.data, **how)
        elif outcome == Outcome.REFUSED:
            reviews.refuse(actor(), suggestion.id, ground=form.ground.data or "", words=form.words.data, **how)
        elif not is_offered(form.category):
            raise Invalid(category="unknown")
        else:
            reviews.accept(actor(), suggestion.id, category_id=form.category.data, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _complete(form: ReviewForm, outcome: str | None) -> None:
    # All that an outcome lacks is said at once; the service would name the first only.
    asked: dict[str | None, tuple[tuple[str, str], ...]] = {
        Outcome.RETURNED: (("reason", "reason_missing"),),
        Outcome.REFUSED: (("ground", "ground_missing"), ("words", "words_missing")),
    }
    missing = {name: code for name, code in asked.get(outcome, ()) if not form[name].data}
    if missing:
        raise Invalid(**missing)


def _paper(suggestion: Suggestion, book: Rulebook) -> dict[str, Any]:
    today, signers = day_of(now()), signers_of(suggestion)
    series = series_of(book.numbering, today, suggestion.session_id)
    serial = waiting.last_serial(series) + 1
    ordinal = suggestion.session.ordinal if suggestion.session else 0
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "form_of_paper": official_form(suggestion, signers, book=book, certificate=certificate_of(suggestion)),
        "hints": _hints(suggestion, book),
        "articles": dict.fromkeys(ground.article for ground in book.grounds),
        "taken": waiting.taken_up(suggestion),
        "earlier": waiting.reviews_of(suggestion),
        "tag": due_tag(ClockKind.REVIEW, suggestion.due_on, today=today),
        "next_number": book.numbering.words(book.numbering.number(today.year, serial, ordinal)),
        "me_id": me().person_id,
        "start": Form(hat_id=actor().membership_id),
    }


def _hints(suggestion: Suggestion, book: Rulebook) -> list[tuple[str, str, str]]:
    """Where the text touches a ground: place, what was found, the ground with its article."""
    text = suggestion.text
    places = {"title": (_("标题"), suggestion.title)}
    if text is not None:
        places |= {"problem": (_("问题"), text.problem), "analysis": (_("分析"), text.analysis)}
        places |= {f"requests-{one.no - 1}": (_("第%(n)s项请求", n=one.no), one.body) for one in text.requests}
    found = hints({field: body for field, (_place, body) in places.items()}, book.grounds)
    grounds = {ground.code: ground for ground in book.grounds}
    return [
        (
            places[one.field][0],
            _("写到“%(word)s”", word=one.word) if one.word else _("写得很短"),
            f"{grounds[one.ground].words}（{grounds[one.ground].article}）",
        )
        for one in found
    ]


def _number_words(suggestion: Suggestion, book: Rulebook) -> str:
    return book.numbering.words(suggestion.number) if suggestion.number else ""
