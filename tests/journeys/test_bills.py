"""A bill in a real browser while a session sits: one signer short at first, looked at by its delegation, converted by
the Presidium, and numbered as the suggestion that came of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.bill_parts import a_bill_draft, signers
from tests.conftest import POSTGRES, Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import survey_world
from tracker import clock
from tracker.db import db
from tracker.models.organs import CongressSession
from tracker.rulebooks import shipped_text
from tracker.services import cosigning, terms
from tracker.services.terms import Sitting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
# The server reads the real clock too.
TODAY = clock.day_of(clock.now())
TITLE = "关于制定临江市学校周边交通安全条例的议案"


@pytest.fixture(scope="module")
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A city that sits today and has the delegations look first; eight deputies have signed a draft bill of Lin's."""
    made = Template(tmp_path_factory.mktemp("sitting"), f"sitting_{uuid.uuid4().hex[:12]}" if POSTGRES else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        _prepare()
        _let_go()
    instance = tmp_path_factory.mktemp("served_sitting")
    (instance / "rulebooks").mkdir()
    book = shipped_text().replace("delegation_check = false", "delegation_check = true")
    (instance / "rulebooks" / "2021-01-01-shenzhen.toml").write_text(book, encoding="utf-8")
    with serving(made, instance) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def _prepare() -> None:
    world, now = survey_world(), clock.now()
    term_id = db.session.query(CongressSession.term_id).limit(1).scalar()
    days = Sitting(7, TODAY - timedelta(days=1), TODAY + timedelta(days=2))
    terms.add_session(world.chen, term_id, days, now=now)
    bill_id = a_bill_draft(world, title=TITLE, now=now)
    others = signers(world)[1:]
    cosigning.invite(world.lin, bill_id, [one.membership_id or 0 for one in others], now=now)
    for one in others:
        cosigning.agree(one, bill_id, text_no=1, now=now)


def test_a_bill_becomes_a_suggestion(people: Callable[..., Person]) -> None:
    who = company(people)
    is_one_signer_short(who)
    is_signed_by_ten_and_handed_in(who)
    is_checked_by_its_delegation(who)
    is_converted_by_the_presidium(who)
    is_numbered_as_a_suggestion(who)


def is_one_signer_short(who: Who) -> None:
    lin = who("lin")
    lin.take_up("请提交", TITLE)
    lin.reads("写议案", "案由", "案据", "方案", "闭幕以前提交")
    lin.press("预览公文样，准备提交")
    lin.reads("代表议案", "还不能作为议案提交", "联名要10人", "已有9人，还差1人", "改为建议提交")


def is_signed_by_ten_and_handed_in(who: Who) -> None:
    lin, fang = who("lin"), who("fang")
    lin.follow("联名要10人")
    lin.tick("方舒")
    lin.press("邀请选中的代表")
    fang.take_up("请答复联名", TITLE)
    fang.press("同意联名")
    lin.take_up("请提交", TITLE)
    lin.press("预览公文样，准备提交")
    lin.press("提交给市人大")
    lin.reads("已提交给市人大", "主席团决定")


def is_checked_by_its_delegation(who: Who) -> None:
    qin, tian = who("qin"), who("tian")
    qin.open("/bills")
    qin.reads("等代表团初审")
    qin.follow(TITLE)
    qin.reads("等滨湖代表团初审")
    tian.take_up("请初审", TITLE)
    tian.reads("初审通过", "联名代表", "方舒")
    tian.press("初审通过")
    tian.reads("初审通过，已转交审查", "本代表团等待初审0件")


def is_converted_by_the_presidium(who: Who) -> None:
    qin = who("qin")
    qin.take_up("请登记主席团决定", TITLE)
    qin.tick("转为建议办理")
    qin.fill("哪一天", TODAY.isoformat())
    qin.fill("文号或者会议", "主席团第三次会议")
    qin.press("登记决定")
    qin.reads("会发生什么", "另立一件建议", "10名署名代表", "审查期限从今天起算")
    qin.press("转为建议办理")
    qin.reads("议案第1号", "转为建议办理", "主席团第三次会议", "由议案转来")


def is_numbered_as_a_suggestion(who: Who) -> None:
    qin, lin = who("qin"), who("lin")
    qin.take_up("请审查", TITLE)
    qin.press("立案编号")
    qin.reads(f"第{TODAY.year}0001号")
    lin.open("/mine?kind=suggestion")
    lin.reads(f"{TODAY.year}0001")
    lin.open("/mine?kind=bill")
    lin.reads("议案1", "转为建议办理")
