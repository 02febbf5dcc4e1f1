"""A case as another reader sees it (换个身份看), to be read alone: for the desk, which answers for who sees what.

Nobody sees more than on his own page: what the other reader has and the looker may not read is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, render_template

from tracker.clock import day_of, now
from tracker.domain.permissions import Sight, may_look_as_others, sight
from tracker.models.suggestions import Suggestion
from tracker.queries.dossier import Through
from tracker.queries.perspectives import Holder, Perspective, holder, perspectives
from tracker.web import dossier, perspective_words
from tracker.web.access import actor, on_suggestion

bp = Blueprint("perspectives", __name__)


@bp.get("/suggestions/<int:suggestion_id>/as/<reader>")
@on_suggestion()
def show(suggestion: Suggestion, reader: str) -> str:
    """The case through the eyes of one of its readers; nothing is written, and nothing can be pressed."""
    if not may_look_as_others(actor(), suggestion):
        abort(404)
    one = next((each for each in perspectives(suggestion) if each.code == reader), None) or abort(404)
    found = holder(one, day_of(now()))
    reads = sight(found.actor, suggestion) if found else Sight.NOTHING
    banner = {"who": perspective_words.words(one, found.name if found else "")}
    if found is None or reads is Sight.NOTHING:
        why = perspective_words.closed_words(one, suggestion, vacant=found is None)
        return render_template("perspectives/closed.html", why=why, **banner, **dossier.head(suggestion))
    parts = _seen(suggestion, one, found)
    return render_template("perspectives/show.html", extent=perspective_words.extent_words(reads), **banner, **parts)


def _seen(suggestion: Suggestion, one: Perspective, found: Holder) -> dict[str, Any]:
    """What both of them read: the page of that reader, without its buttons."""
    looker = actor()
    theirs, own = (dossier.reader_of(who, suggestion) for who in (found.actor, looker))
    reader = replace(theirs, seer=Through(theirs.seer, own.seer), looker=looker, code=one.code)
    return dossier.seen(suggestion, reader) | {"buttons": [], "dangers": [], "reasons": []}
