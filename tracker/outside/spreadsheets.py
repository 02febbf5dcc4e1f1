"""The door to tables in files: xlsx, csv (UTF-8 with or without BOM, GB18030) and jsonl, read as plain text cells;
and xlsx written so that words stay text, whatever they begin with."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from tracker.domain.limits import IMPORT_BYTES, IMPORT_CELLS, IMPORT_ROWS, UNPACKED_BYTES
from tracker.outside.ledgers import unescaped

Cells = dict[str, str]


class Unreadable(ValueError):
    """The file is not one of the kinds we read; `why` is a code with its words in `web/intake_words.py`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Sheet:
    """A table: its header and its rows with their line numbers as the file counts them."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]


def read_sheet(data: bytes, name: str) -> Sheet:
    """Read a file by its ending. Raises `Unreadable` with a code when it is no such file, too large or too long."""
    if len(data) > IMPORT_BYTES:
        raise Unreadable("too_large")
    ending = name.rpartition(".")[2].lower()
    if ending == "jsonl":
        sheet = _from_jsonl(data)
    elif ending == "csv":
        sheet = _from_csv(data)
    elif ending == "xlsx":
        sheet = _from_xlsx(data)
    else:
        raise Unreadable("unknown_kind")
    if len(sheet.rows) > IMPORT_ROWS:
        raise Unreadable("too_many_rows")
    return sheet


def decoded(data: bytes) -> str:
    """A text file as text: UTF-8 with or without its mark, or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("unknown_encoding")


def _from_csv(data: bytes) -> Sheet:
    reader = csv.reader(io.StringIO(decoded(data), newline=""))
    csv.field_size_limit(IMPORT_BYTES)
    try:
        # A list that we wrote marks what a spreadsheet would take for a formula.
        header = tuple(unescaped(cell) for cell in next(reader, ()))
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                # More cells than titles means the columns have slipped: reading on would put text under wrong names.
                if len(cells) > len(header):
                    raise Unreadable("ragged")
                plain = (unescaped(cell) for cell in cells)
                rows.append((reader.line_num, dict(zip(header, plain, strict=False))))
    except csv.Error:
        raise Unreadable("not_a_table") from None
    return Sheet(header, tuple(rows))


def _from_jsonl(data: bytes) -> Sheet:
    header: dict[str, None] = {}
    rows: list[tuple[int, Cells]] = []
    for line, record in _objects(decoded(data)):
        header |= dict.fromkeys(record)
        rows.append((line, {key: _plain(value) for key, value in record.items()}))
    return Sheet(tuple(header), tuple(rows))


def _objects(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    for line, words in enumerate(text.split("\n"), start=1):
        if not words.strip():
            continue
        try:
            record = json.loads(words)
        except (ValueError, RecursionError):
            raise Unreadable(f"bad_line:{line}") from None
        if not isinstance(record, dict):
            raise Unreadable(f"bad_line:{line}")
        yield line, record


def _from_xlsx(data: bytes) -> Sheet:
    _weigh(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        table = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError):
        raise Unreadable("not_a_table") from None
    if not table:
        return Sheet((), ())
    header = tuple(_plain(cell) for cell in table[0])
    rows = [
        (line, dict(zip(header, (_plain(cell) for cell in cells), strict=False)))
        for line, cells in enumerate(table[1:], start=2)
        if any(_plain(cell).strip() for cell in cells)
    ]
    return Sheet(header, tuple(rows))


# The beginning of a row or of a cell of a worksheet; where no place is written, it is the next one.
_BEGINS = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{0,3})([0-9]{0,7})[\"']")
_PIECE = 1024 * 1024


def _weigh(data: bytes) -> None:
    """Refuse a workbook that would need far more memory than it looks: reading makes a grid up to its last cell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            room = UNPACKED_BYTES
            for entry in book.infolist():
                room -= _unpacked(book, entry, room)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Unreadable("not_a_table") from None


def _unpacked(book: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """The bytes of one entry, read piece by piece and never further than there is room."""
    grid, size, rest = _Grid(), 0, b""
    with book.open(entry) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > room:
                raise Unreadable("too_large_unpacked")
            if "worksheets/" in entry.filename:
                rest = grid.grow(rest + piece)
    return size


class _Grid:
    """How far the cells of a worksheet reach."""

    def __init__(self) -> None:
        self._row = self._column = self._rows = self._columns = 0

    def grow(self, text: bytes) -> bytes:
        """Go through a piece; returns its end, which may be half a cell. Raises `Unreadable` for too large a grid."""
        end = 0
        for found in _BEGINS.finditer(text):
            end = found.end()
            place = _PLACE.search(found[2])
            if found[1] == b"row":
                self._row, self._column = int(place[2] or 0) if place else self._row + 1, 0
                continue
            self._column = _number(place[1]) if place else self._column + 1
            self._row = int(place[2] or 0) if place else self._row
            self._rows, self._columns = max(self._rows, self._row), max(self._columns, self._column)
            if self._rows * self._columns > IMPORT_CELLS:
                raise Unreadable(f"far_cell:{self._row},{self._column}")
        return text[max(end, len(text) - 1024) :]


def _number(letters: bytes) -> int:
    """A column by its letters: A is 1, Z 26, AA 27."""
    return reduce(lambda sum_, sign: sum_ * 26 + sign - 64, letters, 0)


def _plain(value: object) -> str:
    """A cell as a person reads it: 12.0 is 12, a day is 2026-04-01, several names are divided by |."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "|".join(_plain(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


Written = str | int | float | None


def write_xlsx(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Written]], widths: Sequence[int], *, name: str = ""
) -> bytes:
    """A table for offices to work on: the title, a head that stays, one row each. Widths in characters; `name` is that
    of the sheet. Numbers are number cells, to be sorted and added up; all else is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_UNFIT.sub("", name)[:31].strip("'") or None)
        bold, lines = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, bold)
        for column, (words, width) in enumerate(zip(head, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, words, bold)
        for line, row in enumerate(rows, 2):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float):
                    sheet.write_number(line, column, cell, lines)
                else:
                    sheet.write_string(line, column, cell or "", lines)
        sheet.freeze_panes(2, 0)
    return out.getvalue()


# What the name of a sheet may not hold.
_UNFIT = re.compile(r"[\[\]:*?/\\]")
