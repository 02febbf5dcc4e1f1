"""What a reader of a reply may stumble over."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.answer_hints import OPENING, Doubt, Oddity, Said, doubts, unattached
from tracker.domain.limits import ANSWER_SHORT
from tracker.domain.results import Semantic

LONG = "已在校门两侧各一百米划设护学通道，秋季开学启用。"
ASKED = {
    1: "在11所小学校门两侧划设护学通道，上学放学时段只供步行。",
    2: "接送车辆分时段、分地点停靠、即停即走。",
    3: "护学岗人员和经费列入年度预算，明确由谁组织、由谁付费。",
}


def kinds(no: int, said: Said, asked: dict[int, str] | None = None) -> list[Oddity]:
    return [one.kind for one in doubts({no: said}, asked or {}).get(no, [])]


def test_a_full_answer_raises_no_doubt_and_an_empty_one_is_a_gap() -> None:
    assert doubts({1: Said(LONG), 2: Said(""), 3: Said(" \n")}, ASKED) == {}


def test_a_short_answer_is_doubted_blanks_not_counted() -> None:
    assert kinds(1, Said("字" * (ANSWER_SHORT - 1) + "  \n ")) == [Oddity.SHORT]
    assert kinds(1, Said(LONG[:ANSWER_SHORT])) == []


def test_many_times_the_same_word_says_very_little() -> None:
    assert kinds(1, Said("好" * 5000)) == [Oddity.SHORT]


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("目前正在研究禁止货车驶入这一路段的具体方案。", "正在研究"),
        ("这一路段暂不具备条件，以后再予以安排处理。", "暂不具备"),
        ("待地铁施工结束后，我局将恢复路面和人行道。", "待地铁施工结束后"),
    ],
)
def test_called_solved_and_still_looked_into_is_doubted(words: str, passage: str) -> None:
    assert doubts({1: Said(words, Semantic.SOLVED)}, {})[1] == [Doubt(1, Oddity.NOT_YET, passage)]
    assert kinds(1, Said(words, Semantic.DEFERRED)) == []
    assert kinds(1, Said(f"一期已经建成。{words}", Semantic.SOLVED)) == []


def test_the_same_answer_twice_names_the_first() -> None:
    found = doubts({3: Said(LONG), 1: Said(LONG + "\n"), 2: Said("已办。")}, {})
    assert found == {2: [Doubt(2, Oddity.SHORT)], 3: [Doubt(3, Oddity.SAME, other=1)]}


def test_an_answer_to_another_request_names_that_one() -> None:
    said = Said("护学岗人员由街道组织，经费从2027年起列入年度预算，由区财政付费。")
    assert doubts({1: said}, ASKED) == {1: [Doubt(1, Oddity.ANOTHER, other=3)]}
    assert kinds(3, said, ASKED) == []


def test_what_the_answer_leaves_out_is_quoted() -> None:
    said = Said("11所学校已商定错峰方案，接送车辆分时段到校，一、二年级比其他年级早20分钟放学，做到即停即走。")
    assert doubts({2: said}, {2: "接送车辆分时段、分地点停靠、即停即走、车辆限速。"})[2][0].kind is Oddity.UNSAID


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        (Said("正在会同有关单位认真研究这一问题，条件具备时予以推进。", Semantic.IN_PROGRESS), "认真研究"),
        (
            Said("已经和学校商量过，正在编制方案，征求意见。", Semantic.PLANNED, "适时推进有关工作", date(2027, 1, 1)),
            "适时",
        ),
    ],
)
def test_a_promise_one_cannot_look_at_afterwards_is_doubted(said: Said, passage: str) -> None:
    assert doubts({1: said}, {}) == {1: [Doubt(1, Oddity.EMPTY_PROMISE, passage)]}


def test_a_promise_with_a_deed_is_not_doubted_nor_is_a_refusal() -> None:
    promise = Said(
        "正在编制方案，征求学校意见，年内动工。", Semantic.PLANNED, "进一步完善后建成3条通道", date(2027, 1, 1)
    )
    assert kinds(1, promise) == []
    assert kinds(1, Said("这一项涉及上位法的规定，本市不能自行调整，留作参考。", Semantic.REFERENCE)) == []


@pytest.mark.parametrize(
    "words", ["13900001234", "139-0000-1234", "0755-85550142", "8555 0142", "li@example.gov.cn", "3栋2单元501室"]
)
def test_how_to_reach_a_person_is_pointed_out(words: str) -> None:
    found = doubts({1: Said(f"可以联系住在附近的志愿者（{words}）了解护学岗的安排。")}, {})
    assert [(one.kind, one.passage) for one in found[1]] == [(Oddity.PRIVATE, words)]


def test_every_way_to_reach_a_person_is_named_once() -> None:
    body = "请联系志愿者（13900001234，3栋2单元501室），或者写信到13900005678@example.cn；13900001234晚上也能打通。"
    found = doubts({1: Said(body)}, {})
    assert [one.passage for one in found[1]] == ["13900001234、3栋2单元501室、13900005678@example.cn"]


@pytest.mark.parametrize(
    "words", ["投入85550142元", "2026年1月至12月共受理1200件", "文号为深教复〔2026〕1234号", "12345热线"]
)
def test_other_numbers_are_no_telephone(words: str) -> None:
    assert kinds(1, Said(f"今年以来继续做好护学工作，{words}，效果良好。")) == []


def test_too_much_certainty_without_a_day_is_doubted() -> None:
    assert kinds(1, Said("我局保证以后不再出现校门口拥堵的情况，请代表放心。")) == []
    assert kinds(1, Said("我局一定会让校门口拥堵彻底解决，请代表放心监督。")) == [Oddity.TOO_SURE]
    assert kinds(1, Said("在一定程度上缓解了校门口拥堵，正在继续观察效果。")) == []


@pytest.mark.parametrize("words", ["附件：", "详见附件", "附件1：", "见后附的附表", "随函附"])
def test_words_of_an_attachment_are_quoted_where_they_stand(words: str) -> None:
    found = unattached({OPENING: f"来信收悉。{words}标线图。", 1: LONG})
    assert found == {OPENING: [Doubt(OPENING, Oddity.UNATTACHED, words)]}


@pytest.mark.parametrize(
    "words", ["您建议的附件已经看过", "意见附件已转交", "附近的学校", "建议附件：图纸", "下午再见，附近"]
)
def test_other_words_speak_of_no_attachment(words: str) -> None:
    assert unattached({1: words}) == {}


REAL = Path(__file__).parents[3] / "shared" / "data" / "scale_messages.jsonl"


@pytest.mark.skipif(not REAL.exists(), reason="the published replies are not beside this checkout")
def test_good_replies_raise_few_doubts_and_strayed_ones_are_found() -> None:
    lines = [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines()]
    replied = [one for one in lines if one.get("reply_text") and one.get("title")][:800]
    pairs = list(itertools.pairwise(replied))
    own, strayed = Counter[Oddity](), Counter[Oddity]()
    for mine, other in pairs:
        asked = {1: mine["title"], 2: other["title"]}
        own.update(kinds(1, Said(mine["reply_text"], Semantic.SOLVED), asked))
        strayed.update(kinds(1, Said(other["reply_text"]), asked))
    # Of these nobody has said that they solved the matter: few of them say that they did not.
    assert own[Oddity.NOT_YET] < len(pairs) * 0.1
    assert own[Oddity.ANOTHER] + own[Oddity.UNSAID] + own[Oddity.TOO_SURE] < len(pairs) * 0.02
    assert strayed[Oddity.ANOTHER] > len(pairs) * 0.3
