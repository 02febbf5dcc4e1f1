"""The built-in Word templates, built in code: the layout of official documents (GB/T 9704) with a field in each place.

The typefaces are named as offices have them; they are not ours to ship.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from tracker.domain.document_blocks import Block, Each, Form, Grid, Line, Shape, Style, Table
from tracker.domain.document_forms import FORMS
from tracker.domain.documents import PaperKind
from tracker.outside.documents import SQUARE

FANGSONG, HEITI, KAITI, XIAOBIAO = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xD0, 0x02, 0x1B)
BODY = Pt(16)
_LEFT, _RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
# 22 lines of 28 characters on a type area of 156 by 225 mm: 580 twips a line; characters are set a quarter of a point
# closer by the style, because programs do not agree on what a grid of characters narrower than the type means.
_GRID = {"w:type": "lines", "w:linePitch": "580"}
_CLOSER = "-5"


@cache
def built_in(kind: PaperKind) -> bytes:
    """The template of a kind of paper that is used where the office has put none in its place."""
    form = FORMS[kind]
    document = Document()
    set_page(document, form.shape)
    _draft_mark(document)
    if form.shape is Shape.LETTER:
        _head(document)
    _title(document)
    if form.shape is Shape.LETTER:
        _paragraph(document, "{{ 主送 }}", when="主送")
    for block in form.body:
        _block(document, block, form)
    _foot(document, form.shape)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def set_page(document: Any, shape: Shape) -> None:
    """The paper, its type area and the folio of each side."""
    normal = document.styles["Normal"]
    normal.font.size = BODY if shape is Shape.LETTER else Pt(14)
    set_face(normal, FANGSONG)
    if shape is Shape.LETTER:
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), _CLOSER)
        normal.element.get_or_add_rPr().append(closer)
    section = document.sections[0]
    wide = shape is Shape.WIDE
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    if shape is Shape.LETTER:
        margins = (37, 35, 28, 26)
        grid = OxmlElement("w:docGrid")
        for name, value in _GRID.items():
            grid.set(qn(name), value)
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(grid)
    else:
        margins = (25, 25, 25 if wide else 27, 25 if wide else 27)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.footer_distance = Mm(28 if shape is Shape.LETTER else 15)
    document.settings.odd_and_even_pages_header_footer = True
    _folio(section.footer.paragraphs[0], _RIGHT)
    _folio(section.even_page_footer.paragraphs[0], _LEFT)


def _folio(paragraph: Paragraph, side: Any) -> None:
    """— 1 —: on the right of odd pages, on the left of even ones, one character from the edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for words, field in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = paragraph.add_run(words)
        run.font.size = Pt(14)
        set_face(run, "宋体")
        if field:
            for kind, text in (("begin", ""), ("", field), ("end", "")):
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = text
                run._r.append(part)


def set_face(styled: Any, name: str) -> None:
    """Latin and Chinese alike: without w:eastAsia Chinese keeps the face of the program that opens it."""
    styled.font.name = name
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hAnsi"), name)


def _paragraph(
    place: Any,
    words: str,
    *,
    face: str = FANGSONG,
    size: Any = None,
    side: Any = None,
    indent: bool = False,
    when: str = "",
) -> Paragraph:
    if when:
        place.add_paragraph(f"{{%p if {when} %}}")
    paragraph: Paragraph = place.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.space_before = Pt(0)
    if side is not None:
        paragraph.alignment = side
    run = paragraph.add_run(words)
    set_face(run, face)
    if size is not None:
        run.font.size = size
    if indent:
        _indent(paragraph)
    if when:
        place.add_paragraph("{%p endif %}")
    return paragraph


def _indent(paragraph: Paragraph) -> None:
    """Two characters, whatever their size."""
    properties = paragraph._p.get_or_add_pPr()
    held = OxmlElement("w:ind")
    held.set(qn("w:firstLineChars"), "200")
    held.set(qn("w:firstLine"), "640")
    properties.append(held)


def _draft_mark(document: Any) -> None:
    paragraph = _paragraph(document, "{{ 草稿标记 }}", face=HEITI, size=Pt(14), side=_RIGHT, when="草稿标记")
    paragraph.runs[0].font.color.rgb = RGBColor(0x66, 0x66, 0x66)


