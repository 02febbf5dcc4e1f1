"""A talk with a deputy is noted: when, how, who with whom, what was said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from tests import builders
from tests.builders import fetch, task_of
from tests.conftest import Browsers
from tests.situations_cohandling import a_talk
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.models.contacts import Manner, Phase, Rank
from tracker.services import contacts, handling


def address(world: World, case: int, unit: str = "市教育局") -> str:
    return f"/suggestions/{case}/tasks/{task_of(world, case, unit)}/contacts/new"


def filled(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "on": "2026-04-01",
        "with_person": str(world.lin.person_id),
        "manner": Manner.SITE.value,
        "phase": Phase.BEFORE.value,
        "who_came": "程远，副局长",
        "rank": Rank.DEPUTY_HEAD.value,
        "said": "在校门口看了放学时段。",
    } | changes


def test_a_talk_is_noted_and_the_author_told(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    browser = browse("jing")
    page = browser.open(address(world, case))
    assert page.data("/contacts/new")["on"] == TODAY.isoformat()
    browser.send("/contacts/new", **filled(world))
    noted = fetch(case).tasks[0].contacts[0]
    assert (noted.manner, noted.phase, noted.said) == (Manner.SITE, Phase.BEFORE, "在校门口看了放学时段。")
    assert "在校门口看了放学时段。" in browser.open(address(world, case)).words


def test_every_signer_can_be_chosen(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world, cosigned=True)
    browser = browse("jing")
    browser.open(address(world, case))
    browser.send("/contacts/new", **filled(world, with_person=str(world.fang.person_id)))
    assert fetch(case).tasks[0].contacts[0].with_person_id == world.fang.person_id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": ""}, "请写谈了什么"),
        ({"who_came": ""}, "请写本单位谁去的"),
        ({"on": ""}, "请填写日期"),
        ({"on": "3月30日"}, ""),
        ({"on": "2026-04-02"}, "日期不能晚于今天"),
        ({"manner": ""}, "请选怎么联系的"),
        ({"manner": "telepathy"}, "请从列表里选一项"),
        ({"phase": ""}, "请选在哪个阶段"),
        ({"with_person": "9999"}, "请从列表里选一项"),
        ({"said": "长" * 2001}, "最多2000字"),
        ({"said": "坏\x00字"}, "含有不能保存的字符"),
        ({"said": "机密★20年\n地下管线图"}, "这里有密级标志"),
    ],
)
def test_what_is_wrong_is_said_and_everything_kept(
    browse: Browsers, world: World, changes: dict[str, str], words: str
) -> None:
    case = builders.in_hand(world)
    browser = browse("jing")
    browser.open(address(world, case))
    page = browser.send("/contacts/new", status=422, **filled(world, **changes))
    assert words in page.words
    kept = page.data("/contacts/new")
    assert kept["who_came"] == changes.get("who_came", "程远，副局长") and kept["on"] == changes.get("on", "2026-04-01")
    assert fetch(case).tasks[0].contacts == []


def test_everything_wrong_with_a_talk_is_told_at_once(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    browser = browse("jing")
    browser.open(address(world, case))
    page = browser.send("/contacts/new", status=422)
    told = {"请选怎么联系的", "请选在哪个阶段", "请写本单位谁去的", "请写谈了什么", "请选其中职务最高的"}
    assert all(words in page.words for words in told) and "有5处" in page.words
    page = browser.send("/contacts/new", status=422, on="2026-04-02")
    assert all(words in page.words for words in told | {"日期不能晚于今天"}) and "有6处" in page.words
    assert fetch(case).tasks[0].contacts == []


def test_somebody_who_did_not_sign_cannot_be_named(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    browser = browse("jing")
    browser.open(address(world, case))
    browser.send("/contacts/new", status=422, **filled(world, with_person=str(world.yuan.person_id)))


def test_a_double_press_notes_once(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    browser = browse("jing")
    sent = browser.open(address(world, case)).data("/contacts/new") | filled(world)
    for _ in range(2):
        browser.post(address(world, case), **sent)
    assert len(fetch(case).tasks[0].contacts) == 1


def test_only_the_handler_notes_talks(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    for login, status in (("cheng", 403), ("he", 403), ("lin", 403), ("chen", 403), ("jiang", 404), ("xi", 404)):
        browse(login).open(address(world, case), status=status)


def test_talks_after_the_reply_are_noted_too_and_only_then_offered(browse: Browsers, world: World) -> None:
    before, after = builders.in_hand(world), builders.delivered(world)
    jing = browse("jing")
    assert 'value="after"' not in jing.open(address(world, before)).body
    assert 'value="after"' in jing.open(address(world, after)).body
    jing.send("/contacts/new", on="2026-04-01", manner="phone", phase="after", with_person=str(world.lin.person_id),
              who_came="景行", rank="handler", said="代表问哪一天动工。")  # fmt: skip
    assert "代表问哪一天动工" in browse("lin").open(f"/suggestions/{after}").words


def test_a_correction_of_a_talk_answered_elsewhere_lands_in_no_other_talk(browse: Browsers, world: World) -> None:
    case = builders.in_hand(world)
    share = task_of(world, case)
    for said in ("甲次谈话", "乙次谈话"):
        handling.note_contact(world.jing, share, a_talk(world, said=said), now=NOW)
    first = fetch(case).tasks[0].contacts[0].id
    lin = browse("lin")
    lin.open(f"/suggestions/{case}/tasks/{share}/contacts/answer?entry={first}")
    contacts.confirm(world.lin, share, first, now=NOW)
    page = lin.send("/contacts/answer", status=422, button=("answer", "correct"), correction="其实没有来人")
    assert "已经确认或者更正过" in page.words and "其实没有来人" in page.words
    assert not [one for one in page.forms if "contacts" in one["action"]], "no form of the other talk takes the words"
    assert [href for href, _words in page.links if "entry=" in href]


def test_the_phase_of_a_talk_agrees_with_the_day_of_the_reply(browse: Browsers, world: World) -> None:
    case = builders.delivered(world, now=NOW)
    fetch(case).submitted_on = date(2026, 3, 1)
    db.session.commit()
    later = NOW + timedelta(days=3)
    with time_machine.travel(later, tick=False):
        browser = browse("jing")
        browser.open(address(world, case))
        before = filled(world, on="2026-03-31", phase=Phase.AFTER.value)
        assert "这一天还没有答复" in browser.send("/contacts/new", status=422, **before).words
        after = filled(world, on="2026-04-03", phase=Phase.DURING.value)
        page = browser.send("/contacts/new", status=422, **after)
        assert "这一天已经答复了" in page.words and "在校门口看了放学时段。" in page.body
        browser.send("/contacts/new", **filled(world, on="2026-04-03", phase=Phase.AFTER.value))
    assert [one.phase for one in fetch(case).tasks[0].contacts] == [Phase.AFTER]
