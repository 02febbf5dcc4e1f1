"""The sheet of the weekly meeting: once settled it stays, and the next one repeats its figures as they were printed."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.statistics import Measure
from tracker.models.figures import FigureMark
from tracker.models.record import Event
from tracker.models.weekly_sheets import WeeklySheet
from tracker.queries import weekly_sheets as kept
from tracker.queries.figures import Scope, whole
from tracker.services import replies
from tracker.services._load import Invalid, Missing
from tracker.services.figures import keep_up, recount
from tracker.services.weekly_sheets import settle, void
from tracker.web.figure_words import points


def settled(world: World, *, days: int = 0) -> WeeklySheet:
    now = NOW + timedelta(days=days)
    keep_up(now=now, most=None)
    return db.session.get_one(WeeklySheet, settle(world.chen, "all", Scope(), of_words="历届全部", now=now))


def test_the_next_sheet_repeats_the_figures_of_the_one_before_as_printed(world: World) -> None:
    builders.closed(world)
    builders.in_hand(world)
    first = settled(world)
    assert (first.no, first.day, first.content["before"]["no"]) == (1, TODAY, None)
    assert first.content["counts"] == {one.value: number for one, number in sorted(whole(Scope()).items()) if number}
    printed = deepcopy(first.content)
    # Meanwhile a reply goes out, and what was entered late changes even the figures of the past.
    builders.delivered(world, now=NOW + timedelta(days=2))
    recount(now=NOW + timedelta(days=7))
    second = settled(world, days=7)
    assert second.no == 2 and second.content["before"]["no"] == 1
    assert second.content["before"]["counts"] == printed["counts"]
    assert second.content["counts"] != printed["counts"]
    db.session.refresh(first)
    assert first.content == printed


def test_only_the_desk_settles_and_the_record_says_who(world: World) -> None:
    builders.in_hand(world)
    keep_up(now=NOW, most=None)
    for who in (world.ou, world.du, world.cheng, world.lin, world.xi):
        with pytest.raises(Missing):
            settle(who, "all", Scope(), of_words="历届全部", now=NOW)
    one = settled(world)
    act = db.session.scalars(select(Event).where(Event.subject == f"weekly_sheet:{one.id}")).one()
    assert act.action == "settle_weekly_sheet" and act.person_id == world.chen.person_id and act.facts["no"] == 1


def test_nothing_is_settled_while_the_figures_are_counted_anew(world: World) -> None:
    builders.in_hand(world)
    with pytest.raises(Invalid):
        settle(world.chen, "all", Scope(), of_words="历届全部", now=NOW)
    keep_up(now=NOW, most=None)
    db.session.get_one(FigureMark, 1).rebuilt_to = 0
    db.session.commit()
    with pytest.raises(Invalid) as refused:
        settle(world.chen, "all", Scope(), of_words="历届全部", now=NOW)
    assert refused.value.problems == {"of": "still_counting"}
    assert db.session.scalars(select(WeeklySheet)).all() == []


def test_a_sheet_names_what_is_late_but_no_title_that_is_not_open(world: World) -> None:
    open_one = builders.in_hand(world)
    hidden = builders.in_hand(world)
    builders.fetch(hidden).is_confidential = True
    db.session.commit()
    one = settled(world, days=130)
    rows = {row["id"]: row for row in one.content["late"]}
    assert rows[open_one]["title"] and rows[hidden]["title"] == ""
    assert one.content["counts"][Measure.OVERDUE.value] == 2
    units = {row["name"]: row["weeks"][-1] for row in one.content["units"]}
    assert units == {"市教育局": 2}


def test_sheets_of_another_session_are_not_compared_with(world: World) -> None:
    builders.in_hand(world)
    settled(world)
    keep_up(now=NOW, most=None)
    other = db.session.get_one(WeeklySheet, settle(world.chen, "s1", Scope((1,)), of_words="第六次会议", now=NOW))
    assert other.no == 2 and other.content["before"]["no"] is None
    assert kept.last_of("all") is not None and kept.last_of("all").no == 1  # type: ignore[union-attr]


def test_the_desk_reads_settles_prints_and_opens_it_again(browse: Browsers, world: World) -> None:
    builders.closed(world)
    keep_up(now=NOW, most=None)
    chen = browse("chen")
    page = chen.open("/board/weekly")
    assert "还没有定稿" in page.words and "上周：2026年3月25日的统计" in page.words
    page = chen.send("/weekly")
    assert "已经定稿" in page.words and page.h1 == ["例会一页纸"] and "陈思远于2026年4月1日" in page.words
    assert chen.answer is not None and chen.answer.request.path == "/board/weekly/1"
    paper = chen.open("/board/weekly/1/paper").words
    builders.delivered(world, now=NOW + timedelta(days=1))
    later = NOW + timedelta(days=7)
    with time_machine.travel(later, tick=False):
        keep_up(now=later, most=None)
        chen = browse("chen")
        assert chen.open("/board/weekly/1/paper").words == paper
        page = chen.open("/board/weekly")
        assert "上次：第1期，截至2026年4月1日，与当时印发的一致" in page.words
        assert "第1期" in chen.open("/board/weekly/sheets").words
        assert "例会一页纸" in chen.open("/board").words
    browse("ou").open("/board/weekly", status=404)
    browse("chen").open("/board/weekly/99999999999999", status=404)
    browse("chen").open("/board/weekly/2", status=404)


def test_the_weeks_of_an_old_sheet_open_the_cases_of_its_day(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world)
    sheet = settled(world, days=75)
    later = NOW + timedelta(days=82)
    one = builders.round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=later)
    keep_up(now=later, most=None)
    with time_machine.travel(later, tick=False):
        chen = browse("chen")
        page = chen.open(f"/board/weekly/{sheet.id}")
        weeks = [(href, words) for href, words in page.links if "due=" in href]
        assert [words for _href, words in weeks] == ["1"] and all(f"on={sheet.day}" in href for href, _words in weeks)
        assert "护学通道" in chen.open(weeks[0][0]).words


def test_pressing_twice_settles_once(browse: Browsers, world: World) -> None:
    builders.closed(world)
    keep_up(now=NOW, most=None)
    chen = browse("chen")
    chen.open("/board/weekly")
    form = chen.page.data("/weekly?of")
    for _ in range(2):
        page = chen.post("/board/weekly", **form)
        assert page.h1 == ["例会一页纸"] and "数字不再变" in page.words
    assert len(db.session.scalars(select(WeeklySheet)).all()) == 1


def test_a_settled_sheet_names_no_title_of_what_became_confidential_since(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    sheet = settled(world, days=130).id
    title = builders.fetch(case).title
    chen = browse("chen")
    paths = (f"/board/weekly/{sheet}", f"/board/weekly/{sheet}/paper")
    assert all(title in chen.open(path).words for path in paths)
    builders.fetch(case).is_confidential = True
    db.session.commit()
    for path in paths:
        words = chen.open(path).words
        assert title not in words and "不公开的件，不列标题" in words


def test_a_second_sheet_of_the_day_is_asked_about_first(browse: Browsers, world: World) -> None:
    builders.closed(world)
    settled(world)
    chen = browse("chen")
    page = chen.open("/board/weekly?of=all")
    assert "今天已有第1期" in page.words
    page = chen.send("/weekly", status=422)
    assert "这一天已经有一期了" in page.words
    assert [one.no for one in db.session.scalars(select(WeeklySheet))] == [1]
    db.session.rollback()
    page = chen.send("/weekly", again="y")
    assert "已经定稿" in page.words
    assert sorted(one.no for one in db.session.scalars(select(WeeklySheet))) == [1, 2]


def test_the_latest_sheet_can_be_void_and_the_next_compares_with_the_one_before(world: World) -> None:
    builders.closed(world)
    first, second = settled(world), settled(world, days=7)
    with pytest.raises(Invalid) as refused:
        void(world.chen, first.id, reason="错了", now=NOW)
    assert refused.value.problems == {"sheet": "not_the_latest_sheet"}
    with pytest.raises(Invalid) as refused:
        void(world.chen, second.id, reason=" ", now=NOW)
    assert refused.value.problems == {"reason": "missing"}
    for who in (world.ou, world.du, world.lin):
        with pytest.raises(Missing):
            void(who, second.id, reason="错了", now=NOW)
    void(world.chen, second.id, reason="会期选错了", now=NOW + timedelta(days=7))
    with pytest.raises(Invalid):
        void(world.chen, second.id, reason="再来一次", now=NOW + timedelta(days=7))
    act = db.session.scalars(select(Event).where(Event.action == "void_weekly_sheet")).one()
    assert act.person_id == world.chen.person_id and act.note == "会期选错了"
    third = settled(world, days=7)
    assert third.no == 3 and third.content["before"]["no"] == 1


def test_a_void_sheet_says_so_everywhere_and_keeps_its_reason(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = settled(world)
    chen = browse("chen")
    page = chen.open(f"/board/weekly/{one.id}")
    chen.open(next(href for href, words in page.links if words == "作废"))
    assert "请填写这一项" in chen.send("/void", reason="", status=422).words
    page = chen.send("/void", reason="会期选错了")
    assert "已作废" in page.words and "会期选错了" in page.words
    assert "会期选错了" in chen.open(f"/board/weekly/{one.id}/paper").words
    assert "第1期作废" in chen.open("/board/weekly/sheets").words
    # Nothing is asked about it again.
    assert "今天已有第1期" not in chen.open("/board/weekly?of=all").words


def test_units_with_a_light_that_find_no_room_are_counted(browse: Browsers, world: World) -> None:
    builders.in_hand(world)
    one = settled(world, days=130)
    unit = one.content["units"][0]
    one.content = one.content | {"units": [unit | {"id": no, "name": f"第{no}局"} for no in range(1, 20)]}
    db.session.commit()
    assert "红灯、黄灯的另有9个单位，没有列在这一页。" in browse("chen").open(f"/board/weekly/{one.id}").words


def test_the_sheet_of_now_does_not_say_that_it_is_settled(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = settled(world)
    chen = browse("chen")
    assert "定稿时的催办和督办" not in chen.open("/board/weekly?of=all").words
    assert "定稿时的催办和督办" in chen.open(f"/board/weekly/{one.id}").words
    assert points(0.5, 0.5) == "持平" and points(0.51, 0.5) == "+1.0个百分点"
