"""The shipped rulebook holds every decided limit, and a text that is not a rulebook is refused in one line."""

import re
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.calendar import Limit, Unit
from tracker.domain.ratings import Question
from tracker.domain.results import Semantic
from tracker.domain.rulebook import ClockKind, Rulebook, RulebookError, StartEvent, Switch, book_on
from tracker.domain.rulebook_text import parse

from .calendars import shipped

FILE = Path(__file__).parents[2] / "tracker" / "rulebooks" / "2021-01-01-shenzhen.toml"
TEXT = FILE.read_text(encoding="utf-8")
BOOK = parse(TEXT, source=FILE.stem)

W, D, M = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH

DECIDED = {
    ClockKind.ASSIGN: (7, W, StartEvent.RECEIVED),
    ClockKind.KICK_OFF: (30, D, StartEvent.SESSION_CLOSED),
    ClockKind.SIGN_FOR: (7, D, StartEvent.ASSIGNED),
    ClockKind.OBJECTION: (10, D, StartEvent.ASSIGNED),
    ClockKind.OBJECTION_DECISION: (7, D, StartEvent.OBJECTED),
    ClockKind.CO_OPINION: (1, M, StartEvent.ASSIGNED),
    ClockKind.REPLY: (3, M, StartEvent.ASSIGNED),
    ClockKind.SUGGESTION_REPLY: (6, M, StartEvent.FIRST_ASSIGNED),
    ClockKind.RATING: (20, W, StartEvent.REPLIED),
    ClockKind.REHANDLE_REPLY: (1, M, StartEvent.DISSATISFIED),
    ClockKind.PUBLICATION: (20, W, StartEvent.REPLIED),
    ClockKind.REVIEW: (7, D, StartEvent.RECEIVED),
}


@pytest.mark.parametrize("clock", DECIDED)
def test_the_decided_limits(clock: ClockKind) -> None:
    amount, unit, start = DECIDED[clock]
    assert BOOK.rule(clock).limit == Limit(amount, unit)
    assert BOOK.rule(clock).start is start


def test_every_clock_has_a_rule_and_a_legal_basis() -> None:
    assert set(BOOK.rules) == set(ClockKind)
    assert all(rule.legal_basis for rule in BOOK.rules.values())


def test_only_what_the_law_itself_fixes_is_not_provisional() -> None:
    assert {clock for clock, rule in BOOK.rules.items() if not rule.provisional} == {
        ClockKind.REPLY,
        ClockKind.SUGGESTION_REPLY,
    }


def test_letters_mean_what_the_first_scheme_says() -> None:
    assert [(one.letter, one.semantic) for one in BOOK.result_classes] == [
        ("A", Semantic.SOLVED),
        ("B", Semantic.IN_PROGRESS),
        ("B", Semantic.PLANNED),
        ("C", Semantic.DEFERRED),
        ("D", Semantic.REFERENCE),
    ]
    assert [letter for letter in "ABCD" if BOOK.needs_promise(letter)] == ["B"]


def test_eight_grounds_each_with_its_article() -> None:
    assert len(BOOK.grounds) == 8
    assert all("第九条" in ground.article for ground in BOOK.grounds)
    assert BOOK.ground("in_court") is not None
    assert BOOK.ground("nothing_of_the_kind") is None


def test_numbers_as_the_city_shows_them() -> None:
    assert BOOK.numbering.words(BOOK.numbering.number(2026, 113)) == "第20260113号"


def test_rating_asks_two_questions_and_the_answer_leads() -> None:
    assert set(BOOK.rating.asked) == {Question.PROCESS, Question.ANSWER}
    assert BOOK.rating.headline is Question.ANSWER


def test_a_book_counts_with_its_own_limits() -> None:
    assert BOOK.due_on(ClockKind.REPLY, date(2026, 2, 4), shipped()) == date(2026, 5, 6)
    found = BOOK.due(ClockKind.ASSIGN, date(2026, 4, 29), shipped())
    assert found is not None
    assert found.on == date(2026, 5, 12)


def test_a_limit_that_is_off_has_no_date() -> None:
    book = parse(_off("sign_for"), source="x")
    assert book.due_on(ClockKind.SIGN_FOR, date(2026, 2, 4), shipped()) is None
    assert book.due(ClockKind.SIGN_FOR, date(2026, 2, 4), shipped()) is None


