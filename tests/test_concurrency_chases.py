"""Chasing at the same instant: of two workers one issues a step, of two signers one chases."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from tests import builders, invariants
from tests.builders import task_of
from tests.situations_chases import late
from tests.test_concurrency import together
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.whys import Refused
from tracker.models.chases import Chase
from tracker.services import chases, ladder

ROOT = Path(__file__).parents[1]
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from tests.conftest import _make
from tracker.services import ladder
with _make(Path(sys.argv[1]), sys.argv[2]).app_context():
    sys.stdin.readline()
    print(ladder.issue_due(now=datetime.fromisoformat(sys.argv[3])))
"""


def issued() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Chase)) or 0


def sound(world: World) -> None:
    assert invariants.broken(world, today=TODAY) == []


def test_of_eight_looks_at_the_ladder_one_issues_each_step(app: Flask, world: World) -> None:
    late(world)
    late(world)
    found = together(app, [lambda: ladder.issue_due(now=NOW)] * 8)
    assert sum(one for one in found if isinstance(one, int)) == 2 == issued()
    sound(world)


def test_two_workers_in_processes_of_their_own_issue_a_step_once(app: Flask, world: World) -> None:
    late(world)
    db.session.remove()
    place = (app.instance_path, app.config["SQLALCHEMY_DATABASE_URI"], NOW.isoformat())
    command = [sys.executable, "-c", WORKER, *place]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    workers = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    said = [worker.communicate("go\n", timeout=120)[0].strip() for worker in workers]
    assert sorted(said) == ["0", "1"] and issued() == 1
    sound(world)


def test_of_two_signers_who_press_at_once_one_chases_and_the_other_is_told(app: Flask, world: World) -> None:
    case = builders.in_hand(world, cosigned=True)
    task = task_of(world, case)
    db.session.rollback()
    found = together(app, [partial(chases.chase, who, task, now=NOW) for who in (world.lin, world.fang)])
    assert len([one for one in found if isinstance(one, Refused)]) == 1 and issued() == 1
    sound(world)
