"""The versions of a paper: all of them, one of them in full, and what changed between any two."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from tracker.domain.parties import READ_DRAFTS, parties
from tracker.domain.permissions import Sight, sight
from tracker.models.suggestions import Suggestion
from tracker.queries.versions import Version, versions_of
from tracker.web.access import actor, on_suggestion
from tracker.web.comparisons import compared
from tracker.web.papers import official_title
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words, number_words

bp = Blueprint("versions", __name__)


@bp.get("/suggestions/<int:suggestion_id>/versions")
@on_suggestion()
def index(suggestion: Suggestion) -> str:
    """Every version with who wrote and signed it, and two of them compared; the last two unless others are asked."""
    found = readable(suggestion) or abort(404)
    before, after = _chosen(found)
    return render_template(
        "versions/index.html",
        versions=[(one, _when(one)) for one in reversed(found)],
        before=before,
        after=after,
        parts=compared(before.text, after.text) if before is not after else [],
        **_head(suggestion),
    )


@bp.get("/suggestions/<int:suggestion_id>/versions/<int:no>")
@on_suggestion()
def show(suggestion: Suggestion, no: int) -> str:
    """One version as it was."""
    found = next((one for one in readable(suggestion) if one.no == no), None) or abort(404)
    return render_template("versions/show.html", version=found, when=_when(found), **_head(suggestion))


def readable(suggestion: Suggestion) -> list[Version]:
    """The versions this reader may see; none for who does not read the case in full."""
    if sight(actor(), suggestion) is not Sight.FULL:
        return []
    return versions_of(suggestion, drafts=bool(parties(actor(), suggestion) & READ_DRAFTS))


def _chosen(found: list[Version]) -> tuple[Version, Version]:
    by_no = {one.no: one for one in found}
    after = by_no.get(picked_id(request.args.get("new")) or 0, found[-1])
    earlier = [one for one in found if one.no < after.no]
    before = by_no.get(picked_id(request.args.get("old")) or 0, earlier[-1] if earlier else after)
    return (before, after) if before.no <= after.no else (after, before)


def _when(one: Version) -> str:
    if one.handed_in:
        return _("，").join(_("%(when)s提交", when=instant_words(moment)) for moment in one.handed_in)
    return _("%(when)s写成，没有提交过", when=instant_words(one.text.made_at))


def _head(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "number": number_words(suggestion.number),
        "dossier_url": url_for("dossier.show", suggestion_id=suggestion.id),
    }
