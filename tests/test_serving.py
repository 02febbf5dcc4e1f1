"""`tracker serve` for real: its processes, their memory, and how they end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from tracker import serving

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the processes from /proc")

MEMORY_MB = 350


class Served:
    """A served instance in a process group of its own."""

    def __init__(self, instance: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "serve", "--port", str(self.port), *options],
            env={**os.environ, "TRACKER_INSTANCE": str(instance)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def status(self) -> int | None:
        """The status of a page, None while nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=30) as page:
                return int(page.status)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code
        except OSError:
            return None

    def family(self) -> list[int]:
        """All living processes of the group (its number is the first one's)."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[2]) == self.process.pid and fields[0] != "Z":
                found.append(int(entry.parent.name))
        return found

    def wait_for_page(self) -> None:
        until(lambda: self.process.poll() is not None or self.status() is not None, seconds=100)
        assert self.process.poll() is None, self.output()

    def output(self) -> str:
        assert self.process.stdout
        return self.process.stdout.read()


def until(true: Callable[[], bool], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def megabytes(pid: int) -> float:
    """What a process holds; pages it shares with others are counted once between them."""
    return int(Path(f"/proc/{pid}/smaps_rollup").read_text().split("Pss:")[1].split()[0]) / 1024


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def start(*options: str) -> Served:
        started.append(Served(tmp_path / "instance", *options))
        return started[-1]

    yield start
    for served in started:
        if served.family():
            os.killpg(served.process.pid, signal.SIGKILL)
        served.process.wait()
        assert served.process.stdout
        served.process.stdout.close()


def test_one_command_serves_and_the_first_stop_ends_all_of_it(serve: Callable[..., Served]) -> None:
    served = serve("--no-demo")
    served.wait_for_page()
    assert served.status() == 200
    assert len(served.family()) == 5  # supervisor, gunicorn and its two web processes, worker
    assert sum(megabytes(pid) for pid in served.family()) < MEMORY_MB
    os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.wait(20) == 0
    assert not served.family()
    assert f"http://127.0.0.1:{served.port}" in served.output()


def test_a_first_run_loads_the_demo_congress_and_says_who_can_log_in(serve: Callable[..., Served]) -> None:
    served = serve()
    served.wait_for_page()
    served.process.terminate()
    assert served.process.wait(20) == 0
    said = served.output()
    assert "850 suggestions" in said
    assert all(role in said for role in ("人大代表", "督查室", "签发人", "系统管理员"))


def test_a_first_run_that_was_interrupted_is_taken_up_again(app: Flask) -> None:
    instance = Path(app.instance_path)
    (instance / "demo-wanted").touch()
    with app.app_context(), pytest.raises(click.ClickException, match="demo load"):
        serving.prepare(instance, demo=True)  # this database has a congress of its own, which the load refuses
    with app.app_context():
        serving.prepare(instance, demo=False)
    assert not (instance / "demo-wanted").exists()


def test_nothing_lives_on_when_the_supervisor_is_killed(serve: Callable[..., Served]) -> None:
    served = serve("--no-demo")
    served.wait_for_page()
    served.process.kill()
    until(lambda: not served.family())


def test_a_taken_port_is_named_before_anything_is_made(serve: Callable[..., Served], tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        refused = serve("--no-demo", "--port", taken)
        assert refused.process.wait(30) == 1
    assert f"--port {int(taken) + 1}" in refused.output()
    assert not list((tmp_path / "instance").glob("*.db"))


def test_other_computers_are_let_in_only_after_a_yes(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tracker", "serve", "--lan"],
        input="n\n", capture_output=True, text=True, env={**os.environ, "TRACKER_INSTANCE": str(tmp_path)},
    )  # fmt: skip
    assert result.returncode == 1
    assert "Every computer of this network" in result.stdout
