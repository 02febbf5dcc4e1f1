"""At the end of a year every figure is looked up wherever it stands; each has to say the same as a count by hand."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from docx import Document
from sqlalchemy import select

from tests.page import Page
from tests.recount_by_hand import recount
from tests.test_files_command import run
from tests.year import EDUCATION, TRAFFIC, Year
from tracker.db import db
from tracker.domain.report_drafts import Segment, plain
from tracker.domain.report_pages import Page as Drawn
from tracker.domain.reports import DEPUTIES, ref_of
from tracker.domain.statistics import Measure
from tracker.models.reports import Report
from tracker.models.weekly_sheets import WeeklySheet
from tracker.web.figure_words import MEASURES
from tracker.web.report_pages import page_of

# A number that leads to its cases.
CASES = re.compile(r"^/(statistics|board)/cases\?")
COUNTED = re.compile(r'data-head="计数">(\d+)<')
# What a link says of its list: the number alone, or that of which a rate is a part.
SAID = re.compile(r"^(\d+)(?:件|件次|轮次|项)?$|÷(\d+)|^\d+/(\d+)$|^应答复(\d+)")
Table = list[list[str]]


def by_hand(on: date) -> dict[str, int]:
    """Every figure that is not nothing, counted from the events alone."""
    return dict(recount(on))


def of_command(year: Year, on: date, *more: str) -> dict[str, Any]:
    """What `tracker stats` says of the session as of a day."""
    done = run(year.app, "stats", "--json", "--as-of", on.isoformat(), *more)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def numbers(found: Mapping[str, Any]) -> dict[str, int]:
    return {code: one["number"] for code, one in found["counts"].items() if one["number"]}


class Lists:
    """Opens the list behind a number, each address once."""

    def __init__(self, year: Year, login: str) -> None:
        self.browser = year.who(login)
        self._known: dict[str, int] = {}

    def count(self, address: str) -> int:
        """How many the list shows; nobody of this story has a number with cases in it he may not open."""
        if address not in self._known:
            self._known[address] = sum(map(int, COUNTED.findall(self.browser.open(address).body)))
        return self._known[address]

    def agree(self, page: Page) -> list[tuple[str, int]]:
        """Every number of a page that leads to cases leads to as many; the addresses with the numbers."""
        told = [(href, SAID.search(words)) for href, words in page.links if CASES.match(href)]
        found = [(href, int(next(filter(None, said.groups())))) for href, said in told if said]
        for href, number in found:
            assert self.count(href) == number, f"{href} is said to be {number}"
        return found


def of_whole(links: Iterable[tuple[str, int]], by_measure: Mapping[str, int], on: date) -> int:
    """The numbers of a page that are of the whole session, as of the day, against the count by hand; how many."""
    held = 0
    for href, number in links:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(href).query).items()}
        if set(asked) <= {"measures", "of", "on"} and asked.get("on", on.isoformat()) == on.isoformat():
            wanted = sum(by_measure.get(code, 0) for code in asked["measures"].split(","))
            assert number == wanted, href
            held += 1
    return held


def words_and_tables(data: bytes) -> tuple[str, list[Table]]:
    """What a Word file says, read again."""
    document = Document(io.BytesIO(data))
    text = "\n".join(one.text for one in document.paragraphs)
    return text, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def drawn_tables(page: Drawn) -> list[Table]:
    """The tables of a report as its page draws them, in the order of the file."""
    grids = [*(grid for part in page.parts for grid in part.grids), *page.appendix]
    return [[list(grid.head), *([plain(cell) for cell in row] for row in grid.rows)] for grid in grids]


def tied(page: Drawn) -> dict[str, str]:
    """Every number of a report that stands for a figure, by the code of the figure."""
    pieces: list[Segment] = [one for part in page.parts for words in part.paragraphs for one in words]
    grids = [*(grid for part in page.parts for grid in part.grids), *page.appendix]
    pieces += [one for grid in grids for row in grid.rows for cell in row for one in cell]
    return {code: words for words, code in pieces if ref_of(code) is not None}


def report_agrees(year: Year, folder: Path) -> None:
    """The file of the command, the file of the page, the page, its frozen lists, and the count by hand."""
    report = db.session.get_one(Report, year.made["annual"])
    out = folder / "annual.docx"
    done = run(year.app, "report", "annual", "--out", str(out))
    assert done.exit_code == 0 and f"report {report.id} (signed off)" in done.output, done.output
    text, tables = words_and_tables(out.read_bytes())
    chen = year.who("chen")
    chen.open(f"/reports/{report.id}/report.docx")
    assert chen.answer is not None and words_and_tables(chen.answer.get_data()) == (text, tables)
    assert "下一步对没有答复的逐件督办。" in text and "个别单位答复不及时。" in text
    page = page_of(report)
    assert tables == drawn_tables(page)
    by_measure, lists = by_hand(report.as_of), Lists(year, "chen")
    _by_name(tables, by_measure)
    figures = tied(page)
    for code, words in figures.items():
        ref = ref_of(code)
        assert ref is not None
        if ref.by == DEPUTIES:
            continue
        if ref.by == "whole":
            assert int(words) == sum(by_measure.get(one.value, 0) for one in ref.measures), code
        if words != "0":
            assert lists.count(f"/reports/{report.id}/cases?of={quote(code)}") == int(words), code
    assert len(figures) > 150


def _by_name(tables: list[Table], by_measure: Mapping[str, int]) -> None:
    """The appendix of the file, by the names that are printed, without the program that printed them."""
    names = Counter(str(words) for words in MEASURES.values())
    codes = {str(words): one.value for one, words in MEASURES.items() if names[str(words)] == 1}
    appendix = {row[1]: int(row[2]) for row in tables[-1][1:]}
    printed = {codes[name]: number for name, number in appendix.items() if name in codes}
    assert len(printed) > 40
    assert printed == {code: by_measure.get(code, 0) for code in printed}


def sheets_agree(year: Year) -> None:
    """Each weekly sheet still says what it said, which is what is counted for its day today; its numbers open lists."""
    sheets = db.session.scalars(select(WeeklySheet).order_by(WeeklySheet.no)).all()
    assert len(sheets) == len([name for name in year.made if name.startswith("sheet")])
    for sheet in sheets:
        wanted = by_hand(sheet.day)
        assert sheet.content["counts"] == wanted, sheet.day
        assert numbers(of_command(year, sheet.day)) == wanted, sheet.day
        lists = Lists(year, "chen")
        links = lists.agree(year.who("chen").open(f"/board/weekly/{sheet.id}"))
        assert of_whole(links, wanted, sheet.day) > 5
    for earlier, later in pairwise(sheets):
        assert later.content["before"]["counts"] == earlier.content["counts"]


def screens_agree(year: Year) -> None:
    """Statistics, in whole and by part, and the boards of everybody who has one."""
    wanted = by_hand(year.day)
    assert numbers(of_command(year, year.day)) == wanted
    lists = Lists(year, "chen")
    assert of_whole(lists.agree(lists.browser.open("/statistics")), wanted, year.day) > 40
    for by in ("unit", "system", "delegation", "category", "letter", "key"):
        assert lists.agree(lists.browser.open(f"/statistics?by={by}")), by
    # The desk alone has a board of the whole session; the others have parts, whose numbers open as many as they say.
    for login, least in (("chen", 5), ("du", 0), ("ou", 0), ("cheng", 0), ("lin", 0)):
        lists = Lists(year, login)
        links = lists.agree(lists.browser.open("/board"))
        assert len(links) >= 5, login
        assert of_whole(links, wanted, year.day) >= least, login


def appraisal_agrees(year: Year) -> None:
    """What each unit's final score is made of opens as many cases as it says, as of the day the score is of."""
    lists, found = Lists(year, "chen"), 0
    for unit in (EDUCATION, TRAFFIC):
        page = lists.browser.open(f"/appraisals/{year.made['appraisal']}/units/{year.world.units[unit]}")
        found += len(lists.agree(page))
    assert found >= 4


def story_is_told(year: Year) -> None:
    """The year has every kind of thing its figures are about, so that equal does not mean nothing."""
    found = by_hand(year.day)
    told = {
        Measure.FILED: 7, Measure.REFUSED: 1, Measure.REGISTERED: 6, Measure.JOINT: 1, Measure.MERGED: 2,
        Measure.MOVED: 1, Measure.OBJECTED: 1, Measure.EXTENDED: 1, Measure.OVERDUE: 1, Measure.REPLIED_LATE: 2,
        Measure.REPLIED_IN_TIME: 3, Measure.SIGNED_LATE: 1, Measure.REHANDLED: 1, Measure.KEPT_IN_TIME: 1,
        Measure.KEPT_LATE: 1, Measure.CO_IN_TIME: 1, Measure.DELIVERED: 6, Measure.DELIVERED_AGAIN: 1,
    }  # fmt: skip
    assert {one: found.get(one.value, 0) for one in told} == told
