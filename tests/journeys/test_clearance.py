"""A reply on its way out in a real browser: back from the office, back from who signs, each seeing what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.people import Person
from tests.journeys.walks import Matter, Who, company, is_assigned, is_handed_in, is_sent_on, is_sent_up, is_signed_for
from tracker.clock import day_of, now

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TITLE = "给老街口的公交站加装候车座椅"
MATTER = Matter(TITLE, "老街口公交站没有座椅，老人只能站着等车。", "在老街口公交站加装候车座椅。")
FIRST = "已经和公交公司商量，老街口站的座椅列入本年计划，适时安装。"
SECOND = "已经和公交公司商量，老街口站的座椅列入本年计划，六月底以前安装四张。"
LINE = "候车座椅由公交公司按年度计划安装，安装以前征求站点周边居民的意见。"
THIRD = "已经和公交公司商量，老街口站的座椅列入本年计划，六月底以前安装四张，由公交公司养护。"


def test_a_reply_comes_back_twice_and_each_sees_what_changed(people: Callable[..., Person]) -> None:
    who = company(people, on_phones=["shen"])
    comes_to_the_education_bureau(who)
    a_line_is_approved(who)
    the_line_is_put_into_the_answer(who("jing"))
    is_drafted(who("jing"))
    comes_back_from_the_office(who("shen"))
    is_mended_beside_the_remark(who("jing"))
    passes_the_office(who("shen"))
    comes_back_from_who_signs(who("cheng"))
    is_mended_once_more(who)
    is_signed_after_reading_what_changed(who("cheng"))
    is_read_by_its_deputy(who("lin"))


def comes_to_the_education_bureau(who: Who) -> None:
    is_handed_in(who("lin"), MATTER)
    is_assigned(who("chen"), TITLE, {"市教育局": "主办"})
    is_sent_on(who("du"), TITLE)
    is_signed_for(who("he"), TITLE, "景行")


def a_line_is_approved(who: Who) -> None:
    jing, cheng = who("jing"), who("cheng")
    jing.open("/lines")
    jing.follow("提出一条")
    jing.fill("标题", "候车座椅怎么安排")
    jing.fill("主题词", "座椅 候车亭")
    jing.fill("口径", LINE)
    jing.fill("依据的文号", "临教办〔2026〕8号")
    jing.fill("有效到哪一天", (day_of(now()) + timedelta(days=200)).isoformat())
    jing.press("提出，请签发人批准")
    jing.reads("已提出，等签发人批准", LINE)
    cheng.open("/")
    cheng.follow("本单位的答复口径1条")
    cheng.follow("候车座椅怎么安排")
    cheng.press("批准第1版")
    cheng.reads("已批准", "还有200天")


def the_line_is_put_into_the_answer(jing: Person) -> None:
    jing.take_up("请起草答复", TITLE)
    jing.fill("第1项的答复", "先写的一句。")
    jing.unfold("候车座椅怎么安排")
    jing.press("放进第1项的答复")
    assert jing.holds("第1项的答复") == f"先写的一句。\n{LINE}"
    jing.reads("已在答复里")


def is_drafted(jing: Person) -> None:
    jing.take_up("请起草答复", TITLE)
    jing.reads("逐项答复", "文号与联系人", "公开方式", "核对与送审")
    assert not jing.page.get_by_role("button", name="送审核人").count(), "only after it was read once more"
    jing.fill("第1项的答复", FIRST)
    jing.choose("第1项的办理结果", "A 已经解决")
    jing.fill("联系人", "景行")
    jing.fill("联系电话", "8555 0142")
    jing.fill("为什么没有与代表沟通", "代表在外地，约定答复后见面。")
    jing.press("下一步：核对")
    jing.reads("送审前再看一遍", "还差2处", "请选公开方式", "请写明代表对公开的意见")
    assert not jing.page.get_by_role("button", name="送审核人").count()
    jing.follow("请选公开方式")
    jing.reads("还差2处，写好才能送审")
    jing.choose("答复的公开方式", "摘要公开")
    jing.fill("为什么不全文公开", "涉及公交公司未公布的计划")
    jing.choose("代表对公开的意见", "代表不同意")
    jing.fill("代表怎么说的", "希望全文公开。")
    is_sent_up(jing)
    jing.reads("已送审核人", "等沈嘉禾审核", "收回修改")


def comes_back_from_the_office(shen: Person) -> None:
    shen.take_up("请审核答复", TITLE)
    shen.reads("摘要公开：涉及公交公司未公布的计划", "代表不同意：希望全文公开。", FIRST)
    shen.unfold("退回经办人")
    shen.pick("在哪一部分", "第1项的答复")
    shen.fill("原文", "适时安装")
    shen.fill("怎么改", "写明哪一天以前、安装几张。")
    shen.press("退回经办人重写")
    shen.reads("已退回经办人")


def is_mended_beside_the_remark(jing: Person) -> None:
    jing.take_up("请重写答复", TITLE)
    jing.reads("沈嘉禾", "审核时退回", "标出1处，已改0处", "适时安装", "写明哪一天以前、安装几张。", "还没有改")
    jing.fill("第1项的答复", SECOND)
    jing.press("保存草稿")
    jing.reads("标出1处，已改1处")
    is_sent_up(jing)
    jing.reads("已送审核人")


def passes_the_office(shen: Person) -> None:
    shen.take_up("请审核答复", TITLE)
    shen.reads("您上次看的是第1稿", "上次标出的", "六月底以前安装四张", "没有改动")
    assert "来信收悉" not in shen.text and "代表：" not in shen.text, "not the whole letter again"
    shen.follow("看全文")
    shen.reads("林若溪代表：", SECOND)
    shen.press("审核通过")
    shen.reads("审核通过，已送签发人")


def comes_back_from_who_signs(cheng: Person) -> None:
    cheng.take_up("请签发", TITLE)
    cheng.reads("林若溪代表：", SECOND, "摘要公开")
    cheng.unfold("退回经办人")
    cheng.fill("请改什么", "写明以后由谁养护。")
    cheng.press("退回经办人重写")
    cheng.reads("已退回经办人")


def is_mended_once_more(who: Who) -> None:
    jing, shen = who("jing"), who("shen")
    jing.take_up("请重写答复", TITLE)
    jing.reads("程远", "签发时退回", "写明以后由谁养护。")
    jing.fill("第1项的答复", THIRD)
    is_sent_up(jing)
    jing.follow("历次送审稿")
    jing.reads("第3稿", "第1稿", "写明哪一天以前、安装几张。", "第2稿改成第3稿")
    shen.take_up("请审核答复", TITLE)
    shen.reads("您上次看的是第2稿", "由公交公司养护")
    shen.press("审核通过")


def is_signed_after_reading_what_changed(cheng: Person) -> None:
    cheng.take_up("请签发", TITLE)
    cheng.reads("您上次看的是第2稿", "由公交公司养护")
    cheng.fill("文号", "临教复〔2026〕71号")
    cheng.press("签发并送达代表")
    cheng.reads("答复已送达代表", "林若溪")


def is_read_by_its_deputy(lin: Person) -> None:
    lin.open("/suggestions")
    lin.follow(TITLE)
    lin.reads(THIRD, "答复的公开方式", "摘要公开")
    assert "适时安装" not in lin.text and "谁养护" not in lin.text, "drafts and remarks stay in the unit"
