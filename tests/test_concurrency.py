"""Many at the same instant: one act is stored, the others are told why; numbers have no gap and no twin."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.builders import fetch, round_of, task_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.states import RoundState
from tracker.domain.whys import Refused
from tracker.models.commitments import Commitment
from tracker.models.record import Event
from tracker.models.tasks import Delivery
from tracker.services import handling, replies, reviews
from tracker.services._load import Stale

T = TypeVar("T")
AT_ONCE = 8


def together(app: Flask, acts: list[Callable[[], T]]) -> list[T | Exception]:
    """Every act in a thread of its own, all let go at the same instant; what came of each, or why not."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Exception:
        with app.app_context():
            gate.wait(timeout=20)
            try:
                return act()
            except (Refused, Stale) as why:
                return why
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_eight_deliveries_of_one_reply_one_is_stored_and_seven_are_told_why(app: Flask, world: World) -> None:
    case = builders.in_clearance(world)
    one = round_of(world, case)
    round_id, version = one.id, one.version
    db.session.rollback()

    def deliver(no: int) -> Callable[[], int]:
        return lambda: replies.deliver(world.cheng, round_id, document_no=f"第{no}稿", version=version, now=NOW)

    found = together(app, [deliver(no) for no in range(AT_ONCE)])
    assert [outcome for outcome in found if isinstance(outcome, int)] == [case]
    assert sum(isinstance(outcome, Refused | Stale) for outcome in found) == AT_ONCE - 1
    assert round_of(world, case).state is RoundState.DELIVERED
    winner = found.index(case)
    assert round_of(world, case).document_no == f"第{winner}稿"
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 1
    assert db.session.scalar(select(func.count()).select_from(Commitment)) == 1
    assert db.session.scalar(select(func.count()).select_from(Event).where(Event.action == "deliver")) == 1


def test_eight_papers_accepted_at_once_get_eight_numbers_without_a_gap(app: Flask, world: World) -> None:
    cases = [builders.a_submitted(world) for _ in range(AT_ONCE)]
    versions = {case: fetch(case).version for case in cases}
    db.session.rollback()
    category = world.categories["教育科技"]

    def accept(case: int, desk: str) -> Callable[[], str]:
        actor = world.actors[desk]
        return lambda: reviews.accept(actor, case, category_id=category, version=versions[case], now=NOW)

    found = together(app, [accept(case, ("chen", "lu")[no % 2]) for no, case in enumerate(cases)])
    assert sorted(map(str, found)) == [f"{TODAY.year}{no:04d}" for no in range(1, AT_ONCE + 1)]
    assert sorted(fetch(case).number or "" for case in cases) == sorted(map(str, found))


def test_a_number_refused_is_not_used_up(app: Flask, world: World) -> None:
    case = builders.a_submitted(world)
    version = fetch(case).version
    db.session.rollback()
    category = world.categories["教育科技"]
    acts = [lambda: reviews.accept(world.chen, case, category_id=category, version=version, now=NOW)] * AT_ONCE
    found = together(app, acts)
    assert sorted(outcome for outcome in found if isinstance(outcome, str)) == ["20260001"]
    assert fetch(builders.a_registered(world)).number == "20260002"


def test_one_task_is_signed_for_once(app: Flask, world: World) -> None:
    task_id = task_of(world, builders.an_assigned(world))
    db.session.rollback()
    found = together(app, [lambda: handling.sign_for(world.he, task_id, now=NOW)] * AT_ONCE)
    assert found.count(task_id) == 1
    assert sum(isinstance(outcome, Refused) for outcome in found) == AT_ONCE - 1


def test_the_record_of_a_race_is_one_unbroken_line(app: Flask, world: World) -> None:
    cases = [builders.an_assigned(world) for _ in range(AT_ONCE)]
    tasks = [task_of(world, case) for case in cases]
    db.session.rollback()
    together(app, [lambda task_id=task_id: handling.sign_for(world.he, task_id, now=NOW) for task_id in tasks])
    numbers = list(db.session.scalars(select(Event.seq).order_by(Event.seq)))
    assert numbers == list(range(1, len(numbers) + 1))
