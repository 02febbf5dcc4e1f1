"""The coordinator sends on what the desk assigned to its system: confirmed or changed, one or many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.page import Page
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.states import TaskState
from tracker.models.people import Membership
from tracker.services import assignments


def address(suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/distribution"


def row_of(page: Page, task_id: int, action: str) -> str:
    found = next(n for n, v in page.data(action).items() if n.endswith("-task") and v == str(task_id))
    return found.removesuffix("-task")


def waiting(world: World, **how: object) -> int:
    return builders.an_assigned(world, distributed=False, **how)  # type: ignore[arg-type]


def test_the_queue_says_what_waits_and_until_when(browse: Browsers, world: World) -> None:
    case = waiting(world, shares=builders.LEAD_AND_CO)
    page = browse("du").open("/distribution")
    assert "待转办1件、2件次" in page.words and "4月9日前转办" in page.words
    assert any(href == address(case) for href, _words in page.links)


def test_the_queue_is_the_coordinators_and_empty_says_so(browse: Browsers, world: World) -> None:
    assert "没有等待转办的建议" in browse("du").open("/distribution").words
    for login in ("lin", "chen", "he", "xi"):
        browse(login).open("/distribution", status=404)


def test_a_share_is_confirmed_after_a_look(browse: Browsers, world: World) -> None:
    case = waiting(world)
    browser = browse("du")
    browser.open(address(case))
    page = browser.send("/distribution", button=("step", "check"))
    assert "市教育局" in page.words and "4月8日前" in page.words and "7月1日前" in page.words
    assert "满3个月是7月1日" in page.words
    assert fetch(case).tasks[0].state is TaskState.WITH_COORDINATOR
    page = browser.send("/distribution", button=("step", "send"))
    assert "已转办第20260001号" in page.words
    assert fetch(case).tasks[0].state is TaskState.ASSIGNED


def test_a_unit_is_changed_with_a_note(browse: Browsers, world: World) -> None:
    case = waiting(world)
    browser = browse("du")
    browser.open(address(case))
    page = browser.send("/distribution", button=("step", "check"), **{"shares-0-unit": "交通", "note": "道路归交通"})
    assert "原提市教育局" in page.words and "道路归交通" in page.words
    browser.send("/distribution", button=("step", "send"))
    assert fetch(case).tasks[0].unit_id == world.units["市交通运输局"]


def test_the_check_warns_of_a_unit_nobody_can_sign_for(browse: Browsers, world: World) -> None:
    case, words = waiting(world), "这个单位还没有收文员，交办以后没有人能签收"
    db.session.get_one(Membership, world.luo.membership_id).ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    browser = browse("du")
    browser.open(address(case))
    assert words not in browser.send("/distribution", button=("step", "check")).words
    for page in (address(case), "/distribution"):
        browser.open(page)
        told = browser.send("/distribution", button=("step", "check"), **{"shares-0-unit": "交通", "note": "归交通"})
        assert words in told.words
    browser.send("/distribution", button=("step", "send"))
    assert fetch(case).tasks[0].unit_id == world.units["市交通运输局"]


def test_units_of_other_systems_cannot_be_named(browse: Browsers, world: World) -> None:
    case = waiting(world)
    browser = browse("du")
    browser.open(address(case))
    sent = {"shares-0-unit": "市中级人民法院", "note": "写好的说明"}
    page = browser.send("/distribution", status=422, button=("step", "check"), **sent)
    assert "没有叫“市中级人民法院”的单位" in page.words
    assert page.data("/distribution")["note"] == "写好的说明"
    assert page.data("/distribution")["shares-0-unit"] == "市中级人民法院"


def test_one_unit_cannot_take_two_shares(browse: Browsers, world: World) -> None:
    case = waiting(world, shares=builders.LEAD_AND_CO)
    browser = browse("du")
    browser.open(address(case))
    for step in ("check", "send"):
        sent = {"shares-1-unit": "市教育局", "note": "合并由它办"}
        page = browser.send("/distribution", status=422, button=("step", step), **sent)
        assert "同一个单位不能出现两次" in page.words, step
    assert {task.state for task in fetch(case).tasks} == {TaskState.WITH_COORDINATOR}


def test_many_are_sent_on_with_one_press(browse: Browsers, world: World) -> None:
    cases = [waiting(world) for _ in range(3)]
    browser = browse("du")
    page = browser.open("/distribution")
    changed = row_of(page, fetch(cases[1]).tasks[0].id, "/batch")
    page = browser.send("/batch", status=422, button=("step", "check"), **{f"{changed}-unit": "市交通运输局"})
    assert "改了承办单位的，请写明为什么" in page.words
    page = browser.send("/batch", button=("step", "check"), note="道路归交通")
    assert "3件次" in page.words
    page = browser.send("/batch", button=("step", "send"))
    assert "已转办3件" in page.words and "没有等待转办的建议" in page.words
    assert fetch(cases[1]).tasks[0].unit_id == world.units["市交通运输局"]
    assert "道路归交通" in browse("chen").open(f"/suggestions/{cases[1]}").words


def test_only_ticked_lines_go(browse: Browsers, world: World) -> None:
    stays, goes = waiting(world), waiting(world)
    browser = browse("du")
    page = browser.open("/distribution")
    data = page.data("/batch") | {"step": "check"}
    data.pop(f"{row_of(page, fetch(stays).tasks[0].id, '/batch')}-pick")
    browser.post("/distribution/batch", **data)
    browser.send("/batch", button=("step", "send"))
    assert fetch(stays).tasks[0].state is TaskState.WITH_COORDINATOR
    assert fetch(goes).tasks[0].state is TaskState.ASSIGNED


def test_a_wrong_line_is_marked_and_nothing_goes(browse: Browsers, world: World) -> None:
    first, second = waiting(world), waiting(world)
    browser = browse("du")
    page = browser.open("/distribution")
    wrong = row_of(page, fetch(first).tasks[0].id, "/batch")
    page = browser.send("/batch", status=422, button=("step", "check"), **{f"{wrong}-unit": "火星局"})
    assert "没有叫“火星局”的单位" in page.words and page.data("/batch")[f"{wrong}-unit"] == "火星局"
    assert fetch(second).tasks[0].state is TaskState.WITH_COORDINATOR


def test_a_line_sent_on_meanwhile_is_named(browse: Browsers, world: World) -> None:
    first, second = waiting(world), waiting(world)
    browser = browse("du")
    browser.open("/distribution")
    browser.send("/batch", button=("step", "check"))
    task = fetch(first).tasks[0]
    assignments.distribute(world.du, first, {task.id: task.unit_id}, now=NOW)
    page = browser.send("/batch", status=422, button=("step", "send"))
    assert "已经不在这一步" in page.words
    assert fetch(second).tasks[0].state is TaskState.WITH_COORDINATOR


def test_nothing_ticked_is_said(browse: Browsers, world: World) -> None:
    waiting(world)
    browser = browse("du")
    page = browser.open("/distribution")
    data = {name: value for name, value in page.data("/batch").items() if not name.endswith("-pick")}
    page = browser.post("/distribution/batch", status=422, **(data | {"step": "check"}))
    assert "请至少选一个" in page.words


@pytest.mark.parametrize("where", ["one", "batch"])
def test_a_double_press_sends_once(browse: Browsers, world: World, where: str) -> None:
    case = waiting(world)
    browser = browse("du")
    action = "/batch" if where == "batch" else "/distribution"
    browser.open("/distribution" if where == "batch" else address(case))
    page = browser.send(action, button=("step", "check"))
    sent, target = page.data(action) | {"step": "send"}, page.form(action)["action"]
    for _ in range(2):
        page = browser.post(target, **sent)
        assert "已转办" in page.words
    assert fetch(case).tasks[0].state is TaskState.ASSIGNED


def test_what_was_sent_on_is_no_longer_open(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    page = browse("du").open(address(case), status=409)
    assert "现在不能转办" in page.words


def test_shares_of_other_systems_are_not_there(browse: Browsers, world: World) -> None:
    court = builders.an_assigned(world, shares=(("市中级人民法院", builders.TaskRole.SOLE, ()),))
    browse("du").open(address(court), status=404)
    own = waiting(world)
    browser = browse("du")
    browser.open("/distribution")
    forged = {"shares-9-task": str(fetch(court).tasks[0].id), "shares-9-pick": "y", "shares-9-unit": "市教育局"}
    browser.send("/batch", button=("step", "check"), **forged)
    browser.send("/batch", button=("step", "send"), **forged)
    assert fetch(court).tasks[0].unit_id == world.units["市中级人民法院"]
    assert fetch(own).tasks[0].state is TaskState.ASSIGNED
    for login in ("lin", "chen", "he", "xi"):
        browse(login).open(address(own), status=404)
