"""A co-unit gives its opinion to the lead after reading it through once more."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import fetch, task_of
from tests.conftest import Browsers
from tests.world import NOW, World
from tracker.domain.states import TaskState
from tracker.services import handling

UNIT = "市交通运输局"
WRITTEN = {"body": "同意设置护学通道。\n9月1日前划线。", "signer_name": "苏婉清", "document_no": "临交函〔2026〕3号"}


def co_in_hand(world: World) -> int:
    case = builders.in_hand(world, shares=builders.LEAD_AND_CO)
    handling.sign_for(world.luo, task_of(world, case, UNIT), handler_id=world.jiang.person_id, now=NOW)
    return case


def address(world: World, case: int) -> str:
    return f"/suggestions/{case}/tasks/{task_of(world, case, UNIT)}/opinion"


def test_an_opinion_is_seen_before_it_goes_to_the_lead(browse: Browsers, world: World) -> None:
    case = co_in_hand(world)
    browser = browse("jiang")
    page = browser.open(address(world, case))
    assert "意见交给主办单位市教育局" in page.words and "提交会办意见" in page.words
    page = browser.send("/opinion", button=("step", "check"), **WRITTEN)
    assert "核对以后再交出" in page.words and "9月1日前划线。" in page.words and "签发人：苏婉清" in page.words
    assert fetch(case).tasks[1].opinion is None
    browser.send("/opinion", button=("step", "send"))
    task = fetch(case).tasks[1]
    assert task.state is TaskState.REPLIED
    assert task.opinion and (task.opinion.body, task.opinion.document_no) == (WRITTEN["body"], WRITTEN["document_no"])


def test_going_back_keeps_the_text(browse: Browsers, world: World) -> None:
    case = co_in_hand(world)
    browser = browse("jiang")
    browser.open(address(world, case))
    browser.send("/opinion", button=("step", "check"), **WRITTEN)
    page = browser.send("/opinion", button=("step", "edit"))
    assert {name: page.data("/opinion")[name] for name in WRITTEN} == WRITTEN


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": ""}, "请写会办意见"),
        ({"signer_name": " "}, "请写签发人姓名"),
        ({"body": "长" * 10_001}, "最多10000字"),
        ({"document_no": "号" * 61}, "最多60字"),
        ({"body": "坏\x01字"}, "含有不能保存的字符"),
        ({"body": "绝密★长期"}, "这里有密级标志"),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_what_is_wrong_is_said_and_everything_kept(
    browse: Browsers, world: World, step: str, changes: dict[str, str], words: str
) -> None:
    case = co_in_hand(world)
    browser = browse("jiang")
    browser.open(address(world, case))
    page = browser.send("/opinion", status=422, button=("step", step), **(WRITTEN | changes))
    assert words in page.words
    kept = page.data("/opinion")
    assert all(kept[name] == (WRITTEN | changes)[name].strip() for name in WRITTEN)
    assert fetch(case).tasks[1].opinion is None


def test_a_double_press_gives_one_opinion(browse: Browsers, world: World) -> None:
    case = co_in_hand(world)
    browser = browse("jiang")
    browser.open(address(world, case))
    sent = browser.send("/opinion", button=("step", "check"), **WRITTEN).data("/opinion") | {"step": "send"}
    for _ in range(2):
        browser.post(address(world, case), **sent)
    assert fetch(case).tasks[1].state is TaskState.REPLIED


def test_an_opinion_given_meanwhile_is_not_given_twice_and_the_text_is_kept(browse: Browsers, world: World) -> None:
    case = co_in_hand(world)
    browser = browse("jiang")
    browser.open(address(world, case))
    handling.give_opinion(
        world.su, task_of(world, case, UNIT), body="先交了", signer_name="苏婉清", document_no="", now=NOW
    )
    page = browser.send("/opinion", status=409, button=("step", "send"), **WRITTEN)
    assert "同意设置护学通道" in page.words
    assert fetch(case).tasks[1].opinion and fetch(case).tasks[1].opinion.body == "先交了"


def test_the_signer_may_send_it_too_and_nobody_else(browse: Browsers, world: World) -> None:
    case = co_in_hand(world)
    browse("su").open(address(world, case))
    for login, status in (("luo", 403), ("lin", 403), ("chen", 403), ("jing", 403), ("han", 404), ("xi", 404)):
        browse(login).open(address(world, case), status=status)


def test_the_lead_has_no_co_opinion_to_give(browse: Browsers, world: World) -> None:
    case = co_in_hand(world)
    lead = task_of(world, case, "市教育局")
    page = browse("jing").open(f"/suggestions/{case}/tasks/{lead}/opinion", status=409)
    assert "只有会办单位提交会办意见" in page.words
