"""A served instance with the small world in it, a real browser, and people who use it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Template, _administer, _copy, _let_go, _make, _share_compiled, _url
from tests.journeys.people import Person

# A proxy of the machine has nothing to say about our own server.
HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="session")
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server like the one people start: web processes and worker, on a copy of the world."""
    with serving(template, tmp_path_factory.mktemp("served")) as address:
        yield address


@contextmanager
def serving(
    template: Template, instance: Path, *, first: Callable[[], object] | None = None, **settings: str
) -> Iterator[str]:
    """Serve an instance, which may hold a rulebook of its own, on a copy of the world; `first` puts something into it,
    `settings` are those of its environment."""
    name = f"served_{uuid.uuid4().hex[:12]}" if template.name else ""
    _share_compiled(instance)
    _copy(template, instance, name)
    if first is not None:
        with _make(instance, _url(name)).app_context():
            first()
            _let_go()
    environment = (
        {**os.environ, "TRACKER_INSTANCE": str(instance)}
        | settings
        | ({"TRACKER_DATABASE_URL": _url(name)} if name else {})
    )
    port = _free_port()
    log = instance / "served.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "serve", "--no-demo", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address, log)
        yield address
    finally:
        _stop(process)
        if name:
            _administer(f"DROP DATABASE {name} WITH (FORCE)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            with HERE.open(f"{address}/log-in", timeout=30):
                return
        except OSError:  # nobody there yet, or not ready
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def people(chromium: Any, served: str) -> Iterator[Callable[..., Person]]:
    """`people("lin")` is somebody in front of a browser, logged in by the form. No page may have complained."""
    met: list[Person] = []

    def person(login: str, *, width: int = 1280, scripts: bool = True) -> Person:
        met.append(Person(chromium, served, login, width=width, scripts=scripts))
        met[-1].log_in()
        return met[-1]

    yield person
    complaints = [f"{one.login}: {words}" for one in met for words in one.complaints]
    for one in met:
        one.leave()
    assert not complaints, "\n".join(complaints)
