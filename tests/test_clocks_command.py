"""`tracker clocks`: what would move, printed and not written; and whether what runs agrees with the law."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.services.test_recounts import AUTUMN, dates, proposed
from tests.test_users_command import run
from tests.world import World
from tracker.db import db
from tracker.domain.rulebook import ClockKind
from tracker.models.record import Clock


def test_a_proposed_notice_is_previewed_and_nothing_is_written(app: Flask, world: World) -> None:
    builders.an_assigned(world, now=AUTUMN)
    change_id = proposed(world)
    before = dates()
    for arguments in ([], ["--calendar", str(change_id)]):
        told = run(app, "clocks", "preview", *arguments)
        assert told.exit_code == 0, told.output
        assert "2027-02-09 -> 2027-02-12  reply 市教育局 在老城区小学周边设置护学通道" in told.output
        assert "1 due date(s) move" in told.output
    assert dates() == before


def test_nothing_that_waits_and_a_number_that_is_none_are_told_in_a_line(app: Flask, world: World) -> None:
    assert run(app, "clocks", "preview").output == "Nothing waits for approval.\n"
    refused = run(app, "clocks", "preview", "--calendar", "7")
    assert (refused.exit_code, refused.output) == (1, "Error: no proposed notice 7 waits for approval\n")
    assert run(app, "clocks", "preview", "--rulebook", "7").exit_code == 1


def test_a_day_the_law_does_not_explain_is_counted_apart(app: Flask, world: World) -> None:
    builders.an_assigned(world, now=AUTUMN)
    assert "0 set otherwise" in run(app, "clocks", "recount").output
    clock = db.session.scalars(select(Clock).where(Clock.kind == ClockKind.REPLY)).one()
    clock.due_on = date(2027, 3, 31)
    db.session.commit()
    told = run(app, "clocks", "recount").output
    assert "0 as counted      1 otherwise  reply" in told and "1 set otherwise" in told
