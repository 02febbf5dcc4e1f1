"""A report as PDF: the same words, tables and numbers as its Word file, with bars drawn on the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker.domain.report_drafts import plain
from tracker.domain.report_pages import Bars, Grid, Page, Part
from tracker.outside.documents import set_pdf


def write_report_pdf(folder: Path, page: Page, *, draft: str) -> bytes:
    """The report set by `report.typ` in `folder`; `draft` is the mark of one that nobody has signed off."""
    data: dict[str, Any] = {
        "标题": page.title,
        "草稿标记": draft,
        "as_of": page.as_of,
        "foot": "" if draft else page.foot,
        "parts": [_part(one) for one in page.parts],
        "appendix": [_grid(one) for one in page.appendix],
    }
    return set_pdf(folder, "report.typ", data)


def _part(one: Part) -> dict[str, Any]:
    return {
        "heading": one.heading,
        "paragraphs": [plain(words) for words in one.paragraphs],
        "charts": [_bars(chart) for chart in one.charts],
        "grids": [_grid(grid) for grid in one.grids],
    }


def _bars(one: Bars) -> dict[str, Any]:
    return {"title": one.title, "unit": one.unit, "names": list(one.names), "values": list(one.series[0][1])}


def _grid(one: Grid) -> dict[str, Any]:
    rows: Sequence[Sequence[str]] = [[plain(cell) for cell in row] for row in one.rows]
    return {
        "title": one.title,
        "unit": one.unit,
        "head": list(one.head),
        "rows": rows,
        "widths": list(one.widths),
        "depths": list(one.depths),
        "is_list": one.is_list,
        "note": one.note,
    }
