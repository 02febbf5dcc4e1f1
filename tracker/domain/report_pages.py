"""A report as it is drawn, on the screen and in Word: headings, paragraphs, tables and charts in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.domain.report_drafts import Segment

Cell = Sequence[Segment]


@dataclass(frozen=True)
class Grid:
    """A table: what it is, in which unit it counts, its columns, its rows; `note` says how its rates are made."""

    title: str
    unit: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    # How wide the columns are beside each other; the first holds the names.
    widths: Sequence[int]
    note: str = ""
    # How deep the name of each row is a part of what stands above; nothing where none is.
    depths: Sequence[int] = ()
    # Whether the cells are words and not numbers.
    is_list: bool = False


@dataclass(frozen=True)
class Bars:
    """A chart of bars: its finding, the unit, the names, and one or two series of numbers."""

    title: str
    unit: str
    names: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]
    # The codes of the figures of the first series.
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """One section of a report."""

    code: str
    heading: str
    paragraphs: Sequence[Sequence[Segment]] = ()
    grids: Sequence[Grid] = ()
    charts: Sequence[Bars] = ()


@dataclass(frozen=True)
class Page:
    """A whole report: `as_of` stands on every page, `foot` says who signed it off or that it is a draft."""

    title: str
    as_of: str
    foot: str
    parts: Sequence[Part]
    appendix: Sequence[Grid] = field(default=())
