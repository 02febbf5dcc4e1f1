"""Rating a reply: two questions of three equal answers, none chosen beforehand; the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import REASON
from tracker.domain.permissions import may
from tracker.domain.ratings import Question
from tracker.domain.rulebook import ClockKind
from tracker.models.ratings import Rating
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.queries import law
from tracker.queries.cases import find_round
from tracker.queries.ratings import own_ratings, paper_of, running_clock
from tracker.services import ratings
from tracker.services._load import Invalid
from tracker.services._rating import newest_of, of_round
from tracker.web import papers, rating_words
from tracker.web.access import actor, me, on_round, on_suggestion
from tracker.web.due_tags import due_tag
from tracker.web.labels import LEVELS, QUESTIONS
from tracker.web.rating_drafts import draft_of, is_for_later, put_aside
from tracker.web.rating_form import ASKS, FIELDS, REASON_HINT, RatingForm, said
from tracker.web.rating_labels import WISHES
from tracker.web.replies_told import in_short

bp = Blueprint("ratings", __name__)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating", methods=["GET", "POST"])
@on_round(Action.RATE)
def new(round_: Round) -> Any:
    """Rate the reply, change what one has said while the window is open, or put it aside for later."""
    mine, draft = own_ratings(round_, me().person_id), draft_of(of_round(round_.id), FIELDS)
    form = RatingForm(data=said(mine) | draft.held, hat_id=actor().membership_id, at_version=round_.version)
    form.beside(newest_of(round_, me().person_id))
    if form.submitted() and (done := _done(form, round_)):
        return done
    drafted = {"draft_at": draft.at, "put_aside": draft.beside(form)}
    page = render_template("ratings/new.html", form=form, **drafted, **asked(round_, me().person_id))
    return page, (422 if form.errors else 200)


@bp.get("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating/receipt")
@on_suggestion()
def receipt(suggestion: Suggestion, round_id: int) -> str:
    """What one has said of the reply, who sees it when, and what follows; for the deputy who said it."""
    round_ = find_round(suggestion, round_id) or abort(404)
    mine = own_ratings(round_, me().person_id) or abort(404)
    today = day_of(now())
    decision = running_clock(round_, ClockKind.REHANDLE_DECISION)
    return render_template(
        "ratings/receipt.html",
        suggestion=suggestion,
        round_=round_,
        title=papers.official_title(suggestion.title),
        said=[(QUESTIONS[question], LEVELS[one.level], one.reason) for question, one in mine.items()],
        note=mine[Question.ANSWER].private_note if Question.ANSWER in mine else "",
        wish=_wish_words(mine),
        at=max(one.made_at for one in mine.values()),
        may_change=may(actor(), Action.RATE, round_, today=today),
        follows=rating_words.what_follows(round_, decide_by=decision.due_on if decision else None),
    )


def _wish_words(mine: dict[Question, Rating]) -> str:
    wish = mine[Question.ANSWER].wish if Question.ANSWER in mine else None
    return str(WISHES[wish]) if wish else ""


def _done(form: RatingForm, round_: Round) -> Response | None:
    if is_for_later():
        return put_aside(form, of_round(round_.id), FIELDS, until=round_.rating_due_on)
    try:
        suggestion_id = _rate(form, round_)
    except Invalid as invalid:
        form.take(invalid)
        return None
    return redirect(url_for("ratings.receipt", suggestion_id=suggestion_id, round_id=round_.id))


def _rate(form: RatingForm, round_: Round) -> int:
    ballot = form.ballot
    return ratings.rate(
        actor(),
        round_.id,
        ballot.verdicts,
        version=form.version.data or 0,
        private_note=ballot.private_note,
        wish=ballot.wish,
        seen=ballot.seen,
        now=now(),
        once=form.once_for(me().person_id),
    )


def asked(round_: Round, person_id: int) -> dict[str, Any]:
    """What stands beside the questions: whose reply, until when, the answers in short, who sees the rating when."""
    suggestion, today = round_.suggestion, day_of(now())
    book = law.rulebook_of(suggestion.assigned_on, today)
    clock = running_clock(round_, ClockKind.RATING)
    return {
        "round_": round_,
        "suggestion": suggestion,
        "title": papers.official_title(suggestion.title),
        "number": book.numbering.words(suggestion.number) if suggestion.number else "",
        "tag": due_tag(ClockKind.RATING, round_.rating_due_on, today=today),
        "clock_id": clock.id if clock else None,
        "asks": ASKS,
        "reason_limit": REASON,
        "reason_hint": REASON_HINT,
        "short": in_short(round_),
        "sees": rating_words.who_sees(round_, person_id),
        "paper": paper_of(round_, person_id),
        "question_words": QUESTIONS,
        "level_words": LEVELS,
        "mine": own_ratings(round_, person_id),
    }
