"""A link to a rating: a visit changes nothing, only a code to the deputy's own address opens it, it rates for one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests import builders
from tests.letter_box import Sink, sink
from tests.page import Browser
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.states import RoundState
from tracker.models.people import Person, Throttle
from tracker.models.ratings import Rating, RatingLink
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.services import jobs, rating_links, ratings
from tracker.services._throttle import admit

ADDRESS, CODE = re.compile(r"/r/[\w-]{32}"), re.compile(r"\b\d{6}\b")
SAID = {"answer": "basically_satisfied", "answer_reason": "第二项没有日期", "process_level": "satisfied"}


def addressed(world: World) -> None:
    for login in ("lin", "fang"):
        db.session.get_one(Person, world.actors[login].person_id).email = f"{login}@linjiang.example"
    db.session.commit()


def desk_page(world: World, case: int) -> str:
    return f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/rating-links"


def slip(browse, world: World, case: int, who: str = "fang") -> str:
    """The address on the slip of one deputy."""
    chen = browse("chen")
    chen.open(desk_page(world, case))
    page = chen.send("/rating-links", button=("how", "slip"), persons=str(world.actors[who].person_id))
    return ADDRESS.search(page.words)[0]


def code_for(visitor: Browser, link: str, post: Sink, at=NOW) -> str:
    visitor.open(link)
    visitor.send("/code")
    jobs.run_due(now=at)
    return CODE.search(post.letters[-1].get_content())[0]


def kept() -> tuple[int, int]:
    db.session.rollback()
    return (
        db.session.scalar(select(func.count()).select_from(Rating)) or 0,
        db.session.scalar(select(func.count()).select_from(Event)) or 0,
    )


def test_a_visit_changes_nothing_and_the_code_opens_the_form(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, visitor = slip(browse, world, case), browse()
    before = kept()
    for method in ("GET", "HEAD", "OPTIONS"):
        visitor._ask(method, link)
        visitor._ask(method, f"{link}/rating")
    page = visitor.open(f"{link}/rating")
    assert "护学通道" in page.words and "打开这一页不等于评价" in page.words and "f***@linjiang.example" in page.words
    assert "已在两侧划设通道" not in page.body and kept() == before
    code = code_for(visitor, link, sink)
    text = sink.letters[-1].get_content()
    assert sink.letters[-1]["To"] == "fang@linjiang.example" and "护学" not in text and "教育局" not in text
    visitor.open(link)
    page = visitor.send("/enter", code=code)
    assert not any(one["checked"] for one in page.form("/rating")["fields"])
    page = visitor.send("/rating", **SAID)
    assert page.h1 == ["评价已提交给市人大"]
    rows = builders.round_of(world, case).ratings
    assert {(one.person_id, one.membership_id) for one in rows} == {(world.fang.person_id, world.fang.membership_id)}
    event = db.session.scalars(select(Event).where(Event.action == "rate")).one()
    assert event.facts["by_link"] and event.person_id == world.fang.person_id
    assert "经链接评价" in browse("chen").open(f"/suggestions/{case}").words


def test_a_code_is_good_once_for_ten_minutes_and_five_tries_on_its_own_link(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, other = slip(browse, world, case), slip(browse, world, case, "lin")
    visitor = browse()
    code = code_for(visitor, link, sink)
    visitor.open(other)
    visitor.send("/enter", status=401, code=code)
    visitor.open(link)
    visitor.send("/enter", code=code)
    again = browse()
    again.open(link)
    again.send("/enter", status=401, code=code)
    later = NOW + timedelta(minutes=3)
    with time_machine.travel(later, tick=False):
        code = code_for(again, link, sink, later)
        for _ in range(5):
            again.open(link)
            again.send("/enter", status=401, code="000000" if code != "000000" else "111111")
        again.send("/enter", status=401, code=code)
    later += timedelta(minutes=20)
    with time_machine.travel(later, tick=False):
        code = code_for(again, link, sink, later)
    with time_machine.travel(later + timedelta(minutes=11), tick=False):
        again.open(link)
        again.send("/enter", status=401, code=code)


def test_codes_cannot_be_asked_for_without_end(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, visitor = slip(browse, world, case), browse()
    visitor.open(link)
    visitor.send("/code")
    visitor.send("/code")
    page = visitor.send("/code", status=429)
    assert "请" in page.words and kept()[0] == 0


def test_a_whole_hall_gets_its_codes_and_still_logs_in(browse, world: World, sink: Sink) -> None:
    for turn in range(120):
        rating_links.admit_code(f"link {turn}", source="127.0.0.1", now=NOW + timedelta(seconds=20 * turn))
    assert browse("lin").open("/").h1, "one who logs in from there waits for nobody's codes"
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, visitor = slip(browse, world, case), browse()
    code = code_for(visitor, link, sink)
    lane, before = select(Throttle).where(Throttle.key.startswith("from:rating_code:")), 121
    assert [one.failures for one in db.session.scalars(lane)] == [before]
    visitor.open(link)
    visitor.send("/enter", code=code)
    db.session.rollback()
    assert [one.failures for one in db.session.scalars(lane)] == [before - 1], "who gives the code was no stranger"
    admit("login", "somebody", source="127.0.0.1", now=NOW + timedelta(seconds=2400))


def test_a_link_that_was_taken_back_is_not_mailed_after_all(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, case)
    both = [world.lin.person_id, world.fang.person_id]
    rating_links.post(world.chen, one.id, both, batch="b", version=one.version, now=NOW)
    rating_links.revoke(world.chen, one.id, world.lin.person_id, now=NOW)
    assert db.session.scalars(select(Event.action).order_by(Event.seq.desc())).first() == "revoke_rating_links"
    jobs.run_due(now=NOW)
    assert [each["To"] for each in sink.letters] == ["fang@linjiang.example"]
    db.session.rollback()
    assert [each.person_id for each in db.session.scalars(select(RatingLink))] == [world.fang.person_id]


def test_the_grant_stays_with_its_browser_and_runs_out(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, visitor = slip(browse, world, case), browse()
    code = code_for(visitor, link, sink)
    visitor.open(link)
    visitor.send("/enter", code=code)
    assert browse().open(f"{link}/rating").h1 == ["请您评价一份答复"], "another browser has to give a code"
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        visitor.send("/rating", **SAID)
    assert kept()[0] == 0


@pytest.mark.parametrize("why", ["revoked", "made_anew", "window_over", "shut", "nonsense"])
def test_a_dead_link_says_so_and_nothing_else(browse, world: World, sink: Sink, why: str) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, at = slip(browse, world, case), NOW
    if why == "revoked":
        chen = browse("chen")
        chen.open(desk_page(world, case))
        chen.send("/revoke")
    elif why == "made_anew":
        slip(browse, world, case)
    elif why == "window_over":
        at = NOW + timedelta(days=31)
    elif why == "nonsense":
        link = "/r/" + "a" * 32
    else:
        for who in (world.lin, world.fang):
            one = builders.round_of(world, case)
            ratings.rate(who, one.id, builders.verdicts(), version=one.version, now=NOW)
    with time_machine.travel(at, tick=False):
        page = browse().open(link, status=404)
    assert page.h1 == ["这个链接不能用"] and "护学" not in page.words


def test_of_a_confidential_paper_neither_link_nor_mail_says_anything(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    db.session.get_one(Suggestion, case).is_confidential = True
    db.session.commit()
    number = builders.fetch(case).number
    link, visitor = slip(browse, world, case), browse()
    page = visitor.open(link)
    assert "护学" not in page.body and number not in page.body and "教育局" not in page.body
    code_for(visitor, link, sink)
    assert number not in sink.letters[-1].as_string()


def test_by_mail_the_worker_draws_the_link(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    chen = browse("chen")
    chen.open(desk_page(world, case))
    chen.send("/rating-links", button=("how", "mail"))
    assert db.session.scalars(select(RatingLink)).all() == []
    jobs.run_due(now=NOW)
    assert {one["To"] for one in sink.letters} == {"lin@linjiang.example", "fang@linjiang.example"}
    link = ADDRESS.search(sink.letters[0].get_content())[0]
    assert "护学" not in sink.letters[0].get_content()
    assert browse().open(link).h1 == ["请您评价一份答复"]
    db.session.rollback()
    assert all(len(one.digest) == 64 and one.digest not in link for one in db.session.scalars(select(RatingLink)))


def test_a_mail_that_waits_or_fails_is_in_the_list(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    one = builders.round_of(world, case)
    both = [world.lin.person_id, world.fang.person_id]
    rating_links.post(world.chen, one.id, both, batch="b", version=one.version, now=NOW)
    chen, address = browse("chen"), desk_page(world, case)
    page = chen.open(address)
    assert page.words.count("待发送") == 2 and "2026年4月1日10:00" in page.words and "发送失败" not in page.words
    sink.refuses = True
    jobs.run_due(now=NOW)
    page = chen.open(address)
    assert page.words.count("发送失败，系统会在2026年4月1日10:04再试") == 2 and "前有效" not in page.words
    at = NOW
    for _ in range(jobs.MOST_TRIES):
        at += timedelta(hours=9)
        jobs.run_due(now=at)
    page = chen.open(address)
    assert page.words.count("发送失败，不再重试") == 2 and "打印纸条" in page.words
    sink.refuses = False
    chen.send("/revoke")
    page = chen.open(address)
    assert page.words.count("发送失败") == 1 and "已收回" in page.words
    one = builders.round_of(world, case)
    rating_links.post(world.chen, one.id, both, batch="c", version=one.version, now=at)
    jobs.run_due(now=at)
    page = chen.open(address)
    assert "发送失败" not in page.words and "待发送" not in page.words and page.words.count("前有效") == 2


def test_without_mail_the_page_says_where_else_to_go(browse, world: World) -> None:
    case = builders.delivered(world, cosigned=True)
    one, token = builders.round_of(world, case), rating_links.draw()
    page = browse("chen").open(desk_page(world, case))
    assert "没有设置邮件服务器" in page.words and "纸条" not in page.body and 'name="persons"' not in page.body
    assert f"{desk_page(world, case).replace('rating-links', 'paper-rating')}" in {href for href, _words in page.links}
    rating_links.issue(world.chen, one.id, {world.fang.person_id: token}, batch="b", version=one.version, now=NOW)
    page = browse().open(f"/r/{token}")
    assert "现在发不出验证码" in page.words and "登录后评价" in page.words


def test_no_slip_is_offered_for_one_whom_no_code_reaches(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    db.session.get_one(Person, world.fang.person_id).email = ""
    db.session.commit()
    page = browse("chen").open(desk_page(world, case))
    ticks = [one for one in page.form("/rating-links")["fields"] if one["name"] == "persons"]
    assert [(one["value"], one["checked"]) for one in ticks] == [(str(world.lin.person_id), True)]
    assert "收不到验证码：方舒" in page.words and "代录纸质评价" in page.words
    db.session.get_one(Person, world.lin.person_id).email = ""
    db.session.commit()
    assert "打印纸条" not in browse("chen").open(desk_page(world, case)).words


def test_link_and_web_at_once_rate_for_one_deputy(browse, world: World, sink: Sink) -> None:
    addressed(world)
    case = builders.delivered(world, cosigned=True)
    link, visitor = slip(browse, world, case), browse()
    code = code_for(visitor, link, sink)
    visitor.open(link)
    visitor.send("/enter", code=code)
    one = builders.round_of(world, case)
    ratings.rate(world.fang, one.id, builders.verdicts(Level.DISSATISFIED), version=one.version, now=NOW)
    assert "您在另一处已经评过" in visitor.send("/rating", status=422, **SAID).words
    visitor.send("/rating")
    one = builders.round_of(world, case)
    assert one.state is RoundState.DELIVERED and one.raters == {world.fang.person_id}, "his last word, counted once"
    assert [row.is_current for row in one.ratings] == [False, False, True, True]


__all__ = ["sink"]
