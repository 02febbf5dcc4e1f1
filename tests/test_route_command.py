"""`tracker route NUMBER`: the top three with their reasons, as the reader may see it; nothing is assigned."""

from __future__ import annotations

import json

from flask import Flask

from tests import builders
from tests.builders import fetch
from tests.services.test_routing import EDUCATION, kept
from tests.test_files_command import run
from tests.world import World
from tracker.db import db
from tracker.domain.states import SuggestionState
from tracker.models.organs import Unit


def a_number(world: World) -> str:
    db.session.get_one(Unit, world.units[EDUCATION]).duty_words = "小学 护学（三定规定第四条）"
    db.session.commit()
    case = builders.a_registered(world)
    return str(fetch(case).number)


def test_the_units_are_named_with_their_reasons(app: Flask, world: World) -> None:
    number = a_number(world)
    done = run(app, "route", number)
    assert done.exit_code == 0, done.output
    assert "1. 市教育局" in done.output and "职责里有：小学、护学（三定规定第四条）" in done.output


def test_programs_get_counts_and_codes(app: Flask, world: World) -> None:
    number = a_number(world)
    found = json.loads(run(app, "route", number, "--json").output)
    assert (found["number"], found["units"][0]["name"]) == (number, EDUCATION)
    assert found["units"][0]["duty_words"][1] == {"word": "护学", "clause": "三定规定第四条"}
    assert found["units"][0]["risk"] == {
        "had": 0, "objected": 0, "upheld": 0, "is_high": False, "precedent": None
    }  # fmt: skip


def test_it_is_told_as_the_person_may_see_it(app: Flask, world: World) -> None:
    number = a_number(world)
    assert run(app, "route", number, "--as", "chen").exit_code == 0
    # A coordinator reads only what has a share in its system, and this has none yet.
    hidden = run(app, "route", number, "--as", "du")
    assert hidden.exit_code == 1 and "no suggestion has the number" in hidden.output
    for login in ("lin", "he", "nobody"):
        refused = run(app, "route", number, "--as", login)
        assert refused.exit_code == 1 and "neither assigns nor sends on" in refused.output


def test_an_unknown_number_and_none_at_all_are_told(app: Flask, world: World) -> None:
    assert "no suggestion has the number" in run(app, "route", "20269999").output
    assert run(app, "route").exit_code == 2


def test_learning_anew_changes_nothing_that_was_right(app: Flask, world: World) -> None:
    case = builders.an_assigned(world)
    before = kept()
    done = run(app, "route", "--rebuild")
    assert done.exit_code == 0, done.output
    assert kept() == before and fetch(case).state is SuggestionState.IN_HANDLING
