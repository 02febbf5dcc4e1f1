"""The page of assignment lists: every batch can be reached, and found by unit, number and year."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests import builders
from tests.builders import LEAD_AND_CO, fetch
from tests.conftest import Browsers
from tests.page import Page
from tests.world import TODAY, World
from tracker.db import db
from tracker.models.tasks import Task


def handed_out(page: Page) -> int:
    return len({href for href, _words in page.links if href.endswith(".pdf")})


def earlier_batches(case: int, days: int) -> None:
    """The share of the lead unit once more on each of so many days before it."""
    task = db.session.scalars(select(Task).where(Task.suggestion_id == case).order_by(Task.id)).first()
    assert task is not None
    same = {one.name: getattr(task, one.name) for one in Task.__table__.columns if one.name not in ("id", "version")}
    db.session.add_all(Task(**(same | {"assigned_on": TODAY - timedelta(days=n + 1)})) for n in range(days))
    db.session.commit()


def test_old_lists_are_reached_by_pages(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world)
    earlier_batches(case, 119)
    browser, seen, page = browse("chen"), 0, "/assignment-lists"
    pages = 0
    while page:
        opened = browser.open(page)
        seen, pages = seen + handed_out(opened), pages + 1
        page = next((href for href, words in opened.links if words == "下一页"), "")
    assert (seen, pages) == (120, 5)
    assert handed_out(browser.open("/assignment-lists?page=999")) == 20, "past the last is the last"


def test_lists_are_found_by_unit_number_and_year(browse: Browsers, world: World) -> None:
    case = builders.an_assigned(world, shares=LEAD_AND_CO)
    earlier_batches(case, 119)
    chen, unit, number = browse("chen"), world.units["市交通运输局"], fetch(case).number
    page = chen.open(f"/assignment-lists?unit={unit}&number=第{number}号&year={TODAY.year}")
    assert handed_out(page) == 1 and "市教育局的清单" not in page.body
    for narrowed in ("number=99999999", f"year={TODAY.year + 1}", f"unit={world.units['市中级人民法院']}"):
        page = chen.open(f"/assignment-lists?{narrowed}")
        assert handed_out(page) == 0 and "没有符合这些条件的清单" in page.words and "还没有交办过" not in page.words
    assert handed_out(chen.open(f"/assignment-lists?year={TODAY.year - 1}")) > 0
    assert 'name="unit"' not in browse("he").open("/assignment-lists").body, "a unit has only its own"
    assert handed_out(browse("zheng").open(f"/assignment-lists?number={number}")) == 0
    for odd in ("unit=x", "year=99999", "number=%25", "page=-1"):
        chen.open(f"/assignment-lists?{odd}")
