"""The comparison of two versions: what was added and removed, readable in Chinese, and never long in coming."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from tracker.domain.differences import Change, compare
from tracker.domain.request_differences import Fate, compare_requests

OLD = "沙河东路上下学时段拥堵严重。家长随意停车，公交车难以进站。建议由交警部门加强疏导。"
NEW = "沙河东路上下学时段拥堵严重，存在安全隐患。家长随意停车，公交车难以进站。建议由交警、交通部门在2025年内加强疏导。"


def long(unit: Callable[[int], str], times: int) -> str:
    """A long text of that many units."""
    return "".join(unit(i) for i in range(times))


def marked(old: str, new: str) -> str:
    """The comparison in one line: [-removed-] and {+added+}."""
    signs = {Change.KEPT: "%s", Change.REMOVED: "[-%s-]", Change.ADDED: "{+%s+}"}
    return "".join(signs[piece.change] % piece.text for piece in compare(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", ""),
        ("一样。", "一样。", "一样。"),
        ("", "新写的。", "{+新写的。+}"),
        ("删去的。", "", "[-删去的。-]"),
        ("请在2024年底前装好路灯。", "请在2025年底前装好路灯。", "请在[-2024-]{+2025+}年底前装好路灯。"),
        ("甲路修好。", "甲路修好。乙路也修。", "甲路修好。{+乙路也修。+}"),
        ("请修路、修桥。", "请修路、修灯、修桥。", "请修路、{+修灯、+}修桥。"),
        ("道路太窄。", "楼道没有灯。", "[-道路太窄-]{+楼道没有灯+}。"),
    ],
)
def test_what_changed_reads_as_a_person_would_mark_it(old: str, new: str, says: str) -> None:
    assert marked(old, new) == says


def test_kept_with_added_is_the_new_text_and_kept_with_removed_the_old_one() -> None:
    pieces = compare(OLD, NEW)
    assert "".join(one.text for one in pieces if one.change is not Change.REMOVED) == NEW
    assert "".join(one.text for one in pieces if one.change is not Change.ADDED) == OLD


def test_a_crumb_of_one_character_between_two_changes_is_swallowed() -> None:
    says = marked("请市教育局会同街道办理此事项。", "请市交通局会同社区办理此事项。")
    assert says == "请市[-教育-]{+交通+}局会同[-街道-]{+社区+}办理此事项。"
    crumbs = marked("应当把停车位数量公开到位。", "应当将停泊位总量公开到位。")
    assert crumbs == "应当[-把停车位数-]{+将停泊位总+}量公开到位。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("的" * 20_000, "的" * 19_000 + "了" * 1_000),
        ("的了" * 10_000, "了的" * 9_999),
        ("好。" * 10_000, "坏。" * 10_000),
        (("\n" * 20_000), "\n" * 15_000 + "甲"),
        (long(lambda i: chr(0x4E00 + i % 5000), 20_000), long(lambda i: chr(0x4E00 + i % 4999), 20_000)),
        (long(lambda i: f"第{i}句话说的是{i * 7}。", 1_500), long(lambda i: f"第{i}段话讲了{i * 7}。", 1_500)),
    ],
)  # fmt: skip
def test_twenty_thousand_characters_never_keep_a_page_waiting(old: str, new: str) -> None:
    began = perf_counter()
    pieces = compare(old, new)
    assert perf_counter() - began < 5  # a slow machine under load; it takes well under a second
    assert "".join(one.text for one in pieces if one.change is not Change.REMOVED) == new


def test_requests_are_followed_through_rewording_moving_adding_and_removing() -> None:
    old = ["在学校门口划定临时停车区。", "增加两名护学人员。", "由街道办一场宣传。"]
    new = ["增加两名护学人员。", "在学校东门口划定临时停车区域。", "请市交通局调整公交站点。"]
    told = [(one.fate, one.old_no, one.new_no, one.is_moved) for one in compare_requests(old, new)]
    assert (Fate.REMOVED, 3, None, False) in told
    assert (Fate.ADDED, None, 3, False) in told
    assert {(Fate.KEPT, 2, 1), (Fate.CHANGED, 1, 2)} == {row[:3] for row in told if row[1] in (1, 2)}
    assert sum(row[3] for row in told) == 1


def test_a_request_that_only_changes_its_number_was_not_moved() -> None:
    told = compare_requests(["甲事请办。", "乙事请办。"], ["先说丙事，请予研究答复。", "甲事请办。", "乙事请办。"])
    assert [(one.fate, one.is_moved) for one in told] == [
        (Fate.ADDED, False),
        (Fate.KEPT, False),
        (Fate.KEPT, False),
    ]
