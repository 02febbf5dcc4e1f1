"""The help page speaks to everybody, to each about his own work first."""

from __future__ import annotations

from tests.world import World
from tracker.domain.roles import Role
from tracker.web.help import PARTS


def test_every_role_has_its_part() -> None:
    spoken_to = [role for _anchor, _words, _lines, roles in PARTS for role in roles]
    assert sorted(spoken_to) == sorted(Role)


def test_ones_own_part_comes_first(browse, world: World) -> None:
    admins = "系统管理员、安全管理员和审计员"
    for login, words in (("lin", "代表"), ("chen", "代表工作机构"), ("jing", "承办单位"), ("ji", admins)):
        page = browse(login).open("/help")
        first = page.words.split("您现在的身份：")[1]
        assert words in first[:30], login


def test_a_guest_reads_it_too(browse, world: World) -> None:
    page = browse().open("/help")
    assert "写建议" in page.words and "您现在的身份：" not in page.words
