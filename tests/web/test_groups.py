"""The pages of handling groups: choose, see that nothing moves, merge, assign alike, split again."""

from __future__ import annotations

from tests import builders
from tests.builders import a_registered, an_assigned, fetch
from tests.conftest import Browsers
from tests.page import Page
from tests.world import NOW, World
from tracker.domain.parties import TaskRole
from tracker.services import assignments, groups
from tracker.services.assignments import Plan, Share

TOLD = {"name": "小学门口交通", "why": "都提同一个校门口", "differ": "一件要通道，一件要护学岗"}


def merge_page(case: int) -> str:
    return f"/suggestions/{case}/group"


def ticks(page: Page, action: str, *cases: int) -> dict[str, str]:
    """The boxes of these papers on the page."""
    held = page.data(action)
    rows = [name.removesuffix("-suggestion") for name, value in held.items() if name.endswith("-suggestion")]
    return {f"{row}-pick": "y" for row in rows if int(held[f"{row}-suggestion"]) in cases}


def grouped(world: World, *cases: int) -> int:
    return groups.merge(world.chen, [(case, fetch(case).version) for case in cases], **TOLD, now=NOW)


def test_like_papers_are_found_looked_through_and_merged(browse: Browsers, world: World) -> None:
    one, other = a_registered(world), an_assigned(world)
    browser = browse("chen")
    page = browser.open(merge_page(one))
    assert "很相近" in page.words and "市教育局独办：待签收，7月1日前" in page.words
    page = browser.send("/group", button=("step", "check"), **TOLD, **ticks(page, "/group", one, other))
    assert "并案不动任何一个日子" in page.words and "各自收到答复、各自评价" in page.words
    assert fetch(one).group_id is None
    page = browser.send("/group", button=("step", "send"))
    assert "已并案，共2件" in page.words and "小学门口交通" in page.words
    assert fetch(one).group_id == fetch(other).group_id is not None


def test_everything_missing_is_told_at_once_and_kept(browse: Browsers, world: World) -> None:
    one = a_registered(world)
    browser = browse("chen")
    browser.open(merge_page(one))
    page = browser.send("/group", button=("step", "check"), why="都提同一个校门口", status=422)
    assert "并案至少要两件" in page.words and "请填写这一项" in page.words
    assert page.data("/group")["why"] == "都提同一个校门口"


def test_a_paper_is_found_by_its_number(browse: Browsers, world: World) -> None:
    one = a_registered(world)
    a_registered(world, title="调整公交线路", requests=("请增加班次。",))
    browser = browse("chen")
    browser.open(merge_page(one))
    page = browser.send("/group", button=("step", "add"), numbers="第20260002号、99999999", status=422)
    assert "调整公交线路" in page.words and "没有找到99999999" in page.words


def test_ticks_in_the_register_lead_to_the_page(browse: Browsers, world: World) -> None:
    one, other = a_registered(world), a_registered(world)
    page = browse("chen").open(f"/groups/new?paper={one}&paper={other}")
    assert sum(value == "y" for name, value in page.data("/group").items() if name.endswith("-pick")) == 2
    assert "请先在总表里选上" in browse("chen").open("/groups/new").words


def test_the_group_is_assigned_alike_all_or_none(browse: Browsers, world: World) -> None:
    one, other = a_registered(world), a_registered(world)
    group = grouped(world, one, other)
    browser, here = browse("chen"), f"/groups/{group}/assignment"
    browser.open(here)
    page = browser.send(here, button=("step", "add"), names="市教育局、市交通运输局")
    units = {name: value for name, value in page.data(here).items() if name.endswith("-unit")}
    assert len(units) == 2
    chosen = {"units-0-role": "lead", "units-1-role": "co", "units-1-asked": "请说明标线"}
    page = browser.send(here, button=("step", "check"), **chosen)
    assert "2件，交给2个单位" in page.words
    browser.send(here, button=("step", "send"))
    for case in (one, other):
        assert [(task.role, task.asked) for task in fetch(case).tasks] == [("lead", ""), ("co", "请说明标线")]


def test_the_units_of_the_group_stand_ready_for_the_rest(browse: Browsers, world: World) -> None:
    group = grouped(world, an_assigned(world), a_registered(world))
    browser, here = browse("chen"), f"/groups/{group}/assignment"
    held = browser.open(here).data(here)
    assert (held["units-0-unit"], held["units-0-role"]) == (str(world.units["市教育局"]), "lead")
    page = browser.send(here, button=("step", "check"))
    assert "1件，交给1个单位" in page.words


def test_units_that_have_the_papers_differently_are_offered_without_a_role(browse: Browsers, world: World) -> None:
    group = grouped(world, an_assigned(world), an_assigned(world, shares=builders.LEAD_AND_CO), a_registered(world))
    here = f"/groups/{group}/assignment"
    held = browse("chen").open(here).data(here)
    assert [held[f"units-{no}-role"] for no in (0, 1)] == ["", ""]


def test_splitting_says_that_nothing_moves(browse: Browsers, world: World) -> None:
    one, other = an_assigned(world), a_registered(world)
    grouped(world, one, other)
    browser, here = browse("chen"), f"/suggestions/{one}/group/leave"
    page = browser.open(here)
    assert "一个日子也不变" in page.words and "也就不再是并案" in page.words
    browser.send(here, status=422)
    page = browser.send(here, why="其实是另一件事")
    assert "已移出" in page.words and fetch(other).group_id is None


