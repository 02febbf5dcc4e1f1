"""What the annual report costs: read, frozen, drafted, stored and written as Word, against the bare library writing the
same words."""

from __future__ import annotations

import io

from docx import Document

from tests.bench.journeys import Failed
from tracker.clock import now
from tracker.domain.reports import ReportKind
from tracker.outside.report_word import write_report
from tracker.queries import figures, reports
from tracker.queries.report_figures import gather
from tracker.queries.sessions_held import sessions_held
from tracker.services import reports as written
from tracker.services._office import NOBODY
from tracker.services.figures import keep_up
from tracker.web.report_pages import page_of
from tracker.web.report_scopes import wanted_of


def counted() -> None:
    """The ledger brought up to date, which the worker does while nobody waits."""
    keep_up(now=now(), most=None)


def report() -> bytes:
    """The annual report of the whole term, which has all the suggestions of the bench in it."""
    held, reach = sessions_held(), figures.as_of()
    if reach is None:
        raise Failed("nothing has been counted")
    wanted = wanted_of(ReportKind.ANNUAL, f"t{held[0].term_id}", held, reach.through, unit=None)
    one = reports.find(NOBODY, written.start(NOBODY, gather(wanted), now=now()))
    if one is None:
        raise Failed("no report")
    return write_report(page_of(one))


def words() -> list[str]:
    """What stands in it, for the floor."""
    return [one.text for one in Document(io.BytesIO(report())).paragraphs]


def bare(lines: list[str]) -> None:
    """The same paragraphs by the bare library."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(io.BytesIO())
