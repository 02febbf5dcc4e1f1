"""A table with errors comes back with them written into its rows; mended and sent again, it is taken."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests.conftest import Browsers
from tests.page import Browser, Page
from tests.world import World
from tracker.db import db
from tracker.models.organs import Unit
from tracker.outside.marked_sheets import marked

HEAD = ("单位名称", "简称", "系统", "备注的话")


def looked_at(chen: Browser, data: bytes, name: str) -> Page:
    chen.open("/imports")
    return chen.send("/imports", subject="units", file=(io.BytesIO(data), name))


def given_back(chen: Browser) -> bytes:
    href = next(href for href, words in chen.page.links if words == "下载标出错误的表格")
    chen.open(href)
    assert chen.answer is not None
    return chen.answer.data


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def a_csv(*rows: tuple[str, ...], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_errors_come_back_in_the_rows_and_the_mended_file_is_taken(
    browse: Browsers, world: World, encoding: str
) -> None:
    chen = browse("chen")
    rows = (HEAD, ("临江市水务局", "市水务局", "government", "一\n二"), ("临江市绿化局", "市绿化局", "moon", "=1+1"))
    looked_at(chen, a_csv(*rows, encoding=encoding), "单位.csv")
    back = given_back(chen)
    assert back.startswith(b"\xef\xbb\xbf"), "a spreadsheet knows that it is UTF-8"
    head, good, bad = cells(back)
    assert head == [*HEAD, "错误"]
    assert good == [*rows[1], ""]
    assert bad[:4] == ["临江市绿化局", "市绿化局", "moon", "'=1+1"] and bad[4].startswith("系统：")

    mended = a_csv(tuple(head), tuple(good), (*bad[:2], "government", *bad[3:]))
    page = looked_at(chen, mended, "单位（标出错误）.csv")
    assert "要先改好的地方" not in page.words
    chen.send("/imports/")
    db.session.rollback()
    names = set(db.session.scalars(select(Unit.short_name)))
    assert {"市水务局", "市绿化局"} <= names


def test_errors_are_written_anew_each_time(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    looked_at(chen, a_csv((*HEAD[:3], "错误"), ("临江市水务局", "市水务局", "moon", "上一次的错误")), "单位.csv")
    head, row = cells(given_back(chen))
    assert head == [*HEAD[:3], "错误"] and row[3].startswith("系统：") and "上一次" not in row[3]


def test_what_is_wrong_with_the_heads_stands_in_the_first_row(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    looked_at(chen, a_csv(("简称", "系统"), ("市水务局", "government")), "单位.csv")
    head, row = cells(given_back(chen))
    assert head == ["简称", "系统", "错误"] and "单位名称" in row[2]


def a_book(*rows: tuple[Any, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                else:
                    sheet.write(line, column, cell)
    return out.getvalue()


def test_cells_of_a_workbook_stay_what_they_were(browse: Browsers, world: World) -> None:
    rows = (HEAD, ("007", 12.5, date(2026, 4, 1), "=HYPERLINK(1)"), ("临江市水务局", "市水务局", "moon", True))
    book = a_book(*rows)
    before = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    back = marked(book, "a.xlsx", [(3, "系统", "不认识")], "错误")
    after = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[:4] for row in after] == before
    assert [row[4] for row in after] == ["错误", "", "系统：不认识"]


def test_a_workbook_comes_back_with_its_errors(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    looked_at(chen, a_book(HEAD[:3], ("临江市水务局", "市水务局", "moon")), "单位.xlsx")
    back = given_back(chen)
    table = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    assert table[1][:3] == ["临江市水务局", "市水务局", "moon"] and str(table[1][3]).startswith("系统：")
    page = looked_at(chen, back, "单位.xlsx")
    assert "没有读" not in page.words and "要先改好的地方" in page.words


def test_only_who_sent_it_gets_it_back_and_a_file_without_columns_has_no_room(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    looked_at(chen, a_csv(HEAD, ("临江市水务局", "市水务局", "moon", "")), "单位.csv")
    href = next(href for href, words in chen.page.links if words == "下载标出错误的表格")
    browse("lu").open(href, status=404)
    looked_at(chen, b'{"\xe5\x8d\x95\xe4\xbd\x8d\xe5\x90\x8d\xe7\xa7\xb0": "a"}', "a.jsonl")
    assert "下载标出错误的表格" not in chen.page.words
