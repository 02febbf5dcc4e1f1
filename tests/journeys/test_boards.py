"""Boards in a real browser: the desk sees who is late, opens the cases behind a number, settles the sheet of the
meeting and reads it again; the unit's signer and the deputy find their own, on a phone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import company
from tests.world import survey_world
from tracker import clock
from tracker.services.figures import keep_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with a closed suggestion and two that nobody has replied to for months."""
    made = Template(tmp_path_factory.mktemp("boards"), f"boards_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        world = survey_world()
        builders.closed(world)
        builders.in_hand(world)
        builders.in_clearance(world)
        keep_up(now=clock.now(), most=None)
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_a_red_light_to_the_meeting(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"cheng", "lin"})
    sees_who_is_late(who("chen"))
    settles_the_sheet(who("chen"))
    finds_its_own(who("cheng"))
    reads_the_years(who("lin"))


def sees_who_is_late(chen: Person) -> None:
    chen.open("/board")
    chen.reads("1个亮红灯", "市教育局连续8周", "逾期未答复", "按时办复率")
    chen.follow("看最近26周")
    chen.reads("看最近8周")
    chen.follow("市教育局")
    chen.reads("逾期没有答复的", "景行", "经办人手里的", "还没有答复的在哪一步")
    chen.open("/board/cases?measures=overdue")
    chen.reads("2件次", "护学通道")


def settles_the_sheet(chen: Person) -> None:
    chen.open("/board")
    chen.follow("例会一页纸")
    chen.reads("还没有定稿", "数字还会变")
    chen.press("定稿，准备打印")
    chen.reads("已经定稿", "第1期", "陈思远于")
    chen.open("/board/weekly")
    chen.reads("上次：第1期", "与当时印发的一致")
    chen.follow("以前的定稿")
    chen.follow("第1期")
    chen.follow("打印版")
    chen.reads("代表建议督办例会一页纸", "逾期没有答复的件")


def finds_its_own(cheng: Person) -> None:
    cheng.open("/board")
    cheng.reads("本单位的看板", "逾期没有答复的", "待签发", "景行")


def reads_the_years(lin: Person) -> None:
    lin.open("/board")
    lin.reads("我的履职", "第七届第六次会议", "满意率", "已做到")
    lin.follow("滨湖代表团")
    lin.reads("只统计本代表团代表领衔的建议", "各项比率")
