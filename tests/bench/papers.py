"""What papers cost: a reply letter in Word, a dossier of thirty pages as PDF and the annual report, from the record to
the bytes, each against the bare library writing the same words in the same run."""

from __future__ import annotations

import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import typst
from docx import Document
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import update

from tests.bench import annual
from tests.bench.data import Facts, opened
from tests.bench.journeys import TEXT, Failed, Work
from tests.bench.measure import Figure, figure
from tests.bench.servers import Place
from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.documents import PaperKind
from tracker.models.suggestions import Suggestion, SuggestionText
from tracker.outside.glyphs import SHIPPED
from tracker.queries import documents as found
from tracker.queries.beside import beside
from tracker.queries.cases import find_suggestion
from tracker.services import documents
from tracker.web import dossier_bundle

PAGES = 30
# Milliseconds that nobody has to wait longer for: the goals. The ratios are there to see when a paper grows dear, and
# bind nobody: beside its words a paper has the record to read, tables, an index and a code, a bare page none of them.
UNBOUND = 99.0
LIMITS = {"P1": 1000.0, "P2": 3000.0, "P3": 10_000.0}


def figures(place: Place, facts: Facts) -> list[Figure]:
    """Both papers of one closed case, and the report; its text is first made long enough to fill the pages."""
    with opened(place) as app, app.test_request_context():
        case = facts.closed[0]
        _lengthen(case)
        words, pages = _dossier_words(case)
        if pages < PAGES:
            raise Failed(f"the dossier has {pages} pages only")
        letter = Work(
            "P1", "reply letter in Word", _timed(app, lambda: _letter(case)), _timed(app, _bare_letter), 20, UNBOUND
        )
        bundle = Work(
            "P2",
            f"dossier of {pages} pages as PDF",
            _timed(app, lambda: _dossier(case)),
            _timed(app, lambda: _bare_pages(words)),
            5,
            UNBOUND,
        )
        annual.counted()
        lines = annual.words()
        report = Work(
            "P3",
            "annual report of the term in Word",
            _timed(app, annual.report),
            _timed(app, lambda: annual.bare(lines)),
            5,
            UNBOUND,
        )
        return [figure(letter), figure(bundle), figure(report)]


def _timed(app: Flask, work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        db.session.rollback()
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) * 1000

    return run


def _lengthen(case: int) -> None:
    paper = db.session.get_one(Suggestion, case)
    long = "\n".join([TEXT] * 95)
    wanted = update(SuggestionText).where(SuggestionText.suggestion_id == case, SuggestionText.no == paper.text_no)
    db.session.execute(wanted.values(problem=long))
    db.session.commit()


def _case(case: int) -> Suggestion:
    suggestion = find_suggestion(found.KEEPER, case)
    if suggestion is None:
        raise Failed(f"no case {case}")
    return suggestion


def _letter(case: int) -> bytes:
    suggestion = _case(case)
    held = found.listed(found.KEEPER, suggestion, beside(suggestion))
    one = next(each for each in held if each.kind is PaperKind.REPLY)
    paper = found.paper(suggestion, one.kind, one.thing_id, today=day_of(now()))
    if paper is None:
        raise Failed("no reply")
    return documents.word(paper)


def _bare_letter() -> None:
    document = Document()
    for _ in range(20):
        document.add_paragraph(TEXT)
    document.save(io.BytesIO())


def _dossier(case: int) -> bytes:
    return dossier_bundle.written(_case(case), found.KEEPER, now=now())[1]


def _dossier_words(case: int) -> tuple[list[str], int]:
    pages = PdfReader(io.BytesIO(_dossier(case))).pages
    return [page.extract_text() for page in pages], len(pages)


def _bare_pages(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bare.typ"
        source.write_text('#set text(font: "Noto Serif SC")\n#for one in json(bytes(sys.inputs.words)) { par(one) }')
        inputs = {"words": json.dumps(words, ensure_ascii=False)}
        typst.compile(str(source), font_paths=[str(SHIPPED)], ignore_system_fonts=True, sys_inputs=inputs, format="pdf")
