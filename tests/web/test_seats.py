"""Ends of seats and terms on the pages: shown before, done in two steps, listed after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders
from tests.conftest import Browsers
from tests.world import TODAY, World
from tracker.db import db
from tracker.models.people import Membership


@pytest.mark.parametrize(
    "address", ["/seats/leaderless", "/terms/1/end", "/terms/1/promises", "/terms/1/promises/paper"]
)
def test_only_the_desk_enters(browse: Browsers, address: str) -> None:
    browse("chen").open(address)
    for login in ("lin", "he", "du", "tian", "xi", "an"):
        browse(login).open(address, status=404)


def test_what_hangs_on_a_seat_is_shown_before_it_ends(browse: Browsers, world: World) -> None:
    builders.a_registered(world, cosigned=True)
    chen, address = browse("chen"), f"/people/seats/{world.lin.membership_id}/end"
    page = chen.open(address)
    assert "领衔、还没有办结的1件，照常办理" in page.words
    assert "代表助理1人，随任期结束" in page.words
    page = chen.send(address, status=422, note="讣告")
    assert "请选一项" in page.words
    chen.send(address, reason="died", note="讣告")
    page = chen.open("/seats/leaderless")
    assert "护学通道" in page.words
    assert "方舒" in page.words
    assert "请附议代表接替领衔" in page.words


def test_of_a_returned_paper_nobody_can_hand_in_the_list_says_how_it_ends(browse: Browsers, world: World) -> None:
    case = builders.returned(world)
    db.session.get_one(Membership, world.lin.membership_id).ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    chen = browse("chen")
    assert "不会再提交：可以写明理由，不再处理" in chen.open("/seats/leaderless").words
    assert "没有重新提交，不再处理" in chen.open(f"/suggestions/{case}").words


def test_a_last_day_before_the_term_began_is_refused_beside_its_field(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/terms/1/end")
    page = chen.send("/terms/1/end", status=422, last_day="2020-01-01", preview="1")
    assert "这一届还没有开始" in page.words


def test_nobody_is_waited_for_who_has_left(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    db.session.get_one(Membership, world.lin.membership_id).ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    words = browse("chen").open(f"/suggestions/{case}").words
    assert "署名代表都已离任，不再等评价" in words and "等0名代表" not in words
    assert f"林若溪{TODAY}" in browse("chen").open("/seats/leaderless").words


def test_a_term_ends_after_its_numbers_were_looked_at(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    chen = browse("chen")
    chen.open("/terms/1/end")
    page = chen.send("/terms/1/end", status=200, last_day="2026-04-20", preview="1")
    assert "代表身份3人到期" in page.words
    assert "代表团工作人员1人到期" in page.words
    assert "尚在落实的承诺1项" in page.words
    page = chen.send("/terms/1/end", status=422)
    assert "请先核对，再勾选" in page.words
    page = chen.send("/terms/1/end", sure="y")
    assert "已换届" in page.words
    assert "经费列入预算" in chen.open("/terms/1/promises/paper").words
