"""At the end of a year in a real browser: what boards, meeting sheets, statistics and the report say of it, and the
report as a Word file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
import time_machine
from docx import Document
from flask import Flask
from werkzeug.serving import make_server

from tests.journeys.people import Person
from tests.journeys.walks import company
from tests.recount_by_hand import recount
from tests.world import World
from tests.year import FIRST, Year
from tests.year_autumn import CHAPTERS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture
def year(app: Flask, world: World) -> Iterator[Year]:
    """A year that has been lived; it is its last day, and from now on the clock goes on."""
    with time_machine.travel(f"{FIRST}T02:00:00+00:00", tick=False) as time:
        lived = Year(app, world, time)
        for chapter in CHAPTERS:
            chapter(lived)
    with time_machine.travel(lived.now):
        yield lived


@pytest.fixture
def served(year: Year) -> Iterator[str]:
    """The server is in this process: only here it is the end of that year."""
    server = make_server("127.0.0.1", 0, year.app, threaded=True)
    running = Thread(target=server.serve_forever)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    running.join()
    server.server_close()


def test_what_a_year_came_to(people: Callable[..., Person], year: Year) -> None:
    who, counted = company(people, on_phones={"lin"}), recount(year.day)
    chen = who("chen")
    chen.open("/board")
    chen.reads("1个亮红灯", f"应答复{counted['owed']}", "市教育局连续8周")
    chen.follow("例会一页纸")
    chen.follow("以前的定稿")
    chen.follow("第1期")
    chen.reads("截至2026年6月8日", "逾期没有答复的件", "优化开学期间公交班次")
    chen.open("/statistics")
    chen.reads(f"提出{counted['filed']}", f"立案{counted['registered']}", "截至2026年12月21日")
    row = chen.page.get_by_role("row").filter(has=chen.page.get_by_role("rowheader", name="提出", exact=True))
    chen.follow(str(counted["filed"]), exact=True, within=row.first)
    chen.reads("向全市教师致以节日问候", "规范中小学午餐配送")
    reads_the_report(chen, counted["registered"])
    lin = who("lin")
    lin.open("/board")
    lin.reads("我的履职", "第七届第六次会议")


def reads_the_report(chen: Person, registered: int) -> None:
    chen.open("/reports")
    chen.follow("代表建议办理情况的报告")
    chen.reads("陆平川签发", f"立案{registered}件", "下一步对没有答复的逐件督办")
    name, data = chen.downloads("下载Word")
    assert name.endswith(".docx")
    words = "".join(one.text for one in Document(io.BytesIO(data)).paragraphs)
    assert f"立案{registered}件" in words and "下一步对没有答复的逐件督办" in words
