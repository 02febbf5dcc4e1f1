"""Chasing in a real browser: a deputy chases from the phone, the unit finds it and answers, time issues its note, the
office chases many at once and supervises, and the paper is there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import survey_world
from tracker import clock
from tracker.services import ladder

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())
LATE, OTHER = "/suggestions/1", "/suggestions/2"


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with two suggestions a unit has in hand for so long that both are late."""
    made = Template(tmp_path_factory.mktemp("late"), f"late_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        world = survey_world()
        for _ in range(2):
            builders.in_hand(world, now=clock.now() - timedelta(days=125))
        ladder.issue_due(now=clock.now() - timedelta(days=20))
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_a_late_unit_is_chased_until_it_says_something(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"lin"})
    a_deputy_chases(who)
    the_unit_answers(who)
    the_office_chases_many(who)
    and_supervises(who)


def a_deputy_chases(who: Who) -> None:
    lin = who("lin")
    lin.open(LATE)
    lin.reads("还不答复的", "督办通知")
    lin.follow("催办", exact=True)
    lin.reads("收文员和经办人马上看得到")
    lin.fill("要说的话", "学期快结束了。")
    lin.press("催办")
    lin.reads("已催办", "可以再催", "学期快结束了")


def the_unit_answers(who: Who) -> None:
    jing = who("jing")
    jing.open("/")
    jing.reads("请回应催办")
    jing.open(LATE)
    jing.follow("回应催办")
    jing.fill("办到哪一步", "正在会签，下周送签。")
    jing.press("回应催办")
    jing.reads("已回应")
    lin = who("lin")
    lin.open(LATE)
    lin.reads("正在会签，下周送签")


def the_office_chases_many(who: Who) -> None:
    chen = who("chen")
    chen.open("/chasing?which=late")
    chen.reads("市教育局", "正在会签，下周送签", "督办通知")
    for box in chen.page.get_by_role("checkbox").all():
        box.check()
    chen.fill("要说的话", "请于本周内答复。")
    chen.press("看看会催哪些")
    chen.reads("核对以后再催", "2件次")
    chen.press("催办这2件次")
    chen.reads("已催办2件次")
    chen.open(OTHER)
    chen.reads("请于本周内答复", "催办单")


def and_supervises(who: Who) -> None:
    du = who("du")
    du.open(LATE)
    du.follow("发督办通知")
    du.fill("督办的要求", "请主要负责人过问。")
    du.press("发出督办通知")
    du.reads("督办通知已发出", "报告主任会议")
