"""Figures of past days: what is kept of them says what the entries say, on every day and after any correction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.services.test_demo import NOW, TODAY
from tracker.db import db
from tracker.domain.breakdowns import By, parts_of
from tracker.domain.statistics import Measure
from tracker.models.figures import FigureEntry, FigureMark, FigurePast
from tracker.models.record import Event
from tracker.models.suggestions import Suggestion
from tracker.queries.figure_rows import topmost
from tracker.queries.figures import Scope, figures, holds
from tracker.services import _figure_days, demo
from tracker.services import figures as ledger

ALL = Scope()
# The first day of a month and its last, near either end of it, the last day that is kept, and the day itself.
DAYS = [
    date(2026, 1, 14),
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 4, 9),
    date(2026, 4, 24),
    TODAY - timedelta(days=40),
    TODAY - timedelta(days=1),
    TODAY,
]


@pytest.fixture
def city(bare: Callable[[], Flask]) -> Iterator[Flask]:
    app = bare()
    with app.app_context():
        demo.load(suggestions=60, seed=5, now=NOW)
        ledger.keep_up(now=NOW, most=None)
        yield app
        db.session.rollback()


def added_up(on: date) -> dict[tuple[str, str], dict[str, int]]:
    """Every part of every breakdown, entry by entry."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in db.session.scalars(select(FigureEntry).where(FigureEntry.day <= on)):
        for place in parts_of(one):
            found[place.by, place.part][one.measure.value] += one.number
    return cleaned(found)


def shown(on: date) -> dict[tuple[str, str], dict[str, int]]:
    """The same as pages read it."""
    parts = {(by.value, part): counts for by in By for part, counts in figures(ALL, by, on=on).items()}
    return cleaned({place: {one.value: number for one, number in counts.items()} for place, counts in parts.items()})


def cleaned(found: Any) -> dict[tuple[str, str], dict[str, int]]:
    breakdowns = {one.value for one in By}
    told = {place: {code: number for code, number in counts.items() if number} for place, counts in found.items()}
    return {place: counts for place, counts in told.items() if counts and place[0] in breakdowns}


def kept() -> list[str]:
    rows = db.session.scalars(select(FigurePast))
    return sorted(repr((one.session_id, one.in_session, one.by, one.day, one.is_sum, one.parts)) for one in rows)


def with_parts() -> list[str]:
    return [one for one in kept() if not one.endswith("{})")]


def test_every_part_of_every_past_day_is_what_its_entries_come_to(city: Flask) -> None:
    assert db.session.get_one(FigureMark, 1).days_to == TODAY - timedelta(days=1)
    for on in DAYS:
        assert shown(on) == added_up(on), on


def test_days_that_are_kept_are_not_added_up_again(city: Flask) -> None:
    """What is asked of a past day comes from what is kept: without it the page would say nothing."""
    db.session.execute(update(FigurePast).values(parts={}))
    assert shown(date(2026, 4, 9)) == {}
    assert shown(TODAY) == added_up(TODAY)


def test_a_correction_of_the_past_is_seen_on_its_day_and_ever_since(city: Flask) -> None:
    early = select(FigureEntry.suggestion_id).where(
        FigureEntry.measure == Measure.REGISTERED, FigureEntry.day < DAYS[1], FigureEntry.category_id.is_not(None)
    )
    paper = db.session.get_one(Suggestion, db.session.scalars(early.order_by(FigureEntry.suggestion_id)).first())
    categories = db.session.scalars(select(Suggestion.category_id).where(Suggestion.category_id.is_not(None)))
    before = {on: shown(on) for on in DAYS}
    top = topmost()
    paper.category_id = next(one for one in categories if top[one] != top[paper.category_id])
    # The worker takes up a paper whenever something was done with it.
    last = db.session.scalar(select(func.max(Event.seq)).where(Event.suggestion_id == paper.id))
    db.session.get_one(FigureMark, 1).seq = (last or 0) - 1
    db.session.commit()
    ledger.keep_up(now=NOW, most=None)
    changed = [on for on in DAYS if shown(on) != before[on]]
    assert len(changed) >= 4
    for on in DAYS:
        assert shown(on) == added_up(on), on


def test_what_was_kept_as_days_went_by_is_what_a_count_from_the_beginning_keeps(
    bare: Callable[[], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = bare()
    with app.app_context():
        demo.load(suggestions=60, seed=5, now=NOW)
        monkeypatch.setattr(_figure_days, "PIECE", 40)
        for ago in (170, 90, 33, 1, 0):
            then = NOW - timedelta(days=ago)
            if ago == 170:
                ledger.recount(now=then)
            ledger.keep_up(now=then, most=None)
        followed = with_parts()
        db.session.rollback()
        monkeypatch.undo()
        ledger.recount(now=NOW)
        assert kept() == []
        db.session.rollback()
        ledger.keep_up(now=NOW, most=None)
        assert with_parts() == followed


def test_while_days_are_not_kept_yet_the_entries_are_added_up(city: Flask) -> None:
    db.session.get_one(FigureMark, 1).days_to = None
    db.session.execute(update(FigurePast).values(parts={}))
    for on in DAYS:
        assert shown(on) == added_up(on), on


def test_what_holds_on_a_day_is_what_came_and_was_not_taken_back(city: Flask) -> None:
    for on in DAYS:
        counted: Counter[tuple[Any, ...]] = Counter()
        columns = (
            FigureEntry.suggestion_id, FigureEntry.task_id, FigureEntry.round_id, FigureEntry.commitment_id,
            FigureEntry.measure, FigureEntry.unit_id, FigureEntry.letter, FigureEntry.is_key, FigureEntry.due_on,
        )  # fmt: skip
        for *what, number in db.session.execute(select(*columns, FigureEntry.number).where(FigureEntry.day <= on)):
            counted[tuple(what)] += number
        held = Counter(tuple(row) for row in db.session.execute(select(*columns).where(holds(on))))
        assert held == Counter({what: number for what, number in counted.items() if number}), on
