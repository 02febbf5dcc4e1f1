"""What about this paper reached nobody, on the dossier: for the desk, whose task that is."""

from __future__ import annotations

from tracker.domain.roles import Role
from tracker.models.suggestions import Suggestion
from tracker.queries.sendings import undelivered_of
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.notice_labels import STATES
from tracker.web.notice_words import reason_words
from tracker.web.spoken import gettext as _


def undelivered(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """Every mail that failed, with what was done about it."""
    if "undelivered" not in there or reader.actor.role is not Role.DESK:
        return None
    found = undelivered_of(suggestion.id)
    if not found:
        return None
    held = {"rows": [(one, STATES[one.state], reason_words(one.error)) for one in found]}
    return Section("undelivered", _("没有送达的通知"), _("%(n)s条", n=len(found)), "dossier/_undelivered.html", held)
