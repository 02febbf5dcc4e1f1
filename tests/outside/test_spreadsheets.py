"""Files as people make them: three kinds, two encodings, and what cannot be read says why."""

import io
import re
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from tracker.outside.spreadsheets import Unreadable, read_sheet

WORDS = '单位名称,简称\r\n临江市水务局,市水务局\r\n\r\n"临江市,公安局",\n'
EXPECTED = (
    ("单位名称", "简称"),
    [{"单位名称": "临江市水务局", "简称": "市水务局"}, {"单位名称": "临江市,公安局", "简称": ""}],
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_each_encoding(encoding: str) -> None:
    sheet = read_sheet(WORDS.encode(encoding), "units.csv")
    assert (sheet.header, [cells for _line, cells in sheet.rows]) == EXPECTED
    assert [line for line, _cells in sheet.rows] == [2, 4]


def test_jsonl_keeps_leading_zeros_and_joins_lists() -> None:
    sheet = read_sheet('{"number": "0311", "co_units": ["甲", "乙"], "body": null}\n'.encode(), "a.jsonl")
    assert sheet.rows == ((1, {"number": "0311", "co_units": "甲|乙", "body": ""}),)


def test_xlsx_numbers_and_days_are_read_as_people_read_them() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet()
    page.write_row(0, 0, ["编号", "电话", "日期"])
    page.write_string(1, 0, "0042")
    page.write_number(1, 1, 13800001234)
    page.write_datetime(
        1, 2, __import__("datetime").datetime(2026, 4, 1), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    book.close()
    sheet = read_sheet(buffer.getvalue(), "a.xlsx")
    assert sheet.rows == ((2, {"编号": "0042", "电话": "13800001234", "日期": "2026-04-01"}),)


def a_workbook(*cells: tuple[int, int], more: int = 0) -> bytes:
    """A workbook with something in each of these cells, and so many mebibytes of nothing in another part."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        for row, column in cells:
            page.write_string(row, column, "字")
    if more:
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/media/empty.bin", bytes(more * 1024 * 1024))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (a_workbook((0, 0), (1_048_575, 16_383)), "far_cell:1048576,16384"),
        (a_workbook((0, 0), (0, 3), (1_048_575, 0)), "far_cell:1048576,1"),
        (a_workbook((0, 0), more=101), "too_large_unpacked"),
    ],
    ids=["corner", "bottom", "bomb"],
)
def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unfolded(data: bytes, why: str) -> None:
    assert len(data) < 200_000
    tracemalloc.start()
    with pytest.raises(Unreadable) as caught:
        read_sheet(data, "a.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.why == why and peak < 32 * 1024 * 1024


def test_cells_without_a_place_stand_one_after_another() -> None:
    buffer = io.BytesIO(a_workbook((0, 0), (0, 1), (1, 0)))
    with zipfile.ZipFile(buffer) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(<(?:row|c)) r="[A-Z0-9]+"', rb"\1", parts[sheet])
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as book:
        for name, held in parts.items():
            book.writestr(name, held)
    assert read_sheet(bare.getvalue(), "a.xlsx").header == ("字", "字")


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"x", "a.pdf", "unknown_kind"),
        (b"PK\x03\x04nothing", "a.xlsx", "not_a_table"),
        (b'{"a": 1}\n{oops', "a.jsonl", "bad_line:2"),
        (b"[1]\n", "a.jsonl", "bad_line:1"),
        (b"a,b\n1,2,3\n", "a.csv", "ragged"),
        (b"\xff\xfe\x00\x81", "a.csv", "unknown_encoding"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sheet(data, name)
    assert caught.value.why == why
