"""`tracker search`: the same papers as the page, as somebody sees them; the index made anew."""

from __future__ import annotations

import json

import pytest
import time_machine
from flask import Flask

from tests import builders
from tests.test_files_command import run
from tests.world import NOW, World
from tracker.db import db
from tracker.models.suggestions import Suggestion


@pytest.fixture
def moment() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_prints_what_is_found_and_how_many(app: Flask, world: World, moment: object) -> None:
    case = builders.delivered(world)
    done = run(app, "search", "护学通道", "校门")
    assert done.exit_code == 0, done.output
    number, title = builders.fetch(case).number, builders.fetch(case).title
    assert f"{number}" in done.output and title in done.output and "1 suggestions" in done.output


def test_as_somebody_it_finds_what_that_person_may_open(app: Flask, world: World, moment: object) -> None:
    case = builders.a_registered(world)
    db.session.get_one(Suggestion, case).is_confidential = True
    db.session.commit()

    def told(login: str) -> list[int]:
        data = json.loads(run(app, "search", "护学", "--as", login, "--json").output)
        assert data["total"] == len(data["found"])
        return [one["id"] for one in data["found"]]

    assert told("lin") == told("chen") == [case] and told("yuan") == [] and told("xi") == []
    nobody = run(app, "search", "护学", "--as", "nobody")
    assert nobody.exit_code == 1 and "no account nobody" in nobody.output


def test_the_index_is_made_anew(app: Flask, world: World, moment: object) -> None:
    builders.a_registered(world)
    done = run(app, "search", "reindex")
    assert done.exit_code == 0 and "1 suggestions are in the index" in done.output


def test_a_question_of_signs_alone_finds_nothing_and_fails_nowhere(app: Flask, world: World, moment: object) -> None:
    for words in ('"', "a AND (", "%", "😀"):
        assert run(app, "search", words).exit_code == 0
