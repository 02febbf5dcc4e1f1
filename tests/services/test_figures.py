"""The ledger of figures: right by another path, on any day, however it was counted, and counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.recount_by_hand import recount, recount_units
from tests.services.test_demo import NOW, TODAY
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.statistics import RATES, Measure, rate_of, total, unbalanced
from tracker.models.figures import FigureEntry, FigureMark, FigureSum
from tracker.models.organs import CongressSession
from tracker.queries.figures import Scope, as_of, by_system, figures, whole
from tracker.services import demo
from tracker.services import figures as ledger

ALL = Scope()
# A week of the session, before anything fell due, in the middle of it, and the day itself.
PAST = [date(2026, 1, 14), date(2026, 3, 2), date(2026, 6, 30), date(2026, 9, 30), TODAY]


@pytest.fixture(scope="module", params=[7, 11, 23])
def city(request: pytest.FixtureRequest, city_of: Callable[[int], Flask]) -> Iterator[Flask]:
    """Demo congresses of three seeds, counted; the tests only read them."""
    app = city_of(request.param)
    with app.app_context():
        yield app
        db.session.rollback()


def by_code(counts: Counter[Measure]) -> dict[str, int]:
    return {measure.value: number for measure, number in counts.items() if number}


@pytest.mark.parametrize("on", PAST, ids=str)
def test_every_figure_and_every_rate_comes_to_the_same_by_another_path(city: Flask, on: date) -> None:
    ours, theirs = whole(ALL, on=on), recount(on)
    assert by_code(ours) == dict(theirs)
    for rate, fraction in RATES.items():
        share = rate_of(rate, ours)
        assert share.part == sum(theirs[one.value] for one in fraction.numerator)
        assert share.whole == sum(theirs[one.value] for one in fraction.denominator)


@pytest.mark.parametrize("on", PAST, ids=str)
def test_what_lies_with_each_unit_comes_to_the_same_by_another_path(city: Flask, on: date) -> None:
    ours = {part: by_code(counts) for part, counts in figures(ALL, By.UNIT, on=on).items() if part}
    theirs = {str(unit): dict(counts) for unit, counts in recount_units(on).items()}
    assert {part: counts for part, counts in ours.items() if counts} == theirs


@pytest.mark.parametrize("on", PAST, ids=str)
def test_the_counts_add_up_on_every_day_and_in_every_part(city: Flask, on: date) -> None:
    assert unbalanced(whole(ALL, on=on)) == []
    for by in By:
        for part, counts in figures(ALL, by, on=on).items():
            wrong = [one for one in unbalanced(counts) if total(counts, one.whole) or one.of_parts]
            assert wrong == [], (by, part)


@pytest.mark.parametrize("by", [By.DELEGATION, By.CATEGORY, By.KEY, By.UNIT, By.LETTER])
def test_the_parts_of_a_breakdown_add_up_to_the_whole(city: Flask, by: By) -> None:
    parts = sum(figures(ALL, by).values(), Counter())
    of_shares = {measure for measure in Measure if parts[measure]}
    for measure in of_shares:
        assert parts[measure] == whole(ALL)[measure], measure
    systems = by_system(figures(ALL, By.UNIT))
    assert sum(systems.values(), Counter())[Measure.OWED] == whole(ALL)[Measure.OWED]


def test_sessions_and_what_came_in_and_between_them_add_up_to_all(city: Flask) -> None:
    ids = [*db.session.scalars(select(CongressSession.id)), 0]
    halves = [whole(Scope((one,), sat)) for one in ids for sat in (True, False)]
    assert sum(halves, Counter()) == whole(ALL)


def test_kept_sums_say_the_same_as_the_entries_they_are_sums_of(city: Flask) -> None:
    mark = as_of()
    assert mark is not None and mark.is_whole
    for by in By:
        kept = figures(ALL, by)
        added = figures(ALL, by, on=mark.through - timedelta(days=0))
        assert {part: by_code(one) for part, one in kept.items() if by_code(one)} == {
            part: by_code(one) for part, one in added.items() if by_code(one)
        }


def entries() -> list[Any]:
    columns = (
        FigureEntry.suggestion_id,
        FigureEntry.task_id,
        FigureEntry.round_id,
        FigureEntry.commitment_id,
        FigureEntry.day,
        FigureEntry.measure,
        FigureEntry.number,
        FigureEntry.unit_id,
        FigureEntry.letter,
        FigureEntry.is_key,
    )
    return sorted(map(repr, db.session.execute(select(*columns))))


def sums() -> list[Any]:
    rows = db.session.scalars(select(FigureSum))
    return sorted(
        repr((one.session_id, one.in_session, one.by, one.part, sorted(one.counts.items())))
        for one in rows
        if one.counts
    )


def test_a_count_that_follows_the_record_says_the_same_as_one_from_the_beginning(bare: Callable[[], Flask]) -> None:
    app = bare()
    with app.app_context():
        demo.load(suggestions=60, seed=5, now=NOW)
        half = date(2026, 6, 1)
        # Counted when half of it lay ahead, then as the days went by and acts came in.
        ledger.recount(now=NOW - timedelta(days=170))
        ledger.keep_up(now=NOW - timedelta(days=170), most=None)
        mark = db.session.get_one(FigureMark, 1)
        assert mark.through <= half + timedelta(days=10)
        db.session.rollback()
        ledger.keep_up(now=NOW, most=None)
        followed = (entries(), sums())
        db.session.rollback()
        ledger.recount(now=NOW)
        ledger.keep_up(now=NOW, most=None)
        assert (entries(), sums()) == followed


def test_a_piece_that_was_cut_short_is_counted_again_and_once(
    bare: Callable[[], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = bare()
    with app.app_context():
        demo.load(suggestions=60, seed=5, now=NOW)
        ledger.keep_up(now=NOW, most=None)
        wanted = (entries(), sums())
        db.session.rollback()
        ledger.recount(now=NOW)
        cut = iter(range(100))
        real = ledger._add

        def dies_at_times(changes: ledger.Changes) -> None:
            real(changes)
            if next(cut) % 2 == 0:
                raise KeyboardInterrupt

        monkeypatch.setattr(ledger, "BATCH", 7)
        monkeypatch.setattr(ledger, "_add", dies_at_times)
        for _attempt in range(60):
            try:
                if ledger.keep_up(now=NOW, most=None) == 0:
                    break
            except KeyboardInterrupt:
                continue
        monkeypatch.undo()
        assert not ledger.is_behind(now=NOW)
        assert (entries(), sums()) == wanted
