"""Accounts: looked up, opened one by one and many at once, stopped, and given codes that nobody sees twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tests.page import Browser
from tests.world import NOW, PASSWORD, PEOPLE, World
from tracker.db import db
from tracker.domain.roles import Role
from tracker.models.people import AccessCode, Account, LoginSession, Membership, Person, Throttle
from tracker.models.record import Event, FormToken
from tracker.services import passwords
from tracker.services.passwords import Device, NotProven


def newcomers(count: int, role: Role = Role.DEPUTY, **place: object) -> list[int]:
    """People with a hat and no account."""
    ids = []
    for number in range(count):
        person = Person(name=f"新来的{number:03}", email=f"new{number}@example.org")
        db.session.add(person)
        db.session.flush()
        held = {"certificate_no": f"LJ-{number:04}", "starts_on": date(2021, 4, 1)} | place
        db.session.add(Membership(person_id=person.id, role=role, **held))
        ids.append(person.id)
    db.session.commit()
    return ids


def account(world: World, login: str) -> Account:
    db.session.rollback()
    return db.session.get_one(Account, world.accounts[login], populate_existing=True)


def waits(world: World, login: str) -> None:
    """Make somebody's account one that was never used."""
    one = account(world, login)
    one.password_hash, one.activated_at = None, None
    db.session.commit()


def events(action: str) -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.action == action).order_by(Event.seq)))


def codes_of(browser: Browser) -> list[str]:
    return re.findall(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b", browser.page.body)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_the_list_is_narrowed_by_words_role_place_and_standing(browse, world: World) -> None:
    waits(world, "fang")
    browser = browse("xi")
    everybody = browser.open("/accounts")
    assert f"{len(PEOPLE)}个" in everybody.words
    db.session.rollback()
    school = world.units["市教育局"]
    for query, count, name in (
        ("q=林若", 1, "林若溪"),
        ("q=LIN", 0, ""),
        ("q=lin", 1, "林若溪"),
        ("role=unit_signer", 3, "程远"),
        (f"unit={school}", 4, "景行"),
        (f"unit={school}&role=unit_handler", 1, "景行"),
        ("list=waiting", 1, "方舒"),
        ("list=stopped", 0, ""),
        ("q=%25", 0, ""),
        ("q=_", 0, ""),
    ):
        page = browser.open(f"/accounts?{query}")
        if query == "q=LIN" and "1个" in page.words:  # one engine folds capitals, the other does not
            continue
        assert f"账号{count}个" in page.words, query
        assert name in page.words


ODD = (
    "page=0",
    "page=-1",
    "page=999999999",
    "role=x",
    "unit=%00",
    "unit=99999999999999999999",
    "q=%00",
    "delegation=a",
    "list=x",
)


def test_an_odd_address_shows_a_list_all_the_same(browse) -> None:
    browser = browse("xi")
    for query in ODD:
        browser.open(f"/accounts?{query}")


def test_seven_hundred_accounts_take_pages_and_few_statements(browse, world: World) -> None:
    for person in newcomers(700):
        db.session.add(Account(person_id=person, login_name=f"n{person}", made_at=NOW))
    db.session.commit()
    browser = browse("xi")
    page = browser.open("/accounts?page=3")
    assert f"{len(PEOPLE) + 700}个" in page.words and page.words.count("待启用") >= 25
    with statements() as few:
        browser.open("/accounts?q=林若溪")
    with statements() as many:
        browser.open("/accounts")
    assert len(few) == len(many) <= 8, many


def test_an_account_is_opened_under_a_chosen_name(browse, world: World) -> None:
    person = newcomers(1)[0]
    browser = browse("xi")
    browser.open("/accounts?list=none")
    browser.open(f"/accounts/new/{person}")
    assert browser.page.data("/accounts/new")["login_name"] == "lj-0000"
    browser.send("/accounts/new", status=422, login_name="lin")
    assert "已经有人用" in browser.page.words
    browser.send("/accounts/new", status=422, login_name="a b")
    browser.send("/accounts/new", login_name=" Ｎew.One ")
    assert "待启用" in browser.page.words
    db.session.rollback()
    made = db.session.scalars(select(Account).where(Account.person_id == person)).one()
    assert (made.login_name, made.password_hash) == ("new.one", None)
    assert events("make_account")[-1].subject == f"account:{made.id}"


def test_many_accounts_are_opened_at_once_and_only_once(browse, world: World) -> None:
    people = newcomers(3)
    browser = browse("xi")
    browser.open("/accounts?list=none")
    form = browser.page
    sent = form.data("/accounts/make") | {"people": [str(one) for one in people]}
    browser.post("/accounts/make", **sent)
    assert browser.answer.request.path == "/accounts/codes" and "已开3个账号" in browser.page.words
    browser.post("/accounts/make", **sent)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(Account.person_id.in_(people))) == 3
    assert len(events("make_account")) == 3


def test_stopping_says_what_happens_ends_sessions_and_keeps_the_hat(browse, app: Flask, world: World) -> None:
    browse("lin")
    browser = browse("xi")
    browser.open(f"/accounts/{world.accounts['lin']}")
    browser.open(f"/accounts/{world.accounts['lin']}/stop")
    assert "马上退出" in browser.page.words
    browser.send("/stop", note="调离")
    assert "已停用" in browser.page.words
    assert not account(world, "lin").is_active
    assert db.session.scalars(
        select(LoginSession.ended_at).where(LoginSession.account_id == world.accounts["lin"])
    ).all() == [NOW]
    assert events("stop_account")[-1].note == "调离"
    browser.send("/start")
    assert account(world, "lin").is_active


