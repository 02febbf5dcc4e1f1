"""What the pages of approved lines say: until when the version before is used, how much of a text the list shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine

from tests.line_parts import approved, proposed
from tests.web.test_lines import TYPED
from tests.world import NOW, World


def test_only_a_version_in_force_is_said_to_be_used_until_the_next_is_approved(world: World, browse: Any) -> None:
    first, second = proposed(world), approved(world, valid_until=(NOW + timedelta(days=3)).date())
    said = {}
    for line_id, late in ((first, 0), (second, 0), (second, 5)):
        with time_machine.travel(NOW + timedelta(days=late), tick=False):
            jing = browse("jing")
            page = jing.open(f"/lines/{line_id}/edit")
            before = "仍用原来的一版" in page.words
            page = jing.send("/edit", **TYPED)
            said[line_id, late] = (before, "仍用原来的一版" in page.words, "写答复时用不上" in page.words)
    assert said == {
        (first, 0): (False, False, True),
        (second, 0): (True, True, False),
        (second, 5): (False, False, True),
    }


def test_the_list_shows_the_beginning_of_a_long_text(world: World, browse: Any) -> None:
    approved(world, body="学" * 5000)
    words = browse("jing").open("/lines").words
    assert words.count("学" * 100) == 1 and "学" * 130 not in words


def test_who_signs_puts_a_withdrawn_line_in_force_again_by_one_press(world: World, browse: Any) -> None:
    line_id = approved(world)
    jing, cheng = browse("jing"), browse("cheng")
    assert "签发人可以重新批准" in jing.open(f"/lines/{line_id}/withdraw").words
    jing.send("/withdraw", why="wrong", reason="经费由区里承担。")
    assert "恢复，批准为新的一版" not in jing.open(f"/lines/{line_id}").words
    cheng.open(f"/lines/{line_id}")
    page = cheng.send("/restore")
    assert "第2版" in page.words and "可以用" in page.words and "恢复，批准为新的一版" not in page.words
    assert "因为有误撤回的答复口径" not in browse("chen").open("/").words
