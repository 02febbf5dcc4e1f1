"""Promises in a real browser: one falls due soon and is moved with approval; one is past its day, kept late with
evidence and a second reply, disputed by the deputy and settled by the office."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import builders, file_samples
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.situations_commitments import promise_of
from tests.world import NOW, World, survey_world
from tracker import clock
from tracker.models.commitments import ChangeKind
from tracker.services import commitment_changes, replies
from tracker.services.commitment_changes import Change, Decision

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())
YESTERDAY, SOON, LATER = (TODAY + timedelta(days=days) for days in (-1, 20, 120))
CROSSING, LIGHTS = "护学岗经费列入预算", "路口护栏灯安装完毕"


def promised(world: World, what: str, due_on: date) -> int:
    """A delivered reply that promises this by a day."""
    case = builders.in_hand(world)
    one = builders.round_of(world, case)
    first, second = builders.a_reply().answers
    answers = [first, replace(second, promise=what, promise_due_on=due_on)]
    draft = replace(builders.a_reply(), answers=answers)
    version = replies.save(world.jing, one.id, draft, version=one.version, now=NOW)
    replies.send_up(world.jing, one.id, version=version, now=NOW)
    builders.pass_review(world, case)
    one = builders.round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no=f"临教复〔2026〕{case}号", version=one.version, now=NOW)
    return case


def in_april(world: World) -> None:
    """What has happened before: the first promise was moved once, to a day that is over now."""
    case = promised(world, CROSSING, YESTERDAY - timedelta(days=60))
    one = promise_of(case)
    change = Change(ChangeKind.MOVE, "财政统一安排在年底", YESTERDAY)
    commitment_changes.ask(world.cheng, one.id, change, version=one.version, now=NOW)
    decision = Decision("同意", YESTERDAY)
    commitment_changes.grant(world.chen, one.id, decision, version=promise_of(case).version, now=NOW)
    promised(world, LIGHTS, SOON)


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with two promises."""
    made = Template(tmp_path_factory.mktemp("promised"), f"promised_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        in_april(survey_world())
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_reminder_to_the_settled_word(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"lin"})
    is_reminded_and_moved(who)
    is_explained_and_kept_late(who)
    is_disputed_and_settled(who)


def is_reminded_and_moved(who: Who) -> None:
    cheng, chen = who("cheng"), who("chen")
    cheng.open("/")
    cheng.reads("三十天内到期的承诺1项", "过期没有做到的承诺1项")
    cheng.open("/promises")
    cheng.reads("本单位在答复里承诺了2项", "过期没有做到", "一个月内到期", LIGHTS, "改过1次期")
    cheng.follow(LIGHTS)
    cheng.follow("申请改期")
    cheng.fill("改到哪一天", LATER.isoformat())
    cheng.fill("改期的原因", "灯具招标流标一次。")
    cheng.press("提交申请")
    cheng.reads("批准以前承诺的日期不变", "申请待决定")
    chen.open("/")
    chen.reads("承诺改期或者不再兑现的申请1项")
    chen.open("/promises")
    chen.follow("决定申请")
    chen.reads("灯具招标流标一次")
    chen.choose("怎么决定", "批准")
    chen.press("作出决定")
    chen.reads("已批准", "经批准改过1次", "批准第2项承诺从")


def to_the_crossing(person: Person) -> None:
    person.open("/promises")
    person.follow(CROSSING)


def is_explained_and_kept_late(who: Who) -> None:
    jing, cheng = who("jing"), who("cheng")
    _wait_for_the_worker(jing)
    jing.follow("说明原因")
    jing.fill("说明", "预算十一月底才批下来。")
    jing.press("告知代表")
    jing.reads("原因已告知署名代表和代表工作机构")
    to_the_crossing(jing)
    jing.follow("记进展")
    jing.fill("做了百分之几", "90")
    jing.fill("进展", "预算已批，等指标下达。")
    jing.attach("证明", {"预算批复.pdf": file_samples.PDF})
    jing.press("记入台账")
    jing.reads("进展已记入台账", "90%", "预算批复.pdf")
    to_the_crossing(cheng)
    cheng.follow("报告做到并再次答复")
    cheng.fill("再次答复的文号", "临教复〔2026〕99号")
    cheng.fill("再次答复", "护学岗经费已经列入预算并下达。")
    cheng.press("签发并送达代表")
    cheng.reads("再次答复已送达每一位署名代表", "晚1天", "临教复〔2026〕99号")


def _wait_for_the_worker(person: Person) -> None:
    """Time itself says that the day is over, as soon as the worker looks."""
    for _again in range(40):
        to_the_crossing(person)
        if "过期没有做到，请代表评价" in person.text:
            return
        time.sleep(0.5)
    person.reads("过期没有做到，请代表评价")


def is_disputed_and_settled(who: Who) -> None:
    lin, cheng, chen = who("lin"), who("cheng"), who("chen")
    to_the_crossing(lin)
    lin.reads("护学岗经费已经列入预算并下达")
    lin.follow("反映不实")
    lin.fill("实际情况", "学校说还没有收到。")
    lin.press("送代表工作机构核实")
    lin.reads("您反映的情况已送代表工作机构核实")
    to_the_crossing(cheng)
    cheng.follow("回应代表的反映")
    cheng.fill("单位的回应", "十二月一日到账。")
    cheng.press("送代表和代表工作机构")
    chen.open("/")
    chen.reads("代表反映不实的承诺1项")
    to_the_crossing(chen)
    chen.follow("核实代表的反映")
    chen.reads("学校说还没有收到", "十二月一日到账")
    chen.choose("核实的结果", "代表反映属实")
    chen.fill("怎样核实、为什么", "学校账户没有到账。")
    chen.press("作出结论")
    chen.reads("核实的结果已告知代表和承办单位", "过期没有做到", "学校账户没有到账")
    to_the_crossing(lin)
    lin.reads("反映属实", "改过1次", "过期没有做到")
