"""Coming and going: one answer for every failure, keys that die, hats, waiting, and the way back."""

from __future__ import annotations

import re
from contextvars import Context
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.page import Browser
from tests.world import NOW, PASSWORD, TODAY, World
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.people import Account, LoginSession, Membership
from tracker.models.record import Event
from tracker.services import accounts, log_ins
from tracker.web.sessions import COOKIE
from tracker.web.ways_back import safe_next

NEW = "kan-jian-hai-de-yi-tian"


def log_in(browser: Browser, name: str = "lin", password: str = PASSWORD, *, status: int = 200, **more: str) -> None:
    browser.open("/log-in")
    browser.send("/log-in", status=status, login_name=name, password=password, **more)


def key_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def with_key(app: Flask, key: str) -> Browser:
    browser = Browser(app, None)
    browser.client.set_cookie(COOKIE, key)
    return browser


def ask(browser: Browser, method: str, address: str, data: dict | None = None) -> TestResponse:
    """One request that follows nothing, outside the test's own context."""
    return Context().run(browser.client.open, address, method=method, data=data)


def is_dead(app: Flask, key: str) -> bool:
    answer = ask(with_key(app, key), "GET", "/account")
    return answer.status_code == 302 and "/log-in" in answer.location


def account(world: World, login: str) -> Account:
    db.session.rollback()
    return db.session.get_one(Account, world.accounts[login], populate_existing=True)


def test_the_right_password_leads_home(browse) -> None:
    browser = browse()
    log_in(browser)
    assert browser.answer.request.path == "/"


def test_the_way_back_leads_to_the_page_that_was_asked_for(browse) -> None:
    browser = browse()
    browser.open("/account")
    assert browser.answer.request.path == "/log-in"
    browser.send("/log-in", login_name="lin", password=PASSWORD)
    assert browser.answer.request.path == "/account"


ELSEWHERE = (
    *("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example"),
    *("https:/evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x", "ftp://x"),
    *("/%0d%0aLocation:%20https://evil.example", "/\t/evil.example", "/%09/evil.example", "/%2f/evil.example"),
    *("/%5cevil.example", "@evil.example", "evil.example", " //evil.example", "/ /evil.example", "//[::1", "[//x"),
    *("http://localhost@evil.example", "//localhost@evil.example", "/\u2028/evil.example", "/\u200b/evil.example"),
    *("", "?next=//x", "/%2F%2Fevil.example/..", "/\x00", "/%00"),
)


def test_no_log_in_leads_off_this_site(app: Flask) -> None:
    with app.test_request_context("/log-in"):
        assert {asked: safe_next(asked) for asked in ELSEWHERE} == dict.fromkeys(ELSEWHERE, "/")
        for asked in ("/account", "/suggestions?status=closed&page=2", "/kept/a-b_c", "/suggestions?q=学校"):
            assert safe_next(asked) == asked


@pytest.mark.parametrize("asked", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_the_form_leads_home_when_asked_to_lead_elsewhere(browse, asked: str) -> None:
    browser = browse()
    browser.open("/log-in")
    data = browser.page.data("/log-in") | {"login_name": "lin", "password": PASSWORD, "next": asked}
    assert ask(browser, "POST", "/log-in", data).location == "/"


def test_a_failure_says_the_same_for_every_name(browse, app: Flask, world: World) -> None:
    account(world, "fang").is_active = False
    db.session.commit()
    pages = []
    for name, password in (("lin", "wrong"), ("nobody", "wrong"), ("fang", PASSWORD)):
        browser = Browser(app, None)
        browser.open("/log-in")
        browser.send("/log-in", status=401, login_name=name, password=password)
        token = browser.page.data("/log-in")["csrf_token"]
        pages.append(browser.page.body.replace(f'value="{name}"', 'value=""').replace(token, ""))
    without_once = {re.sub(r'name="once" type="hidden" value="[^"]*"', "", page) for page in pages}
    assert len(without_once) == 1
    assert "登录名或密码不正确" in pages[0]


def test_whoever_guesses_is_told_how_long_to_wait_and_nothing_else(browse, app: Flask) -> None:
    answers = {}
    for name in ("lin", "nobody"):
        browser = Browser(app, None)
        browser.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{len(name)}"
        for _ in range(2):
            browser.open("/log-in")
            browser.send("/log-in", status=401, login_name=name, password="wrong")
        browser.open("/log-in")
        browser.send("/log-in", status=429, login_name=name, password=PASSWORD)
        assert browser.answer.headers["Retry-After"] == "2"
        answers[name] = browser.page.words
    assert answers["lin"] == answers["nobody"] and "2秒后再试" in answers["lin"]


def test_a_planted_key_is_not_the_key_of_the_log_in(browse, app: Flask) -> None:
    browser = browse()
    browser.client.set_cookie(COOKIE, "planted")
    log_in(browser)
    assert key_of(browser) != "planted"
    assert is_dead(app, "planted")


def test_a_form_opened_before_the_log_in_is_no_longer_good(browse) -> None:
    browser = browse()
    browser.open("/log-in")
    token = browser.page.data("/log-in")["csrf_token"]
    browser.send("/log-in", login_name="lin", password=PASSWORD)
    answer = ask(browser, "POST", "/log-out", {"csrf_token": token})
    assert answer.status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browse) -> None:
    browser = browse()
    browser.open("/log-in")
    data = browser.page.data("/log-in") | {"login_name": "lin", "password": PASSWORD}
    answer = ask(browser, "POST", "/log-in", data)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Expires" not in cookie


