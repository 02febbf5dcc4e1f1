"""Lists in files: the rows of the screen and no others, what this reader may know of them, and a line in the record."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.page import Browser
from tests.situations import SITUATIONS
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.statistics import Measure
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.outside.ledgers import unescaped
from tracker.queries.figures import Scope, whole
from tracker.services import replies
from tracker.services.figures import keep_up
from tracker.web import exports

Rows = list[dict[str, Any]]


def book(browser: Browser) -> dict[str, list[list[Any]]]:
    assert browser.answer is not None
    found = CalamineWorkbook.from_filelike(io.BytesIO(browser.answer.data))
    return {name: found.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in found.sheet_names}


def taken(browser: Browser, address: str, sheet: str = "件") -> Rows:
    """The rows of the file that the page at this address gives."""
    browser.open(address)
    browser.send("/exports", button=("ending", "xlsx"))
    head, *rows = book(browser)[sheet]
    return [dict(zip(head, row, strict=True)) for row in rows]


def on_screen(browser: Browser, address: str) -> list[str]:
    """The titles of all pages of a list, in their order."""
    listed: dict[str, str] = {}
    for page in range(1, 20):
        joint = "&" if "?" in address else "?"
        found = browser.open(f"{address}{joint}page={page}")
        here = {href: words for href, words in found.links if href.removeprefix("/suggestions/").isdigit()}
        if here.keys() <= listed.keys():
            break
        listed |= here
    return list(listed.values())


@pytest.mark.parametrize("login", ["lin", "yuan", "zhou", "chen", "tian", "qin", "du", "he", "jing", "luo", "ou"])
def test_the_file_holds_the_rows_of_the_screen_and_no_others(
    browse: Browsers, everywhere: dict[str, int], login: str
) -> None:
    browser = browse(login)
    shown = on_screen(browser, "/suggestions?sort=title")
    assert [row["标题"] for row in taken(browser, "/suggestions?sort=title")] == shown


@pytest.mark.parametrize("query", ["status=in_handling", "due=none&sort=-number", "q=护学", "delegation=1&role=lead"])
def test_the_file_is_filtered_and_sorted_as_the_screen(
    browse: Browsers, everywhere: dict[str, int], query: str
) -> None:
    browser = browse("chen")
    shown = on_screen(browser, f"/suggestions?{query}")
    if shown:
        assert [row["标题"] for row in taken(browser, f"/suggestions?{query}")] == shown


def test_a_unit_takes_its_own_and_nobody_without_the_list_takes_anything(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    rows = taken(browse("jing"), "/tasks?stage=in_hand", "件次")
    assert [(row["经办人"], row["怎么办"]) for row in rows] == [("景行", "独办")]
    for login in ("xi", "an", "ji", "lin"):
        browser = browse(login)
        browser.open("/account")
        browser.post("/exports", list="shares", ending="xlsx", status=404)
    browser = browse("chen")
    browser.open("/account")
    for odd in ({"list": "register", "ending": "exe"}, {"list": "secrets", "ending": "csv"}, {}):
        browser.post("/exports", status=404, **odd)
    browser.post("/exports", list="promises", ending="csv-shares", status=404)


def test_one_line_for_a_paper_and_one_for_each_unit_that_has_a_share_in_it(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO, cosigned=True)
    browser = browse("chen")
    (paper,) = taken(browser, "/suggestions")
    sheets = book(browser)
    assert list(sheets) == ["件", "件次", "说明"]
    assert (paper["编号"], paper["领衔代表"], paper["附议代表"]) == (builders.fetch(case).number, "林若溪", "方舒")
    assert (paper["主办单位"], paper["会办单位"]) == ("临江市教育局", "临江市交通运输局")
    assert paper["提交日期"] == date(2026, 4, 1)
    assert [row[3] for row in sheets["件次"][1:]] == ["临江市教育局", "临江市交通运输局"]
    told = {row[0]: row[1] for row in sheets["说明"]}
    assert told["导出人"] == "陈思远" and told["筛选条件"].startswith("没有筛选")
    assert told["件"].startswith("1行") and told["件次"].startswith("2行")
    assert "2026年4月1日" in told["数据截至"]


def test_the_name_of_the_file_is_chinese_in_a_header_of_plain_signs(browse: Browsers, world: World) -> None:
    builders.a_registered(world)
    browser = browse("chen")
    taken(browser, "/suggestions")
    assert browser.answer is not None
    told = browser.answer.headers["Content-Disposition"]
    assert told.isascii() and told.startswith("attachment")
    assert re.search(r"filename\*=UTF-8''(\S+)", told)[1] == quote("建议总表20260401-1000.xlsx")  # type: ignore[index]


def test_a_filter_is_told_in_words_in_the_file(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    browser = browse("chen")
    taken(browser, f"/suggestions?status=in_handling&unit={world.units['市教育局']}")
    told = {row[0]: row[1] for row in book(browser)["说明"]}
    assert told["筛选条件"] == "状态：已交办、未办结；单位：市教育局"


def test_the_level_of_a_rating_is_told_when_it_is_open_and_its_reasons_never(
    browse: Browsers, everywhere: dict[str, int], world: World
) -> None:
    reasons = {"联系", "理由", "电话", "手机", "意见"}
    for login in ("yuan", "he", "chen"):
        browser = browse(login)
        for row in taken(browser, "/suggestions?sort=title"):
            assert not {word for head in row for word in reasons if word in head}
    delivered = db.session.get_one(Suggestion, SITUATIONS["delivered"].reach(world))
    rows = taken(browse("chen"), f"/suggestions?q={delivered.number}", "件次")
    assert {row["最近一次评价"] for row in rows if row["编号"] == delivered.number} == {""}
    assert all(row["答复日期"] for row in rows if row["编号"] == delivered.number)


def test_a_colleague_deputy_is_not_told_the_days_between_the_offices(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    assert {row["办理期限"] for row in taken(browse("yuan"), "/suggestions", "件次")} == {""}
    assert all(row["办理期限"] for row in taken(browse("lin"), "/suggestions", "件次"))


def test_csv_is_read_by_a_spreadsheet_and_says_the_same(browse: Browsers, world: World) -> None:
    builders.a_registered(world, title='=HYPERLINK("x"),一件\n两行')
    browser = browse("chen")
    (same,) = taken(browser, "/suggestions")
    browser.open("/suggestions")
    browser.send("/exports", button=("ending", "csv"))
    assert browser.answer is not None and browser.answer.data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(browser.answer.data.decode("utf-8-sig"), newline=""))
    told = dict(zip(head, row, strict=True))
    assert unescaped(told["标题"]) == same["标题"]
    assert told["提交日期"] == "2026-04-01"


def test_each_file_is_on_record_with_its_filter_and_its_rows(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    browser = browse("chen")
    taken(browser, "/suggestions?status=in_handling")
    browser.open("/suggestions")
    browser.send("/exports", button=("ending", "csv-shares"))
    db.session.rollback()
    events = db.session.scalars(select(Event).where(Event.action == "export").order_by(Event.seq)).all()
    assert [(one.subject, one.facts["ending"], one.facts["rows"]) for one in events] == [
        ("list:register", "xlsx", {"papers": 1, "shares": 1}),
        ("list:register", "csv-shares", {"shares": 1}),
    ]
    assert events[0].facts["filter"] == "status=in_handling" and events[0].person_id == world.chen.person_id
    assert "导出列表" in browse("ji").open("/audit").words


def test_a_link_takes_nothing_and_a_form_without_its_token_neither(browse: Browsers, world: World) -> None:
    browse("chen").open("/exports", status=405)
    answer = browse("chen").client.post("/exports", data={"list": "register", "ending": "csv"})
    assert answer.status_code == 403
    assert db.session.scalar(select(Event).where(Event.action == "export")) is None


def test_while_one_file_is_made_the_next_one_is_told_to_wait(
    browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.a_registered(world)
    browser = browse("chen")
    browser.open("/suggestions")
    monkeypatch.setattr(exports, "WAITS", 0.01)
    with exports._TURN:
        page = browser.send("/exports", button=("ending", "csv"), status=429)
    assert "您的还没有导出" in page.words
    assert db.session.scalar(select(Event).where(Event.action == "export")) is None


def test_more_than_a_page_of_promises_goes_into_the_file(
    browse: Browsers, everywhere: dict[str, int], world: World
) -> None:
    rows = taken(browse("chen"), "/promises", "承诺")
    page = browse("chen").open("/promises")
    assert f"承诺了{len(rows)}项" in page.words
    assert {type(row["承诺日期"]) for row in rows} == {date}


@pytest.mark.parametrize("ending", ["xlsx", "csv", "csv-shares"])
def test_a_limit_that_may_still_move_is_a_day_in_the_file_and_said_beside_it(
    browse: Browsers, world: World, ending: str
) -> None:
    """A register with such a day could not be taken along by anybody."""
    builders.an_assigned(world, now=datetime(2026, 12, 30, 2, tzinfo=UTC))  # due in a year whose notice is missing
    browser = browse("chen")
    browser.open("/suggestions")
    assert "（暂定）" in browser.page.words
    browser.send("/exports", button=("ending", ending))
    if ending == "xlsx":
        [row] = taken(browser, "/suggestions")
        assert isinstance(row["期限"], date) and row["期限"].year == 2027 and row["备注"] == "期限暂定"


def test_the_file_and_the_statistics_agree_on_the_last_rating(browse: Browsers, world: World) -> None:
    """A second reply that is out and not rated yet leaves the first rating the last there is."""
    again = builders.closed(world, level=Level.DISSATISFIED)
    builders.handle_again(world, again)
    one = builders.round_of(world, again)
    version = replies.save(world.jing, one.id, builders.a_reply(), version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, again)
    one = builders.round_of(world, again)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕2号", version=one.version, now=NOW)
    builders.closed(world), builders.delivered(world)
    keep_up(now=NOW, most=None)
    browser = browse("chen")
    rows = taken(browser, "/suggestions", "件次")
    counts = whole(Scope())
    for level, measure in (("满意", Measure.LAST_SATISFIED), ("不满意", Measure.LAST_DISSATISFIED)):
        assert sum(row["最近一次评价"] == level for row in rows) == counts[measure] == 1
    assert sum(row["最近一次评价"] == "" and row["等待评价"] == "第1次答复" for row in rows) == 1
    assert [row["等待评价"] for row in rows if row["最近一次评价"] == "不满意"] == ["第2次答复"]
    assert "不满意（再次答复待评价）" in {row["最近一次评价"] for row in taken(browser, "/suggestions")}
    assert "最近一次评价" in browser.open("/statistics").words
