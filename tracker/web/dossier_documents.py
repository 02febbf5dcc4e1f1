"""The papers of a case in its dossier: each that this reader may have, as Word and PDF, and all in one file."""

from __future__ import annotations

from flask import url_for

from tracker.domain.states import PRIVATE
from tracker.models.suggestions import Suggestion
from tracker.queries import documents as found
from tracker.web.document_words import PAPERS, which_words
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.spoken import gettext as _


def papers(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> Section | None:
    """The section; a plain case costs no statement, which papers there are follows from what is loaded."""
    if suggestion.state in PRIVATE:
        return None
    listed = found.listed(reader.actor, suggestion, there, reader.seer)
    if reader.looker is not None:
        return _named(listed)
    rows = [
        {
            "title": PAPERS[one.kind],
            "which": which_words(one),
            "word": _address(suggestion, one, "docx"),
            "pdf": _address(suggestion, one, "pdf"),
        }
        for one in listed
    ]
    held = {"rows": rows, "whole": url_for("documents.dossier", suggestion_id=suggestion.id)}
    return Section("papers", _("文书"), _("%(n)s份", n=len(rows)), "dossier/_documents.html", held)


def _named(listed: list[found.Listed]) -> Section:
    """The papers another reader has, by their names: each is made for whoever saves it. A draft is its unit's own."""
    names = [
        {"title": PAPERS[one.kind], "which": which_words(one), "word": "", "pdf": ""}
        for one in listed
        if not one.is_draft
    ]
    held = {"rows": names, "whole": ""}
    return Section("papers", _("文书"), _("%(n)s份", n=len(names)), "dossier/_documents.html", held)


def _address(suggestion: Suggestion, one: found.Listed, ending: str) -> str:
    kind = one.kind.value
    return url_for("documents.show", suggestion_id=suggestion.id, kind=kind, thing_id=one.thing_id, ending=ending)
