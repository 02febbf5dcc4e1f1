"""How a delivered reply is to be published and what its check said, on a dossier; nothing is asked of the database."""

from __future__ import annotations

from typing import Any

from tracker.domain.parties import UNIT_SIDE, Party
from tracker.domain.states import RoundState
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round
from tracker.web.clearance_words import publication_words, view_words
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.spoken import gettext as _

_UNSENT = (RoundState.DRAFTING, RoundState.IN_CLEARANCE)
# Who handles the paper reads why a reply is not published in full and what the check said of its class.
_HANDLING = UNIT_SIDE | {Party.COORDINATOR, Party.DESK}


def publication(suggestion: Suggestion, reader: Reader, _there: frozenset[str]) -> Section | None:
    """Each delivered reply that says it: the mode to every deputy, the deputy's view to who reads the case in full."""
    inner = bool(reader.who & _HANDLING)
    out = [one for task in suggestion.tasks for one in task.rounds if one.state not in _UNSENT]
    rows = [_row(one, inner=inner, full=reader.full) for one in out if one.publication is not None]
    return (
        Section("publication", _("答复的公开方式"), "", "dossier/_publication.html", {"rows": rows}) if rows else None
    )


def _row(one: Round, *, inner: bool, full: bool) -> dict[str, Any]:
    checked = inner and one.checked_letter
    return {
        "unit": one.unit.short_name,
        "again": _("第%(n)s次答复", n=one.no) if one.no > 1 else "",
        "mode": publication_words(one.publication, one.publication_reason if full else ""),
        "view": view_words(one.deputy_view, one.deputy_words) if full else "",
        "checked": _("检查时认为是%(letter)s类，单位定的是%(own)s类。", letter=one.checked_letter, own=one.letter)
        if checked
        else "",
        "words": one.check_words if inner else "",
    }
