"""The two applications as they are served: gunicorn with two workers of four threads each, ours and the floor."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
WORKERS, THREADS = "2", "4"


@dataclass(frozen=True)
class Place:
    """A database and the instance folder that belongs to it."""

    engine: str
    instance: Path
    url: str

    def environment(self) -> dict[str, str]:
        found = {**os.environ, "TRACKER_INSTANCE": str(self.instance), "PYTHONPATH": str(HERE)}
        found.pop("TRACKER_DATABASE_URL", None)
        return found | ({"TRACKER_DATABASE_URL": self.url} if self.url else {})


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    port: int
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(place: Place, factory: str) -> Iterator[Served]:
    """Serve `ours` or `floor` of `tests.bench.apps` for as long as the block runs."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(HERE / "tracker" / "gunicorn_conf.py")]
    command += [
        "-w",
        WORKERS,
        "--threads",
        THREADS,
        "--keep-alive",
        "60",
        "-b",
        f"127.0.0.1:{port}",
        f"tests.bench.apps:{factory}()",
    ]
    with running(command, place, port) as pid:
        yield Served(port, pid)


@contextmanager
def running(command: list[str], place: Place, port: int) -> Iterator[int]:
    """Run a server until it answers, and end it with all its children afterwards."""
    process = subprocess.Popen(command, cwd=HERE, env=place.environment(), stdout=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int, process: subprocess.Popen[bytes], *, most: float = 60) -> None:
    until = time.monotonic() + most
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer in time")


def memory_of_tree(pid: int) -> dict[str, float]:
    """Megabytes of a process and all its children: resident, and with shared pages counted once."""
    pids = [pid, *_children(pid)]
    found = {"processes": float(len(pids)), "rss": 0.0, "pss": 0.0}
    for one in pids:
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            name, _colon, size = line.partition(":")
            if name in ("Rss", "Pss"):
                found[name.lower()] += int(size.split()[0]) / 1024
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found
