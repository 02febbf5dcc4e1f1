"""A share goes from unit to unit in a real browser: objected to, heard and upheld; objected to again by the head of the
next unit and refused by the arbiter; then more time, told first, asked for, granted for another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.people import Person
from tests.journeys.walks import Matter, Who, company, is_assigned, is_handed_in, is_sent_on, is_signed_for
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TITLE = "在滨江步道设置夜间照明"
MATTER = Matter(TITLE, "入夜以后步道没有灯，上个月有两位老人摔伤。", "在步道两侧补装路灯。", "城建交通")
# The server reads the real clock too.
TODAY = clock.day_of(clock.now())
ASKED, GRANTED = TODAY + timedelta(days=150), TODAY + timedelta(days=130)


def test_an_objection_upheld_a_second_refused_and_time_granted(people: Callable[..., Person]) -> None:
    who = company(people)
    comes_to_the_education_bureau(who)
    is_objected_to_and_the_other_unit_heard(who)
    goes_to_the_traffic_bureau(who)
    is_objected_to_again_by_its_head_and_refused(who)
    gets_more_time(who)
    tells_the_deputy_who_has_it(who)


def comes_to_the_education_bureau(who: Who) -> None:
    is_handed_in(who("lin"), MATTER)
    is_assigned(who("chen"), TITLE, {"市教育局": "主办"})
    is_sent_on(who("du"), TITLE)


def is_objected_to_and_the_other_unit_heard(who: Who) -> None:
    he, luo = who("he"), who("luo")
    he.open("/")
    he.reads("前可以申请退件")
    is_signed_for(he, TITLE, "景行")
    he.follow("申请退件")
    he.fill("为什么不属于本单位职责", "步道照明由交通运输部门管养，本局没有管养职责。")
    he.fill("依据的职责条款", "市教育局“三定”规定第三条，未列市政照明。")
    he.fill("应由哪个单位办理", "市交通运输局")
    he.fill("签发人", "程远")
    he.press("提交退件申请")
    he.reads("退件申请已提交", "裁定以前请继续办理")
    luo.take_up("请说意见", TITLE)
    luo.reads("市教育局怎么说", "步道照明由交通运输部门管养", "前没有说的，按没有不同意见")
    luo.tick("属于本单位职责")
    luo.press("交给裁定的人")
    luo.reads("意见已经交给裁定的人")


def goes_to_the_traffic_bureau(who: Who) -> None:
    du, he = who("du"), who("he")
    du.take_up("请裁定退件", TITLE)
    du.reads("市教育局怎么说", "属于本单位职责", "还没有同一单位或者同一类别的先例")
    du.tick("同意退件，改由另一个单位办理")
    du.fill("裁定理由", "步道及照明设施由交通运输部门管养。")
    du.press("核对裁定")
    du.press("作出裁定")
    du.reads("已改由市交通运输局办理", "改办1次")
    he.open("/precedents")
    he.reads("同意，改由市交通运输局办理")
    he.follow(TITLE)
    he.reads("步道照明由交通运输部门管养", "步道及照明设施由交通运输部门管养")


def is_objected_to_again_by_its_head_and_refused(who: Who) -> None:
    luo, su, chen = who("luo"), who("su"), who("chen")
    is_signed_for(luo, TITLE, "姜雨桐")
    luo.reads("再次申请退件要由单位主要负责人签署提出")
    su.open("/suggestions")
    su.follow(TITLE)
    su.follow("申请退件")
    su.reads("再次申请由单位主要负责人提出，交裁决人决定")
    su.fill("为什么不属于本单位职责", "这一段步道没有移交本局管养。")
    su.fill("依据的职责条款", "市交通运输局“三定”规定第四条。")
    su.fill("应由哪个单位办理", "市委宣传部")
    su.reads("签发人：苏婉清")
    su.press("提交退件申请")
    su.reads("退件申请已提交")
    chen.follow("交办", within=chen.page.get_by_role("navigation", name="去处"))
    chen.follow("退件和延期")
    chen.reads("第2次，由裁决人决定", "市委宣传部")
    chen.follow(TITLE)
    chen.reads("这是第2次退件，由裁决人决定", "以前的退件")
    chen.tick("不同意退件")
    chen.fill("裁定理由", "移交手续由该局与建设单位办理，照明先行补装。")
    chen.fill("裁决人", "市分管领导")
    chen.fill("裁决日期", TODAY.isoformat())
    chen.fill("裁决文件", "临府阅〔2026〕9号")
    chen.press("核对裁定")
    chen.press("作出裁定")
    chen.reads("没有同意退件，原单位和原期限都不变", "市分管领导", "临府阅〔2026〕9号")


def gets_more_time(who: Who) -> None:
    jiang, du, lin = who("jiang"), who("du"), who("lin")
    jiang.take_up("请起草答复", TITLE)
    jiang.open("/suggestions")
    jiang.follow(TITLE)
    jiang.reads("还不能申请延期", "先要向代表说明")
    jiang.follow("向代表说明进展")
    jiang.fill("向代表说明", "已经完成现场勘测，灯具采购需要走政府采购程序。")
    jiang.press("送给代表")
    jiang.reads("每一位署名代表都看得到", "申请延期")
    jiang.fill("延期到哪一天", ASKED.isoformat())
    jiang.fill("申请理由", "采购程序需要两个月。")
    jiang.press("提交延期申请")
    jiang.reads("延期申请已提交")
    du.take_up("请决定延期", TITLE)
    du.reads("采购程序需要两个月", "已经完成现场勘测")
    du.tick("同意延期")
    du.fill("同意延到哪一天", GRANTED.isoformat())
    du.press("作出决定")
    du.reads("已同意延期到")
    lin.open("/suggestions")
    lin.follow(TITLE)
    lin.reads("已经完成现场勘测", "批准延期到")


def tells_the_deputy_who_has_it(who: Who) -> None:
    lin = who("lin")
    lin.reads("现在由市交通运输局办理；整件的最长期限自首次交办之日起算，没有因改办推迟")
    told = lin.story()
    assert any("同意退件：市教育局提出不属于本单位职责，改由市交通运输局办理" in words for words in told)
    assert any(words.startswith("市分管领导没有同意退件，仍由市交通运输局办理") for words in told)
    assert any("批准市交通运输局延期" in words for words in told)
    lin.follow("还有", within=lin.page.get_by_role("complementary"))
    lin.reads("原定", "批准延期到")
