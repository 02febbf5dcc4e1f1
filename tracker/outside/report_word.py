"""A report as a Word file, in the layout of official papers: title, numbered headings, paragraphs, tables, charts, and
the appendix of figures. Its day and scope stand at the head of every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from tracker.domain.document_blocks import Shape
from tracker.domain.report_drafts import Segment, plain
from tracker.domain.report_pages import Bars, Grid, Page, Part
from tracker.domain.reports import numeral
from tracker.outside.report_charts import drawn
from tracker.outside.word_layout import FANGSONG, HEITI, KAITI, XIAOBIAO, set_face, set_page

_W = nsdecls("w")
# Twips: the type area of 156 mm.
_WIDTH = 8844
# Characters of a title in one line.
_TITLE_LINE = 20
# What XML cannot hold was refused when it was typed; names of old units may still carry some.
_FORBIDDEN = {number: None for number in range(32) if number not in (9, 10, 13)}


def write_report(page: Page) -> bytes:
    """The file."""
    document = Document()
    set_page(document, Shape.LETTER)
    _headers(document, page)
    core = document.core_properties
    core.title, core.author, core.comments = page.title, "", page.as_of
    body = document.element.body
    charts = [0]
    pieces = [_line(_balanced(page.title), face=XIAOBIAO, size=44, side="center", after=240)]
    pieces.append(_line(f"（{page.foot}）", face=KAITI, size=28, side="center", after=360))
    for part in page.parts:
        pieces += _part(document, part, charts)
    pieces += [_line("附件", face=HEITI, new_page=True)]
    for no, grid in enumerate(page.appendix, start=1):
        pieces += _grid(grid, f"{numeral(no)}、{grid.title}")
    end = body.find(qn("w:sectPr"))
    for one in pieces:
        end.addprevious(parse_xml(one))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _balanced(title: str) -> str:
    """A long title in two lines broken where the words part: one character alone on a line reads badly."""
    at = title.find("办理")
    return f"{title[:at]}\n{title[at:]}" if len(title) > _TITLE_LINE and at > 0 else title


def _headers(document: Any, page: Page) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        run = header.paragraphs[0].add_run(page.as_of)
        run.font.size = Pt(9)
        set_face(run, KAITI)


def _part(document: Any, part: Part, charts: list[int]) -> list[str]:
    found = [_line(part.heading, face=HEITI, style="Heading1", indent=True)]
    found += [_line(plain(words), indent=True) for words in part.paragraphs]
    for chart in part.charts:
        found.append(_chart(document, chart, charts))
    for grid in part.grids:
        unit = f"（{grid.unit}）" if grid.unit else ""
        found += _grid(grid, f"{grid.title}{unit}")
    return found


def _chart(document: Any, chart: Bars, charts: list[int]) -> str:
    charts[0] += 1
    # A line as high as its drawing, not as the grid of the text.
    loose = '<w:spacing w:before="120" w:after="120" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>'
    return (
        f'<w:p {_W}><w:pPr><w:snapToGrid w:val="0"/>{loose}</w:pPr><w:r>{drawn(document, chart, charts[0])}</w:r></w:p>'
    )


def _grid(grid: Grid, title: str) -> list[str]:
    found = [_line(title, face=KAITI, size=24, side="center", before=160, keep=True), _table(grid)]
    if grid.note:
        found.append(_line(f"注：{grid.note}", size=18))
    found.append(_line("", size=12))
    return found


def _table(grid: Grid) -> str:
    whole = sum(grid.widths)
    widths = [_WIDTH * one // whole for one in grid.widths]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = _row([[(one, "")] for one in grid.head], widths, face=HEITI, is_head=True, words=True)
    depths = grid.depths or [0] * len(grid.rows)
    rows = "".join(
        _row(row, widths, words=grid.is_list, depth=depth) for row, depth in zip(grid.rows, depths, strict=True)
    )
    margins = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _row(
    cells: Sequence[Sequence[Segment]],
    widths: Sequence[int],
    *,
    face: str = FANGSONG,
    is_head: bool = False,
    words: bool = False,
    depth: int = 0,
) -> str:
    # A row is not torn over two pages; the head is printed anew on each.
    how = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
    made = []
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        side = "center" if is_head else ("left" if words or at == 0 else "right")
        ahead = 180 * depth if at == 0 else 0
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{_line(plain(cell), face=face, size=18, side=side, ahead=ahead, before=30, after=30, bare=True)}</w:tc>"
        )
    return f"<w:tr>{how}{''.join(made)}</w:tr>"


def _line(
    words: str,
    *,
    face: str = FANGSONG,
    size: int = 0,
    side: str = "",
    indent: bool = False,
    ahead: int = 0,
    before: int = 0,
    after: int = 0,
    keep: bool = False,
    new_page: bool = False,
    style: str = "",
    bare: bool = False,
) -> str:
    """A paragraph; sizes in half points, distances in twips. `style` makes it a heading in the outline."""
    small = 0 < size < 32
    shape = [
        "<w:keepNext/>" if keep or style else "",
        "<w:pageBreakBefore/>" if new_page else "",
        '<w:snapToGrid w:val="0"/>' if small else "",
        f'<w:spacing w:before="{before}" w:after="{after}"{_HIGH if small else ""}/>',
        '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
        if indent
        else (f'<w:ind w:left="{ahead}"/>' if ahead else ""),
        f'<w:jc w:val="{side}"/>' if side else "",
        '<w:outlineLvl w:val="0"/>' if style else "",
    ]
    heavy = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    fonts = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/>'
    lines = escape(words.translate(_FORBIDDEN)).split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{one}</w:t>' for one in lines)
    run = f"<w:r><w:rPr>{fonts}{heavy}</w:rPr>{text}</w:r>" if words else ""
    return f"<w:p{'' if bare else f' {_W}'}><w:pPr>{''.join(shape)}</w:pPr>{run}</w:p>"


_HIGH = ' w:line="240" w:lineRule="auto"'
