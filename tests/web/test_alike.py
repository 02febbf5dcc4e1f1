"""Papers that look alike: beside a draft, at review, side by side, every time a matter was raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.builders import a_draft, a_registered, a_submitted, delivered
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.db import db, transactional
from tracker.models.joint import LinkKind
from tracker.models.organs import Congress
from tracker.models.suggestions import Suggestion
from tracker.services import adopt, links
from tracker.services.histories import OldPaper, OldReply, OldShare, archived

ANOTHER: dict[str, Any] = {
    "title": "在湖滨公园增设饮水点",
    "problem": "夏天到公园跑步的人很多，找不到水喝。",
    "analysis": "园内没有饮水设施。",
    "requests": ("在湖滨公园装四台直饮水机。",),
}


def test_beside_a_draft_stands_what_became_of_the_one_that_is_alike(browse: Browsers, world: World) -> None:
    delivered(world)
    draft = a_draft(world)
    words = browse("lin").open(f"/suggestions/{draft}/links/beside").words
    assert "市教育局" in words and "承诺" in words and "落实中1项" in words
    assert "那件里也说：" in words and "接送车辆和步行学生挤在一处" in words
    assert "这件的2项请求，那件也提过" in words and "对照着看" in words


def test_what_is_of_another_matter_is_not_shown(browse: Browsers, world: World) -> None:
    a_registered(world, **ANOTHER)
    draft = a_draft(world)
    assert "没有找到相似的" in browse("lin").open(f"/suggestions/{draft}/links/beside").words


def test_at_review_the_earlier_ones_lie_beside_the_paper(browse: Browsers, world: World) -> None:
    delivered(world)
    case = builders.in_review(world)
    words = browse("chen").open(f"/suggestions/{case}/review").words
    assert "以前提过的相近的" in words and "市教育局" in words


def test_side_by_side_alike_sentences_lead_to_each_other_and_differences_are_told(
    browse: Browsers, world: World
) -> None:
    earlier = a_registered(world, title="在南岸街道小学周边设置护学通道")
    case = a_submitted(
        world, title="在北岸街道小学周边设置护学通道", requests=("在校门两侧划设护学通道。", "新建停车场。")
    )
    page = browse("chen").open(f"/suggestions/{case}/alike/{earlier}")
    assert "地点不同：这件是北岸街道，那件是南岸街道" in page.words
    assert "这件2项请求里，1项那件也提过" in page.words
    assert "［另一件里也有：" in page.words and 'href="#theirs-0"' in page.body and 'id="theirs-0"' in page.body
    assert "那件后来怎么样" in page.words and "还没有答复" in page.words


def test_a_repeat_is_turned_into_a_follow_up_there(browse: Browsers, world: World) -> None:
    earlier, draft = a_registered(world), a_draft(world)
    browser, here = browse("lin"), f"/suggestions/{draft}/alike/{earlier}"
    assert "接着那件提" in browser.open(here).words
    assert "已经关联的" in browser.send(f"/suggestions/{draft}/links", button=("pick", f"{earlier}:follow_up")).words
    page = browser.open(here)
    assert "这两件已经关联" in page.words and "接着那件提" not in page.words


def test_the_desk_proposes_to_merge_two_that_are_open_and_a_deputy_does_not(browse: Browsers, world: World) -> None:
    one, other = a_registered(world), a_registered(world)
    assert "提议并案" in browse("chen").open(f"/suggestions/{one}/alike/{other}").words
    assert "提议并案" not in browse("lin").open(f"/suggestions/{one}/alike/{other}").words


def test_what_one_may_not_open_is_neither_found_nor_compared(browse: Browsers, world: World) -> None:
    hidden = a_registered(world, is_confidential=True, title="在老城区小学周边设置护学通道")
    open_one = a_registered(world)
    yuan = browse("yuan")
    for page in ("alike", "raised"):
        words = yuan.open(f"/suggestions/{open_one}/{page}").words
        assert "20260001" not in words
    assert "20260001" in browse("chen").open(f"/suggestions/{open_one}/alike").words
    yuan.open(f"/suggestions/{open_one}/alike/{hidden}", status=404)


def test_a_draft_of_somebody_else_and_the_paper_itself_are_not_compared(browse: Browsers, world: World) -> None:
    case, draft = a_registered(world), a_draft(world)
    fang = browse("fang")
    for other in (draft, case, 10**12):
        fang.open(f"/suggestions/{case}/alike/{other}", status=404)


def test_history_of_which_no_text_is_known_says_so_instead_of_being_called_the_same(
    browse: Browsers, world: World
) -> None:
    case = a_registered(world)
    _archived(world, 2019, problem="", requests=())
    old = db.session.scalars(select(Suggestion.id).where(Suggestion.number == "20190001")).one()
    page = browse("chen").open(f"/suggestions/{case}/alike/{old}")
    assert "正文未提供" in page.words and "没有看出不同" not in page.words and "加底色的句子" not in page.words


def test_every_time_it_was_raised_the_replies_stand_in_one_column(browse: Browsers, world: World) -> None:
    earlier = delivered(world)
    later = a_registered(world, **ANOTHER)
    links.link(world.chen, later, earlier, kind=LinkKind.FOLLOW_UP, note="", now=NOW + timedelta(days=1))
    page = browse("lin").open(f"/suggestions/{later}/raised")
    assert "已关联" in page.words and "这一件" in page.words and "还没有答复" in page.words
    assert "市教育局2026年4月1日答复，B类" in page.words
    assert page.words.rindex("已关联") < page.words.index("这一件")


def test_what_was_raised_in_few_sessions_has_no_badge(browse: Browsers, world: World) -> None:
    a_registered(world)
    case = a_registered(world)
    assert "会议提过" not in browse("lin").open(f"/suggestions/{case}/raised/badge").words


def test_what_was_raised_in_three_sessions_says_so_and_leads_to_the_replies(browse: Browsers, world: World) -> None:
    for year in (2019, 2020):
        _archived(world, year)
    case = a_registered(world, title="在老城区小学周边设置护学通道")
    browser = browse("chen")
    assert "3次会议提过" in browser.open(f"/suggestions/{case}/raised/badge").words
    page = browser.open(f"/suggestions/{case}/raised")
    assert page.words.index("2019年会议") < page.words.index("2020年会议") < page.words.index("这一件")
    assert "已在2019年办结。" in page.words and "已在2020年办结。" in page.words


def test_the_same_asked_for_elsewhere_is_no_time_it_was_raised(browse: Browsers, world: World) -> None:
    a_registered(world, title="在南岸街道小学周边设置护学通道")
    case = a_registered(world, title="在北岸街道小学周边设置护学通道")
    browser = browse("chen")
    assert "20260001" in browser.open(f"/suggestions/{case}/alike").words
    assert "20260001" not in browser.open(f"/suggestions/{case}/raised").words


@transactional
def _archived(world: World, year: int, **changes: Any) -> int:
    ours = db.session.scalars(select(Congress.id).where(Congress.is_ours)).one()
    reply = OldReply(date(year, 9, 1), f"临教复〔{year}〕3号", f"已在{year}年办结。", "A")
    paper = OldPaper(
        ours,
        "在老城区小学周边设置护学通道",
        source_key=f"old-{year}",
        number=f"{year}0001",
        problem="上学、放学的半小时里，接送车辆和步行学生挤在一处。",
        requests=("在校门两侧划设护学通道。", "护学岗经费列入年度预算。"),
        submitted_on=date(year, 3, 1),
        shares=(OldShare(world.units["市教育局"], reply=reply),),
        history={"session": f"{year}年会议"},
    )
    return adopt.adopt([archived(world.chen, replace(paper, **changes), now=NOW)], now=NOW)
