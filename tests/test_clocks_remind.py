"""`tracker clocks remind` and `tracker notices after-restore` say what they did."""

from __future__ import annotations

import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from tests import builders
from tests.letter_box import Sink, sink
from tests.services.test_tellings import addressed, clock_of
from tests.world import NOW, World
from tracker.cli import tracker
from tracker.clock import end_of
from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.models.tellings import Sending, SendingState


def run(app: Flask, *words: str) -> str:
    outcome = CliRunner().invoke(tracker, list(words), obj=ScriptInfo(create_app=lambda: app))
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_each_kind_is_counted_and_a_second_run_files_nothing(app: Flask, world: World) -> None:
    due = clock_of(builders.an_assigned(world), ClockKind.SIGN_FOR).due_on
    db.session.rollback()
    with time_machine.travel(end_of(due), tick=False):
        said = run(app, "clocks", "remind")
        assert "due " in said and not said.startswith("0 ")
        assert run(app, "clocks", "remind") == "0 reminder(s) filed.\n"


def test_what_a_backup_holds_as_waiting_is_dropped_with_its_reason(app: Flask, world: World, sink: Sink) -> None:
    addressed(world, "he")
    builders.an_assigned(world)
    db.session.rollback()
    with time_machine.travel(NOW, tick=False):
        assert "will not go out again" in run(app, "notices", "after-restore")
    db.session.rollback()
    states = set(db.session.execute(select(Sending.state, Sending.error)).all())
    assert states == {(SendingState.DROPPED, "restored")} and sink.letters == []


__all__ = ["sink"]
