"""Who keeps which appraisal: the desk all, a coordinator those of its own system; who is told of what came of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from tests import builders
from tests.conftest import Browsers
from tests.page import Browser
from tests.services.test_appraisals import AFTER, CONTEST_BY, ENDS, closed, counted, fetch, in_force
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.domain.roles import System
from tracker.models.tasks import Task
from tracker.services import appraisal_closing
from tracker.services.tellings import tell_due


def made_by(browser: Browser) -> int:
    """The scheme whose page is open."""
    assert browser.answer is not None
    return int(browser.answer.request.path.rsplit("/", 1)[-1])


def test_a_coordinator_keeps_schemes_of_its_own_system_and_no_other(browse: Browsers, world: World) -> None:
    builders.closed(world)
    counted()
    of_all, of_own = in_force(world), in_force(world, systems=(System.GOVERNMENT,), name="政府系统考核")
    du = browse("du")
    du.open("/appraisal-schemes/new")
    days = {"begins_on": "2026-02-02", "ends_on": ENDS.isoformat(), "contest_by": CONTEST_BY.isoformat()}
    told = {"name": "督查室目标考核", "session_id": "1", **days}
    page = du.send("/new", status=422, template=f"#{of_all.id}", systems="court", **told)
    assert "只能考核本系统" in page.words
    page = du.send("/new", template=f"#{of_all.id}", systems="government", **told)
    assert "方案已经起草" in page.words
    made = made_by(du)
    assert "市教育局" in du.open(f"/appraisal-schemes/{made}/preview").words
    du.open(f"/appraisal-schemes/{made}")
    du.send("/propose")
    chen = browse("chen")
    chen.open(f"/appraisal-schemes/{made}")
    assert "方案开始实施" in chen.send("/approve").words
    db.session.rollback()
    assert fetch(made).in_force_by_id == world.chen.person_id
    for address in (f"/appraisal-schemes/{of_all.id}/new-version", f"/appraisals/{of_all.id}/close"):
        du.open(address, status=404)
    for address in (f"/appraisal-schemes/{of_own.id}/new-version", f"/appraisals/{of_own.id}/close"):
        du.open(address)


def test_a_coordinator_decides_the_objections_to_its_own_schemes(browse: Browsers, world: World) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    counted()
    for name, systems in (("全部系统考核", ()), ("政府系统考核", (System.GOVERNMENT,))):
        one = in_force(world, systems=systems, name=name)
        cheng = browse("cheng")
        cheng.open(f"/appraisals/{one.id}/indicators/satisfaction/contest")
        cheng.send("/contest", reason="评价登记错了")
    du = browse("du")
    assert "考核异议1条" in du.open("/").words
    assert "怎样决定" not in du.open("/appraisal-contests/1").words
    du.open("/account")
    du.post("/appraisal-contests/1", status=404, how="refuse", answer="不成立")
    du.open("/appraisal-contests/2")
    assert "已经决定" in du.send("/2", how="refuse", answer="登记没有错").words
    assert "考核异议" not in du.open("/").words


def test_the_unit_is_told_when_its_objection_is_decided_and_when_scores_are_final(
    browse: Browsers, world: World
) -> None:
    builders.closed(world, level=Level.DISSATISFIED)
    one = in_force(world)
    counted()
    cheng, chen = browse("cheng"), browse("chen")
    cheng.open(f"/appraisals/{one.id}/indicators/satisfaction/contest")
    cheng.send("/contest", reason="评价登记错了")
    chen.open("/appraisal-contests/1")
    chen.send("/1", how="refuse", answer="登记没有错")
    tell_due(now=NOW)
    assert "考核异议没有成立" in cheng.open("/notices").words
    for other in ("su", "chen", "jing"):
        assert "考核异议没有成立" not in browse(other).open("/notices").words, other
    cheng.open("/notices")
    assert "按时办复率" in cheng.send("/open").words, "it leads to the score"
    counted(AFTER)
    appraisal_closing.close(world.chen, one.id, version=fetch(one.id).version, now=AFTER)
    tell_due(now=AFTER)
    with time_machine.travel(AFTER, tick=False):
        assert "考核已经定案" in browse("cheng").open("/notices").words
        assert "考核已经定案" not in browse("su").open("/notices").words, "who had no work has no score"


@pytest.mark.parametrize("who", ["cheng", "chen"])
def test_the_cases_written_down_are_told_only_to_who_may_read_the_paper_today(
    browse: Browsers, world: World, who: str
) -> None:
    case = builders.closed(world)
    one = closed(world)
    paths = [
        f"/appraisals/{one.id}/units/{world.units['市教育局']}/indicators/{each.code}" for each in one.scheme.indicators
    ]
    table = f"/appraisals/{one.id}/units/{world.units['市教育局']}/sheet.xlsx"
    db.session.get_one(Task, builders.task_of(world, case)).was_replaced = True
    db.session.commit()
    may_read = who == "chen"
    with time_machine.travel(AFTER, tick=False):
        reader = browse(who)
        pages = [reader.open(path).words for path in paths]
        assert any("护学通道" in words for words in pages) is may_read
        assert any("您没有查看权限" in words for words in pages) is not may_read
        told = str(sheet_of(reader, table))
    assert ("护学通道" in told) is may_read
    assert ("您没有查看权限" in told) is not may_read


def sheet_of(reader: Browser, path: str) -> list[list[Any]]:
    answer = reader.client.get(path)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
