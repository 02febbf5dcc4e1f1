"""The rules page shows the whole law to everybody who is logged in, on screen, on paper and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Browsers
from tests.world import PEOPLE, World
from tracker.commands.rules import command
from tracker.domain.lifecycle import STEPS
from tracker.domain.rulebook import ClockKind, Switch
from tracker.web.action_labels import ACTIONS
from tracker.web.labels import CLOCKS


@pytest.mark.parametrize("who", [login for login, *_ in PEOPLE])
def test_everybody_may_read_the_rules(browse: Browsers, who: str) -> None:
    page = browse(who).open("/rules")
    assert page.h1 == ["办理规则"]


def test_the_page_holds_every_limit_step_and_ground(browse: Browsers) -> None:
    words = browse("lin").open("/rules").words
    for clock in ClockKind:
        assert str(CLOCKS[clock]) in words
    for action in STEPS:
        assert str(ACTIONS[action]) in words
    assert "共25项，其中23项暂定" in words
    assert "涉及正在诉讼、仲裁的案件的" in words
    assert "第五十一条" in words


def test_only_keepers_are_offered_the_ways_to_change(browse: Browsers) -> None:
    assert "/rulebooks" in {href for href, _ in browse("chen").open("/rules").links}
    assert "/rulebooks" not in {href for href, _ in browse("lin").open("/rules").links}


def test_the_paper_has_room_for_signatures(browse: Browsers) -> None:
    page = browse("chen").open("/rules/paper?edition=2021-01-01-shenzhen")
    assert "核对人" in page.words
    assert "批准人" in page.words


def test_an_edition_nobody_has_is_not_found(browse: Browsers) -> None:
    browse("chen").open("/rules?edition=1990", status=404)


def test_the_command_prints_the_same_page(app: Flask, world: World) -> None:
    printed = app.test_cli_runner().invoke(command, ["show"]).output
    assert "深圳市人大代表建议、批评和意见办理规则" in printed
    assert "共25项，其中23项暂定" in printed
    assert all(str(ACTIONS[action]) in printed for action in STEPS)
    assert "批准人：" in printed


def test_the_command_prints_data(app: Flask, world: World) -> None:
    data = json.loads(app.test_cli_runner().invoke(command, ["show", "--json"]).output)
    assert [limit["clock"] for limit in data["limits"]] == list(ClockKind)
    assert len(data["steps"]) == len(STEPS)
    assert set(data["switches"]) == set(Switch)
    reply = next(limit for limit in data["limits"] if limit["clock"] == "reply")
    assert (reply["amount"], reply["unit"], reply["start"], reply["provisional"]) == (3, "month", "assigned", False)


def test_a_rulebook_file_is_checked_before_it_is_used(app: Flask, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "tracker" / "rulebooks" / "2021-01-01-shenzhen.toml").read_text("utf-8")
    file = tmp_path / "2027-01-01-city.toml"
    file.write_text(text, "utf-8")
    assert "25 limits, 23 of them provisional" in app.test_cli_runner().invoke(command, ["check", str(file)]).output
    file.write_text(text.replace("cap_months = 6", "cap_months = 7"), "utf-8")
    answer = app.test_cli_runner().invoke(command, ["check", str(file)])
    assert answer.exit_code == 1
    assert "2027-01-01-city: rules.suggestion_reply must be the cap of 7 months" in answer.output
