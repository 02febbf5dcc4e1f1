"""Hints from the refusal grounds, and the marks of secrecy that stop a text."""

from __future__ import annotations

import pytest

from tracker.domain.hints import Hint, hints, is_marked, marked
from tracker.domain.limits import REQUEST_SHORT
from tracker.domain.rulebook import Ground

PERSONAL = Ground("personal", "涉及代表本人及其亲属个人问题的", "第九条", ("我家", "我爱人"))
PROMOTION = Ground("academic_or_promotion", "属于学术探讨、产品推介的", "第九条", ("我司产品",))
EMPTY = Ground("no_content", "没有具体内容的", "第九条", ())
GROUNDS = (PERSONAL, PROMOTION, EMPTY)
LONG = "在校门两侧划设护学通道。"


def test_a_plain_text_gets_no_hint() -> None:
    assert hints({"title": "设置护学通道", "problem": "门口拥堵。", "requests-0": LONG}, GROUNDS) == ()


def test_a_word_of_a_ground_is_told_with_its_field_and_ground() -> None:
    assert hints({"problem": "我家门口的路灯坏了"}, GROUNDS) == (Hint("problem", "personal", "我家"),)


def test_a_ground_is_told_once_for_a_field_however_many_words_touch_it() -> None:
    assert hints({"problem": "我家和我爱人"}, GROUNDS) == (Hint("problem", "personal", "我家"),)


def test_every_field_and_every_ground_is_told() -> None:
    found = hints({"title": "我家", "requests-1": "请全市推广我司产品，我家可以提供"}, GROUNDS)
    assert found == (
        Hint("title", "personal", "我家"),
        Hint("requests-1", "personal", "我家", 10),
        Hint("requests-1", "academic_or_promotion", "我司产品", 5),
    )


@pytest.mark.parametrize(("length", "told"), [(0, False), (1, True), (REQUEST_SHORT - 1, True), (REQUEST_SHORT, False)])
def test_a_very_short_request_says_too_little(length: int, told: bool) -> None:
    found = hints({"requests-0": "改" * length}, GROUNDS)
    assert (found == (Hint("requests-0", "no_content", ""),)) is told


def test_only_requests_can_be_too_short() -> None:
    assert hints({"title": "路灯", "problem": "坏", "analysis": "旧"}, GROUNDS) == ()


def test_a_rulebook_without_grounds_gives_no_hints() -> None:
    assert hints({"problem": "我家", "requests-0": "改"}, ()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "机密★",
        "机密★10年",
        "绝密★启用前",
        "秘密 ★ 长期",
        "秘　密★",
        "机\u200b密★",
        "关于某事的建议\n机密★二十年\n正文",
        "密级：机密",
        "密级:秘密 保密期限：10年",
        "【机密】",
        "（秘密）",
        "机密",
        "  绝密  ",
        "秘密10年",
        "机密*",
        "一行\x0b机密★\x0b一行",
        "印有秘密★标志的附件",
    ],
)
def test_a_marked_text_is_recognised(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "加强商业秘密保护",
        "国家秘密载体的销毁由保密局负责。",
        "个人隐私和商业秘密应当保密",
        "机密文件管理要规范",
        "严守秘密\n做好保密工作",
        "★重点：加强保密教育",
        "秘密投票应当在单独的写票处进行",
        "密级管理",
        "𠮷" * 1000,
    ],
)
def test_the_words_in_a_sentence_mark_nothing(text: str) -> None:
    assert not is_marked(text)


def test_the_marked_fields_are_named() -> None:
    assert marked({"title": "护学通道", "problem": "机密★", "requests-1": "秘密★长期"}) == ("problem", "requests-1")
