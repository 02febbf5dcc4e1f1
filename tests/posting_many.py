"""Forms about several papers or shares at once: each is reached as a person would, and handed back filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests import builders
from tests.builders import a_registered, fetch, in_hand, round_of, task_of
from tests.page import Browser
from tests.situations_merging import circulating, in_a_group, to_circulate
from tests.situations_objections import extension_asked
from tests.world import NOW, World
from tracker.models.procedures import Say
from tracker.services import circulation, groups, hand_overs, replies
from tracker.services.circulation import Word

# Who opens the page, and what leads to the form that is sent: its address and all it holds.
Filled = tuple[str, dict[str, Any]]
Leads = Callable[[World, Callable[[str], Browser]], tuple[Browser, Filled]]
BOTH = ("市教育局", "市交通运输局")


def _form(browser: Browser, page: str, to: str = "", **filled: Any) -> tuple[Browser, Filled]:
    browser.open(page)
    return browser, (to or page, browser.page.data(to or page) | filled)


def _group(world: World) -> int:
    return fetch(in_a_group(world)).group_id or 0


def _rename(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    return _form(browse("chen"), f"/groups/{_group(world)}", name="校门口护学通道")


def _dissolve(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    return _form(browse("chen"), f"/groups/{_group(world)}/dissolve", why="各件差别大")


def _add(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    group, further = _group(world), a_registered(world)
    address = f"/groups/{group}/papers"
    told = {"why": "同一个校门口", "differ": "路段不同", "step": "send"}
    return _form(browse("chen"), f"{address}?paper={further}", address, **told)


def _assign_alike(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    units = {"units-0-unit": str(world.units[BOTH[0]]), "units-0-role": "lead", "step": "send"}
    return _form(browse("chen"), f"/groups/{_group(world)}/assignment", **units)


def _batch(world: World, browser: Browser, page: str) -> tuple[Browser, Filled]:
    browser.open(page)
    rows = [name.removesuffix("-at") for name in browser.page.data(page) if name.endswith("-at")]
    chosen = {f"{row}-pick": "y" for row in rows} | {f"{row}-lead": BOTH[0] for row in rows}
    return browser, (page, browser.page.data(page) | chosen | {"step": "send"})


def _circulate(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    to_circulate(world), to_circulate(world)
    return _batch(world, browse("chen"), "/circulation/batch")


def _assign(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    a_registered(world), a_registered(world)
    return _batch(world, browse("chen"), "/assignments/batch")


def _speak(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    """The last word of a round that ends with it, and the first of another."""
    circulation.speak(world.he, circulating(world), Word(Say.OURS), now=NOW)
    circulating(world)
    words = {"rows-0-say": "ours", "rows-1-say": "not_ours", "rows-1-words": "属宣传职责"}
    return _form(browse("luo"), "/tasks/drafts", **words)


def _draw_up(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    shares = [str(task_of(world, in_hand(world))) for _ in range(2)]
    chosen = {"tasks": shares, "successor": str(world.units[BOTH[1]]), "reason": "机构改革"}
    return _form(browse("chen"), f"/units/{world.units[BOTH[0]]}/hand-over", **chosen)


def _list(world: World) -> int:
    plan = hand_overs.Plan(world.units[BOTH[0]], world.units[BOTH[1]], [task_of(world, in_hand(world))])
    return hand_overs.draw_up(world.chen, plan, now=NOW)


def _give(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    page = f"/hand-overs/{_list(world)}"
    return _form(browse("he"), page, f"{page}/confirm")


def _take(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    """By which the shares move."""
    made = _list(world)
    hand_overs.confirm(world.he, made, version=1, now=NOW)
    return _form(browse("luo"), f"/hand-overs/{made}", f"/hand-overs/{made}/confirm")


def _cancel(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    page = f"/hand-overs/{_list(world)}"
    return _form(browse("chen"), page, f"{page}/cancel")


def _grant(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    shares = [fetch(extension_asked(world)).tasks[0] for _ in range(2)]
    picks = [f"{one.id}-{one.version}" for one in shares]
    return _form(browse("du"), "/objections", "/objections/extensions", picks=picks, words="同意")


def _share_reply(world: World, browse: Callable[[str], Browser]) -> tuple[Browser, Filled]:
    cases = [in_hand(world) for _ in range(3)]
    told = {"name": "小学门口交通", "why": "都提同一个校门口", "differ": "路段不同"}
    groups.merge(world.chen, [(case, fetch(case).version) for case in cases], **told, now=NOW)
    source = round_of(world, cases[0])
    replies.save(world.jing, source.id, builders.a_reply(), version=source.version, now=NOW)
    return _form(browse("jing"), f"/suggestions/{cases[0]}/rounds/{source.id}/shared")


MANY: dict[str, Leads] = {
    "rename a group": _rename,
    "dissolve a group": _dissolve,
    "add to a group": _add,
    "assign a group alike": _assign_alike,
    "pre-assign a batch": _circulate,
    "assign a batch": _assign,
    "speak on several drafts": _speak,
    "draw up a hand-over": _draw_up,
    "confirm giving": _give,
    "confirm taking": _take,
    "cancel a hand-over": _cancel,
    "grant a batch": _grant,
    "take over a reply": _share_reply,
}
