"""Reading a whole file: its rows, the columns that are not taken, and what is wrong with its cells.

A missing field is a gap that is shown; a malformed one is an error with its row and column. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from tracker.domain.characters import UNSAVABLE, evened
from tracker.domain.intake import COLUMNS, ERRORS, Column, Fault, Malformed, Subject
from tracker.domain.limits import FAR_AHEAD

# So many of the headings that are not taken are worth a look.
NAMED = 20
# No paper and no seat of a congress is older than the republic: an earlier day stands for one that is not known.
EARLIEST = date(1949, 10, 1)
Rows = Sequence[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True)
class RowFault:
    """An error a person can find in the file: its line, its column, what stood there, why not."""

    line: int
    column: str
    value: str
    fault: Fault


@dataclass
class Record:
    """One row as read; `gaps` are the columns the source leaves open."""

    line: int
    values: dict[str, Any]
    gaps: tuple[str, ...] = ()


@dataclass
class Reading:
    """A whole file as read."""

    rows_in: int = 0
    records: list[Record] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    # Headings nobody knows, each with the one that may be meant, or nothing.
    untaken: dict[str, str] = field(default_factory=dict)


def read(subject: Subject, header: Sequence[str], rows: Rows) -> Reading:
    """Read every row of a file. Header names are matched in Chinese or English; others are not taken, and named."""
    if not rows and not any(one.strip() for one in header):
        # Of an empty file no column is missing more than any other.
        return Reading(faults=[RowFault(1, "", "", Fault.EMPTY_FILE)])
    known = _columns(subject, header)
    amiss = _absent(subject, known) + _said_twice(header, known) + _unsavable(header, rows)
    reading = Reading(len(rows), faults=list(amiss), untaken=_untaken(subject, header, rows))
    for line, cells in rows:
        record, faults = _record(line, cells, known)
        reading.faults += faults
        # Under such headings no row is complete or certain: who plans from the records may rely on that.
        if not faults and not amiss:
            reading.records.append(record)
    if not rows:
        reading.faults.append(RowFault(1, "", "", Fault.EMPTY_FILE))
    return reading


def believable(reading: Reading, today: date) -> Reading:
    """The file without the rows that name a day nobody can mean: before 1949-10-01, or over ten years after today."""
    records, faults = [], list(reading.faults)
    for record in reading.records:
        days = [(column, value) for column, value in record.values.items() if isinstance(value, date)]
        unlikely = [(column, value) for column, value in days if not EARLIEST <= value <= today + FAR_AHEAD]
        faults += [RowFault(record.line, column, str(value), Fault.UNLIKELY_DATE) for column, value in unlikely]
        if not unlikely:
            records.append(record)
    return replace(reading, records=records, faults=faults)


def _columns(subject: Subject, header: Sequence[str]) -> dict[str, Column]:
    names = {alias: column for column in COLUMNS[subject] for alias in (column.name, *column.aliases)}
    return {title: names[title.strip()] for title in header if title.strip() in names}


def _absent(subject: Subject, known: Mapping[str, Column]) -> list[RowFault]:
    there = {column.name for column in known.values()}
    absent = [column for column in COLUMNS[subject] if column.required and column.name not in there]
    return [RowFault(1, column.aliases[0], "", Fault.NO_SUCH_COLUMN) for column in absent]


def _said_twice(header: Sequence[str], known: Mapping[str, Column]) -> list[RowFault]:
    """Headings that mean the same column: which of their cells counts, nobody could tell."""
    headings: dict[str, list[str]] = {}
    for title in header:
        if title in known:
            headings.setdefault(known[title].name, []).append(title.strip())
    return [RowFault(1, "、".join(same), "", Fault.TWO_HEADINGS) for same in headings.values() if len(same) > 1]


def _unsavable(header: Sequence[str], rows: Rows) -> list[RowFault]:
    """Headings nobody could store or show, with the row that brings them: in jsonl each row names its own columns."""
    found = []
    for title in header:
        if UNSAVABLE.search(_even(title)):
            line, first = next(((line, place) for place, (line, cells) in enumerate(rows) if title in cells), (1, 0))
            found.append(RowFault(line if first else 1, _shown(title), _shown(title), Fault.BAD_CHARACTER))
    return found


def _untaken(subject: Subject, header: Sequence[str], rows: Rows) -> dict[str, str]:
    taken = _columns(subject, header)
    there = {column.name for column in taken.values()}
    free = [name for column in COLUMNS[subject] if column.name not in there for name in (column.name, *column.aliases)]
    found: dict[str, str] = {}
    for title in dict.fromkeys(header):
        # A column without a heading is one only if something stands in it: spreadsheets leave empty ones behind.
        if (
            title in taken
            or title.strip() == ERRORS
            or UNSAVABLE.search(_even(title))
            or not (title.strip() or _has_cells(title, rows))
        ):
            continue
        # jsonl may bring any number of names: for the first of them there is something to be offered.
        close = get_close_matches(_shown(title), free, n=1) if len(found) < NAMED else []
        found[_shown(title)] = close[0] if close else ""
    return found


def _has_cells(title: str, rows: Rows) -> bool:
    return any(cells.get(title, "").strip() for _line, cells in rows)


def _record(line: int, cells: Mapping[str, str], known: Mapping[str, Column]) -> tuple[Record, list[RowFault]]:
    values: dict[str, Any] = {}
    gaps: list[str] = []
    faults: list[RowFault] = []
    for title, column in known.items():
        raw = cells.get(title, "")
        if not raw.strip():
            values[column.name] = None
            gaps.append(column.name)
            if column.required:
                faults.append(RowFault(line, title, "", Fault.MISSING))
            continue
        try:
            values[column.name] = column.read(_fit(raw))
        except Malformed as malformed:
            faults.append(RowFault(line, title, _shown(raw), malformed.fault))
    return Record(line, values, tuple(gaps)), faults


def _fit(raw: str) -> str:
    text = _even(raw)
    if UNSAVABLE.search(text):
        raise Malformed(Fault.BAD_CHARACTER)
    return text


def _even(raw: str) -> str:
    return evened(raw).removeprefix("\ufeff")


def _shown(raw: str) -> str:
    """The beginning of a text as a page can show it: half a character could not even be sent."""
    return UNSAVABLE.sub("\ufffd", _even(raw)[:80])
