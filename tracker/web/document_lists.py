"""Assignment lists (交办清单): what each unit was given on a day, for those who give work out and those who get it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, render_template, url_for

from tracker.clock import day_of, now
from tracker.domain.document_words import file_name
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.roles import Capability
from tracker.outside.spreadsheets import write_xlsx
from tracker.queries import documents_lists as found
from tracker.services import documents
from tracker.web.access import actor, needs
from tracker.web.document_words import sent

bp = Blueprint("document_lists", __name__)
ENDINGS = ("docx", "pdf", "xlsx")


@bp.get("/assignment-lists")
@needs(Capability.SEE_LISTS)
def index() -> str:
    """The latest batches, each with its list as Word, PDF and xlsx."""
    rows = [(one, [(ending, _address(one, ending)) for ending in ENDINGS]) for one in found.batches(actor())]
    return render_template("document_lists/index.html", rows=rows, most=found.BATCHES)


def _address(one: found.Batch, ending: str) -> str:
    return url_for("document_lists.show", unit_id=one.unit_id, day=one.on.isoformat(), ending=ending)


@bp.get("/assignment-lists/<int:unit_id>/<day>.<any(docx,pdf,xlsx):ending>")
@needs(Capability.SEE_LISTS)
def show(unit_id: int, day: str, ending: str) -> Response:
    """The list of one unit and day, with no more on it than this reader may know."""
    on, today = _day(day), day_of(now())
    paper = found.assignment_list(actor(), unit_id, on, now_on=today) or abort(404)
    name = file_name(PaperKind.LIST, f"{on:%Y%m%d}", unit=paper.label.unit)
    if ending == "xlsx":
        return sent(_xlsx(paper), name, ending)
    return sent(documents.word(paper) if ending == "docx" else documents.pdf(paper), name, ending)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _xlsx(paper: Paper) -> bytes:
    title, table, rows = documents.table_of(paper)
    return write_xlsx(title, table.head, rows, [width // 2 for width in table.widths])
