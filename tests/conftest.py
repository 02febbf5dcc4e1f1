"""What every test has: a database with the small world in it, an application, and browsers that check each page."""

from __future__ import annotations

import gc
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.engine import make_url

from tests import turns, walked
from tests.chromium import chromium
from tests.page import Browser
from tests.postgres_cluster import memory
from tests.situations import SITUATIONS
from tests.walked import walked_once
from tests.world import NOW, PASSWORD, World, found_world, survey_world
from tracker import clock, create_app, migrate
from tracker.db import db
from tracker.models.suggestions import Suggestion
from tracker.queries import law
from tracker.rulebooks import books_in
from tracker.services import demo, log_ins
from tracker.services.figures import keep_up

POSTGRES = os.environ.get("TRACKER_TEST_DATABASE_URL", "")
KEY = "k" * 40
COMPILED = Path(__file__).resolve().parents[1] / ".pytest_cache" / "templates"
# When it is in the demo congresses that tests read.
IN_A_CITY = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """Thousands of collected tests live until the end: to look through them again and again for what nobody needs any
    more would take a tenth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What it takes to do the same again."""
    terminalreporter.write_line(f"{turns.VARIABLE}={turns.turn()} tries the same again, {turns.ALL} everything")


def _make(instance: Path, url: str) -> Flask:
    _share_compiled(instance)
    made = {"INSTANCE": str(instance), "SECRET_KEY": KEY, "TESTING": True, "BASE_URL": "http://localhost"}
    return create_app(made | ({"DATABASE_URL": url} if url else {}))


def _share_compiled(instance: Path) -> None:
    """What one process compiled of the templates serves all of them, and the next run."""
    COMPILED.mkdir(parents=True, exist_ok=True)
    instance.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        (instance / "templates").symlink_to(COMPILED)


@dataclass(frozen=True)
class Template:
    """A database to be copied for a test: its folder, or its name on PostgreSQL, the ids of the world in it, which the
    copies share, and its cases by situation."""

    folder: Path
    name: str
    world: World = field(default_factory=World)
    cases: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="session")
def in_memory() -> Iterator[Path]:
    """A folder in memory, where there is room, for the databases that are copied and those that are used."""
    with tempfile.TemporaryDirectory(prefix="tracker-test-", dir=memory(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def template(in_memory: Path) -> Iterator[Template]:
    """A migrated database with the world in it, made once per process and copied for every test."""
    made = Template(in_memory / "template", f"template_{uuid.uuid4().hex[:12]}" if POSTGRES else "")
    if made.name:
        _administer(f"CREATE DATABASE {made.name}")
    app = _make(made.folder, _url(made.name))
    migrate.upgrade(app)
    with app.app_context():
        found_world(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
        _take_over(survey_world(), made.world)
        _let_go()
    yield made
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


@pytest.fixture(scope="session")
def peopled(template: Template, in_memory: Path) -> Iterator[Template]:
    """The same with a case in every situation, made once per process that has a test asking for `everywhere`."""
    made = Template(in_memory / "peopled", f"peopled_{uuid.uuid4().hex[:12]}" if POSTGRES else "", template.world)
    made.folder.mkdir()
    _copy(template, made.folder, made.name)
    app = _make(made.folder, _url(made.name))
    with time_machine.travel(NOW, tick=False), app.app_context():
        made.cases.update((name, situation.reach(made.world)) for name, situation in SITUATIONS.items())
        # What came into being beside them: the suggestion of a bill, the others of a group.
        beside = db.session.scalars(select(Suggestion.id).where(Suggestion.id.not_in(list(made.cases.values()))))
        made.cases.update((f"beside-{one}", one) for one in beside)
        _let_go()
    yield made
    if made.name:
        _administer(f"DROP DATABASE {made.name} WITH (FORCE)")


def _take_over(source: World, into: World) -> World:
    """What a test puts into its own world is not in that of the others."""
    for name in ("actors", "accounts", "units", "categories"):
        getattr(into, name).update(getattr(source, name))
    return into


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def _copy(source: Template, instance: Path, name: str) -> None:
    if name:
        _clone(source.name, name)
    else:
        for file in source.folder.glob("tracker.db*"):
            shutil.copy(file, instance / file.name)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Flask]]:
    """Makes applications on migrated databases with nothing in them, or what `first` puts there before migrating."""
    made: list[tuple[Flask, str]] = []

    def make(first: Callable[[Flask], None] | None = None) -> Flask:
        name = f"bare_{uuid.uuid4().hex[:12]}" if POSTGRES else ""
        if name:
            _administer(f"CREATE DATABASE {name}")
        app = _make(tmp_path_factory.mktemp("bare"), _url(name))
        made.append((app, name))
        if first is not None:
            first(app)
        migrate.upgrade(app)
        return app

    yield make
    for app, name in made:
        with app.app_context():
            _let_go()
        if name:
            _administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def city_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Flask]]:
    """Small demo congresses by their seed, counted: made once per process, and only read."""
    made: dict[int, tuple[Flask, str]] = {}

    def city(seed: int) -> Flask:
        if seed not in made:
            name = f"city_{uuid.uuid4().hex[:12]}" if POSTGRES else ""
            if name:
                _administer(f"CREATE DATABASE {name}")
            made[seed] = _make(tmp_path_factory.mktemp("city"), _url(name)), name
            migrate.upgrade(made[seed][0])
            with made[seed][0].app_context():
                demo.load(suggestions=120, seed=seed, now=IN_A_CITY)
                keep_up(now=IN_A_CITY, most=None)
                db.session.rollback()
        return made[seed][0]

    yield city
    for app, name in made.values():
        with app.app_context():
            _let_go()
        if name:
            _administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def program(in_memory: Path) -> tuple[Flask, str]:
    """One application per process: making it and compiling its templates anew for each test would take longer than
    the tests. Its database is put back to the template before each of them."""
    name = f"test_{uuid.uuid4().hex[:12]}" if POSTGRES else ""
    return _make(in_memory / "test", _url(name)), name


