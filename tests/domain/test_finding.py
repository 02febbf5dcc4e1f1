"""How words are found: what a text is cut into, what a query means, where the hits are shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.finding import (
    BEFORE,
    LONGEST_QUERY,
    LONGEST_TERM,
    MOST_TERMS,
    PASSAGE,
    folded,
    marked,
    passage,
    query_of,
    stands_in,
    tokens,
)

HAN = "路灯校门口噪声扰民治理学桥"


def shown(text: str, typed: str) -> str:
    return "".join(f"[{one.text}]" if one.is_hit else one.text for one in passage(text, query_of(typed)))


def test_chinese_is_cut_into_every_pair_of_neighbours_and_its_last_character() -> None:
    assert tokens(folded("校门口，路灯")) == ["校门", "门口", "口", "路灯", "灯"]


def test_words_of_letters_and_numbers_are_kept_whole() -> None:
    assert tokens(folded("推广5G-A基站，编号2026-0113")) == [
        "推广",
        "广",
        "5g",
        "a",
        "基站",
        "站",
        "编号",
        "号",
        "2026",
        "0113",
    ]


def test_a_text_is_folded_sign_by_sign_so_that_hits_lie_where_they_lay() -> None:
    text = "Ａ区２号、㎡ ﬁ İ 𬭎"
    assert folded(text).startswith("a区2号 ") and len(folded(text)) == len(text)
    assert marked("建５Ｇ基站", query_of("5g")) == [(1, 3)]


@given(st.text(max_size=60))
def test_folding_keeps_the_length_and_holds_nothing_but_letters_digits_and_blanks(text: str) -> None:
    found = folded(text)
    assert len(found) == len(text)
    assert all(sign == " " or sign.isalnum() for sign in found)
    assert all(sign in "0123456789abcdefghijklmnopqrstuvwxyz " for sign in found if sign < "\x80")


@given(st.text(alphabet=HAN + "，5g a", max_size=30), st.text(alphabet=HAN, min_size=1, max_size=5))
def test_a_piece_of_chinese_is_found_exactly_where_it_stands(text: str, piece: str) -> None:
    assert stands_in(query_of(piece), [folded(text)]) == (piece in text)
    assert all(text[start:end] == piece or piece in text[start:end] for start, end in marked(text, query_of(piece)))


def test_every_term_has_to_stand_somewhere() -> None:
    texts = [folded("校门口的路灯"), folded("市城管局答复：已经修好")]
    assert stands_in(query_of("路灯 修好"), texts)
    assert not stands_in(query_of("路灯 噪声"), texts)


def test_a_latin_word_is_found_by_its_beginning_and_not_in_its_middle() -> None:
    assert stands_in(query_of("wi"), [folded("公园WiFi覆盖")])
    assert not stands_in(query_of("fi"), [folded("公园WiFi覆盖")])
    assert not stands_in(query_of("026"), [folded("20260113")])


@pytest.mark.parametrize(
    ("piece", "text", "stands"),
    [
        ("3号线", "在3号线增加班次", True),
        ("3号线", "在13号线增加班次", False),
        ("3号线", "在5号线增加班次、把3路公交延长", False),
        ("3号", "在3号线增加班次", True),
        ("G15高速", "g15高速出口", True),
        ("G15高速", "g15国道、沈海高速", False),
        ("地铁line3", "地铁Line 3", False),
        ("地铁line", "地铁Lines", True),
        ("号3", "4号3栋", True),
        ("A座3", "a座31层", True),
    ],
)
def test_letters_and_characters_that_are_typed_together_stand_together(piece: str, text: str, stands: bool) -> None:
    query = query_of(piece)
    assert stands_in(query, [folded(text)]) == stands
    told, asked = tokens(folded(text)), query.terms[0].tokens
    held = [any(one.startswith(token) if begins else one == token for one in told) for token, begins in asked]
    # What stands there has all its tokens: the index never loses it.
    assert all(held) or not stands


@pytest.mark.parametrize(
    "typed", ['"', "'; DROP TABLE task; --", "路灯\0", "a* OR b NEAR(c)", "%_", "{title}:x", "😀", "(", "\ud800"]
)
def test_signs_mean_nothing(typed: str) -> None:
    assert all(term.run.isalnum() for term in query_of(typed).terms)


def test_what_is_too_long_is_cut_and_said_to_be() -> None:
    assert not query_of("路灯 噪声").was_cut
    many = query_of(" ".join(f"词{n}" for n in range(20)))
    assert many.was_cut and len(many.terms) == MOST_TERMS
    long = query_of("路" * 10_000)
    assert long.was_cut and len(long.terms[0].run) == LONGEST_TERM < LONGEST_QUERY


def test_a_term_that_is_typed_twice_is_one() -> None:
    assert query_of("路灯 路灯").words == "路灯" and not query_of("路灯 路灯").was_cut


def test_the_passage_begins_with_the_sentence_of_the_hit_where_that_is_near() -> None:
    text = "这一带的老人很多。校门口的路灯坏了半年，" + "晚上很暗，" * 40
    found = shown(text, "路灯")
    assert found.startswith("…校门口的[路灯]坏了半年") and found.endswith("…")
    assert len(found) <= PASSAGE + 4


def test_of_several_hits_the_place_with_the_most_is_shown() -> None:
    assert "[路灯]坏了，[噪声]也大" in shown("路灯。" + "别的事情写了很久，" * 20 + "路灯坏了，噪声也大。", "路灯 噪声")


@given(st.text(alphabet=HAN + "。，", max_size=300), st.sampled_from(["路", "路 灯", "校门"]))
def test_no_other_hit_has_more_of_them_near_it_than_the_one_that_is_shown(text: str, typed: str) -> None:
    places = marked(text, query_of(typed))
    near = [sum(start <= other[0] and other[1] <= start + PASSAGE - BEFORE for other in places) for start, _ in places]
    shown_from = places[near.index(max(near))][0] if places else None
    found = "".join(one.text for one in passage(text, query_of(typed))).strip("…")
    at = shown_from if shown_from is not None else 0
    assert found == "" if not places else text[at : at + PASSAGE - BEFORE] in found


def test_a_text_without_the_words_shows_nothing() -> None:
    assert passage("校门口", query_of("路灯")) == []


def test_hits_that_overlap_are_one() -> None:
    assert marked("护学通道", query_of("护学 学通道")) == [(0, 4)]


def test_folding_knows_wide_letters_as_narrow_ones() -> None:
    for sign in "ＡＺａ０９":
        assert folded(sign) == unicodedata.normalize("NFKC", sign).casefold()
