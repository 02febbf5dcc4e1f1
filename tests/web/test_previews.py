"""The preview of a change of the law: counted by kind, every line there, and asked again when it no longer holds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from tests import builders
from tests.conftest import Browsers
from tests.domain.calendars import NOTICE_2027
from tests.services.test_recounts import corrected
from tests.world import World
from tracker.domain.actions import Action
from tracker.domain.rulebook import ClockKind
from tracker.queries.law import rulebook_for
from tracker.services import acts, calendars, rulebooks
from tracker.web import previews

AUTUMN = datetime(2026, 11, 5, 2, tzinfo=UTC)
EARLIER = datetime(2026, 11, 5, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 5, 2, 10, tzinfo=UTC)
PAGE = "/calendars/changes/1"


def proposed(world: World) -> None:
    calendars.propose(world.chen, year=2027, notice=NOTICE_2027, document_no="通知", official=True, now=AUTUMN)


def test_what_moves_is_counted_by_kind_with_how_far(browse: Browsers, world: World) -> None:
    for _n in range(3):
        builders.an_assigned(world, now=AUTUMN)
    proposed(world)
    with time_machine.travel(AUTUMN, tick=False):
        words = browse("lu").open(PAGE).words
    assert "批准后有3个正在计算的到期日会移动，涉及3件建议" in words
    assert "答复代表3303" in words, "three, all later, by three days at most"
    assert "另有3个到期日日子不变，只改暂定标记" in words


def test_no_line_is_cut(browse: Browsers, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "SHOWN", 2)
    cases = [builders.an_assigned(world, now=AUTUMN) for _n in range(5)]
    proposed(world)
    with time_machine.travel(AUTUMN, tick=False):
        lu = browse("lu")
        shown = [lu.open(f"{PAGE}?page={n}").body for n in (1, 2, 3)]
    assert all(any(f"/suggestions/{case}/clocks/" in body for body in shown) for case in cases)
    assert "逐个看，共5个" in lu.open(f"{PAGE}?page=3").words


def test_a_preview_that_no_longer_holds_is_told_and_asked_again(browse: Browsers, world: World) -> None:
    builders.an_assigned(world, now=EARLIER)
    proposed(world)
    with time_machine.travel(AUTUMN, tick=False):
        lu = browse("lu")
        data = lu.open(PAGE).data("/approve")
    builders.an_assigned(world, now=LATER)
    with time_machine.travel(LATER, tick=False):
        page = lu.post(f"{PAGE}/approve", status=409, **(data | {"note": "已核对"}))
        assert "还没有批准" in page.words
        assert "打开预览时有1个到期日会移动，现在是2个。" in page.words
        assert "其间有变动、现在仍会移动的建议1件" in page.words and "其间有变动" in page.words
        assert page.data("/approve")["note"] == "已核对"
        assert "已批准，2个正在计算的到期日随之移动" in lu.send("/approve").words


def test_what_has_left_meanwhile_is_told_too(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, now=AUTUMN)
    proposed(world)
    with time_machine.travel(AUTUMN, tick=False):
        lu = browse("lu")
        data = lu.open(PAGE).data("/approve")
    acts.act(world.lin, Action.WITHDRAW, case, now=LATER, note="已经解决")
    with time_machine.travel(LATER, tick=False):
        page = lu.post(f"{PAGE}/approve", status=409, **data)
    assert "现在不再移动的建议1件" in page.words and "没有正在计算的到期日会移动" in page.words


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "abc.1.99999999999", "abc.1.²"])
def test_a_form_without_a_preview_of_ours_is_shown_it_first(browse: Browsers, world: World, token: str) -> None:
    builders.an_assigned(world, now=AUTUMN)
    proposed(world)
    with time_machine.travel(AUTUMN, tick=False):
        lu = browse("lu")
        data = lu.open(PAGE).data("/approve") | {"seen": token}
        assert "还没有批准" in lu.post(f"{PAGE}/approve", status=409, **data).words


def test_a_correction_of_the_rulebook_is_asked_again_as_well(browse: Browsers, world: World) -> None:
    builders.an_assigned(world, now=AUTUMN)
    base = rulebook_for(AUTUMN.date())
    changed = corrected(base, ClockKind.SIGN_FOR, 15)
    rulebooks.propose(world.chen, changed, based_on=base.edition, reason="本市规定", corrects_running=True, now=AUTUMN)
    with time_machine.travel(AUTUMN, tick=False):
        lu = browse("lu")
        data = lu.open("/rulebooks/changes/1").data("/approve")
    builders.an_assigned(world, now=LATER)
    with time_machine.travel(LATER, tick=False):
        assert "现在是2个" in lu.post("/rulebooks/changes/1/approve", status=409, **data).words
        assert "已批准，2个" in lu.send("/approve").words
