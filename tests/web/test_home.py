"""Home: every hat sees what it has to do, why, since when, until when; and nothing that is not its business."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from tests import builders
from tests.conftest import Browsers
from tests.page import Page
from tests.situations import SITUATIONS
from tests.statements import statements_of
from tests.world import NOW, PEOPLE, TODAY, World
from tracker.db import db
from tracker.domain.calendar import Limit, Unit
from tracker.domain.lifecycle import STEPS
from tracker.domain.limits import COUNTED
from tracker.domain.parties import Party
from tracker.domain.rulebook import ClockKind
from tracker.domain.seats import SeatEnd
from tracker.models.joint import LinkKind
from tracker.models.people import Membership
from tracker.models.record import KeptText
from tracker.queries.inbox import LINES, lines
from tracker.queries.law import rulebook_for
from tracker.queries.stages import tally
from tracker.services import cosigning, handling, links, people, rulebooks
from tracker.web import home_news
from tracker.web.home_words import DONE, ENDINGS, VERBS


def verbs(page: Page) -> list[str]:
    return [words for _href, words in page.links if words.startswith("请")]


@pytest.mark.parametrize("login", [login for login, *_ in PEOPLE])
def test_every_role_has_a_home(browse: Browsers, world: World, login: str) -> None:
    for name in ("submitted", "registered", "in_hand", "in_clearance", "delivered_to_both", "rated_dissatisfied"):
        SITUATIONS[name].reach(world)
    page = browse(login).open("/")
    waiting = len(lines(world.actors[login], today=TODAY, size=1000))
    if waiting:
        assert page.h1 == [f"现在要办的{waiting}件次" if login == "du" else f"现在要办的{waiting}件"]
        assert len(verbs(page)) == waiting


def test_a_line_says_why_until_when_and_what_ends_it(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, now=NOW - timedelta(days=1))
    page = browse("he").open("/")
    assert "请签收" in page.words and "在老城区小学周边设置护学通道" in page.words
    assert "3月31日交办，本单位独办。不属于本单位职责的，4月10日前可以申请退件。" in page.words
    assert "签收即可，可以同时交给经办人。" in page.words
    assert "前签收" in page.words and "已等1天" in page.words
    hrefs = [href for href, _words in page.links]
    assert f"/suggestions/{case}/tasks/{builders.task_of(world, case)}/sign-for" in hrefs
    assert any(href.startswith(f"/suggestions/{case}/clocks/") for href in hrefs)


def test_the_overdue_come_first_under_their_own_heading(browse: Browsers, world: World) -> None:
    builders.a_submitted(world, now=NOW - timedelta(days=30), title="很久以前的事")
    builders.a_submitted(world, title="今天的事")
    page = browse("chen").open("/")
    assert "已经逾期" in page.words and "以后到期" in page.words
    assert page.words.index("很久以前的事") < page.words.index("今天的事")


def test_a_line_goes_when_its_work_is_done_and_the_work_stands_below(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    receiver = browse("he")
    assert "请签收" in receiver.open("/").words
    handling.sign_for(world.he, builders.task_of(world, case), handler_id=world.jing.person_id, now=NOW)
    page = receiver.open("/")
    assert "请签收" not in page.words
    assert "今天已办" in page.words and "已签收" in page.words and "已交经办" in page.words
    assert "请起草答复" in browse("jing").open("/").words


def test_what_was_done_today_names_a_number_only_where_it_was_given(browse: Browsers, world: World) -> None:
    earlier, later = builders.a_registered(world), builders.a_registered(world, title="再提护学通道")
    links.link(world.chen, later, earlier, kind=LinkKind.FOLLOW_UP, note="", now=NOW)
    words = browse("chen").open("/").words
    assert "已关联" in words and words.count("编为第20260001号") == 1


def test_a_sole_signer_is_not_promised_that_a_rating_can_be_changed(browse: Browsers, world: World) -> None:
    case = builders.delivered(world)
    browser = browse("lin")
    page = browser.open("/")
    assert "两个问题，评完即可。" in page.words and "还可以改" not in page.words
    browser.open(f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/rating")
    browser.send("/rating", answer="satisfied", process_level="satisfied")
    browser.open(f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/rating", status=409)


def test_a_reply_sent_back_says_who_and_why(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world)
    builders.send_back(world, case)
    assert "请重写答复" in (words := browse("jing").open("/").words)
    assert "程远4月1日退回：第二项没有日期。" in words


CELL = re.compile(
    r'<a href="([^"]+)"><span class="stages__words">[^<]+</span><b class="stages__count[^"]*">([\d,]+)</b>'
    r'(?:<span class="stages__note[^"]*">逾期(\d+)</span>)?</a>'
)
BESIDE = re.compile(r'<li><span><a href="([^"]+)">[^<]+</a></span><b>(\d+)</b></li>')
HITS = re.compile(r'<p class="hits" role="status"><span><b>(\d+)</b>件 <span class="muted">([^<]*)</span>')


@pytest.mark.parametrize("days", [0, 12, 140])
@pytest.mark.parametrize(
    "login", ["chen", "qin", "lin", "fang", "du", "he", "shen", "luo", "su", "zheng", "tian", "ou"]
)
def test_numbers_on_home_are_those_their_links_open(
    browse: Browsers, everywhere: dict[str, int], world: World, login: str, days: int
) -> None:
    builders.an_assigned(world, shares=builders.LEAD_AND_CO, distributed=False)
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        browser = browse(login)
        home = browser.open("/").body
        counted = {stage.code for stage in tally(world.actors[login], today=TODAY).stages if stage.late is not None}
        cells, beside = CELL.findall(home), BESIDE.findall(home) if login == "chen" else []
        assert len(cells) > 2 and len(beside) == (5 if login == "chen" else 0)
        for href, number, late in ((unescape(one), *rest) for one, *rest in cells):
            total, told = HITS.findall(browser.open(href).body)[0]
            assert total == number, href
            if href.partition("status=")[2].partition("&")[0] in counted:
                assert (re.findall(r"逾期(\d+)件", told) or [""]) == [late], href
        for href, number in beside:
            assert f"{number}件次" in HITS.findall(browser.open(href).body)[0][1].split("，"), href


@pytest.mark.parametrize("login", ["du", "chen"])
def test_one_paper_with_two_shares_is_one_paper_and_two_shares(browse: Browsers, world: World, login: str) -> None:
    builders.an_assigned(world, shares=builders.LEAD_AND_CO, distributed=False)
    browser = browse(login)
    numbers = [number for _href, number, *_late in CELL.findall(browser.open("/").body)]
    found = BESIDE.findall(browser.page.body) if login == "chen" else [("", "2")]
    assert found[0][1] == "2" and (login == "chen" or numbers == ["1", "0", "0"])
    assert HITS.findall(browser.open("/suggestions?status=with_coordinator").body) == [("1", "2件次")]
    for more, hits in (("&category=1", ("1", "2件次")), ("&role=co", ("1", "1件次")), ("&due=overdue", ("0", "0件次"))):
        assert HITS.findall(browser.open(f"/suggestions?status=with_coordinator{more}").body) == [hits], more


def test_a_change_of_the_law_waits_on_the_home_of_the_second_person(browse: Browsers, world: World) -> None:
    book = rulebook_for(TODAY)
    rule = replace(book.rule(ClockKind.ASSIGN), limit=Limit(10, Unit.WORKING_DAY))
    changed = replace(book, rules={**book.rules, ClockKind.ASSIGN: rule})
    rulebooks.propose(
        world.chen, changed, based_on=book.edition, reason="核对条文", corrects_running=True, now=NOW
    )  # fmt: skip
    lu = browse("lu").open("/")
    assert "现在要办的1件" in lu.words and "办理规则的修改1项" in lu.words
    assert ("/rulebooks", "请批准") in [(href, words[:3]) for href, words in lu.links]
    for who in ("chen", "du"):
        assert "办理规则的修改" not in browse(who).open("/").words, who


def test_administrators_see_counts_of_their_own_work_and_no_case(browse: Browsers, world: World) -> None:
    builders.a_submitted(world)
    for login, words, place in (
        ("xi", "在用账号", "/accounts"),
        ("an", "在任身份", "/grants"),
        ("ji", "全部操作", "/audit"),
    ):
        page = browse(login).open("/")
        assert words in page.words and "护学通道" not in page.words
        assert place in [href for href, _words in page.links]


def test_an_account_without_a_hat_is_told_so(browse: Browsers, world: World) -> None:
    db.session.get_one(Membership, world.lu.membership_id).ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    assert "没有在任的身份" in browse("lu").open("/").words


def test_a_former_deputy_reads_since_when_and_what_becomes_of_her_papers(browse, world: World) -> None:
    builders.in_hand(world)
    typed = {"path": "/suggestions/new", "fields": [["title", "给公交站加座椅"], ["consent", "full"]]}
    db.session.add(KeptText(key="k" * 64, person_id=world.lin.person_id, made_at=NOW, **typed))
    db.session.commit()
    hat = db.session.get_one(Membership, world.lin.membership_id)
    people.unseat(world.chen, hat.id, TODAY - timedelta(days=1), version=hat.version, reason=SeatEnd.RESIGNED, now=NOW)
    words = browse("lin").open("/").words
    assert "您的代表任期到2026年3月31日为止" in words
    assert "您领衔的1件" in words and "请向代表工作机构要打印件" in words
    assert "给公交站加座椅" in words


def test_a_drafts_line_belongs_to_its_author_alone(browse: Browsers, world: World) -> None:
    builders.a_draft(world, title="只有我知道的草稿")
    assert "只有我知道的草稿" in browse("lin").open("/").words
    for login in ("fang", "chen", "tian", "du"):
        assert "只有我知道的草稿" not in browse(login).open("/").words


def test_a_title_as_long_as_a_title_may_be_takes_three_lines_and_is_whole_beneath(
    browse: Browsers, world: World
) -> None:
    title = "关于" + "完善社区养老服务设施布局" * 16 + "的建议"
    builders.a_submitted(world, title=title)
    body = browse("chen").open("/").body
    shown = title[:89] + "…"
    assert f">{shown}</a>" in body and f'title="{title}"' in body


def many(world: World, count: int) -> None:
    for n in range(count):
        builders.a_submitted(world, title=f"第{n}件")


def test_a_long_list_is_cut_and_leads_to_the_rest(browse: Browsers, world: World) -> None:
    many(world, LINES + 3)
    browser = browse("chen")
    page = browser.open("/")
    assert page.h1 == [f"现在要办的{LINES + 3}件"]
    assert len(verbs(page)) == LINES and "再看其余3件" in page.words
    assert len(verbs(browser.open("/?page=2"))) == 3
    for odd in ("999999", "-1", "１", "abc", "0"):
        assert verbs(browser.open(f"/?page={odd}"))


def test_home_asks_at_most_six_times_however_many_lines(
    browse: Browsers, everywhere: dict[str, int], world: World
) -> None:
    logins = ("chen", "lin", "he", "jing", "cheng", "du", "tian", "ou", "xi", "an", "ji")
    people = {login: browse(login) for login in logins}
    before = {login: statements_of(browser, "/") for login, browser in people.items()}
    for name in ("submitted", "assigned", "in_clearance", "delivered"):
        for _ in range(3):
            SITUATIONS[name].reach(world)
    for login, browser in people.items():
        assert statements_of(browser, "/") == before[login] <= 6, login


def test_every_owed_act_has_its_verb_and_its_end() -> None:
    assert VERBS.keys() == ENDINGS.keys()
    assert not {str(words) for words in DONE.values()} & {""}
    assert COUNTED > LINES


def test_who_signed_reads_what_was_decided_without_being_asked_for_anything(browse: Browsers, world: World) -> None:
    case = SITUATIONS["not_accepted"].reach(world)
    page = browse("lin").open("/")
    assert "最近的结果" in page.words and "不予立案" in page.words
    assert f"/suggestions/{case}" in [href for href, _words in page.links]
    assert "最近的结果" not in browse("yuan").open("/").words, "nothing of papers one has not signed"
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert "最近的结果" not in browse("lin").open("/").words
    assert all(STEPS[action].tells & {Party.AUTHOR, Party.COSIGNER} for action in home_news.WORDS)


def test_an_invitation_tells_the_day_it_lapses(browse: Browsers, world: World) -> None:
    case = builders.a_draft(world)
    until = TODAY + timedelta(days=2)
    cosigning.invite(world.lin, case, [world.fang.membership_id or 0], now=NOW, answer_by=until)
    page = browse("fang").open("/")
    assert "五日内到期" in page.words and "还有2天" in page.words and f"{until.day}日前答复" in page.words
    assert "没有期限" not in page.words


def test_a_paper_is_called_alike_in_every_list(browse: Browsers, world: World) -> None:
    builders.a_submitted(world, title="增设护学岗")
    lists = {"lin": ("/mine",), "chen": ("/", "/reviews", "/suggestions")}
    for login, pages in lists.items():
        for page in pages:
            assert "关于增设护学岗的建议" in browse(login).open(page).words


def test_a_reviewer_for_whom_nothing_waits_reads_that_replies_will_come(browse: Browsers, world: World) -> None:
    words = browse("shen").open("/").words
    assert "要您签收、审查、答复、评价的，会出现在这里" in words and "不用办件" not in words
