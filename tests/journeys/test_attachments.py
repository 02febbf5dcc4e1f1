"""Attachments from a deputy's draft to a unit's reply in a real browser: names kept to the letter, WPS and OFD taken, a
program refused without losing anything, and nobody reading what is not theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import file_samples
from tests.journeys.people import Person
from tests.journeys.walks import Who, company, passes_review, says_how_it_is_published

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TITLE = "给乡镇渡口增设候船雨棚"
WPS, OFD, PHOTO = "渡口候船情况（2026年3月）走访记录.wps", "关于渡口的函.ofd", "渡口 现场照片①.jpg"
BYTES = {WPS: file_samples.compound("WordDocument"), OFD: file_samples.ofd(), PHOTO: file_samples.JPG}


def test_what_is_attached_reaches_whom_it_is_for_as_it_was(people: Callable[..., Person]) -> None:
    who = company(people, on_phones=["lin"])
    is_written_with_attachments(who)
    address = is_read_by_the_desk(who)
    is_handled_with_attachments(who)
    is_answered_with_an_attachment(who, address)


def test_without_scripts_a_draft_is_written_with_attachments_all_the_same(people: Callable[..., Person]) -> None:
    fang = people("fang", scripts=False)
    is_written_with_attachments(lambda _login: fang)


def is_written_with_attachments(who: Who) -> None:
    lin = who("lin")
    lin.open("/suggestions/new")
    lin.fill("标题", TITLE)
    lin.fill("现在有什么问题", "下雨天候船的老人和学生没有地方躲雨，三月走访的4个渡口都没有雨棚。")
    lin.fill("第1项请求", "在4个乡镇渡口各建一座能站20人的候船雨棚。")
    lin.attach("附件", {"雨棚方案.pdf": file_samples.EXE, WPS: BYTES[WPS], OFD: BYTES[OFD]})
    lin.press("保存草稿")
    lin.reads("“雨棚方案.pdf”没有收下", "内容与扩展名不符", "其余内容和附件都在", WPS, OFD)
    lin.complaints.clear()  # the browser itself notes that the page came with 422
    assert lin.holds("标题") == TITLE
    lin.press("保存草稿")
    lin.reads("草稿已保存", WPS, OFD)
    lin.tick(OFD)  # not wanted after all
    lin.pick("类别", "城建交通")
    lin.tick("同意全文公开")
    lin.press("预览公文样，准备提交")
    lin.reads("提交前再看一遍", WPS)
    assert OFD not in lin.text
    lin.press("提交给市人大")
    lin.reads("已提交给市人大")


def is_read_by_the_desk(who: Who) -> str:
    chen = who("chen")
    chen.take_up("请审查", TITLE)
    name, data = chen.downloads(WPS)
    assert (name, data) == (WPS, BYTES[WPS])
    address = str(chen.page.get_by_role("link", name=WPS).first.get_attribute("href"))
    # Not a matter of theirs yet: a colleague deputy, and the people of any unit.
    assert [who(login).is_told(address) for login in ("fang", "he", "luo")] == [404, 404, 404]
    chen.press("开始审查")
    chen.press("立案编号")
    chen.take_up("请交办", TITLE)
    chen.fill("再找一个单位", "市教育局")
    chen.press("加到上面")
    chen.choose("市教育局怎么办", "主办")
    chen.press("看看会发出什么")
    chen.press("交办这一件")
    du = who("du")
    du.take_up("请转办", TITLE)
    du.fill("说明", "请按职责办理。")
    du.press("看看会发出什么")
    du.press("转办这一件")
    return address


def is_handled_with_attachments(who: Who) -> None:
    he = who("he")
    he.take_up("请签收", TITLE)
    he.pick("经办人", "景行（经办人）")
    he.press("签收")
    assert he.downloads(WPS) == (WPS, BYTES[WPS])


def is_answered_with_an_attachment(who: Who, address: str) -> None:
    jing, cheng, lin = who("jing"), who("cheng"), who("lin")
    jing.take_up("请起草答复", TITLE)
    jing.fill("第1项的答复", "4个渡口的雨棚已经全部建成，每座能站20人，附竣工照片。")
    jing.choose("第1项的办理结果", "A 已经解决")
    jing.fill("为什么没有与代表沟通", "约定答复后到现场见面。")
    jing.fill("联系人", "景行")
    jing.fill("联系电话", "8555 0142")
    jing.attach("附件", {PHOTO: BYTES[PHOTO]})
    says_how_it_is_published(jing)
    jing.press("下一步：核对")
    jing.reads("送审前再看一遍", PHOTO)
    # Nobody outside the unit before it is signed; another unit has no part in the paper at all.
    reply = str(jing.page.get_by_role("link", name=PHOTO).first.get_attribute("href"))
    assert [who(login).is_told(reply) for login in ("cheng", "lin", "chen", "luo")] == [200, 404, 404, 404]
    assert [who(login).is_told(address) for login in ("luo", "fang")] == [404, 200]
    jing.press("送审核人")
    passes_review(who, TITLE)
    cheng.take_up("请签发", TITLE)
    cheng.reads(PHOTO)
    cheng.fill("文号", "临教复〔2026〕31号")
    cheng.press("签发并送达代表")
    cheng.reads("答复已送达代表")

    lin.open(address.partition("/files/")[0])
    lin.reads("建议的附件", WPS, "答复的附件", PHOTO)
    assert lin.downloads(WPS) == (WPS, BYTES[WPS])
    assert [who(login).is_told(reply) for login in ("lin", "chen", "fang", "luo")] == [200, 200, 200, 404]