@pytest.fixture(scope="session")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """Where databases are kept as the walks of tests left them."""
    return None if POSTGRES else tmp_path_factory.mktemp("walks")


@pytest.fixture
def app(request: pytest.FixtureRequest, program: tuple[Flask, str]) -> Iterator[Flask]:
    """The application on its own copy of the database, with the settings it was made with."""
    made, name = program
    instance, settings = Path(made.instance_path), dict(made.config)
    source = request.getfixturevalue("peopled" if "everywhere" in request.fixturenames else "template")
    _copy(source, instance, name)
    walked.begin(request.getfixturevalue("walks"), instance, source.folder, settings)
    yield made
    with made.app_context():
        _let_go()
    made.config.clear()
    made.config.update(settings)
    if (instance / "rulebooks").exists():
        books_in.cache_clear()
    _empty(instance)
    law._kept.clear()
    if name:
        _administer(f"DROP DATABASE {name} WITH (FORCE)")


def _empty(instance: Path) -> None:
    for left in instance.iterdir():
        if left.name in ("translations", "templates"):
            continue
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@pytest.fixture
def everywhere(app: Flask, peopled: Template) -> dict[str, int]:
    """A case in every situation, by the name of the situation: this test's database has them from the start."""
    return peopled.cases


@pytest.fixture
def world(app: Flask, template: Template) -> Iterator[World]:
    """The people and places, inside an application context for arranging; requests push their own."""
    with app.app_context():
        yield _take_over(template.world, World())
        db.session.rollback()


@pytest.fixture
def browse(app: Flask, world: World) -> Iterator[Browsers]:
    """`browse("lin")` is a browser in which that person is logged in; `browse()` one in which nobody is.

    It is NOW for as long as the test runs.
    """
    with time_machine.travel(NOW, tick=False):
        yield Browsers(app, world)


class Browsers:
    def __init__(self, app: Flask, world: World) -> None:
        self._app, self._world = app, world

    def __call__(self, login: str | None = None) -> Browser:
        if login is None:
            return Browser(self._app, None)
        account_id = self._world.accounts[login]
        return Browser(self._app, account_id, _log_in(self._world, account_id))


@walked_once
def _log_in(_world: World, account_id: int) -> str:
    return log_ins.open_log_in(account_id, hours=12, now=clock.now())


def _url(name: str) -> str:
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False) if name else ""


def _administer(statement: str) -> None:
    with _office().connect() as connection:
        connection.execute(text(statement))


def _clone(source: str, copy: str) -> None:
    # In memory and without waiting for the disk, files are copied in half the time it takes to log every page of them.
    with _office().connect() as connection:
        by_files = connection.dialect.server_version_info >= (15,)  # type: ignore[attr-defined]
    _administer(f"CREATE DATABASE {copy} TEMPLATE {source}" + (" STRATEGY FILE_COPY" if by_files else ""))


@cache
def _office() -> Engine:
    """Where databases are made and dropped: one connection for the whole run."""
    address = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", POSTGRES)
    return create_engine(address, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0)


__all__ = [
    "app",
    "bare",
    "browse",
    "chromium",
    "city_of",
    "everywhere",
    "in_memory",
    "peopled",
    "program",
    "template",
    "walks",
    "world",
]