def test_the_weekend_switch_reaches_the_dates() -> None:
    book = parse(TEXT.replace("weekend_roll = true", "weekend_roll = false"), source="x")
    assert not book.is_on(Switch.WEEKEND_ROLL)
    assert book.due_on(ClockKind.CO_OPINION, date(2026, 5, 7), shipped()) == date(2026, 6, 7)


def _off(clock: str) -> str:
    head, rest = TEXT.split(f"[rules.{clock}]\n", 1)
    return f'{head}[rules.{clock}]\nlimit = "off"\n' + rest.split("\n", 2)[2]


def _from(day: str, source: str) -> Rulebook:
    return parse(TEXT.replace("valid_from = 2021-01-01", f"valid_from = {day}"), source=source)


def test_a_case_keeps_the_book_of_its_first_assignment() -> None:
    old, new = _from("2021-01-01", "old"), _from("2027-01-01", "new")
    assert book_on(date(2026, 12, 31), [new, old]) is old
    assert book_on(date(2027, 1, 1), [old, new]) is new
    assert book_on(date(2026, 12, 31), [old, _from("2021-01-01", "corrected")]).edition == "corrected"
    with pytest.raises(RulebookError, match="2020-06-01"):
        book_on(date(2020, 6, 1), [old, new])


def test_a_book_from_before_a_rule_existed_takes_it_from_the_shipped_one() -> None:
    older = re.sub(r"\[rules\.intended\]\n(?:.+\n)+", "", TEXT).replace("bill_signers = 10\n", "")
    older = older.replace("delegations_file = true\n", "")
    with pytest.raises(RulebookError, match="is missing"):
        parse(older, source="older")
    book = parse(older, source="older", shipped=TEXT)
    assert book.rules == BOOK.rules
    assert (book.bill_signers, book.switches) == (BOOK.bill_signers, BOOK.switches)


WRONG = [
    ("cap_months = 6", "cap_months = true", "cap_months must be a whole number"),
    ("cap_months = 6", "cap_months = 5", "rules.suggestion_reply must be the cap of 5 months"),
    ("cap_months = 6", "", "cap_months is missing"),
    ("cap_months = 6", "cap_months = 6\ncolour = 1", "colour is not known"),
    ("valid_from = 2021-01-01", "valid_from = 2021-01-01T00:00:00", "valid_from must be a day"),
    ("[rules.sign_for]", "[rules.sign_of]", "rules.sign_of is not known"),
    ('unit = "month"', 'unit = "moon"', "rules.co_opinion.unit must be one of"),
    ("amount = 10\n", "amount = 0\n", "rules.correction.amount must be between"),
    ("amount = 10\n", "", "rules.correction.amount is missing"),
    ('amount = 10\nunit = "calendar_day"\n', 'limit = "none"\n', 'rules.correction.limit is either "off"'),
    ("amount = 10\n", 'limit = "off"\namount = 10\n', "rules.correction.amount is not known"),
    ('start = "objected"', 'start = "whenever"', "rules.objection_decision.start must be one of"),
    ('letter = "A"', 'letter = "a"', "result_classes[1].letter must be one capital letter"),
    ("needs_promise = true", "needs_promise = false", "result_classes[2].needs_promise must be true"),
    ('semantic = "planned"', 'semantic = "in_progress"', "result_classes needs at least one entry, and no code twice"),
    ('hints = ["法外开恩"', 'hints = ["法"', "grounds[8].hints must be words"),
    ("weekend_roll = true", "", "switches.weekend_roll is missing"),
    ("weekend_roll = true", "weekend_roll = 1", "switches.weekend_roll must be true or false"),
    ('desk = "选联任工委"', "", "words.desk is missing"),
    ("{serial:04d}", "", "numbering pattern takes"),
    ("{serial:04d}", "{serial:04d}{x}", "numbering pattern takes"),
    ('per = "calendar_year"', 'per = "session"', "numbering pattern takes"),
    ('"answer", "process"', '"process"', "rating headline must be among"),
    ('"answer", "process"', '"answer", "taste"', "rating.asked must be one of"),
    ("cap_months = 6", "cap_months =", "Invalid value"),
]


@pytest.mark.parametrize(("old", "new", "why"), WRONG, ids=[why for _, _, why in WRONG])
def test_what_is_not_a_rulebook_is_refused_in_one_line(old: str, new: str, why: str) -> None:
    assert old in TEXT
    with pytest.raises(RulebookError) as refused:
        parse(TEXT.replace(old, new, 1), source="city")
    assert str(refused.value).startswith("city: ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
