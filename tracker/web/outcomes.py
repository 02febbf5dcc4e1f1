"""An outcome put to the deputy before it is decided: the desk's letter, his answer, taking it back, deciding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import now
from tracker.domain.actions import Action
from tracker.domain.limits import NAME, NOTE
from tracker.domain.states import SuggestionState
from tracker.models.reviews import Intended
from tracker.models.suggestions import Suggestion
from tracker.services import outcomes, reviews
from tracker.services._load import Invalid
from tracker.services.outcomes import Opinion
from tracker.web import outcome_pages as shown
from tracker.web.access import actor, me, on_suggestion
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.outcome_words import INTENDED
from tracker.web.read_by import read_by
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("outcomes", __name__)
# The button that only writes the model letter into the box.
FILL = "fill"


class PutForm(Form):
    """What is intended, on which ground, and the letter to the deputy."""

    kind = RadioField(_l("拟怎么处理"), choices=lambda: list(INTENDED.items()), validate_choice=False)
    ground = RadioField(_l("依据哪一条"), validate_choice=False)
    words = TextAreaField(
        _l("告知代表的话"),
        [at_most(NOTE)],
        description=_l("代表会原样看到。写明为什么适用这一条，以及代表还可以怎么办；示范文本可以改。"),
    )
    files = FilesField(description=_l("代表看得到。"))


class AnswerForm(Form):
    """What the deputy says to it."""

    words = TextAreaField(
        _l("您的意见"),
        [Optional(), at_most(NOTE)],
        description=read_by(Action.CONTEST_OUTCOME, _l("有不同意见的请写明；没有的可以不写。")),
    )
    files = FilesField()


class RecallForm(Form):
    """Why it is taken back."""

    words = TextAreaField(_l("为什么收回"), [at_most(NOTE)], description=_l("代表会原样看到。"))


class DecisionForm(Form):
    """The words of the decision; a letter says where it went."""

    words = TextAreaField(_l("向代表说明"), [at_most(NOTE)], description=_l("代表会原样看到，从此不能再改。"))
    files = FilesField(description=_l("代表看得到。"))


class LetterForm(DecisionForm):
    """The same with the office the letter was sent on to."""

    sent_to = StringField(
        _l("转送哪里"), [at_most(NAME)], description=_l("写明转送的机关或者单位，代表可以向它询问结果。")
    )


@bp.route("/suggestions/<int:suggestion_id>/outcome", methods=["GET", "POST"])
@on_suggestion(Action.PUT_OUTCOME)
def put(suggestion: Suggestion) -> Any:
    """Tell the deputy what is intended and why, before anything is decided."""
    form = PutForm(hat_id=actor().membership_id, at_version=suggestion.version)
    form.ground.choices = shown.ground_choices()
    if request.form.get("step") == FILL:
        form.files.take_in()
        form.words.data = shown.with_model_letter(form.words.data or "", form.ground.data or "", suggestion)
    elif _done(form, lambda: _put(form, suggestion)):
        flash(_("已告知领衔代表。答复或者到期以后，可以作决定；要立案的，随时可以立案。"), "done")
        return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return _page("outcomes/put.html", form, **shown.putting(suggestion))


@bp.route("/suggestions/<int:suggestion_id>/outcome/answer", methods=["GET", "POST"])
@on_suggestion(Action.AGREE_OUTCOME)
def answer(suggestion: Suggestion) -> Any:
    """The deputy reads what is intended and says whether he sees it otherwise."""
    form = AnswerForm(hat_id=actor().membership_id, at_version=suggestion.version)
    contests = request.form.get("answer") == "contest"
    # Nothing is intended any more once advice to withdraw was agreed to, also for the same form sent twice.
    advised = suggestion.intended in (Intended.WITHDRAW, None)
    if _done(form, lambda: _answer(form, suggestion, contests=contests)):
        flash(_answered(suggestion, contests=contests, advised=advised), "done")
        return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return _page("outcomes/answer.html", form, **shown.answering(suggestion))


@bp.route("/suggestions/<int:suggestion_id>/outcome/recall", methods=["GET", "POST"])
@on_suggestion(Action.RECALL_OUTCOME)
def recall(suggestion: Suggestion) -> Any:
    """Take it back and say why."""
    form = RecallForm(hat_id=actor().membership_id, at_version=suggestion.version)
    if _done(form, lambda: outcomes.recall(actor(), suggestion.id, words=form.words.data or "", **_how(form))):
        flash(_("已收回拟处理意见，代表看得到您写的理由。"), "done")
        return redirect(url_for("reviews.show", suggestion_id=suggestion.id))
    return _page("outcomes/recall.html", form, **shown.deciding(suggestion))


@bp.route("/suggestions/<int:suggestion_id>/refusal", methods=["GET", "POST"])
@on_suggestion(Action.REFUSE)
def refuse(suggestion: Suggestion) -> Any:
    """Decide not to accept it as a suggestion, with both texts in sight."""
    form = DecisionForm(
        hat_id=actor().membership_id, at_version=suggestion.version, data={"words": shown.words_decided(suggestion)}
    )
    if _done(form, lambda: _refuse(form, suggestion)):
        return redirect(url_for("reviews.receipt", suggestion_id=suggestion.id))
    return _page("outcomes/decide.html", form, here="outcomes.refuse", **shown.deciding(suggestion))


@bp.route("/suggestions/<int:suggestion_id>/letter", methods=["GET", "POST"])
@on_suggestion(Action.AS_LETTER)
def as_letter(suggestion: Suggestion) -> Any:
    """Decide to treat it as a deputy's letter and say where it was sent on."""
    form = LetterForm(
        hat_id=actor().membership_id, at_version=suggestion.version, data={"words": shown.words_decided(suggestion)}
    )
    if _done(form, lambda: _as_letter(form, suggestion)):
        return redirect(url_for("reviews.receipt", suggestion_id=suggestion.id))
    return _page("outcomes/decide.html", form, here="outcomes.as_letter", **shown.deciding(suggestion))


