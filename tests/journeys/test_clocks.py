"""A year without its notice, in a real browser: the day is marked, the notice is pasted, what it moves is seen before,
another person applies it, and the case tells the moved day and why."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import World, survey_world
from tracker import clock
from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.models.calendar import CalendarYear, YearStatus
from tracker.queries.law import calendar_now, rulebook_for
from tracker.services._proposals import new_version

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
NOW = clock.now()
TODAY = clock.day_of(NOW)
CASE = "/suggestions/1"
# Every festival in a place where it moves nothing that matters here.
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


@pytest.fixture
def due() -> list[date]:
    """The day of the reply, once it is known."""
    return []


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory, due: list[date]) -> Iterator[str]:
    """A server on a world in which a unit has signed for a share that is due in a year without a notice."""
    made = Template(tmp_path_factory.mktemp("forecast"), f"forecast_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        due.append(_without_notice(survey_world()))
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def _without_notice(world: World) -> date:
    on = rulebook_for(TODAY).due_on(ClockKind.REPLY, TODAY, calendar_now())
    assert on is not None
    db.session.get_one(CalendarYear, on.year).status = YearStatus.PROVISIONAL
    new_version("the notice is not out", now=NOW)
    db.session.commit()
    builders.in_hand(world, now=NOW)
    return on


def test_a_notice_moves_what_was_shown_before(people: Callable[..., Person], due: list[date]) -> None:
    who, day = company(people, on_phones={"lu"}), due[0]
    moved = _next_workday(day + timedelta(days=1))
    is_marked(who, day)
    is_proposed(who, day)
    is_seen_and_applied(who, day, moved)
    tells_the_moved_day(who, day, moved)


def is_marked(who: Who, day: date) -> None:
    jing = who("jing")
    jing.open(CASE)
    jing.reads("暂定", _words(day))
    jing.open(f"{CASE}/clocks?kind=reply&day={day.isoformat()}")
    jing.reads("为什么是", _words(day), "通知录入后会重新计算", "如果延期")
    jing.fill("或者再加多少", "1")
    jing.press("试算")
    jing.reads("期限会到", "比现在多")


def is_proposed(who: Who, day: date) -> None:
    chen = who("chen")
    chen.open(f"/calendars/{day.year}/propose")
    chen.fill("通知内容", _notice(day))
    chen.fill("通知名称或文号", f"国办发明电〔{day.year - 1}〕9号")
    chen.tick("国务院办公厅已经发布")
    chen.press("提交给另一人批准")
    chen.reads("这是您提出的，要由另一位工作人员批准")


def is_seen_and_applied(who: Who, day: date, moved: date) -> None:
    lu = who("lu")
    lu.open("/calendars")
    lu.follow(f"国办发明电〔{day.year - 1}〕9号")
    lu.reads("涉及1件建议", "答复代表（市教育局）", f"{_full(day)}", f"{_full(moved)}")
    lu.press("批准并起用")
    lu.reads("已批准")


def tells_the_moved_day(who: Who, day: date, moved: date) -> None:
    jing = who("jing")
    jing.open(CASE)
    assert any("重新计算" in one and _words(moved) in one for one in jing.story()), jing.story()
    jing.open(f"{CASE}/clocks?kind=reply&day={moved.isoformat()}")
    jing.reads("为什么是", _words(moved), "顺延到", "放假安排的版本")
    assert "通知录入后会重新计算" not in jing.text
    jing.open(f"{CASE}/holding")
    jing.reads("用时构成", "市教育局")


def _notice(day: date) -> str:
    # A festival each on the tenth of its month, where no other day of the case ends, and one on the day of the reply.
    months = [month for month in range(1, 13) if month != day.month]
    lines = [f"{name}：{month}月10日放假。" for name, month in zip(FESTIVALS, months, strict=False)]
    return "\n".join([*lines, f"纪念日：{day.month}月{day.day}日放假。"])


def _next_workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _full(day: date) -> str:
    return f"{day.year}年{_words(day)}"
