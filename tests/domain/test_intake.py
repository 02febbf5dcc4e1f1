"""Reading cells: what is missing is a gap, what is malformed an error with its place."""

from datetime import date

import pytest

from tracker.domain.intake import Fault, Malformed, Subject, code, day, names
from tracker.domain.intake_reading import read


@pytest.mark.parametrize(
    "words", ["2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "２０２６-04-01", "2026-04-01 00:00:00"]
)
def test_a_day_may_be_written_in_several_ways(words: str) -> None:
    assert day(words) == date(2026, 4, 1)


@pytest.mark.parametrize("words", ["2026-02-30", "2026-13-01", "4月1日", "明天", "20260401", "2026-04-01x"])
def test_a_day_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(Malformed) as caught:
        day(words)
    assert caught.value.fault is Fault.BAD_DATE


def test_leading_zeros_count_and_rounded_digits_are_refused() -> None:
    assert code(40)("0311") == "0311"
    for lost in ("440301199001011230.0", "4.40301E+17"):
        with pytest.raises(Malformed):
            code(40)(lost)


def test_names_are_divided_and_kept_in_order() -> None:
    assert names(100)("市公安局|市城管局、市公安局；市财政局") == ("市公安局", "市城管局", "市财政局")


def test_a_missing_field_is_a_gap_and_a_malformed_one_an_error() -> None:
    rows = [(2, {"标题": "甲", "答复日期": ""}), (3, {"标题": "乙", "答复日期": "2026-02-30"}), (4, {"标题": "丙\x00"})]
    reading = read(Subject.SUGGESTIONS, ["标题", "答复日期", "无关"], rows)
    assert [record.gaps for record in reading.records] == [("reply_date",)]
    assert [(fault.line, fault.column, fault.fault) for fault in reading.faults] == [
        (3, "答复日期", Fault.BAD_DATE),
        (4, "标题", Fault.BAD_CHARACTER),
    ]


def test_each_of_several_names_has_a_limit_of_its_own() -> None:
    assert names(4)("甲乙丙丁、戊己庚辛、壬癸") == ("甲乙丙丁", "戊己庚辛", "壬癸")
    with pytest.raises(Malformed) as caught:
        names(4)("甲乙、甲乙丙丁戊")
    assert caught.value.fault is Fault.TOO_LONG


@pytest.mark.parametrize("header", [["标题", "题目", "正文"], ["标题", "标题 "], ["标题", "title"]])
def test_two_headings_of_one_column_are_an_error_that_names_both(header: list[str]) -> None:
    reading = read(Subject.SUGGESTIONS, header, [(2, {header[0]: "修路", header[1]: ""})])
    headings = "、".join(title.strip() for title in header[:2])
    assert [(one.line, one.column, one.fault) for one in reading.faults] == [(1, headings, Fault.TWO_HEADINGS)]
    assert reading.records == [], "no row of such a file is taken for certain"


def test_a_required_column_that_is_not_there_is_said_once() -> None:
    reading = read(Subject.PEOPLE, ["姓名"], [(2, {"姓名": "甲"})])
    assert [fault.fault for fault in reading.faults] == [Fault.NO_SUCH_COLUMN]


def test_no_row_is_complete_without_a_required_column() -> None:
    reading = read(Subject.UNITS, ["全称", "简称"], [(2, {"全称": "市测试局", "简称": "测试局"})])
    assert (reading.rows_in, reading.records) == (1, [])


@pytest.mark.parametrize("sign", ["\ud800", "\udfff", "\x00", "\x1f", "\ufffe", "\uffff", "\U0010ffff"])
def test_what_no_table_holds_is_shown_as_what_it_is_not(sign: str) -> None:
    reading = read(
        Subject.UNITS, ["单位名称", f"备{sign}注"], [(1, {"单位名称": f"甲{sign}乙"}), (2, {f"备{sign}注": ""})]
    )
    assert [(one.line, one.column, one.value) for one in reading.faults if one.fault is Fault.BAD_CHARACTER] == [
        (2, "备\ufffd注", "备\ufffd注"),
        (1, "单位名称", "甲\ufffd乙"),
    ]
    assert reading.records == []


@pytest.mark.parametrize("title", ["单位名称\r\n", "\ufeff单位名称", "备\x0b注", "备\n注"])
def test_a_heading_may_go_over_two_lines(title: str) -> None:
    reading = read(Subject.UNITS, [title, "单位"], [(2, {title: "x", "单位": "市甲局"})])
    assert Fault.BAD_CHARACTER not in [one.fault for one in reading.faults]


def test_a_file_without_a_byte_is_empty_and_lacks_no_column() -> None:
    found = read(Subject.UNITS, [], [])
    assert [one.fault for one in found.faults] == [Fault.EMPTY_FILE]