def _done(form: Form, act: Callable[[], int]) -> bool:
    if not form.submitted():
        return False
    try:
        act()
    except Invalid as invalid:
        form.take(invalid)
        return False
    return True


def _how(form: Form) -> dict[str, Any]:
    return {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}


def _page(template: str, form: Form, **held: Any) -> tuple[str, int]:
    return render_template(template, form=form, note_limit=NOTE, **held), 422 if form.errors else 200


def _put(form: PutForm, suggestion: Suggestion) -> int:
    chosen = next((one for one in INTENDED if one == form.kind.data), None)
    if chosen is None:
        raise Invalid(kind="choose_one")
    opinion = Opinion(chosen, form.ground.data or "", form.words.data or "", form.files.keys)
    return outcomes.put(actor(), suggestion.id, opinion, **_how(form))


def _answer(form: AnswerForm, suggestion: Suggestion, *, contests: bool) -> int:
    service = outcomes.contest if contests else outcomes.agree
    return service(actor(), suggestion.id, words=form.words.data or "", files=form.files.keys, **_how(form))


def _answered(suggestion: Suggestion, *, contests: bool, advised: bool) -> str:
    """What has become of the paper by the answer."""
    if contests:
        return _("已告诉代表工作机构。这一件改由另一位同志决定。")
    if advised and suggestion.state is SuggestionState.WITHDRAWN:
        return _("已撤回这一件。")
    if advised and suggestion.withdrawal_asked_on is not None:
        return _("已请附议代表表示意见；他们都同意，这一件即撤回。")
    return _("已告诉代表工作机构，您没有不同意见。")


def _refuse(form: DecisionForm, suggestion: Suggestion) -> int:
    words = form.words.data or ""
    return reviews.refuse(actor(), suggestion.id, words=words, files=form.files.keys, **_how(form))


def _as_letter(form: LetterForm, suggestion: Suggestion) -> int:
    words, sent_to = form.words.data or "", form.sent_to.data or ""
    return reviews.as_letter(actor(), suggestion.id, words=words, sent_to=sent_to, files=form.files.keys, **_how(form))
