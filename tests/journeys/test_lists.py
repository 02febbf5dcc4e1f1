"""Lists in a real browser: narrowed and kept as a view, taken along as a file, many at once, and one's due dates in a
calendar of one's own."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests import builders
from tests.conftest import Template, _administer, _copy, _let_go, _make, _url
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import Who, company
from tests.world import survey_world

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TITLES = ("在河边设置步道", "给老楼加装电梯", "开通夜间公交")


@pytest.fixture
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a world with three papers handed in and two that a unit has to sign for."""
    made = Template(tmp_path_factory.mktemp("lists"), f"lists_{uuid.uuid4().hex[:12]}" if template.name else "")
    _copy(template, made.folder, made.name)
    with _make(made.folder, _url(made.name)).app_context():
        world = survey_world()
        for title in TITLES:
            builders.a_submitted(world, title=title)
        for _no in range(2):
            builders.an_assigned(world)
        _let_go()
    with serving(made, tmp_path_factory.mktemp("served")) as address:
        yield address
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def test_from_a_filter_to_a_view_a_file_and_many_at_once(people: Callable[..., Person]) -> None:
    who = company(people, on_phones={"he"})
    keeps_a_view(who("chen"))
    takes_it_along(who("chen"))
    takes_many_up_at_once(who("chen"))
    finds_the_view_of_a_colleague(who("lu"))
    signs_for_what_can_be_signed(who)
    has_the_days_in_a_calendar(who("he"))


def keeps_a_view(chen: Person) -> None:
    chen.open("/suggestions?status=to_review&sort=title")
    chen.follow("选择列")
    chen.pick("领衔代表", "不显示")
    chen.pick("类别", "第3列")
    chen.press("按这些列显示")
    chen.reads(*TITLES, "类别", "教育科技")
    chen.follow("存为视图")
    chen.fill("名称", "等审查的")
    chen.pick("谁能看到这个视图", "代表工作机构的人")
    chen.press("存为视图")
    chen.reads("视图已经存好", "等审查的")


def takes_it_along(chen: Person) -> None:
    chen.open("/suggestions?status=to_review&sort=title")
    chen.unfold("导出")
    with chen.page.expect_download() as started:
        chen.page.get_by_role("button", name="Excel 表格").click()
    assert re.fullmatch(r"建议总表\d{8}-\d{4}\.xlsx", started.value.suggested_filename)
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert book.sheet_names == ["件", "件次", "说明"]
    rows = book.get_sheet_by_name("件").to_python()
    assert sorted(str(row[3]) for row in rows[1:]) == sorted(f"关于{title}的建议" for title in TITLES)


def takes_many_up_at_once(chen: Person) -> None:
    chen.open("/suggestions?status=to_review&sort=title")
    chen.follow("办理筛选出的全部3件")
    chen.reads("可以：开始审查3件", *TITLES)
    chen.press("开始审查，办选上的")
    chen.reads("3件都办好了")
    chen.page.reload()  # sends the same form again
    chen.reads("3件都办好了")


def finds_the_view_of_a_colleague(lu: Person) -> None:
    lu.open("/suggestions")
    lu.follow("等审查的")
    lu.reads(*TITLES, "审查中")
    lu.follow("管理视图")
    lu.press("打开列表先看这个")
    lu.open("/suggestions")
    lu.reads(*TITLES, "审查中")


def signs_for_what_can_be_signed(who: Who) -> None:
    he = who("he")
    he.open("/tasks?stage=to_sign_for")
    he.follow("逐件签收，能签的先签")
    he.reads("可以：签收2件")
    he.press("签收，办选上的")
    he.reads("2件都办好了")


def has_the_days_in_a_calendar(he: Person) -> None:
    he.open("/account")
    he.follow("设置")
    he.press("开通日历订阅")
    he.reads("网址只显示这一次")
    told = he.holds("订阅网址")
    here = he.page.url.partition("/account")[0]
    answer = he.page.request.get(f"{here}/calendar{told.partition('/calendar')[2]}")
    assert answer.status == 200
    words = answer.text().replace("\r\n ", "")
    assert words.count("BEGIN:VEVENT") == 2 and "SUMMARY:" in words
    assert not any(title in words for title in TITLES) and "护学" not in words
