"""Papers of one case to save: each as Word or PDF, for whoever may read it; the whole dossier as PDF."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort

from tracker.clock import day_of, now
from tracker.domain.document_words import file_name
from tracker.domain.documents import PaperKind
from tracker.domain.permissions import Sight, sight
from tracker.models.suggestions import Suggestion
from tracker.queries import documents as found
from tracker.queries.beside import beside
from tracker.queries.cases import find_round
from tracker.queries.documents import Listed
from tracker.services import documents
from tracker.web import dossier_bundle
from tracker.web.access import actor, on_suggestion
from tracker.web.document_words import sent
from tracker.web.letters import closing_words

bp = Blueprint("documents", __name__)


@bp.get("/suggestions/<int:suggestion_id>/papers/<kind>-<int:thing_id>.<any(docx,pdf):ending>")
@on_suggestion()
def show(suggestion: Suggestion, kind: str, thing_id: int, ending: str) -> Response:
    """One paper of this case: found in the list of those this reader may have, or not at all."""
    one = _listed(suggestion, kind, thing_id) or abort(404)
    paper = found.paper(suggestion, one.kind, one.thing_id, today=day_of(now())) or abort(404)
    if one.is_draft and (round_ := find_round(suggestion, one.thing_id)) is not None:
        paper = replace(paper, sealed={**paper.sealed, "closing": closing_words(round_)})
    write = documents.word if ending == "docx" else documents.pdf
    full = sight(actor(), suggestion) is Sight.FULL
    name = file_name(one.kind, paper.facts["number_words"], unit=one.unit, no=one.no, is_draft=one.is_draft)
    return sent(write(paper, full=full), name, ending)


def _listed(suggestion: Suggestion, kind: str, thing_id: int) -> Listed | None:
    there = found.listed(actor(), suggestion, beside(suggestion))
    return next((one for one in there if (one.kind, one.thing_id) == (kind, thing_id)), None)


@bp.get("/suggestions/<int:suggestion_id>/dossier.pdf")
@on_suggestion()
def dossier(suggestion: Suggestion) -> Response:
    """The whole dossier in one file, as much of it as its reader may see."""
    number, data = dossier_bundle.written(suggestion, actor(), now=now())
    return sent(data, file_name(PaperKind.DOSSIER, number), "pdf")