def test_an_old_key_is_dead_after_log_out(browse, app: Flask) -> None:
    browser = browse("lin")
    key = key_of(browser)
    browser.open("/account")
    browser.send("/log-out")
    assert is_dead(app, key)


def test_an_old_key_is_dead_after_log_out_everywhere(browse, app: Flask) -> None:
    here, there = browse("lin"), browse("lin")
    here.open("/account")
    here.send("/log-out-everywhere")
    assert is_dead(app, key_of(there)) and here.answer.request.path == "/log-in"


def test_an_old_key_is_dead_after_a_change_of_password(browse, app: Flask) -> None:
    here, there = browse("lin"), browse("lin")
    before = key_of(here)
    here.open("/account/password")
    here.send("/account/password", old_password=PASSWORD, new_password=NEW, again=NEW)
    assert here.answer.request.path == "/account" and "密码已修改" in here.page.words
    assert is_dead(app, before) and is_dead(app, key_of(there))


def test_an_old_key_is_dead_after_stop_and_after_ending_all(browse, app: Flask, world: World) -> None:
    one = browse("lin")
    accounts.end_sessions(world.xi, world.accounts["lin"], now=NOW)
    assert is_dead(app, key_of(one))
    two = browse("lin")
    accounts.stop(world.xi, world.accounts["lin"], now=NOW)
    assert is_dead(app, key_of(two))
    accounts.start(world.xi, world.accounts["lin"], now=NOW)
    assert is_dead(app, key_of(two))


def test_a_device_one_does_not_know_can_be_logged_out(browse, app: Flask) -> None:
    here, there = browse("lin"), browse("lin")
    here.open("/account")
    assert "2台" in here.page.words
    here.send("/end")
    assert is_dead(app, key_of(there)) and not is_dead(app, key_of(here))


def test_nobody_ends_the_session_of_another(browse, app: Flask, world: World) -> None:
    lin, fang = browse("lin"), browse("fang")
    db.session.rollback()
    other = db.session.scalars(
        select(LoginSession.id).where(LoginSession.account_id == world.accounts["lin"]).order_by(LoginSession.id.desc())
    ).first()
    fang.open("/account")
    fang.post(f"/account/sessions/{other}/end", status=404)
    assert not is_dead(app, key_of(lin))


@pytest.mark.parametrize(("minutes", "dead"), [(29, False), (31, True)])
def test_half_an_hour_without_a_request_ends_the_log_in(browse, app: Flask, minutes: int, dead: bool) -> None:
    browser = browse("lin")
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert is_dead(app, key_of(browser)) is dead


def test_twelve_hours_end_it_in_any_case(browse, app: Flask) -> None:
    browser = browse("lin")
    for step in range(1, 36):
        with time_machine.travel(NOW + timedelta(minutes=20 * step), tick=False):
            assert not is_dead(app, key_of(browser)), step
    with time_machine.travel(NOW + timedelta(hours=12, seconds=1), tick=False):
        assert is_dead(app, key_of(browser))


def test_last_seen_is_written_every_five_minutes_at_most(browse, world: World) -> None:
    browser = browse("lin")

    def seen() -> object:
        db.session.rollback()
        return db.session.scalars(
            select(LoginSession.seen_at).where(LoginSession.account_id == world.accounts["lin"])
        ).one()

    for minutes, written in ((3, 0), (4, 0), (5, 5), (8, 5), (11, 11)):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            browser.open("/account")
            assert seen() == NOW + timedelta(minutes=written)


def test_a_session_ended_meanwhile_is_not_brought_back(browse, app: Flask, world: World) -> None:
    browser = browse("lin")
    db.session.rollback()
    login_id = db.session.scalars(select(LoginSession.id).where(LoginSession.account_id == world.accounts["lin"])).one()
    log_ins.close(login_id, now=NOW)
    log_ins.keep_alive(login_id, now=NOW + timedelta(minutes=1))
    assert is_dead(app, key_of(browser))


def second_hat(world: World) -> int:
    hat = Membership(
        person_id=world.lin.person_id,
        role=Role.COMMITTEE,
        committee="教育科学文化卫生委员会",
        starts_on=TODAY - timedelta(days=9),
    )
    db.session.add(hat)
    db.session.commit()
    return hat.id


