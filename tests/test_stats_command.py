"""`tracker stats`: the figures of the screens, as lines and as data, of any past day; wrong sums are told."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.recount_by_hand import recount
from tests.test_files_command import run
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.statistics import Measure, Rate
from tracker.models.figures import FigureSum
from tracker.queries.figures import Scope, figures, whole


def told(app: Flask, *options: str) -> dict[str, object]:
    done = run(app, "stats", "--json", *options)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.output)
    return found


def numbers(data: object) -> dict[str, int]:
    assert isinstance(data, dict)
    return {code: one["number"] for code, one in data["counts"].items()}


@pytest.fixture
def moment() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_counts_first_and_says_what_the_screens_say(
    app: Flask, world: World, everywhere: object, moment: object, browse: Browsers
) -> None:
    data = told(app, "--all")
    ours = {one.value: number for one, number in whole(Scope()).items() if number}
    assert numbers(data) == ours == dict(recount(TODAY))
    page = browse("chen").open("/statistics?of=all")
    rates = [line for line in run(app, "stats", "--all").output.splitlines() if "÷" in line]
    assert len(rates) == len(Rate)
    for line in rates:
        head, share, formula = line.split("  ")
        name, percent = head.rsplit(" ", 1)
        assert f"{name}{formula}{share}{percent}" in page.words.replace("样本少", "")


def test_the_latest_session_a_term_or_one_session_of_it(app: Flask, world: World, moment: object) -> None:
    builders.a_registered(world)
    everything = numbers(told(app, "--all"))
    assert (
        numbers(told(app)) == numbers(told(app, "--term", "7")) == numbers(told(app, "--term", "第七届")) == everything
    )
    done = run(app, "stats", "--term", "19")
    assert done.exit_code == 1
    assert "tracker stats --all" in done.output


def test_as_of_a_past_day_and_by_unit(app: Flask, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        builders.an_assigned(world)
    with time_machine.travel(NOW + timedelta(days=150), tick=False):
        assert numbers(told(app, "--all"))["overdue"] == 1
        past = told(app, "--all", "--as-of", TODAY.isoformat(), "--by", "unit")
        assert past["as_of"] == TODAY.isoformat()
        assert "overdue" not in numbers(past)
        unit = str(world.units["市教育局"])
        assert isinstance(past["parts"], dict)
        assert numbers(past["parts"][unit]) == {
            one.value: number for one, number in figures(Scope(), By.UNIT, on=TODAY)[unit].items()
        }


def test_sums_that_do_not_add_up_end_with_an_error_and_a_way_out(app: Flask, world: World, moment: object) -> None:
    builders.a_registered(world)
    assert run(app, "stats", "--all").exit_code == 0
    kept = db.session.scalars(select(FigureSum).where(FigureSum.by == By.WHOLE.value)).first()
    assert kept is not None
    kept.counts = {**kept.counts, Measure.REGISTERED.value: 99}
    db.session.commit()
    wrong = run(app, "stats", "--all")
    assert wrong.exit_code == 1
    assert "do not add up" in wrong.output
    assert "--recount" in wrong.output
    assert run(app, "stats", "--all", "--recount").exit_code == 0
    assert Counter(numbers(told(app, "--all"))) == recount(TODAY)


def test_of_a_day_that_has_not_come_nothing_is_told(app: Flask, world: World, moment: object) -> None:
    done = run(app, "stats", "--as-of", "2099-01-01")
    assert done.exit_code == 1 and "2099-01-01 has not come yet" in done.output
