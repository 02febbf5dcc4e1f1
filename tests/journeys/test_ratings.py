"""Ratings safe from pressure, in a real browser: one signer rates on the phone, the other's form comes on paper and is
entered by two persons of the desk, the unit reads nothing until both have, nor do they read what the unit says of
the suggestion; and a link that asks for a code."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests import builders
from tests.clearing_parts import switch
from tests.conftest import Template
from tests.file_samples import PDF
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.letter_box import Sink
from tests.world import survey_world
from tracker import clock
from tracker.db import db
from tracker.models.people import Person as Named

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

REASON, ON_PAPER = "没有写经费哪一年列入", "第二项没有写路段"
ON_SUGGESTION = "问题写得具体，请求可以再分年份"
TITLE = "护学通道"


@pytest.fixture
def post() -> Iterator[tuple[Sink, str]]:
    held = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(held, hostname="127.0.0.1", port=port)
    server.start()
    yield held, f"127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def address(template: Template, tmp_path: Path, post: tuple[Sink, str]) -> Iterator[str]:
    """A server on which two replies have just arrived, one to two signers and one to one, and mail can be sent."""
    mail = {"TRACKER_MAIL_SERVER": post[1], "TRACKER_MAIL_FROM": "office@linjiang.example", "TRACKER_MAIL_TLS": "none"}
    with serving(template, tmp_path, first=two_replies, **mail) as served:
        yield served


def two_replies() -> None:
    world, now = survey_world(), clock.now()
    switch(world, two_way_rating=True)
    builders.delivered(world, cosigned=True, now=now)
    builders.delivered(world, now=now)
    db.session.get_one(Named, world.lin.person_id).email = "lin@linjiang.example"
    db.session.commit()


def test_deputies_rate_in_their_own_ways_and_the_unit_waits(chromium: Any, address: str, post: Any) -> None:
    def comes(login: str, width: int = 1280) -> Person:
        met = Person(chromium, address, login, width=width, scripts=True)
        met.log_in()
        return met

    lin, chen, lu, cheng = comes("lin", 360), comes("chen"), comes("lu"), comes("cheng")
    rates_on_the_phone(lin)
    reads_nothing_yet(cheng)
    rates_the_suggestion(cheng)
    lin.open("/suggestions/1")
    assert ON_SUGGESTION not in lin.text and "建议质量" not in lin.text
    looks_whether_the_unit_reads_it(chen)
    is_entered_from_paper(chen)
    is_confirmed_by_another(lu)
    reads_both_now(cheng)
    lin.open("/suggestions/1")
    lin.reads("建议质量评价", "建议可操作：较好", ON_SUGGESTION, "不公开，不计入代表履职统计")
    visitor = Person(chromium, address, "nobody", width=360, scripts=True)
    comes_by_a_link(chen, visitor, post[0])
    for one in (lin, chen, lu, cheng, visitor):
        assert one.complaints == []
        one.leave()


def rates_on_the_phone(lin: Person) -> None:
    lin.open("/suggestions/1/rounds/1/rating")
    lin.reads("您对答复内容满意吗", "还有1位代表没有评价")
    lin.choose("您对答复内容满意吗", "不满意")
    lin.fill("哪里还不够？", REASON)
    lin.press("先存着，以后再评")
    lin.reads("已存着，还没有提交")
    lin.open("/suggestions/1/rounds/1/rating")
    lin.reads("您评了一半")
    lin.choose("您对办理过程满意吗", "满意")
    lin.choose("答复内容不能让您满意的", "当面沟通")
    lin.press("提交给市人大")
    lin.reads("评价已提交给市人大", REASON, "当面沟通")


def reads_nothing_yet(cheng: Person) -> None:
    cheng.open("/suggestions/1")
    cheng.reads("评价期结束以后才看得到结果")
    assert REASON not in cheng.text


def rates_the_suggestion(cheng: Person) -> None:
    cheng.follow("评价建议质量")
    cheng.reads("不公开，不计入代表履职统计，只供改进", "背对背")
    cheng.choose("问题找得准吗", "好")
    cheng.choose("分析有依据吗", "好")
    cheng.choose("建议可操作吗", "较好")
    cheng.fill("想对署名代表说的话", ON_SUGGESTION)
    cheng.press("提交评价")
    cheng.reads("代表看不到", "建议可操作：较好", ON_SUGGESTION)


def looks_whether_the_unit_reads_it(chen: Person) -> None:
    chen.open("/suggestions/1")
    chen.reads(REASON)
    chen.unfold("换个身份看")
    chen.follow("市教育局的经办人景行")
    chen.reads("您正在看市教育局的经办人景行看到的页面，不能在这里操作", "评价期结束以后才看得到结果")
    assert REASON not in chen.text
    chen.follow("回到自己的页面")
    chen.reads(REASON)


def is_entered_from_paper(chen: Person) -> None:
    chen.open("/suggestions/1")
    chen.reads(REASON, ON_SUGGESTION)
    chen.follow("代录纸质评价")
    chen.pick("哪位代表", "方舒")
    chen.fill("签名日期", clock.day_of(clock.now()).isoformat())
    chen.choose("答复内容", "基本满意")
    chen.fill("纸上写的理由", ON_PAPER)
    chen.choose("办理过程", "满意")
    chen.attach("征询意见表的扫描件", {"征询意见表.pdf": PDF})
    chen.press("录入，等另一人核对")
    chen.reads("等另一位工作人员对照扫描件核对")


def is_confirmed_by_another(lu: Person) -> None:
    lu.take_up("请核对评价", TITLE)
    lu.reads("陈思远", "方舒代表", ON_PAPER)
    lu.press("和扫描件一致，计入")
    lu.reads("已核对，这份评价从现在起计入", "纸质代录：陈思远录入，陆平川核对")


def reads_both_now(cheng: Person) -> None:
    cheng.open("/suggestions/1")
    cheng.reads(REASON, ON_PAPER, "纸质代录：陈思远录入，陆平川核对", "未反馈 0")
    assert "当面沟通" not in cheng.text, "what the deputy asks of the congress is no word to the unit"


def comes_by_a_link(chen: Person, visitor: Person, post: Sink) -> None:
    chen.open("/suggestions/2")
    chen.follow("发评价链接")
    chen.press("用邮件发")
    chen.reads("邮件已交给系统发送")
    link = found_in(post, re.compile(r"/r/[\w-]{32}"))
    visitor.open(link)
    visitor.reads("请您评价一份答复", "打开这一页不等于评价")
    visitor.press("把验证码发到我的邮箱")
    visitor.fill("验证码", found_in(post, re.compile(r"\b\d{6}\b")))
    visitor.press("下一步，去评价")
    visitor.choose("您对答复内容满意吗", "满意")
    visitor.choose("您对办理过程满意吗", "满意")
    visitor.press("提交给市人大")
    visitor.reads("评价已提交给市人大", "经链接评价")
    visitor.page.goto(chen._address + link)
    visitor.reads("这个链接不能用")
    visitor.complaints.clear()  # the browser notes that a dead link is answered as not found


def found_in(post: Sink, wanted: re.Pattern[str]) -> str:
    """What the newest letter holds, once the worker has sent it."""
    for _ in range(300):
        for letter in reversed(post.letters):
            if match := wanted.search(letter.get_content()):
                return match[0]
        time.sleep(0.1)
    raise AssertionError("no letter came")