def test_another_hat_is_worn_from_the_top_bar(browse, world: World) -> None:
    hat_id = second_hat(world)
    browser = browse("lin")
    browser.open("/account")
    browser.send("/account/hat", button=("hat", str(hat_id)))
    browser.open("/account")
    assert "教育科学文化卫生委员会·专门委员会正在使用" in browser.page.words
    db.session.rollback()
    assert db.session.scalars(select(Event.action).order_by(Event.seq.desc())).first() == "change_hat"


def test_a_hat_that_is_over_is_not_listed(browse, world: World) -> None:
    hat_id = second_hat(world)
    assert "教育科学文化卫生委员会" in browse("lin").open("/account").words
    db.session.rollback()
    hat = db.session.get_one(Membership, hat_id)
    hat.ends_on = date(2026, 3, 31)
    db.session.commit()
    assert "教育科学文化卫生委员会" not in browse("lin").open("/account").words


def test_the_next_log_in_remembers_the_hat(browse, world: World) -> None:
    hat_id = second_hat(world)
    browser = browse("lin")
    browser.open("/account")
    browser.send("/account/hat", button=("hat", str(hat_id)))
    again = browse()
    log_in(again)
    again.open("/account")
    assert "教育科学文化卫生委员会·专门委员会正在使用" in again.page.words


def test_nobody_wears_the_hat_of_another(browse, world: World) -> None:
    browser = browse("lin")
    browser.open("/account")
    for whose in ("fang", "chen", "xi"):
        browser.post("/account/hat", status=404, hat=str(world.actors[whose].membership_id))


def test_an_impossible_hat_is_not_found(browse) -> None:
    browser = browse("lin")
    browser.open("/account")
    for hat in ("", "x", "99999999999999999999", "-1"):
        browser.post("/account/hat", status=404, hat=hat)


def test_what_was_typed_before_a_log_out_elsewhere_is_shown_again(app: Flask) -> None:
    text = "接送的车辆和步行的学生挤在一处。"
    browser = Browser(app, None)
    answer = ask(browser, "POST", "/suggestions/new", {"problem": text, "csrf_token": "old"})
    assert answer.status_code == 403 and text in answer.text and "请另开一个窗口登录" in answer.text
    assert ask(browser, "POST", "/suggestions/new", {"csrf_token": "old"}).status_code == 302


def test_what_was_typed_when_the_log_in_ran_out_comes_back_to_the_same_person_only(browse, app: Flask) -> None:
    browser = browse("lin")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        text = "接送的车辆和步行的学生挤在一处。"
        answer = ask(browser, "POST", "/suggestions/new", {"problem": text, "csrf_token": "old"})
        kept = answer.location
        assert answer.status_code == 302 and "next=" in kept
        other = Browser(app, None)
        other.open(kept)
        other.send("/log-in", login_name="fang", password=PASSWORD)
        assert other.answer.request.path == "/" and text not in other.page.body
        browser.open(kept)
        assert "内容已为您保存" in browser.page.words
        browser.send("/log-in", login_name="lin", password=PASSWORD)
        assert text in browser.page.body


def test_a_password_that_must_be_changed_comes_before_everything(browse, world: World) -> None:
    accounts.demand_change(world.xi, world.accounts["lin"], now=NOW)
    browser = browse("lin")
    for address in ("/", "/account", "/suggestions"):
        browser.open(address)
        assert browser.answer.request.path == "/account/password" and "请先修改密码" in browser.page.words
    browser.send("/account/password", old_password=PASSWORD, new_password=NEW, again=NEW)
    browser.open("/account")
    assert browser.answer.request.path == "/account"


def test_what_is_sent_when_a_new_password_is_due_waits_behind_it(browse, world: World) -> None:
    browser = browse("lin")
    browser.open("/suggestions/new")
    accounts.demand_change(world.xi, world.accounts["lin"], now=NOW)
    page = browser.send("/suggestions/new", title="在校门口设护学通道", problem="上学时车多人挤，写了很久。")
    assert browser.answer.request.path == "/account/password" and "刚才填写的内容已保存" in page.words
    page = browser.send("/account/password", old_password=PASSWORD, new_password=NEW, again=NEW)
    assert "上学时车多人挤，写了很久。" in page.body and "要先修改密码" in page.words


def test_in_production_a_demo_account_fails_like_any_wrong_password(browse, app: Flask, world: World) -> None:
    account(world, "lin").is_demo = True
    db.session.commit()
    app.config["PRODUCTION"] = True
    browser = browse()
    browser.open("/log-in")
    browser.send("/log-in", status=401, login_name="lin", password=PASSWORD)
    assert "登录名或密码不正确" in browser.page.words


def test_odd_characters_are_refused_and_never_an_error(browse) -> None:
    browser = browse()
    browser.open("/log-in")
    data = browser.page.data("/log-in") | {"login_name": "lin", "password": "wrong"}
    for typed in ("\x00", "a\x07b", "\ud800", "\uffff", "x" * 5000, "中" * 3000, "' OR 1=1 --"):
        for field in ("login_name", "password"):
            sent = data | {field: typed.encode("utf-8", "surrogatepass")}
            assert ask(browser, "POST", "/log-in", sent).status_code in (401, 422, 429)
