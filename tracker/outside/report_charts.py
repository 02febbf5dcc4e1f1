"""Charts for Word: real ones, drawn by the program that opens the file, with their numbers in a sheet inside it, so
that an office may restyle and edit them."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from tracker.domain.report_pages import Bars

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLOURS = ("2F5D8C", "C8A45C")
_WIDE, _LINE, _LEAST = 5_600_000, 300_000, 1_900_000  # EMU: 156 mm wide, and so much for each bar
_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_FONT = '<a:latin typeface="仿宋_GB2312"/><a:ea typeface="仿宋_GB2312"/>'


def drawn(document: Any, chart: Bars, number: int) -> str:
    """Put a chart into the file; returns the XML of the drawing that shows it, for a run."""
    package, part = document.part.package, document.part
    sheet = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _SHEET, _sheet(chart), package)
    made = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    held = made.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    made._blob = _chart(chart, held).encode()
    shown = part.relate_to(made, RELATIONSHIP_TYPE.CHART)
    high = max(_LEAST, _LINE * len(chart.names) * len(chart.series) + 700_000)
    return (
        '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'{_NAMES}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{_WIDE}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="chart{number}" descr="{escape(_said(chart), {chr(34): "&quot;"})}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{shown}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _said(chart: Bars) -> str:
    """The chart in words, for who cannot see it."""
    numbers = "，".join(f"{name}{value}" for name, value in zip(chart.names, chart.series[0][1], strict=True))
    return f"{chart.title}。{chart.series[0][0]}：{numbers}（{chart.unit}）"


def _sheet(chart: Bars) -> bytes:
    out = io.BytesIO()
    # Text stays text: a name that begins with = is no formula.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("Sheet1")
    for column, (name, values) in enumerate(chart.series, start=1):
        page.write_string(0, column, name)
        for row, value in enumerate(values, start=1):
            page.write_number(row, column, value)
    for row, name in enumerate(chart.names, start=1):
        page.write_string(row, 0, name)
    book.close()
    return out.getvalue()


def _chart(chart: Bars, sheet: str) -> str:
    series = "".join(_series(chart, number) for number in range(len(chart.series)))
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMES}><c:roundedCorners val="0"/>'
        f'<c:chart>{_title(f"{chart.title}（{chart.unit}）")}<c:autoTitleDeleted val="0"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{_AXES}</c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000">{_FONT}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="zh-CN"/></a:p></c:txPr><c:externalData r:id="{sheet}"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    )


def _title(words: str) -> str:
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1">{_FONT}</a:defRPr></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1200" b="1">{_FONT}</a:rPr><a:t>{escape(words)}</a:t></a:r></a:p></c:rich>'
        '</c:tx><c:overlay val="0"/></c:title>'
    )


# Names from the top down, as they are read; whole numbers, from nought.
_AXES = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
    '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/><c:crosses val="autoZero"/>'
    '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
    '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/>'
    '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
)


def _series(chart: Bars, number: int) -> str:
    name, values = chart.series[number]
    column, last = "BC"[number], len(chart.names) + 1
    names = "".join(f'<c:pt idx="{at}"><c:v>{escape(one)}</c:v></c:pt>' for at, one in enumerate(chart.names))
    numbers = "".join(f'<c:pt idx="{at}"><c:v>{one}</c:v></c:pt>' for at, one in enumerate(values))
    count = f'<c:ptCount val="{len(chart.names)}"/>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOURS[number]}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{count}{numbers}</c:numCache></c:numRef></c:val></c:ser>"
    )
