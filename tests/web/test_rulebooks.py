"""A limit is changed on screen by two people: a later book, or a correction of what was provisional."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders import LEAD_AND_CO, a_registered, an_assigned, fetch
from tests.conftest import Browsers
from tests.world import TODAY, World
from tracker.domain.calendar import Limit, Unit
from tracker.domain.rulebook import ClockKind
from tracker.queries.law import rulebook_for

ADDRESS = "/rulebooks/2021-01-01-shenzhen/change"
ASSIGN = list(ClockKind).index(ClockKind.ASSIGN)
SIGN_FOR = list(ClockKind).index(ClockKind.SIGN_FOR)


def _assign_in_ten(browse: Browsers, **changes: str):
    chen = browse("chen")
    chen.open(ADDRESS)
    typed = {f"limits-{ASSIGN}-amount": "10", "reason": "核对条文为十个工作日"} | changes
    return chen, typed


def test_a_correction_is_previewed_and_moves_running_dates(browse: Browsers, world: World) -> None:
    suggestion_id = a_registered(world)
    chen, typed = _assign_in_ten(browse, mode="correct")
    page = chen.send("/change", **typed)
    assert "7个工作日" in page.words and "10个工作日" in page.words
    lu = browse("lu")
    page = lu.open("/rulebooks/changes/1")
    assert "2026年4月13日" in page.words and "2026年4月16日" in page.words
    assert "1个正在计算的到期日随之移动" in lu.send("/approve").words
    assert fetch(suggestion_id).due_on == date(2026, 4, 16)
    assert rulebook_for(TODAY).rule(ClockKind.ASSIGN).limit == Limit(10, Unit.WORKING_DAY)


def test_a_later_book_waits_for_its_day(browse: Browsers, world: World) -> None:
    chen, typed = _assign_in_ten(browse, mode="later", valid_from=(TODAY + timedelta(days=30)).isoformat())
    chen.send("/change", **typed)
    lu = browse("lu")
    assert "没有正在计算的到期日会移动" in lu.open("/rulebooks/changes/1").words
    lu.send("/approve")
    words = lu.open("/rulebooks").words
    assert "尚未起用" in words and "施行中" in words
    assert "2026年5月1日起" in lu.open("/rules").words


def test_what_cannot_be_taken_is_said_beside_its_field(browse: Browsers, world: World) -> None:
    chen, typed = _assign_in_ten(browse, mode="later")
    page = chen.send("/change", status=422, **typed, **{f"limits-{ASSIGN}-legal_basis": ""})
    assert "请填起用日期" in page.words and "请写明依据" in page.words
    page = chen.send("/change", status=422, **(typed | {"valid_from": TODAY.isoformat()}))
    assert "起用日期要在今天" in page.words or "请写明依据" in page.words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("25", "month", "请填1到24之间的整数"),
        ("100", "month", "请填1到24之间的整数"),
        ("732", "calendar_day", "请填1到731之间的整数"),
        ("732", "working_day", "请填1到731之间的整数"),
        ("0", "working_day", "请填1到731之间的整数"),
        ("-3", "month", "请填1到24之间的整数"),
    ],
)
def test_a_limit_nobody_can_mean_is_refused_beside_its_field(
    browse: Browsers, world: World, amount: str, unit: str, words: str
) -> None:
    chen, typed = _assign_in_ten(browse, mode="correct")
    limit = {f"limits-{ASSIGN}-amount": amount, f"limits-{ASSIGN}-unit": unit}
    page = chen.send("/change", status=422, **(typed | limit))
    assert words in page.words and f'href="#limits-{ASSIGN}-amount"' in page.body
    assert page.data("/change")[f"limits-{ASSIGN}-amount"] == amount
    chen.open("/rulebooks/changes/1", status=404)


def test_every_moved_date_says_whose_it_is(browse: Browsers, world: World) -> None:
    an_assigned(world, shares=LEAD_AND_CO)
    chen, typed = _assign_in_ten(browse, mode="correct")
    limit = {f"limits-{ASSIGN}-amount": "7", f"limits-{SIGN_FOR}-amount": "20"}
    words = chen.send("/change", **(typed | limit)).words
    assert "签收（市教育局）" in words and "签收（市交通运输局）" in words


def test_switching_a_limit_off(browse: Browsers, world: World) -> None:
    chen, typed = _assign_in_ten(browse, mode="correct")
    page = chen.send("/change", **(typed | {f"limits-{ASSIGN}-unit": "off"}))
    assert "不设期限" in page.words


def test_the_proposer_cannot_approve(browse: Browsers, world: World) -> None:
    chen, typed = _assign_in_ten(browse, mode="correct")
    data = chen.send("/change", **typed).data("/withdraw")
    assert "提出修改的人不能自己批准" in chen.post("/rulebooks/changes/1/approve", status=409, **data).words
