"""A walk that is kept is given only to who stands where it began, and gives back the very same."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from tests import builders
from tests.builders import fetch
from tests.conftest import POSTGRES
from tests.walked import _kept, walked_once
from tests.world import World
from tracker.db import db
from tracker.models.record import Event

pytestmark = pytest.mark.skipif(bool(POSTGRES), reason="on PostgreSQL every walk is walked")


def events() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


@pytest.mark.parametrize("time", range(4))
def test_the_same_walk_leads_to_the_same(world: World, time: int) -> None:
    case = builders.delivered(world)
    assert fetch(case).tasks[0].rounds[-1].document_no == "临教复〔2026〕1号"
    assert builders.a_registered(world) == case + 1, "and goes on from there"


@pytest.mark.parametrize("time", range(4))
def test_what_somebody_else_wrote_in_between_stays(world: World, time: int) -> None:
    case = builders.a_registered(world)
    before = events()
    title = f"别人第{time}次写的"
    db.session.execute(text("UPDATE suggestion SET title = :title WHERE id = :id"), {"title": title, "id": case})
    db.session.commit()
    builders.a_draft(world)
    assert fetch(case).title == title and events() > before


def test_a_walk_that_is_kept_is_not_walked_again(world: World) -> None:
    walked = []

    @walked_once
    def walk(world: World, no: int) -> int:
        walked.append(no)
        return builders.a_draft(world)

    began = _kept.way
    for _ in range(4):
        walk(world, 1)
        _kept.way = began  # as the next test, on its own copy
    assert len(walked) == 2, "once, and once more to be kept"
