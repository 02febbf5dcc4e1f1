"""Many papers at once: what would happen to each is told before, what came of each after; no line is done twice."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.page import Browser
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.record import Event
from tracker.services import acts


def chosen(browser: Browser, cases: Sequence[int], act: str = "") -> Browser:
    ticks = "&".join(f"paper={one}" for one in cases)
    browser.open(f"/bulk?{ticks}&act={act}")
    return browser


def times(action: Action) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.action == action)) or 0


def states(cases: Sequence[int]) -> set[SuggestionState]:
    return {fetch(one).state for one in cases}


def test_what_would_happen_to_each_is_told_before_and_only_that_happens(browse: Browsers, world: World) -> None:
    free, taken = [builders.a_submitted(world) for _no in range(2)], builders.a_registered(world)
    chen = chosen(browse("chen"), [*free, taken])
    assert "可以：开始审查2件" in chen.page.words and "办不了的1件" in chen.page.words
    page = chen.send("/bulk", paper=[str(one) for one in free])
    assert "2件都办好了" in page.words
    assert states(free) == {SuggestionState.IN_REVIEW} and fetch(taken).state is SuggestionState.REGISTERED


def test_one_that_cannot_be_done_keeps_no_other_from_being_done(browse: Browsers, world: World) -> None:
    first, second = builders.a_submitted(world), builders.a_submitted(world)
    chen = chosen(browse("chen"), [first, second])
    acts.act(world.lu, Action.TAKE_UP, first, now=NOW)  # a colleague was quicker
    page = chen.send("/bulk", paper=[str(first), str(second)])
    assert "1件办好了，1件没有办" in page.words and "没有办的1件" in page.words
    assert states([first, second]) == {SuggestionState.IN_REVIEW}
    assert times(Action.TAKE_UP) == 2
    refused = db.session.scalars(select(Event).where(Event.action == "refused")).one()
    assert refused.facts["action"] == "take_up"


def test_a_form_sent_twice_does_no_line_twice_and_goes_on_where_it_stopped(browse: Browsers, world: World) -> None:
    cases = [builders.a_submitted(world) for _no in range(3)]
    chen = chosen(browse("chen"), cases)
    sent = chen.page.data("/bulk")
    chen.post("/bulk", **(sent | {"paper": [str(cases[0])]}))  # the server was killed after the first line
    assert times(Action.TAKE_UP) == 1
    for _again in range(2):
        page = chen.post("/bulk", **(sent | {"paper": [str(one) for one in cases]}))
        assert "3件都办好了" in page.words
        assert times(Action.TAKE_UP) == 3


def test_two_windows_do_a_line_once_and_the_second_is_told(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    one, two = chosen(browse("chen"), [case]), chosen(browse("chen"), [case])
    one.send("/bulk", paper=str(case))
    page = two.send("/bulk", paper=str(case))
    assert "0件办好了，1件没有办" in page.words and times(Action.TAKE_UP) == 1


def test_all_that_a_filter_finds_can_be_done_at_once(browse: Browsers, world: World) -> None:
    cases = [builders.a_submitted(world) for _no in range(3)]
    builders.a_registered(world)
    chen = browse("chen")
    page = chen.open("/suggestions?status=to_review")
    chen.open(next(href for href, words in page.links if words == "办理筛选出的全部3件"))
    chen.send("/bulk", paper=[str(one) for one in cases])
    assert states(cases) == {SuggestionState.IN_REVIEW}


def test_nothing_ticked_takes_nothing_and_leads_back_to_the_list_as_it_was(browse: Browsers, world: World) -> None:
    cases = [builders.a_submitted(world) for _no in range(2)]
    chen = browse("chen")
    chen.open("/suggestions?status=to_review")
    form = next(one for one in chen.page.forms if one["action"] == "/bulk")
    untouched = [(one["name"], one["value"]) for one in form["fields"] if one["kind"] == "hidden"]
    page = chen.open("/bulk?" + urlencode(untouched))
    assert "请至少选一件" in page.words and "可以：" not in page.words
    assert ("/suggestions?status=to_review", "回到建议总表") in page.links
    assert states(cases) == {SuggestionState.SUBMITTED}


def test_a_reason_is_asked_once_and_stands_in_every_story(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    chen = chosen(browse("chen"), [case], "set_aside")
    assert "没有一件现在可以办“不再等待重新提交”" in chen.page.words or "办不了的1件" in chen.page.words
    chen.open("/account")
    page = chen.post("/bulk", act="set_aside", paper=str(case), once="x" * 20, status=422)
    assert "请填写这一项" in page.words and fetch(case).state is SuggestionState.SUBMITTED


def test_a_unit_signs_for_what_it_can(browse: Browsers, world: World) -> None:
    cases = [builders.an_assigned(world) for _no in range(2)]
    he = browse("he")
    page = he.open("/tasks?stage=to_sign_for")
    he.open(next(href for href, words in page.links if words.startswith("逐件签收")))
    he.send("/bulk", paper=[str(one) for one in cases])
    assert {task.state for one in cases for task in fetch(one).tasks} == {TaskState.SIGNED_FOR}


@pytest.mark.parametrize("login", ["luo", "he", "jing", "lin", "ji", "du"])
def test_nobody_does_at_once_what_he_could_not_do_one_by_one(browse: Browsers, world: World, login: str) -> None:
    case = builders.a_submitted(world)
    browser = browse(login)
    browser.open("/account")
    for act in ("take_up", "sign_for", "accept", "nonsense"):
        form = {"act": act, "paper": str(case), "once": "x" * 20}
        here = browser.client.post("/bulk", data=form | {"csrf_token": browser.page.data("")["csrf_token"]})
        assert here.status_code in (200, 404)
        assert "1件都办好了" not in here.get_data(as_text=True)
    assert fetch(case).state is SuggestionState.SUBMITTED and times(Action.TAKE_UP) == 0


@pytest.mark.parametrize("query", ["", "?paper=abc", "?paper=99999999", "?list=nonsense&query=%00", "?act=explode"])
def test_odd_addresses_show_an_empty_page_and_not_an_error(browse: Browsers, world: World, query: str) -> None:
    assert "没有选上任何一件" in browse("chen").open(f"/bulk{query}").words


def test_the_whole_list_is_taken_only_by_the_link_that_says_so(browse: Browsers, world: World) -> None:
    builders.a_submitted(world), builders.a_submitted(world)
    chen = browse("chen")
    assert "可以：开始审查2件" in chen.open("/bulk?list=register&query=").words
    others = [href for href, _words in chen.page.links if href.startswith("/bulk?act=")]
    assert others and all("query=" in href for href in others), "another act goes on with the same list"
    assert "办理筛选出的全部2件" in chen.open("/suggestions").words


def test_a_unit_that_ticks_nothing_signs_for_nothing(browse: Browsers, world: World) -> None:
    builders.an_assigned(world)
    page = browse("he").open("/bulk?list=register")
    assert "请至少选一件" in page.words and "可以：" not in page.words
