"""A unit receives its shares: signs for one or many, gives them to somebody, sees how far each is."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import fetch, task_of
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.domain.states import TaskState
from tracker.services import handling


def address(world: World, case: int, page: str, unit: str = "市教育局") -> str:
    return f"/suggestions/{case}/tasks/{task_of(world, case, unit)}/{page}"


def test_each_post_sees_first_what_is_its_own(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    builders.in_hand(world)
    builders.in_clearance(world)
    assert "签收选上的" in browse("he").open("/tasks").words
    assert "景行" in browse("jing").open("/tasks").words
    for login, current in (("he", "待签收1"), ("jing", "我经办的2"), ("cheng", "待签发1"), ("shen", "办理中1")):
        page = browse(login).open("/tasks")
        assert current in page.words


def test_the_list_has_every_stage_and_survives_odd_addresses(browse: Browsers, world: World) -> None:
    builders.delivered(world)
    builders.an_assigned(world)
    browser = browse("he")
    page = browser.open("/tasks?stage=replied")
    assert "已答复1" in page.words and "2026年4月1日" in page.words
    assert "没有等待签发的答复" in browser.open("/tasks?stage=to_sign").words
    assert "待签收1" in browser.open("/tasks?stage=nonsense&page=9999999999").words
    assert "没有等待签收的" in browse("zheng").open("/tasks").words


def test_a_unit_sees_only_its_own_shares(browse: Browsers, world: World) -> None:
    builders.an_assigned(world, distributed=False)
    builders.an_assigned(world, shares=(("市中级人民法院", builders.TaskRole.SOLE, ()),))
    assert "没有等待签收的" in browse("he").open("/tasks").words
    assert "待签收1" in browse("zheng").open("/tasks").words
    for login in ("lin", "chen", "du", "xi"):
        browse(login).open("/tasks", status=404)


def test_an_agreed_date_stands_beside_the_legal_one(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    fetch(case).tasks[0].agreed_due_on = NOW.date().replace(month=5, day=29)
    builders.db.session.commit()
    page = browse("he").open("/tasks")
    assert "7月1日前" in page.words and "商定5月29日" in page.words


def test_signing_for_one_and_naming_its_handler(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    browser = browse("he")
    page = browser.open(address(world, case, "sign-for"))
    assert "答复期限从交办之日起算" in page.words and "7月1日前答复" in page.words
    assert "接送车辆和步行学生挤在一处" in page.words and "申请退件（4月13日前）" in page.words
    assert "/objection" in "".join(where for where, _words in page.links), page.links
    browser.send("/sign-for", handler=str(world.jing.person_id), note="请联系学校")
    task = fetch(case).tasks[0]
    assert (task.state, task.handler_id) == (TaskState.HANDLING, world.jing.person_id)


def test_signing_for_without_a_handler(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    browser = browse("he")
    browser.open(address(world, case, "sign-for"))
    browser.send("/sign-for")
    assert fetch(case).tasks[0].state is TaskState.SIGNED_FOR


@pytest.mark.parametrize("whom", ["han", "lin", "nobody", "²"])
def test_only_people_of_the_unit_are_taken(browse: Browsers, world: World, whom: str) -> None:
    case = builders.an_assigned(world)
    browser = browse("he")
    browser.open(address(world, case, "sign-for"))
    person = str(world.actors[whom].person_id) if whom in world.actors else whom
    page = browser.send("/sign-for", status=422, handler=person, note="交代的话")
    assert "请选本单位的工作人员" in page.words and page.data("/sign-for")["note"] == "交代的话"
    assert fetch(case).tasks[0].state is TaskState.ASSIGNED


def test_many_are_signed_for_with_one_press(browse: Browsers, world: World) -> None:
    cases = [builders.an_assigned(world) for _ in range(3)]
    ids = [str(task_of(world, case)) for case in cases]
    browser = browse("he")
    browser.open("/tasks")
    page = browser.send("/tasks/sign-for", tasks=ids[:2], handler=str(world.jing.person_id))
    assert "已签收2件" in page.words and "待签收1" in page.words
    assert [fetch(case).tasks[0].state for case in cases] == [
        TaskState.HANDLING,
        TaskState.HANDLING,
        TaskState.ASSIGNED,
    ]


def test_one_gone_meanwhile_stops_the_batch_and_is_said(browse: Browsers, world: World) -> None:
    stays, gone = builders.an_assigned(world), builders.an_assigned(world)
    ids = [str(task_of(world, case)) for case in (stays, gone)]
    browser = browse("he")
    browser.open("/tasks")
    handling.sign_for(world.he, int(ids[1]), now=NOW)
    page = browser.send("/tasks/sign-for", status=422, tasks=ids)
    assert "1件不能签收" in page.words
    assert page.data("/tasks/sign-for")["tasks"] == ids[0]
    assert fetch(stays).tasks[0].state is TaskState.ASSIGNED


def test_nothing_ticked_is_said(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    browser = browse("he")
    browser.open("/tasks")
    assert "请至少选一个" in browser.send("/tasks/sign-for", status=422).words


def test_shares_of_other_units_cannot_be_signed_for(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, shares=builders.SEPARATE)
    court = task_of(world, case, "市中级人民法院")
    browser = browse("he")
    browser.open("/tasks")
    page = browser.send("/tasks/sign-for", status=422, tasks=[str(task_of(world, case)), str(court)])
    assert "1件不能签收" in page.words
    assert {task.state for task in fetch(case).tasks} == {TaskState.ASSIGNED}
    browser.open(f"/suggestions/{case}/tasks/{court}/sign-for", status=403)


@pytest.mark.parametrize("where", ["one", "many"])
def test_a_double_press_signs_once(browse: Browsers, world: World, where: str) -> None:
    case = builders.an_assigned(world)
    browser = browse("he")
    page = browser.open("/tasks" if where == "many" else address(world, case, "sign-for"))
    target = "/tasks/sign-for" if where == "many" else address(world, case, "sign-for")
    sent = page.data("/sign-for") | ({"tasks": str(task_of(world, case))} if where == "many" else {})
    for _ in range(2):
        browser.post(target, **sent)
    assert fetch(case).tasks[0].state is TaskState.SIGNED_FOR


def test_what_a_handler_left_behind_waits_for_another_one(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    an, browser = browse("an"), browse("he")
    an.open(f"/grants/hats/{world.jing.membership_id}/end")
    an.send("/end", note="调离")
    page = browser.open("/")
    assert page.h1 == ["现在要办的1件"] and "请换经办人" in page.words
    assert "原经办人景行已不在本单位任职。指定一位经办人即可。" in page.words and "已等1天" in page.words
    assert address(world, case, "handler") in [href for href, _words in page.links]
    page = browser.open("/tasks?stage=to_give")
    assert "待交经办人1" in page.words and "办理中0" in page.words and "景行已不在本单位任职" in page.words
    page = browser.open(address(world, case, "handler"))
    assert "原经办人景行已不在本单位任职" in page.words and "现在由景行经办" not in page.words
    browser.send("/handler", handler=str(world.he.person_id), note="刚开始写")
    assert "请换经办人" not in browser.open("/").words
    assert "待交经办人0" in browser.open("/tasks").words


def test_signing_twice_says_what_happened(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    page = browse("he").open(address(world, case, "sign-for"), status=409)
    assert "现在不能签收" in page.words


def test_of_two_who_give_a_share_the_later_learns_of_the_earlier(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    late = browse("he")
    late.open(address(world, case, "handler"))
    early = browse("he")
    early.open(address(world, case, "handler"))
    early.send("/handler", handler=str(world.shen.person_id), note="景行休假，已联系学校")
    page = late.send("/handler", status=409, handler=str(world.he.person_id), note="我自己来办")
    assert "我自己来办" in page.words
    (task,) = builders.fetch(case).tasks
    assert task.handler_id == world.shen.person_id


def test_giving_to_a_handler(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    handling.sign_for(world.he, task_of(world, case), now=NOW)
    browser = browse("he")
    page = browser.open(address(world, case, "handler"))
    assert page.h1 == ["交给经办人"]
    page = browser.send("/handler", status=422, note="话")
    assert "请选经办人" in page.words and page.data("/handler")["note"] == "话"
    browser.send("/handler", handler=str(world.jing.person_id))
    assert fetch(case).tasks[0].handler_id == world.jing.person_id


def test_changing_the_handler_needs_a_note(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    browser = browse("he")
    page = browser.open(address(world, case, "handler"))
    assert page.h1 == ["换经办人"] and "现在由景行经办" in page.words
    browser.send("/handler", status=422, handler=str(world.shen.person_id))
    browser.send("/handler", handler=str(world.shen.person_id), note="景行休假，已联系学校")
    assert fetch(case).tasks[0].handler_id == world.shen.person_id


def test_other_people_of_the_unit_do_not_sign_for_it(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    page = address(world, case, "sign-for")
    for login, status in (("jing", 403), ("cheng", 403), ("lin", 403), ("chen", 403), ("luo", 404), ("xi", 404)):
        browse(login).open(page, status=status)
