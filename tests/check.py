"""All that a change has to pass: lint, types, templates, and the tests on SQLite, on PostgreSQL and in a browser.

Run by `python3 run.py check`. It installs nothing: what the machine lacks is named with the command that brings it, the
rest is checked all the same, and the answer is then "not complete", never "passed". Of what PostgreSQL and the browser
are asked, an eighth is asked in turn with every commit (`tests/turns.py`); `--full` leaves out nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import turns

TESTS = Path(__file__).resolve().parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
# These never touch a database, or bring their own SQLite file: the second engine has nothing to add to them.
ENGINE_FREE = [
    "domain", "bench", "test_architecture.py", "test_catalogues.py", "test_command_line.py", "test_completeness.py",
    "test_run_py.py", "test_serving.py", "test_supervisor.py", "test_translations.py", "test_wheel.py",
    "test_walked.py", "test_worker.py",
]  # fmt: skip
# Decided in the code of the pages, with the statements that are asked everywhere.
BY_THE_WEB = ["test_once.py", "test_kept.py", "test_strange_requests.py", "test_production.py"]
# What people see on pages is asked on SQLite in full. On the second engine it is asked of the pages whose statements
# are built by hand (lists, counts, the case), and of everything below the pages.
PAGES_ON_BOTH = ["test_home.py", "test_register.py"]
# Where the two engines can differ whatever the services do on them: asked of PostgreSQL with every commit. Of the rest
# each commit asks an eighth, another one every time; SQLite is asked all of it.
EVERY_TIME = re.compile(r"test_(concurrency|migrations|upgrades|reading|chain)")


def left_out() -> list[str]:
    """What PostgreSQL is not asked in this run."""
    names = sorted(str(path.relative_to(TESTS)) for path in TESTS.rglob("test_*.py"))
    pages = [name for name in names if name.startswith("web/") and Path(name).name not in PAGES_ON_BOTH]
    rested = [name for name in names if not (EVERY_TIME.search(name) or turns.is_up(8, "on PostgreSQL", name))]
    return [f"--ignore=tests/{name}" for name in sorted({*ENGINE_FREE, *BY_THE_WEB, *pages, *rested})]


def journeys_left_out() -> list[str]:
    """The whole life is tried in every run; of the other journeys an eighth, in turn."""
    names = sorted(path.name for path in (TESTS / "journeys").glob("test_*.py"))
    rested = [name for name in names if name != "test_life.py" and not turns.is_up(8, "journey", name)]
    return [f"--ignore=tests/journeys/{name}" for name in rested]


# The whole life, once more.
ONE_JOURNEY = ["tests/journeys/test_life.py"]
ON_POSTGRES = [sys.executable, str(TESTS / "postgres_cluster.py")]


def postgresql() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def chinese_font() -> bool:
    listing = shutil.which("fc-list")
    return bool(listing and subprocess.run([listing, ":lang=zh-cn"], capture_output=True).stdout.strip())


# The Debian package that brings it, and how to tell that it is there.
NEEDS = {"postgresql": postgresql, "chromium": chromium, "fonts-noto-cjk": chinese_font}
DATABASE, BROWSER = ["postgresql"], ["chromium", "fonts-noto-cjk"]

# Of one process each: they are done beside each other.
STILL = [
    ("lint",                [sys.executable, "-m", "ruff", "check", "."]),
    ("types",               [sys.executable, "-m", "mypy"]),
    ("templates",           [sys.executable, "-m", "djlint", "--lint", "--quiet", "templates"]),
]  # fmt: skip


def parts() -> list[tuple[str, list[str], list[str]]]:
    """What is tested, with which command, and which of the above it cannot do without; each has the machine for
    itself."""
    plain, browser = [*PYTEST, "-n", "2", "-m", "not browser"], [*PYTEST, "-n", "2", "-m", "browser"]
    return [
        ("tests, SQLite", plain, []),
        ("tests, PostgreSQL", [*ON_POSTGRES, *plain, *left_out()], DATABASE),
        ("browser", [*browser, *journeys_left_out()], BROWSER),
        ("browser, PostgreSQL", [*ON_POSTGRES, *browser, *ONE_JOURNEY], DATABASE + BROWSER),
    ]


def main(arguments: list[str]) -> int:
    if "--full" in arguments:
        os.environ[turns.VARIABLE] = turns.ALL
    missing = [package for package, there in NEEDS.items() if not there()]
    if missing:
        print(f"Not on this machine: {', '.join(missing)}. To bring it: sudo apt-get install {' '.join(missing)}")
    wanted = [part for part in parts() if not ("--tested" in arguments and part[0] == "tests, SQLite")]
    outcomes = looked_at()
    outcomes += [(name, outcome(name, command, set(needs) & set(missing))) for name, command, needs in wanted]
    print("\n" + "\n".join(f"{verdict:<11} {name}" for name, verdict in outcomes))
    return 0 if all(verdict.startswith("passed") for _, verdict in outcomes) else 1


def looked_at() -> list[tuple[str, str]]:
    """What is found without running the program, each with what it said."""
    started, said = time.monotonic(), {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    running = [(name, subprocess.Popen(command, cwd=TESTS.parent, **said)) for name, command in STILL]
    found = []
    for name, one in running:
        print(f"\n== {name}\n{one.communicate()[0].strip()}", flush=True)
        verdict = f"passed {time.monotonic() - started:3.0f}s" if one.returncode == 0 else f"FAILED ({one.returncode})"
        found.append((name, verdict))
    return found


def outcome(name: str, command: list[str], lacks: set[str]) -> str:
    if lacks:
        return "NOT RUN"
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=TESTS.parent).returncode
    return f"passed {time.monotonic() - started:3.0f}s" if code == 0 else f"FAILED ({code})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
