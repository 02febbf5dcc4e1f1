"""An uploaded table given back with what is wrong with it: the same cells, and a column that says what to mend.

Whoever mends them sends the same file again: the column is not read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from tracker.outside.ledgers import escaped, unescaped
from tracker.outside.spreadsheets import decoded

# Where in the file, which column, in words what is wrong.
Wrong = tuple[int, str, str]
WIDTH = 16
WORDS_WIDTH = 60


def can_be_marked(name: str) -> bool:
    """Whether a file of this name is a table with room for a column."""
    return name.rpartition(".")[2].lower() in ("xlsx", "csv")


def marked(data: bytes, name: str, wrong: Sequence[Wrong], title: str) -> bytes:
    """The table with the column `title` at its end; an earlier one of that name is replaced.

    The file has been read before, so it is a table. Numbers, days and texts stay what they were; colours, formulas and
    further sheets of a workbook are not carried over.
    """
    told: dict[int, list[tuple[str, str]]] = {}
    for line, column, words in wrong:
        told.setdefault(line, []).append((column, words))
    if name.rpartition(".")[2].lower() == "csv":
        return _csv(data, told, title)
    return _xlsx(data, told, title)


def _said(told: dict[int, list[tuple[str, str]]], line: int, first: int) -> str:
    """What is wrong with a row; what is wrong with the heads stands in the first row under them."""
    faults = (told.get(1, []) if line == first else []) + told.get(line, [])
    return "；".join(f"{column}：{words}" if column else words for column, words in faults)


def _csv(data: bytes, told: dict[int, list[tuple[str, str]]], title: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    reader = csv.reader(io.StringIO(decoded(data), newline=""))
    head = [unescaped(cell) for cell in next(reader, [])]
    kept = [place for place, words in enumerate(head) if words.strip() != title]
    writer.writerow([*(escaped(head[place]) for place in kept), title])
    first = 0
    for row in reader:
        first = first or reader.line_num
        cells = [unescaped(row[place]) if place < len(row) else "" for place in kept]
        writer.writerow([escaped(cell) for cell in (*cells, _said(told, reader.line_num, first))])
    # A spreadsheet knows by its first sign that it is no file of an older encoding.
    return out.getvalue().encode("utf-8-sig")


def _xlsx(data: bytes, told: dict[int, list[tuple[str, str]]], title: str) -> bytes:
    table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, style = book.add_worksheet(), _Styles(book)
        head = [str(cell).strip() for cell in table[0]] if table else []
        kept = [place for place, words in enumerate(head) if words != title]
        sheet.set_column(0, max(0, len(kept) - 1), WIDTH)
        sheet.set_column(len(kept), len(kept), WORDS_WIDTH)
        for line, row in enumerate(table, 1):
            columns = {column for column, _words in told.get(line, [])}
            for column, place in enumerate(kept):
                look = "wrong" if head[place] in columns else "plain"
                _write(sheet, (line - 1, column), row[place] if place < len(row) else "", style, look)
            words = title if line == 1 else _said(told, line, 2)
            if words:
                sheet.write_string(line - 1, len(kept), words, style.of["wrong", "@"])
        sheet.freeze_panes(1, 0)
    return out.getvalue()


class _Styles:
    """How a cell looks: plain or wrong, each for texts, numbers, days and hours."""

    def __init__(self, book: Any) -> None:
        looks: dict[str, dict[str, Any]] = {"plain": {}, "wrong": {"bg_color": "#FBE3E1", "text_wrap": True}}
        kinds = ("@", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss")
        self.of = {
            (name, kind): book.add_format({"num_format": kind, **look})
            for name, look in looks.items()
            for kind in kinds
        }


def _write(sheet: Any, place: tuple[int, int], cell: Any, style: _Styles, look: str) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(*place, cell, style.of[look, "General"])
    elif isinstance(cell, int | float):
        sheet.write_number(*place, cell, style.of[look, "General"])
    elif isinstance(cell, datetime):
        sheet.write_datetime(*place, cell, style.of[look, "yyyy-mm-dd hh:mm:ss"])
    elif isinstance(cell, date) and cell.year >= 1900:
        sheet.write_datetime(*place, cell, style.of[look, "yyyy-mm-dd"])
    elif isinstance(cell, time | timedelta):
        sheet.write_datetime(*place, cell, style.of[look, "[h]:mm:ss"])
    elif cell not in ("", None):
        sheet.write_string(*place, str(cell), style.of[look, "@"])
    elif look == "wrong":
        sheet.write_blank(*place, None, style.of[look, "@"])