def _head(document: Any) -> None:
    """The mark of the result upper right, the red head, number and signer, the red line."""
    _paragraph(document, "{{ 类别标记 }}", face=HEITI, side=_RIGHT, when="类别标记")
    head = _paragraph(document, "{{ 发文机关 }}", face=XIAOBIAO, size=Pt(36), side=_CENTRE)
    head.paragraph_format.space_before, head.paragraph_format.space_after = Pt(12), Pt(24)
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    head.runs[0].font.color.rgb = RED
    number = _paragraph(document, "{{ 发文字号 }}\t{% if 签发人 %}签发人：{{ 签发人 }}{% endif %}")
    number.paragraph_format.left_indent = number.paragraph_format.right_indent = BODY
    number.paragraph_format.tab_stops.add_tab_stop(Mm(156) - BODY, WD_TAB_ALIGNMENT.RIGHT)
    _border(number, "bottom", "D0021B", 16)


def _off_grid(paragraph: Paragraph) -> None:
    """Small print does not take the lines of the text."""
    loose = OxmlElement("w:snapToGrid")
    loose.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(loose, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _border(paragraph: Paragraph, side: str, colour: str, eighths: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def _title(document: Any) -> None:
    title = _paragraph(document, "{{ 标题 }}", face=XIAOBIAO, size=Pt(22), side=_CENTRE)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(28), Pt(28)


_FACES = {Style.HEAD: HEITI, Style.SUB: KAITI}


def _block(document: Any, block: Block, form: Form) -> None:
    if isinstance(block, Line):
        _line(document, block)
    elif isinstance(block, Each):
        document.add_paragraph(f"{{%p for 项 in {block.of} %}}")
        for one in block.lines:
            _line(document, one)
        document.add_paragraph("{%p endfor %}")
    elif isinstance(block, Table):
        _table(document, block)
    else:
        _grid(document, block)


def _line(document: Any, one: Line) -> None:
    side = _CENTRE if one.style is Style.CENTRE else None
    indent = one.style not in (Style.PLAIN, Style.CENTRE)
    face = _FACES.get(one.style, FANGSONG)
    made = _paragraph(document, one.words, face=face, side=side, indent=indent, when=one.when)
    made.paragraph_format.keep_with_next = one.style in _FACES


def _table(document: Any, block: Table) -> None:
    table = _empty(document, 4, block.widths)
    for cell, words in zip(table.rows[0].cells, block.head, strict=True):
        _cell(cell, words, face=HEITI, side=_CENTRE)
    _repeat(table.rows[0])
    table.rows[1].cells[0].text = f"{{%tr for 项 in {block.of} %}}"
    for cell, words in zip(table.rows[2].cells, block.cells, strict=True):
        _cell(cell, words)
    table.rows[3].cells[0].text = "{%tr endfor %}"


def _repeat(row: Any) -> None:
    """The head of a table that goes over the page is printed anew."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _grid(document: Any, block: Grid) -> None:
    table = _empty(document, len(block.rows), block.widths)
    for place, (row, words) in enumerate(zip(table.rows, block.rows, strict=True)):
        if place in block.tall:
            row.height = Mm(26)
        for cell, one in zip(row.cells, words, strict=True):
            _cell(cell, one)


def _empty(document: Any, rows: int, widths: tuple[int, ...]) -> WordTable:
    table: WordTable = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _cell(cell: Any, words: str, *, face: str = FANGSONG, side: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    paragraph.alignment = side
    run = paragraph.add_run(words)
    set_face(run, face)
    run.font.size = Pt(12)


def _foot(document: Any, shape: Shape) -> None:
    if shape is Shape.LETTER:
        document.add_paragraph("{%p for 件 in 附件 %}")
        enclosed = _paragraph(document, "附件：{{ 件 }}", indent=True)
        enclosed.paragraph_format.space_before = Pt(16)
        document.add_paragraph("{%p endfor %}")
    for words, before in (("{{ 落款 }}", 32), ("{{ 成文日期 }}", 0)):
        signed = _paragraph(document, words, side=_RIGHT, when="落款")
        signed.paragraph_format.right_indent = Pt(48)
        signed.paragraph_format.space_before = Pt(before)
    _paragraph(document, "（{{ 联系 }}）", indent=True, when="联系")
    _paragraph(document, "（{{ 附注 }}）", indent=True, when="附注")
    copies = _paragraph(document, "抄送：{{ 抄送 }}。", size=Pt(14), when="抄送")
    copies.paragraph_format.space_before = Pt(24)
    copies.paragraph_format.left_indent = copies.paragraph_format.right_indent = Pt(14)
    _border(copies, "top", "000000", 6)
    _border(copies, "bottom", "000000", 6)
    document.add_paragraph("{%p if 核对码 %}")
    square = _paragraph(document, f"{{{{ {SQUARE} }}}}")
    square.paragraph_format.space_before = Pt(16)
    square.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for words in ("{{ 核对说明 }}", "{{ 核对码 }}　{{ 核对网址 }}"):
        _off_grid(_paragraph(document, words, size=Pt(9)))
    document.add_paragraph("{%p endif %}")
