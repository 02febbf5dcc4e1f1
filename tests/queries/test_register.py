"""However the engine is led to the rows of the register, they are the same rows in the same order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.world import TODAY, World
from tracker.db import db
from tracker.domain.limits import PAGE
from tracker.domain.parties import TaskRole
from tracker.queries.register import _hits, _page
from tracker.queries.register_filters import Drive, Filters, asked, shape_of
from tracker.queries.register_statuses import OF_REPLY, OF_SHARE


@pytest.mark.parametrize("login", ["chen", "du", "jing", "yuan"])
def test_every_way_to_a_page_finds_the_same_rows(everywhere: dict[str, int], world: World, login: str) -> None:
    assert everywhere
    actor, hits = world.actors[login], 0
    unit = Filters(unit_id=world.units["市教育局"])
    questions = [unit, replace(unit, status="closed"), replace(unit, role=TaskRole.CO), replace(unit, descending=True)]
    questions += [replace(unit, status=status) for status in OF_SHARE]
    questions += [Filters(status=status) for status in OF_REPLY]
    questions += [Filters(chased=True), replace(unit, chased=True), Filters(sort="pressure", descending=True)]
    for filters in questions:
        shape = shape_of(actor, filters, mine=False)
        values = asked(actor, filters, today=TODAY) | {"skipped": 0}
        found = [db.session.execute(_page(shape, drive), values).all() for drive in Drive]
        assert all(rows == found[0] for rows in found), filters
        hits += len(found[0])
        assert min(_hits(shape, values).total, PAGE) == len(found[0]), filters
    assert hits > len(questions)
