"""Terms, sessions and delegations as the desk enters and corrects them: days that contradict each other are refused."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import Browsers
from tests.world import World
from tracker.db import db
from tracker.models.organs import CongressSession, Delegation, Term
from tracker.models.record import Event

TERM, SESSION = "/terms/1", "/sessions/1"


def first(model):
    db.session.rollback()
    return db.session.get_one(model, 1)


def told(action: str) -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.action == action)))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"starts_on": "2020-01-01"}, "要晚于前一届开始的日子"),
        ({"starts_on": "2021-04-01"}, "要晚于前一届开始的日子"),
        ({"starts_on": "0001-01-01"}, "日期不可信"),
        ({"starts_on": "2040-01-01"}, "日期不可信"),
        ({"starts_on": "2026-05-01", "ends_on": "2026-04-30"}, "结束的日子要晚于开始的日子"),
        ({"starts_on": "2026-05-01", "ends_on": "2046-04-30"}, "一届不会超过十年"),
    ],
)
def test_a_term_begins_after_the_last_one(browse: Browsers, days: dict[str, str], words: str) -> None:
    chen = browse("chen")
    chen.open("/terms/new")
    page = chen.send("/terms/new", status=422, ordinal="8", **days)
    assert words in page.words
    assert page.data("/terms/new")["starts_on"] == days["starts_on"]
    db.session.rollback()
    assert db.session.scalars(select(Term.ordinal)).all() == [7]


def test_a_term_before_ours_begins_before_it(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/terms/new")
    page = chen.send("/terms/new", status=422, ordinal="6", starts_on="2021-04-02")
    assert "要早于后一届开始的日子" in page.words
    assert "这一届已登记" in chen.send("/terms/new", ordinal="6", starts_on="2016-04-01").words


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "words"),
    [
        ("9999-12-30", "9999-12-31", "在十年以后"),
        ("2036-12-30", "2036-12-31", "在十年以后"),
        ("2021-03-31", "2021-04-02", "早于这一届开始的日子"),
        ("2026-04-01", "2026-03-31", "结束的日子要晚于开始的日子"),
    ],
)
def test_a_session_lies_within_its_term(browse: Browsers, opens_on: str, closes_on: str, words: str) -> None:
    chen = browse("chen")
    for address, more in (("/sessions/new", {"term": "1", "ordinal": "7"}), (SESSION, {})):
        chen.open(address)
        page = chen.send(address, status=422, opens_on=opens_on, closes_on=closes_on, **more)
        assert words in page.words
    db.session.rollback()
    assert db.session.scalars(select(CongressSession.opens_on)).all() == [date(2026, 2, 2)]


def test_a_session_opens_before_the_next_term_does(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/terms/new")
    chen.send("/terms/new", ordinal="8", starts_on="2026-05-01")
    chen.open("/sessions/new")
    page = chen.send("/sessions/new", status=422, term="1", ordinal="7", opens_on="2026-05-01", closes_on="2026-05-02")
    assert "这一天后一届已经开始" in page.words
    page = chen.send("/sessions/new", status=422, term="99", ordinal="7", opens_on="2026-04-20", closes_on="2026-04-21")
    assert "请从列表里选一项" in page.words


def test_name_and_days_of_a_term_are_corrected_and_told(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open(TERM)
    page = chen.send(TERM, name="临江第七届", starts_on="2021-03-30", ends_on="2026-12-31")
    assert "届次已更正" in page.words and "临江第七届" in page.words
    term = first(Term)
    assert (term.name, term.starts_on, term.ends_on) == ("临江第七届", date(2021, 3, 30), date(2026, 12, 31))
    (event,) = told("correct_term")
    assert event.facts["before"] == ["第七届", "2021-04-01", ""]
    assert event.facts["after"] == ["临江第七届", "2021-03-30", "2026-12-31"]
    assert "更正届次" in browse("ji").open("/audit").words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"starts_on": "2026-02-03"}, "这一届已经登记的会议在这一天以前开幕"),
        ({"starts_on": "2021-04-02"}, "这一届已经登记的代表在这一天以前任职"),
        ({"ends_on": "2026-02-05"}, "这一届已经登记的会议在这一天以后闭幕"),
        ({"name": ""}, "请填写名称"),
    ],
)
def test_what_was_entered_for_a_term_stays_within_it(browse: Browsers, days: dict[str, str], words: str) -> None:
    chen = browse("chen")
    chen.open(TERM)
    assert words in chen.send(TERM, status=422, **days).words
    assert (first(Term).starts_on, first(Term).ends_on) == (date(2021, 4, 1), None)
    assert told("correct_term") == []


def test_the_name_of_another_term_is_taken(browse: Browsers) -> None:
    chen = browse("chen")
    chen.open("/terms/new")
    chen.send("/terms/new", ordinal="8", starts_on="2026-05-01")
    chen.open(TERM)
    assert "已经有了" in chen.send(TERM, status=422, name="第八届").words


def test_a_delegation_is_renamed_and_keeps_its_deputies(browse: Browsers, world: World) -> None:
    chen, address = browse("chen"), "/delegations/1"
    chen.open(address)
    assert "已经有了" in chen.send(address, status=422, delegation="江北代表团").words
    page = chen.send(address, delegation="滨湖区代表团")
    assert "名称已更改" in page.words and "滨湖区代表团" in page.words
    assert first(Delegation).name == "滨湖区代表团"
    assert "滨湖区代表团" in chen.open(f"/people/{world.lin.person_id}").words
    assert told("rename_delegation")[0].facts == {"before": "滨湖代表团", "after": "滨湖区代表团"}


@pytest.mark.parametrize(
    ("address", "field", "model"), [(TERM, "name", Term), ("/delegations/1", "delegation", Delegation)]
)
def test_of_two_corrections_the_later_learns_of_the_earlier(
    browse: Browsers, address: str, field: str, model: type
) -> None:
    chen, lu = browse("chen"), browse("lu")
    chen.open(address)
    lu.open(address)
    lu.send(address, **{field: "先到的名称"})
    page = chen.send(address, status=409, **{field: "后到的名称"})
    assert "没有被覆盖" in page.words and "后到的名称" in page.words
    assert "|" not in page.words, "the mark of what the page showed is nothing to read"
    assert first(model).name == "先到的名称"