def test_a_paper_is_added_to_a_group_that_stands(browse: Browsers, world: World) -> None:
    one, other, third = a_registered(world), a_registered(world), a_registered(world)
    group = grouped(world, one, other)
    assert f"/groups/{group}/papers?paper={third}" in [
        href for href, _words in browse("chen").open(merge_page(third)).links
    ]
    browser, here = browse("chen"), f"/groups/{group}/papers"
    page = browser.open(f"{here}?paper={third}")
    told = {"why": "同一个校门口", "differ": "路段不同"}
    browser.send(here, button=("step", "check"), **told, **ticks(page, here, third))
    assert "已加入1件" in browser.send(here, button=("step", "send")).words
    assert fetch(third).group_id == group


def test_groups_are_the_desks(browse: Browsers, world: World) -> None:
    group = grouped(world, a_registered(world), a_registered(world))
    assert "小学门口交通" in browse("chen").open("/groups").words
    for login in ("lin", "du", "he", "xi"):
        browse(login).open(f"/groups/{group}", status=404)


def test_it_can_be_renamed_and_dissolved(browse: Browsers, world: World) -> None:
    group = grouped(world, a_registered(world), builders.a_registered(world))
    browser = browse("chen")
    browser.open(f"/groups/{group}")
    assert "护学" in browser.send(f"/groups/{group}", name="护学").words
    browser.open(f"/groups/{group}/dissolve")
    assert "已经解散" in browser.send("/dissolve", why="分开办").words


def to_the_bureau(*cases: int) -> dict[str, str]:
    """The check page's button: every paper at the version it has now, to one unit."""
    fields = {"step": "send", "units-0-unit": "1", "units-0-role": "lead", "once": "one-press"}
    for no, case in enumerate(cases):
        paper = {"suggestion": str(case), "at": str(fetch(case).version), "pick": "y"}
        fields |= {f"papers-{no}-{name}": value for name, value in paper.items()}
    return fields


def assign_alone(world: World, case: int) -> None:
    plan = Plan(case, fetch(case).version, [Share(world.units["市交通运输局"], TaskRole.SOLE)])
    assignments.assign(world.lu, plan, now=NOW)


def test_assigning_alike_twice_gets_the_same_receipt(browse: Browsers, world: World) -> None:
    one, other = a_registered(world), a_registered(world)
    browser, here = browse("chen"), f"/groups/{grouped(world, one, other)}/assignment"
    browser.open(here)
    fields = to_the_bureau(one, other)
    for _ in range(2):
        assert "2件" in browser.post(here, **fields).words
    assert len(fetch(one).tasks) == len(fetch(other).tasks) == 1


def test_one_that_was_assigned_meanwhile_stops_them_all_and_is_named(browse: Browsers, world: World) -> None:
    one, other = a_registered(world), a_registered(world)
    browser, here = browse("chen"), f"/groups/{grouped(world, one, other)}/assignment"
    browser.open(here)
    fields = to_the_bureau(one, other)
    assign_alone(world, one)
    for step in ("check", "send"):
        page = browser.post(here, status=422, **fields | {"step": step})
        assert "第20260001号" in page.words and ("已经不在这一步" in page.words or "有了变动" in page.words)
        assert not fetch(other).tasks
    held = {name: value for name, value in page.data(here).items() if name != "papers-0-pick"}
    page = browser.post(here, **held | {"step": "check"})
    assert "1件，交给1个单位" in page.words


def test_a_paper_grouped_meanwhile_is_named_before_anything_is_merged(browse: Browsers, world: World) -> None:
    one, two, three = (a_registered(world) for _ in range(3))
    browser = browse("chen")
    page = browser.open(merge_page(one))
    told = TOLD | ticks(page, "/group", one, two, three)
    grouped(world, three, a_registered(world))
    page = browser.send("/group", button=("step", "check"), status=422, **told)
    assert "已经不在这一步" in page.words and "第20260003号" in page.words


def test_ticked_papers_that_cannot_be_grouped_are_named(browse: Browsers, world: World) -> None:
    one, two, three = (a_registered(world) for _ in range(3))
    grouped(world, one, a_registered(world))
    browser = browse("chen")
    for order in ((one, two, three), (two, three, one)):
        page = browser.open("/groups/new?" + "&".join(f"paper={case}" for case in order))
        assert "选上的第20260001号已经在一个并案里" in page.words
        assert sum(value == "y" for name, value in page.data("/group").items() if name.endswith("-pick")) == 2


def test_dissolving_twice_gets_the_same_receipt_and_too_late_the_page_that_says_so(
    browse: Browsers, world: World
) -> None:
    group = grouped(world, a_registered(world), a_registered(world))
    chen, lu = browse("chen"), browse("lu")
    form = chen.open(f"/groups/{group}/dissolve").data("/dissolve") | {"why": "各件差别大"}
    late = lu.open(f"/groups/{group}/dissolve").data("/dissolve")
    for _ in range(2):
        assert "并案已解散" in chen.post(f"/groups/{group}/dissolve", **form).words
    for why in ("我也想解散它", ""):
        page = lu.post(f"/groups/{group}/dissolve", status=409, **late | {"why": why})
        assert "内容已经改过" in page.words and why in page.words
