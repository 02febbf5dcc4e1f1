"""What a page does that only reads: it keeps nothing, whatever it loaded and changed, and is planned once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from tests import builders
from tests.builders import fetch
from tests.conftest import POSTGRES, Browsers
from tests.world import World
from tracker.db import begin_reading, db, end_reading
from tracker.domain.states import SuggestionState
from tracker.models.suggestions import Suggestion


def title(case: int) -> str | None:
    return db.session.scalar(select(Suggestion.title).where(Suggestion.id == case))


def test_what_a_page_changed_in_passing_is_forgotten_with_it(world: World) -> None:
    case = builders.a_registered(world)
    before = title(case)
    db.session.rollback()
    begin_reading()
    db.session.get_one(Suggestion, case).title = "看的时候改的"
    end_reading()
    assert title(case) == before


@pytest.mark.skipif(not POSTGRES, reason="a promise of PostgreSQL's own")
def test_postgresql_refuses_to_write_while_a_page_reads(world: World) -> None:
    case = builders.a_registered(world)
    db.session.rollback()
    begin_reading()
    with pytest.raises(DBAPIError, match="read-only"):
        db.session.execute(update(Suggestion).where(Suggestion.id == case).values(title="看的时候改的"))


@pytest.mark.skipif(not POSTGRES, reason="SQLite plans anew and loses nothing by it")
def test_postgresql_plans_a_page_that_is_opened_often_once_for_all(app: Flask, world: World, browse: Browsers) -> None:
    case = builders.a_submitted(world)
    db.session.remove()
    desk = browse("chen")
    for _ in range(15):
        desk.open("/")
    desk.post(f"/suggestions/{case}/take-up")
    browse().open("/log-in")
    plans = db.session.execute(text("SELECT sum(generic_plans) FROM pg_prepared_statements")).scalar_one()
    assert plans > 15, "a rollback after a page or an act throws the prepared statements away"
    assert fetch(case).state is SuggestionState.IN_REVIEW
