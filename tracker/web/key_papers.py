"""Papers of key items to save: the list for and of a meeting, the plan, a unit's report, each as Word or PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, url_for

from tracker.clock import day_of, now
from tracker.domain.document_words import file_name
from tracker.domain.documents import Paper
from tracker.domain.roles import Capability
from tracker.queries import documents_keys as papers
from tracker.queries import key_items as found
from tracker.queries.cases import BIGGEST
from tracker.queries.key_items import Found
from tracker.services import documents
from tracker.web.access import actor, needs
from tracker.web.document_words import sent

bp = Blueprint("key_papers", __name__)
ENDINGS = ("docx", "pdf")


@bp.get("/key-items/proposals.<any(docx,pdf):ending>")
@needs(Capability.PROPOSE_KEY_ITEMS)
def proposals(ending: str) -> Response:
    """The list for the next meeting, a draft."""
    paper = papers.proposals_list(actor(), today=day_of(now()))
    return _sent(paper, ending, f"{day_of(now()):%Y%m%d}")


@bp.get("/key-items/<int:item_id>/list.<any(docx,pdf):ending>")
@needs(Capability.PROPOSE_KEY_ITEMS)
def decided(item_id: int, ending: str) -> Response:
    """All that the meeting decided that decided on this item."""
    paper = papers.decided_list(actor(), item_id, today=day_of(now())) if item_id <= BIGGEST else None
    return _sent(paper, ending, f"{paper.label.on:%Y%m%d}" if paper is not None else "")


@bp.get("/key-items/<int:item_id>/plans/<int:no>.<any(docx,pdf):ending>")
@needs(Capability.SEE_KEY_ITEMS)
def plan(item_id: int, no: int, ending: str) -> Response:
    """One version of the plan."""
    one = _item(item_id)
    return _sent(papers.plan_paper(actor(), one, no), ending, one.item.title, no=no)


@bp.get("/key-items/<int:item_id>/reports/<int:report_id>.<any(docx,pdf):ending>")
@needs(Capability.SEE_KEY_ITEMS)
def report(item_id: int, report_id: int, ending: str) -> Response:
    """A unit's report; its draft for the unit alone."""
    one = _item(item_id)
    paper = papers.report_paper(actor(), one, report_id)
    unit, no = (paper.label.unit, paper.facts["no"]) if paper is not None else ("", 1)
    return _sent(paper, ending, one.item.title, unit=unit, no=no)


def ways(endpoint: str, **where: Any) -> list[tuple[str, str]]:
    """A paper in each form it is had in: the name of the form and its address."""
    return [(ending, url_for(endpoint, ending=ending, **where)) for ending in ENDINGS]


def _item(item_id: int) -> Found:
    return (found.find(actor(), item_id) if item_id <= BIGGEST else None) or abort(404)


def _sent(paper: Paper | None, ending: str, named: str, *, unit: str = "", no: int = 1) -> Response:
    if paper is None:
        abort(404)
    name = file_name(paper.kind, named[:60], unit=unit, no=no, is_draft=paper.is_draft)
    return sent(documents.word(paper) if ending == "docx" else documents.pdf(paper), name, ending)
