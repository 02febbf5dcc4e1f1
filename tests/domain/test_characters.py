"""What text may hold, from a form or a file."""

from __future__ import annotations

import pytest

from tracker.domain.characters import UNSAVABLE, evened


def test_every_line_end_is_one_and_the_rest_stays() -> None:
    assert evened(" 一\r\n二\r三\x0b四\x0c五　六\u200b\u202e ") == "一\n二\n三\n四\n五　六\u200b\u202e"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1f", "\ud800", "\udfff", "\ufffe", "\U0010ffff"])
def test_what_no_table_holds_is_found(sign: str) -> None:
    found = UNSAVABLE.search(f"第一行\n第\t二{sign}行")
    assert found is not None and found.start() == 7


def test_tabs_newlines_and_rare_signs_are_kept() -> None:
    assert UNSAVABLE.search("𠮷\t野\n家\x7f\ufffd\u202e") is None


@pytest.mark.parametrize(
    "signs", ["\u200b", "\u200b \u200b\n\ufeff", "\u3000\u2060", "\u00ad", "\u3164", "\u2800\u2800", "\u202e\ufe0f"]
)
def test_a_text_nobody_can_see_is_empty(signs: str) -> None:
    assert evened(signs) == ""


@pytest.mark.parametrize("words", ["\u200b一", "👩\u200d🔧", "。", "\x00"])
def test_signs_that_cannot_be_seen_stay_beside_those_that_can(words: str) -> None:
    assert evened(words) == words
