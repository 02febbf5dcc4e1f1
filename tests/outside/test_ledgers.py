"""Lists in files: what was in a cell comes out of it again, nothing comes alive, nothing is cut."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tracker.outside.ledgers import CELL, Part, escaped, unescaped, write_book, write_csv

WORDS = ("说明", "续表", "（接第{n}行）", ("表", "列", "行", "接着的文字"))
# What breaks cells: beginnings of formulas, quotes, line ends, marks of the file formats, halves and joiners.
SIGNS = [
    *"=+-@＝＋－＠'\",;|\t\n &<>\\𠮷汉é\u200d\u202e\ufeff",
    *("_x000D_", "_x005F_", "]]>", "</t>", "e\u0301", "007", "1e5", "-1"),
]


def nasty(count: int) -> list[str]:
    dice = random.Random(20260401)
    return ["".join(dice.choice(SIGNS) for _ in range(dice.randint(1, 9))) for _ in range(count)]


def a_book(rows: list[tuple[object, ...]], *heads: str) -> tuple[bytes, Part]:
    part = Part("t", "件", [(head, 10) for head in heads], rows)  # type: ignore[arg-type]
    file = io.BytesIO()
    write_book(file, [part], lambda: [("行数", str(part.count))], WORDS)
    return file.getvalue(), part


def sheet(book: bytes, no: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(no).to_python(skip_empty_area=False)


def a_csv(texts: list[str]) -> str:
    file = io.BytesIO()
    write_csv(file, Part("t", "件", [("标题", 10)], [(words,) for words in texts]))
    return file.getvalue().decode("utf-8-sig")


def test_a_thousand_nasty_cells_come_back_out_of_a_workbook_as_they_went_in() -> None:
    texts = nasty(1000)
    book, part = a_book([(words, 1) for words in texts], "标题", "数")
    assert [row[0] for row in sheet(book)[1:]] == texts
    assert part.count == 1000 and sheet(book, 1) == [["行数", "1000"]]


def test_a_thousand_nasty_cells_come_back_out_of_csv_and_none_of_them_is_alive() -> None:
    texts = nasty(1000)
    cells = [row[0] for row in csv.reader(io.StringIO(a_csv(texts), newline=""))][1:]
    assert [unescaped(cell) for cell in cells] == texts
    for cell in cells:
        begins = cell.lstrip(" \ufeff\u3000")[:1]
        assert begins not in set("=+-@＝＋－＠\t\r\n\x00") or cell[1:].replace(".", "").isdigit(), repr(cell)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "'", "\u3000"])
def test_whatever_a_spreadsheet_takes_for_a_formula_is_marked_as_text(sign: str, before: str) -> None:
    words = f"{before}{sign}cmd|' /C calc'!A0"
    assert escaped(words) == f"'{words}"
    assert unescaped(escaped(words)) == words


@pytest.mark.parametrize("words", ["-12", "-0.5", "'tis", "007", "a=b", ""])
def test_numbers_below_zero_and_harmless_words_stay_as_they_are(words: str) -> None:
    assert escaped(words) == words and unescaped(words) == words


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book, _part = a_book([('=HYPERLINK("x")', "+1", "@SUM(1)")], "一", "二", "三")
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        xml = b"".join(file.read(name) for name in file.namelist() if "worksheets/" in name)
    assert b"<f>" not in xml and b"HYPERLINK" in xml


def test_days_are_days_numbers_are_numbers_and_leading_zeros_stay() -> None:
    book, _part = a_book([(date(2026, 4, 1), 12, "007", date(1899, 1, 2))], "日", "数", "号", "旧")
    assert sheet(book)[1] == [date(2026, 4, 1), 12.0, "007", "1899-01-02"]


@pytest.mark.parametrize("text", ["长" * 100_000, "𠮷" * 40_000, "x" * CELL, "x" * (CELL + 1)])
def test_what_a_cell_cannot_hold_goes_on_in_a_sheet_of_its_own(text: str) -> None:
    book, _part = a_book([("短", text)], "编号", "文字")
    first, rest = str(sheet(book)[1][1]), []
    if len(text.encode("utf-16-le")) > 2 * CELL:
        first, note, _end = first.partition("（接第2行）")
        assert note, "the cell says where its text goes on"
        rest = sheet(book, 1)[1:]
        assert {tuple(row[:3]) for row in rest} == {("件", "文字", 2.0)}
    assert first + "".join(str(row[3]) for row in rest) == text


def test_signs_that_no_file_can_hold_are_named_and_not_dropped() -> None:
    book, _part = a_book([("a\x07b\ufffe",)], "标题")
    assert sheet(book)[1] == ["a〔U+0007〕b〔U+FFFE〕"]


def test_rows_are_taken_one_by_one_and_never_all_at_once() -> None:
    held = [0]

    def rows() -> Iterator[tuple[str]]:
        for _no in range(5000):
            held[0] += 1
            yield ("一行",)

    part = Part("t", "件", [("标题", 10)], rows())
    write_csv(io.BytesIO(), part)
    assert part.count == held[0] == 5000
