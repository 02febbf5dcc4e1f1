"""Pages of the appraisal: each side sees what is its own, every point opens its cases, forms act once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from tests import builders
from tests.conftest import Browsers
from tests.page import Browser
from tests.services.test_appraisals import (
    AFTER,
    CONTEST_BY,
    ENDS,
    GRADES,
    closed,
    contested,
    counted,
    drafted,
    fetch,
    gave_opinion,
    in_force,
)
from tests.statements import statements_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.roles import System
from tracker.models.appraisals import Appraisal, AppraisalContest
from tracker.services import figures


def sheet(one: Appraisal, world: World, unit: str = "市教育局") -> str:
    return f"/appraisals/{one.id}/units/{world.units[unit]}"


def test_the_desk_draws_up_a_scheme_and_a_second_person_approves_it(browse: Browsers, world: World) -> None:
    builders.closed(world)
    counted()
    chen, lu = browse("chen"), browse("lu")
    chen.open("/appraisals")
    page = chen.open("/appraisal-schemes/new")
    assert "深圳2007年三等级方案" in page.words and "暂定" in page.words
    page = chen.send("/new", status=422, template="hundred-points", name="2026年度考核")
    assert "请选一项" in page.words and page.data("/new")["name"] == "2026年度考核"
    days = {"begins_on": "2026-02-02", "ends_on": ENDS.isoformat(), "contest_by": CONTEST_BY.isoformat()}
    page = chen.send("/new", session_id="1", **days)
    assert "方案已经起草" in page.words and "按时办复率＝" in page.words
    chen.open("/appraisal-schemes/1/indicators/signing")
    page = chen.send("/signing", status=422, weight="五分")
    assert "请填数字" in page.words and page.data("/signing")["weight"] == "五分"
    page = chen.send("/signing", weight="6")
    assert "合计101分，应当是100分" in page.words
    chen.open("/appraisal-schemes/1/indicators/contact")
    chen.send("/contact", weight="14")
    assert "市教育局" in chen.open("/appraisal-schemes/1/preview").words
    chen.open("/appraisal-schemes/1")
    assert "已经提请批准" in chen.send("/propose").words
    assert "考核方案1项" in lu.open("/").words
    lu.open("/appraisal-schemes/1")
    assert "方案开始实施" in lu.send("/approve").words
    assert "2026年度考核" in browse("cheng").open("/appraisals").words


def test_a_unit_sees_its_own_score_and_nobody_elses(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    cheng = browse("cheng")
    page = cheng.open("/appraisals")
    assert page.h1 == ["市教育局"] and "样本少，只有1件次" in page.words
    assert "第1名，共1个单位" in page.words and "不计入得分" in page.words
    assert cheng.open(sheet(one, world, "市交通运输局"), status=404)
    assert browse("su").open(sheet(one, world), status=404)
    assert "没有承办任务，不参加排名" in browse("su").open("/appraisals").words
    for who in ("lin", "ou", "qin", "xi", "ji", "tian"):
        browse(who).open("/appraisals", status=404)


def test_a_coordinator_sees_its_system_and_no_other(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    du = browse("du")
    words = du.open(f"/appraisals/{one.id}").words
    assert "市教育局" in words and "市中级人民法院" not in words
    du.open(sheet(one, world, "市中级人民法院"), status=404)
    du.open(f"/appraisals/{one.id}/close", status=404)
    courts = in_force(world, systems=(System.COURT,), name="法院考核")
    du.open(f"/appraisals/{courts.id}", status=404)
    du.open(f"/appraisal-schemes/{courts.id}", status=404)


def test_each_number_opens_the_cases_behind_it(browse: Browsers, world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one = in_force(world, GRADES)
    counted()
    cheng = browse("cheng")
    page = cheng.open(sheet(one, world))
    assert "不合格" in page.words
    listed = [href for href, _words in page.links if href.startswith("/statistics/cases")]
    assert listed and all("护学" in cheng.open(href).words for href in listed[:2])
    page = cheng.open(f"{sheet(one, world)}/indicators/satisfaction")
    assert "护学" in page.words and "满意占全部承办＝满意÷应答复" in page.words and "影响等级的" in page.words


def test_an_objection_is_made_decided_and_shown(browse: Browsers, world: World) -> None:
    case = builders.closed(world, level=Level.DISSATISFIED)
    one = in_force(world)
    counted()
    cheng, chen, jing = browse("cheng"), browse("chen"), browse("jing")
    line = f"{sheet(one, world)}/indicators/satisfaction"
    assert "提出异议" not in jing.open(line).words.replace("异议提到", "")
    page = cheng.open(line)
    href = next(href for href, words in page.links if words == "提出异议")
    cheng.open(href)
    page = cheng.send("/contest", status=422, reason="")
    assert "请填写这一项" in page.words
    page = cheng.send("/contest", reason="评价登记错了")
    assert "异议已经提出" in page.words and "等待决定" in page.words
    assert "考核异议1条" in chen.open("/").words
    chen.open("/appraisal-contests/1")
    page = chen.send("/1", status=422, how="leave_out", answer="")
    assert "请填写这一项" in page.words and page.data("/appraisal-contests/1")["how"] == "leave_out"
    page = chen.send("/1", answer="代表已更正")
    assert "异议成立" in page.words and "这一件不计入这项指标" in page.words
    words = cheng.open(sheet(one, world)).words
    assert "按异议决定有1件不计" in words and "异议决定以前是0分" in words
    assert "按异议决定不计" in cheng.open(line).words
    browse("su").open("/appraisal-contests/1", status=404)
    assert case


def test_an_objection_while_all_is_counted_anew_waits_with_its_words_kept(browse: Browsers, world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one = in_force(world)
    counted()
    cheng, address = browse("cheng"), f"/appraisals/{one.id}/indicators/satisfaction/contest"
    cheng.open(address)
    figures.recount(now=NOW)
    page = cheng.send("/contest", status=422, reason="评价登记错了")
    assert "正在从头重新统计，得分还不全，异议没有提出" in page.words
    assert page.data("/contest")["reason"] == "评价登记错了"
    counted()
    assert "异议已经提出" in cheng.send("/contest").words


def test_a_double_click_makes_one_objection(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    cheng = browse("cheng")
    address = f"/appraisals/{one.id}/indicators/satisfaction/contest"
    cheng.open(address)
    form = cheng.page.data(address)
    for _ in range(2):
        cheng.post(address, **(form | {"reason": "不对"}))
    db.session.rollback()
    assert db.session.scalar(select(func.count(AppraisalContest.id))) == 1


def test_a_decision_on_what_a_colleague_has_decided_is_refused_with_the_words_kept(
    browse: Browsers, world: World
) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    contested(world, one)
    chen, lu = browse("chen"), browse("lu")
    chen.open("/appraisal-contests/1")
    lu.open("/appraisal-contests/1")
    chen.send("/1", how="refuse", answer="照实保留")
    page = lu.send("/1", status=409, how="points", points="15", answer="我看应该改")
    assert "我看应该改" in page.words


def test_points_by_hand_are_given_with_a_reason_the_unit_reads(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    one = in_force(world)
    counted()
    chen = browse("chen")
    address = f"{sheet(one, world)}/indicators/returned/points"
    chen.open(address)
    page = chen.send("/points", status=422, points="9", reason="无故退件")
    assert "分数要在0和这项指标的上限之间" in page.words
    assert "-2分" in chen.send("/points", points="2").words
    assert "无故退件" in browse("cheng").open(f"{sheet(one, world)}/indicators/returned").words
    browse("cheng").open(address, status=404)


def test_the_end_says_what_stands_in_its_way_and_then_freezes(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    assert "提出异议的日子还没有过" in browse("chen").open(f"/appraisals/{one.id}/close").words


def test_a_final_appraisal_is_read_from_what_was_written_down(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = closed(world)
    counted(AFTER + timedelta(1))
    cheng = browse("cheng")
    page = cheng.open(sheet(one, world))
    assert "定案，以后不变" in page.words and "第1名" in page.words
    assert "护学" in cheng.open(f"{sheet(one, world)}/indicators/satisfaction").words
    cheng.open(f"/appraisals/{one.id}/indicators/satisfaction/contest", status=404)
    assert "已定案" in browse("chen").open(f"/appraisals/{one.id}").words


def table_of(who: Browser, address: str, first: str) -> tuple[str, list[Any], list[Any]]:
    """Of a table that is downloaded the name of its sheet, its heads, and the first row that has this cell."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(who.client.get(address).get_data()))
    _title, head, *rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return book.sheet_names[0], head, next(row for row in rows if first in row)


