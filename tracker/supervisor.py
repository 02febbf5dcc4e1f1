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
LOOK = 0.1  # seconds between two looks at the children


@dataclass
class Child:
    """One of the processes, and when it died before."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        environment = {**os.environ, "TRACKER_SUPERVISOR": str(os.getpid())}
        before = None if os.name == "nt" else _leave_interrupts_to_us
        self.process = subprocess.Popen(self.command, env=environment, preexec_fn=before)  # noqa: PLW1509  no threads

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

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


def _leave_interrupts_to_us() -> None:
    """In the child, before it becomes its command: Ctrl-C reaches the whole group, and we pass it on in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Stop:
    """What the signals leave behind: how often somebody asked to stop."""

    def __init__(self) -> None:
        self.asked = 0
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self)

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked += 1


def keep(web: Child, others: list[Child], address: tuple[str, int], *, ready: str) -> int:
    """Run the children until somebody asks to stop (0) or one of them cannot be kept alive (1).

    The others start when the first page has come back: the cores belong to whoever waits for it.
    """
    stop = Stop()
    running = [web]
    web.start()
    try:
        while not stop.asked:
            if not all(child.is_alive() or child.revive(now=time.monotonic()) for child in running):
                return 1
            if len(running) == 1 and answers(*address):
                say(ready)
                running += others
                for child in others:
                    child.start()
            time.sleep(LOOK)
        return 0
    finally:
        end(running, stop)


def end(children: list[Child], stop: Stop) -> None:
    """Ask every child to finish, wait, then use force; a second stop from outside skips the wait."""
    alive = [child.process for child in children if child.process and child.is_alive()]
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
    web = Child("The web server", web_server(options))
    worker = Child("The worker", [sys.executable, "-m", "tracker", "worker"])
    address = ("127.0.0.1" if options.host == "0.0.0.0" else options.host, options.port)  # noqa: S104
    return keep(web, [worker], address, ready=options.ready)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
