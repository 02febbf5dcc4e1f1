"""Earlier papers beside a draft, the page of links, and what both dossiers show of each other."""

from __future__ import annotations

from tests.builders import a_draft, a_registered, a_submitted, delivered, fetch
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.models.joint import LinkKind
from tracker.services import links


def test_beside_a_draft_earlier_ones_are_linked_with_one_tap_that_saves_it_too(browse: Browsers, world: World) -> None:
    earlier, draft = a_registered(world), a_draft(world)
    browser, here = browse("lin"), f"/suggestions/{draft}/edit"
    assert "同一件事" in browser.open(f"/suggestions/{draft}/links/beside").words
    assert "查相似的建议" in browser.open(here).words
    page = browser.send(here, button=("link", f"{earlier}:follow_up"), problem="刚写的问题。")
    assert "并关联到那一件" in page.words
    assert "已关联" in browser.open(f"/suggestions/{draft}/links/beside").words
    text = fetch(draft).text
    assert text is not None and text.problem == "刚写的问题。"


def test_by_number_and_taken_back(browse: Browsers, world: World) -> None:
    a_registered(world)
    case = a_submitted(world)
    browser, here = browse("chen"), f"/suggestions/{case}/links"
    browser.open(here)
    assert "没有找到这个编号" in browser.send(here, number="9", status=422).words
    page = browser.send(here, number="第20260001号", kind="repeat", note="同一路段")
    assert "已关联" in page.words and "同一件事再提" in page.words
    assert "已去掉关联" in browser.send("/remove").words


def test_both_dossiers_show_the_other_with_its_reply(browse: Browsers, world: World) -> None:
    earlier, later = delivered(world), a_registered(world)
    links.link(world.chen, later, earlier, kind=LinkKind.REPEAT, note="", now=NOW)
    words = browse("fang").open(f"/suggestions/{later}").words
    assert "关联的建议" in words and "市教育局2026年4月1日答复，B类" in words
    assert "后来的：同一件事再提" in browse("fang").open(f"/suggestions/{earlier}").words


def test_what_one_may_not_read_is_not_named(browse: Browsers, world: World) -> None:
    earlier, later = a_registered(world, is_confidential=True, title="保密的标题"), a_registered(world)
    links.link(world.chen, later, earlier, kind=LinkKind.REPEAT, note="", now=NOW)
    assert "保密的标题" in browse("chen").open(f"/suggestions/{later}").words
    words = browse("yuan").open(f"/suggestions/{later}").words
    assert "保密的标题" not in words and "20260001" not in words
