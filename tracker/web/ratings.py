"""Rating a reply: two questions of three equal answers, none chosen beforehand; the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.limits import NOTE, REASON
from tracker.domain.permissions import may
from tracker.domain.ratings import Level, Question, needs_reason
from tracker.domain.rulebook import ClockKind
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Rating, Round
from tracker.queries import law
from tracker.queries.cases import find_round
from tracker.queries.ratings import own_ratings, running_clock
from tracker.services import ratings
from tracker.services._load import Invalid
from tracker.services.ratings import Verdict
from tracker.web import papers, rating_words
from tracker.web.access import actor, me, on_round, on_suggestion
from tracker.web.due_tags import due_tag
from tracker.web.forms import Form
from tracker.web.labels import LEVELS, QUESTIONS
from tracker.web.lengths import at_most
from tracker.web.picks import is_offered
from tracker.web.replies_told import in_short

bp = Blueprint("ratings", __name__)
MISSING = {
    "answer": _l("请选一项"),
    "answer_reason": _l("请写明答复内容哪里还不够"),
    "process_level": _l("请选一项"),
    "process_reason": _l("请写明办理过程哪里还不够"),
}
ASKS = tuple(level.value for level in Level if needs_reason(level))


def _levels() -> list[tuple[str, str]]:
    return [(level.value, str(words)) for level, words in LEVELS.items()]


class RatingForm(Form):
    """The answer is asked first: it is the headline. `process` alone would hide a method of forms."""

    answer = RadioField(
        _l("您对答复内容满意吗？"),
        choices=_levels,
        validate_choice=False,
        description=_l("看是否逐项回答、承诺是否具体。落实得怎样，到承诺期满时再请您评价。"),
    )
    answer_reason = TextAreaField(_l("哪里还不够？"), [at_most(REASON)])
    process_level = RadioField(
        _l("您对办理过程满意吗？"),
        choices=_levels,
        validate_choice=False,
        description=_l("看答复前是否联系您、听取意见，来的人能否作主。"),
    )
    process_reason = TextAreaField(_l("哪里还不够？"), [at_most(REASON)])
    private_note = TextAreaField(
        _l("只写给市人大的话"), [Optional(), at_most(NOTE)], description=_l("承办单位始终看不到这一栏。")
    )

    @property
    def verdicts(self) -> dict[Question, Verdict]:
        """What was chosen, with what was written about it whatever the level."""
        asked = {
            Question.ANSWER: (self.answer, self.answer_reason),
            Question.PROCESS: (self.process_level, self.process_reason),
        }
        return {
            question: Verdict(Level(level.data), reason.data or "")
            for question, (level, reason) in asked.items()
            if level.data and is_offered(level)
        }

    def take(self, invalid: Invalid) -> None:
        """The words say what to do and for which question: the list on top shows them without the boxes."""
        for name, code in invalid.problems.items():
            field = self._fields.get("process_level" if name == Question.PROCESS else name)
            if field is None or code != "missing":
                super().take(Invalid(**{name: code}))
            else:
                field.errors = [*field.errors, str(MISSING[field.short_name])]


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/rating", methods=["GET", "POST"])
@on_round(Action.RATE)
def new(round_: Round) -> Any:
    """Rate the reply, or change what one has said while the window is open."""
    mine = own_ratings(round_, me().person_id)
    form = RatingForm(data=_said(mine), hat_id=actor().membership_id, at_version=round_.version)
    if form.submitted():
        try:
            suggestion_id = _rate(form, round_)
        except Invalid as invalid:
            form.take(invalid)
        else:
            return redirect(url_for("ratings.receipt", suggestion_id=suggestion_id, round_id=round_.id))
    return render_template("ratings/new.html", form=form, mine=mine, **_asked(round_)), (422 if form.errors else 200)


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
        at=max(one.made_at for one in mine.values()),
        may_change=may(actor(), Action.RATE, round_, today=today),
        follows=rating_words.what_follows(round_, decide_by=decision.due_on if decision else None),
    )


def _rate(form: RatingForm, round_: Round) -> int:
    return ratings.rate(
        actor(),
        round_.id,
        form.verdicts,
        version=form.version.data or 0,
        private_note=form.private_note.data or "",
        now=now(),
        once=form.once_for(me().person_id),
    )


def _said(mine: dict[Question, Rating]) -> dict[str, str]:
    """One's own earlier words, never anybody else's: for who rates for the first time nothing is chosen."""
    fields = {Question.ANSWER: ("answer", "answer_reason"), Question.PROCESS: ("process_level", "process_reason")}
    held = {
        name: value
        for question, one in mine.items()
        if question in fields
        for name, value in zip(fields[question], (one.level.value, one.reason), strict=True)
    }
    return held | ({"private_note": mine[Question.ANSWER].private_note} if Question.ANSWER in mine else {})


def _asked(round_: Round) -> dict[str, Any]:
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
        "short": in_short(round_),
        "sees": rating_words.who_sees(round_, me().person_id),
        "question_words": QUESTIONS,
        "level_words": LEVELS,
    }
