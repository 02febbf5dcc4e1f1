"""Keeps web server and worker alive together: starts both, restarts the one that dies, ends both on the first stop.

Standard library only and run as a file (not imported from the package), so that this process costs a dozen megabytes.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PATIENCE = 15.0  # seconds a child gets to finish what it holds before it is ended by force
DEATHS, WITHIN = 4, 60.0  # this many deaths of one child in so many seconds: give up rather than limp
LOOK = 0.2  # seconds between two looks at the children


@dataclass
class Child:
    """One of the processes, and when it died before."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env={**os.environ, "TRACKER_SUPERVISOR": str(os.getpid())})

    def revive(self, *, now: float) -> bool:
        """Start again after a death; False when that happens so often that it would not help."""
        code = self.process.returncode if self.process else None
        self.deaths = [moment for moment in self.deaths if now - moment < WITHIN] + [now]
        if len(self.deaths) >= DEATHS:
            say(f"{self.name} ended {DEATHS} times within {WITHIN:.0f} s (last code {code}); everything stops.")
            return False
        say(f"{self.name} ended with code {code}; starting it again.")
        self.start()
        return True


class Stop:
    """What the signals leave behind: how often somebody asked to stop."""

    def __init__(self) -> None:
        self.asked = 0
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self)

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked += 1


def keep(children: list[Child], address: tuple[str, int], *, ready: str) -> int:
    """Run the children until somebody asks to stop (0) or one of them cannot be kept alive (1)."""
    stop = Stop()
    told = False
    for child in children:
        child.start()
    try:
        while not stop.asked:
            for child in children:
                if child.process and child.process.poll() is not None and not child.revive(now=time.monotonic()):
                    return 1
            if not told and (told := answers(*address)):
                say(ready)
            time.sleep(LOOK)
        return 0
    finally:
        end(children, stop)


def end(children: list[Child], stop: Stop) -> None:
    """Ask every child to finish, wait, then use force; a second stop from outside skips the wait."""
    alive = [child.process for child in children if child.process and child.process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    while any(process.poll() is None for process in alive) and time.monotonic() < deadline and stop.asked < 2:
        time.sleep(0.05)
    for process in alive:
        if process.poll() is None:
            process.kill()
            process.wait()


def answers(host: str, port: int) -> bool:
    """Whether a page comes back; an open port alone only means that the server's parent is there."""
    try:
        with socket.create_connection((host, port), timeout=1) as line:
            line.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return bool(line.recv(16))
    except OSError:
        return False


def web_server(options: argparse.Namespace) -> list[str]:
    """The command of the web server: gunicorn, or waitress where there is no fork."""
    where = f"{options.host}:{options.port}"
    if os.name == "nt":
        size = [f"--threads={options.workers * options.threads}"]
        return [sys.executable, "-m", "waitress", f"--listen={where}", *size, "--call", "tracker:create_app"]
    size = ["--workers", str(options.workers), "--threads", str(options.threads)]
    config = str(Path(__file__).with_name("gunicorn_conf.py"))
    return [sys.executable, "-m", "gunicorn", "--config", config, "--bind", where, *size, "tracker:create_app()"]


def say(line: str) -> None:
    print(line, flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--ready", required=True)
    for number in ("--port", "--workers", "--threads"):
        parser.add_argument(number, type=int, required=True)
    options = parser.parse_args(arguments)
    worker = [sys.executable, "-m", "tracker", "worker"]
    children = [Child("The web server", web_server(options)), Child("The worker", worker)]
    address = ("127.0.0.1" if options.host == "0.0.0.0" else options.host, options.port)  # noqa: S104
    return keep(children, address, ready=options.ready)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
