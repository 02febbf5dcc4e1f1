"""The supervisor with two stand-in children: nothing is ever half alive."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
# Two children: one answers like a web server, one just lives; each writes its number down at every start.
SCENE = """
import sys
sys.path.insert(0, {package!r})
import supervisor
from supervisor import Child
web = [sys.executable, "-c", {web!r}]
worker = [sys.executable, "-c", {worker!r}]
sys.exit(supervisor.keep(Child("web", web), [Child("worker", worker)], ("127.0.0.1", {port}), ready="READY"))
"""
NOTE = "import os; open({log!r}, 'a').write('{name} %d\\n' % os.getpid())\n"
WEB = """
import http.server, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_error(404)
    def log_message(self, *a): pass
http.server.HTTPServer(("127.0.0.1", {port}), Page).serve_forever()
"""
IDLE = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)\n"


class Stage:
    """A running supervisor, its log of starts, and its output."""

    def __init__(self, folder: Path, worker: str = IDLE) -> None:
        self.log = folder / "starts"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        web = NOTE.format(log=str(self.log), name="web") + WEB.format(port=port)
        worker = NOTE.format(log=str(self.log), name="worker") + worker
        scene = SCENE.format(package=str(CHECKOUT / "tracker"), web=web, worker=worker, port=port)
        self.process = subprocess.Popen(
            [sys.executable, "-c", scene], stdout=subprocess.PIPE, text=True, start_new_session=True
        )

    def starts(self, name: str) -> list[int]:
        rows = self.log.read_text().split("\n") if self.log.exists() else []
        return [int(row.split()[1]) for row in rows if row.startswith(name + " ")]

    def wait_until_ready(self) -> None:
        assert self.process.stdout
        assert self.process.stdout.readline() == "READY\n"
        until(lambda: bool(self.starts("worker")))


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def make(**kwargs: str) -> Stage:
        made.append(Stage(tmp_path, **kwargs))
        return made[-1]

    yield make
    for one in made:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()
        assert one.process.stdout
        one.process.stdout.close()


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_the_first_stop_ends_every_process(stage: Callable[..., Stage], kind: signal.Signals) -> None:
    running = stage()
    running.wait_until_ready()
    os.killpg(running.process.pid, kind) if kind is signal.SIGINT else running.process.send_signal(kind)
    assert running.process.wait(20) == 0
    assert not any(alive(pid) for pid in running.starts("web") + running.starts("worker"))


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_child_that_dies_is_started_again(stage: Callable[..., Stage], name: str) -> None:
    running = stage()
    running.wait_until_ready()
    os.kill(running.starts(name)[0], signal.SIGKILL)
    until(lambda: len(running.starts(name)) == 2)
    running.process.terminate()
    assert running.process.wait(20) == 0


def test_a_child_that_cannot_live_ends_everything(stage: Callable[..., Stage]) -> None:
    running = stage(worker="raise SystemExit(3)")
    assert running.process.wait(30) == 1
    assert len(running.starts("worker")) == 4
    assert not any(alive(pid) for pid in running.starts("web"))
