"""What was typed is never lost: an expired log-in, an old token, another hat, a busy database give it back exactly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select, text
from werkzeug.test import TestResponse

from tests import builders, posting
from tests.conftest import POSTGRES, Browsers
from tests.frozen import hasten, signature
from tests.page import Browser, Page
from tests.posting import LONGEST
from tests.turns import some_of
from tests.visiting import Visitor, arranged, visitor
from tests.world import NOW, PASSWORD, World
from tracker import clock
from tracker.db import WRITE_LOCK, db
from tracker.domain.actions import Action
from tracker.domain.ratings import Level
from tracker.models.people import Membership
from tracker.models.record import Event
from tracker.models.tasks import Rating
from tracker.services import log_ins
from tracker.web.labels import LEVELS
from tracker.web.sessions import COOKIE

# Characters that a page or a form could spoil on the way.
SPICES = "第一段：护学岗\n\n第二段 “引号” <b>标签</b> & &amp; 100%\t\\n ‘单’ 𠮷野家 😀 {{ 7*7 }} </textarea><script>"
NEW_PAPER = "a new paper"
FORMS = [*LONGEST, NEW_PAPER]


@pytest.fixture(autouse=True)
def one_morning(world: World) -> Iterator[None]:
    hasten()
    with time_machine.travel(NOW, tick=False):
        yield


def long_words(action: Action | str) -> str:
    """As long as the form allows."""
    most = LONGEST[Action.REVISE if action == NEW_PAPER else Action(action)]
    return SPICES + "长" * (most - len(SPICES))


def a_form(app: Flask, world: World, action: Action | str, everywhere: dict[str, int]) -> tuple[Visitor, posting.Post]:
    """Somebody with the longest text the form takes, about to press the button."""
    words = long_words(action)
    if action == NEW_PAPER:
        return visitor(app, world, "lin"), posting.Post("/suggestions/new", posting.paper_fields(world, words))
    _case, who, post = arranged(app, world, Action(action), words, among=everywhere)
    return who, post


def acts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def kept_form(answer: TestResponse, post: posting.Post) -> dict[str, object]:
    """The form that sends it again; everything typed is in it, letter by letter."""
    page = Page(answer.get_data(as_text=True))
    assert not page.faults and len(page.h1) == 1
    held = page.data(post.address)
    typed = {name: value for name, value in post.fields.items() if value and name != "version"}
    assert {name: _plain(held.get(name)) for name in typed} == {name: _plain(value) for name, value in typed.items()}
    return held


def _plain(value: object) -> object:
    # One choice of a list that takes many comes back as that choice.
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def is_done(who: Visitor, post: posting.Post, held: dict[str, object]) -> None:
    """One press of the button and the act is done, with the words that were kept."""
    before = acts()
    answer = who.ask("POST", post.address, data=held)
    assert answer.status_code in (302, 303), Page(answer.get_data(as_text=True)).words[:500]
    saved = any(_has(table, column, SPICES) for table, column in WRITTEN)
    assert saved
    assert acts() >= before


# Where words written by hand end up.
WRITTEN = [
    ("suggestion_text", "problem"), ("event", "note"), ("review", "words"), ("contact", "said"), ("co_opinion", "body"),
    ("answer", "body"), ("rating", "reason"), ("round", "check_words"), ("hearing", "asked"),
    ("commitment", "second_reply"), ("paper_rating", "private_note"), ("quality_rating", "words"),
]  # fmt: skip


def _has(table: str, column: str, words: str) -> bool:
    db.session.rollback()
    return any(words in (value or "") for value in db.session.scalars(text(f"SELECT {column} FROM {table}")))


@pytest.mark.parametrize("action", some_of(6, FORMS, 1))
def test_an_expired_log_in_keeps_the_text_for_its_person(
    app: Flask, world: World, everywhere: dict[str, int], action: Action | str
) -> None:
    who, post = a_form(app, world, action, everywhere)
    before = signature()
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        answer = who.send(post)
        assert answer.status_code == 302 and answer.location.startswith("/log-in?next=/kept/")
        assert signature() == before
        page = Page(who.ask("GET", answer.location).get_data(as_text=True))
        assert "内容已为您保存" in page.words
        log_in = page.data("/log-in") | {"login_name": who.login, "password": PASSWORD}
        kept = who.ask("POST", "/log-in", data=log_in, follow_redirects=True)
        assert kept.status_code == 200 and kept.request.path.startswith("/kept/")
        is_done(who, post, kept_form(kept, post))


def test_what_was_kept_is_found_again_under_the_account_and_shows_what_was_chosen(
    app: Flask, world: World, everywhere: dict[str, int]
) -> None:
    who, post = a_form(app, world, Action.RATE, everywhere)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        who.send(post)
        who.client.set_cookie(COOKIE, log_ins.open_log_in(world.accounts[who.login], hours=12, now=clock.now()))
        account = Page(who.ask("GET", "/account").get_data(as_text=True))
        (link,) = [href for href, _words in account.links if href.startswith("/kept/")]
        page = Page(who.ask("GET", link).get_data(as_text=True))
        chosen = {str(LEVELS[level]) for level in Level if level.value in post.fields.values()}
        assert chosen and all(words in page.words for words in chosen)
        assert (post.address, "回到那一页重新填写") in page.links


def test_somebody_else_who_logs_in_there_is_at_home(app: Flask, world: World, everywhere: dict[str, int]) -> None:
    who, post = a_form(app, world, Action.RETURN, everywhere)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        answer = who.send(post)
        log_in = Page(who.ask("GET", answer.location).get_data(as_text=True)).data("/log-in")
        body = log_in | {"login_name": "lu", "password": PASSWORD}
        home = who.ask("POST", "/log-in", data=body, follow_redirects=True)
        assert home.request.path == "/"
        assert "第一段" not in home.get_data(as_text=True)


@pytest.mark.parametrize("action", some_of(6, FORMS, 2))
def test_an_old_form_token_keeps_the_text_and_asks_for_one_more_press(
    app: Flask, world: World, everywhere: dict[str, int], action: Action | str
) -> None:
    who, post = a_form(app, world, action, everywhere)
    before = signature()
    answer = who.send(post, csrf_token="expired")
    assert answer.status_code == 403
    assert signature() == before
    is_done(who, post, kept_form(answer, post))


@pytest.mark.parametrize("action", some_of(6, FORMS, 3))
def test_a_form_of_another_hat_keeps_the_text_and_does_nothing(
    app: Flask, world: World, everywhere: dict[str, int], action: Action | str
) -> None:
    who, post = a_form(app, world, action, everywhere)
    mine = db.session.get(Membership, world.actors[who.login].membership_id)
    assert mine is not None
    before = signature()
    answer = who.send(post, hat=str(mine.id + 1))
    assert answer.status_code == 409
    assert signature() == before
    page = Page(answer.get_data(as_text=True))
    assert "".join(long_words(action).split()) in page.words
    assert "换回原来的身份" in page.words


@contextmanager
def somebody_writes(app: Flask) -> Iterator[None]:
    """Another process holds the write lock for longer than anybody waits."""
    event.listen(db.engine, "connect", _impatient)
    db.session.remove()
    db.engine.dispose()
    if POSTGRES:
        with db.engine.connect() as writer:
            writer.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
            yield
        event.remove(db.engine, "connect", _impatient)
        db.engine.dispose()
        return
    other = sqlite3.connect(db.engine.url.database or "", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()
        event.remove(db.engine, "connect", _impatient)
        db.engine.dispose()


def _impatient(connection: Any, _record: object) -> None:
    if POSTGRES:
        connection.execute("SET lock_timeout = 50")
        connection.commit()
        return
    connection.execute("PRAGMA busy_timeout=20")


@pytest.mark.parametrize("action", some_of(6, FORMS, 4))
def test_a_busy_database_keeps_the_text_and_the_token(
    app: Flask, world: World, everywhere: dict[str, int], action: Action | str
) -> None:
    who, post = a_form(app, world, action, everywhere)
    before = signature()
    with somebody_writes(app):
        answer = who.send(post, once="one-form")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert signature() == before
    page = Page(answer.get_data(as_text=True))
    assert not page.faults and "尚未保存" in page.words
    held = kept_form(answer, post)
    assert held["once"] == "one-form", "the same press again must not become a second act"
    is_done(who, post, held)


def test_reading_goes_on_while_somebody_writes(app: Flask, world: World, everywhere: dict[str, int]) -> None:
    _case, who, post = arranged(app, world, Action.ACCEPT, among=everywhere)
    with somebody_writes(app):
        assert who.ask("GET", post.address).status_code == 200
        assert who.ask("GET", "/").status_code == 200


def test_a_text_one_letter_too_long_is_shown_again_whole(app: Flask, world: World, everywhere: dict[str, int]) -> None:
    for action in some_of(3, LONGEST, "too long"):
        who, post = a_form(app, world, action, everywhere)
        longer = {name: f"{value}长" for name, value in post.fields.items() if value == long_words(action)}
        before = signature()
        answer = who.send(post, **longer)
        page = Page(answer.get_data(as_text=True))
        assert answer.status_code == 422, action
        shown = {one["name"]: one["value"] for form in page.forms for one in form["fields"]}
        assert all(shown[name].removeprefix("\r\n") == value for name, value in longer.items()), action
        assert signature() == before, action


def test_words_nobody_can_see_are_taken_as_blanks_are(app: Flask, world: World, everywhere: dict[str, int]) -> None:
    for action in some_of(3, LONGEST, "unseen"):
        who, post = a_form(app, world, action, everywhere)
        typed = [name for name, value in post.fields.items() if value == long_words(action)]
        before = signature()
        blank = who.send(post, **dict.fromkeys(typed, " \u3000")).status_code
        if blank == 422 and signature() == before:
            unseen = who.send(post, **dict.fromkeys(typed, "\u200b\ufeff\u2060")).status_code
            assert (unseen, signature()) == (422, before), action
        assert not any(_has(table, column, "\u200b") for table, column in WRITTEN), action


def test_what_was_sent_to_a_page_that_is_not_there_is_given_back(browse: Browsers, world: World) -> None:
    desk = browse("chen")
    desk.open("/account")
    page = desk.post("/suggestions/987654/review", status=404, reason="写了很久的退回理由，要能复制。")
    assert "写了很久的退回理由，要能复制。" in page.body and "刚才的提交没有执行" in page.words


def test_what_one_person_typed_is_never_sent_under_the_name_of_the_next(app: Flask, world: World) -> None:
    """Somebody else logs in in the same browser, while the form of the first is still open."""
    case = builders.delivered(world, cosigned=True)
    address = f"/suggestions/{case}/rounds/{builders.round_of(world, case).id}/rating"
    db.session.remove()
    browser = Browser(app, None)
    browser.open("/log-in")
    browser.send("/log-in", login_name="lin", password=PASSWORD)
    mine = browser.open(address).data("/rating") | {
        "answer": "dissatisfied",
        "answer_reason": "第二项没有回答",
        "process": "satisfied",
        "private_note": "只写给人大",
    }
    browser.open("/account")
    browser.send("/log-out")
    browser.open("/log-in")
    browser.send("/log-in", login_name="fang", password=PASSWORD)
    browser.post(address, status=403, **(mine | {"csrf_token": "of-the-session-before"}))
    page = browser.send(address, status=409)
    assert "另一个身份" in page.words and "第二项没有回答" in page.body
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Rating)) == 0


def test_an_address_with_a_nul_is_no_address(browse: Browsers, world: World) -> None:
    desk = browse("chen")
    for address in ("/kept/a%00b", "/imports/a%00", "/units/%00"):
        desk.open(address, status=404)
    for address in ("/units?q=%00", "/suggestions?q=a%00b"):
        desk.open(address)