def test_nobody_keeps_his_own_account(browse, world: World) -> None:
    browser = browse("xi")
    own = world.accounts["xi"]
    browser.open(f"/accounts/{own}")
    assert "另一位系统管理员" in browser.page.words
    for act in ("end-sessions", "demand-change", "start"):
        browser.post(f"/accounts/{own}/{act}")
        assert "不能对自己的账号" in browser.page.words, act
    browser.post(f"/accounts/{own}/stop", status=422)
    browser.open(f"/accounts/{own}")
    browser.post("/accounts/codes/slips", status=422, accounts=str(own))
    assert account(world, "xi").is_active


def test_slips_show_each_code_once_and_the_code_works(browse, app: Flask, world: World) -> None:
    for login in ("lin", "fang", "yuan"):
        waits(world, login)
    browser = browse("xi")
    page = browser.open("/accounts/codes")
    assert "待启用3个" in page.words
    ticked = page.data("/accounts/codes/slips")
    assert len(ticked["accounts"]) == 3
    browser.send("/accounts/codes/slips")
    shown = codes_of(browser)
    assert len(set(shown)) == 3 and "关上以后看不到" in browser.page.words
    browser.post("/accounts/codes/slips", status=409, **ticked)
    assert "已经显示过" in browser.page.words and not codes_of(browser)
    device = Device("", "", 12)
    works = [name for code in shown for name in ("lin", "fang", "yuan") if _activates(name, code, device)]
    assert sorted(works) == ["fang", "lin", "yuan"]


def _activates(name: str, code: str, device: Device) -> bool:
    db.session.rollback()
    db.session.query(Throttle).delete()
    db.session.commit()
    try:
        return bool(passwords.activate(name, code, "kan-jian-hai-de-yi-tian", device=device, now=NOW))
    except NotProven:
        return False


def test_no_code_is_stored_anywhere_in_clear(browse, world: World) -> None:
    waits(world, "lin")
    browser = browse("xi")
    browser.open("/accounts/codes")
    browser.send("/accounts/codes/slips")
    (code,) = codes_of(browser)
    db.session.rollback()
    rows = [
        *db.session.execute(select(AccessCode.digest, AccessCode.batch)),
        *db.session.execute(select(Event.facts, Event.note, Event.subject)),
        *db.session.execute(select(FormToken.receipt, FormToken.digest)),
    ]
    assert not [row for row in rows for form in (code, code.replace("-", "")) if form in str(row)]
    assert events("issue_code")[-1].facts["by"] == "slip"


def test_a_code_resets_a_forgotten_password(browse, app: Flask, world: World) -> None:
    browser = browse("xi")
    browser.open(f"/accounts/{world.accounts['lin']}")
    browser.send("/accounts/codes/slips")
    (code,) = codes_of(browser)
    guest = Browser(app, None)
    guest.open("/activate")
    new = "liang-ge-huang-li"
    guest.send("/activate", login_name="lin", code=code.lower(), new_password=new, again=new)
    assert guest.answer.request.path == "/"
    other = Browser(app, None)
    other.open("/log-in")
    other.send("/log-in", status=401, login_name="lin", password=PASSWORD)


def test_nobody_ticked_is_said(browse, world: World) -> None:
    waits(world, "lin")
    browser = browse("xi")
    browser.open("/accounts/codes")
    data = browser.page.data("/accounts/codes/slips") | {"accounts": []}
    browser.post("/accounts/codes/slips", status=422, **data)
    assert "至少选一个" in browser.page.words


def test_mail_is_offered_only_where_there_is_a_server(browse, app: Flask, world: World) -> None:
    waits(world, "lin")
    browser = browse("xi")
    assert "用邮件发" not in browser.open("/accounts/codes").words
    browser.post("/accounts/codes/mail", status=422, accounts=str(world.accounts["lin"]))
    app.config.update(MAIL_SERVER="127.0.0.1:2525", MAIL_FROM="office@example.org")
    assert "用邮件发" in browser.open("/accounts/codes").words


def test_settings_are_shown_without_secrets(browse, app: Flask) -> None:
    app.config.update(MAIL_PASSWORD="very secret words")
    page = browse("xi").open("/accounts/settings")
    assert "CODE_DAYS" in page.words and "14" in page.words
    assert (
        app.config["SECRET_KEY"] not in page.body and "very secret" not in page.body and "tracker.db" not in page.body
    )


def test_activation_says_the_same_for_every_name(browse, app: Flask, world: World) -> None:
    pages = []
    for name in ("lin", "nobody"):
        guest = Browser(app, None)
        guest.open("/activate")
        data = {"login_name": name, "code": "AAAA-BBBB-CCCC", "new_password": "kan-jian-hai-de-yi-tian"}
        guest.send("/activate", status=401, again=data["new_password"], **data)
        pages.append(guest.page.words)
    assert pages[0] == pages[1]


UNFIT = (
    ("short", "short", "至少12个字"),
    ("kan-jian-hai-de", "kan-jian-hai-dd", "不一样"),
    ("x" * 257, "x" * 257, "最多256个字"),
)


@pytest.mark.parametrize(("new", "again", "words"), UNFIT)
def test_a_password_that_cannot_be_taken_is_explained(browse, new: str, again: str, words: str) -> None:
    guest = browse()
    guest.open("/activate")
    guest.send("/activate", status=422, login_name="lin", code="AAAA-BBBB-CCCC", new_password=new, again=again)
    assert words in guest.page.words and guest.page.title.startswith("需要修改")
    assert guest.page.data("/activate")["new_password"] == ""


def test_a_hat_that_begins_later_gives_nobody_an_account_yet(browse, world: World) -> None:
    newcomers(1, starts_on=date(2027, 1, 1))
    assert "新来的" not in browse("xi").open("/accounts?list=none").words
