"""Rating what became of a promise: what was promised by when, what the unit reports, one question; the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE, REASON
from tracker.domain.permissions import may
from tracker.domain.ratings import Level, Question
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment
from tracker.models.ratings import Rating
from tracker.queries.ratings import own_ratings
from tracker.services import implementation_ratings
from tracker.services._load import Invalid
from tracker.services._rating import newest_of, of_commitment
from tracker.services.ratings import Ballot, Verdict
from tracker.web import rating_words
from tracker.web.access import actor, me, on_commitment
from tracker.web.commitment_matters import matter
from tracker.web.due_tags import due_link
from tracker.web.labels import LEVELS, QUESTIONS
from tracker.web.lengths import at_most
from tracker.web.picks import is_offered
from tracker.web.rating_drafts import draft_of, is_for_later, put_aside
from tracker.web.rating_form import ASKS, LevelForm, levels
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("implementation_ratings", __name__)
Page = str | tuple[str, int] | Response
FIELDS = ("level", "reason", "private_note")
REASON_HINT = _l("选“基本满意”或者“不满意”要写理由，供承办单位接着落实。")


class ImplementationForm(LevelForm):
    """One question of three equal answers, none chosen beforehand."""

    level = RadioField(
        _l("承诺落实得怎样，您满意吗？"),
        choices=levels,
        validate_choice=False,
        description=_l("看说到的有没有做到、是不是按时、您看到的和单位报告的一不一样。"),
    )
    reason = TextAreaField(_l("哪里还不够？"), [at_most(REASON)])
    private_note = TextAreaField(
        _l("只写给市人大的话"), [Optional(), at_most(NOTE)], description=_l("承办单位始终看不到这一栏。")
    )

    @property
    def verdict(self) -> Verdict | None:
        if not self.level.data or not is_offered(self.level):
            return None
        return Verdict(Level(self.level.data), self.reason.data or "")

    @property
    def ballot(self) -> Ballot:
        said = {} if self.verdict is None else {Question.IMPLEMENTATION: self.verdict}
        return Ballot(said, self.private_note.data or "", seen=self.seen)


@bp.route("/promises/<int:commitment_id>/rating", methods=["GET", "POST"])
@on_commitment(Action.RATE_COMMITMENT)
def new(promise: Commitment) -> Page:
    """Rate what became of it, change what one has said within the window, or put it aside for later."""
    mine, draft = mine_of(promise, me().person_id), draft_of(of_commitment(promise.id), FIELDS)
    form = ImplementationForm(data=said_of(mine) | draft.held, hat_id=actor().membership_id, at_version=promise.version)
    form.beside(newest_of(promise, me().person_id))
    if form.submitted():
        if is_for_later():
            if kept := put_aside(form, of_commitment(promise.id), FIELDS, until=promise.rating_due_on):
                return kept
        elif _rated(form, promise):
            return redirect(url_for("implementation_ratings.receipt", commitment_id=promise.id))
    drafted = {"draft_at": draft.at, "put_aside": draft.beside(form)}
    held = {"form": form, "mine": mine, **drafted, "asks": ASKS, "reason_limit": REASON}
    return render_template("implementation_ratings/new.html", **held, **_asked(promise)), 422 if form.errors else 200


@bp.get("/promises/<int:commitment_id>/rating/receipt")
@on_commitment()
def receipt(promise: Commitment) -> Page:
    """What one has said of it, who sees it when; for the deputy who said it."""
    mine = mine_of(promise, me().person_id) or abort(404)
    return render_template(
        "implementation_ratings/receipt.html",
        mine=mine,
        level=LEVELS[mine.level],
        may_change=may(actor(), Action.RATE_COMMITMENT, promise, today=day_of(now())),
        follows=rating_words.promise_follows(promise),
        **matter(promise),
    )


def _rated(form: ImplementationForm, promise: Commitment) -> bool:
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    said: dict[str, Any] = {"private_note": form.private_note.data or "", "seen": form.seen}
    try:
        implementation_ratings.rate_commitment(actor(), promise.id, form.verdict, **said, **how)
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def mine_of(promise: Commitment, person_id: int) -> Rating | None:
    """A deputy's own present answer in this window; what was said in an earlier one stands beside it."""
    now_ = promise.rating_window
    held = [one for one in promise.ratings if one.person_id == person_id and one.is_current]
    return next((one for one in held if one.window == now_), None)


def said_of(mine: Rating | None) -> dict[str, Any]:
    """One's own earlier words, for the form."""
    if mine is None:
        return {}
    return {"level": mine.level.value, "reason": mine.reason, "private_note": mine.private_note}


def _asked(promise: Commitment) -> dict[str, Any]:
    before = own_ratings(promise.round, me().person_id)
    earlier = [
        one for one in promise.ratings if one.person_id == me().person_id and one.window != promise.rating_window
    ]
    said = [(QUESTIONS[question], LEVELS[one.level], one.reason) for question, one in before.items()]
    said += [(QUESTIONS[one.question], LEVELS[one.level], one.reason) for one in earlier]
    return matter(promise) | {
        "is_kept": promise.state is CommitmentState.FULFILLED,
        "window_tag": due_link(
            ClockKind.IMPLEMENTATION, promise.rating_due_on, today=day_of(now()), case=promise.suggestion_id
        ),
        "said": said,
        "sees": rating_words.promise_sees(promise, me().person_id),
        "reason_hint": REASON_HINT,
        "level_words": LEVELS,
    }
