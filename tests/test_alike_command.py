"""`tracker alike NUMBER`: what looks alike with what became of it, as the named person may see it."""

from __future__ import annotations

import json

from flask import Flask

from tests.builders import a_registered, delivered
from tests.test_files_command import run
from tests.world import World


def test_it_prints_reply_letter_promise_sentence_and_difference(app: Flask, world: World) -> None:
    delivered(world)
    a_registered(world, requests=("在校门两侧划设护学通道。", "新建停车场。"))
    done = run(app, "alike", "第20260002号", "--json")
    assert done.exit_code == 0, done.output
    held = json.loads(done.output)
    (row,) = held["alike"]
    assert held["sessions"] == 1 and row["number"] == "20260001" and row["is_very_alike"]
    assert row["replies"][0]["letter"] == "B" and row["promises"][0]["state"] == "open"
    assert "接送车辆" in row["sentences"][0]
    assert {"kind": "requests", "number": 1, "of": 2} in row["differences"]
    lines = run(app, "alike", "20260002").output
    assert "20260001" in lines and "1 suggestions look like 20260002" in lines


def test_what_the_named_person_may_not_open_is_not_told(app: Flask, world: World) -> None:
    a_registered(world, is_confidential=True)
    a_registered(world)
    assert "20260001" not in run(app, "alike", "20260002", "--as", "yuan").output
    assert "20260001" in run(app, "alike", "20260002", "--as", "lin").output
    refused = run(app, "alike", "20260001", "--as", "yuan")
    assert refused.exit_code != 0 and "no suggestion has the number 20260001" in refused.output


def test_an_unknown_number_and_an_unknown_account_are_refused(app: Flask, world: World) -> None:
    assert "no suggestion has the number 7" in run(app, "alike", "7").output
    assert "there is no account nobody" in run(app, "alike", "7", "--as", "nobody").output
