"""Proving who one is: one answer for every failure, waiting that grows, sessions that end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.world import NOW, PASSWORD, World
from tracker.db import db
from tracker.models.people import Account, LoginSession, Throttle
from tracker.models.record import Event
from tracker.queries.who import who_asks
from tracker.services import codes, passwords
from tracker.services._load import Invalid
from tracker.services.passwords import Device, NotProven, Throttled

HERE = Device("192.0.2.7", "a browser", 12)
ELSEWHERE = Device("198.51.100.9", "another", 12)
WRONG = "not the password"
GOOD = "kan-jian-hai-de-yi-tian"


def enter(name: str = "lin", password: str = PASSWORD, *, device: Device = HERE, at=NOW) -> str:
    return passwords.log_in(name, password, device=device, demo=True, now=at)


def fails(name: str, password: str = WRONG, **how) -> None:
    with pytest.raises(NotProven):
        enter(name, password, **how)


def alive(key: str, at=NOW) -> bool:
    db.session.rollback()
    return who_asks(key, now=at, idle_since=at - timedelta(minutes=30)) is not None


def account(world: World, login: str) -> Account:
    db.session.rollback()
    return db.session.get_one(Account, world.accounts[login], populate_existing=True)


def last_event() -> Event:
    db.session.rollback()
    return db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()


def test_the_right_password_opens_a_session(world: World) -> None:
    key = enter()
    assert alive(key)
    assert (last_event().action, last_event().subject) == ("log_in", f"account:{world.accounts['lin']}")


@pytest.mark.parametrize("typed", ["LIN", " lin ", "ｌｉｎ"])
def test_capitals_width_and_blanks_of_the_name_make_no_difference(world: World, typed: str) -> None:
    assert alive(enter(typed))


def test_every_log_in_has_a_new_key_and_only_its_digest_is_stored(world: World) -> None:
    one, other = enter(), enter()
    assert one != other
    assert not {one, other} & set(db.session.scalars(select(LoginSession.digest)))


def test_a_hash_of_an_older_cost_is_renewed_when_the_password_is_at_hand(world: World) -> None:
    before = account(world, "lin").password_hash
    enter()
    after = account(world, "lin").password_hash
    assert before != after and "m=19456,t=2,p=1" in after
    enter()
    assert account(world, "lin").password_hash == after


def test_a_failure_is_on_record_without_what_was_typed(world: World) -> None:
    fails("lin", "my secret words")
    assert last_event().subject == f"account:{world.accounts['lin']}"
    fails("typed my password here")
    event = last_event()
    assert event.action == "log_in_failed" and event.subject.startswith("name:") and len(event.subject) == 13
    assert "secret" not in str(event.facts) and "typed" not in event.subject


def test_a_stopped_account_and_one_without_a_password_fail_like_a_wrong_password(world: World) -> None:
    account(world, "lin").is_active = False
    db.session.commit()
    account(world, "fang").password_hash = None
    db.session.commit()
    fails("lin", PASSWORD)
    fails("fang", PASSWORD)
    fails("fang", "")


def test_demo_accounts_stay_out_of_production(world: World) -> None:
    account(world, "lin").is_demo = True
    db.session.commit()
    with pytest.raises(NotProven):
        passwords.log_in("lin", PASSWORD, device=HERE, demo=False, now=NOW)
    assert alive(enter(at=NOW + timedelta(seconds=5)))


def test_ten_guesses_fit_into_a_quarter_of_an_hour(world: World) -> None:
    guessed, second = 0, 0
    while second < 15 * 60:
        try:
            # A new source each time: the name alone must be enough to slow it down.
            fails("lin", device=Device(f"203.0.113.{second % 250}", "", 12), at=NOW + timedelta(seconds=second))
            guessed += 1
        except Throttled as throttled:
            second += throttled.seconds
    assert guessed == 10


def test_an_unknown_name_waits_as_long_as_a_known_one(world: World) -> None:
    waits = {}
    for name in ("lin", "nobody"):
        for step in range(3):
            fails(name, device=Device(f"203.0.113.{step}", "", 12), at=NOW + timedelta(seconds=30 * step))
        with pytest.raises(Throttled) as throttled:
            enter(name, at=NOW + timedelta(seconds=61))
        waits[name] = throttled.value.seconds
    assert waits["lin"] == waits["nobody"] > 0


def test_waiting_for_one_name_keeps_no_other_waiting(world: World) -> None:
    fails("lin", device=ELSEWHERE)
    fails("lin", device=ELSEWHERE)
    with pytest.raises(Throttled):
        enter("lin", device=ELSEWHERE)
    assert alive(enter("fang", device=ELSEWHERE))


def test_the_owner_enters_from_a_known_source_while_a_stranger_guesses(world: World) -> None:
    enter()
    for step in range(8):
        with pytest.raises((NotProven, Throttled)):
            enter(password="guess", device=ELSEWHERE, at=NOW + timedelta(minutes=5 * step))
    with pytest.raises(Throttled):
        enter(device=ELSEWHERE, at=NOW + timedelta(minutes=36))
    assert alive(enter(at=NOW + timedelta(minutes=36)), NOW + timedelta(minutes=36))


def test_one_password_tried_on_many_names_slows_its_source(world: World) -> None:
    for number in range(21):
        fails(f"somebody{number}", device=ELSEWHERE)
    with pytest.raises(Throttled):
        enter("lin", device=ELSEWHERE)
    assert alive(enter("lin", device=HERE))


def test_an_attempt_made_while_waiting_lengthens_nothing(world: World) -> None:
    fails("lin"), fails("lin")
    for _ in range(20):
        with pytest.raises(Throttled) as throttled:
            enter("lin")
        assert throttled.value.seconds == 2
    assert alive(enter("lin", at=NOW + timedelta(seconds=2)), NOW + timedelta(seconds=2))
    assert db.session.scalars(select(Throttle).where(Throttle.key.startswith("name:"))).all() == []


def test_changing_the_password_ends_every_session_and_opens_one(world: World) -> None:
    here, there = enter(), enter(device=ELSEWHERE)
    new = passwords.change(world.lin, PASSWORD, GOOD, account_id=world.accounts["lin"], device=HERE, now=NOW)
    assert [alive(key) for key in (here, there, new)] == [False, False, True]
    fails("lin", PASSWORD)
    assert alive(enter("lin", GOOD))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("not it", GOOD, {"old_password": "wrong_password"}),
        (PASSWORD, PASSWORD, {"new_password": "password_same"}),
        (PASSWORD, "kurz", {"new_password": "password_short"}),
        (PASSWORD, "x" * 300, {"new_password": "password_long"}),
        (PASSWORD, "林若溪林若溪2026林若溪", {"new_password": "password_known"}),
        (PASSWORD, "abababababab", {"new_password": "password_simple"}),
    ],
)
def test_a_change_that_is_not_taken_changes_nothing(world: World, old: str, new: str, problem: dict) -> None:
    key = enter()
    with pytest.raises(Invalid) as invalid:
        passwords.change(world.lin, old, new, account_id=world.accounts["lin"], device=HERE, now=NOW)
    assert invalid.value.problems == problem
    assert alive(key) and alive(enter())


@pytest.mark.parametrize(
    "new",
    [
        "春江潮水连海平海上明月共潮",
        "  with blanks at both ends  ",
        "e" * 3 + "é ü ñ 長い合言葉 ok?",
        "q9" + "ßX7ö" * 60,
    ],
)
def test_any_characters_are_taken_whole(world: World, new: str) -> None:
    passwords.change(world.lin, PASSWORD, new, account_id=world.accounts["lin"], device=HERE, now=NOW)
    assert alive(enter("lin", new))
    fails("lin", new[:-1])
    fails("lin", new.strip() + " x")


def test_somebody_elses_password_cannot_be_changed(world: World) -> None:
    with pytest.raises(LookupError):
        passwords.change(world.fang, PASSWORD, GOOD, account_id=world.accounts["lin"], device=HERE, now=NOW)


def a_code(world: World, login: str, days: int = 14) -> str:
    code = codes.draw()
    codes.issue(world.xi, {world.accounts[login]: code}, batch=codes.new_batch(), days=days, now=NOW)
    return code


def use(code: str, *, login: str = "lin", password: str = GOOD, at=NOW) -> str:
    return passwords.activate(login, code, password, device=HERE, now=at)


def test_a_code_sets_the_password_once(world: World) -> None:
    old = enter()
    code = a_code(world, "lin")
    assert alive(use(f" {code[:4].lower()}-{code[4:8]} {code[8:]}"))
    assert not alive(old)
    with pytest.raises(NotProven):
        use(code, password=GOOD + "!")
    assert alive(enter("lin", GOOD, at=NOW + timedelta(minutes=1)), NOW + timedelta(minutes=1))


def test_a_code_is_good_for_its_days_and_its_account_only(world: World) -> None:
    code = a_code(world, "lin", days=2)
    with pytest.raises(NotProven):
        use(code, login="fang")
    with pytest.raises(NotProven):
        use(code, at=NOW + timedelta(days=2, seconds=1))
    assert use(code, at=NOW + timedelta(days=1))


def at_once(app: Flask, times: int, act: Callable[[int], object]) -> list[object]:
    """What came of the same act done by so many at the same moment; refusals count as what came of it."""

    def one(number: int) -> object:
        with app.app_context():
            try:
                return act(number)
            except (NotProven, Throttled) as refusal:
                return type(refusal)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_eight_at_once_use_a_code_once(app: Flask, world: World) -> None:
    code = a_code(world, "lin")
    outcomes = at_once(app, 8, lambda _number: use(code))
    assert len([one for one in outcomes if isinstance(one, str)]) == 1


def test_twelve_guesses_at_once_are_not_all_judged(app: Flask, world: World) -> None:
    outcomes = at_once(app, 12, lambda number: enter(password=f"guess {number}"))
    assert outcomes.count(NotProven) == 2 and outcomes.count(Throttled) == 10


def test_a_new_code_takes_the_place_of_the_old_one(world: World) -> None:
    old, new = a_code(world, "lin"), a_code(world, "lin")
    with pytest.raises(NotProven):
        use(old)
    assert use(new)


def test_a_weak_password_leaves_the_code_good(world: World) -> None:
    code = a_code(world, "lin")
    for _ in range(4):
        with pytest.raises(Invalid) as invalid:
            use(code, password="renda-2026-renda")
        assert invalid.value.problems == {"new_password": "password_known"}
    assert use(code)


def test_wrong_codes_are_throttled(world: World) -> None:
    a_code(world, "lin")
    with pytest.raises(Throttled):
        for _ in range(5):
            with pytest.raises(NotProven):
                use("ABCD-EFGH-JKMN")


def test_a_stopped_account_cannot_use_its_code(world: World) -> None:
    code = a_code(world, "lin")
    account(world, "lin").is_active = False
    db.session.commit()
    with pytest.raises(NotProven):
        use(code)
