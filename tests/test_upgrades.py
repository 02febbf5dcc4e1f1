"""A database of an earlier revision with papers in every stage: brought to head it has lost nothing and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from alembic import command
from flask import Flask
from sqlalchemy import Connection, MetaData, Table, select

from tests.builders import fetch
from tests.invariants import broken
from tests.page import Browser
from tests.world import NOW, TODAY, World, survey_world
from tracker import migrate, schema
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.permissions import why_not
from tracker.domain.whys import Why
from tracker.queries import chain
from tracker.services import contacts, objections, routing, search
from tracker.services.objections import Claim

WRITTEN = Path(__file__).parent / "golden" / "database-0001.sql"
DRAFT, ASKED_TO_SIGN, IN_REVIEW, RETURNED, REGISTERED, ASSIGNED, IN_HAND, REPLIED, RATED, DISSATISFIED = range(1, 11)
HANDED_IN = range(IN_REVIEW, DISSATISFIED + 1)
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Old:
    """An application on the old database after the upgrade, and what was in its tables before."""

    app: Flask
    rows: Rows


@pytest.fixture(scope="module")
def old(bare: Callable[..., Flask]) -> Iterator[Old]:
    kept: Rows = {}
    app = bare(first=lambda app: kept.update(_filled(app)))
    with app.app_context():
        # What the worker does on its first round.
        search.mend({}, now=NOW)
        routing.catch_up(now=NOW, most=None)
        db.session.remove()
    yield Old(app, kept)


@pytest.fixture
def world(old: Old) -> Iterator[World]:
    """The people of the old database, on the day it was left."""
    with time_machine.travel(NOW, tick=False), old.app.app_context():
        yield survey_world()
        db.session.rollback()


def _filled(app: Flask) -> Rows:
    with app.app_context():
        command.upgrade(migrate.attach(app).get_config(), "0001")
        assert schema.found(db.engine) == "0001"
        with db.engine.begin() as connection:
            for statement in WRITTEN.read_text(encoding="utf-8").split(";\n\n"):
                connection.exec_driver_sql(statement.rstrip(";\n"))
            tables = MetaData()
            tables.reflect(connection)
            _count_on(connection, tables)
            rows = {name: _rows(connection, table) for name, table in tables.tables.items() if name in _FILLED}
        db.engine.dispose()
    return rows


_FILLED = frozenset(
    line.split()[2] for line in WRITTEN.read_text(encoding="utf-8").splitlines() if line.startswith("INSERT")
)


def _count_on(connection: Connection, tables: MetaData) -> None:
    """Rows came with their numbers: PostgreSQL has to be told where to go on counting."""
    if connection.dialect.name != "postgresql":
        return
    for name in _FILLED:
        if "id" in tables.tables[name].columns:
            series = f"pg_get_serial_sequence('{name}', 'id')"
            connection.exec_driver_sql(f"SELECT setval({series}, max(id)) FROM {name}")


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def test_every_row_is_kept_as_it_was(old: Old, world: World) -> None:
    with db.engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        assert schema.found(db.engine) == schema.expected()
        assert {name: len(rows) for name, rows in old.rows.items()}["event"] == 75
        # Who was to be told before anything told them is not told years later (0007).
        for row in old.rows["notice"]:
            row["sent_at"] = row["sent_at"] or row["made_at"]
        for name, rows in old.rows.items():
            there = _rows(connection, tables.tables[name])
            assert [{key: row[key] for key in before} for before, row in zip(rows, there, strict=True)] == rows, name


def test_the_record_is_whole(old: Old, world: World) -> None:
    verdict = chain.verify()
    assert verdict.whole and verdict.head == old.rows["event"][-1]["hash"]


def test_nothing_the_program_relies_on_is_broken(world: World) -> None:
    assert broken(world, today=TODAY) == []


@pytest.mark.parametrize("login", ["lin", "chen"])
def test_the_dossier_of_each_opens(old: Old, world: World, login: str) -> None:
    browser = Browser(old.app, world.accounts[login])
    for case in range(DRAFT, DISSATISFIED + 1):
        if login == "lin" or case in HANDED_IN:
            assert fetch(case).title in browser.open(f"/suggestions/{case}").words


@pytest.mark.parametrize("login", ["lin", "fang", "chen", "tian", "du", "he", "jing", "cheng", "ou", "xi", "ji"])
def test_everybody_finds_home_and_the_register(old: Old, world: World, login: str) -> None:
    browser = Browser(old.app, world.accounts[login])
    browser.open("/")
    if login not in ("xi", "ji"):
        browser.open("/suggestions")


def test_a_share_of_before_may_be_objected_to_for_ten_days_and_no_longer(world: World) -> None:
    new, long = fetch(ASSIGNED).tasks[0], fetch(IN_HAND).tasks[0]
    assert (new.assigned_on, new.objection_due_on) == (TODAY, TODAY + timedelta(days=10))
    assert (long.assigned_on, long.objection_due_on) == (date(2026, 2, 20), date(2026, 3, 2))
    assert why_not(world.he, Action.OBJECT, new, today=TODAY) is None
    assert why_not(world.he, Action.OBJECT, long, today=TODAY) is Why.OBJECTION_TOO_LATE


def test_no_share_is_left_without_a_day(world: World) -> None:
    assert all(task.objection_due_on for case in range(ASSIGNED, DISSATISFIED + 1) for task in fetch(case).tasks)


def test_life_goes_on(world: World) -> None:
    share = fetch(IN_HAND).tasks[0]
    assert share.contacts_await == [world.lin.person_id]
    contacts.confirm(world.lin, share.id, share.contacts[0].id, now=NOW)
    new = fetch(ASSIGNED).tasks[0]
    claim = Claim("属交通管理。", "第三条", world.units["市交通运输局"], "程远")
    objections.object_to(world.he, new.id, claim, version=new.version, now=NOW)
    assert fetch(IN_HAND).tasks[0].has_talked and fetch(ASSIGNED).open_hearings == 1
    assert broken(world, today=TODAY) == [] and chain.verify().whole
