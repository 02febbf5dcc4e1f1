"""The desk assigns: one paper with roles for its units, many at once; nothing goes before it was shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.page import Browser, Page
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import TaskRole
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.organs import Unit
from tracker.models.people import Account, Membership
from tracker.services import assignments
from tracker.services.assignments import Plan, Share


@pytest.fixture
def duties(world: World) -> None:
    for name, words in (("市教育局", "小学、护学"), ("市交通运输局", "公交、停车")):
        db.session.get_one(Unit, world.units[name]).duty_words = words
    db.session.commit()


def address(suggestion_id: int) -> str:
    return f"/suggestions/{suggestion_id}/assignment"


def roles(world: World, page: Page, **chosen: str) -> dict[str, Any]:
    """The fields that give each named unit its role; `parts` may follow a colon: separate:1,2."""
    data = page.data("/assignment")
    rows = {value: name.removesuffix("-unit") for name, value in data.items() if name.endswith("-unit")}
    found: dict[str, Any] = {}
    for unit, role in chosen.items():
        row = rows[str(world.units[unit])]
        found[f"{row}-role"], _colon, parts = role.partition(":")
        if parts:
            found[f"{row}-part"] = parts.split(",")
    return found


def with_units(browser: Browser, case: int, names: str = "教育、交通、法院、宣传") -> Page:
    browser.open(address(case))
    return browser.send("/assignment", button=("step", "add"), names=names)


def test_the_queue_names_the_likely_unit_and_the_limit(browse: Browsers, world: World, duties: None) -> None:
    case = builders.a_registered(world, title="小学门口停车")
    page = browse("chen").open("/assignments")
    assert "待交办1件" in page.words and "市教育局职责里有：小学、护学" in page.words and "4月13日前交办" in page.words
    assert (address(case), "小学门口停车") in page.links


def test_the_queue_is_the_desks_alone_and_empty_says_so(browse: Browsers, world: World) -> None:
    assert "没有等待交办的建议" in browse("chen").open("/assignments").words
    for login in ("lin", "du", "he", "xi"):
        for page in ("/assignments", "/assignments/batch", "/assignments/sent"):
            browse(login).open(page, status=404)


def test_candidates_come_first_with_their_reasons(browse: Browsers, world: World, duties: None) -> None:
    earlier = builders.an_assigned(world)
    case = builders.a_registered(world, proposed_unit_id=world.units["市交通运输局"])
    page = browse("chen").open(address(case))
    assert "代表提议由它办" in page.words
    assert "近3年同类1件，它主办1件" in page.words
    assert fetch(earlier).category_id == fetch(case).category_id
    assert page.data("/assignment")["units-0-unit"] == str(world.units["市教育局"])


def test_one_unit_alone_is_sole_after_a_look_at_what_goes(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    page = browser.send("/assignment", button=("step", "check"), **roles(world, page, 市中级人民法院="lead"))
    assert "独办临江市中级人民法院" in page.words
    assert "7月1日前" in page.words and "满3个月是7月1日" in page.words
    assert fetch(case).state is SuggestionState.REGISTERED
    page = browser.send("/assignment", button=("step", "send"))
    assert page.h1 == ["已交办"] and "市中级人民法院" in page.words
    task = fetch(case).tasks[0]
    assert (task.role, task.state, task.part) == (TaskRole.SOLE, TaskState.ASSIGNED, [1, 2])


def test_lead_and_co_units_go_through_the_coordinator_with_both_dates_told(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    chosen = roles(world, page, 市教育局="lead", 市交通运输局="co")
    page = browser.send("/assignment", button=("step", "check"), **chosen)
    assert "会发出2份交办通知" in page.words and "先到督查室" in page.words
    assert "7月1日前到期那天才转办的，7月9日前" in page.words
    browser.send("/assignment", button=("step", "send"))
    assert {(task.role, task.state) for task in fetch(case).tasks} == {
        (TaskRole.LEAD, TaskState.WITH_COORDINATOR),
        (TaskRole.CO, TaskState.WITH_COORDINATOR),
    }


def test_separate_units_get_their_parts(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    chosen = roles(world, page, 市中级人民法院="separate:1", 市委宣传部="separate:2")
    page = browser.send("/assignment", button=("step", "check"), **chosen)
    assert "第1项" in page.words and "第2项" in page.words
    browser.send("/assignment", button=("step", "send"))
    assert sorted(task.part for task in fetch(case).tasks) == [[1], [2]]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({}, "请至少选一个"),
        ({"市教育局": "co"}, "只由一个单位办的，也选主办"),
        ({"市教育局": "lead", "市交通运输局": "lead"}, "要有且只有一个主办单位"),
        ({"市教育局": "separate:1"}, "分办至少要两个单位"),
        ({"市教育局": "separate:1", "市交通运输局": "separate:1"}, "还有请求没有交给任何单位"),
        ({"市教育局": "separate:1,2", "市交通运输局": "separate"}, "每个分办单位都要勾选"),
        ({"市教育局": "separate:1,2", "市交通运输局": "co"}, "分办不能和主办、会办混用"),
    ],
)
def test_what_is_wrong_is_said_and_the_choice_kept(
    browse: Browsers, world: World, chosen: dict[str, str], words: str
) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    sent = roles(world, with_units(browser, case), **chosen)
    page = browser.send("/assignment", status=422, button=("step", "check"), **sent)
    assert words in page.words
    kept = page.data("/assignment")
    assert all(kept.get(name) == (value[0] if len(value) == 1 else value) if isinstance(value, list) else value
               for name, value in sent.items())  # fmt: skip


def test_units_are_found_by_a_piece_of_their_name_and_unknown_ones_said(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    browser.open(address(case))
    page = browser.send("/assignment", status=422, button=("step", "add"), names="法院、火星局")
    assert "没有叫“火星局”的单位" in page.words and page.data("/assignment")["names"] == "火星局"
    rows = [value for name, value in page.data("/assignment").items() if name.endswith("-unit")]
    assert rows == [str(world.units["市中级人民法院"])]


def test_units_are_added_from_the_whole_list_once(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    with_units(browser, case, "法院")
    ids = [str(world.units[name]) for name in ("市中级人民法院", "市教育局")]
    page = browser.send("/assignment", button=("step", "add"), names="", more=ids)
    rows = [value for name, value in page.data("/assignment").items() if name.endswith("-unit")]
    assert rows == ids


def test_going_back_keeps_everything(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    sent = roles(world, page, 市教育局="lead") | {"agreed_due_on": "2026-05-29"}
    browser.send("/assignment", button=("step", "check"), **sent)
    page = browser.send("/assignment", button=("step", "edit"))
    assert page.data("/assignment")["agreed_due_on"] == "2026-05-29"
    assert page.data("/assignment")["units-0-role"] == "lead"


@pytest.mark.parametrize("day", ["2026-04-01", "2026-07-02", "kein Tag"])
def test_an_agreed_date_the_law_does_not_allow_is_refused_before_the_check(
    browse: Browsers, world: World, day: str
) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    sent = roles(world, page, 市教育局="lead") | {"agreed_due_on": day}
    page = browser.send("/assignment", status=422, button=("step", "check"), **sent)
    assert page.data("/assignment")["agreed_due_on"] == day


def test_a_double_press_assigns_once(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    page = browser.send("/assignment", button=("step", "check"), **roles(world, page, 市教育局="lead"))
    sent = page.data("/assignment") | {"step": "send"}
    for _ in range(2):
        page = browser.post(address(case), **sent)
        assert page.h1 == ["已交办"]
    assert len(fetch(case).tasks) == 1


def test_a_stale_form_assigns_nothing(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    chosen = roles(world, page, 市教育局="lead")
    page = browser.send("/assignment", button=("step", "check"), **chosen)
    assignments.assign(
        world.lu, Plan(case, fetch(case).version, [Share(world.units["市中级人民法院"], TaskRole.SOLE)]), now=NOW
    )
    browser.send("/assignment", status=409, button=("step", "send"))
    assert [task.unit_id for task in fetch(case).tasks] == [world.units["市中级人民法院"]]


@pytest.mark.parametrize("step", ["check", "add"])
def test_a_stale_form_is_not_shown_as_it_would_go(browse: Browsers, world: World, step: str) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    chosen = roles(world, page, 市教育局="lead")
    assignments.assign(
        world.lu, Plan(case, fetch(case).version, [Share(world.units["市中级人民法院"], TaskRole.SOLE)]), now=NOW
    )
    page = browser.send("/assignment", status=409, button=("step", step), **chosen)
    assert "没有被覆盖" in page.words and "最近一次：陆平川" in page.words
    assert "核对以后再交办" not in page.words


def test_units_that_do_not_exist_are_not_taken(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    browser.open(address(case))
    forged = {"units-0-unit": "9999", "units-0-role": "lead", "units-1-unit": "x", "units-1-role": "lead"}
    page = browser.send("/assignment", status=422, button=("step", "send"), **forged)
    assert "请至少选一个" in page.words
    assert fetch(case).state is SuggestionState.REGISTERED


def test_other_people_find_nothing_there(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    for login, status in (("lin", 403), ("yuan", 403), ("du", 404), ("he", 404), ("xi", 404)):
        browse(login).open(address(case), status=status)
    browse("du").open(address(builders.an_assigned(world)) + "/receipt", status=404)


def lines(browser: Browser, **status: int) -> dict[str, dict[str, str]]:
    """The lines of the open batch: suggestion id to row name, version, tick."""
    data = browser.page.data("/batch")
    return {
        value: {"row": name.removesuffix("-suggestion"), "pick": name.removesuffix("suggestion") + "pick"}
        for name, value in data.items()
        if name.endswith("-suggestion")
    }


def test_only_the_sure_lines_are_ticked(browse: Browsers, world: World, duties: None) -> None:
    sure = builders.a_registered(world, proposed_unit_id=world.units["市教育局"])
    unclear = builders.a_registered(world, title="没有线索", problem="某事", requests=("某个请求",))
    browser = browse("chen")
    page = browser.open("/assignments/batch")
    data, rows = page.data("/batch"), lines(browser)
    assert data[rows[str(sure)]["pick"]] == "y" and data[f"{rows[str(sure)]['row']}-lead"] == "市教育局"
    assert rows[str(unclear)]["pick"] not in data
    assert page.words.index("须选定") < page.words.index("把握大")


def test_many_are_sent_with_one_press(browse: Browsers, world: World, duties: None) -> None:
    cases = [builders.a_registered(world, proposed_unit_id=world.units["市教育局"]) for _ in range(3)]
    browser = browse("chen")
    browser.open("/assignments/batch")
    changed = lines(browser)[str(cases[1])]["row"]
    page = browser.send(
        "/batch", button=("step", "check"), **{f"{changed}-lead": "法院", f"{changed}-co": "教育局、宣传部"}
    )
    assert "3件，交给3个单位" in page.words and "市教育局、市委宣传部" in page.words
    assert {fetch(case).state for case in cases} == {SuggestionState.REGISTERED}
    page = browser.send("/batch", button=("step", "send"))
    assert "已交办3件" in page.words and "4月1日交办的" in page.words
    assert {fetch(case).state for case in cases} == {SuggestionState.IN_HANDLING}
    assert sorted(task.role for task in fetch(cases[1]).tasks) == [TaskRole.CO, TaskRole.CO, TaskRole.LEAD]


def test_lines_at_fault_are_marked_and_nothing_is_lost(browse: Browsers, world: World, duties: None) -> None:
    first, second, third = (builders.a_registered(world, proposed_unit_id=world.units["市教育局"]) for _ in range(3))
    browser = browse("chen")
    browser.open("/assignments/batch")
    rows = {case: lines(browser)[str(case)]["row"] for case in (first, second, third)}
    sent = {
        f"{rows[first]}-lead": "局",
        f"{rows[second]}-lead": "",
        f"{rows[third]}-co": "火星局、市教育局",
    }
    page = browser.send("/batch", status=422, button=("step", "check"), **sent)
    assert "“局”可能是市教育局、市交通运输局，请写全称" in page.words
    assert "请填写承办单位" in page.words and "没有叫“火星局”的单位" in page.words
    data = page.data("/batch")
    assert all(data[name] == value for name, value in sent.items())
    page = browser.send(
        "/batch", status=422, button=("step", "check"),
        **{f"{rows[first]}-lead": "市教育局", f"{rows[second]}-lead": "法院", f"{rows[third]}-co": "市教育局"},
    )  # fmt: skip
    assert "同一个单位不能出现两次" in page.words
    assert {fetch(case).state for case in rows} == {SuggestionState.REGISTERED}


def test_one_line_gone_meanwhile_stops_all_and_the_rest_can_go(browse: Browsers, world: World, duties: None) -> None:
    stays, goes = (builders.a_registered(world, proposed_unit_id=world.units["市教育局"]) for _ in range(2))
    browser = browse("chen")
    browser.open("/assignments/batch")
    browser.send("/batch", button=("step", "check"))
    assignments.assign(
        world.lu, Plan(goes, fetch(goes).version, [Share(world.units["市中级人民法院"], TaskRole.SOLE)]), now=NOW
    )
    page = browser.send("/batch", status=422, button=("step", "send"))
    assert "在您打开以后有了变动" in page.words and fetch(stays).state is SuggestionState.REGISTERED
    data = browser.page.data("/batch") | {"step": "check"}
    data.pop(lines(browser)[str(goes)]["pick"])
    browser.post("/assignments/batch", **data)
    browser.send("/batch", button=("step", "send"))
    assert fetch(stays).state is SuggestionState.IN_HANDLING


def test_nothing_ticked_is_said(browse: Browsers, world: World) -> None:
    builders.a_registered(world)
    browser = browse("chen")
    browser.open("/assignments/batch")
    assert "请至少选一个" in browser.send("/batch", status=422, button=("step", "check")).words
    assert "请至少选一个" in browser.send("/batch", status=422, button=("step", "send")).words


def test_a_batch_pressed_twice_is_sent_once(browse: Browsers, world: World, duties: None) -> None:
    case = builders.a_registered(world, proposed_unit_id=world.units["市教育局"])
    browser = browse("chen")
    browser.open("/assignments/batch")
    page = browser.send("/batch", button=("step", "check"))
    sent = page.data("/batch") | {"step": "send"}
    for _ in range(2):
        page = browser.post("/assignments/batch", **sent)
        assert "交办的" in page.words
    assert len(fetch(case).tasks) == 1


def test_drafts_and_papers_of_others_do_not_slip_into_a_batch(browse: Browsers, world: World) -> None:
    draft = builders.a_draft(world)
    builders.a_registered(world)
    browser = browse("chen")
    browser.open("/assignments/batch")
    forged = {"lines-7-suggestion": str(draft), "lines-7-at": "1", "lines-7-pick": "y", "lines-7-lead": "市教育局"}
    page = browser.send("/batch", status=422, button=("step", "send"), **forged)
    assert "请至少选一个" in page.words and fetch(draft).state is SuggestionState.DRAFT


def test_what_was_sent_can_be_looked_up_by_day(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    browser = browse("chen")
    assert "市教育局" in browser.open("/assignments/sent").words
    assert "这一天没有交办建议" in browser.open("/assignments/sent?day=2026-03-01").words
    assert "市教育局" in browser.open("/assignments/sent?day=nonsense").words


def test_two_hundred_lines_are_usable(browse: Browsers, world: World, duties: None) -> None:
    for _ in range(30):
        builders.a_registered(world, proposed_unit_id=world.units["市教育局"])
    browser = browse("chen")
    page = browser.open("/assignments/batch")
    assert "这一批30件" in page.words
    assert len(page.body) < 80_000


NOBODY = "还没有收文员，交办以后没有人能签收"


def test_the_check_warns_of_a_unit_nobody_can_sign_for_and_lets_it_go(browse: Browsers, world: World) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    page = with_units(browser, case)
    assert page.words.count("，还没有收文员") == 2, "in its row and in the list of all units"
    chosen = roles(world, page, 市中级人民法院="lead", 市委宣传部="co")
    page = browser.send("/assignment", button=("step", "check"), **chosen)
    assert page.words.count(NOBODY) == 1
    assert page.words.index("中共临江市委宣传部") < page.words.index(NOBODY)
    assert browser.send("/assignment", button=("step", "send")).h1 == ["已交办"]


def test_a_receiver_out_of_office_or_without_an_account_in_use_can_sign_for_nothing(
    browse: Browsers, world: World
) -> None:
    case = builders.a_registered(world)
    browser = browse("chen")
    sent = roles(world, with_units(browser, case), 市中级人民法院="lead")
    account = db.session.get_one(Account, world.accounts["zheng"])
    account.is_active = False
    db.session.commit()
    assert NOBODY in browser.send("/assignment", button=("step", "check"), **sent).words
    account.is_active = True
    hat = db.session.get_one(Membership, world.zheng.membership_id)
    hat.ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    browser.open(address(case))
    sent = roles(world, with_units(browser, case), 市中级人民法院="lead")
    assert NOBODY in browser.send("/assignment", button=("step", "check"), **sent).words
    hat.ends_on = TODAY
    db.session.commit()
    sent = roles(world, with_units(browser, case), 市中级人民法院="lead")
    assert NOBODY not in browser.send("/assignment", button=("step", "check"), **sent).words


def test_a_batch_names_the_units_nobody_can_sign_for(browse: Browsers, world: World, duties: None) -> None:
    case = builders.a_registered(world, proposed_unit_id=world.units["市教育局"])
    browser = browse("chen")
    browser.open("/assignments/batch")
    row = lines(browser)[str(case)]["row"]
    assert NOBODY not in browser.send("/batch", button=("step", "check")).words
    browser.open("/assignments/batch")
    page = browser.send("/batch", button=("step", "check"), **{f"{row}-co": "宣传部"})
    assert f"市委宣传部{NOBODY}" in page.words
    assert "已交办1件" in browser.send("/batch", button=("step", "send")).words
