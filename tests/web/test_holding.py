"""The page of who held a case: everything for the offices, the unit's own for the unit, the outline for deputies."""

from __future__ import annotations

import time_machine

from tests import builders
from tests.conftest import Browsers
from tests.queries.test_holding import after, walked
from tests.situations_objections import extension_asked
from tests.world import World


def page_of(case: int, day: str = "") -> str:
    return f"/suggestions/{case}/holding" + (f"?day={day}" if day else "")


def test_the_dossier_leads_there_and_the_desk_reads_whose_days_they_were(browse: Browsers, world: World) -> None:
    case = walked(world)
    with time_machine.travel(after(110), tick=False):
        chen = browse("chen")
        assert page_of(case) in chen.open(f"/suggestions/{case}").body
        page = chen.open(page_of(case))
    assert "交办以后停留最久的是办理（市教育局），75天。" in page.words
    assert "期限2026年7月1日，2026年7月10日完成，迟9天。" in page.words
    assert "本单位自己用了100天，期限给91天。按自己的天数超期9天。" in page.words
    assert "按记录，迟的原因主要是办理（75天）。" in page.words
    assert "单位内审核、签发" in page.words and page.body.count("<rect") == 4


def test_any_past_day_can_be_asked_and_a_day_to_come_is_refused_in_words(browse: Browsers, world: World) -> None:
    case = walked(world)
    with time_machine.travel(after(110), tick=False):
        chen = browse("chen")
        words = chen.open(page_of(case, "2026-06-20")).words
        assert "期限2026年7月1日，还在办理。" in words and "代表评价" not in words
        assert "那一天还没有到" in chen.open(page_of(case, "2027-06-20")).words
        assert "日期没有看懂" in chen.open(page_of(case, "2026-06-31")).words


def test_the_unit_reads_its_own_days(browse: Browsers, world: World) -> None:
    case = extension_asked(world)
    with time_machine.travel(after(6), tick=False):
        words = browse("jing").open(page_of(case)).words
    assert "等待决定延期" in words and "在别处6天，不算本单位的" in words


def test_a_deputy_reads_that_it_is_being_handled_and_nothing_between_the_offices(
    browse: Browsers, world: World
) -> None:
    case = extension_asked(world)
    with time_machine.travel(after(6), tick=False):
        words = browse("lin").open(page_of(case)).words
    assert "办理" in words and "期限2026年7月1日，还在办理。" in words
    assert "等待决定延期" not in words and "不算本单位的" not in words


def test_another_unit_reads_no_inner_steps_of_the_lead(browse: Browsers, world: World) -> None:
    case = builders.in_clearance(world, shares=builders.LEAD_AND_CO)
    with time_machine.travel(after(30), tick=False):
        assert "单位内审核、签发" in browse("chen").open(page_of(case)).words
        assert "单位内审核、签发" not in browse("luo").open(page_of(case)).words


def test_a_colleague_deputy_and_a_paper_not_handed_in_have_no_such_page(browse: Browsers, world: World) -> None:
    browse("yuan").open(page_of(walked(world)), status=404)
    draft = builders.a_draft(world)
    assert "到这一天还没有可以算的。" in browse("lin").open(page_of(draft)).words
    assert "holding" not in browse("lin").open(f"/suggestions/{draft}").body


def test_a_paper_in_review_lies_with_the_desk(browse: Browsers, world: World) -> None:
    case = builders.a_submitted(world)
    with time_machine.travel(after(3), tick=False):
        page = browse("lin").open(page_of(case))
    assert "审查代表工作机构" in page.words and "3" in page.words
