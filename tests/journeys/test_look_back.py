"""A look-back in a real browser: the desk draws up the list, the unit fills in, the committee goes and looks, the
deputy rates anew, the letter changes, and the report counts it all."""

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
from tests.world import NOW, survey_world
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TODAY = clock.day_of(clock.now())
NAME = "上一年度建议办理回头看"


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with one closed suggestion and its promise."""
    made = Template(tmp_path_factory.mktemp("closed"), f"closed_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        builders.closed(survey_world())
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_the_list_to_the_report(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"lin"})
    draws_up_the_list(who("chen"))
    fills_in(who("jing"))
    goes_and_looks(who("ou"))
    rates_anew(who("lin"))
    changes_the_letter_and_counts(who)


def draws_up_the_list(chen: Person) -> None:
    chen.open("/look-backs")
    chen.follow("开始一次回头看")
    chen.fill("回头看哪一年的答复", str(NOW.year))
    chen.tick("承诺还没有到期")
    chen.tick("B")
    chen.press("查一下有哪些")
    chen.reads("查到的", "2项", "答复类别在范围里", "经费列入预算")
    chen.fill("名称", NAME)
    for label, days in (("承办单位填报到哪一天", 20), ("核查到哪一天", 30), ("代表评价到哪一天", 40)):
        chen.fill(label, (TODAY + timedelta(days=days)).isoformat())
    chen.press("开始，告知承办单位")
    chen.reads("回头看已经开始", NAME)


def to_the_line(person: Person) -> None:
    person.open("/")
    person.reads("列入回头看、等您办的")
    person.open("/look-backs")
    person.follow(NAME)
    person.follow("护学通道")


def fills_in(jing: Person) -> None:
    to_the_line(jing)
    jing.fill("采取的措施", "与交警商定护学通道，经费报财政。")
    jing.fill("办到哪一步", "通道已划，经费已列入明年预算草案。")
    jing.fill("完成百分之几", "90")
    jing.pick("拟改为哪一类", "A")
    jing.press("填报")
    jing.reads("核查以前还可以更正", "90%")


def goes_and_looks(ou: Person) -> None:
    to_the_line(ou)
    ou.tick("部分属实")
    ou.fill("哪一天去看的", TODAY.isoformat())
    ou.fill("地点", "滨湖小学门口")
    ou.fill("看到的情况", "通道已划，护学岗还差一个。")
    ou.press("登记核查情况")
    ou.reads("已登记核查情况", "滨湖小学门口")


def rates_anew(lin: Person) -> None:
    to_the_line(lin)
    lin.reads("通道已划，护学岗还差一个", "评的是现在落实得怎么样，不改以前的评价")
    lin.tick("满意")
    lin.press("评价")
    lin.reads("满意", "结束")


def changes_the_letter_and_counts(who: Who) -> None:
    chen, jing = who("chen"), who("jing")
    chen.open("/look-backs")
    chen.follow(NAME)
    chen.follow("护学通道")
    chen.page.get_by_text("核查和评价以后，类别要改的").click()
    chen.pick("改为", "A")
    chen.fill("为什么改", "核查通道已经划好。")
    chen.press("更改类别")
    chen.reads("答复时B，现在A")
    chen.open("/look-backs")
    chen.follow(NAME)
    chen.follow("报告")
    chen.reads("列入2项", "核查部分属实", "没有填报", "B → A")
    name, data = chen.downloads("下载表格")
    assert name == f"{NAME}.xlsx" and data[:2] == b"PK"
    chen.fill("报告的文字", "两项中一项核实基本解决，一项单位还没有填报。")
    chen.press("结束回头看")
    chen.complaints.clear()  # the browser itself notes that the page came with 422
    chen.reads("还在评价期内，有代表没有评价")
    jing.open("/suggestions/1")
    jing.reads("回头看", "类别B改为A")
