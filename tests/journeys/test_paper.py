"""Paper beside screen in a real browser: the delegation's staff enter a joint paper, its lead confirms on the phone, a
co-signer disputes, the desk looks into that, and the coordinator enters the receipt a unit signed on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.people import Person
from tracker import clock

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TITLE = "给早点摊规范一处集中经营点"
TODAY = clock.day_of(clock.now())


def test_a_joint_paper_comes_on_paper(people: Callable[..., Person]) -> None:
    tian, lin, fang = people("tian"), people("lin", width=360), people("fang", width=360)
    chen, du, he = people("chen"), people("du"), people("he")
    is_entered(tian)
    is_confirmed_by_its_lead(lin)
    is_disputed_by_a_cosigner(fang)
    is_looked_into_by_the_desk(chen)
    is_registered_and_assigned_all_the_same(chen, du)
    is_signed_for_on_paper(du)
    is_confirmed_by_the_unit(he)


def is_entered(tian: Person) -> None:
    tian.open("/")
    tian.follow("代录纸质件", within=tian.page.get_by_role("navigation", name="去处"))
    signed, received = (TODAY - timedelta(days=3)).isoformat(), (TODAY - timedelta(days=2)).isoformat()
    tian.fill("领衔代表", "林若溪")
    tian.fill("领衔代表签名日期", signed)
    tian.fill("附议代表", f"方舒 {signed}\n袁知夏")
    tian.fill("收到日期", received)
    tian.tick("纸质")
    tian.fill("标题", TITLE)
    tian.fill("现在有什么问题", "早点摊散在路口，油烟和占道年年反复。")
    tian.fill("第1项请求", "在三个社区各划一处集中经营点。")
    tian.pick("类别", "城建交通")
    tian.tick("同意全文公开")
    tian.fill("纸质原件存放处", "滨湖代表团文书柜")
    tian.press("代录并提交")
    tian.reads("已代录", "代录，待本人确认", "代表团工作人员田可", "待确认3项")


def is_confirmed_by_its_lead(lin: Person) -> None:
    lin.take_up("请确认代录", TITLE)
    lin.reads("请确认代录的内容", "谁代录的", "田可", "在三个社区各划一处集中经营点")
    lin.press("和原件一致，确认")
    lin.reads("已确认", TITLE)


def is_disputed_by_a_cosigner(fang: Person) -> None:
    fang.take_up("请确认代录", TITLE)
    fang.unfold("不对，我有异议")
    fang.fill("哪里不对", "我没有在这份上签名。")
    fang.press("提出异议")


def is_looked_into_by_the_desk(chen: Person) -> None:
    chen.take_up("请核实", TITLE)
    chen.reads("核实方舒否认的代录", "我没有在这份上签名。", "这个附议已经不再计入")
    chen.fill("核对的结果", "与原件核对，签名页上没有方舒，录错了人。")
    chen.press("作废代录")
    chen.reads("已作废", "方舒提出异议，核实后作废", "录错了人")


def is_registered_and_assigned_all_the_same(chen: Person, du: Person) -> None:
    chen.take_up("请审查", TITLE)
    chen.reads("有照纸质件代录的内容，待本人确认")
    chen.press("立案编号")
    chen.reads("已立案")
    chen.take_up("请交办", TITLE)
    chen.fill("再找一个单位", "市教育局")
    chen.press("加到上面")
    chen.choose("市教育局怎么办", "主办")
    chen.press("看看会发出什么")
    chen.press("交办这一件")
    chen.reads("已交办")
    du.take_up("请转办", TITLE)
    du.press("看看会发出什么")
    du.press("转办这一件")


def is_signed_for_on_paper(du: Person) -> None:
    du.open(f"/suggestions?q={TITLE}")
    du.follow(TITLE, within=du.page.get_by_role("table"))
    du.reads("林若溪已确认")
    du.follow("代录签收")
    du.fill("签收日期", TODAY.isoformat())
    du.fill("收到日期", TODAY.isoformat())
    du.tick("传真")
    du.fill("纸质原件存放处", "督查室传真夹")
    du.press("代录签收")
    du.reads("已代录签收，待该单位确认", "代录市教育局的签收")


def is_confirmed_by_the_unit(he: Person) -> None:
    he.take_up("请确认代录", TITLE)
    he.reads("签收日期", "传真", "杜衡")
    he.press("和原件一致，确认")
    he.reads("已确认")
    assert any("确认代录的签收无误" in one for one in he.story())
