"""A joint paper in a real browser: prepared by an assistant, signed by a day, changed and signed anew, not taken back
because one signer does not agree, and led on by that signer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TITLE = "在滨湖步道加装夜间照明"


def test_a_joint_paper_changes_and_passes_to_another_lead(people: Callable[..., Person]) -> None:
    zhou, lin, fang, yuan = people("zhou"), people("lin"), people("fang", width=360), people("yuan")
    is_prepared_by_the_assistant(zhou)
    is_signed_by_one_and_not_by_the_other(fang, yuan)
    is_changed_and_signed_anew(lin, fang)
    is_not_taken_back(lin, fang)
    is_led_by_another(lin, fang)
    tells_its_story(fang)


def is_prepared_by_the_assistant(zhou: Person) -> None:
    zhou.follow("写建议", within=zhou.page.get_by_role("navigation", name="去处"))
    zhou.fill("标题", TITLE)
    zhou.fill("现在有什么问题", "日落以后步道没有灯，去年摔伤九人。")
    zhou.fill("第1项请求", "在全线两公里加装路灯。")
    zhou.pick("类别", "城建交通")
    zhou.tick("同意全文公开")
    zhou.press("请代表附议")
    zhou.tick("方舒")
    zhou.tick("袁知夏")
    zhou.press("邀请选中的代表")
    zhou.reads("已邀请2位代表", "等待答复", "以前")
    zhou.follow("预览公文样")
    zhou.reads("提交由林若溪代表本人来做")
    assert not zhou.page.get_by_role("button", name="提交给市人大").count()


def is_signed_by_one_and_not_by_the_other(fang: Person, yuan: Person) -> None:
    fang.take_up("请答复附议", TITLE)
    fang.reads(TITLE, "以前答复", "到期没有答复的，邀请失效")
    fang.fill("附议意见", "赞成，建议先装台阶处。")
    fang.press("同意附议")
    fang.reads("您已附议")
    yuan.take_up("请答复附议", TITLE)
    yuan.press("不附议")
    yuan.reads("已答复不附议")


def is_changed_and_signed_anew(lin: Person, fang: Person) -> None:
    lin.take_up("请提交", TITLE)
    lin.fill("现在有什么问题", "日落以后步道没有灯，去年摔伤十二人，多在台阶处。")
    lin.press("保存")
    lin.open("/mine")
    lin.follow(TITLE)
    lin.reads("正文改过，1位代表的附议已经失效", "附议的是第1稿，现在是第2稿", "意见：赞成，建议先装台阶处。")
    fang.take_up("请重新附议", TITLE)
    fang.reads("先前的附议已经失效", "改了什么", "十二人，多在台阶处")
    fang.press("重新附议")
    fang.reads("您已附议")
    lin.open("/mine")
    lin.follow(TITLE)
    lin.reads("打开正文", "签名")
    lin.follow("检查并提交")
    lin.press("提交给市人大")
    lin.reads("已提交给市人大")


def is_not_taken_back(lin: Person, fang: Person) -> None:
    lin.open("/mine")
    lin.follow(TITLE)
    lin.reads("撤回要全体署名代表同意")
    lin.follow("征求撤回的意见")
    lin.fill("想撤回的理由", "区里说今年就装。")
    lin.press("请他们答复")
    lin.reads("已请各位署名代表答复", "方舒", "还没有答复")
    fang.take_up("请答复撤回", TITLE)
    fang.reads("区里说今年就装", "有一位不同意，征求就结束")
    fang.fill("不同意的理由", "区里只装一半。")
    fang.tick("我愿意接替领衔")
    fang.press("不同意撤回")
    fang.reads("您没有同意撤回")


def is_led_by_another(lin: Person, fang: Person) -> None:
    lin.open("/mine")
    lin.follow(TITLE)
    lin.reads("愿意接替领衔", "区里只装一半。")
    lin.follow("更换领衔代表")
    lin.tick("方舒")
    lin.fill("更换的理由", "请方舒代表继续推动。")
    lin.press("请他答复")
    lin.reads("在他接替以前，领衔代表不变")
    fang.take_up("请答复领衔", TITLE)
    fang.reads("请方舒代表继续推动。", TITLE)
    fang.press("接替领衔")
    fang.reads("您已接替领衔", "方舒等2名代表", "接替林若溪领衔")


def tells_its_story(fang: Person) -> None:
    assert [re.sub(r"\d+月\d+日", "某日", words) for words in fang.story()] == [
        "林若溪（代表助理周晓代办）代表开始起草。",
        "林若溪（代表助理周晓代办）代表请方舒、袁知夏在某日以前答复附议。",
        "方舒代表同意附议。",
        "袁知夏代表没有附议。",
        "林若溪代表改了正文，1名代表的附议要重新确认。",
        "方舒代表同意附议，附议的是第2稿。",
        "林若溪代表提交本建议，1名代表附议。",
        "林若溪代表想撤回本建议，征求各位附议代表的意见。",
        "方舒代表不同意撤回，愿意接替领衔，建议继续办理。",
        "林若溪提议由方舒代表接替领衔。",
        "方舒代表接替林若溪代表领衔，编号、答复和评价都不变。",
    ]
