"""Ends and changes in a real browser: a unit is reorganised by a list both sides confirm, and a deputy's seat ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Template
from tests.journeys.conftest import serving
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TITLE = "在地铁口增设自行车停放架"
SECOND = "给社区活动室装上扶手"


@pytest.fixture(scope="module")
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A city of its own: it has a unit less in the end."""
    with serving(template, tmp_path_factory.mktemp("ends")) as address:
        yield address


def test_a_unit_is_reorganised_and_a_seat_ends(people: Callable[..., Person]) -> None:
    lin, chen, zheng, luo = people("lin"), people("chen"), people("zheng"), people("luo")
    for title in (TITLE, SECOND):
        is_handed_in_and_numbered(lin, chen, title)
    is_assigned(chen, zheng)
    is_put_on_a_list(chen)
    is_confirmed_by_both(zheng, luo)
    the_unit_ends(chen)
    goes_on_with_the_successor(luo)
    the_seat_of_its_lead_ends(chen)


def is_handed_in_and_numbered(lin: Person, chen: Person, title: str) -> None:
    lin.open("/suggestions/new")
    lin.fill("标题", title)
    lin.fill("现在有什么问题", "高峰时占住人行道，来往都要绕行。")
    lin.fill("第1项请求", "今年先做三处，由一个单位负责到底。")
    lin.pick("类别", "城建交通")
    lin.tick("同意全文公开")
    lin.press("预览公文样，准备提交")
    lin.press("提交给市人大")
    chen.take_up("请审查", title)
    chen.press("立案编号")
    chen.reads("已立案")


def is_assigned(chen: Person, zheng: Person) -> None:
    chen.take_up("请交办", TITLE)
    chen.fill("再找一个单位", "市中级人民法院")
    chen.press("加到上面")
    chen.choose("市中级人民法院怎么办", "主办")
    chen.press("看看会发出什么")
    chen.press("交办这一件")
    zheng.take_up("请签收", TITLE)
    zheng.press("签收")


def is_put_on_a_list(chen: Person) -> None:
    chen.open("/units")
    chen.follow("市中级人民法院")
    chen.follow("撤并这个单位")
    chen.reads("还有1件没有办结")
    chen.follow("列交接清单")
    chen.page.get_by_label("移交第").first.check()
    chen.pick("由哪个单位接办", "市交通运输局")
    chen.fill("依据和说明", "机构改革方案第三条")
    chen.press("列清单，送双方确认")
    chen.reads("交接清单已列好", "等双方确认", TITLE)


def is_confirmed_by_both(zheng: Person, luo: Person) -> None:
    for person in (zheng, luo):
        person.open("/")
        person.reads("请您确认", "单位撤并的交接清单1份")
        person.follow("请确认")
        person.follow("第1份")
        person.reads(TITLE, "机构改革方案第三条")
        person.press("核对无误，确认")
        person.reads("已确认")
    luo.reads("已移交", "郑博文", "罗一平")


def the_unit_ends(chen: Person) -> None:
    chen.open("/units")
    chen.follow("市中级人民法院")
    chen.follow("撤并这个单位")
    chen.pick("由哪个单位接着办", "市交通运输局")
    chen.press("撤并这个单位")
    chen.reads("市中级人民法院已撤并")


def goes_on_with_the_successor(luo: Person) -> None:
    luo.take_up("请交经办人", TITLE)
    luo.open(f"/suggestions?q={TITLE}")
    luo.follow(TITLE, within=luo.page.get_by_role("table"))
    luo.reads("撤并，本件由市交通运输局接办，期限不变")
    told = luo.story()
    assert any(one.startswith("市中级人民法院") and "签收" in one for one in told), told


def the_seat_of_its_lead_ends(chen: Person) -> None:
    chen.open("/people?q=林若溪")
    chen.follow("林若溪", within=chen.page.get_by_role("table"))
    chen.follow("结束…")
    chen.reads("他名下现在有", "照常办理")
    chen.tick("辞职被接受")
    chen.press("结束代表身份")
    chen.open("/seats/leaderless")
    chen.reads(TITLE, SECOND, "林若溪", "没有在任的附议代表，照常办下去")
