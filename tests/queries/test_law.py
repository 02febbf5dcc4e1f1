"""The law is read with few statements, never stale, and explains every clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests.builders import a_registered, an_assigned
from tests.domain.calendars import NOTICE_2027
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.rulebook import ClockKind, RulebookError
from tracker.models.record import Clock
from tracker.queries.law import books_now, calendar_now, explain_clock, rulebook_for, rulebook_named
from tracker.queries.proposals import waiting_for
from tracker.rulebooks import books_in
from tracker.services import calendars
from tracker.services._proposals import new_version


@contextmanager
def counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_the_law_costs_one_statement_in_a_transaction(world: World) -> None:
    calendar_now()
    db.session.rollback()
    with counted() as seen:
        for _ in range(5):
            assert calendar_now().version == 1
            assert rulebook_for(TODAY) in books_now()
    assert len(seen) == 1


def test_after_a_change_the_calendar_costs_two_more_and_the_books_one(world: World) -> None:
    calendars.propose(world.chen, year=2027, notice=NOTICE_2027, document_no="x", official=True, now=NOW)
    calendars.approve(world.lu, 1, version=1, now=NOW)
    with counted() as seen:
        assert calendar_now().is_official(2027)
    assert len(seen) == 4


def test_a_change_that_is_rolled_back_is_not_remembered(world: World) -> None:
    before = calendar_now().version
    db.session.rollback()
    new_version("trial", now=NOW)
    assert calendar_now().version == before + 1
    db.session.rollback()
    assert calendar_now().version == before


def test_an_installation_adds_its_own_book(app: Flask, world: World) -> None:
    books_in.cache_clear()
    folder = Path(app.instance_path) / "rulebooks"
    folder.mkdir()
    shipped = Path(__file__).parents[2] / "tracker" / "rulebooks" / "2021-01-01-shenzhen.toml"
    text = shipped.read_text(encoding="utf-8").replace("valid_from = 2021-01-01", "valid_from = 2026-01-01")
    (folder / "2026-01-01-linjiang.toml").write_text(text.replace("选联任工委", "代工委"), encoding="utf-8")
    assert rulebook_for(TODAY).edition == "2026-01-01-linjiang"
    assert rulebook_for(date(2025, 12, 31)).edition == "2021-01-01-shenzhen"


def test_an_unknown_book_is_refused(world: World) -> None:
    with pytest.raises(RulebookError, match="1990"):
        rulebook_named("1990-01-01-nowhere")


def test_a_clock_is_explained_from_its_book_and_calendar(world: World) -> None:
    clock = _clock(a_registered(world), ClockKind.ASSIGN)
    found = explain_clock(clock)
    assert found.due is not None
    assert (found.due.start, found.due.on, found.differs) == (TODAY, clock.due_on, False)
    assert found.due.on == date(2026, 4, 13)
    assert [mark.name for mark in found.due.days if mark.name] == ["清明节"] * 3


def test_a_capped_clock_shows_what_cut_it_short(world: World) -> None:
    suggestion_id = an_assigned(world, now=datetime(2026, 4, 1, 2, tzinfo=UTC))
    clock = _clock(suggestion_id, ClockKind.REPLY)
    clock.started_on, clock.due_on, clock.is_capped = date(2026, 8, 3), date(2026, 10, 8), True
    found = explain_clock(clock)
    assert found.cap is not None
    assert (found.cap.nominal, found.cap.on, found.differs) == (date(2026, 10, 1), date(2026, 10, 8), False)


def test_a_date_set_otherwise_is_said_to_differ(world: World) -> None:
    clock = _clock(an_assigned(world), ClockKind.REPLY)
    clock.due_on = date(2026, 9, 30)
    assert explain_clock(clock).differs


def _clock(suggestion_id: int, kind: ClockKind) -> Clock:
    db.session.rollback()
    return db.session.scalars(select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.kind == kind)).one()


def test_a_proposal_waits_for_everybody_but_its_proposer(world: World) -> None:
    calendars.propose(world.chen, year=2027, notice=NOTICE_2027, document_no="x", official=True, now=NOW)
    assert waiting_for(world.lu.person_id or 0) == (1, 0)
    assert waiting_for(world.chen.person_id or 0) == (0, 0)
