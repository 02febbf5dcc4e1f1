"""Filing a paper anew: what goes along, and the press that begins the draft."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState
from tracker.models.reviews import Outcome
from tracker.models.suggestions import Suggestion
from tracker.queries.law import rulebook_for
from tracker.queries.links import draft_filed_anew
from tracker.queries.outcomes import outcomes_of
from tracker.queries.reviews import reviews_of
from tracker.services import refiling
from tracker.web.access import actor, me, on_suggestion
from tracker.web.dossier_reviews import told
from tracker.web.forms import Form
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("refiling", __name__)


@bp.route("/suggestions/<int:suggestion_id>/refile", methods=["GET", "POST"])
@on_suggestion(Action.REFILE)
def new(suggestion: Suggestion) -> Any:
    """Say what goes along and what does not; one press begins the draft."""
    form = Form(hat_id=actor().membership_id, at_version=suggestion.version)
    as_suggestion = refiling.turns(suggestion, now=now())
    if form.submitted():
        version, once = form.version.data or 0, form.once_for(me().person_id)
        draft_id = refiling.refile(actor(), suggestion.id, version=version, now=now(), once=once)
        flash(_begun(as_suggestion=as_suggestion), "done")
        return redirect(url_for("writing.edit", suggestion_id=draft_id))
    return render_template(
        "refiling/new.html",
        form=form,
        suggestion=suggestion,
        title=official_title(suggestion.title, suggestion.kind),
        rows=[told(one) for one in outcomes_of(suggestion)[:1]],
        as_suggestion=as_suggestion,
        begun=draft_filed_anew(actor(), suggestion.id),
        decision=_decision(suggestion),
    )


def _begun(*, as_suggestion: bool) -> str:
    if as_suggestion:
        return _("已另起一份建议草稿，原文都在里面；现在不接收议案，所以按建议提出。改好以后提交，两件会连在一起。")
    return _("已另起一份草稿，原文都在里面。改好以后提交，两件会连在一起。")


DECIDED = {
    Outcome.REFUSED: _l("决定不作为建议处理"),
    Outcome.LETTER: _l("作为代表来信处理"),
    Outcome.NO_BILL: _l("不作议案"),
}


def _decision(suggestion: Suggestion) -> dict[str, Any] | None:
    """Why the paper went no further, in the words of the decision; nothing where it was taken back."""
    one = next((one for one in reviews_of(suggestion) if one.outcome in DECIDED), None)
    if one is None or suggestion.state is not SuggestionState.NOT_ACCEPTED:
        return None
    ground = rulebook_for(day_of(one.made_at)).ground(one.ground)
    return {
        "kind": str(DECIDED[one.outcome]),
        "on": one.decided_on or day_of(one.made_at),
        "ground": ground,
        "words": one.words,
    }
