"""Assignment lists (交办清单): what each unit was given on a day, for those who give work out and those who get it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from tracker.clock import day_of, now
from tracker.domain.document_words import file_name
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.roles import Capability
from tracker.outside.spreadsheets import write_xlsx
from tracker.queries import documents_lists as found
from tracker.services import documents
from tracker.web.access import actor, needs
from tracker.web.document_words import sent
from tracker.web.paging import page_asked, pages
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _

bp = Blueprint("document_lists", __name__)
ENDINGS = ("docx", "pdf", "xlsx")
NUMBER_AT_MOST = 40


@bp.get("/assignment-lists")
@needs(Capability.SEE_LISTS)
def index() -> str:
    """What each unit was given on each day, the latest first, each batch with its list as Word, PDF and xlsx."""
    sought = _asked()
    got = found.batches(actor(), sought, page=page_asked())
    return render_template(
        "document_lists/index.html",
        rows=[(one, [(ending, _address(one, ending)) for ending in ENDINGS]) for one in got.batches],
        sought=sought,
        tags=_tags(sought, dict(got.units)),
        # Whose unit is the only one there has nothing to choose.
        units=got.units if len(got.units) > 1 else [],
        years=[(year, _("%(n)s年", n=year)) for year in got.years],
        total=got.total,
        pager=pages(got.total, got.page),
    )


def _asked() -> found.Sought:
    """What the address asks for; what it cannot mean is left out."""
    number = request.args.get("number", "").strip()[:NUMBER_AT_MOST].replace("\0", "")
    year = picked_id(request.args.get("year"))
    return found.Sought(picked_id(request.args.get("unit")), number, year if year and 2000 <= year <= 2200 else None)


def _tags(sought: found.Sought, units: dict[int, str]) -> list[tuple[str, str]]:
    said = {
        "number": _("编号%(words)s", words=sought.number) if sought.number else "",
        "unit": units.get(sought.unit_id, _("没有清单的单位")) if sought.unit_id is not None else "",
        "year": _("%(n)s年", n=sought.year) if sought.year is not None else "",
    }
    held: dict[str, Any] = {name: request.args[name] for name, words in said.items() if words}
    return [
        (words, url_for(".index", **{one: value for one, value in held.items() if one != name}))
        for name, words in said.items()
        if words
    ]


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