def test_tables_are_read_again_as_they_stand_on_the_page(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    chen = browse("chen")
    name, head, row = table_of(chen, f"/appraisals/{one.id}/table.xlsx", "市教育局")
    ours = dict(zip(head, row, strict=True))
    assert name == "各单位得分" and ours["名次"] == 1
    assert [ours[each] for each in ("代表满意（20）", "代表满意分子", "代表满意分母")] == [20, 1, 1]
    assert isinstance(ours["总评"], float) and "代表满意：样本少" in ours["说明"]
    name, head, row = table_of(chen, f"{sheet(one, world)}/sheet.xlsx", "代表满意")
    ours = dict(zip(head, row, strict=True))
    assert name == "得分和依据" and [ours["得分"], ours["分子"], ours["分母"]] == [20, 1, 1]
    assert ours["说明"] == "样本少，只有1件次" and "护学" in ours["标题"]


def test_a_unit_with_too_few_cases_stands_below_without_a_rank(browse: Browsers, world: World) -> None:
    gave_opinion(world)
    one = in_force(world)
    counted()
    chen = browse("chen")
    words = chen.open(f"/appraisals/{one.id}").words
    assert words.index("市教育局") < words.index("样本少，不排名次—市交通运输局") < words.index("不参加排名")
    assert "样本少，不排名次" in chen.open(sheet(one, world, "市交通运输局")).words
    assert "样本少，不排名次" in browse("su").open("/appraisals").words
    assert "合计不到50分的，样本少，不排名次" in chen.open(f"/appraisal-schemes/{one.id}").words
    _name, head, row = table_of(chen, f"/appraisals/{one.id}/table.xlsx", "市交通运输局")
    ours = dict(zip(head, row, strict=True))
    assert ours["名次"] == "" and ours["总评"] == 100 and "样本少，不排名次" in ours["总评的说明"]


def test_the_desk_says_in_the_scheme_from_where_on_units_are_ranked(browse: Browsers, world: World) -> None:
    one = drafted(world)
    chen = browse("chen")
    page = chen.open(f"/appraisal-schemes/{one.id}/edit")
    assert page.data("/edit")["rank_from"] == "50"
    page = chen.send("/edit", status=422, rank_from="101")
    assert "请填写0到100的整数" in page.words and page.data("/edit")["rank_from"] == "101"
    assert "名次：凡有得分的单位都排" in chen.send("/edit", rank_from="0").words


@pytest.mark.parametrize("cases", [1, 4])
def test_pages_ask_the_same_number_of_statements_however_many_cases(browse: Browsers, world: World, cases: int) -> None:
    for _ in range(cases):
        builders.closed(world)
    one = in_force(world)
    counted()
    assert statements_of(browse("chen"), f"/appraisals/{one.id}") <= 14
    assert statements_of(browse("cheng"), sheet(one, world)) <= 15


def test_a_scheme_nobody_may_see_yet_is_not_there(browse: Browsers, world: World) -> None:
    one = in_force(world)
    assert fetch(one.id).in_force_at == NOW
    for address in ("/appraisals/999", "/appraisal-schemes/999", "/appraisal-contests/999", f"/appraisals/{2**40}"):
        browse("chen").open(address, status=404)


def test_points_are_read_as_they_are_typed_and_what_nobody_gave_says_so(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = in_force(world)
    counted()
    chen, by_hand = browse("chen"), next(each for each in one.indicators if each.kind == "manual")
    waiting = chen.open(f"/appraisals/{one.id}").words.count("还没有评")
    address = f"{sheet(one, world)}/indicators/{by_hand.code}/points"
    chen.open(address)
    chen.send("/points", points="１．５", reason="按考核办法")
    assert "1.5分" in chen.open(f"/appraisals/{one.id}").words
    chen.open(address)
    chen.send("/points", points="0", reason="更正")
    words = chen.open(f"/appraisals/{one.id}").words
    assert waiting and words.count("还没有评") == waiting - 1, "nought that was given is a number"


def test_the_statistics_say_that_signing_leaves_out_co_handling(browse: Browsers, world: World) -> None:
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    counted()
    words = browse("chen").open("/statistics").words
    assert "签收（不含会办）" in words and "按时签收率（不含会办）" in words
