"""What a reader of a reply may stumble over."""

from __future__ import annotations

from tracker.domain.answer_hints import Doubt, doubts
from tracker.domain.limits import ANSWER_SHORT

LONG = "已在校门两侧各一百米划设护学通道，秋季开学启用。"


def test_a_full_answer_raises_no_doubt_and_an_empty_one_is_a_gap() -> None:
    assert doubts({1: LONG, 2: "", 3: " \n"}) == {}


def test_a_short_answer_is_doubted_blanks_not_counted() -> None:
    assert doubts({1: "字" * (ANSWER_SHORT - 1) + "  \n "}) == {1: Doubt(1)}
    assert doubts({1: "字" * ANSWER_SHORT}) == {}


def test_the_same_answer_twice_names_the_first() -> None:
    assert doubts({3: LONG, 1: LONG + "\n", 2: "已办。"}) == {2: Doubt(2), 3: Doubt(3, 1)}
