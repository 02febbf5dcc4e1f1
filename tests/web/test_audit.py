"""The record on screen: every act, nothing of what a case says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests import builders
from tests.web.test_account import log_in
from tests.world import NOW, World
from tracker import services
from tracker.db import db
from tracker.domain.actions import Action
from tracker.models.suggestions import Suggestion
from tracker.services import accounts
from tracker.web.act_words import OFFICE_ACTS, SUBJECTS


def test_acts_are_listed_without_title_text_or_note(browse, world: World) -> None:
    suggestion_id = builders.closed(world)
    accounts.stop(world.xi, world.accounts["yuan"], now=NOW, note="调离本市，另有安排")
    db.session.rollback()
    suggestion = db.session.get(Suggestion, suggestion_id)
    words = [suggestion.title, "接送车辆和步行学生", "护学通道", "调离本市"]
    browser = browse("ji")
    page = browser.open("/audit")
    seen = page.body
    while older := [href for href, text in page.links if text == "更早的"]:
        page = browser.open(older[0])
        seen += page.body
    assert not [one for one in words if one in seen]
    assert (
        "附有说明，不显示" in seen and "停用账号" in seen and f"第{suggestion.number}号" in seen and "立案编号" in seen
    )


def test_the_record_is_narrowed_by_person_act_day_and_number(browse, world: World) -> None:
    suggestion_id = builders.closed(world)
    db.session.rollback()
    number = db.session.get(Suggestion, suggestion_id).number
    browser = browse("ji")
    rows = browser.open(f"/audit?number={number}").body
    assert rows.count(f"第{number}号") > 5 and "账号" not in rows.partition("<tbody")[2].partition("</tbody")[0]
    assert "林若溪" in browser.open("/audit?person=林若溪").body.partition("<tbody")[2]
    assert "没有符合条件的操作" in browser.open("/audit?person=没有这个人").words
    assert "没有符合条件的操作" in browser.open("/audit?day=2026-03-31").words
    assert "没有符合条件的操作" not in browser.open("/audit?day=2026-04-01").words
    assert "没有符合条件的操作" not in browser.open("/audit?action=log_in").words
    assert "没有符合条件的操作" in browser.open("/audit?action=end_hat").words


def test_long_records_take_pages(browse, world: World) -> None:
    for _ in range(60):
        accounts.end_sessions(world.xi, world.accounts["yuan"], now=NOW)
    browser = browse("ji")
    browser.open("/audit")
    older = next(href for href, words in browser.page.links if words == "更早的")
    assert "回到最新" in browser.open(older).words


def test_a_failed_log_in_shows_the_account_and_never_what_was_typed(browse, world: World) -> None:
    guest = browse()
    log_in(guest, "lin", "my secret words", status=401)
    log_in(guest, "my secret name", "wrong", status=401)
    page = browse("ji").open("/audit?action=log_in_failed")
    assert f"账号第{world.accounts['lin']}号" in page.words and "没有登记的登录名" in page.words
    assert "secret" not in page.body


def test_every_act_that_services_record_has_words() -> None:
    known = set(OFFICE_ACTS) | {action.value for action in Action}
    for path in (Path(services.__file__).parent).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("write_event", "_note", "_refuse"):
                codes = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
                assert set(codes) <= known, f"{path.name}:{node.lineno} {codes}"


def test_every_subject_has_words() -> None:
    for path in (Path(services.__file__).parent).glob("*.py"):
        for kind in re.findall(r'subject=f?"([a-z_]+)', path.read_text(encoding="utf-8")):
            assert kind in SUBJECTS, f"{path.name}: {kind}"


ODD = ("before=x", "before=99999999999999999999", "day=x", "day=0001-01-01", "number=%00", "person=%27", "action=x")


def test_an_odd_address_shows_a_page_all_the_same(browse) -> None:
    browser = browse("ji")
    for query in ODD:
        browser.open(f"/audit?{query}")


def test_a_list_taken_along_says_which_how_and_how_much_but_not_what_was_searched_for(browse, world: World) -> None:
    builders.closed(world)
    chen = browse("chen")
    chen.open("/suggestions?status=closed")
    chen.send("/exports", button=("ending", "csv"), query="status=closed&q=护学")
    words = browse("ji").open("/audit?action=export").words
    assert "建议总表，csv" in words and "status=closed" in words and "行" in words and "护学" not in words
