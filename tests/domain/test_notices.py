"""The yearly notice is read from its own words, and what cannot be read is refused with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.notices import NoticeDay, NoticeError, NoticeProblem, read_notice, write_notice

AS_PUBLISHED = """各地方、各部门：
现将2026年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
2025年11月4日
"""


def test_a_published_notice_is_read_as_it_is_pasted() -> None:
    days = {one.day: one for one in read_notice(AS_PUBLISHED, 2026)}
    assert len([one for one in days.values() if not one.is_workday]) == 3 + 9 + 7
    assert [f"{day:%m-%d}" for day, one in days.items() if one.is_workday] == [
        "01-04",
        "02-14",
        "02-28",
        "09-20",
        "10-10",
    ]
    assert days[date(2026, 2, 23)] == NoticeDay(date(2026, 2, 23), False, "春节")
    assert days[date(2026, 9, 20)].name == "国庆节"


def test_days_across_new_year_belong_to_the_notice() -> None:
    days = read_notice("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
    assert [one.day for one in days] == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 0, NoticeProblem.EMPTY),
        ("各部门：\n1月1日放假", 2, NoticeProblem.NO_NAME),
        ("元旦：1月1日放假。1月4日。", 1, NoticeProblem.NO_VERB),
        ("元旦：1月1日放假。\n春节：2月5日。", 2, NoticeProblem.NO_VERB),
        ("元旦：放假。", 1, NoticeProblem.NO_DAY),
        ("元旦：2月30日放假。", 1, NoticeProblem.NO_SUCH_DAY),
        ("元旦：3日放假。", 1, NoticeProblem.NO_MONTH),
        ("元旦：2024年1月1日放假。", 1, NoticeProblem.OTHER_YEAR),
        ("元旦：1月1日至3月1日放假。", 1, NoticeProblem.TOO_LONG),
        ("元旦：1月3日至1日放假。", 1, NoticeProblem.TOO_LONG),
        ("元旦：1月1日放假。1月5日上班。", 1, NoticeProblem.WORK_ON_WORKDAY),
        ("元旦：1月3日放假。\n元旦：1月3日上班。", 2, NoticeProblem.TWICE),
    ],
)
def test_what_cannot_be_read_names_its_line(text: str, line: int, problem: NoticeProblem) -> None:
    with pytest.raises(NoticeError) as refused:
        read_notice(text, 2026)
    assert (refused.value.line, refused.value.problem) == (line, problem)


@given(st.sets(st.dates(date(2025, 12, 1), date(2027, 1, 31)), min_size=1, max_size=40))
def test_writing_and_reading_are_inverse(days: set[date]) -> None:
    rows = [NoticeDay(day, day.weekday() >= 5, "春节" if day.month < 7 else "国庆节") for day in sorted(days)]
    assert list(read_notice(write_notice(rows, 2026), 2026)) == rows
