"""Tables (xlsx, xls, et): a line for each row, its cells one after the other."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import python_calamine

from .packages import opened
from .signs import Unreadable


def tables(file: BinaryIO) -> Iterator[str]:
    """The rows of every sheet under its name, hidden ones too: whoever opens the file can open them."""
    if zipfile.is_zipfile(file):
        opened(file)
    file.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    for name in book.sheet_names:
        yield name
        try:
            rows = book.get_sheet_by_name(name).iter_rows()
        except python_calamine.WorksheetNotFound:
            continue  # a sheet that is only a chart
        for row in rows:
            yield " ".join(words for cell in row if (words := _words(cell)))


def _words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # every number comes as one with a fraction
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return "" if isinstance(cell, bool) else str(cell).replace("\n", " ")
