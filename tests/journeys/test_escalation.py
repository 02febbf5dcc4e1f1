"""Dissatisfied twice, in a real browser: handled again with what has to be answered said, signed by another, still
dissatisfied, taken up at one table, one step higher, and closed with the rating kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests import builders, situations_escalations
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import survey_world
from tracker import clock
from tracker.domain.ratings import Level

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())
AT_TABLE, WITH_CHAIR = TODAY + timedelta(days=5), TODAY + timedelta(days=12)
ONCE, TWICE = "/suggestions/1", "/suggestions/2"


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with one suggestion whose reply did not satisfy, and one whose second did not either."""
    made = Template(tmp_path_factory.mktemp("twice"), f"twice_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        world = survey_world()
        builders.closed(world, level=Level.DISSATISFIED)
        situations_escalations.dissatisfied_again(world)
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_a_matter_is_taken_up_and_its_rating_kept(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"lin"})
    is_handled_again_with_what_has_to_be_answered(who)
    is_taken_up_at_one_table(who)
    goes_one_step_higher_and_is_closed(who)


def is_handled_again_with_what_has_to_be_answered(who: Who) -> None:
    chen, jing = who("chen"), who("jing")
    chen.open(ONCE)
    chen.follow("决定是否重新办理")
    chen.tick("重新办理")
    chen.fill("理由", "第二项确实没有答复。")
    chen.fill("这一轮要承办单位答复什么", "护学岗经费哪年列入预算。")
    chen.reads("这一轮市人大的联系人：陈思远")
    chen.press("作出决定")
    chen.reads("已决定重新办理")
    jing.open(ONCE)
    jing.follow("起草答复")
    jing.reads("这一轮要答复：护学岗经费哪年列入预算", "市人大的联系人：陈思远")


def is_taken_up_at_one_table(who: Who) -> None:
    chen, lin, he = who("chen"), who("lin"), who("he")
    chen.open(TWICE)
    chen.follow("提请会商")
    chen.reads("第1次答复", "第2次答复", "程远", "贺明川", "都原样保留")
    chen.tick("代表、承办单位当面会商")
    chen.fill("定于哪一天", AT_TABLE.isoformat())
    chen.fill("地点", "市人大第二会议室")
    chen.fill("提请的理由", "两次答复都没有说护学通道什么时候划。")
    chen.press("提请会商")
    chen.reads("已提请会商", "等会商结果")
    for one in (lin, he):
        one.open(TWICE)
        one.reads("会商", "市人大第二会议室", "两次答复都没有说护学通道什么时候划")


def goes_one_step_higher_and_is_closed(who: Who) -> None:
    chen, lin = who("chen"), who("lin")
    _comes_to(chen, "再提请更高一级研究")
    chen.page.get_by_text("再提请更高一级研究的，填下一步").click()
    chen.tick("提请主任会议研究")
    chen.fill("下一步定于哪一天", WITH_CHAIR.isoformat())
    chen.fill("再提请的理由", "护学通道要动道路红线，请主任会议研究。")
    chen.press("登记结果")
    chen.reads("已登记会商结果，并再次提请", "提请主任会议研究")
    _comes_to(chen, "到此办结，评价照实保留")
    chen.press("登记结果")
    chen.reads("登记以后收不回来")
    chen.complaints.clear()  # the browser itself notes that the page came with 422
    chen.tick("已经核对，到此办结，不再开新一轮")
    chen.press("登记结果")
    chen.reads("评价照实保留为“不满意”", "办结")
    lin.open(TWICE)
    lin.reads("到此办结，评价照实保留", "不满意", "办结")


def _comes_to(chen: Person, result: str) -> None:
    chen.take_up("请会商", "护学通道")
    chen.fill("哪一天开的", TODAY.isoformat())
    chen.fill("参加的人", "林若溪代表，程远副局长，陈思远", which=0)
    chen.fill("会商的意见", "各方说明了情况，没有谈拢。")
    chen.tick(result)
