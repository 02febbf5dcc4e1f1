"""A rulebook survives being written and read again, and differences are found where they are."""

from dataclasses import fields, replace

from tracker.domain.calendar import Limit, Unit
from tracker.domain.rulebook import ClockKind, Rule, Rulebook, Switch
from tracker.domain.rulebook_text import parse
from tracker.domain.rulebook_write import as_text, rule_changes, switch_changes

from .test_rulebook import BOOK


def _with(book: Rulebook, rule: Rule) -> Rulebook:
    return replace(book, rules={**book.rules, rule.clock: rule})


def test_writing_and_reading_gives_the_same_book() -> None:
    again = parse(as_text(BOOK), source=BOOK.edition)
    assert {one.name: getattr(again, one.name) for one in fields(again)} == {
        one.name: getattr(BOOK, one.name) for one in fields(BOOK)
    }


def test_odd_signs_survive() -> None:
    odd = replace(BOOK.rule(ClockKind.REVIEW), note='引号"、反斜杠\\、换\n行 = [x]')
    again = parse(as_text(_with(BOOK, odd)), source="x")
    assert again.rule(ClockKind.REVIEW) == odd


def test_a_limit_switched_off_survives() -> None:
    off = replace(BOOK.rule(ClockKind.OBJECTION), limit=None)
    assert parse(as_text(_with(BOOK, off)), source="x").rule(ClockKind.OBJECTION) == off


def test_differences_are_named() -> None:
    longer = replace(BOOK.rule(ClockKind.ASSIGN), limit=Limit(10, Unit.WORKING_DAY))
    confirmed = replace(BOOK.rule(ClockKind.SIGN_FOR), provisional=False)
    changed = _with(_with(BOOK, longer), confirmed)
    changed = replace(changed, switches={**BOOK.switches, Switch.PRE_ASSIGNMENT: True})
    assert [(one.clock, one.moves_dates) for one in rule_changes(BOOK, changed)] == [
        (ClockKind.ASSIGN, True),
        (ClockKind.SIGN_FOR, False),
    ]
    assert [(one.switch, one.new) for one in switch_changes(BOOK, changed)] == [(Switch.PRE_ASSIGNMENT, True)]
