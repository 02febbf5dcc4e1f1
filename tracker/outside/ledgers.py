"""The door to lists in files: xlsx and csv, written row by row so that the longest needs no more memory than a short
one. Nothing in them is ever a formula, nothing is cut, and what a cell cannot hold is shown by its name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

import xlsxwriter

Cell = str | int | date | None
Row = Sequence[Cell]

# What a cell of a workbook holds, in the units its program counts with: a rare character of two halves counts twice.
CELL = 32_767
# The last row of a worksheet is this one; a list that is longer goes on in the next sheet.
SHEET_ROWS = 1_000_000
# A spreadsheet takes a cell that begins so for a formula, whatever the file says; blanks before it do not help.
_LIVE = re.compile(r"'*[\s\x00\ufeff]*[=+\-@＝＋－＠\t\r\n\x00]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?", re.ASCII)
# No cell of a workbook can hold these.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Part:
    """One table of a file: its code for the record, its name, its heads with their widths in characters, its rows,
    and how many of them are written."""

    code: str
    name: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Row]
    count: int = 0


@dataclass
class _Rest:
    """What did not fit into a cell, for the sheet of continuations."""

    lines: list[tuple[str, str, int, str]] = field(default_factory=list)


def write_csv(file: IO[bytes], part: Part) -> None:
    """One table as csv that spreadsheets read as UTF-8; a cell they would take for a formula begins with an
    apostrophe, which `unescaped` takes away again."""
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([escaped(words) for words, _width in part.heads])
    for row in part.rows:
        writer.writerow([escaped(_shown(cell)) for cell in row])
        part.count += 1
    out.flush()
    out.detach()


def escaped(words: str) -> str:
    """The words of a csv cell, made harmless: numbers below zero stay what they are."""
    return f"'{words}" if _LIVE.match(words) and not _NUMBER.fullmatch(words) else words


def unescaped(words: str) -> str:
    """What `escaped` was given."""
    return words[1:] if words.startswith("'") and _LIVE.match(words) else words


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    words = cell if isinstance(cell, str) else cell.isoformat() if isinstance(cell, date) else str(cell)
    return words if words.isprintable() else _UNWRITABLE.sub(_named, words)


def _named(found: re.Match[str]) -> str:
    return f"〔U+{ord(found[0]):04X}〕"


def write_book(
    file: IO[bytes],
    parts: Sequence[Part],
    about: Callable[[], Sequence[tuple[str, str]]],
    words: tuple[str, str, str, Sequence[str]],
) -> None:
    """A workbook of these tables, then what did not fit into a cell, then what the file is.

    `about` is asked last, when the rows are counted. `words`: the name of the last sheet, that of the continuations,
    what stands in a cell whose text goes on there (`{n}` is its line), and the heads of that sheet.
    """
    last_name, more_name, goes_on, more_heads = words
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        style = _Styles(book)
        rest = _Rest()
        for part in parts:
            _write_part(book, part, style, (rest, goes_on))
        if rest.lines:
            _write_rest(book, more_name, more_heads, rest, style)
        sheet = book.add_worksheet(last_name)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 80)
        for line, (what, said) in enumerate(about()):
            sheet.write_string(line, 0, _shown(what), style.bold)
            sheet.write_string(line, 1, _shown(said)[:CELL], style.text)


class _Styles:
    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self.number = book.add_format({"num_format": "0", "valign": "top"})


def _write_part(book: Any, part: Part, style: _Styles, more: tuple[_Rest, str]) -> None:
    sheet, line = _begun(book, part, style, 0), 0
    for row in part.rows:
        line += 1
        part.count += 1
        if line > SHEET_ROWS:
            sheet, line = _begun(book, part, style, part.count // SHEET_ROWS), 1
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, int):
                sheet.write_number(line, column, cell, style.number)
            elif isinstance(cell, date) and cell.year >= 1900:
                sheet.write_datetime(line, column, cell, style.day)
            else:
                sheet.write_string(line, column, _fitted(_shown(cell), (part, line, column), more), style.text)


def _begun(book: Any, part: Part, style: _Styles, no: int) -> Any:
    sheet = book.add_worksheet(f"{part.name}{no + 1}" if no else part.name)
    for column, (words, width) in enumerate(part.heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, style.bold)
    sheet.freeze_panes(1, 1)
    return sheet


def _fitted(words: str, place: tuple[Part, int, int], more: tuple[_Rest, str]) -> str:
    """The words, or as many of them as fit with a note where the others stand."""
    if len(words) <= CELL // 2 or _length(words) <= CELL:
        return words
    (part, line, column), (rest, goes_on) = place, more
    note = goes_on.replace("{n}", str(len(rest.lines) + 2))
    pieces = _cut(words, CELL - _length(note))
    rest.lines += [(part.name, part.heads[column][0], line + 1, piece) for piece in pieces[1:]]
    return pieces[0] + note


def _length(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2


def _cut(words: str, size: int) -> list[str]:
    """The words in pieces of at most that length; no character is taken apart."""
    pieces, start, length = [], 0, 0
    for place, sign in enumerate(words):
        width = 2 if ord(sign) > 0xFFFF else 1
        if length + width > size:
            pieces.append(words[start:place])
            start, length = place, 0
        length += width
    return [*pieces, words[start:]]


def _write_rest(book: Any, name: str, heads: Sequence[str], rest: _Rest, style: _Styles) -> None:
    sheet = book.add_worksheet(name)
    for column, words in enumerate(heads):
        sheet.set_column(column, column, 16 if column < 3 else 100)
        sheet.write_string(0, column, words, style.bold)
    for line, (table, head, row, words) in enumerate(rest.lines, 1):
        sheet.write_string(line, 0, table, style.text)
        sheet.write_string(line, 1, head, style.text)
        sheet.write_number(line, 2, row, style.number)
        sheet.write_string(line, 3, words, style.text)
