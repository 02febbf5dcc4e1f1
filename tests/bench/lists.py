"""What it costs to take the whole register along: as a workbook and as csv, against the bare library writing the same
cells in the same run."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Sequence
from datetime import date

import xlsxwriter
from sqlalchemy import select

from tests.bench.data import Facts, opened
from tests.bench.journeys import Work
from tests.bench.measure import Figure, figure
from tests.bench.servers import Place
from tracker.clock import day_of, now
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.models.people import Membership
from tracker.outside.ledgers import Cell
from tracker.web.export_files import written
from tracker.web.export_register import made

# The ratio is there to see when a row grows dear and binds nobody: the bare library has no record to read.
UNBOUND = 99.0
Rows = list[list[Sequence[Cell]]]


def figures(place: Place, _facts: Facts) -> list[Figure]:
    """The desk's whole register, every paper and every share of it."""
    with opened(place) as app, app.test_request_context():
        hat = db.session.scalars(select(Membership).where(Membership.role == Role.DESK)).first()
        assert hat is not None
        desk = Actor(hat.person_id, hat.id, hat.role)
        cells: Rows = [list(part.rows) for part in made(desk, {}, day_of(now()), mine=False).parts]
        words = f"{len(cells[0]):,} papers, {len(cells[1]):,} shares"
        book = Work(
            "X1", f"{words} as xlsx", _timed(lambda: _ours(desk, "xlsx")), _timed(lambda: _bare(cells)), 3, UNBOUND
        )
        plain = Work(
            "X2", "the papers as csv", _timed(lambda: _ours(desk, "csv")), _timed(lambda: _csv(cells)), 3, UNBOUND
        )
        return [figure(book), figure(plain)]


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        db.session.rollback()
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) * 1000

    return run


def _ours(desk: Actor, ending: str) -> None:
    written(made(desk, {}, day_of(now()), mine=False), ending, who="desk", at=now()).close()


def _bare(cells: Rows) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(io.BytesIO(), options) as book:
        for rows in cells:
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, column, cell)
                    elif cell not in (None, ""):
                        sheet.write(line, column, cell)


def _csv(cells: Rows) -> None:
    csv.writer(io.StringIO()).writerows(cells[0])
